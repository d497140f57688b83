//! Reading what has no quotes: numbers, literals, words that should be texts, keys without quotes, and
//! text that is nothing.
//!
//! Owns the guesses about unquoted text. Knows nothing of the brackets around it.

use super::ahead::is_key_byte;
use super::cause;
use super::node::{Node, Value};
use super::reader::{Place, Reader};
use super::text::Text;
use crate::span::Span;

impl Reader<'_> {
    /// Reads a value that starts with neither a quote nor a bracket.
    pub(super) fn bare(&mut self, place: Place) -> Node {
        let start = self.at;
        let (end, word_end) = self.bare_end(start);
        let word = &self.text[start..word_end];
        let span = Span::new(start, start + word.len());
        if let Some(value) = literal(word) {
            self.at = start + word.len();
            // A quote right after a literal closes a text that was never opened.
            if self.byte(self.at) != Some(b'"') {
                return Node { span, value };
            }
        }
        if word.is_empty() || self.lacks_open_quote(start, end, word, place) {
            self.at = start;
            self.report(cause::missing_open_quote(start));
            let text = self.text(place);
            return Node { span: text.span, value: Value::String(text.value) };
        }
        // Two values on a line without a comma: the first word is the value.
        let first = word.split([' ', '\t']).next().unwrap_or(word);
        if let Some(value) = literal(first) {
            self.at = start + first.len();
            return Node { span: Span::new(start, self.at), value };
        }
        self.at = start + word.len();
        self.report(cause::bad_literal(span, word, meant(word)));
        let value = match meant(word) {
            Some((meant, true)) => literal(meant).unwrap_or(Value::Null),
            _ => Value::String(word.into()),
        };
        Node { span, value }
    }

    /// Where the text without quotes ends in which `at` is, and where the blanks before that begin.
    fn bare_end(&mut self, at: usize) -> (usize, usize) {
        let (from, to, blanks) = self.bare_seen;
        if from <= at && at <= blanks {
            return (to, blanks);
        }
        let mut end = at;
        while end < self.end
            && !matches!(self.bytes[end], b',' | b'}' | b']' | b'{' | b'[' | b'\n' | b'\r' | b'"')
            && self.comma_like(end) == 0
            && !(matches!(self.bytes[end], b'/') && matches!(self.byte(end + 1), Some(b'/' | b'*')))
        {
            end += 1;
            self.steps += 1;
        }
        let blanks = at + self.text[at..end].trim_end().len();
        self.bare_seen = (at, end, blanks);
        (end, blanks)
    }

    /// Whether the word from `start` to `end` begins a text: a quote that ends one follows on the line.
    fn lacks_open_quote(&mut self, start: usize, end: usize, word: &str, place: Place) -> bool {
        let quote = self.quote_after(start);
        if quote >= self.end || self.bytes[quote] != b'"' || self.key_at(quote) {
            return false;
        }
        // Prose has blanks; a single word could be a literal before a comma and another text.
        (quote == end || word.contains([' ', '\t'])) && (self.closes(quote + 1, place) || quote > end)
            || quote == end && self.byte(quote + 1) == Some(b'"')
    }

    /// The first quote or line end at or after `at`.
    fn quote_after(&mut self, at: usize) -> usize {
        let (from, to) = self.quote_seen;
        if from <= at && at <= to {
            return to;
        }
        let rest = &self.bytes[at..self.end];
        let to = memchr::memchr3(b'"', b'\n', b'\r', rest).map_or(self.end, |found| at + found);
        self.steps += to - at;
        self.quote_seen = (at, to);
        to
    }

    /// Reads a key without quotes or without the opening one; `None` if there is no key here.
    pub(super) fn bare_key(&mut self) -> Option<Text> {
        let start = self.at;
        if !self.bare_key_at(start, true) {
            return None;
        }
        let length = self.bytes[start..self.end].iter().take_while(|&&byte| is_key_byte(byte)).count();
        let end = start + length;
        let has_close = self.byte(end) == Some(b'"');
        self.at = end + usize::from(has_close);
        self.report(cause::unquoted_key(Span::new(start, end), has_close));
        Some(Text { value: self.text[start..end].into(), span: Span::new(start, self.at) })
    }

    /// Skips text that is neither a value nor a key, at least one character of it. All that a line holds of
    /// it is one finding.
    pub(super) fn stray(&mut self) {
        let start = self.at;
        self.at += self.text[start..self.end].chars().next().map_or(1, char::len_utf8);
        while let Some(byte) = self.byte(self.at) {
            if matches!(byte, b'\n' | b'\r' | b'"' | b'{' | b'}' | b'[' | b']') {
                break;
            }
            self.at += 1;
            self.steps += 1;
        }
        let span = Span::new(start, start + self.text[start..self.at].trim_end().len());
        if start < self.stray_line_end {
            return;
        }
        let rest = &self.bytes[start..self.end];
        self.stray_line_end = memchr::memchr2(b'\n', b'\r', rest).map_or(self.end, |found| start + found);
        self.steps += self.stray_line_end - start;
        self.report(cause::stray(span));
    }
}

/// The value of a word that JSON knows.
fn literal(word: &str) -> Option<Value> {
    match word {
        "null" => Some(Value::Null),
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => is_number(word.as_bytes()).then(|| Value::Number(word.into())),
    }
}

/// Whether `word` is a number in JSON's grammar.
fn is_number(word: &[u8]) -> bool {
    let digits = |from: usize| word[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(word.first() == Some(&b'-'));
    let whole = digits(at);
    if whole == 0 || whole > 1 && word[at] == b'0' {
        return false;
    }
    at += whole;
    if word.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if fraction == 0 {
            return false;
        }
        at += 1 + fraction;
    }
    if matches!(word.get(at), Some(b'e' | b'E')) {
        at += 1 + usize::from(matches!(word.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at);
        if exponent == 0 {
            return false;
        }
        at += exponent;
    }
    at == word.len()
}

/// The literal that `word` resembles, and whether it is surely that one.
fn meant(word: &str) -> Option<(&'static str, bool)> {
    if word.len() > 12 {
        return None;
    }
    let lower = word.trim_end_matches(['.', ' ']).to_ascii_lowercase();
    let known = [("true", "true"), ("false", "false"), ("null", "null"), ("none", "null")];
    if let Some((_, literal)) = known.iter().find(|(spelling, _)| *spelling == lower) {
        return Some((literal, true));
    }
    let similar = [("yes", "true"), ("no", "false"), ("undefined", "null")];
    if let Some((_, literal)) = similar.iter().find(|(spelling, _)| *spelling == lower) {
        return Some((literal, false));
    }
    let close =
        |literal: &&str| strsim::osa_distance(&lower, literal) <= if literal.len() > 4 { 2 } else { 1 };
    ["true", "false", "null"].into_iter().find(close).map(|literal| (literal, false))
}

#[cfg(test)]
mod tests {
    use crate::article::json::node::{Node, Value};
    use crate::article::json::{read_all, tests::rules};

    #[track_caller]
    fn check(json: &str, expected: &[&str]) -> Node {
        let (node, findings) = read_all(json);
        assert_eq!(rules(&findings), expected, "{findings:#?}");
        node.unwrap().get("a").unwrap().clone()
    }

    #[test]
    fn numbers_follow_the_grammar() {
        for good in ["0", "-0", "10", "1.5", "-1.5e+10", "2E3"] {
            assert_eq!(check(&format!("{{\"a\": {good}}}"), &[]).value, Value::Number(good.into()));
        }
        for bad in ["01", "+1", "1.", ".5", "1e", "-", "0x1"] {
            check(&format!("{{\"a\": {bad}}}"), &["json-bad-literal"]);
        }
    }

    #[test]
    fn literals_in_another_case_are_read() {
        assert_eq!(check("{\"a\": True, \"b\": 1}", &["json-bad-literal"]).boolean(), Some(true));
        assert_eq!(check("{\"a\": FALSE}", &["json-bad-literal"]).boolean(), Some(false));
        assert_eq!(check("{\"a\": flase\n}", &["json-bad-literal"]).text(), Some("flase"));
    }

    #[test]
    fn a_text_without_opening_quote_is_read() {
        assert_eq!(check("{\"a\": Yes\"\n}", &["json-missing-open-quote"]).text(), Some("Yes"));
        let node = check("{\"a\": If so, what then?\",\n\"b\": 1}", &["json-missing-open-quote"]);
        assert_eq!(node.text(), Some("If so, what then?"));
        assert_eq!(check("{\"a\": true\", \"b\": 1}", &["json-missing-open-quote"]).text(), Some("true"));
    }

    #[test]
    fn keys_need_their_quotes() {
        assert_eq!(check("{\na: 1\n}", &["json-unquoted-key"]).integer(), Some(1));
        assert_eq!(check("{\na\": \"x\"\n}", &["json-unquoted-key"]).text(), Some("x"));
    }
}
