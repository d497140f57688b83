//! From findings to diagnostics: runs the rules, gives each finding its file and severity, and takes away
//! what is ignored, known or not asked for.

mod baseline;
mod fingerprint;
mod fixable;
mod ignores;
mod levels;
mod mend;
mod scope;

pub use baseline::{Baseline, Key, Matched};
pub use fingerprint::fingerprint;
pub use fixable::fixable;
pub use levels::{Levels, Selection, is_known, nearest_name, validate};

pub use mend::{Mended, mend};
pub use scope::{Paths, Scope};

use rayon::prelude::*;

use crate::{
    article::attribute::Attribute,
    config::Config,
    corpus::Corpus,
    diagnostic::{Diagnostic, Finding, Severity},
    rules,
};
use ignores::Ignores;

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
        let mut found = std::mem::take(&mut corpus.findings);
        found.extend(rules::run(&corpus, config, |family| levels.wants(family)));
        found.extend(options.published_ids.iter().filter_map(|(path, id)| changed_id(&corpus, path, id)));
        let mut diagnostics: Vec<Diagnostic> =
            found.into_iter().filter_map(|(file, finding)| levels.diagnose(&corpus, file, finding)).collect();
        let ignored = ignore(&corpus, &levels, &mut diagnostics);
        diagnostics.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.file, d.finding.span, d.finding.rule);
            key(a).cmp(&key(b)).then_with(|| a.finding.message.cmp(&b.finding.message))
        });
        diagnostics.dedup();
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

/// Takes out of `diagnostics` what comments ignore, and adds what is wrong with the comments. Returns how
/// many were taken out.
fn ignore(corpus: &Corpus, levels: &Levels<'_>, diagnostics: &mut Vec<Diagnostic>) -> usize {
    let mut comments: Vec<Comments> = (0..corpus.sources.len() as u32)
        .into_par_iter()
        .filter_map(|file| {
            let mut findings = Vec::new();
            let ignores = Ignores::read(corpus, file, &mut findings);
            let is_any = !ignores.is_empty() || !findings.is_empty();
            is_any.then_some(Comments { file, ignores, findings })
        })
        .collect();
    if comments.is_empty() {
        return 0;
    }
    for of_file in &mut comments {
        let about = std::mem::take(&mut of_file.findings);
        diagnostics.extend(about.into_iter().filter_map(|it| levels.diagnose(corpus, of_file.file, it)));
    }
    let mut ignored = drop_ignored(&mut comments, diagnostics);
    let mut unused: Vec<Diagnostic> = comments
        .iter()
        .flat_map(|Comments { file, ignores, .. }| {
            let unused = ignores.unused(corpus, *file, levels);
            unused.into_iter().filter_map(|finding| levels.diagnose(corpus, *file, finding))
        })
        .collect();
    ignored += drop_ignored(&mut comments, &mut unused);
    diagnostics.append(&mut unused);
    ignored
}

/// The comments of a file and what is wrong with them.
struct Comments {
    file: u32,
    ignores: Ignores,
    findings: Vec<Finding>,
}

fn drop_ignored(comments: &mut [Comments], diagnostics: &mut Vec<Diagnostic>) -> usize {
    let before = diagnostics.len();
    diagnostics.retain(|diagnostic| {
        let of_file = comments.binary_search_by_key(&diagnostic.file, |of_file| of_file.file);
        !of_file.is_ok_and(|at| comments[at].ignores.ignores(&diagnostic.finding))
    });
    before - diagnostics.len()
}

#[cfg(test)]
mod rule_tests;
#[cfg(test)]
mod tests;
