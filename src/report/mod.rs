//! Diagnostics and errors for people and programs. Each format is a function of its own.
//!
//! Only here are diagnostics turned into text.

mod concise;
mod human;
mod json;

pub use concise::concise;
pub use human::{Style, config_error, full};
pub use json::json;

use crate::{
    check::Checked,
    diagnostic::{Diagnostic, Severity},
    span::Position,
};

/// The path of a diagnostic's file.
fn path<'a>(checked: &'a Checked, diagnostic: &Diagnostic) -> &'a str {
    &checked.corpus.sources[diagnostic.file as usize].path
}

/// The line and column where a diagnostic begins.
fn position(checked: &Checked, diagnostic: &Diagnostic) -> Position {
    Position::of(&checked.corpus.sources[diagnostic.file as usize].text, diagnostic.finding.span.start)
}

/// `1 error, 3 warnings and 2 infos`; `nothing` when there is none.
pub fn counts(checked: &Checked) -> String {
    let parts: Vec<String> =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "info")]
            .into_iter()
            .map(|(severity, word)| (checked.count(severity), word))
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| counted(count, word))
            .collect();
    match parts.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `1 file`, `15,585 files`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// `count` with its thousands apart: `15,585`.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
