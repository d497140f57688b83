//! The `<properties … />` header: attributes with the places they stand at.
//!
//! Headers are written by hand. Whatever can be understood is read; whatever is off becomes a finding.
//! Knows the form of a header, not what its values mean (`metadata` does).

mod ahead;
mod find;
mod recover;
mod scan;

use std::borrow::Cow;

use crate::{article::attribute::Attribute, diagnostic::Finding, span::Span};

/// A header as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// From `<properties` (or what stands for it) to past its close.
    pub span: Span,
    /// The attributes in the order they stand, repeated ones included.
    pub entries: Box<[Entry]>,
}

/// One attribute of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The attribute it is, or most likely means.
    pub attribute: Option<Attribute>,
    /// The name as written.
    pub name: Span,
    /// The value as written, without quotes.
    pub value: Span,
}

impl Header {
    /// Reads the header of the article `text`.
    ///
    /// Returns `None` when the text has none that could be recovered. Takes time linear in the text.
    pub fn parse(text: &str) -> (Option<Self>, Vec<Finding>) {
        let mut findings = Vec::new();
        let header = find::opening(text, &mut findings)
            .map(|opening| scan::Scanner::new(text, opening, &mut findings).run());
        (header, findings)
    }

    /// The first entry of `attribute`; a later repetition does not count.
    pub fn get(&self, attribute: Attribute) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.attribute == Some(attribute))
    }

    /// Where the body starts.
    pub fn body_start(&self) -> usize {
        self.span.end as usize
    }
}

impl Entry {
    /// The value with entities resolved, white space and invisible characters folded, ends trimmed.
    pub fn value<'t>(&self, text: &'t str) -> Cow<'t, str> {
        clean(self.value.text(text))
    }
}

/// Resolves entities and folds white space; borrows where nothing changes, as nearly always.
fn clean(raw: &str) -> Cow<'_, str> {
    if is_plain(raw) {
        return Cow::Borrowed(raw.trim());
    }
    let unescaped = if raw.contains('&') {
        // A raw `&` is a finding elsewhere; here the text stands as it was written.
        quick_xml::escape::unescape_with(raw, quick_xml::escape::resolve_xml_entity)
            .unwrap_or(Cow::Borrowed(raw))
    } else {
        Cow::Borrowed(raw)
    };
    let needs_folding = |text: &str| {
        text.contains("  ")
            || text.chars().any(|c| c.is_control() || is_invisible(c) || (c != ' ' && c.is_whitespace()))
    };
    if !needs_folding(&unescaped) {
        return match unescaped {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
    }
    let visible: String =
        unescaped.chars().filter(|c| !is_invisible(*c) && (!c.is_control() || c.is_whitespace())).collect();
    Cow::Owned(visible.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether `raw` is printable ASCII without entities and without a double space: it stays as it is.
fn is_plain(raw: &str) -> bool {
    let mut after_space = false;
    raw.bytes().all(|b| {
        let plain = if b == b' ' { !after_space } else { b.is_ascii_graphic() && b != b'&' };
        after_space = b == b' ';
        plain
    })
}

/// Whether `c` takes no room on the page and so hides in a text.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{202A}'..='\u{202E}')
}

#[cfg(test)]
mod tests;
