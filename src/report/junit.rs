//! Findings as `JUnit` XML: a suite for each file, a case for each finding. What fails the run is a failure,
//! the rest counts as skipped.

use std::io;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use super::{Report, concise, path, position};
use crate::diagnostic::{Diagnostic, Severity};

/// The report; diagnostics at or over `failing` are failures.
pub fn junit(checked: &Report<'_>, failing: Severity) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory does not fail.
    let _ = write(&mut writer, checked, failing);
    let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
    text.retain(is_xml);
    text
}

/// Whether XML 1.0 may hold `c`; escapes do not help with the others.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

fn write(writer: &mut Writer<Vec<u8>>, checked: &Report<'_>, failing: Severity) -> io::Result<()> {
    let counts = |diagnostics: &[Diagnostic]| {
        let failed = diagnostics.iter().filter(|diagnostic| diagnostic.severity >= failing).count();
        (failed.to_string(), (diagnostics.len() - failed).to_string())
    };
    let all = &checked.diagnostics;
    let (failed, skipped) = counts(all);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .create_element("testsuites")
        .with_attributes([
            ("name", "casebook"),
            ("tests", &*all.len().max(1).to_string()),
            ("failures", &*failed),
            ("skipped", &*skipped),
        ])
        .write_inner_content(|writer| {
            if all.is_empty() {
                let suite = [("name", "casebook"), ("tests", "1"), ("failures", "0"), ("errors", "0")];
                writer.create_element("testsuite").with_attributes(suite).write_inner_content(|writer| {
                    let case = [("name", "check"), ("classname", "casebook")];
                    writer.create_element("testcase").with_attributes(case).write_empty().map(drop)
                })?;
            }
            for of_file in all.chunk_by(|a, b| a.file == b.file) {
                let (failed, skipped) = counts(of_file);
                writer
                    .create_element("testsuite")
                    .with_attributes([
                        ("name", path(checked, &of_file[0])),
                        ("tests", &*of_file.len().to_string()),
                        ("failures", &*failed),
                        ("errors", "0"),
                        ("skipped", &*skipped),
                    ])
                    .write_inner_content(|writer| {
                        of_file.iter().try_for_each(|diagnostic| case(writer, checked, diagnostic, failing))
                    })?;
            }
            Ok(())
        })?;
    Ok(())
}

fn case(
    writer: &mut Writer<Vec<u8>>,
    checked: &Report<'_>,
    diagnostic: &Diagnostic,
    failing: Severity,
) -> io::Result<()> {
    let at = position(checked, diagnostic);
    let finding = &diagnostic.finding;
    let name = format!("{} {}:{}", finding.rule, at.line, at.column);
    let attributes = [
        ("name", &*name),
        ("classname", path(checked, diagnostic)),
        ("file", path(checked, diagnostic)),
        ("line", &*at.line.to_string()),
    ];
    writer
        .create_element("testcase")
        .with_attributes(attributes)
        .write_inner_content(|writer| {
            if diagnostic.severity < failing {
                let skipped = writer.create_element("skipped");
                return skipped.with_attribute(("message", &*finding.message)).write_empty().map(drop);
            }
            let mut text = concise(checked, diagnostic);
            if let Some(help) = &finding.help {
                text.push_str("\nhelp: ");
                text.push_str(help);
            }
            writer
                .create_element("failure")
                .with_attributes([("message", &*finding.message), ("type", finding.rule)])
                .write_text_content(BytesText::new(&text))
                .map(drop)
        })
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    #[test]
    fn failures_and_the_rest_are_counted_and_escaped() {
        let text = junit(&Report::new(&sample()), Severity::Warning);
        assert!(text.contains("tests=\"3\" failures=\"2\" skipped=\"1\""), "{text}");
        assert!(text.contains("a &lt;b&gt; &amp; c"), "{text}");
        let mut reader = quick_xml::Reader::from_str(&text);
        while !matches!(reader.read_event().unwrap(), Event::Eof) {}
    }
}
