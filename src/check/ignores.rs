//! The comments with which an author excepts a place from a rule:
//! `<!-- casebook-ignore RULE, RULE: reason -->` for the next line with text, and
//! `<!-- casebook-ignore-file RULE: reason -->` for the file.
//!
//! No comment may stand inside a header or a JSON object, so one that stands right before either covers
//! all of it.

use std::ops::Range;

use super::{levels::Levels, nearest_name};
use crate::{
    article::{Body, markdown::outline::BlockKind},
    corpus::{Corpus, Entry},
    diagnostic::{Finding, Fix},
    rules,
    span::Span,
};

const WORD: &str = "casebook-ignore";

/// The comments of one file.
#[derive(Debug, Default)]
pub(super) struct Ignores {
    items: Vec<Item>,
}

/// One rule that a comment ignores.
#[derive(Debug)]
struct Item {
    rule: &'static str,
    /// The bytes that it covers; a finding that begins in them is ignored.
    covers: Range<usize>,
    /// The comment, and how many rules it names.
    comment: Span,
    name: Span,
    siblings: usize,
    used: bool,
}

impl Ignores {
    /// Reads the comments of file `file`; what is wrong with them becomes findings.
    pub(super) fn read(corpus: &Corpus, file: u32, findings: &mut Vec<Finding>) -> Self {
        let text = &*corpus.sources[file as usize].text;
        let mut ignores = Self::default();
        for at in memchr::memmem::find_iter(text.as_bytes(), WORD) {
            let entry = corpus.entry_of(file);
            if let Some(comment) = comment_around(text, at)
                && !entry.is_some_and(|entry| is_code(entry, at))
            {
                ignores.comment(text, entry, comment, at, findings);
            }
        }
        ignores
    }

    /// Whether no comment ignores anything.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    fn comment(
        &mut self,
        text: &str,
        entry: Option<&Entry>,
        comment: Span,
        at: usize,
        findings: &mut Vec<Finding>,
    ) {
        let inner = &text[at + WORD.len()..comment.end as usize - 3];
        let (whole_file, inner) = match inner.strip_prefix("-file") {
            Some(rest) => (true, rest),
            None => (false, inner),
        };
        let (names, reason) = inner.split_once(':').unwrap_or((inner, ""));
        let names: Vec<&str> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            findings.push(
                Finding::new("unknown-rule-in-ignore", comment, "the comment names no rule to ignore")
                    .help(format!("write `<!-- {WORD} RULE: reason -->`")),
            );
        }
        let has_reason = reason.chars().any(char::is_alphanumeric);
        if !has_reason && !names.is_empty() {
            findings.push(
                Finding::new(
                    "ignore-without-reason",
                    comment,
                    "the comment does not say why, so it ignores nothing",
                )
                .help(format!("write `<!-- {WORD} {}: reason -->`", names.join(", "))),
            );
        }
        let covers =
            if whole_file { 0..text.len() + 1 } else { next_place(text, entry, comment.end as usize) };
        for name in &names {
            let span = Span::of(name, text);
            match rules::find(name) {
                None => findings.push(unknown(name, span)),
                Some(rule) if has_reason => self.items.push(Item {
                    rule: rule.name,
                    covers: covers.clone(),
                    comment,
                    name: span,
                    siblings: names.len(),
                    used: false,
                }),
                Some(_) => {}
            }
        }
    }

    /// Whether `finding` is ignored; what ignores it has been of use then.
    pub(super) fn ignores(&mut self, finding: &Finding) -> bool {
        let at = finding.span.start as usize;
        let mut ignored = false;
        for item in &mut self.items {
            if item.rule == finding.rule && item.covers.contains(&at) {
                item.used = true;
                ignored = true;
            }
        }
        ignored
    }

    /// A finding for each comment that was of no use, of those whose rules are switched on.
    pub(super) fn unused(&self, corpus: &Corpus, file: u32, levels: &Levels<'_>) -> Vec<Finding> {
        let text = &*corpus.sources[file as usize].text;
        let idle = |item: &&Item| {
            // Whether an id changed or a link is broken is not known in every run.
            let is_told =
                !matches!(item.rule, "unused-ignore" | "article-id-changed" | "link-dead" | "link-failing");
            !item.used && is_told && levels.severity(corpus, file, item.rule).is_some()
        };
        let mut findings = Vec::new();
        let mut rest = &self.items[..];
        while let Some(first) = rest.first() {
            let (of_comment, others) =
                rest.split_at(rest.iter().take_while(|item| item.comment == first.comment).count());
            rest = others;
            let unused: Vec<&Item> = of_comment.iter().filter(idle).collect();
            if unused.len() == first.siblings {
                let rules: Vec<String> = unused.iter().map(|item| format!("`{}`", item.rule)).collect();
                let message = format!("there is no finding of {} to ignore here", rules.join(" or "));
                findings.push(
                    Finding::new("unused-ignore", first.comment, message)
                        .help("remove the comment")
                        .fix(Fix::safe(whole_line(text, first.comment), "")),
                );
                continue;
            }
            findings.extend(unused.into_iter().map(|item| {
                let message = format!("there is no finding of `{}` to ignore here", item.rule);
                Finding::new("unused-ignore", item.name, message)
                    .help("remove the name")
                    .fix(Fix::safe(with_comma(text, item.name), ""))
            }));
        }
        findings
    }
}

fn unknown(name: &str, span: Span) -> Finding {
    let (message, help) = if rules::Group::from_name(name).is_some() {
        (format!("`{name}` is a group of rules"), "name the rules that are to be ignored".to_owned())
    } else {
        let help = match nearest_name(name) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "casebook explain --all lists the rules".to_owned(),
        };
        (format!("there is no rule `{name}`"), help)
    };
    Finding::new("unknown-rule-in-ignore", span, message).help(help)
}

/// The comment that begins with the word at `at`.
fn comment_around(text: &str, at: usize) -> Option<Span> {
    let start = text[..at].trim_end().strip_suffix("<!--")?.len();
    let end = at + text[at..].find("-->")? + 3;
    Some(Span::new(start, end))
}

fn is_code(entry: &Entry, at: usize) -> bool {
    let Body::Markdown(outline) = &entry.article.body else { return false };
    outline
        .blocks
        .iter()
        .any(|b| matches!(b.kind, BlockKind::CodeBlock | BlockKind::Code) && b.span.range().contains(&at))
}

/// What a comment that ends at `from` covers: the next line with text, or the header or JSON object that
/// begins there.
fn next_place(text: &str, entry: Option<&Entry>, from: usize) -> Range<usize> {
    let mut at = from;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        match text[at..]
            .strip_prefix("<!--")
            .and_then(|rest| Some((rest, rest.find(WORD)?, rest.find("-->")?)))
        {
            // Comments like this one, one below the other, all mean the same line.
            Some((rest, word, end)) if rest[..word].trim().is_empty() && word < end => at += end + 7,
            _ => break,
        }
    }
    if let Some(entry) = entry {
        let header = entry.article.header.span.range();
        if header.contains(&at) && from <= header.start {
            return header;
        }
        if let Body::Json(body) = &entry.article.body
            && let Some(root) = &body.root
            && (text[at..].starts_with("---") || root.span.range().contains(&at))
            && at <= root.span.end as usize
        {
            return at..text.len() + 1;
        }
    }
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |at| at + 1).max(from);
    let end = text[at..].find(['\n', '\r']).map_or(text.len() + 1, |end| at + end);
    start..end
}

/// `comment` with its line, when nothing else stands on it.
fn whole_line(text: &str, comment: Span) -> Span {
    let (start, end) = (comment.start as usize, comment.end as usize);
    let line_start = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let rest = &text[end..];
    let line_end = rest.find(['\n', '\r']).unwrap_or(rest.len());
    if !text[line_start..start].trim().is_empty() || !rest[..line_end].trim().is_empty() {
        return comment;
    }
    let break_len = if rest[line_end..].starts_with("\r\n") { 2 } else { usize::from(line_end < rest.len()) };
    Span::new(line_start, end + line_end + break_len)
}

/// `name` with a comma that separates it from another.
fn with_comma(text: &str, name: Span) -> Span {
    let (start, end) = (name.start as usize, name.end as usize);
    let after = text[end..].trim_start();
    if let Some(rest) = after.strip_prefix(',') {
        return Span::new(start, text.len() - rest.trim_start().len());
    }
    let before = text[..start].trim_end();
    Span::new(before.strip_suffix(',').map_or(start, str::len), end)
}
