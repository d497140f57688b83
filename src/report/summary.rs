//! Findings by count: which rules, whose articles, and how to see more.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use super::{Report, Style, grouped};
use crate::diagnostic::{Applicability, Severity};

/// Owners that are named.
const MAX_OWNERS: usize = 10;

/// How often a rule was broken.
struct Row {
    rule: &'static str,
    severity: Severity,
    count: usize,
    files: usize,
    fixable: usize,
}

/// The tables. Nothing when nothing was found.
pub fn summary(checked: &Report<'_>, style: Style) -> String {
    if checked.diagnostics.is_empty() {
        return String::new();
    }
    let rows = rows(checked);
    let width = rows.iter().map(|row| row.rule.len()).max().unwrap_or_default();
    let mut out = String::new();
    for row in &rows {
        let (on, off) = colour(row.severity, style);
        let fixable = if row.fixable > 0 {
            format!("  {} mended by --fix", grouped(row.fixable))
        } else {
            String::new()
        };
        let _ = writeln!(
            out,
            "{:>8}  {on}{:<7}{off}  {:<width$}  in {} {}{fixable}",
            grouped(row.count),
            row.severity.as_str(),
            row.rule,
            grouped(row.files),
            if row.files == 1 { "file" } else { "files" },
        );
    }
    let owners = owners(checked);
    if !owners.is_empty() {
        out.push_str("\nmost are in articles of\n");
        for (owner, errors, all) in owners.iter().take(MAX_OWNERS) {
            let errors = match errors {
                0 => String::new(),
                1 => ", 1 an error".to_owned(),
                many => format!(", {} errors", grouped(*many)),
            };
            let _ = writeln!(out, "{:>8}  {owner}{errors}", grouped(*all));
        }
    }
    let first = rows.first().map_or("RULE", |row| row.rule);
    out.push_str("\nto see them:        casebook check --format full (or concise, json …)\n");
    out.push_str("in some articles:   casebook check articles/FOLDER\n");
    let _ = writeln!(out, "about a rule:       casebook explain {first}");
    if rows.iter().any(|row| row.fixable > 0) {
        out.push_str("to mend:            casebook check --fix (--diff shows what it would do)\n");
    }
    out.push_str("only new ones:      casebook check --write-baseline");
    out
}

/// The rules by severity and count.
fn rows(checked: &Report<'_>) -> Vec<Row> {
    let mut rows: FxHashMap<(&str, Severity), (Row, u32)> = FxHashMap::default();
    for diagnostic in &checked.diagnostics {
        let (rule, severity) = (diagnostic.finding.rule, diagnostic.severity);
        let (row, last) = rows
            .entry((rule, severity))
            .or_insert((Row { rule, severity, count: 0, files: 0, fixable: 0 }, u32::MAX));
        row.count += 1;
        row.files += usize::from(*last != diagnostic.file);
        *last = diagnostic.file;
        let fix = diagnostic.finding.fix.as_ref();
        row.fixable += usize::from(fix.is_some_and(|fix| fix.applicability == Applicability::Safe));
    }
    let mut rows: Vec<Row> = rows.into_values().map(|(row, _)| row).collect();
    rows.sort_by(|a, b| (b.severity, b.count, a.rule).cmp(&(a.severity, a.count, b.rule)));
    rows
}

/// Owners with how many errors and findings their articles have, the worst first.
fn owners<'a>(checked: &'a Report<'_>) -> Vec<(&'a str, usize, usize)> {
    let mut owners: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    for diagnostic in &checked.diagnostics {
        let entry = checked.corpus.entry_of(diagnostic.file);
        let owner = entry.and_then(|entry| entry.article.metadata.owner.as_deref()).unwrap_or("(no owner)");
        let (errors, all) = owners.entry(owner).or_default();
        *errors += usize::from(diagnostic.severity == Severity::Error);
        *all += 1;
    }
    let mut owners: Vec<_> = owners.into_iter().map(|(owner, (errors, all))| (owner, errors, all)).collect();
    owners.sort_by(|a, b| (b.1, b.2, a.0).cmp(&(a.1, a.2, b.0)));
    owners
}

fn colour(severity: Severity, style: Style) -> (&'static str, &'static str) {
    if style == Style::Plain {
        return ("", "");
    }
    let on = match severity {
        Severity::Error => "\u{1b}[1;31m",
        Severity::Warning => "\u{1b}[33m",
        Severity::Info => "\u{1b}[36m",
    };
    (on, "\u{1b}[0m")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    #[test]
    fn rules_stand_by_severity() {
        let text = summary(&Report::new(&sample()), Style::Plain);
        let words: Vec<&str> =
            text.lines().map(|line| line.split_whitespace().nth(1).unwrap_or("")).collect();
        assert_eq!(words[..3], ["error", "warning", "info"]);
        assert!(text.contains("       3  (no owner), 1 an error"), "{text}");
    }
}
