//! Apollo elements: cards that the portal fills with live data.
//!
//! Their fields are written as attributes (`<metric name="CPU"/>`) or as child tags
//! (`<metric><name>CPU</name></metric>`); both are read.

use super::{mark::Tag, tags::ELEMENTS};

/// An element as it stands in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element<'t> {
    /// Its opening or closing tag.
    pub tag: Tag<'t>,
    /// What stands between its tags; empty when it closes itself or groups others.
    pub inner: &'t str,
}

impl<'t> Element<'t> {
    /// The longest element, in bytes: a close further away is taken for another's.
    const MAX: usize = 8192;

    /// Reads the element at the start of `text`, whose tag was read already, and says how long it is.
    pub fn parse(tag: Tag<'t>, tag_len: usize, text: &'t str) -> (Self, usize) {
        let alone = Self { tag, inner: "" };
        let groups = tag.is("videoGroup");
        if tag.closing || groups || tag.attributes.trim_end().ends_with('/') {
            return (alone, tag_len);
        }
        let mut at = tag_len;
        let limit = text.len().min(Self::MAX);
        while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..limit]) {
            at += found;
            match Tag::parse(&text[at..]) {
                Some((inner, len)) if inner.closing && inner.is(tag.name) => {
                    return (Self { tag, inner: &text[tag_len..at] }, at + len);
                }
                Some((inner, _)) if !inner.closing && ELEMENTS.iter().any(|name| inner.is(name)) => break,
                _ => at += 1,
            }
        }
        (alone, tag_len)
    }

    /// The field `name`, trimmed: an attribute or a child tag; empty when absent.
    pub fn field(&self, name: &str) -> &'t str {
        if let Some(value) = self.tag.attribute(name) {
            return value.trim();
        }
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', &self.inner.as_bytes()[at..]) {
            at += found;
            if let Some((tag, len)) = Tag::parse(&self.inner[at..])
                && tag.is(name)
                && !tag.closing
            {
                let rest = &self.inner[at + len..];
                return rest.split("</").next().unwrap_or_default().trim();
            }
            at += 1;
        }
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn element(text: &str) -> (Element<'_>, usize) {
        let (tag, len) = Tag::parse(text).unwrap();
        Element::parse(tag, len, text)
    }

    #[test]
    fn fields_are_attributes_or_children() {
        let (metric, len) = element("<metric name=\"CPU\" /> text");
        assert_eq!((metric.field("NAME"), len), ("CPU", 21));
        let (insight, len) = element("<Insight><symptomId>A, B</symptomId>\n</insight> text");
        assert_eq!((insight.field("symptomId"), insight.field("failedText"), len), ("A, B", "", 47));
    }

    #[test]
    fn an_element_that_is_not_closed_is_its_tag_alone() {
        assert_eq!(element("<metric name=\"a\"> text <insight/>").1, 17);
        assert_eq!(element("<videoGroup><video src=\"x\"/></videoGroup>").1, 12);
    }
}
