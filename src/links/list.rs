//! The list of outgoing links: as HTML, which link checkers read, and as JSON.

use std::{cell::OnceCell, iter};

use serde::Serialize;

use super::Outgoing;
use crate::{corpus::Corpus, span::Lines};

/// Places that the HTML names of each link.
const NAMED: usize = 3;

/// A page with every link and the places it stands at. Only the links themselves are links in it.
pub fn html(outgoing: &Outgoing, corpus: &Corpus) -> String {
    let mut out = String::from(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Outgoing links</title></head><body><ol>\n",
    );
    let lines = Places::new(corpus);
    for (url, places) in outgoing.links() {
        out.push_str("<li><a href=\"");
        escape(&mut out, url);
        out.push_str("\">link</a>");
        for (at, place) in places.iter().take(NAMED).enumerate() {
            let (path, line, column) = lines.of(place.file, place.span.start);
            out.push_str(if at == 0 { " " } else { ", " });
            escape(&mut out, path);
            out.push_str(&format!(":{line}:{column}"));
        }
        if places.len() > NAMED {
            out.push_str(&format!(" and {} more", places.len() - NAMED));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol></body></html>\n");
    out
}

/// Lines and columns in the files of a corpus.
struct Places<'c> {
    corpus: &'c Corpus,
    /// By file; made at the first question.
    lines: Vec<OnceCell<Lines>>,
}

impl<'c> Places<'c> {
    fn new(corpus: &'c Corpus) -> Self {
        Self { corpus, lines: iter::repeat_with(OnceCell::new).take(corpus.sources.len()).collect() }
    }

    /// The path, line and column of byte `offset` of the file with the index `file`.
    fn of(&self, file: u32, offset: u32) -> (&'c str, u32, u32) {
        let source = &self.corpus.sources[file as usize];
        let lines = self.lines[file as usize].get_or_init(|| Lines::new(&source.text));
        let position = lines.position(&source.text, offset);
        (&source.path, position.line, position.column)
    }
}

/// A text in HTML. The entities of URLs are those that every reader of HTML knows.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[derive(Serialize)]
struct List<'a> {
    version: u32,
    links: Vec<Link<'a>>,
}

#[derive(Serialize)]
struct Link<'a> {
    url: &'a str,
    places: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    line: u32,
    column: u32,
}

/// Every link with all of its places.
pub fn json(outgoing: &Outgoing, corpus: &Corpus) -> String {
    let lines = Places::new(corpus);
    let row = |place: &super::Place| {
        let (path, line, column) = lines.of(place.file, place.span.start);
        Row { path, line, column }
    };
    let links = outgoing
        .links()
        .map(|(url, places)| Link { url, places: places.iter().map(row).collect() })
        .collect();
    // Texts and numbers always serialize.
    let mut text = serde_json::to_string_pretty(&List { version: 1, links }).unwrap_or_default();
    text.push('\n');
    text
}
