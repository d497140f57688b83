//! Findings as a comment on a pull request: counts, the worst first, the rest folded away.

use std::fmt::Write as _;

use super::{Report, counts, grouped, path, position};
use crate::diagnostic::{Diagnostic, Severity};

/// Rows that are shown; hosts refuse comments beyond some 60,000 characters.
const MAX_ROWS: usize = 100;
/// Rows that are not folded away.
const OPEN_ROWS: usize = 20;

/// The comment.
pub fn markdown(checked: &Report<'_>) -> String {
    let mut out = format!("### casebook: {} found\n", counts(checked));
    let mut diagnostics: Vec<&Diagnostic> = checked.diagnostics.iter().collect();
    diagnostics.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
    let shown = diagnostics.len().min(MAX_ROWS);
    let (open, folded) = diagnostics[..shown].split_at(shown.min(OPEN_ROWS));
    table(&mut out, checked, open);
    if !folded.is_empty() {
        let _ = write!(out, "\n<details><summary>{} more</summary>\n", folded.len());
        table(&mut out, checked, folded);
        out.push_str("\n</details>\n");
    }
    if diagnostics.len() > shown {
        let _ = write!(out, "\nand {} more that are not shown\n", grouped(diagnostics.len() - shown));
    }
    out.truncate(out.trim_end().len());
    out
}

fn table(out: &mut String, checked: &Report<'_>, rows: &[&Diagnostic]) {
    if rows.is_empty() {
        return;
    }
    out.push_str("\n| | Place | Finding |\n|---|---|---|\n");
    for diagnostic in rows {
        let sign = match diagnostic.severity {
            Severity::Error => "🛑 error",
            Severity::Warning => "⚠️ warning",
            Severity::Info => "ℹ️ info",
        };
        let at = position(checked, diagnostic);
        let finding = &diagnostic.finding;
        let place = format!("{}:{}:{}", path(checked, diagnostic), at.line, at.column);
        let help =
            finding.help.as_deref().map(|help| format!("<br>help: {}", cell(help))).unwrap_or_default();
        let _ = writeln!(
            out,
            "| {sign} | `{}` | {}{help} ({}) |",
            place.replace('|', "\\|").replace('`', "'"),
            cell(&finding.message),
            finding.rule
        );
    }
}

/// `text` in a cell: one line, nothing in it read as markup or as a mention but code between backticks.
fn cell(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ").replace('|', "\\|");
    let balanced = text.matches('`').count().is_multiple_of(2);
    let mut out = String::with_capacity(text.len());
    let mut code = false;
    for c in text.chars() {
        match c {
            '`' if balanced => {
                code = !code;
                out.push(c);
            }
            '<' if !code => out.push_str("&lt;"),
            '*' | '_' | '[' | ']' | '`' | '@' | '#' if !code => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    #[test]
    fn the_worst_come_first_and_markup_is_text() {
        let text = markdown(&Report::new(&sample()));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "### casebook: 1 error, 1 warning and 1 info found");
        assert_eq!(
            lines[4],
            "| 🛑 error | `articles/a/100%, b.md:3:3` | one two: 50%<br>help: do this (duplicate-article-id) |"
        );
        assert!(lines[5].contains("a &lt;b> & c \\| `d*`"), "{text}");
    }
}
