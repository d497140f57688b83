//! Articles as clean Markdown beside their pages: headline and body, without what only the portal
//! understands. Links lead to the Markdown of other articles.

use std::{borrow::Cow, fmt::Write as _, ops::Range};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::file;
use crate::{
    article::{
        Body,
        document::{Document, document},
        json::Node,
        markdown::{
            cook::{Cooked, has_mark},
            events::{OPTIONS, events},
            mark::{self, MarkKind},
            tags::BLOCK_TAGS,
        },
    },
    output::OutputFile,
    render::links::{Links, Picture, Target},
    site::Site,
    span::Span,
};

/// The entry `index` as Markdown.
pub fn article(site: &Site<'_>, index: u32) -> OutputFile {
    let entry = &site.corpus.entries[index as usize];
    let page = &site.pages[index as usize];
    let source = site.corpus.source(index);
    let metadata = &entry.article.metadata;
    let mut text = format!("# {}\n", line(&page.title));
    let body = match &entry.article.body {
        Body::Markdown(outline) => {
            let cooked = Cooked::new(&source.text, entry.article.header.body_start(), &mut Vec::new());
            let title = outline.title.as_ref().map(|heading| heading.span);
            Clean { cooked: &cooked, file: &source.text, links: links(site, index), tag: "" }.body(title)
        }
        Body::Json(body) => {
            let parts = body.root.as_ref().map(|root| parts(site, index, metadata.kind.name(), root));
            let description = &*metadata.description;
            let described =
                if description.is_empty() { String::new() } else { format!("{}\n\n", line(description)) };
            described + &parts.unwrap_or_default()
        }
    };
    // The spaces before the first line stay: they may make code of it.
    let blank = body.len() - body.trim_start().len();
    let first = body[..blank].rfind('\n').map_or(0, |end| end + 1);
    let body = body[first..].trim_end();
    if !body.is_empty() {
        text.push_str(&format!("\n{body}\n"));
    }
    file(markdown_address(&entry.address), shown(&text))
}

/// The articles of the service `index` as Markdown.
pub fn list(site: &Site<'_>, index: u32) -> OutputFile {
    let service = &site.services[index as usize];
    let mut text = format!("# {}\n", line(&service.name));
    if !service.description.is_empty() {
        text.push_str(&format!("\n{}\n", line(&service.description)));
    }
    for group in service.groups.iter().chain(&service.folded) {
        let name = if group.name.is_empty() { "Articles" } else { &group.name };
        text.push_str(&format!("\n## {}\n\n", line(name)));
        for entry in &group.entries {
            let (page, entry) = (&site.pages[*entry as usize], &site.corpus.entries[*entry as usize]);
            let about = &*entry.article.metadata.description;
            let about = if about.is_empty() { String::new() } else { format!(": {}", line(about)) };
            let address = markdown_address(&entry.address);
            text.push_str(&format!("- [{}](../{address}){about}\n", line(&page.title)));
        }
    }
    file(markdown_address(&service.url), text)
}

/// `text` on one line of Markdown, with what would be markup escaped.
pub(super) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            match c {
                '<' => out.push_str(LESS),
                '[' if out.ends_with('!') => {
                    out.pop();
                    out.push_str("\\!\\[");
                }
                '\\' | '`' | '*' | '_' | '[' | ']' | '>' => out.extend(['\\', c]),
                _ => out.push(c),
            }
        }
    }
    out
}

/// A `<` that begins no tag, wherever a parser takes HTML to begin: not all agree on that, and no backslash is an
/// escape within HTML.
const LESS: &str = "&lt;";

/// `text` with its control characters shown. What they keep from being a link must not become one without them.
fn shown(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace(|c: char| c.is_ascii_control() && !matches!(c, '\n' | '\t'), "\u{fffd}")
}

/// `a/b.html` as `a/b.md`.
fn markdown_address(address: &str) -> String {
    format!("{}.md", address.strip_suffix(".html").unwrap_or(address))
}

fn links<'s>(site: &'s Site<'_>, index: u32) -> Links<'s> {
    Links {
        corpus: site.corpus,
        published: &site.published,
        index,
        root: "../",
        image_hosts: &site.config.image_hosts,
    }
}

/// A body that is being cleaned: its text stays as it is written but for some places.
struct Clean<'a> {
    cooked: &'a Cooked<'a>,
    file: &'a str,
    links: Links<'a>,
    /// What stands for a tag.
    tag: &'static str,
}

/// A link or an image that is open.
struct Open {
    range: Range<usize>,
    /// Where its text stands.
    inner: Option<Range<usize>>,
    /// What it becomes; `None` when it stays as it is written.
    becomes: Option<Becomes>,
}

/// What a link or an image becomes.
enum Becomes {
    /// Its text alone.
    Text,
    /// A link to this address.
    Link(String),
    /// An image at this address.
    Image(String),
}

/// Places of the text and what stands there instead.
type Edits = Vec<(Range<usize>, String)>;

impl Clean<'_> {
    /// The body without its headline, which is `title`.
    fn body(&self, title: Option<Span>) -> String {
        let mut edits = self.definitions();
        let mut open: Vec<Open> = Vec::new();
        let (mut in_code, mut in_table) = (false, false);
        for (event, range) in events(self.cooked) {
            let is_end = matches!(event, Event::End(TagEnd::Link | TagEnd::Image));
            if let Some(inner) = open.last_mut().filter(|_| !is_end).map(|open| &mut open.inner) {
                // The backslash that makes a text of what follows is no part of the event, and of the text it is.
                let is_escaped = self.cooked.text[..range.start].ends_with('\\');
                let start = inner.as_ref().map_or(range.start - usize::from(is_escaped), |inner| inner.start);
                *inner = Some(start..range.end.max(inner.as_ref().map_or(0, |inner| inner.end)));
            }
            match event {
                Event::Start(Tag::Heading { .. }) if title == Some(self.cooked.span(&range)) => {
                    edits.push((range, String::new()));
                }
                Event::Start(Tag::Link { dest_url, title, .. }) => {
                    open.push(Open { range, inner: None, becomes: self.link(&dest_url, &title) });
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    open.push(Open { range, inner: None, becomes: Some(self.picture(&dest_url)) });
                }
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    open.pop().into_iter().for_each(|open| finish(open, &mut edits));
                }
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::End(TagEnd::CodeBlock) => in_code = false,
                Event::Start(Tag::Table(_)) => in_table = true,
                Event::End(TagEnd::Table) => in_table = false,
                Event::Html(_) | Event::InlineHtml(_) => {
                    self.raw(&range, &mut edits);
                    self.marks(range, in_table, &mut edits);
                }
                Event::Text(_) if !in_code => {
                    self.no_tags(&range, &mut edits);
                    self.marks(range, in_table, &mut edits);
                }
                _ => {}
            }
        }
        self.edited(edits)
    }

    /// Takes out the addresses of `[name]: address` that no link needs: their links become text, or hold
    /// another address themselves.
    fn definitions(&self) -> Edits {
        if !self.cooked.text.contains("]:") {
            return Edits::new();
        }
        let parser = Parser::new_ext(&self.cooked.text, OPTIONS);
        let definitions = parser.reference_definitions().iter();
        let needless = definitions.filter(|(_, definition)| {
            self.link(&definition.dest, definition.title.as_deref().unwrap_or_default()).is_some()
        });
        needless.map(|(_, definition)| (definition.span.clone(), String::new())).collect()
    }

    /// The text with `edits` made; an edit within another is a part of that. What else is marked stands in code
    /// and in addresses, as it was written.
    fn edited(&self, mut edits: Edits) -> String {
        edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let text = &self.cooked.text;
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (range, instead) in edits {
            if range.start >= at {
                out.push_str(&self.cooked.unmarked(&text[at..range.start], self.file));
                out.push_str(&instead);
                at = range.end;
            }
        }
        out.push_str(&self.cooked.unmarked(&text[at..], self.file));
        out
    }

    /// What a link to `url` with `title` becomes; `None` when it stays as it is.
    fn link(&self, url: &str, title: &str) -> Option<Becomes> {
        let stays = || Becomes::Link(self.cooked.unmarked(url, self.file).into_owned());
        // As its author wrote it, such a title is none to other parsers.
        let is_odd = title.contains('<') || has_mark(title);
        self.target(url).or_else(|| is_odd.then(stays))
    }

    /// What a link to `url` becomes; `None` when it stays as it is.
    fn target(&self, url: &str) -> Option<Becomes> {
        let address = self.cooked.unmarked(url, self.file);
        match self.links.target(&address) {
            Target::Href(href) if *href == *address => None,
            Target::Href(href) => Some(Becomes::Link(markdown_link(href))),
            Target::Button(address) => Some(Becomes::Link(address.into_owned())),
            Target::Text | Target::Portal(_) => Some(Becomes::Text),
        }
    }

    fn picture(&self, url: &str) -> Becomes {
        match self.links.picture(&self.cooked.unmarked(url, self.file)) {
            Picture::Local(image) => Becomes::Image(format!("../{}", image.address)),
            Picture::Remote(address) => Becomes::Image(address),
            Picture::Link(address, _) => Becomes::Link(address),
            Picture::Text => Becomes::Text,
        }
    }

    /// Leaves of the tags in `range` the names of those that a body may hold, and makes texts of all others: no
    /// escape of Markdown holds within HTML.
    fn raw(&self, range: &Range<usize>, edits: &mut Edits) {
        let text = &self.cooked.text[range.clone()];
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
            let start = at + found;
            let is_escaped = text[..start].ends_with('\\');
            let tag = mark::Tag::parse(&text[start..]).filter(|_| !is_escaped);
            let known = tag.and_then(|(tag, length)| {
                let name = BLOCK_TAGS.iter().find(|name| tag.is(name))?;
                Some((format!("<{}{name}>", if tag.closing { "/" } else { "" }), length))
            });
            let (instead, length) = known.unwrap_or_else(|| (LESS.to_owned(), 1));
            let begin = range.start + start - usize::from(is_escaped);
            at = start + length;
            edits.push((begin..range.start + at, instead));
        }
    }

    /// Leaves no `<` in the text in `range` that could begin a tag for another parser.
    fn no_tags(&self, range: &Range<usize>, edits: &mut Edits) {
        let text = &self.cooked.text[..range.end];
        for at in memchr::memchr_iter(b'<', &text.as_bytes()[range.clone()]).map(|at| range.start + at) {
            let begins = |c: u8| c.is_ascii_alphabetic() || matches!(c, b'/' | b'!' | b'?');
            if text.as_bytes().get(at + 1).is_some_and(|c| begins(*c)) {
                let backslashes = text[..at].bytes().rev().take_while(|c| *c == b'\\').count();
                edits.push((at - backslashes % 2..at + 1, LESS.to_owned()));
            }
        }
    }

    /// Puts what the marks in `range` say to readers in their places.
    fn marks(&self, range: Range<usize>, in_table: bool, edits: &mut Edits) {
        let text = &self.cooked.text[range.clone()];
        if !has_mark(text) {
            return;
        }
        for (at, c) in text.char_indices() {
            let Some(mark) = self.cooked.mark(c) else { continue };
            let said: Cow<'_, str> = match mark.kind {
                MarkKind::Literal(text) => text.into(),
                MarkKind::PanelOpen(text) => line(text).into(),
                MarkKind::Tag(tag) if tag.is("br") && in_table => "<br>".into(),
                MarkKind::Tag(tag) if tag.is("br") => "\\\n".into(),
                MarkKind::Element(element) => ["title", "name", "executionText"]
                    .map(|name| element.field(name))
                    .into_iter()
                    .find(|text| !text.is_empty())
                    .map_or(Cow::Borrowed(""), |text| line(text).into()),
                MarkKind::Tag(_) => self.tag.into(),
                _ => Cow::Borrowed(""),
            };
            let at = range.start + at;
            edits.push((at..at + c.len_utf8(), said.into_owned()));
        }
    }
}

/// Adds the edits that make of `open` what it becomes.
fn finish(open: Open, edits: &mut Edits) {
    let Open { range, inner, becomes } = open;
    let Some(becomes) = becomes else { return };
    // Without a text there is nothing left to show.
    let Some(inner) = inner else { return edits.push((range, String::new())) };
    let (before, after) = match becomes {
        Becomes::Text => ("", String::new()),
        Becomes::Link(address) => ("[", format!("]({})", bracketed(&address))),
        Becomes::Image(address) => ("![", format!("]({})", bracketed(&address))),
    };
    edits.push((range.start..inner.start, before.to_owned()));
    edits.push((inner.end..range.end, after));
}

/// `address` so that a link can hold it.
fn bracketed(address: &str) -> Cow<'_, str> {
    if address.contains([' ', '(', ')']) { format!("<{address}>").into() } else { address.into() }
}

/// A link to a page as a link to its Markdown.
fn markdown_link(href: Cow<'_, str>) -> String {
    let (path, anchor) = href.split_once('#').map_or((&*href, ""), |(path, anchor)| (path, anchor));
    let is_page = path.starts_with("../") && path.strip_suffix(".html").is_some();
    if !is_page {
        return href.into_owned();
    }
    let hash = if anchor.is_empty() { "" } else { "#" };
    format!("{}{hash}{anchor}", markdown_address(path))
}

/// What readers see of the object `root` of an article of `kind`, as Markdown.
fn parts(site: &Site<'_>, index: u32, kind: &str, root: &Node) -> String {
    let mut out = String::new();
    let links = links(site, index);
    let article = |id: Option<&str>| {
        let entry = links.article(id?)?;
        let address = markdown_address(&site.corpus.entries[entry as usize].address);
        Some(format!("[{}](../{address})", line(&site.pages[entry as usize].title)))
    };
    let clean = |text: &str| on_one_line(text, links);
    // Writing to a string does not fail.
    match document(kind, root) {
        Document::Form(form) | Document::Questions(form) => {
            for element in &form.elements {
                let texts = [element.display_label, element.content].into_iter().flatten();
                texts.for_each(|text| out.push_str(&format!("- {}\n", clean(text))));
                for choice in element.dropdown_options.iter().chain(&element.radio_button_options) {
                    choice.text.iter().for_each(|text| out.push_str(&format!("    - {}\n", line(text))));
                }
            }
        }
        Document::Menu(menu) => {
            for problem in menu.problems() {
                let Some(title) = problem.title else { continue };
                let about = problem.description.map(|text| format!(": {}", clean(text))).unwrap_or_default();
                let solved = article(problem.common_solution_article_id).map(|link| format!(" ({link})"));
                let _ = writeln!(out, "- {}{about}{}", line(title), solved.unwrap_or_default());
            }
        }
        Document::TopicTree(tree) => {
            let about = [tree.short_description, tree.long_description].into_iter().flatten();
            about.for_each(|text| out.push_str(&format!("{}\n\n", clean(text))));
            for topic in &tree.support_topics {
                let Some(name) = topic.short_description else { continue };
                let about =
                    topic.long_description.map(|text| format!(": {}", clean(text))).unwrap_or_default();
                let _ = writeln!(out, "- {}{about}", line(name));
            }
        }
        Document::Recommendation(it) => {
            let texts = [it.description, it.long_description, it.potential_benefits, it.tip];
            texts.into_iter().flatten().for_each(|text| out.push_str(&format!("{}\n\n", clean(text))));
            for action in &it.actions {
                action.description.iter().for_each(|text| out.push_str(&format!("- {}\n", line(text))));
            }
        }
        Document::Other(_) => {}
    }
    out
}

/// A text of a JSON body, which is Markdown, on one line and without tags.
fn on_one_line(text: &str, links: Links<'_>) -> String {
    let cooked = Cooked::new(text, 0, &mut Vec::new());
    let clean = Clean { cooked: &cooked, file: text, links, tag: " " }.body(None);
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        assert_eq!(line("a [b] *c*\n d_e"), "a \\[b\\] \\*c\\* d\\_e");
        assert_eq!(line("![b] <c>!"), "\\!\\[b\\] &lt;c\\>!");
        assert_eq!(shown("a\r\nb\rc\u{1}\td"), "a\nb\nc\u{fffd}\td");
    }

    #[test]
    fn links_to_pages_lead_to_their_markdown() {
        assert_eq!(markdown_link("../a/b.html#c".into()), "../a/b.md#c");
        assert_eq!(markdown_link("https://x.example/a.html".into()), "https://x.example/a.html");
        assert_eq!(markdown_link("#c".into()), "#c");
    }
}
