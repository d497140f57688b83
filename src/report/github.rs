//! Findings as commands of GitHub Actions. The host shows ten of a level in a step, so errors come first.

use std::fmt::Write as _;

use super::{Report, end, path, position};
use crate::diagnostic::Severity;

/// A line for each diagnostic. `prefix` stands before every path.
pub fn github(checked: &Report<'_>, prefix: &str) -> String {
    let mut out = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        for diagnostic in checked.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity) {
            let (from, to) = (position(checked, diagnostic), end(checked, diagnostic));
            let finding = &diagnostic.finding;
            let level = match severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "notice",
            };
            let file = property(&format!("{prefix}{}", path(checked, diagnostic)));
            let _ = write!(out, "::{level} title={},file={file},line={}", property(finding.rule), from.line);
            let _ = write!(out, ",endLine={}", to.line);
            // The host refuses columns of places with several lines.
            if from.line == to.line {
                let _ = write!(out, ",col={},endColumn={}", from.column, to.column);
            }
            let help = finding.help.as_deref().map(|help| format!("\n{help}")).unwrap_or_default();
            let _ = writeln!(out, "::{}", data(&format!("{}{help}", finding.message)));
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    #[test]
    fn errors_come_first_and_special_characters_are_escaped() {
        let text = github(&Report::new(&sample()), "docs/");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            "::error title=duplicate-article-id,file=docs/articles/a/100%25%2C b.md,line=3,endLine=3,col=3,endColumn=6::one%0Atwo: 50%25%0Ado this"
        );
        assert!(lines[1].starts_with("::warning ") && lines[2].starts_with("::notice "), "{text}");
        assert_eq!(lines.len(), 3);
    }
}
