//! The examples of rules as files: what tests run and pages show.

use std::fmt::Write as _;

/// Stands before a place that a rule reports.
pub(crate) const OPEN: char = '⟦';
/// Stands behind it.
pub(crate) const CLOSE: char = '⟧';

/// The files of a snippet: path and text with marks.
pub fn files(snippet: &str) -> Vec<(String, String)> {
    let Some(several) = snippet.strip_prefix("=== ") else {
        return vec![("articles/halden.compute/compute-example.md".to_owned(), whole(snippet))];
    };
    several
        .split("\n=== ")
        .map(|file| {
            let (path, text) = file.split_once('\n').unwrap_or((file, ""));
            (path.trim().to_owned(), whole(text))
        })
        .collect()
}

/// `text` as an author would have it.
pub fn without_marks(text: &str) -> String {
    text.replace([OPEN, CLOSE], "")
}

/// `snippet` for readers: without marks and without the words that are for tests.
pub fn shown(snippet: &str) -> String {
    let mut out = String::new();
    for (at, file) in snippet.strip_prefix("=== ").unwrap_or(snippet).split("\n=== ").enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let text = match file.split_once('\n') {
            Some((path, text)) if snippet.starts_with("=== ") => {
                // Writing to a string does not fail.
                let _ = writeln!(out, "{}:\n", path.trim());
                text
            }
            _ => file,
        };
        let text = match text.strip_prefix("kind: ") {
            Some(rest) => rest.split_once('\n').map_or("", |(_, body)| body),
            None => text.strip_prefix("raw:").unwrap_or(text),
        };
        out.push_str(without_marks(text).trim_matches('\n'));
        out.push('\n');
    }
    out
}

/// A snippet with a header in front if it has none.
fn whole(snippet: &str) -> String {
    let (kind, body) = match snippet.strip_prefix("kind: ") {
        Some(rest) => rest.split_once('\n').unwrap_or((rest, "")),
        None => ("generic", snippet),
    };
    if body.to_lowercase().contains("properties")
        || body.trim().is_empty()
        || body.starts_with("raw:")
        || body.starts_with("stored:")
    {
        return body.trim_start_matches("raw:").to_owned();
    }
    format!(
        "<properties\n    pageTitle=\"Example\"\n    description=\"An example\"\n    articleId=\"compute-example\"\n    service=\"halden.compute\"\n    resource=\"virtualMachines\"\n    displayOrder=\"1\"\n    supportTopicIds=\"32600101\"\n    productPesIds=\"41010\"\n    selfHelpType=\"{kind}\"\n    cloudEnvironments=\"public\"\n    ownershipId=\"Compute_Example\"\n    authors=\"docs\"\n    ms.author=\"docs\"\n    infoBubbleText=\"Example\"\n    diagnosticScenario=\"Example\"\n    schemaVersion=\"1\"\n/>\n{body}"
    )
}
