//! Findings one a line: `path:line:column: severity[rule] message`.

use super::{Report, path, position, visible};
use crate::diagnostic::Diagnostic;

/// One diagnostic on one line.
pub fn concise(checked: &Report<'_>, diagnostic: &Diagnostic) -> String {
    let at = position(checked, diagnostic);
    let finding = &diagnostic.finding;
    format!(
        "{}:{}:{}: {}[{}] {}",
        visible(path(checked, diagnostic)),
        at.line,
        at.column,
        diagnostic.severity.as_str(),
        finding.rule,
        visible(&finding.message)
    )
}
