//! Applies fixes to a text, and takes care that it is no worse afterwards.

use std::collections::BTreeSet;

use crate::{
    article::Article,
    diagnostic::{Edit, Finding, Severity},
    rules,
    source::{Encoding, SourceFile},
    span::Span,
};

/// A file after some of its faults were mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The file.
    pub source: SourceFile,
    /// Which of the findings were mended, as indexes.
    pub applied: Vec<usize>,
    /// Which were not because the file would have been worse, as indexes.
    pub refused: Vec<usize>,
}

/// How often a file is parsed to find those of its fixes that would make it worse. What is not tried by then waits
/// for the next round.
const MOST_TRIES: usize = 50;

/// What must not get worse.
struct State {
    errors: usize,
    header: bool,
    id: Option<Box<str>>,
}

/// Mends as many of `findings`, which are about `source` and have fixes, as can be mended at once.
///
/// A file that is not UTF-8 is only mended when one of the fixes makes it so.
pub fn mend(source: &SourceFile, findings: &[&Finding]) -> Option<Mended> {
    let chosen = choose(source, findings);
    let encoding = encoding_after(source, findings, &chosen)?;
    if chosen.is_empty() {
        return None;
    }
    let before = State::of(source);
    let try_out = |chosen: &[usize]| {
        let edits = edits(findings, chosen);
        let source = SourceFile { text: apply(&source.text, &edits).into(), encoding, ..source.clone() };
        (!State::of(&source).is_worse_than(&before)).then_some(source)
    };
    if let Some(source) = try_out(&chosen) {
        return Some(Mended { source, applied: chosen, refused: Vec::new() });
    }
    // One of them is to blame: it is looked for in one half, then in the other.
    let mut mended = Mended { source: source.clone(), applied: Vec::new(), refused: Vec::new() };
    let mut parts = vec![chosen.as_slice()];
    for _ in 0..MOST_TRIES {
        let Some(part) = parts.pop() else { break };
        let before = mended.applied.len();
        mended.applied.extend(part);
        if let Some(source) = try_out(&mended.applied) {
            mended.source = source;
            continue;
        }
        mended.applied.truncate(before);
        if let [index] = part {
            mended.refused.push(*index);
        } else {
            let (first, second) = part.split_at(part.len() / 2);
            parts.extend([second, first]);
        }
    }
    Some(mended)
}

/// The findings whose edits fit the text and do not touch those of an earlier one.
fn choose(source: &SourceFile, findings: &[&Finding]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    let edits_of =
        |index: usize| findings[index].fix.as_ref().map(|fix| fix.edits.as_slice()).unwrap_or_default();
    order.sort_by_key(|&index| edits_of(index).first().map(|edit| edit.span));
    // None overlaps another.
    let mut taken: BTreeSet<Span> = BTreeSet::new();
    let mut chosen = Vec::new();
    for index in order {
        let edits = edits_of(index);
        if edits.is_empty() && !is_about_encoding(findings[index]) {
            continue;
        }
        let is_free = |span: Span| {
            let begun = taken.range(..=Span { start: span.end, end: u32::MAX }).rev();
            !begun.take_while(|other| other.end >= span.start).any(|other| touches(*other, span))
        };
        let fits =
            edits.iter().all(|edit| source.text.get(edit.span.range()).is_some() && is_free(edit.span));
        if fits && !overlap_within(edits) {
            taken.extend(edits.iter().map(|edit| edit.span));
            chosen.push(index);
        }
    }
    chosen.sort_unstable();
    chosen
}

fn overlap_within(edits: &[Edit]) -> bool {
    let mut spans: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
    spans.sort_unstable();
    spans.windows(2).any(|pair| pair[0].end > pair[1].start || pair[0] == pair[1])
}

/// Whether two edits would change the same place; an insertion also changes the places beside it.
fn touches(a: Span, b: Span) -> bool {
    if a.is_empty() || b.is_empty() {
        a.start <= b.end && b.start <= a.end
    } else {
        a.start < b.end && b.start < a.end
    }
}

fn is_about_encoding(finding: &Finding) -> bool {
    matches!(finding.rule, "not-utf8" | "byte-order-mark")
}

/// How the file is stored afterwards; `None` when it may not be written.
fn encoding_after(source: &SourceFile, findings: &[&Finding], chosen: &[usize]) -> Option<Encoding> {
    let mends = |rule: &str| chosen.iter().any(|index| findings[*index].rule == rule);
    match source.encoding {
        Encoding::Utf8 => Some(Encoding::Utf8),
        Encoding::Utf8Bom if mends("byte-order-mark") => Some(Encoding::Utf8),
        Encoding::Utf8Bom => Some(Encoding::Utf8Bom),
        Encoding::Utf16 | Encoding::Windows1252 { .. } => mends("not-utf8").then_some(Encoding::Utf8),
    }
}

fn edits<'f>(findings: &[&'f Finding], chosen: &[usize]) -> Vec<&'f Edit> {
    let mut edits: Vec<&Edit> =
        chosen.iter().filter_map(|index| findings[*index].fix.as_ref()).flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    edits
}

/// `text` with `edits`, which do not overlap; what they insert gets the line ends of the text.
fn apply(text: &str, edits: &[&Edit]) -> String {
    let line_end = line_end(text);
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        out.push_str(&text[at..range.start]);
        if line_end == "\n" || !edit.text.contains('\n') {
            out.push_str(&edit.text);
        } else {
            out.push_str(&edit.text.replace("\r\n", "\n").replace('\n', line_end));
        }
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// The line end that most lines have.
fn line_end(text: &str) -> &'static str {
    let bytes = text.as_bytes();
    let mut feeds = 0;
    let mut pairs = 0;
    for at in memchr::memchr_iter(b'\n', bytes) {
        feeds += 1;
        pairs += usize::from(at > 0 && bytes[at - 1] == b'\r');
    }
    match feeds {
        0 if bytes.contains(&b'\r') => "\r",
        _ if pairs * 2 > feeds => "\r\n",
        _ => "\n",
    }
}

impl State {
    fn of(source: &SourceFile) -> Self {
        let (article, findings) = Article::parse(source);
        let is_error = |finding: &&Finding| {
            rules::find(finding.rule).is_none_or(|rule| rule.severity == Severity::Error)
        };
        Self {
            errors: findings.iter().filter(is_error).count(),
            header: article.is_some(),
            id: article.and_then(|article| article.metadata.article_id),
        }
    }

    fn is_worse_than(&self, before: &Self) -> bool {
        self.errors > before.errors
            || (before.header && !self.header)
            || (before.id.is_some() && self.id != before.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Fix;

    const HEADER: &str = "<properties articleId=\"a\" pageTitle=\"A\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\r\n";

    fn source(text: &str, encoding: Encoding) -> SourceFile {
        SourceFile { path: "articles/a/a.md".into(), text: text.into(), encoding, fault: None }
    }

    fn finding(text: &str, part: &str, with: &str) -> Finding {
        let start = text.find(part).unwrap();
        let span = Span::new(start, start + part.len());
        Finding::new("image-missing", span, "x").fix(Fix::safe(span, with))
    }

    #[test]
    fn edits_keep_line_ends_and_wait_for_their_turn() {
        let text = format!("{HEADER}one two three");
        let findings =
            [finding(&text, "one", "1\n"), finding(&text, "one two", "x"), finding(&text, "three", "3")];
        let mended = mend(&source(&text, Encoding::Utf8Bom), &findings.each_ref()).unwrap();
        assert_eq!(&*mended.source.text, format!("{HEADER}1\r\n two 3"));
        assert_eq!((mended.applied, mended.source.encoding), (vec![0, 2], Encoding::Utf8Bom));
    }

    #[test]
    fn what_makes_the_file_worse_is_refused_and_the_rest_goes_on() {
        let text = format!("{HEADER}one two");
        let findings =
            [finding(&text, "\"a\"", "\"b\""), finding(&text, "<properties", ""), finding(&text, "two", "2")];
        let mended = mend(&source(&text, Encoding::Utf8), &findings.each_ref()).unwrap();
        assert_eq!((mended.applied, mended.refused), (vec![2], vec![0, 1]));
        assert_eq!(&*mended.source.text, format!("{HEADER}one 2"));
    }

    #[test]
    fn other_encodings_are_left_alone_unless_that_is_mended() {
        let text = format!("{HEADER}one");
        let file = source(&text, Encoding::Windows1252 { first: 0 });
        let one = finding(&text, "one", "1");
        assert_eq!(mend(&file, &[&one]), None);
        let recode = Finding::new("not-utf8", Span::default(), "x")
            .fix(Fix { applicability: crate::diagnostic::Applicability::Safe, edits: Vec::new() });
        let mended = mend(&file, &[&one, &recode]).unwrap();
        assert_eq!((mended.source.encoding, mended.applied), (Encoding::Utf8, vec![0, 1]));
    }
}
