//! From findings to diagnostics: runs the rules and gives each finding its file and severity.

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
    /// Checks `corpus`.
    pub fn new(mut corpus: Corpus, config: &Config) -> Self {
        let mut found = std::mem::take(&mut corpus.findings);
        found.extend(rules::run(&corpus, &config.image_hosts));
        let mut diagnostics: Vec<Diagnostic> = found
            .into_iter()
            .map(|(file, finding)| {
                let severity = rules::find(finding.rule).map_or(Severity::Error, |rule| rule.severity);
                Diagnostic { file, severity, finding }
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
