//! The causes that a JSON fault can have: the name, the words and the repair of each.
//!
//! Owns every sentence about JSON syntax. Knows nothing of how a fault is found.

use crate::diagnostic::{Applicability, Edit, Finding, Fix, Related};
use crate::span::Span;

/// A fault without a cause of its own.
const SYNTAX: &str = "json-syntax";
/// A comma that is missing, or something else in its place.
const MISSING_COMMA: &str = "json-missing-comma";

/// A comma before a closing bracket.
pub(super) fn trailing_comma(comma: Span, closer: char) -> Finding {
    Finding::new("json-trailing-comma", comma, format!("the comma before this `{closer}` is one too many"))
        .help("remove the comma")
        .fix(Fix::safe(comma, ""))
}

/// A second comma.
pub(super) fn double_comma(comma: usize) -> Finding {
    Finding::new("json-double-comma", byte(comma), "there are two commas in a row")
        .help("remove one of them")
        .fix(Fix::safe(byte(comma), ""))
}

/// A comma before the first value.
pub(super) fn leading_comma(comma: usize) -> Finding {
    Finding::new("json-leading-comma", byte(comma), "a comma stands before the first value")
        .help("remove the comma")
        .fix(Fix::safe(byte(comma), ""))
}

/// No comma between two values.
pub(super) fn missing_comma(at: usize) -> Finding {
    Finding::new(MISSING_COMMA, Span::at(at), "a comma is missing after this value")
        .help("add a comma")
        .fix(Fix::safe(Span::at(at), ","))
}

/// Something like a comma where a comma belongs.
pub(super) fn wrong_comma(span: Span, found: &str) -> Finding {
    Finding::new(MISSING_COMMA, span, format!("`{found}` stands where a comma belongs"))
        .help("write a comma")
        .fix(Fix::safe(span, ","))
}

/// No colon between a key and its value.
pub(super) fn missing_colon(span: Span, found: &str) -> Finding {
    let message = if found.is_empty() {
        "a colon is missing after this key".to_owned()
    } else {
        format!("`{found}` stands where a colon belongs")
    };
    Finding::new("json-missing-colon", span, message).help("write a colon").fix(Fix::safe(span, ": "))
}

/// Key and value inside one pair of quotes, told apart by `=` or `:`.
pub(super) fn colon_inside_quotes(span: Span, key: &str, value: &str, bare: bool) -> Finding {
    let value = if bare { value.to_owned() } else { format!("\"{value}\"") };
    Finding::new("json-missing-colon", span, "key and value stand inside one pair of quotes")
        .help("quote the key alone, then write a colon and the value")
        .fix(Fix::unsafe_(span, format!("\"{key}\": {value}")))
}

/// A key without a value.
pub(super) fn missing_value(span: Span, after_colon: bool) -> Finding {
    let message = if after_colon {
        "the value is missing after this colon"
    } else {
        "this text has no key or no value"
    };
    Finding::new("json-missing-value", span, message).help("write `\"key\": value`, or remove the member")
}

/// Quotes inside a text.
pub(super) fn unescaped_quote(span: Span, quotes: &[usize]) -> Finding {
    let edits = quotes.iter().map(|&at| Edit { span: Span::at(at), text: "\\".into() }).collect();
    // Quotes come in pairs; an odd one may as well be the end of the text.
    Finding::new("json-unescaped-quote", span, "a quote inside a text ends the text")
        .help("write \\\" or use single quotes")
        .fix(Fix { applicability: applicability(quotes.len().is_multiple_of(2)), edits })
}

/// A quote too many at an end of a text, or quotes doubled inside it.
pub(super) fn doubled_quote(span: Span, edits: Vec<Edit>, safe: bool) -> Finding {
    Finding::new("json-doubled-quote", span, "the quote is doubled")
        .help("write one quote around a text, and \\\" inside it")
        .fix(Fix { applicability: applicability(safe), edits })
}

/// A text that never ends.
pub(super) fn missing_close_quote(end: usize) -> Finding {
    Finding::new("json-missing-close-quote", Span::at(end), "the closing quote of this text is missing")
        .help("add a quote")
        .fix(Fix::safe(Span::at(end), "\""))
}

/// A text that never starts.
pub(super) fn missing_open_quote(start: usize) -> Finding {
    Finding::new("json-missing-open-quote", Span::at(start), "the opening quote of this text is missing")
        .help("add a quote")
        .fix(Fix::safe(Span::at(start), "\""))
}

/// A key without its closing quote.
pub(super) fn missing_key_quote(end: usize) -> Finding {
    Finding::new("json-missing-key-quote", Span::at(end), "the closing quote of this key is missing")
        .help("add a quote")
        .fix(Fix::safe(Span::at(end), "\""))
}

/// A key without quotes, or without the opening one.
pub(super) fn unquoted_key(span: Span, has_close: bool) -> Finding {
    let mut edits = vec![Edit { span: Span::at(span.start as usize), text: "\"".into() }];
    if !has_close {
        edits.push(Edit { span: Span::at(span.end as usize), text: "\"".into() });
    }
    let message =
        if has_close { "the opening quote of this key is missing" } else { "this key has no quotes" };
    Finding::new("json-unquoted-key", span, message)
        .help("put the key in quotes")
        .fix(Fix { applicability: Applicability::Safe, edits })
}

/// Quotes that are not JSON's.
pub(super) fn foreign_quotes(span: Span, edits: Vec<Edit>, typographic: bool) -> Finding {
    let (rule, message) = if typographic {
        ("json-smart-quote", "typographic quotes do not delimit a text")
    } else {
        (SYNTAX, "single quotes do not delimit a text")
    };
    Finding::new(rule, span, message)
        .help("write straight double quotes")
        .fix(Fix { applicability: Applicability::Safe, edits })
}

/// A backslash that escapes nothing; `safe` when no other escape of the text is in doubt.
pub(super) fn bad_escape(span: Span, edits: Vec<Edit>, safe: bool) -> Finding {
    Finding::new("json-bad-escape", span, "this backslash does not start an escape that JSON knows")
        .help("write \\\\ for a backslash")
        .fix(Fix { applicability: applicability(safe), edits })
}

/// Half of a surrogate pair.
pub(super) fn lone_surrogate(span: Span) -> Finding {
    Finding::new("json-bad-escape", span, "this escape is half of a character")
        .help("write the character itself")
}

/// Line breaks inside a text.
pub(super) fn raw_newline(span: Span, edits: Vec<Edit>) -> Finding {
    Finding::new("json-raw-newline", span, "a text runs over the end of its line")
        .help("write \\n, or <br> where the text is shown")
        .fix(Fix { applicability: Applicability::Safe, edits })
}

/// Tabs inside a text.
pub(super) fn raw_tab(span: Span, edits: Vec<Edit>) -> Finding {
    Finding::new("json-raw-tab", span, "a tab stands inside a text")
        .help("write a space or \\t")
        .fix(Fix { applicability: Applicability::Safe, edits })
}

/// Other control characters inside a text.
pub(super) fn control_char(span: Span, edits: Vec<Edit>) -> Finding {
    Finding::new("json-control-char", span, "an invisible control character stands inside a text")
        .help("remove it, or write it as an escape")
        .fix(Fix { applicability: Applicability::Safe, edits })
}

/// A word that is no value; `meant` is the literal it resembles and whether only its case is off.
pub(super) fn bad_literal(span: Span, word: &str, meant: Option<(&str, bool)>) -> Finding {
    let finding = Finding::new("json-bad-literal", span, format!("`{word}` is not a value that JSON knows"));
    match meant {
        Some((meant, true)) => finding.help(format!("write `{meant}`")).fix(Fix::safe(span, meant)),
        Some((meant, false)) => {
            finding.help(format!("did you mean `{meant}`?")).fix(Fix::unsafe_(span, meant))
        }
        None => finding.help("write true, false, null or a number, or put the text in quotes"),
    }
}

/// A comment.
pub(super) fn comment(span: Span) -> Finding {
    Finding::new("json-comment", span, "JSON has no comments").help("remove it").fix(Fix::safe(span, ""))
}

/// Brackets that close or open nothing.
pub(super) fn extra_bracket(span: Span, found: &str) -> Finding {
    let found = if span.len() == 1 { format!("this `{found}` has") } else { "these brackets have".into() };
    Finding::new("json-extra-bracket", span, format!("{found} no counterpart"))
        .help("remove it, or add its counterpart")
        .fix(Fix::unsafe_(span, ""))
}

/// A bracket that is never closed; the closers belong `at` this place.
pub(super) fn unclosed_bracket(at: usize, open: usize, opener: char, closers: String) -> Finding {
    Finding::new("json-unclosed-bracket", Span::at(at), format!("`{closers}` is missing here"))
        .help(format!("close the `{opener}`"))
        .related(Related { path: None, span: byte(open), message: format!("this `{opener}` is not closed") })
        .fix(Fix::unsafe_(Span::at(at), closers))
}

/// A bracket that is never opened; it belongs `at` this place.
pub(super) fn missing_open(at: usize, bracket: char) -> Finding {
    Finding::new(SYNTAX, Span::at(at), format!("`{bracket}` is missing here"))
        .help("add it, or remove the bracket that closes it")
        .fix(Fix::unsafe_(Span::at(at), bracket.to_string()))
}

/// Text after the end of the value.
pub(super) fn extra_data(span: Span) -> Finding {
    Finding::new("json-extra-data", span, "the object ends before this text")
        .help("remove the text, or the bracket that closes the object too early")
}

/// Too many brackets inside each other.
pub(super) fn too_deep(at: usize, limit: usize) -> Finding {
    Finding::new("json-too-deep", byte(at), format!("more than {limit} brackets stand inside each other"))
        .help("flatten the value; nothing after this place was read")
}

/// Blanks that are not JSON's.
pub(super) fn odd_blank(span: Span, edits: Vec<Edit>) -> Finding {
    Finding::new(SYNTAX, span, "this blank is not a plain space")
        .help("write spaces")
        .fix(Fix { applicability: Applicability::Safe, edits })
}

/// Text that is nothing.
pub(super) fn stray(span: Span) -> Finding {
    Finding::new(SYNTAX, span, "this does not belong here").help("remove it, or put it in quotes")
}

/// A key that the object has again further down, at `last`.
pub(super) fn duplicate_key(span: Span, last: Span, key: &str) -> Finding {
    Finding::new("json-duplicate-key", span, format!("the key `{key}` occurs again in this object"))
        .help("keep one; the last one counts")
        .related(Related { path: None, span: last, message: "this one counts".into() })
}

fn byte(at: usize) -> Span {
    Span::new(at, at + 1)
}

fn applicability(safe: bool) -> Applicability {
    if safe { Applicability::Safe } else { Applicability::Unsafe }
}
