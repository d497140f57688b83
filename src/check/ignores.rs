//! The comments with which an author excepts a place from a rule:
//! `<!-- casebook-ignore RULE, RULE: reason -->` for the next line with text, and
//! `<!-- casebook-ignore-file RULE: reason -->` for the file.
//!
//! No comment may stand inside a header or a JSON object, so one that stands right before either covers
//! all of it.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{levels::Levels, nearest_name};
use crate::{
    article::{Body, markdown::outline::BlockKind},
    corpus::{Corpus, Entry},
    diagnostic::{Diagnostic, Finding, Fix},
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
        let mut words = memchr::memmem::find_iter(text.as_bytes(), WORD).peekable();
        let mut ignores = Self::default();
        if words.peek().is_none() {
            return ignores;
        }
        let entry = corpus.entry_of(file);
        let code = entry.map(code).unwrap_or_default();
        let is_code = |at: usize| {
            let next = code.partition_point(|code| code.end <= at);
            code.get(next).is_some_and(|code| code.contains(&at))
        };
        let mut places = Places { text, entry, known: None };
        let mut end = 0;
        for at in words {
            // A comment ends at its first close, whatever looks like another one in it.
            if at < end || !text[..at].trim_end().ends_with("<!--") {
                continue;
            }
            let Some(close) = text[at..].find("-->") else { break };
            let start = text[..at].trim_end().len() - 4;
            end = at + close + 3;
            if !is_code(at) {
                ignores.comment(&mut places, Span::new(start, end), at, findings);
            }
        }
        ignores
    }

    /// Whether no comment ignores anything.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    fn comment(&mut self, places: &mut Places<'_>, comment: Span, at: usize, findings: &mut Vec<Finding>) {
        let text = places.text;
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
        let covers = if whole_file { 0..text.len() + 1 } else { places.after(comment.end as usize) };
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

    /// Drops those of `diagnostics` that are ignored, and says how many; what ignores one has been of use then.
    pub(super) fn drop_from(&mut self, diagnostics: &mut Vec<Diagnostic>) -> usize {
        let mut found: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for finding in diagnostics.iter().map(|diagnostic| &diagnostic.finding) {
            found.entry(finding.rule).or_default().push(finding.span.start as usize);
        }
        for places in found.values_mut() {
            places.sort_unstable();
        }
        // What is covered, by rule: where that begins, and how far what began until there reaches at most.
        let mut covered: FxHashMap<&str, Vec<Range<usize>>> = FxHashMap::default();
        for item in &mut self.items {
            let places = found.get(item.rule).map(Vec::as_slice).unwrap_or_default();
            let first = places.partition_point(|place| *place < item.covers.start);
            item.used |= places.get(first).is_some_and(|place| *place < item.covers.end);
            covered.entry(item.rule).or_default().push(item.covers.clone());
        }
        for ranges in covered.values_mut() {
            ranges.sort_unstable_by_key(|range| range.start);
            let mut reach = 0;
            for range in ranges {
                reach = reach.max(range.end);
                range.end = reach;
            }
        }
        let before = diagnostics.len();
        diagnostics.retain(|Diagnostic { finding, .. }| {
            let Some(ranges) = covered.get(finding.rule) else { return true };
            let at = finding.span.start as usize;
            let begun = ranges.partition_point(|range| range.start <= at);
            ranges[..begun].last().is_none_or(|range| at >= range.end)
        });
        before - diagnostics.len()
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

/// Where code stands in the body of `entry`, in order.
fn code(entry: &Entry) -> Vec<Range<usize>> {
    let Body::Markdown(outline) = &entry.article.body else { return Vec::new() };
    let blocks = outline.blocks.iter();
    let code = blocks.filter(|block| matches!(block.kind, BlockKind::CodeBlock | BlockKind::Code));
    code.map(|block| block.span.range()).collect()
}

/// Finds what comments cover.
struct Places<'t> {
    text: &'t str,
    entry: Option<&'t Entry>,
    /// What the last comment led to: from its end to the place, and the line of that.
    known: Option<(Range<usize>, Range<usize>)>,
}

impl Places<'_> {
    /// What a comment that ends at `from` covers: the next line with text, or the header or JSON object that
    /// begins there.
    fn after(&mut self, from: usize) -> Range<usize> {
        let text = self.text;
        let (way, line) = match self.known.take() {
            // Comments one below the other all mean the same place.
            Some(known) if (known.0.start..=known.0.end).contains(&from) => known,
            last => {
                let at = behind_comments(text, from);
                let line = last.map(|(_, line)| line).filter(|line| line.contains(&at));
                (from..at, line.unwrap_or_else(|| line_around(text, at)))
            }
        };
        let at = way.end;
        self.known = Some((way, line.clone()));
        if let Some(entry) = self.entry {
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
        line.start.max(from)..line.end
    }
}

/// The line in which byte `at` is; the last one reaches past the text.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = text[at..].find(['\n', '\r']).map_or(text.len() + 1, |end| at + end);
    start..end
}

/// Past `from`, white space and comments like those that this is about.
fn behind_comments(text: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let inner = text[at..].strip_prefix("<!--").map(str::trim_start);
        match inner
            .filter(|inner| inner.starts_with(WORD))
            .and_then(|inner| Some((inner, inner.find("-->")?)))
        {
            Some((inner, close)) => at = text.len() - inner.len() + close + 3,
            None => return at,
        }
    }
}

/// `comment` with its line, when nothing else stands on it.
fn whole_line(text: &str, comment: Span) -> Span {
    let (start, end) = (comment.start as usize, comment.end as usize);
    let is_blank = |c: char| c.is_whitespace() && c != '\n' && c != '\r';
    let before = text[..start].trim_end_matches(is_blank);
    let after = text[end..].trim_start_matches(is_blank);
    if !(before.is_empty() || before.ends_with(['\n', '\r']))
        || !(after.is_empty() || after.starts_with(['\n', '\r']))
    {
        return comment;
    }
    let break_len = if after.starts_with("\r\n") { 2 } else { usize::from(!after.is_empty()) };
    Span::new(before.len(), text.len() - after.len() + break_len)
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
