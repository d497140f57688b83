//! Writes HTML: text and attribute values escaped, nothing else.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

/// Appends `text` so that it reads as text.
pub(crate) fn text(out: &mut String, text: &str) {
    // Writing to a String does not fail.
    let _ = escape_html_body_text(&mut *out, text);
}

/// Appends `value` so that it can stand in a double-quoted attribute.
pub(crate) fn attribute(out: &mut String, value: &str) {
    let _ = escape_html(&mut *out, value);
}

/// Appends ` name="value"`.
pub(crate) fn set(out: &mut String, name: &str, value: &str) {
    for part in [" ", name, "=\""] {
        out.push_str(part);
    }
    attribute(out, value);
    out.push('"');
}

/// `text` so that it reads as text.
pub(crate) fn escaped(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    text(&mut out, source);
    out
}

/// Appends raw text of an HTML block: escaped, but entities stay what they are.
pub(crate) fn text_with_entities(out: &mut String, source: &str) {
    let mut rest = source;
    while let Some(at) = rest.find('&') {
        text(out, &rest[..at]);
        let len = entity_len(&rest[at..]);
        if len > 0 {
            out.push_str(&rest[at..at + len]);
        } else {
            out.push_str("&amp;");
        }
        rest = &rest[at + len.max(1)..];
    }
    text(out, rest);
}

/// The length of the entity that `source` starts with; 0 for none.
fn entity_len(source: &str) -> usize {
    let Some(end) = source.bytes().take(34).position(|b| b == b';') else { return 0 };
    let name = &source[1..end];
    let fits = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit()),
            None => !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()),
        },
        None => name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphanumeric()),
    };
    if fits { end + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(escaped("<b> & \"c\""), "&lt;b&gt; &amp; \"c\"");
        let mut out = String::new();
        set(&mut out, "title", "a\"<'");
        assert_eq!(out, " title=\"a&quot;&lt;&#39;\"");
        let mut out = String::new();
        text_with_entities(&mut out, "a&nbsp;b & c &; &#x41; <");
        assert_eq!(out, "a&nbsp;b &amp; c &amp;; &#x41; &lt;");
    }
}
