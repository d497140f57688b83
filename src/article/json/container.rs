//! Reading objects and arrays.
//!
//! Owns keys, colons and the order of values. What stands between the values is checked by the neighbour
//! `between`; what an object of some kind must hold is not known here.

use rustc_hash::FxHashMap;

use super::ahead::is_key_byte;
use super::between::Between;
use super::cause;
use super::node::{Member, Node, Object, Value};
use super::reader::{Place, Reader};
use crate::diagnostic::Edit;
use crate::span::Span;

impl Reader<'_> {
    /// Reads an object; `implied` when its brace is missing.
    pub(super) fn object(&mut self, implied: bool) -> Node {
        let start = self.at;
        let mut object = Object::default();
        if self.enter(b'{') {
            self.at += usize::from(!implied);
            self.members(&mut object);
            self.open.pop();
            // The outermost object may go on after what looked like its end.
            if !self.open.is_empty() {
                self.report_duplicates(&object);
            }
        }
        Node { span: Span::new(start, self.at), value: Value::Object(object) }
    }

    /// Reads members up to and including the closing brace.
    pub(super) fn members(&mut self, object: &mut Object) {
        let mut between = Between::default();
        loop {
            self.skip();
            let Some(byte) = self.byte(self.at) else {
                self.unclosed_at_end();
                break;
            };
            match byte {
                b'}' => {
                    self.closed(&between, '}');
                    break;
                }
                b',' => self.comma(&mut between, object.members.is_empty()),
                b']' if self.lacks_open_bracket(object) => {
                    let end = self.at + 1;
                    let elements = self.wrap_last(object, end);
                    if let Some(member) = object.members.last_mut() {
                        member.value.value = Value::Array(elements);
                    }
                    self.at = end;
                    between = Between { comma: None, value_end: Some(end) };
                }
                b'{' if between.comma.is_some() && self.repeats_last(object) => {
                    let mut elements = self.wrap_last(object, self.at);
                    if self.enter(b'[') {
                        self.elements(&mut elements);
                        self.open.pop();
                    }
                    if let Some(member) = object.members.last_mut() {
                        member.value.span.end = self.at as u32;
                        member.value.value = Value::Array(elements);
                    }
                    between = Between { comma: None, value_end: Some(self.at) };
                }
                b']' if self.bracket_ends_object() => {
                    self.unclosed(&between, '}');
                    break;
                }
                b'{' if !object.members.is_empty() && self.outer(1) == Some(b'[') => {
                    self.unclosed(&between, '}');
                    break;
                }
                b']' | b'{' | b'[' => self.extra_bracket(),
                _ => {
                    let wrong = self.comma_like(self.at);
                    if wrong > 0 && between.value_end.is_some() {
                        self.wrong_comma(&mut between, wrong);
                    } else {
                        self.expect_comma(&between);
                        self.member(object, &mut between);
                    }
                }
            }
        }
    }

    /// Makes the last value the only element of an array that ends at `end`; returns the elements.
    fn wrap_last(&mut self, object: &mut Object, end: usize) -> Vec<Node> {
        let Some(member) = object.members.last_mut() else { return Vec::new() };
        let start = member.value.span.start as usize;
        self.report(cause::missing_open(start, '['));
        let array = Node { span: Span::new(start, end), value: Value::Array(Vec::new()) };
        vec![std::mem::replace(&mut member.value, array)]
    }

    /// Reads one key with its value, or skips what is neither.
    fn member(&mut self, object: &mut Object, between: &mut Between) {
        self.skip_doubled_key_quote();
        let byte = self.bytes[self.at];
        let key = if matches!(byte, b'"' | b'\'') || self.smart_quote_at(self.at) {
            Some(self.text(Place::Key))
        } else {
            self.bare_key()
        };
        let Some(key) = key else {
            self.stray();
            self.forgiven = true;
            return;
        };
        let (key, key_span, value) = if self.colon() {
            (key.value, key.span, self.member_value())
        } else {
            self.keyless(key.value, key.span)
        };
        *between = Between { comma: None, value_end: Some(self.at) };
        object.members.push(Member { key, key_span, value });
    }

    /// Moves past a quote that stands before the quote of a key.
    fn skip_doubled_key_quote(&mut self) {
        if self.bytes[self.at] != b'"' || self.key_at(self.at) {
            return;
        }
        let next = self.next(self.at + 1);
        if !next.on_new_line && self.key_at(next.at) {
            let span = Span::new(self.at, next.at);
            self.report(cause::doubled_quote(span, vec![Edit { span, text: "".into() }], true));
            self.at = next.at;
        }
    }

    /// Moves past the colon after a key, or past what stands in its place; false if no value follows.
    fn colon(&mut self) -> bool {
        let key_end = self.at;
        let next = self.next(key_end);
        match next.byte {
            Some(b':') => {
                self.skip();
                self.at += 1;
                true
            }
            Some(b'=') => {
                self.skip();
                let start = self.at;
                while matches!(self.byte(self.at), Some(b'=' | b'>' | b':')) {
                    self.at += 1;
                }
                let span = Span::new(start, self.at);
                self.report(cause::missing_colon(span, span.text(self.text)));
                true
            }
            None | Some(b',' | b'}' | b']') => false,
            Some(b'"') if self.key_at(next.at) => false,
            Some(byte)
                if byte.is_ascii_alphanumeric()
                    || matches!(byte, b'"' | b'{' | b'[' | b'-')
                    || self.smart_quote_at(next.at) =>
            {
                if next.on_new_line && self.bare_key_at(next.at, false) {
                    return false;
                }
                self.report(cause::missing_colon(Span::at(key_end), ""));
                self.skip();
                true
            }
            Some(_) => false,
        }
    }

    /// Reads the value after a colon.
    fn member_value(&mut self) -> Node {
        let colon_end = self.at;
        self.skip();
        while matches!(self.byte(self.at), Some(b':' | b'=')) {
            let span = Span::new(self.at, self.at + 1);
            self.report(cause::stray(span));
            self.at += 1;
            self.skip();
        }
        // A bracket that closes right after the colon, or a key that is indented more than this one, has lost
        // its counterpart.
        if self.byte(self.at) == Some(b']') && !self.next(colon_end).on_new_line {
            self.report(cause::missing_open(self.at, '['));
            self.at += 1;
            return Node { span: Span::new(self.at - 1, self.at), value: Value::Array(Vec::new()) };
        }
        let is_key = self.key_at(self.at);
        if is_key
            && let Some((outer, _)) = self.indent(colon_end)
            && self.indent(self.at).is_some_and(|(inner, is_first)| is_first && inner > outer)
        {
            self.report(cause::missing_open(self.at, '{'));
            return self.object(true);
        }
        let is_missing = match self.byte(self.at) {
            None | Some(b',' | b'}' | b']') => true,
            Some(_) => is_key,
        };
        if is_missing {
            self.forgiven = true;
            let colon = usize::from(self.bytes[colon_end - 1] == b':');
            let span = Span::new(colon_end - colon, colon_end);
            self.report(cause::missing_value(span, true));
            return Node::missing(Span::at(colon_end));
        }
        self.value(Place::Member)
    }

    /// A key that no colon follows: both may be inside one pair of quotes, else one of them is missing.
    fn keyless(&mut self, key: Box<str>, span: Span) -> (Box<str>, Span, Node) {
        self.forgiven = true;
        if let Some((name, value)) = key.split_once(['=', ':']) {
            let (name, value) = (name.trim(), value.trim());
            let is_key = !name.is_empty() && name.len() < 64 && name.bytes().all(is_key_byte);
            if is_key && !value.starts_with('/') {
                let node = match value {
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    _ if value.parse::<i64>().is_ok() => Value::Number(value.into()),
                    _ => Value::String(value.into()),
                };
                let bare = !matches!(node, Value::String(_));
                self.report(cause::colon_inside_quotes(span, name, value, bare));
                return (name.into(), span, Node { span, value: node });
            }
        }
        self.report(cause::missing_value(span, false));
        (key, span, Node::missing(Span::at(span.end as usize)))
    }

    /// Reads an array.
    pub(super) fn array(&mut self) -> Node {
        let start = self.at;
        let mut elements: Vec<Node> = Vec::new();
        if self.enter(b'[') {
            self.at += 1;
            self.elements(&mut elements);
            self.open.pop();
        }
        Node { span: Span::new(start, self.at), value: Value::Array(elements) }
    }

    /// Reads elements up to and including the closing bracket.
    fn elements(&mut self, elements: &mut Vec<Node>) {
        let mut between = Between::default();
        loop {
            self.skip();
            let Some(byte) = self.byte(self.at) else { return self.unclosed_at_end() };
            match byte {
                b']' => return self.closed(&between, ']'),
                b',' if elements.is_empty() && self.comma_precedes_key() => {
                    return self.unclosed(&between, ']');
                }
                b',' => self.comma(&mut between, elements.is_empty()),
                b'}' if self.brace_ends_array() => return self.unclosed(&between, ']'),
                b'}' => self.extra_bracket(),
                b':' | b'=' => {
                    self.stray();
                    self.forgiven = true;
                }
                b'"' if self.key_at(self.at) => {
                    if !self.starts_object(elements, &between) {
                        return self.unclosed(&between, ']');
                    }
                    self.expect_comma(&between);
                    self.report(cause::missing_open(self.at, '{'));
                    elements.push(self.object(true));
                    between = Between { comma: None, value_end: Some(self.at) };
                }
                _ => {
                    let wrong = self.comma_like(self.at);
                    if wrong > 0 && between.value_end.is_some() {
                        self.wrong_comma(&mut between, wrong);
                        continue;
                    }
                    self.expect_comma(&between);
                    elements.push(self.value(Place::Element));
                    between = Between { comma: None, value_end: Some(self.at) };
                }
            }
        }
    }

    /// Reports keys that an object has twice, each where its value is lost: the last one counts.
    pub(super) fn report_duplicates(&mut self, object: &Object) {
        if object.members.len() <= FEW && !has_duplicates(&object.members) {
            self.steps += object.members.len();
            return;
        }
        let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
        for member in object.members.iter().rev() {
            self.steps += 1;
            if let Some(&last) = seen.get(&*member.key) {
                self.report(cause::duplicate_key(member.key_span, last, &member.key));
            } else {
                seen.insert(&member.key, member.key_span);
            }
        }
    }
}

/// Of so few keys each is compared with all others, which costs less than a table of them.
const FEW: usize = 8;

fn has_duplicates(members: &[Member]) -> bool {
    members.iter().enumerate().any(|(at, member)| members[..at].iter().any(|other| other.key == member.key))
}
