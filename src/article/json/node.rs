//! The tree that a JSON body becomes: values with their places.
//!
//! Owns the values and the lenient ways to look at them. Knows nothing of how they were read, nor of
//! what an article's kind expects.

use crate::span::Span;

/// A value and where it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The bytes of the value, quotes and brackets included.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, or a value that is missing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written.
    Number(Box<str>),
    /// A text, decoded.
    String(Box<str>),
    /// A list.
    Array(Vec<Node>),
    /// Keys and values.
    Object(Object),
}

/// The members of an object in the order of the file; a key that occurs twice is kept twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// All members.
    pub members: Vec<Member>,
}

/// One key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The key, decoded.
    pub key: Box<str>,
    /// The bytes of the key, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Object {
    /// The member that `key` means: the last one written exactly so, as in every JSON library, else the
    /// first one that differs only in case.
    pub fn member(&self, key: &str) -> Option<&Member> {
        let exact = self.members.iter().rev().find(|member| &*member.key == key);
        exact.or_else(|| self.members.iter().find(|member| member.key.eq_ignore_ascii_case(key)))
    }

    /// The value that `key` means, see [`Object::member`].
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.value)
    }
}

impl Node {
    /// A value that is not there, remembered at `span`.
    pub(super) fn missing(span: Span) -> Self {
        Self { span, value: Value::Null }
    }

    /// The object, if the node is one.
    pub fn object(&self) -> Option<&Object> {
        match &self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The elements of an array; nothing for anything else.
    pub fn elements(&self) -> &[Self] {
        match &self.value {
            Value::Array(elements) => elements,
            _ => &[],
        }
    }

    /// The value of `key` if the node is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.object()?.get(key)
    }

    /// The node as text; numbers and booleans count as the text they are written with.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) | Value::Number(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            _ => None,
        }
    }

    /// The node as a boolean; the strings `"true"` and `"false"` in any case count too.
    pub fn boolean(&self) -> Option<bool> {
        match &self.value {
            Value::Bool(value) => Some(*value),
            Value::String(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// The node as a whole number; a string that holds one counts too.
    pub fn integer(&self) -> Option<i64> {
        match &self.value {
            Value::Number(text) | Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// Whether the node is `null` or missing.
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// Where the part `inner` of a string node's decoded text stands in the file.
    ///
    /// `text` is the file. The result lies inside the node even when `inner` does not fit it.
    pub fn locate(&self, text: &str, inner: Span) -> Span {
        let source = self.span.text(text);
        let open = source.chars().next().filter(|c| "\"'\u{201c}\u{201d}\u{2018}\u{2019}".contains(*c));
        let mut source_at = open.map_or(0, char::len_utf8);
        let mut decoded_at = 0;
        let mut start = None;
        while source_at < source.len() {
            if start.is_none() && decoded_at >= inner.start as usize {
                start = Some(source_at);
            }
            if decoded_at >= inner.end as usize {
                break;
            }
            let (taken, made) = piece(&source[source_at..]);
            source_at += taken;
            decoded_at += made;
        }
        let start = start.unwrap_or(source_at);
        Span::new(start, source_at.max(start)).shifted(self.span.start as usize)
    }
}

/// How many source bytes the first character of `source` takes, and how many bytes it decodes to.
fn piece(source: &str) -> (usize, usize) {
    let mut chars = source.chars();
    match (chars.next(), chars.next()) {
        (Some('\\'), Some('u')) => unicode_piece(source),
        (Some('\r'), Some('\n'))
        | (Some('\\'), Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | '\'')) => (2, 1),
        (Some(first), _) => (first.len_utf8(), first.len_utf8()),
        (None, _) => (0, 0),
    }
}

/// [`piece`] for `\u` escapes, surrogate pairs included.
fn unicode_piece(source: &str) -> (usize, usize) {
    let unit = |at: usize| {
        let digits = source.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    match (unit(0), unit(6)) {
        (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (12, 4),
        (Some(code), _) => (6, char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER).len_utf8()),
        (None, _) => (1, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_key_wins_and_the_last_of_them() {
        let (node, _) = crate::article::json::read_all(r#"{"A": 0, "a": 1, "a": 2, "B": 3}"#);
        let node = node.unwrap();
        assert_eq!(node.get("a").and_then(Node::integer), Some(2));
        assert_eq!(node.get("A").and_then(Node::integer), Some(0));
        assert_eq!(node.get("b").and_then(Node::integer), Some(3));
        assert_eq!(node.get("c"), None);
    }

    #[test]
    fn places_in_decoded_text_lead_back_to_the_file() {
        let text = r#"  "a\"\u00e9\ud83d\ude00=x\/y"  "#;
        let (node, findings) = crate::article::json::read_all(text);
        assert_eq!(findings, []);
        let node = node.unwrap();
        let decoded = node.text().unwrap();
        let at = decoded.find("=x").unwrap();
        assert_eq!(node.locate(text, Span::new(at, at + 2)).text(text), "=x");
        let at = decoded.find('é').unwrap();
        assert_eq!(node.locate(text, Span::new(at, at + 2)).text(text), "\\u00e9");
        assert_eq!(node.locate(text, Span::new(900, 901)).len(), 0);
    }
}
