//! The findings that were there when a team began to check: they do not count.
//!
//! A baseline is a JSON array with one entry a line and a comma at each line's start, sorted, so that two
//! branches that change it merge without conflicts. Knows texts, not files.

use std::{collections::BTreeMap, fmt::Write as _};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::fingerprint;
use crate::{corpus::Corpus, diagnostic::Diagnostic};

/// The version of the file's form.
const VERSION: u32 = 1;

/// A baseline as it was read, or as it is to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Key, u32>,
}

/// What an entry stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The file.
    pub path: Box<str>,
    /// The rule.
    pub rule: Box<str>,
    /// What the finding was about.
    pub fingerprint: Box<str>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Line {
    Version { version: u32 },
    Entry { path: Box<str>, rule: Box<str>, fingerprint: Box<str>, count: u32 },
}

/// What a baseline did to the findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// How many findings it took away.
    pub known: usize,
    /// Entries whose findings are gone, with how many of them.
    pub stale: Vec<(Key, u32)>,
}

impl Baseline {
    /// Reads the baseline `text`. Entries may stand in any order and more than once.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines: Vec<Line> = serde_json::from_str(text).map_err(|error| {
            let what = "an entry must have `path`, `rule`, `fingerprint` and `count`, and nothing else";
            error.to_string().replace("data did not match any variant of untagged enum Line", what)
        })?;
        let mut entries = BTreeMap::new();
        let mut version = None;
        for line in lines {
            match line {
                Line::Version { version: found } => version = Some(found),
                Line::Entry { path, rule, fingerprint, count } => {
                    // Two branches that wrote the same entry mean the same findings.
                    let known = entries.entry(Key { path, rule, fingerprint }).or_insert(0);
                    *known = count.max(*known);
                }
            }
        }
        match version {
            Some(VERSION) => Ok(Self { entries }),
            Some(other) => Err(format!("the baseline has version {other}, this casebook reads {VERSION}")),
            None => Err("the baseline does not say its version".to_owned()),
        }
    }

    /// The baseline in which all of `diagnostics` are known.
    pub fn of(corpus: &Corpus, diagnostics: &[Diagnostic]) -> Self {
        let mut entries = BTreeMap::new();
        for diagnostic in diagnostics {
            *entries.entry(key(corpus, diagnostic)).or_insert(0) += 1;
        }
        Self { entries }
    }

    /// The text of the file.
    pub fn to_text(&self) -> String {
        let json = |line: &Line| serde_json::to_string(line).unwrap_or_default();
        let mut text = format!("[{}\n", json(&Line::Version { version: VERSION }));
        for (key, count) in &self.entries {
            let Key { path, rule, fingerprint } = key.clone();
            // Writing to a string does not fail.
            let _ = writeln!(text, ",{}", json(&Line::Entry { path, rule, fingerprint, count: *count }));
        }
        text.push_str("]\n");
        text
    }

    /// How many findings it knows.
    pub fn len(&self) -> usize {
        self.entries.values().map(|count| *count as usize).sum()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many findings it knows that `other` does not.
    pub fn beyond(&self, other: &Self) -> usize {
        let known = |key| other.entries.get(key).copied().unwrap_or_default();
        self.entries.iter().map(|(key, count)| count.saturating_sub(known(key)) as usize).sum()
    }

    /// What it knows of the file at `path`.
    #[must_use]
    pub fn of_file(&self, path: &str) -> Self {
        let first = Key { path: path.into(), rule: Box::default(), fingerprint: Box::default() };
        let of_file = self.entries.range(first..).take_while(|(key, _)| *key.path == *path);
        Self { entries: of_file.map(|(key, count)| (key.clone(), *count)).collect() }
    }

    /// Takes the findings that it knows out of `diagnostics`, which are in the order of their places.
    pub fn apply(&self, corpus: &Corpus, diagnostics: &mut Vec<Diagnostic>) -> Matched {
        let mut left: FxHashMap<Key, u32> =
            self.entries.iter().map(|(key, count)| (key.clone(), *count)).collect();
        let before = diagnostics.len();
        if !left.is_empty() {
            diagnostics.retain(|diagnostic| match left.get_mut(&key(corpus, diagnostic)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            });
        }
        let mut stale: Vec<_> = left.into_iter().filter(|(_, count)| *count > 0).collect();
        stale.sort();
        Matched { known: before - diagnostics.len(), stale }
    }
}

fn key(corpus: &Corpus, diagnostic: &Diagnostic) -> Key {
    let source = &corpus.sources[diagnostic.file as usize];
    Key {
        path: source.path.clone(),
        rule: diagnostic.finding.rule.into(),
        fingerprint: fingerprint(source, &diagnostic.finding),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, count: u32) -> (Key, u32) {
        (Key { path: path.into(), rule: "r".into(), fingerprint: "f".into() }, count)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let baseline =
            Baseline { entries: [entry("articles/a/a.md", 2), entry("articles/a/b.md", 1)].into() };
        let text = baseline.to_text();
        assert_eq!(text.lines().count(), 4);
        assert_eq!(Baseline::parse(&text), Ok(baseline.clone()));
        assert_eq!((baseline.len(), Baseline::default().beyond(&baseline)), (3, 0));
        assert_eq!(baseline.beyond(&Baseline::default()), 3);
    }

    #[test]
    fn a_malformed_baseline_says_what_is_wrong() {
        assert!(Baseline::parse("[").unwrap_err().contains("line 1"));
        assert!(Baseline::parse("[]").unwrap_err().contains("version"));
        assert!(Baseline::parse("[{\"version\":7}]").unwrap_err().contains('7'));
        let error = Baseline::parse("[{\"version\":1}\n,{\"path\":3}]").unwrap_err();
        assert!(error.starts_with("an entry must have `path`"), "{error}");
    }
}
