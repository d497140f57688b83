//! Runs every rule's examples: what is bad is reported at the marked places and nowhere else, what is good
//! is not reported.

use super::{
    Rule, all,
    example::{CLOSE, OPEN, files},
};
use crate::{
    check::Checked,
    config::Config,
    corpus::{Corpus, Parsed},
    image::Image,
    source::{Encoding, MAX_ARTICLE, SourceFault, SourceFile},
};

/// Checks `rule` on `snippet`: it must report exactly the marked places.
/// Returns what is wrong.
fn check(rule: &Rule, snippet: &str) -> Option<String> {
    let mut expected = Vec::new();
    let (mut parsed, mut images) = (Vec::new(), Vec::new());
    for (path, marked) in files(snippet) {
        let (stored, marked) = match marked.strip_prefix("stored: ") {
            Some(rest) => rest.split_once('\n').unwrap(),
            None => ("utf-8", &*marked),
        };
        let mut text = String::new();
        let mut open = None;
        for c in marked.chars() {
            match c {
                OPEN => open = Some(text.len()),
                CLOSE => expected.push((path.clone(), open.take().unwrap(), text.len())),
                c => text.push(c),
            }
        }
        if path.ends_with(".png") {
            images.push(Image::new(&path, text.as_bytes()));
            continue;
        }
        let (encoding, fault) = match stored {
            "utf-8 with mark" => (Encoding::Utf8Bom, None),
            "utf-16" => (Encoding::Utf16, None),
            "windows-1252" => {
                (Encoding::Windows1252 { first: text.find(|c: char| !c.is_ascii()).unwrap() as u32 }, None)
            }
            "too large" => (Encoding::Utf8, Some(SourceFault::TooLarge(MAX_ARTICLE + 1))),
            "elsewhere" => (Encoding::Utf8, Some(SourceFault::NotAFile)),
            _ => (Encoding::Utf8, None),
        };
        parsed.push(Parsed::new(SourceFile { path: path.into(), text: text.into(), encoding, fault }));
    }
    let toml = format!("[rules]\n{} = \"{}\"\n", rule.name, rule.severity.as_str());
    let config = Config::parse(&toml).unwrap();
    let checked = Checked::new(Corpus::new(parsed, images), &config);
    let mut found: Vec<_> = checked
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.finding.rule == rule.name)
        .map(|diagnostic| {
            let span = diagnostic.finding.span;
            (
                checked.corpus.sources[diagnostic.file as usize].path.to_string(),
                span.start as usize,
                span.end as usize,
            )
        })
        .collect();
    found.sort();
    expected.sort();
    (found != expected).then(|| format!("{}: found {found:?}, not {expected:?}, in\n{snippet}\n", rule.name))
}

#[test]
fn every_rule_reports_its_bad_examples_where_they_are_marked() {
    let mut wrong = Vec::new();
    for rule in all() {
        for snippet in rule.bad {
            assert!(snippet.contains(OPEN), "{}: a bad example marks a place: {snippet}", rule.name);
            wrong.extend(check(rule, snippet));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_rule_reports_its_good_examples() {
    let mut wrong = Vec::new();
    for rule in all() {
        for snippet in rule.good {
            assert!(!snippet.contains(OPEN), "{}: a good example marks nothing: {snippet}", rule.name);
            wrong.extend(check(rule, snippet));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_are_unique_slugs() {
    let mut names: Vec<&str> = all().map(|rule| rule.name).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    for rule in all() {
        assert!(
            rule.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{}",
            rule.name
        );
        assert!(rule.summary.ends_with('.'), "{}", rule.name);
    }
}
