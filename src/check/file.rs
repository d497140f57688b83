//! What counts of the findings of one file: with the severity in force, without what comments ignore.

use rustc_hash::FxHashMap;

use super::{ignores::Ignores, levels::Levels};
use crate::{
    corpus::Corpus,
    diagnostic::{Diagnostic, Finding, MOST_OF_A_RULE},
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
    bound(&mut diagnostics);
    (diagnostics, ignored)
}

/// Leaves of each rule the first ones; the last of them says that there are more.
fn bound(diagnostics: &mut Vec<Diagnostic>) {
    if diagnostics.len() <= MOST_OF_A_RULE {
        return;
    }
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    diagnostics.retain(|diagnostic| {
        let count = counts.entry(diagnostic.finding.rule).or_default();
        *count += 1;
        *count <= MOST_OF_A_RULE
    });
    for (rule, _) in counts.into_iter().filter(|(_, count)| *count > MOST_OF_A_RULE) {
        if let Some(last) = diagnostics.iter_mut().rfind(|diagnostic| diagnostic.finding.rule == rule) {
            last.finding.message.push_str("; more findings of this rule in this file are not listed");
        }
    }
}
