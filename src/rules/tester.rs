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
    source::{Encoding, SourceFile},
};

/// Checks `rule` on `snippet`: it must report exactly the marked places.
#[track_caller]
fn check(rule: &Rule, snippet: &str) {
    let mut expected = Vec::new();
    let mut parsed = Vec::new();
    for (path, marked) in files(snippet) {
        let mut text = String::new();
        let mut open = None;
        for c in marked.chars() {
            match c {
                OPEN => open = Some(text.len()),
                CLOSE => expected.push((path.clone(), open.take().unwrap(), text.len())),
                c => text.push(c),
            }
        }
        parsed.push(Parsed::new(SourceFile {
            path: path.into(),
            text: text.into(),
            encoding: Encoding::Utf8,
            fault: None,
        }));
    }
    let toml = format!("[rules]\n{} = \"{}\"\n", rule.name, rule.severity.as_str());
    let config = Config::parse(&toml).unwrap();
    let checked = Checked::new(Corpus::new(parsed, Vec::new()), &config);
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
    assert_eq!(found, expected, "{}: {snippet}\n{:#?}", rule.name, checked.diagnostics);
}

#[test]
fn every_rule_reports_its_bad_examples_where_they_are_marked() {
    for rule in all() {
        for snippet in rule.bad {
            assert!(snippet.contains(OPEN), "{}: a bad example marks a place: {snippet}", rule.name);
            check(rule, snippet);
        }
    }
}

#[test]
fn no_rule_reports_its_good_examples() {
    for rule in all() {
        for snippet in rule.good {
            assert!(!snippet.contains(OPEN), "{}: a good example marks nothing: {snippet}", rule.name);
            check(rule, snippet);
        }
    }
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
