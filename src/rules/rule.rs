//! What a rule and a family of rules are.

use super::Context;
use crate::{
    article::Article,
    config::Config,
    corpus::Corpus,
    diagnostic::{Finding, Severity},
    source::SourceFile,
};

/// One rule: its documentation, its settings and its tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name: a slug that names the fault, so that "allow NAME" reads right. Never reused.
    pub name: &'static str,
    /// The group it is switched with.
    pub group: Group,
    /// The severity when nothing else is configured.
    pub severity: Severity,
    /// What it reports, in one sentence.
    pub summary: &'static str,
    /// Why it matters and how to mend it, as Markdown paragraphs.
    pub explanation: &'static str,
    /// Snippets that it reports. `⟦…⟧` stands around each place that it must report, and nothing else may
    /// be. A snippet without `<properties` is the body of an article of the kind the text before a first
    /// line `kind: NAME` says, `generic` when there is none. `=== articles/a/b.md` lines start the files of
    /// a snippet with several.
    pub bad: &'static [&'static str],
    /// Snippets that it does not report. The first one shows how to mend the first of `bad`.
    pub good: &'static [&'static str],
}

/// A check of one file, whether it is an article or not.
pub(super) type FileCheck = fn(&SourceFile, Option<&Article>) -> Vec<Finding>;
/// A check of one article by itself.
pub(super) type ArticleCheck = fn(&Context<'_>, &mut Vec<Finding>);
/// A check of one article among the others, of which it sees the faces only: see
/// [`crate::corpus::Difference`].
pub(super) type AmongCheck = fn(&Corpus, &Context<'_>, &mut Vec<Finding>);
/// A check of the whole corpus; what it finds comes with the index of the file.
pub(super) type CorpusCheck = fn(&Corpus, &Config) -> Vec<(u32, Finding)>;

/// Rules that are checked together.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    /// The rules.
    pub rules: &'static [Rule],
    /// What checks any file.
    pub(super) file: Option<FileCheck>,
    /// What checks one article; `None` when a parser does.
    pub(super) article: Option<ArticleCheck>,
    /// What checks one article among the others.
    pub(super) among: Option<AmongCheck>,
    /// What checks the corpus.
    pub(super) corpus: Option<CorpusCheck>,
}

impl Family {
    /// No rules and no checks.
    pub(super) const NONE: Self = Self { rules: &[], file: None, article: None, among: None, corpus: None };
}

/// What a rule is about; rules are switched on and off by group too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Encodings, names, leftovers of tools.
    File,
    /// The form of the header.
    Header,
    /// Attributes and their values.
    Attribute,
    /// Ids, orders and topics between articles.
    CrossFile,
    /// The syntax of JSON bodies.
    Json,
    /// What forms must hold.
    Form,
    /// What recommendations must hold.
    Advisor,
    /// What problem menus and topic trees must hold.
    Menu,
    /// Headings and what a body is made of.
    Structure,
    /// Tokens, sections and comments.
    Token,
    /// Links and images.
    Link,
    /// What readers with a screen reader need.
    Accessibility,
    /// What the portal cannot show and this site can. Off by default.
    Portal,
    /// Language. Off by default.
    Style,
    /// casebook's own: ignores, baseline, rules that failed.
    Casebook,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 15] = [
        Self::File,
        Self::Header,
        Self::Attribute,
        Self::CrossFile,
        Self::Json,
        Self::Form,
        Self::Advisor,
        Self::Menu,
        Self::Structure,
        Self::Token,
        Self::Link,
        Self::Accessibility,
        Self::Portal,
        Self::Style,
        Self::Casebook,
    ];

    /// The name used in `casebook.toml` and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Header => "header",
            Self::Attribute => "attribute",
            Self::CrossFile => "cross-file",
            Self::Json => "json",
            Self::Form => "form",
            Self::Advisor => "advisor",
            Self::Menu => "menu",
            Self::Structure => "structure",
            Self::Token => "token",
            Self::Link => "link",
            Self::Accessibility => "accessibility",
            Self::Portal => "portal",
            Self::Style => "style",
            Self::Casebook => "casebook",
        }
    }

    /// The group called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }

    /// Whether its rules run when nothing is configured.
    pub fn is_on(self) -> bool {
        !matches!(self, Self::Portal | Self::Style)
    }
}

/// All rules of `parts`, whose number is `N`.
pub(super) const fn joined<const N: usize>(parts: &[&[Rule]]) -> [Rule; N] {
    let mut all = [parts[0][0]; N];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut index = 0;
        while index < parts[part].len() {
            all[at] = parts[part][index];
            index += 1;
            at += 1;
        }
        part += 1;
    }
    all
}
