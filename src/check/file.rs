//! What counts of the findings of one file: with the severity in force, without what comments ignore.

use super::{ignores::Ignores, levels::Levels};
use crate::{
    corpus::Corpus,
    diagnostic::{Diagnostic, Finding},
};

/// The diagnostics of the file with index `file`, of which `found` is everything that was found, sorted by
/// place and rule; and how many more a comment in the file ignores.
///
/// Depends on nothing but the file, `found` and the levels.
pub fn in_force(
    corpus: &Corpus,
    levels: &Levels<'_>,
    file: u32,
    found: Vec<Finding>,
) -> (Vec<Diagnostic>, usize) {
    let diagnose = |finding| levels.diagnose(corpus, file, finding);
    let mut diagnostics: Vec<Diagnostic> = found.into_iter().filter_map(diagnose).collect();
    let mut about = Vec::new();
    let mut ignores = Ignores::read(corpus, file, &mut about);
    diagnostics.extend(about.into_iter().filter_map(diagnose));
    let mut ignored = 0;
    if !ignores.is_empty() {
        ignored += ignores.drop_from(&mut diagnostics);
        let unused = ignores.unused(corpus, file, levels);
        let mut unused: Vec<Diagnostic> = unused.into_iter().filter_map(diagnose).collect();
        ignored += ignores.drop_from(&mut unused);
        diagnostics.append(&mut unused);
    }
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.finding.span, d.finding.rule);
        key(a).cmp(&key(b)).then_with(|| a.finding.message.cmp(&b.finding.message))
    });
    diagnostics.dedup();
    (diagnostics, ignored)
}
