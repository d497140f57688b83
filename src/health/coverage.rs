//! What the articles cover: topics that trees and menus name, articles that no topic shows, articles that
//! compete for one topic.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cell, Shade, Table, columns, text};
use crate::{
    article::{
        Body,
        document::{Document, document},
        kind::{Audience, Kind},
    },
    corpus::Entry,
    report::counted,
    site::Site,
};

/// Topics that are named, and articles that menus lead to.
#[derive(Default)]
struct Named<'s> {
    /// By id in lower case: where each is named.
    topics: BTreeMap<String, BTreeSet<&'s str>>,
    articles: BTreeSet<String>,
}

pub(super) fn tables(site: &Site<'_>) -> Vec<Table> {
    let named = named(site);
    vec![schemes(site, &named), unserved(site, &named), hidden(site, &named), competitors(site)]
}

fn named<'s>(site: &'s Site<'_>) -> Named<'s> {
    let mut named = Named::default();
    for (index, entry) in site.entries() {
        let Body::Json(body) = &entry.article.body else { continue };
        let Some(root) = &body.root else { continue };
        let path = &*site.corpus.source(index).path;
        let kind = entry.article.metadata.kind;
        let mut name = |id: Option<&str>| {
            let id = id.map(str::trim).filter(|id| !id.is_empty());
            if let Some(id) = id {
                named.topics.entry(id.to_lowercase()).or_default().insert(path);
            }
        };
        match (kind, document(kind.name(), root)) {
            (Kind::DiagnoseAndSolve, Document::Menu(menu)) => {
                for problem in menu.problems() {
                    name(problem.support_topic_id);
                    let article = problem.common_solution_article_id.map(|id| id.trim().to_lowercase());
                    named.articles.extend(article.filter(|id| !id.is_empty()));
                }
            }
            (Kind::SupportTopicDescription, Document::TopicTree(tree)) => {
                tree.support_topics.iter().for_each(|topic| name(topic.id));
            }
            _ => {}
        }
    }
    named
}

/// The published articles that list the topic `id`.
fn serving<'s>(site: &'s Site<'_>, id: &str) -> impl Iterator<Item = (u32, &'s Entry)> {
    let published = |index: &&u32| site.published[**index as usize];
    let serving: Vec<u32> = site.corpus.with_topic(id).iter().filter(published).copied().collect();
    serving.into_iter().map(|index| (index, &site.corpus.entries[index as usize]))
}

/// What kind of id `id` is.
fn scheme(id: &str) -> &'static str {
    let is_uuid = id.len() == 36 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    match id.len() {
        _ if is_uuid => "UUID",
        _ if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) => "other",
        1..=8 => "number of up to 8 digits",
        _ => "number of 9 digits or more",
    }
}

fn schemes(site: &Site<'_>, named: &Named<'_>) -> Table {
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for id in named.topics.keys() {
        counts.entry(scheme(id)).or_default()[usize::from(serving(site, id).next().is_none())] += 1;
    }
    let row = |(scheme, [served, unserved]): (&str, [usize; 2])| {
        vec![text(scheme), Cell::Number(served), Cell::Number(unserved)]
    };
    Table {
        id: "coverage",
        title: "Coverage of topics",
        lead: format!("Trees and menus name {}.", counted(named.topics.len(), "topic")),
        columns: columns(&[
            ("form of the id", None),
            ("served", Some(Shade::Plain)),
            ("without an article", Some(Shade::Warning)),
        ]),
        rows: counts.into_iter().map(row).collect(),
    }
}

fn unserved(site: &Site<'_>, named: &Named<'_>) -> Table {
    let mut rows: Vec<(usize, &str, Vec<&str>)> = named
        .topics
        .iter()
        .filter(|(id, _)| serving(site, id).next().is_none())
        .map(|(id, paths)| (paths.len(), id.as_str(), paths.iter().copied().collect()))
        .collect();
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let lead = match rows.len() {
        0 => "Every topic has an article.".to_owned(),
        _ => "A tree or a menu offers them, and no article lists them.".to_owned(),
    };
    let row = |(count, id, paths): (usize, &str, Vec<&str>)| {
        let name = site.topic_name(id).unwrap_or_default();
        let first = paths.first().copied().unwrap_or_default();
        vec![text(id), text(name), text(scheme(id)), Cell::Number(count), text(first)]
    };
    Table {
        id: "topics",
        title: "Topics without an article",
        lead,
        columns: columns(&[
            ("topic", None),
            ("name", None),
            ("form", None),
            ("named by", None),
            ("first named in", None),
        ]),
        rows: rows.into_iter().map(row).collect(),
    }
}

/// Articles for customers that neither a topic nor a menu leads to.
fn hidden(site: &Site<'_>, named: &Named<'_>) -> Table {
    let is_hidden = |entry: &Entry| {
        let metadata = &entry.article.metadata;
        let id = metadata.article_id.as_deref().map(str::to_lowercase).unwrap_or_default();
        metadata.kind.audience() == Audience::Customer
            && !metadata.topics.iter().any(|topic| named.topics.contains_key(&**topic))
            && !named.articles.contains(&id)
    };
    let rows: Vec<Vec<Cell>> = site
        .entries()
        .filter(|(_, entry)| is_hidden(entry))
        .map(|(index, entry)| {
            let page = &site.pages[index as usize];
            let service = &site.services[page.service as usize].name;
            let topics = Cell::Number(entry.article.metadata.topics.len());
            vec![text(&*site.corpus.source(index).path), text(&*page.title), text(&**service), topics]
        })
        .collect();
    let lead = if named.topics.is_empty() {
        "No tree and no menu names a topic.".to_owned()
    } else {
        format!("{} for customers can be found by search alone.", counted(rows.len(), "article"))
    };
    Table {
        id: "hidden",
        title: "Articles that no topic shows",
        lead,
        columns: columns(&[("article", None), ("title", None), ("service", None), ("own topics", None)]),
        rows,
    }
}

/// Topics with more than one article of a kind for customers in a cloud.
fn competitors(site: &Site<'_>) -> Table {
    let mut by_topic: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for (_, entry) in site.entries() {
        let metadata = &entry.article.metadata;
        if metadata.kind.audience() == Audience::Customer {
            metadata.topics.iter().for_each(|topic| by_topic.entry(topic).or_default().push(entry));
        }
    }
    let mut rows: Vec<(usize, &str, &str)> = by_topic
        .into_iter()
        .filter_map(|(topic, entries)| {
            let mut kinds: BTreeMap<(Kind, _), usize> = BTreeMap::new();
            for entry in &entries {
                for cloud in entry.article.metadata.clouds.iter() {
                    *kinds.entry((entry.article.metadata.kind, cloud)).or_default() += 1;
                }
            }
            let ((kind, _), most) = kinds.into_iter().rev().max_by_key(|(_, count)| *count)?;
            (most > 1).then_some((most, topic, kind.label()))
        })
        .collect();
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let row = |(most, topic, kind): (usize, &str, &str)| {
        let name = site.topic_name(topic).unwrap_or_default();
        vec![text(topic), text(name), text(kind), Cell::Number(most)]
    };
    Table {
        id: "competitors",
        title: "Articles that compete for a topic",
        lead: "Several articles of one kind answer the same topic in the same cloud.".to_owned(),
        columns: columns(&[
            ("topic", None),
            ("name", None),
            ("kind", None),
            ("articles", Some(Shade::Plain)),
        ]),
        rows: rows.into_iter().map(row).collect(),
    }
}
