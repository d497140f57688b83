//! Raw HTML: only tags of the allow-list come through, written anew, with the few attributes they may
//! have. What stands where it cannot stand is left out; its text stays.

use super::{MAX_DEPTH, Renderer, frames::Frame};
use crate::{
    article::markdown::{
        cook::is_mark,
        mark::Tag,
        tags::{BLOCK_TAGS, INLINE_TAGS},
    },
    render::{html, links::Picture},
};

impl Renderer<'_> {
    /// A run of raw HTML as the parser found it.
    pub(super) fn raw(&mut self, source: &str) {
        let mut rest = source;
        while !rest.is_empty() {
            let at = rest.find(|c| c == '<' || is_mark(c)).unwrap_or(rest.len());
            if at > 0 {
                // Angle brackets were escaped for the Markdown parser, which did not look in here.
                let text = rest[..at].replace('\\', if rest[at..].starts_with('<') { "" } else { "\\" });
                if !text.trim().is_empty() || !self.paragraph && !text.is_empty() {
                    html::text_with_entities(&mut self.out, &text);
                }
                rest = &rest[at..];
                continue;
            }
            let first = rest.chars().next().unwrap_or_default();
            if let Some(mark) = self.cooked.mark(first) {
                self.mark(mark.kind);
                rest = &rest[first.len_utf8()..];
            } else if let Some((tag, len)) = Tag::parse(rest) {
                self.raw_tag(tag);
                rest = &rest[len..];
            } else {
                html::text(&mut self.out, &rest[..first.len_utf8()]);
                rest = &rest[first.len_utf8()..];
            }
        }
    }

    /// One raw tag.
    pub(super) fn raw_tag(&mut self, tag: Tag<'_>) {
        if tag.is("br") {
            // A `<br>` before anything else in a paragraph, or alone in one, moves nothing.
            if !self.paragraph {
                self.out.push_str("<br>");
            }
        } else if let Some(name) = known(INLINE_TAGS, tag) {
            self.inline_tag(name, tag);
        } else if let Some(name) = known(BLOCK_TAGS, tag) {
            self.block_tag(name, tag);
        }
    }

    fn inline_tag(&mut self, name: &'static str, tag: Tag<'_>) {
        if tag.closing {
            if name == "a" && self.frames.has_link() {
                self.linked = self.linked.saturating_sub(1);
            }
            self.frames.close_raw(name, &mut self.out);
            return;
        }
        if self.frames.depth() >= MAX_DEPTH {
            return;
        }
        if name == "img"
            && self.links.picture(tag.attribute("src").unwrap_or_default()) == Picture::Text
            && tag.attribute("alt").is_none_or(str::is_empty)
        {
            return;
        }
        self.open_paragraph();
        match name {
            "img" => {
                self.image(
                    tag.attribute("src").unwrap_or_default(),
                    tag.attribute("alt").unwrap_or_default(),
                );
            }
            "wbr" => self.out.push_str("<wbr>"),
            "a" => self.raw_link(tag),
            _ => {
                let (opening, closing) = inline_markup(name);
                self.out.push_str(opening);
                self.frames.push(Frame::raw(name, closing));
            }
        }
    }

    fn raw_link(&mut self, tag: Tag<'_>) {
        if self.linked > 0 || self.frames.has_link() {
            return;
        }
        let href = unescaped(tag.attribute("href").unwrap_or_default());
        let before = self.out.len();
        let closing = self.open_target(&href);
        // Only plain links: a portal link has more to close than a stray `</a>` can.
        if closing == "</a>" {
            self.frames.push(Frame::raw("a", "</a>"));
        } else {
            self.out.truncate(before);
        }
    }

    fn block_tag(&mut self, name: &'static str, tag: Tag<'_>) {
        if tag.closing {
            self.frames.close_raw(name, &mut self.out);
            return;
        }
        let parent = self.frames.raw_parent();
        let fits = match name {
            "li" => matches!(parent, Some("ul" | "ol")),
            "td" | "th" => parent == Some("tr"),
            "tr" => matches!(parent, Some("table" | "tbody" | "thead" | "tfoot")),
            "thead" | "tbody" | "tfoot" => parent == Some("table"),
            "dt" | "dd" => parent == Some("dl"),
            "summary" => parent == Some("details"),
            "figcaption" => parent == Some("figure"),
            _ => !matches!(
                parent,
                Some("ul" | "ol" | "table" | "thead" | "tbody" | "tfoot" | "tr" | "dl" | "p")
            ),
        };
        if !fits
            && matches!(
                (name, parent),
                ("li", Some("li"))
                    | ("td" | "th", Some("td" | "th"))
                    | ("tr", Some("td" | "th" | "tr"))
                    | ("dt" | "dd", Some("dt" | "dd"))
                    | ("p", Some("p"))
            )
        {
            // HTML lets these be left open: the next one closes the one before.
            if let Some(parent) = parent {
                self.frames.close_raw(parent, &mut self.out);
                self.block_tag(name, tag);
            }
            return;
        }
        let at_block = self.break_paragraph();
        if !fits || !at_block || self.frames.depth() >= MAX_DEPTH {
            return;
        }
        if name == "hr" {
            self.out.push_str("<hr>\n");
            return;
        }
        let (opening, closing) = block_markup(name);
        self.out.push_str(opening);
        self.frames.push(Frame::raw(name, closing));
    }
}

/// The name of `tag` as the list spells it.
fn known(list: &[&'static str], tag: Tag<'_>) -> Option<&'static str> {
    list.iter().copied().find(|name| tag.is(name))
}

/// An attribute's value with `&amp;` and its like resolved.
fn unescaped(value: &str) -> std::borrow::Cow<'_, str> {
    if value.contains('&') {
        quick_xml::escape::unescape_with(value, quick_xml::escape::resolve_xml_entity).unwrap_or(value.into())
    } else {
        value.into()
    }
}

/// How an inline tag is written.
fn inline_markup(name: &str) -> (&'static str, &'static str) {
    match name {
        "abbr" => ("<abbr>", "</abbr>"),
        "b" => ("<b>", "</b>"),
        "cite" => ("<cite>", "</cite>"),
        "code" => ("<code>", "</code>"),
        "del" | "s" | "strike" => ("<del>", "</del>"),
        "em" => ("<em>", "</em>"),
        "i" => ("<i>", "</i>"),
        "ins" | "u" => ("<u>", "</u>"),
        "kbd" => ("<kbd>", "</kbd>"),
        "mark" => ("<mark>", "</mark>"),
        "q" => ("<q>", "</q>"),
        "samp" => ("<samp>", "</samp>"),
        "small" => ("<small>", "</small>"),
        "strong" => ("<strong>", "</strong>"),
        "sub" => ("<sub>", "</sub>"),
        "sup" => ("<sup>", "</sup>"),
        "var" => ("<var>", "</var>"),
        _ => ("<span>", "</span>"),
    }
}

/// How a block tag is written. Raw headings are bold paragraphs: they are not in the page's outline.
fn block_markup(name: &str) -> (&'static str, &'static str) {
    match name {
        "blockquote" => ("<blockquote>\n", "</blockquote>\n"),
        "dd" => ("<dd>", "</dd>\n"),
        "details" => ("<details>\n", "</details>\n"),
        "dl" => ("<dl>\n", "</dl>\n"),
        "dt" => ("<dt>", "</dt>\n"),
        "figcaption" => ("<figcaption>", "</figcaption>\n"),
        "figure" => ("<figure>\n", "</figure>\n"),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => ("<p><strong>", "</strong></p>\n"),
        "li" => ("<li>", "</li>\n"),
        "ol" => ("<ol>\n", "</ol>\n"),
        "p" => ("<p>", "</p>\n"),
        "pre" => ("<pre>", "</pre>\n"),
        "summary" => ("<summary>", "</summary>\n"),
        "table" => ("<table>\n", "</table>\n"),
        "tbody" => ("<tbody>\n", "</tbody>\n"),
        "td" => ("<td>", "</td>"),
        "tfoot" => ("<tfoot>\n", "</tfoot>\n"),
        "th" => ("<th>", "</th>"),
        "thead" => ("<thead>\n", "</thead>\n"),
        "tr" => ("<tr>", "</tr>\n"),
        "ul" => ("<ul>\n", "</ul>\n"),
        _ => ("<div>\n", "</div>\n"),
    }
}
