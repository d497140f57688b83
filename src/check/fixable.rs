//! Which rules come with fixes: told by their own examples, so that no list can be wrong.

use super::Checked;
use crate::{
    config::Config,
    diagnostic::Applicability,
    rules::{Rule, example},
};

/// How findings of `rule` can be fixed; `None` when no example of it has a fix.
pub fn fixable(rule: &Rule) -> Option<Applicability> {
    let config = Config::parse(&format!("[rules]\n{} = \"warning\"\n", rule.name)).ok()?;
    let fixes = rule.bad.iter().flat_map(|snippet| {
        let checked = Checked::new(example::corpus(snippet).0, &config);
        let of_rule = checked.diagnostics.into_iter().filter(|it| it.finding.rule == rule.name);
        of_rule.filter_map(|it| it.finding.fix.map(|fix| fix.applicability)).collect::<Vec<_>>()
    });
    fixes.min()
}
