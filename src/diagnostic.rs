//! What an author got wrong, as data: findings made by parsers and rules, and the diagnostics that
//! `check` makes of them.
//!
//! Knows no output format; `report` prints.

use std::borrow::Cow;

use crate::span::Span;

/// How much a diagnostic matters. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Info,
    /// A reader or a later author will stumble over it.
    Warning,
    /// Something is lost, wrong or unpublished.
    Error,
}

impl Severity {
    /// The lower-case word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How many findings of a rule are listed of a file: who mends a thousand knows what to look for.
pub const MOST_OF_A_RULE: usize = 1_000;

/// A fault in one file, as a parser or rule sees it: no severity, no file, those belong to `check`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name, a slug such as `header-missing-quote`.
    pub rule: &'static str,
    /// Where, in bytes of the file's decoded text.
    pub span: Span,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<Cow<'static, str>>,
    /// How casebook could mend it.
    pub fix: Option<Fix>,
    /// Other places that take part.
    pub related: Vec<Related>,
}

impl Finding {
    /// A finding of `rule` at `span`.
    pub fn new(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { rule, span, message: message.into(), help: None, fix: None, related: Vec::new() }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a repair.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, related: Related) -> Self {
        self.related.push(related);
        self
    }
}

/// Another place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The other file's path as `articles/<folder>/<file>`; `None` for the finding's own file.
    pub path: Option<Box<str>>,
    /// Where in that file.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// A repair: edits that do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether the meaning is surely kept.
    pub applicability: Applicability,
    /// The edits, in the order of their spans.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A repair that replaces `span` by `text` and surely keeps the meaning.
    pub fn safe(span: Span, text: impl Into<Box<str>>) -> Self {
        Self { applicability: Applicability::Safe, edits: vec![Edit { span, text: text.into() }] }
    }

    /// A repair that replaces `span` by `text` and that a person should look at.
    pub fn unsafe_(span: Span, text: impl Into<Box<str>>) -> Self {
        Self { applicability: Applicability::Unsafe, edits: vec![Edit { span, text: text.into() }] }
    }
}

/// Whether a repair may be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Keeps the meaning.
    Safe,
    /// May change the meaning; a person should look.
    Unsafe,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub text: Box<str>,
}

/// A finding with its file and the severity in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Index of the file in the corpus's sources.
    pub file: u32,
    /// The severity in force.
    pub severity: Severity,
    /// What and where.
    pub finding: Finding,
}
