//! One article: its header, what the header means, and its body.
//!
//! Knows one file at a time; what articles are to each other belongs to `corpus`.

pub mod attribute;
pub mod cloud;
pub mod document;
pub mod header;
pub mod json;
pub mod kind;
pub mod markdown;
pub mod metadata;
pub mod portal;
pub mod url;
pub mod visibility;

use crate::{
    diagnostic::{Applicability, Finding, Fix},
    source::{Encoding, SourceFault, SourceFile},
    span::Span,
};
use header::Header;
use kind::BodyForm;
use markdown::{
    cook::Cooked,
    outline::{Heading, Outline},
};
use metadata::Metadata;

/// An article as it was read. Its text stays with its [`SourceFile`].
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// The header's attributes.
    pub header: Header,
    /// What they mean.
    pub metadata: Metadata,
    /// The body.
    pub body: Body,
}

/// A body, as far as others need to know it without rendering it.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Markdown.
    Markdown(Outline),
    /// A headline and a JSON object.
    Json(JsonBody),
}

/// The parts of a JSON body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JsonBody {
    /// The H1 above the object.
    pub title: Option<Heading>,
    /// What could be read of the object.
    pub root: Option<json::Node>,
    /// The first syntax fault: what is wrong and where.
    pub fault: Option<(Box<str>, Span)>,
    /// Whether the text ends before the object does.
    pub is_cut: bool,
}

impl Article {
    /// Parses `source`. `None` when it has no header that could be recovered; the findings say why.
    pub fn parse(source: &SourceFile) -> (Option<Self>, Vec<Finding>) {
        let mut findings = Vec::new();
        let text = &*source.text;
        match &source.fault {
            Some(fault) => {
                findings.push(source_fault(fault));
                return (None, findings);
            }
            None => encoding(source, &mut findings),
        }
        let (header, header_findings) = Header::parse(text);
        findings.extend(header_findings);
        let Some(header) = header else { return (None, findings) };
        let metadata = Metadata::parse(&header, text, &mut findings);
        let body = match metadata.kind.body_form() {
            BodyForm::Markdown => {
                let cooked = Cooked::new(text, header.body_start(), &mut findings);
                Body::Markdown(Outline::new(&cooked, text, metadata.kind, &mut findings))
            }
            BodyForm::Json => Body::Json(json_body(text, header.body_start(), &mut findings)),
        };
        (Some(Self { header, metadata, body }), findings)
    }

    /// The headline of the body, if it has one.
    pub fn body_title(&self) -> Option<&Heading> {
        match &self.body {
            Body::Markdown(outline) => outline.title.as_ref(),
            Body::Json(body) => body.title.as_ref(),
        }
    }
}

fn json_body(text: &str, start: usize, findings: &mut Vec<Finding>) -> JsonBody {
    let fence = json::fence(text, Span::new(start, text.len()));
    findings.extend(fence.findings);
    let title = fence.heading.and_then(|(span, _)| {
        let cooked = Cooked::new(&text[..span.end as usize], span.start as usize, &mut Vec::new());
        Outline::new(&cooked, text, kind::Kind::Generic, &mut Vec::new()).title
    });
    let Some(span) = fence.json else { return JsonBody { title, ..JsonBody::default() } };
    let (root, faults) = json::read(text, span);
    let fault = faults
        .iter()
        .find(|finding| finding.rule != "json-duplicate-key")
        .map(|finding| (finding.message.clone().into(), finding.span));
    let is_cut = faults.iter().any(|finding| finding.rule == "json-unclosed-bracket");
    findings.extend(faults);
    JsonBody { title, root, fault, is_cut }
}

fn source_fault(fault: &SourceFault) -> Finding {
    let finding = |rule, message: String| Finding::new(rule, Span::default(), message);
    match fault {
        SourceFault::TooLarge(bytes) => finding(
            "file-too-large",
            format!(
                "the file has {bytes} bytes, more than the {} that an article may have",
                crate::source::MAX_ARTICLE
            ),
        )
        .help("split the article"),
        SourceFault::NotText => {
            finding("file-unreadable", "the file is no text, so it is not read".to_owned())
                .help("remove it, or save it as UTF-8")
        }
        SourceFault::Unreadable(cause) => {
            finding("file-unreadable", format!("the file cannot be read: {cause}"))
                .help("mend its rights, or remove it")
        }
        SourceFault::NotAFile(what) => {
            let is_link = what.contains("link");
            finding("file-unreadable", format!("this is {what}, so it is not read")).help(if is_link {
                "put the file itself here instead of a link to it"
            } else {
                "remove it: only ordinary files can be articles"
            })
        }
    }
}

fn encoding(source: &SourceFile, findings: &mut Vec<Finding>) {
    let text = &*source.text;
    match source.encoding {
        Encoding::Utf8 => {}
        Encoding::Utf8Bom => findings.push(
            Finding::new("byte-order-mark", Span::default(), "the file starts with a byte order mark")
                .help("save it as UTF-8 without one")
                // Other tools may tell the encoding by the mark.
                .fix(recode(Applicability::Unsafe)),
        ),
        Encoding::Utf16 => findings.push(
            Finding::new("not-utf8", Span::default(), "the file is stored as UTF-16")
                .help("save it as UTF-8")
                // The mark says what it is; a character that could not be read is lost for good.
                .fix(recode(if text.contains('\u{FFFD}') {
                    Applicability::Unsafe
                } else {
                    Applicability::Safe
                })),
        ),
        Encoding::Windows1252 { first } => {
            let len = text[first as usize..].chars().next().map_or(0, char::len_utf8);
            findings.push(
                Finding::new(
                    "not-utf8",
                    Span::new(first as usize, first as usize + len),
                    "the file is not UTF-8; it was read as Windows-1252",
                )
                .help("save it as UTF-8")
                // That it is Windows-1252 is likely and no more.
                .fix(recode(Applicability::Unsafe)),
            );
        }
    }
    for (at, marker) in merge_markers(text) {
        findings.push(
            Finding::new(
                "merge-conflict-marker",
                Span::new(at, at + marker),
                "a merge conflict was left in the file",
            )
            .help("keep one side and remove the marker lines"),
        );
    }
}

/// A repair that changes no character, only how the file is stored: as UTF-8 without a mark.
fn recode(applicability: Applicability) -> Fix {
    Fix { applicability, edits: Vec::new() }
}

/// The opening markers of merge conflicts behind the header; those within it the header's reader finds.
fn merge_markers(text: &str) -> impl Iterator<Item = (usize, usize)> {
    const MARKER: &str = "<<<<<<< ";
    memchr::memmem::find_iter(text.as_bytes(), MARKER)
        .filter(|at| text[..*at].ends_with(['\n', '\r']) && text[..*at].contains("/>"))
        .map(|at| (at, MARKER.len() - 1))
}
