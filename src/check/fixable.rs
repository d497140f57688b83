//! Which rules come with fixes: told by their own examples, so that no list can be wrong.

use super::Checked;
use crate::{
    config::Config,
    corpus::{Corpus, Parsed},
    diagnostic::Applicability,
    rules::{Rule, example},
    source::{Encoding, SourceFile},
};

/// How findings of `rule` can be fixed; `None` when no example of it has a fix.
pub fn fixable(rule: &Rule) -> Option<Applicability> {
    let config = Config::parse(&format!("[rules]\n{} = \"warning\"\n", rule.name)).ok()?;
    let fixes = rule.bad.iter().flat_map(|snippet| {
        let parsed = example::files(snippet).into_iter().map(|(path, text)| {
            Parsed::new(SourceFile {
                path: path.into(),
                text: example::without_marks(&text).into(),
                encoding: Encoding::Utf8,
                fault: None,
            })
        });
        let checked = Checked::new(Corpus::new(parsed.collect(), Vec::new()), &config);
        let of_rule = checked.diagnostics.into_iter().filter(|it| it.finding.rule == rule.name);
        of_rule.filter_map(|it| it.finding.fix.map(|fix| fix.applicability)).collect::<Vec<_>>()
    });
    fixes.min()
}
