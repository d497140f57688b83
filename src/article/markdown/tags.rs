//! Which raw tags a body may hold, and as what they are taken.

/// Inline tags that a body may hold. They become marks.
pub(crate) const INLINE_TAGS: &[&str] = &[
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "u", "var", "wbr",
];
/// Block tags that a body may hold. The Markdown parser sees them as they are.
pub(crate) const BLOCK_TAGS: &[&str] = &[
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
/// Elements of Apollo articles.
pub(crate) const ELEMENTS: &[&str] = &["insight", "metric", "video", "videoGroup", "azureKB"];
/// HTML that is known and not allowed: its tags are shown as text, with a finding.
pub(crate) const FORBIDDEN: &[&str] = &[
    "applet", "audio", "base", "body", "button", "canvas", "embed", "font", "form", "frame", "frameset",
    "head", "html", "iframe", "input", "link", "math", "meta", "noscript", "object", "option", "script",
    "select", "style", "svg", "template", "textarea", "title",
];
