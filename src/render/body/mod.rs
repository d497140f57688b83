//! Markdown bodies as HTML.
//!
//! Every tag in the output is written here from an allow-list, and every text is escaped, so nothing that
//! an author writes can become markup of its own. Elements are kept on a stack and closed in order,
//! whatever order the author closed them in.

mod cards;
mod frames;
mod inline;
mod quick;
mod raw;

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::{
    highlight::Highlighter,
    html,
    links::{Links, Target},
    strings::Strings,
};
use crate::article::markdown::{
    cook::{Cooked, has_mark, is_mark},
    events::{Listener, events},
    outline::{Heading, Outline},
};
use frames::{Frame, Frames};

/// The HTML of the body that `cooked` and `outline` were made of. `listener` hears its events.
pub(crate) fn html(
    cooked: &Cooked<'_>,
    file: &str,
    outline: &Outline,
    links: Links<'_>,
    highlighter: &Highlighter,
    listener: &mut dyn Listener,
    words: &Strings,
) -> String {
    let mut renderer = Renderer {
        cooked,
        file,
        outline,
        links,
        highlighter,
        words,
        out: String::with_capacity(cooked.text.len() * 3 / 2),
        frames: Frames::default(),
        paragraph: false,
        next_heading: 0,
        steps: false,
        skip_from: None,
        alt: None,
        code: None,
        closings: Vec::new(),
        linked: 0,
        alignments: Vec::new(),
        column: 0,
        in_head: false,
        quick: quick::Quick::default(),
    };
    for (event, range) in events(cooked) {
        listener.hear(cooked, file, &event);
        renderer.event(event, &range);
    }
    let Renderer { mut frames, mut out, .. } = renderer;
    frames.close_all(&mut out);
    out
}

/// The HTML of `text`, a text of a JSON body: read like a Markdown body, its headings in bold.
pub(crate) fn fragment(text: &str, links: Links<'_>, highlighter: &Highlighter, words: &Strings) -> String {
    let cooked = Cooked::new(text, 0, &mut Vec::new());
    html(&cooked, text, &Outline::default(), links, highlighter, &mut (), words)
}

/// More open elements than this are not opened: pages stay readable and browsers quick.
const MAX_DEPTH: usize = 100;

struct Renderer<'a> {
    cooked: &'a Cooked<'a>,
    file: &'a str,
    outline: &'a Outline,
    links: Links<'a>,
    highlighter: &'a Highlighter,
    words: &'a Strings,
    out: String,
    frames: Frames,
    /// A paragraph began, but nothing of it was written yet.
    paragraph: bool,
    next_heading: usize,
    /// Whether the part that is open holds the recommended steps.
    steps: bool,
    /// While a heading is left out: where it began in `out`.
    skip_from: Option<usize>,
    /// While an image is open: its alternative text so far, and its address.
    alt: Option<(String, String)>,
    /// While a code block is open: its text so far, and its language.
    code: Option<(String, String)>,
    /// What closes the links that are open.
    closings: Vec<String>,
    /// How many links are open.
    linked: usize,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    quick: quick::Quick,
}

impl<'a> Renderer<'a> {
    fn event(&mut self, event: Event<'a>, range: &Range<usize>) {
        if let Some((text, _)) = &mut self.code
            && let Event::Text(part) = &event
        {
            text.push_str(&self.cooked.unmarked(part, self.file));
            return;
        }
        if self.alt.is_some() && self.alt_text(&event) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => {
                self.open_paragraph();
                self.out.push_str("<code>");
                html::text(&mut self.out, &self.cooked.unmarked(&code, self.file));
                self.out.push_str("</code>");
            }
            Event::Html(raw) | Event::InlineHtml(raw) => self.raw(&raw),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.line_break(),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(_)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph = true,
            Tag::Heading { .. } => self.start_heading(range),
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',', '{', '\t']).next().unwrap_or_default()
                    }
                    CodeBlockKind::Indented => "",
                };
                self.code = Some((String::new(), self.cooked.unmarked(language, self.file).to_lowercase()));
            }
            Tag::List(_) | Tag::BlockQuote(_) if self.frames.depth() >= MAX_DEPTH => self.block("", ""),
            Tag::List(Some(1)) if self.in_steps() => self.block("<ol class=\"steps\">\n", "</ol>\n"),
            Tag::List(None) if self.in_steps() => self.block("<ul class=\"steps\">\n", "</ul>\n"),
            Tag::List(Some(1)) => self.block("<ol>\n", "</ol>\n"),
            Tag::List(Some(start)) => self.block(&format!("<ol start=\"{start}\">\n"), "</ol>\n"),
            Tag::List(None) => self.block("<ul>\n", "</ul>\n"),
            Tag::BlockQuote(kind) => self.start_quote(kind),
            // What was not opened has no items.
            Tag::Item if self.frames.depth() > MAX_DEPTH => self.block("", ""),
            Tag::Item => self.block("<li>", "</li>\n"),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                let mut opening = String::from("<div class=\"table\" role=\"region\" tabindex=\"0\"");
                html::set(&mut opening, "aria-label", self.words.text("article.table"));
                opening.push_str("><table>\n");
                self.block(&opening, "</tbody></table></div>\n");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.block("<thead><tr>", "</tr></thead>\n<tbody>\n");
            }
            Tag::TableRow => {
                self.column = 0;
                self.block("<tr>", "</tr>\n");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.inline("<em>", "</em>"),
            // House style bolds whole headings, which are bold as it is.
            Tag::Strong if self.frames.in_heading() => self.inline("", ""),
            Tag::Strong => self.inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.inline("<del>", "</del>"),
            Tag::Link { dest_url, .. } => self.start_link(&dest_url),
            Tag::Image { dest_url, .. } => {
                self.open_paragraph();
                self.alt = Some((String::new(), self.cooked.unmarked(&dest_url, self.file).into_owned()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                let bare = std::mem::take(&mut self.paragraph);
                if !bare {
                    self.trim_breaks();
                    self.frames.close_parser(&mut self.out);
                }
            }
            TagEnd::Heading(_) => {
                self.frames.close_parser(&mut self.out);
                if let Some(from) = self.skip_from.take() {
                    self.out.truncate(from);
                }
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::Link => {
                self.linked -= 1;
                self.frames.close_parser(&mut self.out);
                if let Some(closing) = self.closings.pop() {
                    self.out.push_str(&closing);
                }
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.frames.close_parser(&mut self.out);
            }
            TagEnd::HtmlBlock | TagEnd::Image => {}
            TagEnd::Item => {
                self.trim_breaks();
                self.frames.close_parser(&mut self.out);
            }
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Table
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough => self.frames.close_parser(&mut self.out),
            _ => {}
        }
    }

    /// Whether a list that begins here is one of the recommended steps: not a list within another.
    fn in_steps(&self) -> bool {
        self.steps && !self.frames.in_list()
    }

    /// Opens a block of the parser's.
    fn block(&mut self, opening: &str, closing: &'static str) {
        self.paragraph = false;
        self.trim_breaks();
        self.out.push_str(opening);
        self.frames.push(Frame::block(closing));
    }

    /// Takes back the line breaks at the end of a block: house style ends lines with `<br>`, which shows
    /// nothing there, or an empty line.
    fn trim_breaks(&mut self) {
        let mut kept = &*self.out;
        while let Some(rest) = kept.trim_end().strip_suffix("<br>") {
            kept = rest.trim_end_matches(' ');
        }
        let kept = kept.len();
        self.out.truncate(kept);
    }

    /// Opens an inline element of the parser's.
    fn inline(&mut self, opening: &str, closing: &'static str) {
        self.open_paragraph();
        let (opening, closing) = if self.frames.depth() < MAX_DEPTH { (opening, closing) } else { ("", "") };
        self.out.push_str(opening);
        self.frames.push(Frame::inline(closing));
    }

    /// Writes the `<p>` that is due.
    fn open_paragraph(&mut self) {
        if std::mem::take(&mut self.paragraph) {
            self.out.push_str("<p>");
            self.frames.push(Frame::paragraph());
        }
    }

    /// Ends the paragraph that is open, so that a block can follow; what comes after it opens another.
    /// `false` when an inline element is in the way.
    fn break_paragraph(&mut self) -> bool {
        if !self.paragraph && self.frames.in_paragraph() {
            self.trim_breaks();
            self.frames.close_parser(&mut self.out);
            self.paragraph = true;
        }
        self.paragraph || self.frames.at_block()
    }

    fn start_heading(&mut self, range: &Range<usize>) {
        let span = self.cooked.span(range);
        let known: Option<&Heading> =
            self.outline.headings.get(self.next_heading).filter(|heading| heading.span == span);
        if let Some(heading) = known {
            self.next_heading += 1;
            if heading.level == 2 {
                self.steps = heading.id.starts_with("recommended-steps");
            }
            let closing = ["</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"]
                [usize::from(heading.level.clamp(2, 6)) - 2];
            self.out.push_str(&closing[..1]);
            self.out.push_str(&closing[2..4]);
            html::set(&mut self.out, "id", &heading.id);
            self.out.push('>');
            self.frames.push(Frame::heading(closing));
        } else {
            // The article's headline, which stands above the body already, or a heading without text.
            self.skip_from = Some(self.out.len());
            self.frames.push(Frame::heading(""));
        }
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let (class, key) = match kind {
            None => return self.block("<blockquote>\n", "</blockquote>\n"),
            Some(BlockQuoteKind::Note) => ("note", "body.note"),
            Some(BlockQuoteKind::Tip) => ("tip", "body.tip"),
            Some(BlockQuoteKind::Important) => ("important", "body.important"),
            Some(BlockQuoteKind::Warning) => ("warning", "body.warning"),
            Some(BlockQuoteKind::Caution) => ("caution", "body.caution"),
        };
        let title = html::escaped(self.words.text(key));
        self.block(
            &format!("<div class=\"note note-{class}\" role=\"note\"><p class=\"note-title\">{title}</p>\n"),
            "</div>\n",
        );
    }

    fn start_cell(&mut self) {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        self.column += 1;
        if self.in_head {
            self.block(&format!("<th{class}>"), "</th>");
        } else {
            self.block(&format!("<td{class}>"), "</td>");
        }
    }

    fn end_code(&mut self) {
        let Some((code, language)) = self.code.take() else { return };
        self.paragraph = false;
        self.out.push_str("<pre tabindex=\"0\"><code");
        if language.is_empty() {
            self.out.push('>');
            html::text(&mut self.out, &code);
        } else {
            html::set(&mut self.out, "class", &format!("language-{language}"));
            self.out.push('>');
            self.highlighter.write(&mut self.out, &language, &code);
        }
        self.out.push_str("</code></pre>\n");
    }

    fn text(&mut self, text: &str) {
        if !has_mark(text) {
            self.plain(text);
            return;
        }
        for part in text.split_inclusive(is_mark) {
            let plain = part.trim_end_matches(is_mark);
            if !plain.is_empty() {
                self.plain(plain);
            }
            if let Some(mark) = part.chars().next_back().and_then(|c| self.cooked.mark(c)) {
                self.mark(mark.kind);
            }
        }
    }

    /// Text without marks; bare addresses become links.
    fn plain(&mut self, text: &str) {
        if self.paragraph && text.trim().is_empty() {
            return;
        }
        self.open_paragraph();
        if self.linked > 0 || !text.contains("://") {
            html::text(&mut self.out, text);
            return;
        }
        let mut at = 0;
        for link in linkify::LinkFinder::new().kinds(&[linkify::LinkKind::Url]).links(text) {
            let url = link.as_str();
            if let Target::Href(href) = self.links.target(url).into_owned_if_web() {
                html::text(&mut self.out, &text[at..link.start()]);
                self.out.push_str("<a");
                html::set(&mut self.out, "href", &href);
                self.out.push('>');
                html::text(&mut self.out, url);
                self.out.push_str("</a>");
                at = link.end();
            }
        }
        html::text(&mut self.out, &text[at..]);
    }

    fn soft_break(&mut self) {
        if !self.paragraph {
            self.out.push('\n');
        }
    }

    fn line_break(&mut self) {
        if !self.paragraph {
            self.out.push_str("<br>\n");
        }
    }
}

impl Target<'_> {
    /// A web link as it is, anything else as text: what a bare address in a text may become.
    fn into_owned_if_web(self) -> Target<'static> {
        match self {
            Target::Href(href) if href.starts_with("http") => Target::Href(Cow::Owned(href.into_owned())),
            _ => Target::Text,
        }
    }
}

#[cfg(test)]
mod tests;
