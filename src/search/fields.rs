//! What is searched of an article, text by text, with the field that each text belongs to.
//!
//! Reads articles through `article::markdown::events` and the JSON tree. Knows no words and no bytes.

use pulldown_cmark::{Event, Tag, TagEnd};
use rustc_hash::FxHashMap;

use crate::{
    article::{
        Body,
        document::{Document, Problem, document},
        json::{Node, Value},
        kind::Kind,
        markdown::{
            cook::{Cooked, is_mark},
            events::events,
            mark::MarkKind,
            outline::start,
        },
    },
    corpus::{folder, stem},
    site::Site,
};

/// Where a word stands. The bits are those of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Field {
    /// The title of the page.
    Title = 0x80,
    /// Headings, the body's own headline among them.
    Heading = 0x40,
    /// The description.
    Description = 0x20,
    /// Search words, and what menus and trees say of the article and its topics.
    Words = 0x10,
    /// The names around it: file, folder, service, resource.
    Context = 0x08,
    /// All other text.
    Body = 0,
}

/// How many titles of a topic's articles count for the others of the topic.
const TITLES: usize = 6;

/// What is said elsewhere of articles and topics, by id in lower case: by menus, by trees, and by the
/// titles of the articles of one topic for each other.
#[derive(Debug, Default)]
pub(super) struct Said<'c> {
    articles: FxHashMap<String, Vec<&'c str>>,
    topics: FxHashMap<String, Vec<&'c str>>,
}

impl<'c> Said<'c> {
    /// Collects it from the published menus and trees of `site`.
    pub(super) fn new(site: &'c Site<'_>) -> Self {
        let mut said = Self::default();
        for (index, entry) in site.entries() {
            let kind = entry.article.metadata.kind;
            for topic in &entry.article.metadata.topics {
                let title = &*site.pages[index as usize].title;
                match said.topics.get_mut(&**topic) {
                    Some(texts) if texts.len() < TITLES && !texts.contains(&title) => texts.push(title),
                    Some(_) => {}
                    None => drop(said.topics.insert(topic.to_string(), vec![title])),
                }
            }
            let Body::Json(body) = &entry.article.body else { continue };
            let Some(root) = &body.root else { continue };
            if !matches!(kind, Kind::DiagnoseAndSolve | Kind::SupportTopicDescription) {
                continue;
            }
            match (kind, document(kind.name(), root)) {
                (Kind::DiagnoseAndSolve, Document::Menu(menu)) => {
                    menu.problems().into_iter().for_each(|problem| said.problem(problem));
                }
                (Kind::SupportTopicDescription, Document::TopicTree(tree)) => {
                    for topic in &tree.support_topics {
                        let Some(id) = topic.id else { continue };
                        let texts = [topic.short_description, topic.long_description].into_iter().flatten();
                        say(&mut said.topics, id, texts.chain(topic.search_tags.iter().copied()));
                    }
                }
                _ => {}
            }
        }
        said
    }

    fn problem(&mut self, problem: &Problem<'c>) {
        let targets = [
            (problem.common_solution_article_id, &mut self.articles),
            (problem.support_topic_id, &mut self.topics),
        ];
        for (id, said) in targets {
            let Some(id) = id.map(str::trim).filter(|id| !id.is_empty()) else { continue };
            let texts = [problem.title, problem.description].into_iter().flatten();
            say(said, id, texts.chain(problem.search_tags.iter().copied()));
        }
    }
}

/// So many texts are searched with an article or a topic that they are said of elsewhere, and of each so many
/// bytes: else a long menu would be searched with each of its articles.
const MOST_TEXTS: usize = 256;
const LONGEST_TEXT: usize = 2_000;
/// Of all of an article's topics together, in bytes.
const MOST_SAID: usize = 16_000;

/// Adds what is said of `id`.
fn say<'c>(said: &mut FxHashMap<String, Vec<&'c str>>, id: &str, texts: impl Iterator<Item = &'c str>) {
    let known = said.entry(id.trim().to_lowercase()).or_default();
    let left = MOST_TEXTS.saturating_sub(known.len());
    known.extend(texts.take(left).map(|text| start(text, LONGEST_TEXT)));
}

/// Gives the texts around the body of the entry `index` to `take`, the title first.
pub(super) fn around(site: &Site<'_>, said: &Said<'_>, index: u32, take: &mut impl FnMut(Field, &str)) {
    let entry = &site.corpus.entries[index as usize];
    let page = &site.pages[index as usize];
    let metadata = &entry.article.metadata;
    let source = site.corpus.source(index);
    let service = &site.services[page.service as usize];
    take(Field::Title, &page.title);
    take(Field::Heading, &page.subtitle);
    take(Field::Description, &metadata.description);
    for tag in metadata.search_tags.iter().chain(&metadata.tags) {
        take(Field::Words, tag);
    }
    // What is said of it elsewhere, until that is as long as an article.
    let mut left = MOST_SAID;
    let mut say = |texts: Option<&Vec<&str>>, take: &mut _| {
        for text in texts.into_iter().flatten() {
            left = left.saturating_sub(text.len());
            if left > 0 {
                seen(text, Field::Words, take);
            }
        }
    };
    say(metadata.article_id.as_ref().and_then(|id| said.articles.get(&id.to_lowercase())), take);
    for topic in &metadata.topics {
        if let Some(name) = site.topic_name(topic) {
            take(Field::Words, name);
        }
        say(said.topics.get(&**topic), take);
    }
    take(Field::Context, stem(&source.path));
    let folder = folder(&source.path);
    take(Field::Context, folder.strip_prefix("articles/").unwrap_or(folder));
    take(Field::Context, &service.id);
    take(Field::Context, &service.name);
    take(Field::Context, metadata.resource.as_deref().unwrap_or_default());
}

/// Gives the texts of the body of the entry `index` to `take`, if it is JSON.
pub(super) fn json_body(site: &Site<'_>, index: u32, take: &mut impl FnMut(Field, &str)) {
    let Body::Json(body) = &site.corpus.entries[index as usize].article.body else { return };
    if let Some(title) = &body.title {
        take(Field::Heading, &title.text);
    }
    if let Some(root) = &body.root {
        json(root, take);
    }
}

/// Gives the texts of one event of a Markdown body to `take`. `field` is the one it stands in, which it may
/// change.
pub(super) fn markdown(
    cooked: &Cooked<'_>,
    file: &str,
    event: &Event<'_>,
    field: &mut Field,
    take: &mut impl FnMut(Field, &str),
) {
    match event {
        Event::Start(Tag::Heading { .. }) => *field = Field::Heading,
        Event::End(TagEnd::Heading(_)) => *field = Field::Body,
        Event::Text(text) if !cooked.marks.is_empty() && text.contains(is_mark) => {
            for part in text.split_inclusive(is_mark) {
                take(*field, part.trim_end_matches(is_mark));
                marks(cooked, part, *field, take);
            }
        }
        Event::Text(text) => take(*field, text),
        Event::Code(code) => take(*field, &cooked.unmarked(code, file)),
        Event::Html(html) | Event::InlineHtml(html) => marks(cooked, html, *field, take),
        _ => {}
    }
}

/// The texts of what the marks in `text` stand for.
fn marks(cooked: &Cooked<'_>, text: &str, field: Field, take: &mut impl FnMut(Field, &str)) {
    for mark in text.chars().filter_map(|c| cooked.mark(c)) {
        match mark.kind {
            MarkKind::Literal(text) => take(field, text),
            MarkKind::PanelOpen(name) => take(Field::Heading, name),
            MarkKind::Element(element) => {
                for name in ["title", "name", "executionText"] {
                    take(Field::Body, element.field(name));
                }
            }
            _ => {}
        }
    }
}

/// The keys of JSON bodies whose texts readers see.
const SEEN: &[&str] = &[
    "content",
    "description",
    "displaylabel",
    "fileattachmenthint",
    "hints",
    "infoballoontext",
    "insightnotavailabletext",
    "longdescription",
    "potentialbenefits",
    "searchtags",
    "shortdescription",
    "text",
    "title",
    "watermarktext",
];

fn json(node: &Node, take: &mut impl FnMut(Field, &str)) {
    match &node.value {
        Value::Object(object) => {
            for member in &object.members {
                match &member.value.value {
                    Value::String(text) => {
                        if SEEN.iter().any(|key| key.eq_ignore_ascii_case(&member.key)) {
                            seen(text, Field::Body, take);
                        }
                    }
                    _ => json(&member.value, take),
                }
            }
        }
        // A list of texts, such as hints, is seen as a whole.
        Value::Array(elements) => {
            for element in elements {
                match &element.value {
                    Value::String(text) if text.contains(' ') => seen(text, Field::Body, take),
                    _ => json(element, take),
                }
            }
        }
        _ => {}
    }
}

/// What readers see of a text of a JSON body: not its tags, and not where its links lead.
fn seen(text: &str, field: Field, take: &mut impl FnMut(Field, &str)) {
    if text.contains("](") || text.contains("]:") {
        let cooked = Cooked::new(text, 0, &mut Vec::new());
        let mut own = field;
        for (event, _) in events(&cooked) {
            markdown(&cooked, text, &event, &mut own, &mut |_, text| take(field, text));
        }
        return;
    }
    let mut rest = text;
    // Whether a `>` may still follow: where one look found none, the next finds none.
    let mut closes = true;
    while let Some((before, after)) = rest.split_once('<') {
        take(field, before);
        let is_tag = closes && after.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
        let end = if is_tag { after.find('>') } else { None };
        closes &= !is_tag || end.is_some();
        rest = &after[end.map_or(0, |end| end + 1)..];
    }
    take(field, rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_texts_readers_see_what_is_no_tag() {
        let all = |text: &str| {
            let mut parts = String::new();
            seen(text, Field::Body, &mut |_, part| parts.push_str(part));
            parts
        };
        assert_eq!(all("a <b>c</b> d"), "a c d");
        assert_eq!(all("1 < 2 and <i>more</i>"), "1  2 and more");
        assert_eq!(all("a <b c <d e"), "a b c d e");
        assert_eq!(all("a < b <c"), "a  b c");
        assert_eq!(all("[a](https://a.example) <b>c</b>"), "a c");
    }
}
