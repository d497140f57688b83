//! From findings to diagnostics: runs the rules and gives each finding its file and severity.

mod levels;

pub use levels::{Levels, Selection, is_known};

use crate::{
    config::Config,
    corpus::Corpus,
    diagnostic::{Diagnostic, Severity},
    rules,
};

/// A corpus and everything that is wrong with it.
#[derive(Debug)]
pub struct Checked {
    /// The corpus.
    pub corpus: Corpus,
    /// All diagnostics, by file, place and rule.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// Checks `corpus` with the levels of `config`.
    pub fn new(corpus: Corpus, config: &Config) -> Self {
        Self::with(corpus, config, &Selection::default())
    }

    /// Checks `corpus` with the levels of `config` and the command line's `selection`.
    pub fn with(mut corpus: Corpus, config: &Config, selection: &Selection) -> Self {
        let levels = Levels::new(config, selection);
        let mut found = std::mem::take(&mut corpus.findings);
        found.extend(rules::run(&corpus, config, |family| levels.wants(family)));
        let mut diagnostics: Vec<Diagnostic> = found
            .into_iter()
            .filter_map(|(file, finding)| {
                let severity = levels.severity(&corpus, file, finding.rule)?;
                Some(Diagnostic { file, severity, finding })
            })
            .collect();
        diagnostics.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.file, d.finding.span, d.finding.rule);
            key(a).cmp(&key(b)).then_with(|| a.finding.message.cmp(&b.finding.message))
        });
        diagnostics.dedup();
        Self { corpus, diagnostics }
    }

    /// How many diagnostics have `severity`.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}
