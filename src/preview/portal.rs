//! How the portal would use an article: in the list of its service, in those of its topics, and beside the
//! articles that compete with it for them.

use serde_json::{Value, json};

use super::{edition::Edition, stages::Stages};
use crate::site::{Group, Site};

/// Cards before and after the article that a list shows.
const AROUND: usize = 3;
/// The most cards of a topic's list.
const MOST: usize = 24;

/// The lists that the entry `index` is in.
pub(super) fn lists(stages: &Stages, index: u32, edition: Edition) -> Value {
    let site = stages.site(edition);
    let address = |address: &str| stages.configs().address(edition, address);
    if !site.published[index as usize] {
        return Value::Null;
    }
    let service = &site.services[site.pages[index as usize].service as usize];
    let holds = |group: &&Group| group.entries.contains(&index);
    let of_service = service.groups.iter().chain(&service.folded).find(holds).map(|group| {
        let at = group.entries.iter().position(|other| *other == index).unwrap_or_default();
        let (first, end) = (at.saturating_sub(AROUND), (at + AROUND + 1).min(group.entries.len()));
        let cards: Vec<Value> =
            group.entries[first..end].iter().map(|other| card(&site, *other, index, &address)).collect();
        json!({
            "name": service.name,
            "url": address(&service.url),
            "group": group.name,
            "at": at + 1,
            "of": group.entries.len(),
            "before": first,
            "after": group.entries.len() - end,
            "cards": cards,
        })
    });
    let metadata = &site.corpus.entries[index as usize].article.metadata;
    let topics: Vec<Value> =
        metadata.topics.iter().map(|topic| of_topic(&site, topic, index, &address)).collect();
    json!({"service": of_service, "topics": topics})
}

/// The list of a topic, and in it those that the article competes with: of the same kind, for a product and
/// a cloud of its own.
fn of_topic(site: &Site<'_>, topic: &str, index: u32, address: &dyn Fn(&str) -> String) -> Value {
    let corpus = site.corpus;
    let own = &corpus.entries[index as usize].article.metadata;
    let published: Vec<u32> =
        corpus.with_topic(topic).iter().copied().filter(|other| site.published[*other as usize]).collect();
    let competes = |other: u32| {
        let metadata = &corpus.entries[other as usize].article.metadata;
        other != index
            && metadata.kind == own.kind
            && metadata.clouds.overlaps(own.clouds)
            && (own.products.is_empty() || metadata.products.iter().any(|id| own.products.contains(id)))
    };
    let competitors = published.iter().filter(|other| competes(**other)).count();
    // The article itself is always among those that are shown.
    let mut shown: Vec<u32> = published.iter().copied().take(MOST).collect();
    if !shown.contains(&index) {
        shown.pop();
        shown.push(index);
    }
    let cards: Vec<Value> = shown
        .iter()
        .map(|other| {
            let mut card = card(site, *other, index, address);
            card["competes"] = competes(*other).into();
            card
        })
        .collect();
    json!({
        "id": topic,
        "name": corpus.topic_name(topic, &site.config.audiences),
        "of": published.len(),
        "competitors": competitors,
        "cards": cards,
    })
}

fn card(site: &Site<'_>, index: u32, own: u32, address: &dyn Fn(&str) -> String) -> Value {
    let entry = &site.corpus.entries[index as usize];
    let page = &site.pages[index as usize];
    let metadata = &entry.article.metadata;
    json!({
        "title": page.title,
        "line": page.line,
        "url": address(&entry.address),
        "kind": metadata.kind.label(),
        "order": metadata.display_order,
        "clouds": metadata.clouds,
        "own": index == own,
    })
}
