//! What the rest of casebook needs to know of a Markdown body without rendering it: its headline, its
//! headings with their anchors, its links and images. Elements that lack an attribute are
//! reported here.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Event, Tag as MdTag, TagEnd};
use rustc_hash::FxHashMap;

use super::{
    cook::{Cooked, has_mark, is_mark},
    element::Element,
    events::events,
    limits::Limits,
    mark::{MarkKind, Tag},
};
use crate::{article::kind::Kind, diagnostic::Finding, span::Span};

/// The parts of a Markdown body that others point at or count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The body's own headline: its first H1, for Apollo articles its first H2. It is not part of the
    /// rendered body.
    pub title: Option<Heading>,
    /// All other headings that have a text, and panels, in order.
    pub headings: Box<[Heading]>,
    /// Links and images in order.
    pub links: Box<[Link]>,
    /// What else the body is made of, in the order in which it ends.
    pub blocks: Box<[Block]>,
    /// The comments that are never shown, in order.
    pub comments: Box<[Span]>,
    /// The places in `headings` of more than [`FEW`], sorted by id; of fewer it is empty.
    sorted: Box<[u32]>,
}

/// Among so few headings one is found by looking at each.
const FEW: usize = 32;

/// A part of a Markdown body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// For lists and items: how many lists it stands in, itself counted.
    pub depth: u8,
    /// Where it stands in the file, markers included.
    pub span: Span,
}

/// The parts that rules look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading as written, with its level from 1; empty ones too.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A fenced or indented code block.
    CodeBlock,
    /// Code within a line.
    Code,
    /// Strong emphasis.
    Strong,
    /// A list; its first number if it is numbered.
    List(Option<u32>),
    /// An item of a list.
    Item,
    /// A quote without a title.
    Quote,
    /// `> [!NOTE]` and its like.
    Alert,
    /// A table.
    Table,
    /// A block of raw HTML.
    Html,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The level shown, from 2: never more than one below the heading before.
    pub level: u8,
    /// Its text, without markup.
    pub text: Box<str>,
    /// Its anchor: readable, and unique in the article.
    pub id: Box<str>,
    /// Where it stands in the file.
    pub span: Span,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written.
    pub url: Box<str>,
    /// Its text without markup; for an image its alternative text.
    pub text: Box<str>,
    /// Where it stands in the file, from `[` or `!` to `)`.
    pub span: Span,
    /// Whether it is an image.
    pub image: bool,
}

impl Outline {
    /// Outlines `cooked`, which was made of the file `file`.
    pub fn new(cooked: &Cooked<'_>, file: &str, kind: Kind, findings: &mut Vec<Finding>) -> Self {
        let mut outliner = Outliner {
            cooked,
            file,
            title_level: if kind == Kind::Apollo { 2 } else { 1 },
            title: None,
            headings: Vec::new(),
            links: Vec::new(),
            anchors: Anchors::default(),
            level: 1,
            heading: None,
            open_links: Vec::new(),
            blocks: Vec::new(),
            lists: Vec::new(),
            limits: Limits::default(),
            findings,
        };
        for (event, range) in events(cooked) {
            outliner.limits.count(&event, || cooked.span(&range), outliner.findings);
            outliner.event(&event, &range);
        }
        outliner.finish()
    }

    /// The id of the heading that `fragment` means, in upper or lower case; ids themselves are in lower case.
    pub fn anchor(&self, fragment: &str) -> Option<&str> {
        let mut ids = self.headings.iter().map(|heading| &*heading.id);
        if self.sorted.is_empty() {
            return ids.find(|id| id.eq_ignore_ascii_case(fragment));
        }
        let wanted = fragment.to_ascii_lowercase();
        let id = |at: u32| &*self.headings[at as usize].id;
        self.sorted.binary_search_by(|at| id(*at).cmp(&wanted)).ok().map(|place| id(self.sorted[place]))
    }
}

/// How many links and images inside each other get a text.
const OPEN_LINKS: usize = 8;

struct Outliner<'c, 't, 'f> {
    cooked: &'c Cooked<'t>,
    file: &'t str,
    title_level: u8,
    title: Option<Heading>,
    headings: Vec<Heading>,
    links: Vec<Link>,
    anchors: Anchors,
    level: u8,
    heading: Option<(u8, String)>,
    open_links: Vec<(Link, String)>,
    blocks: Vec<Block>,
    /// The first numbers of the lists that are open.
    lists: Vec<Option<u32>>,
    limits: Limits,
    findings: &'f mut Vec<Finding>,
}

impl<'t> Outliner<'_, 't, '_> {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        self.block(event, range);
        match event {
            Event::Start(MdTag::Heading { level, .. }) => self.heading = Some((*level as u8, String::new())),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((level, text)) = self.heading.take() {
                    self.add_heading(level, &text, self.cooked.span(range));
                }
            }
            Event::Start(MdTag::Link { dest_url, .. }) => self.open_link(dest_url, range, false),
            Event::Start(MdTag::Image { dest_url, .. }) => self.open_link(dest_url, range, true),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((mut link, text)) = self.open_links.pop() {
                    link.text = text.into();
                    self.links.push(link);
                }
            }
            Event::Text(text) => self.text(text),
            Event::Code(code) => self.plain(&self.cooked.unmarked(code, self.file)),
            Event::SoftBreak | Event::HardBreak => self.plain(" "),
            Event::Html(html) | Event::InlineHtml(html) => self.marks(html),
            _ => {}
        }
    }

    /// Notes the block that `event` ends.
    fn block(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let depth = self.lists.len() as u8;
        let kind = match event {
            Event::Start(MdTag::List(first)) => {
                self.lists.push(first.map(|first| first.min(u64::from(u32::MAX)) as u32));
                return;
            }
            Event::End(TagEnd::List(_)) => BlockKind::List(self.lists.pop().flatten()),
            Event::End(TagEnd::Item) => BlockKind::Item,
            Event::End(TagEnd::Heading(level)) => BlockKind::Heading(*level as u8),
            Event::End(TagEnd::Paragraph) => BlockKind::Paragraph,
            Event::End(TagEnd::CodeBlock) => BlockKind::CodeBlock,
            Event::End(TagEnd::Strong) => BlockKind::Strong,
            Event::End(TagEnd::BlockQuote(None)) => BlockKind::Quote,
            Event::End(TagEnd::BlockQuote(Some(_))) => BlockKind::Alert,
            Event::End(TagEnd::Table) => BlockKind::Table,
            Event::End(TagEnd::HtmlBlock) => BlockKind::Html,
            Event::Code(_) => BlockKind::Code,
            _ => return,
        };
        self.blocks.push(Block { kind, depth, span: self.cooked.span(range) });
    }

    fn open_link(&mut self, url: &str, range: &Range<usize>, image: bool) {
        let url = self.cooked.unmarked(url, self.file).into_owned().into();
        self.open_links
            .push((Link { url, text: Box::default(), span: self.cooked.span(range), image }, String::new()));
    }

    fn text(&mut self, text: &str) {
        if !has_mark(text) {
            self.plain(text);
            return;
        }
        for part in text.split_inclusive(is_mark) {
            self.plain(part.trim_end_matches(is_mark));
            self.marks(part);
        }
    }

    /// Adds `text` to the heading and links that are open.
    fn plain(&mut self, text: &str) {
        if let Some((_, heading)) = &mut self.heading {
            heading.push_str(text);
        }
        // Links stand in no links and images in few: texts of more would grow with the square of their number.
        for (_, link_text) in self.open_links.iter_mut().take(OPEN_LINKS) {
            link_text.push_str(text);
        }
    }

    fn marks(&mut self, text: &str) {
        for mark in text.chars().filter_map(|c| self.cooked.mark(c)) {
            let span = mark.span;
            match mark.kind {
                MarkKind::PanelOpen(name) => self.add_heading(2, name, span),
                MarkKind::Tag(tag) => self.tag(tag, span),
                MarkKind::Element(element) => self.element(element, span),
                MarkKind::Literal(text) => self.plain(text),
                MarkKind::TokenOpen(_)
                | MarkKind::TokenClose(_)
                | MarkKind::SectionOpen(_)
                | MarkKind::SectionClose(_)
                | MarkKind::PanelClose => {}
            }
        }
    }

    fn tag(&mut self, tag: Tag<'t>, span: Span) {
        if tag.is("br") && self.heading.is_some() {
            self.plain(" ");
        }
        if tag.is("a") && !tag.closing {
            let url = tag.attribute("href").unwrap_or_default().into();
            self.links.push(Link { url, text: Box::default(), span, image: false });
        }
        if tag.is("img") {
            let link = Link {
                url: tag.attribute("src").unwrap_or_default().into(),
                text: tag.attribute("alt").unwrap_or_default().into(),
                span,
                image: true,
            };
            self.links.push(link);
        }
    }

    /// Reports an Apollo element that lacks what the portal needs.
    fn element(&mut self, element: Element<'t>, span: Span) {
        let tag = element.tag;
        let required: &[&str] = match () {
            () if tag.closing => &[],
            () if tag.is("insight") => &["symptomId"],
            () if tag.is("metric") => &["name"],
            () if tag.is("video") => &["src", "title"],
            () if tag.is("azureKB") => &["client"],
            () => &[],
        };
        for name in required.iter().filter(|name| element.field(name).is_empty()) {
            self.findings.push(
                Finding::new("element-missing-attribute", span, format!("`<{}>` has no `{name}`", tag.name))
                    .help(format!("add `{name}=\"…\"`; without it the portal shows nothing")),
            );
        }
    }

    fn add_heading(&mut self, level: u8, text: &str, span: Span) {
        let text = tidy(text);
        let is_title = self.title.is_none() && level == self.title_level && !text.is_empty();
        if is_title {
            self.title = Some(Heading { level: 1, id: Box::default(), text: text.into(), span });
        } else if !text.is_empty() {
            self.level = level.max(2).min(self.level + 1);
            let id = self.anchors.unique(&text);
            self.headings.push(Heading { level: self.level, id, text: text.into(), span });
        }
    }

    fn finish(self) -> Outline {
        let mut sorted = Vec::new();
        if self.headings.len() > FEW {
            sorted.extend(0..self.headings.len() as u32);
            sorted.sort_unstable_by_key(|at| &self.headings[*at as usize].id);
        }
        Outline {
            sorted: sorted.into(),
            title: self.title,
            headings: self.headings.into(),
            links: self.links.into(),
            blocks: self.blocks.into(),
            comments: self.cooked.comments.as_slice().into(),
        }
    }
}

/// `text` with white space folded.
pub(crate) fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    tidy
}

/// Of titles and of names of topics so many bytes are shown: they stand on many pages.
pub(crate) const LONGEST_TITLE: usize = 500;

/// As much of the start of `text` as `most` bytes hold.
pub(crate) fn start(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

/// `text`, or as much of its start as `most` bytes hold with `…` behind it.
pub(crate) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match start(text, most) {
        whole if whole.len() == text.len() => whole.into(),
        part => format!("{}…", part.trim_end()).into(),
    }
}

/// Makes anchors: readable and unique.
#[derive(Debug, Default)]
struct Anchors {
    /// Each id, with the number that its next namesake is tried with.
    used: FxHashMap<String, u32>,
}

impl Anchors {
    fn unique(&mut self, text: &str) -> Box<str> {
        let slug = slug(text);
        let Some(next) = self.used.get(&slug).copied() else {
            self.used.insert(slug.clone(), 2);
            return slug.into();
        };
        // An id is one slug and one number, so each is passed over once.
        let (mut number, mut id) = (next, format!("{slug}-{next}"));
        while self.used.contains_key(&id) {
            number += 1;
            id = format!("{slug}-{number}");
        }
        self.used.insert(slug, number + 1);
        self.used.insert(id.clone(), 2);
        id.into()
    }
}

/// The ids that the default theme's templates use themselves.
const TAKEN: &[&str] = &[
    "actions",
    "advice",
    "common-problems",
    "facts",
    "fault",
    "filter",
    "form-title",
    "main",
    "more",
    "q",
    "related",
    "search",
    "services",
    "title",
    "toc",
    "tools",
    "topics",
];

/// The anchor of a heading: its letters and digits in lower case, hyphens between words. Never empty,
/// and never one of the names that the theme uses.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if (c.is_whitespace() || matches!(c, '-' | '_' | '/' | '.'))
            && !slug.is_empty()
            && !slug.ends_with('-')
        {
            slug.push('-');
        }
        if slug.len() > 80 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    match slug {
        "" => "section".to_owned(),
        name if TAKEN.contains(&name) => format!("{slug}-section"),
        slug => slug.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn outline(text: &str) -> (Outline, Vec<&'static str>) {
        let mut findings = Vec::new();
        let cooked = Cooked::new(text, 0, &mut findings);
        let outline = Outline::new(&cooked, text, Kind::Generic, &mut findings);
        (outline, findings.iter().map(|finding| finding.rule).collect())
    }

    #[test]
    fn headings_have_readable_unique_anchors_and_levels_without_gaps() {
        let (outline, rules) = outline(
            "# The <!--$vm-->[VM]<!--/$vm--> is down\n\n## **Steps**\n\n#### Finer\n## Steps\n\n## \n# Second",
        );
        assert_eq!(rules, [""; 0]);
        assert_eq!(&*outline.title.unwrap().text, "The VM is down");
        let headings: Vec<_> = outline.headings.iter().map(|h| (h.level, &*h.id, &*h.text)).collect();
        assert_eq!(
            headings,
            [(2, "steps", "Steps"), (3, "finer", "Finer"), (2, "steps-2", "Steps"), (2, "second", "Second")]
        );
    }

    #[test]
    fn headings_that_are_called_like_a_number_of_another_keep_their_anchors_apart() {
        let (outline, _) = outline("# T\n\n## A\n## A 2\n## A\n## A 2\n## A\n");
        let ids: Vec<_> = outline.headings.iter().map(|heading| &*heading.id).collect();
        assert_eq!(ids, ["a", "a-2", "a-3", "a-2-2", "a-4"]);
    }

    #[test]
    fn fragments_mean_headings_in_any_case_however_many_there_are() {
        for count in [FEW, FEW + 1, 200] {
            let text = (1..=count).map(|number| format!("## Part {number}\n")).collect::<Vec<_>>().concat();
            let (outline, _) = outline(&text);
            assert_eq!(outline.anchor("PART-17"), Some("part-17"), "of {count}");
            assert_eq!(outline.anchor(&format!("part-{count}")), Some(&*format!("part-{count}")));
            assert_eq!(outline.anchor("part-0"), None);
        }
    }

    #[test]
    fn links_and_images_are_listed_where_they_stand() {
        let text = "See [the `log`](https://a.example) and ![alt](images\\x.png)";
        let (outline, rules) = outline(text);
        assert_eq!(rules, [""; 0]);
        let links: Vec<_> =
            outline.links.iter().map(|l| (&*l.url, &*l.text, l.image, l.span.text(text))).collect();
        assert_eq!(
            links,
            [
                ("https://a.example", "the log", false, "[the `log`](https://a.example)"),
                ("images\\x.png", "alt", true, "![alt](images\\x.png)")
            ]
        );
    }

    #[test]
    fn faulty_constructs_are_reported() {
        assert_eq!(outline("<metric title=\"x\"/>").1, ["element-missing-attribute"]);
    }

    #[test]
    fn slugs_are_never_empty_or_taken() {
        assert_eq!(slug("**Recommended Steps**"), "recommended-steps");
        assert_eq!(slug("???"), "section");
        assert_eq!(slug("Search"), "search-section");
        assert_eq!(slug("Größe / Preis"), "größe-preis");
    }
}
