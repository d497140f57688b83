//! Articles by themselves: how old they are, which have the same body, which links are broken.

use std::collections::BTreeMap;

use jiff::{Unit, civil::Date};

use super::{Cell, Shade, Table, columns, text};
use crate::{history::Change, links::Ledger, site::Site};

/// Ages in days, and what they are called.
const AGES: [(u32, &str); 6] = [
    (90, "up to 3 months"),
    (182, "up to 6 months"),
    (365, "up to a year"),
    (730, "up to 2 years"),
    (1095, "up to 3 years"),
    (u32::MAX, "older"),
];

pub(super) fn age(site: &Site<'_>, today: Date) -> Table {
    let mut counts = [0; AGES.len()];
    let mut unknown = 0;
    for (index, _) in site.entries() {
        let day = site.change(index).and_then(|change| change.day().parse::<Date>().ok());
        let Some(day) = day else {
            unknown += 1;
            continue;
        };
        let days = (today - day).total((Unit::Day, today)).map_or(0.0, |days| days.max(0.0)) as u32;
        counts[AGES.partition_point(|(most, _)| *most < days).min(AGES.len() - 1)] += 1;
    }
    let is_known = !site.history.is_empty();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    if is_known {
        rows.extend(AGES.iter().zip(counts).map(|((_, name), count)| vec![text(*name), Cell::Number(count)]));
        rows.push(vec![text("not known"), Cell::Number(unknown)]);
    }
    Table {
        id: "age",
        title: "Time since the last change",
        lead: if is_known { String::new() } else { unknown_history() },
        columns: columns(&[("last change", None), ("articles", Some(Shade::Plain))]),
        rows,
    }
}

pub(super) fn oldest(site: &Site<'_>) -> Table {
    let mut known: Vec<(u32, &Change)> =
        site.entries().filter_map(|(index, _)| Some((index, site.change(index)?))).collect();
    known.sort_by_key(|(_, change)| change.time);
    let row = |(index, change): (u32, &Change)| {
        let page = &site.pages[index as usize];
        vec![text(change.day()), text(&*page.title), text(&*site.corpus.source(index).path)]
    };
    Table {
        id: "oldest",
        title: "Articles that have not changed for longest",
        lead: if site.history.is_empty() { unknown_history() } else { String::new() },
        columns: columns(&[("last change", None), ("title", None), ("article", None)]),
        rows: known.into_iter().map(row).collect(),
    }
}

fn unknown_history() -> String {
    "When articles changed is not known: set `history.enabled`, or give --dates.".to_owned()
}

/// Articles whose bodies are the same but for white space around them.
pub(super) fn identical(site: &Site<'_>) -> Table {
    let mut by_body: BTreeMap<[u8; 32], Vec<u32>> = BTreeMap::new();
    for (index, entry) in site.entries() {
        let body = site.corpus.source(index).text[entry.article.header.body_start()..].trim();
        if !body.is_empty() {
            by_body.entry(*blake3::hash(body.as_bytes()).as_bytes()).or_default().push(index);
        }
    }
    let path = |index: u32| &*site.corpus.source(index).path;
    let mut groups: Vec<Vec<u32>> = by_body.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| path(a[0]).cmp(path(b[0]))));
    let row = |group: Vec<u32>| {
        let title = &*site.pages[group[0] as usize].title;
        vec![text(path(group[0])), text(path(group[1])), text(title), Cell::Number(group.len())]
    };
    let lead = match groups.len() {
        0 => "No two articles have the same body.",
        _ => "What is the same in several places has to be mended in several places.",
    };
    Table {
        id: "identical",
        title: "Identical bodies",
        lead: lead.to_owned(),
        columns: columns(&[
            ("first", None),
            ("second", None),
            ("title", None),
            ("articles", Some(Shade::Plain)),
        ]),
        rows: groups.into_iter().map(row).collect(),
    }
}

pub(super) fn links(ledger: &Ledger) -> Table {
    let mut rows: Vec<(Date, &str, &str)> =
        ledger.broken().map(|(url, broken)| (broken.since, url, &*broken.why)).collect();
    rows.sort_unstable();
    let lead = match rows.len() {
        0 => "No broken links are known: casebook links --results writes them down.",
        _ => "",
    };
    let row = |(since, url, why): (Date, &str, &str)| vec![text(since.to_string()), text(url), text(why)];
    Table {
        id: "links",
        title: "Broken links",
        lead: lead.to_owned(),
        columns: columns(&[("broken since", None), ("link", None), ("answer", None)]),
        rows: rows.into_iter().map(row).collect(),
    }
}
