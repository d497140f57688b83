//! `catalog.json`: every article for other programs. No page loads it.

use rayon::prelude::*;
use serde::Serialize;

use crate::{
    article::{Body, cloud::CloudSet},
    corpus::{Entry, Via},
    output::OutputFile,
    site::Site,
};

/// One article. The fields are a contract; see `docs/publish.md`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    url: &'a str,
    path: &'a str,
    article_id: Option<&'a str>,
    title: &'a str,
    description: &'a str,
    service: &'a str,
    service_inferred: bool,
    resource: Option<&'a str>,
    kind: &'static str,
    audience: &'static str,
    display_order: Option<u64>,
    topics: &'a [Box<str>],
    products: &'a [Box<str>],
    clouds: CloudSet,
    owner: Option<&'a str>,
    headings: Vec<&'a str>,
}

/// The catalog of `site`, one article a line, by path.
pub fn catalog(site: &Site<'_>) -> OutputFile {
    let entries: Vec<(u32, &Entry)> = site.entries().collect();
    let rows: Vec<Vec<u8>> = entries
        .par_chunks(1024)
        .map(|entries| {
            let mut rows = Vec::with_capacity(entries.len() * 700);
            for (index, entry) in entries {
                // A row is texts and numbers, and a Vec takes all that is written to it.
                let _ = serde_json::to_writer(&mut rows, &row(site, *index, entry));
                rows.extend_from_slice(b",\n");
            }
            rows
        })
        .collect();
    let mut content = Vec::with_capacity(rows.iter().map(Vec::len).sum::<usize>() + 4);
    content.extend_from_slice(b"[\n");
    for rows in &rows {
        content.extend_from_slice(rows);
    }
    if content.ends_with(b",\n") {
        content.truncate(content.len() - 2);
        content.push(b'\n');
    }
    content.extend_from_slice(b"]\n");
    OutputFile { path: "catalog.json".to_owned(), content }
}

fn row<'a>(site: &'a Site<'_>, index: u32, entry: &'a Entry) -> Row<'a> {
    let metadata = &entry.article.metadata;
    Row {
        url: &entry.address,
        path: &site.corpus.source(index).path,
        article_id: metadata.article_id.as_deref(),
        title: &site.pages[index as usize].title,
        description: &metadata.description,
        service: &entry.service.id,
        service_inferred: entry.service.via != Via::Header,
        resource: metadata.resource.as_deref(),
        kind: metadata.kind.name(),
        audience: metadata.kind.audience().name(),
        display_order: metadata.display_order,
        topics: &metadata.topics,
        products: &metadata.products,
        clouds: metadata.clouds,
        owner: metadata.owner.as_deref(),
        headings: match &entry.article.body {
            Body::Markdown(outline) => outline.headings.iter().map(|heading| &*heading.text).collect(),
            Body::Json(_) => Vec::new(),
        },
    }
}
