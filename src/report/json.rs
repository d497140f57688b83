//! Findings as one JSON object, for other programs. The form is a contract; see `docs/publish.md`.

use serde::Serialize;

use super::{Report, path};
use crate::{
    diagnostic::{Applicability, Diagnostic, Severity},
    span::Span,
};

#[derive(Serialize)]
struct Object<'a> {
    version: u32,
    diagnostics: Vec<Row<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    /// Findings that comments ignore.
    ignored: usize,
    /// Findings that the baseline knows.
    baselined: usize,
    /// Entries of the baseline whose findings are gone.
    stale: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    rule: &'a str,
    severity: Severity,
    path: &'a str,
    #[serde(flatten)]
    place: Place,
    message: &'a str,
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    #[serde(flatten)]
    place: Place,
    message: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    applicability: Applicability,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
}

/// Lines and columns from 1, in characters; the end is one past the last character.
#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl Place {
    fn of(checked: &Report<'_>, file: u32, span: Span) -> Self {
        let (start, end) = checked.region(file, span);
        Self { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

/// All diagnostics as one object.
pub fn json(checked: &Report<'_>) -> String {
    let report = Object {
        version: 1,
        diagnostics: checked.diagnostics.iter().map(|diagnostic| row(checked, diagnostic)).collect(),
        summary: Summary {
            files: checked.corpus.sources.len(),
            errors: checked.count(Severity::Error),
            warnings: checked.count(Severity::Warning),
            infos: checked.count(Severity::Info),
            ignored: checked.ignored,
            baselined: checked.baseline.known,
            stale: checked.baseline.stale.len(),
        },
    };
    // The report is texts and numbers, which always serialize.
    serde_json::to_string(&report).unwrap_or_default()
}

fn row<'a>(checked: &Report<'a>, diagnostic: &'a Diagnostic) -> Row<'a> {
    let file = diagnostic.file;
    let finding = &diagnostic.finding;
    Row {
        rule: finding.rule,
        severity: diagnostic.severity,
        path: path(checked, diagnostic),
        place: Place::of(checked, file, finding.span),
        message: &finding.message,
        help: finding.help.as_deref(),
        related: finding
            .related
            .iter()
            .map(|related| {
                let file = checked.file(related.path.as_deref(), file);
                Related {
                    path: &checked.source(file).path,
                    place: Place::of(checked, file, related.span),
                    message: &related.message,
                }
            })
            .collect(),
        fix: finding.fix.as_ref().map(|fix| Fix {
            applicability: fix.applicability,
            edits: fix
                .edits
                .iter()
                .map(|edit| Edit { place: Place::of(checked, file, edit.span), text: &edit.text })
                .collect(),
        }),
    }
}
