//! What stands in a Markdown body that is not Markdown: comments with a meaning, raw tags, elements.

use super::element::Element;
use crate::span::Span;

/// One mark, as it stands in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark<'t> {
    /// What it is.
    pub kind: MarkKind<'t>,
    /// Where it stands in the file.
    pub span: Span,
}

/// The kinds of mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind<'t> {
    /// `<!--$name-->`: a value filled in at run time begins with its fallback.
    TokenOpen(&'t str),
    /// `<!--/$name-->`.
    TokenClose(&'t str),
    /// `<!--issueDescription-->` and its like.
    SectionOpen(Section),
    /// `<!--/issueDescription-->` and its like.
    SectionClose(Section),
    /// `:::Name:::`, which opens a panel.
    PanelOpen(&'t str),
    /// `:::`, which closes one.
    PanelClose,
    /// A raw inline tag that is allowed, such as `<br>`.
    Tag(Tag<'t>),
    /// An Apollo element, such as `<insight …/>`.
    Element(Element<'t>),
    /// A character that casebook uses for marks itself.
    Literal(&'t str),
}

/// A part of an article that a pair of comments marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each variant is documented by its spelling in `name`")]
pub enum Section {
    IssueDescription,
    RcaDescription,
    ResolutionDetails,
    RecommendedActions,
    AdditionalInfo,
    Salutation,
    /// Where a quick start's card leads.
    QuickLink,
    /// What a quick start's card says.
    QuickText,
    /// The icon of a quick start's card.
    QuickIcon,
}

impl Section {
    const ALL: [Self; 9] = [
        Self::IssueDescription,
        Self::RcaDescription,
        Self::ResolutionDetails,
        Self::RecommendedActions,
        Self::AdditionalInfo,
        Self::Salutation,
        Self::QuickLink,
        Self::QuickText,
        Self::QuickIcon,
    ];

    /// The name used in comments.
    pub fn name(self) -> &'static str {
        match self {
            Self::IssueDescription => "issueDescription",
            Self::RcaDescription => "rcaDescription",
            Self::ResolutionDetails => "resolutionDetails",
            Self::RecommendedActions => "recommendedActions",
            Self::AdditionalInfo => "additionalInfo",
            Self::Salutation => "salutation",
            Self::QuickLink => "Link",
            Self::QuickText => "Text",
            Self::QuickIcon => "IconClass",
        }
    }

    /// The section that `name` spells, whatever its case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name().eq_ignore_ascii_case(name))
    }
}

/// A raw tag: its name and where its attributes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'t> {
    /// The name as written.
    pub name: &'t str,
    /// Whether it is a closing tag.
    pub closing: bool,
    /// What stands between the name and `>`, a final `/` included.
    pub attributes: &'t str,
}

impl<'t> Tag<'t> {
    /// The longest tag that is taken for one, in bytes: what runs on is text.
    const MAX: usize = 4096;

    /// Reads the tag at the start of `text` and says how long it is.
    ///
    /// Attribute values may hold `>` in quotes. `None` when no tag stands there.
    pub fn parse(text: &'t str) -> Option<(Self, usize)> {
        let bytes = text.as_bytes();
        let closing = bytes.get(1) == Some(&b'/');
        let start = if closing { 2 } else { 1 };
        if bytes.first() != Some(&b'<') || !bytes.get(start)?.is_ascii_alphabetic() {
            return None;
        }
        let name_len = bytes[start..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        let after = start + name_len;
        if !matches!(bytes.get(after)?, b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'>') {
            return None;
        }
        let mut quote = None;
        let mut blank = false;
        for (offset, &b) in bytes[after..].iter().take(Self::MAX).enumerate() {
            match (quote, b) {
                (Some(open), _) if b == open => quote = None,
                // A blank line ends a paragraph and with it any tag.
                (_, b'\n') if blank => return None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(b),
                (None, b'<') => return None,
                (None, b'>') => {
                    let tag =
                        Self { name: &text[start..after], closing, attributes: &text[after..after + offset] };
                    return Some((tag, after + offset + 1));
                }
                (None, _) => {}
            }
            blank = b == b'\n' || (blank && matches!(b, b' ' | b'\t' | b'\r'));
        }
        None
    }

    /// Whether the tag is called `name`, whatever its case.
    pub fn is(self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The attributes with their values, as written; an attribute without a value has an empty one.
    pub fn attributes(self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let name_len =
                rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
            if rest.is_empty() {
                return None;
            }
            // A stray `=` counts as a name of one byte so that every turn moves on.
            let (name, after) = rest.split_at(name_len.max(1));
            let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
                rest = after;
                return Some((name, ""));
            };
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            rest = after;
            Some((name, value))
        })
    }

    /// The value of the attribute `name`, whatever its case.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        self.attributes().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_with_their_attributes() {
        let (tag, len) =
            Tag::parse("<insight symptomId=\"a > b\" maxInsightCount='3' open x=y/> rest").unwrap();
        assert_eq!((tag.name, tag.closing, len), ("insight", false, 57));
        let attributes: Vec<_> = tag.attributes().collect();
        assert_eq!(attributes, [("symptomId", "a > b"), ("maxInsightCount", "3"), ("open", ""), ("x", "y/")]);
        assert_eq!(tag.attribute("SYMPTOMID"), Some("a > b"));
    }

    #[test]
    fn what_is_no_tag_is_left_alone() {
        for text in ["<", "< b>", "<a", "<https://x.example>", "<a b <c>", "<a\n\n>", "a<b>"] {
            assert_eq!(Tag::parse(text), None, "{text}");
        }
        assert!(Tag::parse("</B >").unwrap().0.closing);
    }
}
