//! Runs every rule's examples: what is bad is reported at the marked places and nowhere else, what is good
//! is not reported.

use super::Checked;
use crate::{
    config::Config,
    rules::{
        Rule, all,
        example::{self, OPEN},
    },
};

/// Checks `rule` on `snippet`: it must report exactly the marked places. Returns what is wrong.
fn check(rule: &Rule, snippet: &str) -> Option<String> {
    let (corpus, mut expected) = example::corpus(snippet);
    let toml = format!("[rules]\n{} = \"{}\"\n", rule.name, rule.severity.as_str());
    let checked = Checked::new(corpus, &Config::parse(&toml).unwrap());
    let of_rule = checked.diagnostics.iter().filter(|diagnostic| diagnostic.finding.rule == rule.name);
    let mut found: Vec<_> = of_rule
        .map(|it| (checked.corpus.sources[it.file as usize].path.to_string(), it.finding.span))
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
