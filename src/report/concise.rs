//! Findings one a line: `path:line:column: severity[rule] message`.

use super::{path, position};
use crate::{check::Checked, diagnostic::Diagnostic};

/// One diagnostic on one line.
pub fn concise(checked: &Checked, diagnostic: &Diagnostic) -> String {
    let at = position(checked, diagnostic);
    let finding = &diagnostic.finding;
    format!(
        "{}:{}:{}: {}[{}] {}",
        path(checked, diagnostic),
        at.line,
        at.column,
        diagnostic.severity.as_str(),
        finding.rule,
        finding.message
    )
}
