//! What the preview says of an article beside its page: facts, findings, and how the portal would use it.

use serde::Serialize;
use serde_json::{Value, json};

use super::{board::Noted, edition::Edition, portal, stages::Stages};
use crate::{
    corpus::{Corpus, Via},
    source::SourceFile,
    span::{Position, Span},
};

/// A place in a file, as an editor names it: lines and columns from 1, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl Place {
    /// Where `span` begins.
    pub fn of(text: &str, span: Span) -> Self {
        let Position { line, column } = Position::of(text, span.start);
        Self { line, column }
    }
}

/// A finding of `source` as the panel shows it.
pub(super) fn finding(corpus: &Corpus, source: &SourceFile, noted: &Noted) -> Value {
    let Noted { severity, finding } = noted;
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|related| {
            let path = related.path.as_deref().unwrap_or(&source.path);
            let text = corpus.file(path).map_or("", |file| &corpus.sources[file as usize].text);
            json!({"path": path, "place": Place::of(text, related.span), "message": related.message})
        })
        .collect();
    json!({
        "rule": finding.rule,
        "severity": severity,
        "place": Place::of(&source.text, finding.span),
        "message": finding.message,
        "help": finding.help,
        "related": related,
        "fixable": finding.fix.is_some(),
    })
}

/// Everything about the file at `path`; `null` when there is none.
pub(super) fn about(stages: &Stages, path: &str, edition: Edition) -> Value {
    let board = stages.board();
    let Some((source, noted)) = board.of(path) else { return Value::Null };
    let findings: Vec<Value> = noted.iter().map(|noted| finding(board.corpus(), source, noted)).collect();
    let corpus = stages.corpus_ref();
    let entry = corpus.at_path(path).filter(|index| *corpus.source(*index).path == *path);
    let Some(index) = entry else {
        return json!({"path": path, "findings": findings, "article": null});
    };
    let entry = &corpus.entries[index as usize];
    let metadata = &entry.article.metadata;
    let topics: Vec<Value> = metadata
        .topics
        .iter()
        .map(|id| json!({"id": id, "name": corpus.topic_name(id, &stages.config().audiences)}))
        .collect();
    json!({
        "path": path,
        "findings": findings,
        "article": {
            "id": metadata.article_id,
            "kind": metadata.kind.name(),
            "label": metadata.kind.label(),
            "audience": metadata.kind.audience().name(),
            "order": metadata.display_order,
            "service": &*entry.service.id,
            "inferred": entry.service.via != Via::Header,
            "resource": metadata.resource,
            "owner": metadata.owner,
            "products": metadata.products,
            "topics": topics,
            "tags": metadata.tags,
            "clouds": metadata.clouds,
        },
        "portal": portal::lists(stages, index, edition),
    })
}
