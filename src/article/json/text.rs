//! Reading texts: where a text ends when its quotes are wrong, and what it says.
//!
//! Owns the quotes. Escapes are read by the neighbour `escape`; the brackets around a text are not known here.

use super::ahead::is_key_byte;
use super::cause;
use super::escape::Faults;
use super::reader::{Place, Reader};
use crate::diagnostic::Edit;
use crate::span::Span;

/// A text as it was read.
pub(super) struct Text {
    /// What it says.
    pub(super) value: Box<str>,
    /// Its bytes, quotes included.
    pub(super) span: Span,
}

/// The quotes that a text starts with.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// `"`, or none at all when the opening quote is missing.
    Straight,
    /// Typographic double quotes.
    Smart,
    /// Single quotes.
    Single,
}

/// How a text ends.
enum End {
    /// With a quote of so many bytes.
    Quote(usize),
    /// With a quote and a second one.
    Doubled,
    /// Without one.
    Missing,
    /// As a key whose colon was swallowed; the key has so many bytes.
    Key(usize),
}

impl Reader<'_> {
    /// Reads a text that starts here, with any kind of quote or none.
    pub(super) fn text(&mut self, place: Place) -> Text {
        let start = self.at;
        let (style, open) = match self.bytes[start] {
            b'"' => (Style::Straight, 1),
            b'\'' => (Style::Single, 1),
            _ if self.smart_quote_at(start) => (Style::Smart, 3),
            _ => (Style::Straight, 0),
        };
        let content = start + open;
        self.at = content;
        let mut value = String::new();
        let mut faults = Faults::default();
        let end = loop {
            let from = self.at;
            let rest = &self.bytes[from..self.end.max(from)];
            self.at += rest.iter().position(|byte| is_special(*byte, style)).unwrap_or(rest.len());
            self.steps += self.at - from + 1;
            value.push_str(&self.text[from..self.at]);
            let Some(byte) = self.byte(self.at) else { break End::Missing };
            match byte {
                b'\\' => self.escape(&mut value, &mut faults),
                b'\n' | b'\r' => {
                    if self.line_ends_text(self.at) {
                        // A key that runs to the end of its line has swallowed its colon and its value.
                        let key = if place == Place::Key { key_before_colon(&value) } else { None };
                        break key.map_or(End::Missing, End::Key);
                    }
                    self.line_break(&mut value, &mut faults);
                }
                b'\t' => {
                    faults.tabs.push(Edit { span: Span::new(self.at, self.at + 1), text: "\\t".into() });
                    value.push('\t');
                    self.at += 1;
                }
                0..0x20 => {
                    let escaped = format!("\\u{byte:04x}").into();
                    faults.controls.push(Edit { span: Span::new(self.at, self.at + 1), text: escaped });
                    value.push(char::from(byte));
                    self.at += 1;
                }
                _ => {
                    if let Some(end) = self.quote(content, style, place, &mut value, &mut faults) {
                        break end;
                    }
                }
            }
        };
        let opening = Span::new(start, content);
        self.finish(opening, style, &end, &mut value, place, std::mem::take(&mut faults.foreign));
        self.report_faults(Span::new(start, self.at), faults);
        Text { value: value.into(), span: Span::new(start, self.at) }
    }

    /// Decides about the quote (or quote-like character) here: the end of the text, or a part of it.
    fn quote(
        &mut self,
        content: usize,
        style: Style,
        place: Place,
        value: &mut String,
        faults: &mut Faults,
    ) -> Option<End> {
        let at = self.at;
        let smart = self.smart_quote_at(at);
        let length = if smart { 3 } else { 1 };
        let is_quote = smart || matches!(self.bytes[at], b'"' | b'\'');
        let straight = self.bytes[at] == b'"';
        if straight
            && place == Place::Key
            && self.next(at + 1).byte != Some(b':')
            && let Some(length) = key_and_colon(value)
        {
            return Some(End::Key(length));
        }
        if is_quote && self.closes(at + length, place) {
            return Some(End::Quote(length));
        }
        if !straight || style != Style::Straight {
            if straight {
                faults.foreign.push(Edit { span: Span::at(at), text: "\\".into() });
            }
            // The character need not be a quote: others begin with the same byte.
            let length = self.text[at..].chars().next().map_or(1, char::len_utf8);
            value.push_str(&self.text[at..at + length]);
            self.at += length;
            return None;
        }
        if place != Place::Key && value.trim_end().ends_with(',') && self.key_at(at) {
            return Some(End::Missing);
        }
        let doubled = self.byte(at + 1) == Some(b'"');
        if doubled && self.closes(at + 2, place) {
            if faults.quotes.len().is_multiple_of(2) {
                return Some(End::Doubled);
            }
        } else if doubled {
            faults.doubled.push(Edit { span: Span::new(at, at + 2), text: "\\\"".into() });
            value.push('"');
            self.at += 2;
            return None;
        } else if at == content && content > 0 && self.bytes[content - 1] == b'"' {
            faults.doubled.push(Edit { span: Span::new(at, at + 1), text: "".into() });
            self.at += 1;
            return None;
        }
        faults.quotes.push(at);
        value.push('"');
        self.at += 1;
        None
    }

    /// Moves past the end of the text and reports it if it is faulty; `inner` escapes the straight quotes
    /// inside foreign ones.
    fn finish(
        &mut self,
        opening: Span,
        style: Style,
        end: &End,
        value: &mut String,
        place: Place,
        inner: Vec<Edit>,
    ) {
        let (start, content) = (opening.start as usize, opening.end as usize);
        let quote = self.at;
        let mut closing = Span::at(quote);
        match *end {
            End::Quote(length) => {
                self.at += length;
                closing = Span::new(quote, self.at);
            }
            End::Doubled => {
                let second = Span::new(quote + 1, quote + 2);
                self.at += 2;
                self.report(cause::doubled_quote(second, vec![Edit { span: second, text: "".into() }], true));
            }
            End::Key(length) => {
                value.truncate(length);
                self.at = content + length;
                self.report(cause::missing_key_quote(self.at));
            }
            End::Missing => {
                let cut = self.tail(start, value, place);
                value.truncate(value.len() - cut);
                self.at -= cut;
                closing = Span::at(self.at);
                let source = &self.text[content..self.at];
                if source.ends_with(['\u{201c}', '\u{201d}']) {
                    value.truncate(value.len() - 3);
                    closing = Span::new(self.at - 3, self.at);
                } else if style == Style::Straight {
                    self.report(cause::missing_close_quote(self.at));
                }
            }
        }
        // Straight quotes stay; a missing one is added only if the others have to change anyway.
        let is_foreign = |span: Span| match span.text(self.text) {
            "\"" => false,
            "" => style != Style::Straight,
            _ => true,
        };
        let quoted = |span| Edit { span, text: "\"".into() };
        let mut edits: Vec<_> = is_foreign(opening).then(|| quoted(opening)).into_iter().collect();
        edits.extend(inner);
        edits.extend(is_foreign(closing).then(|| quoted(closing)));
        if let Some(first) = edits.first() {
            self.report(cause::foreign_quotes(first.span, edits, style != Style::Single));
        }
    }

    /// How many bytes before here do not belong to a text whose closing quote is missing: blanks, a comma,
    /// and a brace whose partner stands on the same line as the text.
    fn tail(&mut self, start: usize, value: &str, place: Place) -> usize {
        let mut kept = value.trim_end_matches([' ', '\t', ',']);
        if place != Place::Key && kept.ends_with(['}', ']', '{']) {
            let outer = self.open.last().map_or(start, |frame| frame.at);
            let same_line =
                start - outer < 256 && memchr::memchr2(b'\n', b'\r', &self.bytes[outer..start]).is_none();
            let without = kept.trim_end_matches(['}', ']', '{', ' ', '\t', ',']);
            if same_line && self.bytes[outer] == b'{' && !without.contains('{') {
                kept = without;
            }
        }
        // What is cut is plain ASCII and no escape, hence as long in the file as in the decoded text. A
        // blank at its start could still come from `\t`; the cut never reaches that far back in practice,
        // and the check keeps the span inside the text when it does.
        let cut = value.len() - kept.len();
        let source = self.text.get(self.at - cut.min(self.at - start)..self.at).unwrap_or_default();
        if value.ends_with(source) && source.len() == cut { cut } else { 0 }
    }
}

/// Whether a byte inside a text needs a decision.
fn is_special(byte: u8, style: Style) -> bool {
    match byte {
        b'"' | b'\\' | 0..0x20 => true,
        b'\'' => style == Style::Single,
        0xe2 => style != Style::Straight,
        _ => false,
    }
}

/// The length of the key when `text` is a key with a colon after it.
fn key_and_colon(text: &str) -> Option<usize> {
    let key = text.trim_end_matches([' ', '\t']).strip_suffix(':')?.trim_end_matches([' ', '\t']);
    (!key.is_empty() && key.len() < 64 && key.bytes().all(is_key_byte)).then_some(key.len())
}

/// The length of the key that `text` starts with, if a colon and more follow.
fn key_before_colon(text: &str) -> Option<usize> {
    let colon = text.bytes().take(64).position(|byte| byte == b':')?;
    key_and_colon(&text[..=colon])
}

#[cfg(test)]
mod tests {
    use crate::article::json::read_all;
    use crate::article::json::tests::{apply, rules};

    #[track_caller]
    fn check(json: &str, rule: &str, text: &str) {
        let (node, findings) = read_all(json);
        assert_eq!(rules(&findings), [rule], "{findings:#?}");
        assert_eq!(node.unwrap().get("a").unwrap().text(), Some(text));
        if let Some(fix) = &findings[0].fix {
            let fixed = apply(json, fix);
            let (node, findings) = read_all(&fixed);
            assert_eq!(findings, [], "{fixed}");
            assert_eq!(node.unwrap().get("a").unwrap().text(), Some(text));
        }
    }

    #[test]
    fn quotes_inside_a_text_are_kept() {
        check("{\n\"a\": \"say \"hi\" now\",\n\"b\": 1\n}", "json-unescaped-quote", "say \"hi\" now");
        check(
            "{\n\"a\": \"the output of \"x\"\",\n\"b\": 1\n}",
            "json-unescaped-quote",
            "the output of \"x\"",
        );
        check("{\n\"a\": \"x=\"\"1.1\"\" or so\"\n}", "json-doubled-quote", "x=\"1.1\" or so");
    }

    #[test]
    fn a_doubled_quote_ends_the_text() {
        check("{\n\"a\": \"title\"\",\n\"b\": 1\n}", "json-doubled-quote", "title");
        check("{\n\"a\": \"\"title\",\n\"b\": 1\n}", "json-doubled-quote", "title");
    }

    #[test]
    fn a_text_without_closing_quote_ends_with_its_line() {
        check("{\n\"a\": \"title,\n\"b\": 1\n}", "json-missing-close-quote", "title");
        check("{\n\"a\": \"title\n}", "json-missing-close-quote", "title");
        check("{\n\"b\": [{\"c\": \"x}],\n\"a\": \"title\"\n}", "json-missing-close-quote", "title");
        check("{\"a\": \"title, \"b\": 1}", "json-missing-close-quote", "title");
    }

    #[test]
    fn a_text_may_hold_lines_and_tabs() {
        check("{\n\"a\": \"one\r\n\ntwo\",\n\"b\": 1\n}", "json-raw-newline", "one\n\ntwo");
        check("{\"a\": \"one\ttwo\t\"}", "json-raw-tab", "one\ttwo\t");
        check("{\"a\": \"one\u{1}\"}", "json-control-char", "one\u{1}");
    }

    #[test]
    fn other_quotes_delimit_too() {
        check("{\"a\": “title”, \"b\": 1}", "json-smart-quote", "title");
        check("{\n\"a\": \"title”,\n\"b\": 1}", "json-smart-quote", "title");
        check("{\"a\": 'it's so', \"b\": 1}", "json-syntax", "it's so");
        check("{\"a\": 'say \"so\" now', \"b\": 1}", "json-syntax", "say \"so\" now");
    }

    #[test]
    fn a_bad_escape_is_a_backslash() {
        check(r#"{"a": "C:\Program Files\Dir"}"#, "json-bad-escape", r"C:\Program Files\Dir");
        check(r#"{"a": "\ud800"}"#, "json-bad-escape", "\u{fffd}");
    }
}
