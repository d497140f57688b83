//! What an article is called, and what tells it apart from others of the same name.

use rustc_hash::FxHashMap;

use super::{ArticlePage, Service};
use crate::{
    article::{
        kind::Kind,
        markdown::outline::{LONGEST_TITLE, cut, tidy},
    },
    corpus::{Corpus, Entry, stem},
    history::{Change, History},
};

/// The title and subtitle of an article; its page has no neighbours yet.
pub(super) fn page(corpus: &Corpus, history: &History, index: u32, entry: &Entry) -> ArticlePage {
    let metadata = &entry.article.metadata;
    let header_title = without_comments(&metadata.title);
    let body_title = entry.article.body_title().map(|heading| &*heading.text).unwrap_or_default();
    let (title, subtitle) = match (&*header_title, body_title) {
        ("", "") => (stem(&corpus.source(index).path), ""),
        ("", body) => (body, ""),
        (header, "") => (header, ""),
        (header, body) if same(header, body) => (header, ""),
        (header, body) if metadata.kind == Kind::Apollo => (body, header),
        (header, body) => (header, body),
    };
    ArticlePage {
        title: (*cut(title, LONGEST_TITLE)).into(),
        subtitle: (*cut(subtitle, LONGEST_TITLE)).into(),
        line: (*cut(line(&metadata.description, title), LONGEST_TITLE)).into(),
        changed: changed(corpus, history, index),
        ..ArticlePage::default()
    }
}

/// The day of its last change; empty when it is not known.
pub(super) fn changed(corpus: &Corpus, history: &History, index: u32) -> Box<str> {
    history.of(&corpus.source(index).path).map(Change::day).unwrap_or_default().into()
}

/// The description, unless it only repeats the title.
fn line<'a>(description: &'a str, title: &str) -> &'a str {
    if same(description, title) { "" } else { description }
}

/// For entries of a service that share a title a second line that differs: the description, else the
/// body's headline, else the file's name.
pub(super) fn tell_apart(service: &Service, corpus: &Corpus, pages: &[ArticlePage]) -> Vec<(u32, Box<str>)> {
    let mut told = Vec::new();
    let mut by_title: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    for index in service.groups.iter().chain(&service.folded).flat_map(|group| &group.entries) {
        by_title.entry(pages[*index as usize].title.to_lowercase()).or_default().push(*index);
    }
    for members in by_title.into_values().filter(|members| members.len() > 1) {
        let lines: Vec<[&str; 2]> = members
            .iter()
            .map(|index| {
                let entry = &corpus.entries[*index as usize];
                let title = &pages[*index as usize].title;
                let heading = entry.article.body_title().map(|heading| &*heading.text).unwrap_or_default();
                [line(&entry.article.metadata.description, title), line(heading, title)]
            })
            .collect();
        let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
        for line in lines.iter().flatten() {
            *counts.entry(line).or_default() += 1;
        }
        for (index, [description, heading]) in members.into_iter().zip(lines) {
            let alone = |line: &str| {
                !line.is_empty() && (counts[line] == 1 || description == heading && counts[line] == 2)
            };
            let line = if alone(description) {
                description
            } else if alone(heading) {
                heading
            } else {
                stem(&corpus.source(index).path)
            };
            told.push((index, (*cut(line, LONGEST_TITLE)).into()));
        }
    }
    told
}

/// Whether two titles say the same: case, white space and final punctuation aside.
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_end_matches(['.', ' ']), b.trim_end_matches(['.', ' ']));
    if !a.is_ascii() || !b.is_ascii() {
        return tidy(a).to_lowercase() == tidy(b).to_lowercase();
    }
    let (mut a, mut b) = (a.split_whitespace(), b.split_whitespace());
    loop {
        match (a.next(), b.next()) {
            (Some(a), Some(b)) if a.eq_ignore_ascii_case(b) => {}
            (a, b) => return a.is_none() && b.is_none(),
        }
    }
}

/// Tokens may stand in titles; their fallback texts stay.
fn without_comments(title: &str) -> std::borrow::Cow<'_, str> {
    if !title.contains("<!--") {
        return title.into();
    }
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    tidy(&out.replace(['[', ']'], "")).into()
}
