//! The examples of rules as files: what tests run and pages show.

use std::{fmt::Write as _, path::Path};

use crate::{
    corpus::{Corpus, Parsed},
    image::Image,
    source::{Encoding, MAX_ARTICLE, SourceFault, SourceFile},
    span::Span,
};

/// Stands before a place that a rule reports.
pub(crate) const OPEN: char = '⟦';
/// Stands behind it.
pub(crate) const CLOSE: char = '⟧';
/// Says, on a first line, how the file is stored.
const STORED: &str = "stored: ";

/// The files of a snippet: path and text with marks.
fn files(snippet: &str) -> Vec<(String, String)> {
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

/// The corpus of a snippet, and the places that are marked in it: path and span.
pub fn corpus(snippet: &str) -> (Corpus, Vec<(String, Span)>) {
    let (mut parsed, mut images, mut marks) = (Vec::new(), Vec::new(), Vec::new());
    for (path, marked) in files(snippet) {
        let (stored, marked) =
            marked.strip_prefix(STORED).and_then(|rest| rest.split_once('\n')).unwrap_or(("", &marked));
        let mut text = String::new();
        let mut open = 0;
        for c in marked.chars() {
            match c {
                OPEN => open = text.len(),
                CLOSE => marks.push((path.clone(), Span::new(open, text.len()))),
                c => text.push(c),
            }
        }
        if Path::new(&path).extension().is_some_and(|ending| ending == "png") {
            images.push(Image::new(&path, text.as_bytes()));
            continue;
        }
        let first = text.find(|c: char| !c.is_ascii()).unwrap_or_default() as u32;
        let (encoding, fault) = match stored {
            "utf-8 with mark" => (Encoding::Utf8Bom, None),
            "utf-16" => (Encoding::Utf16, None),
            "windows-1252" => (Encoding::Windows1252 { first }, None),
            "too large" => (Encoding::Utf8, Some(SourceFault::TooLarge(MAX_ARTICLE + 1))),
            "elsewhere" => (Encoding::Utf8, Some(SourceFault::NotAFile("a symbolic link"))),
            _ => (Encoding::Utf8, None),
        };
        parsed.push(Parsed::new(SourceFile { path: path.into(), text: text.into(), encoding, fault }));
    }
    (Corpus::new(parsed, images), marks)
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
        let text = match text.strip_prefix("kind: ").or(text.strip_prefix(STORED)) {
            Some(rest) => rest.split_once('\n').map_or("", |(_, body)| body),
            None => text.strip_prefix("raw:").unwrap_or(text),
        };
        out.push_str(text.replace([OPEN, CLOSE], "").trim_matches('\n'));
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
        || body.starts_with(STORED)
    {
        return body.trim_start_matches("raw:").to_owned();
    }
    format!(
        "<properties\n    pageTitle=\"Example\"\n    description=\"An example\"\n    articleId=\"compute-example\"\n    service=\"halden.compute\"\n    resource=\"virtualMachines\"\n    displayOrder=\"1\"\n    supportTopicIds=\"32600101\"\n    productPesIds=\"41010\"\n    selfHelpType=\"{kind}\"\n    cloudEnvironments=\"public\"\n    ownershipId=\"Compute_Example\"\n    authors=\"docs\"\n    ms.author=\"docs\"\n    infoBubbleText=\"Example\"\n    diagnosticScenario=\"Example\"\n    schemaVersion=\"1\"\n/>\n{body}"
    )
}
