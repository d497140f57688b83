//! From findings to diagnostics: runs the rules, gives each finding its file and severity, and takes away
//! what is ignored, known or not asked for.

mod baseline;
mod file;
mod fingerprint;
mod fixable;
mod ignores;
mod levels;
mod mend;
mod scope;

pub use baseline::{Baseline, Key, Matched};
pub use file::in_force;
pub use fingerprint::fingerprint;
pub use fixable::fixable;
pub use levels::{Levels, Selection, is_known, nearest_name, validate};

pub use mend::{Mended, mend};
pub use scope::{Paths, Scope};

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    article::attribute::Attribute,
    config::Config,
    corpus::Corpus,
    diagnostic::{Diagnostic, Finding, MOST_OF_A_RULE, Severity},
    rules::{self, Checks},
};

/// What to check beyond the configuration.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Rules switched on and off by the command line.
    pub selection: Selection,
    /// Findings that do not count.
    pub baseline: Baseline,
    /// Which findings are asked for.
    pub scope: Scope,
    /// The articleIds that files had when they were published, by path.
    pub published_ids: Vec<(Box<str>, Box<str>)>,
}

/// A corpus and everything that is wrong with it.
#[derive(Debug)]
pub struct Checked {
    /// The corpus.
    pub corpus: Corpus,
    /// The diagnostics, by file, place and rule.
    pub diagnostics: Vec<Diagnostic>,
    /// How many findings a comment in an article ignores.
    pub ignored: usize,
    /// What the baseline did.
    pub baseline: Matched,
}

impl Checked {
    /// Checks `corpus` with the levels of `config`.
    pub fn new(corpus: Corpus, config: &Config) -> Self {
        Self::with(corpus, config, &Options::default())
    }

    /// Checks `corpus` with the levels of `config` and what `options` say.
    pub fn with(mut corpus: Corpus, config: &Config, options: &Options) -> Self {
        let levels = Levels::new(config, &options.selection);
        let checks = Checks::new(|family| levels.wants(family));
        let mut found: Vec<Vec<Finding>> = corpus.sources.iter().map(|_| Vec::new()).collect();
        let parsers = std::mem::take(&mut corpus.findings);
        let changed = options.published_ids.iter().filter_map(|(path, id)| changed_id(&corpus, path, id));
        let together = checks.together(&corpus, config);
        for (file, finding) in parsers.into_iter().chain(together).chain(changed) {
            // A rule that failed over an empty corpus has no file to be told in.
            if let Some(of_file) = found.get_mut(file as usize) {
                of_file.push(finding);
            }
        }
        let of_files: Vec<(Vec<Diagnostic>, usize)> = found
            .into_par_iter()
            .enumerate()
            // A thread that waits can take only what no other has begun.
            .with_max_len(64)
            .map(|(file, mut found)| {
                let file = file as u32;
                found.extend(checks.of_file(&corpus, file, config));
                in_force(&corpus, &levels, file, found)
            })
            .collect();
        let mut ignored = 0;
        let mut diagnostics: Vec<Diagnostic> =
            Vec::with_capacity(of_files.iter().map(|(diagnostics, _)| diagnostics.len()).sum());
        for (mut of_file, of_file_ignored) in of_files {
            diagnostics.append(&mut of_file);
            ignored += of_file_ignored;
        }
        let mut baseline = options.baseline.apply(&corpus, &mut diagnostics);
        // An entry of a rule that is off is neither new nor stale.
        baseline.stale.retain(|(key, _)| {
            let file = corpus.sources.binary_search_by(|source| source.path.cmp(&key.path));
            file.map_or(true, |file| {
                rules::find(&key.rule).is_none() || levels.severity(&corpus, file as u32, &key.rule).is_some()
            })
        });
        options.scope.narrow(&corpus, &mut diagnostics, &mut baseline);
        Self { corpus, diagnostics, ignored, baseline }
    }

    /// `corpus` with the findings `found` and no others, at the levels of `config`, without those that comments
    /// ignore.
    pub fn only(mut corpus: Corpus, config: &Config, found: Vec<(u32, Finding)>) -> Self {
        corpus.findings = Vec::new();
        let selection = Selection::default();
        let levels = Levels::new(config, &selection);
        let mut by_file: BTreeMap<u32, Vec<Finding>> = BTreeMap::new();
        for (file, finding) in found {
            by_file.entry(file).or_default().push(finding);
        }
        let (mut diagnostics, mut ignored) = (Vec::new(), 0);
        for (file, found) in by_file {
            let rules: Vec<&str> = found.iter().map(|finding| finding.rule).collect();
            let (of_file, of_file_ignored) = in_force(&corpus, &levels, file, found);
            // What is wrong with comments is told by `check`.
            diagnostics.extend(of_file.into_iter().filter(|it| rules.contains(&it.finding.rule)));
            ignored += of_file_ignored;
        }
        Self { corpus, diagnostics, ignored, baseline: Matched::default() }
    }

    /// Leaves of each rule the first [`MOST_OF_A_RULE`] diagnostics of a file; the last of them says that there
    /// are more. For those who show them: fixes and baselines are made of all.
    pub fn bound(&mut self) {
        if self.diagnostics.len() <= MOST_OF_A_RULE {
            return;
        }
        let mut counts: FxHashMap<(u32, &str), usize> = FxHashMap::default();
        for diagnostic in &self.diagnostics {
            *counts.entry((diagnostic.file, diagnostic.finding.rule)).or_default() += 1;
        }
        counts.retain(|_, count| *count > MOST_OF_A_RULE);
        let mut shown: FxHashMap<(u32, &str), usize> = FxHashMap::default();
        self.diagnostics.retain_mut(|diagnostic| {
            let key = (diagnostic.file, diagnostic.finding.rule);
            if !counts.contains_key(&key) {
                return true;
            }
            let count = shown.entry(key).or_default();
            *count += 1;
            if *count == MOST_OF_A_RULE {
                let more = "; more findings of this rule in this file are not listed";
                diagnostic.finding.message.push_str(more);
            }
            *count <= MOST_OF_A_RULE
        });
    }

    /// How many diagnostics have `severity`.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// How many diagnostics are at or over `severity`.
    pub fn count_from(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity >= severity).count()
    }
}

/// The finding for the file at `path` if its articleId is no longer `published`.
fn changed_id(corpus: &Corpus, path: &str, published: &str) -> Option<(u32, Finding)> {
    let file = corpus.sources.binary_search_by(|source| (*source.path).cmp(path)).ok()? as u32;
    let article = &corpus.entry_of(file)?.article;
    let now = article.metadata.article_id.as_deref();
    if now.is_some_and(|now| now.eq_ignore_ascii_case(published)) {
        return None;
    }
    let span = article.header.get(Attribute::ArticleId).map_or(article.header.span, |entry| entry.value);
    let message = match now {
        Some(now) => format!("articleId was `{published}` and is now `{now}`"),
        None => format!("articleId was `{published}` and is now missing"),
    };
    let finding = Finding::new("article-id-changed", span, message)
        .help("put the old id back: links, menus and the portal know the article by it");
    Some((file, finding))
}

#[cfg(test)]
mod rule_tests;
#[cfg(test)]
mod tests;
