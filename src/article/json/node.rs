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
        Places::new(self, text).locate(inner)
    }
}

/// Where the parts of a string node's decoded text stand in the file. Parts that are asked for in order cost
/// no more than one way through the text.
pub(crate) struct Places<'t> {
    /// The node as it is written, and where it starts in the file.
    source: &'t str,
    start: usize,
    /// Where the last part began, in the source and in the decoded text.
    last: (usize, usize),
}

impl<'t> Places<'t> {
    /// The places in `node` of the file `text`.
    pub(crate) fn new(node: &Node, text: &'t str) -> Self {
        let source = node.span.text(text);
        Self { source, start: node.span.start as usize, last: (opening(source), 0) }
    }

    /// Where `inner` stands; inside the node even when it does not fit.
    pub(crate) fn locate(&mut self, inner: Span) -> Span {
        if self.last.1 > inner.start as usize {
            self.last = (opening(self.source), 0);
        }
        self.last = self.go(self.last, inner.start as usize);
        let (end, _) = self.go(self.last, inner.end as usize);
        Span::new(self.last.0, end).shifted(self.start)
    }

    /// The first place from `at` on that is not before byte `decoded` of the decoded text.
    fn go(&self, mut at: (usize, usize), decoded: usize) -> (usize, usize) {
        while at.0 < self.source.len() && at.1 < decoded {
            let (taken, made) = piece(&self.source[at.0..]);
            at = (at.0 + taken, at.1 + made);
        }
        at
    }
}

/// How many bytes the quotation mark takes that opens `source`.
fn opening(source: &str) -> usize {
    let open = source.chars().next().filter(|c| "\"'\u{201c}\u{201d}\u{2018}\u{2019}".contains(*c));
    open.map_or(0, char::len_utf8)
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
