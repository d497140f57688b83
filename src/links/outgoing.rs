//! The addresses on the web that articles link to, and the places they stand at.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag, TagEnd};
use rayon::prelude::*;
use url::Url;

use crate::{
    article::{
        Article, Body,
        json::{Node, Value},
        markdown::{
            cook::{Cooked, has_mark},
            events::events,
            mark::MarkKind,
        },
        url::Destination,
    },
    config::Config,
    corpus::{Corpus, Entry},
    source::SourceFile,
    span::Span,
};

/// Every address and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outgoing {
    /// By address; places by file, then by place.
    links: BTreeMap<String, Vec<Place>>,
}

/// Where a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index of the file in the corpus's sources.
    pub file: u32,
    /// The place in it.
    pub span: Span,
}

impl Outgoing {
    /// The links of the articles of `corpus` that a site of `config` publishes.
    pub fn new(corpus: &Corpus, config: &Config) -> Self {
        let sites = config.of_sites();
        let is_published = |entry: &&Entry| {
            sites.iter().any(|site| site.publishes(&entry.article.metadata, &entry.service.id))
        };
        let published: Vec<_> = corpus.entries.iter().filter(is_published).collect();
        let of_articles: Vec<Vec<(String, Place)>> = published
            .par_iter()
            .map(|entry| {
                let source = &corpus.sources[entry.source as usize];
                let links = of_article(&entry.article, source).into_iter();
                links.map(|(url, span)| (url, Place { file: entry.source, span })).collect()
            })
            .collect();
        let mut links: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        for (url, place) in of_articles.into_iter().flatten() {
            links.entry(url).or_default().push(place);
        }
        for places in links.values_mut() {
            places.sort_unstable();
            places.dedup();
        }
        Self { links }
    }

    /// Every address with its places.
    pub fn links(&self) -> impl ExactSizeIterator<Item = (&str, &[Place])> {
        self.links.iter().map(|(url, places)| (&**url, places.as_slice()))
    }

    /// Whether an article links to `url`.
    pub fn has(&self, url: &str) -> bool {
        self.links.contains_key(url)
    }
}

/// `address` in the one form that link checkers print it in, without a place within the page; `None` when
/// it is none on the web.
pub(super) fn normal(address: &str) -> Option<String> {
    let mut url = Url::parse(address).ok()?;
    url.set_fragment(None);
    (matches!(url.scheme(), "http" | "https") && url.host_str().is_some()).then(|| url.into())
}

fn of_article(article: &Article, source: &SourceFile) -> Vec<(String, Span)> {
    let mut links = Vec::new();
    match &article.body {
        Body::Markdown(_) => {
            let cooked = Cooked::new(&source.text, article.header.body_start(), &mut Vec::new());
            markdown(&cooked, &source.text, None, &mut links);
        }
        Body::Json(body) => body.root.iter().for_each(|root| json(root, &mut links)),
    }
    links
}

/// The links of `cooked`, made of `file`; all stand at `place` if that is given.
fn markdown(cooked: &Cooked<'_>, file: &str, place: Option<Span>, links: &mut Vec<(String, Span)>) {
    let first = links.len();
    let mut add = |address: &str, span: Span| {
        let url = match Destination::parse(address) {
            Destination::Web(address) | Destination::Button(address) => normal(&address),
            _ => None,
        };
        links.extend(url.map(|url| (url, place.unwrap_or(span))));
    };
    // Within links and code an address is no link of its own.
    let mut within = 0_u32;
    for (event, range) in events(cooked) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                within += 1;
                add(&cooked.unmarked(&dest_url, file), cooked.span(&range));
            }
            Event::Start(Tag::CodeBlock(_)) => within += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => within = within.saturating_sub(1),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                if has_mark(&text) {
                    for mark in text.chars().filter_map(|c| cooked.mark(c)) {
                        let MarkKind::Tag(tag) = mark.kind else { continue };
                        for name in ["href", "src"] {
                            tag.attribute(name).into_iter().for_each(|address| add(address, mark.span));
                        }
                    }
                }
                if within == 0 && text.contains("://") {
                    let span = cooked.span(&range);
                    let found = linkify::LinkFinder::new();
                    for link in found.links(&text).filter(|link| *link.kind() == linkify::LinkKind::Url) {
                        add(link.as_str(), span);
                    }
                }
            }
            _ => {}
        }
    }
    links[first..].sort_by_key(|(_, span)| *span);
}

/// The links in the texts of `node`: addresses alone, and texts that are Markdown.
fn json(node: &Node, links: &mut Vec<(String, Span)>) {
    match &node.value {
        Value::String(text) if text.contains("://") => {
            let whole = text.trim();
            if let Some(url) = normal(whole).filter(|_| !whole.contains([' ', '<', '[', '\n'])) {
                links.push((url, node.span));
            } else {
                markdown(&Cooked::new(text, 0, &mut Vec::new()), text, Some(node.span), links);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| json(element, links)),
        Value::Object(object) => object.members.iter().for_each(|member| json(&member.value, links)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_one_form() {
        assert_eq!(normal("HTTPS://A.example").as_deref(), Some("https://a.example/"));
        assert_eq!(
            normal("https://a.example/ä b?c=(d)#e").as_deref(),
            Some("https://a.example/%C3%A4%20b?c=(d)")
        );
        assert_eq!(normal("mailto:a@b.example"), None);
        assert_eq!(normal("https://"), None);
    }

    #[test]
    fn links_are_found_in_every_form_but_not_in_code() {
        let text = "[a](https://a.example/x) <https://b.example> bare https://c.example/y. <a href=\"https://d.example/\">d</a> `https://e.example`\n\n    https://f.example\n\n[https://g.example](https://h.example)";
        let mut links = Vec::new();
        markdown(&Cooked::new(text, 0, &mut Vec::new()), text, None, &mut links);
        // In which order links of one text are found does not matter: places are sorted.
        let mut urls: Vec<&str> = links.iter().map(|(url, _)| &**url).collect();
        urls.sort_unstable();
        assert_eq!(
            urls,
            [
                "https://a.example/x",
                "https://b.example/",
                "https://c.example/y",
                "https://d.example/",
                "https://h.example/"
            ]
        );
        assert_eq!(links[0].1.text(text), "[a](https://a.example/x)");
    }
}
