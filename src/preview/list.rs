//! `/_casebook/`: every finding of the site, by rule, service and owner, with filters.
//!
//! Filters are the query, so the page works without scripts and its address can be kept.

use rustc_hash::FxHashMap;

use super::{
    about::Place,
    answer::Asked,
    board::{Noted, place},
    edition::Edition,
    faults::finish,
    injected::Facts,
    own_page,
    stages::Stages,
    text::{Html, pair},
};
use crate::{
    corpus::{Entry, folder, page_address},
    diagnostic::Severity,
    report::grouped,
    source::SourceFile,
};

/// Findings on a page.
const MOST: usize = 200;
/// Rows of a table of counts before it is folded.
const ROWS: usize = 8;
/// What findings are told apart by: the name in the query and the heading.
const FACETS: [(&str, &str); 3] = [("rule", "Rule"), ("service", "Service"), ("owner", "Owner")];

/// A finding with what it is filtered by.
struct Row<'s> {
    source: &'s SourceFile,
    entry: Option<&'s Entry>,
    noted: &'s Noted,
    keys: [&'s str; 3],
}

/// The page.
pub(super) fn page(stages: &Stages, asked: &Asked<'_>) -> Vec<u8> {
    let all = rows(stages);
    let wanted = FACETS.map(|(name, _)| asked.value(name));
    let (severity, words) = (asked.value("severity"), asked.value("q").trim().to_lowercase());
    let fits_severity = |row: &Row<'_>| severity.is_empty() || row.noted.severity.as_str() == severity;
    let fits_words = |row: &Row<'_>| {
        let finding = &row.noted.finding;
        let has = |word: &str| {
            row.source.path.to_lowercase().contains(word)
                || finding.message.to_lowercase().contains(word)
                || finding.rule.contains(word)
        };
        words.split_whitespace().all(has)
    };
    let fits = |row: &Row<'_>, but: Option<usize>| {
        (0..3).all(|at| Some(at) == but || wanted[at].is_empty() || row.keys[at] == wanted[at])
    };
    let base: Vec<&Row<'_>> = all.iter().filter(|row| fits_words(row)).collect();
    let shown: Vec<&Row<'_>> =
        base.iter().copied().filter(|row| fits_severity(row) && fits(row, None)).collect();
    let mut page = own_page::begin("Findings");
    page.raw("<main id=\"main\">");
    headline(&mut page, &base, &fits, severity, asked);
    page.raw("<div class=\"columns\"><aside aria-label=\"Filters\">");
    form(&mut page, asked, &wanted, severity);
    for (at, (name, heading)) in FACETS.iter().enumerate() {
        let counted = base.iter().filter(|row| fits_severity(row) && fits(row, Some(at)));
        counts(&mut page, name, heading, counted.map(|row| row.keys[at]), wanted[at], asked);
    }
    page.raw("</aside><section aria-labelledby=\"found\">");
    list(&mut page, stages, &shown, asked);
    page.raw("</section></div></main>");
    finish(stages, own_page::end(page), Facts::default(), (Edition::default(), asked))
}

/// Every finding: errors first, then by file and place.
fn rows(stages: &Stages) -> Vec<Row<'_>> {
    let board = stages.board();
    let corpus = board.corpus();
    let mut rows: Vec<Row<'_>> = board
        .files()
        .enumerate()
        .flat_map(|(file, (source, noted))| {
            let entry = corpus.entry_of(file as u32);
            let service = entry.map_or_else(|| folder(&source.path), |entry| &entry.service.id);
            let owner = entry.and_then(|entry| entry.article.metadata.owner.as_deref()).unwrap_or("(none)");
            noted.iter().map(move |noted| Row {
                source,
                entry,
                noted,
                keys: [noted.finding.rule, service, owner],
            })
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.noted.severity));
    rows
}

fn headline(
    page: &mut Html,
    base: &[&Row<'_>],
    fits: &impl Fn(&Row<'_>, Option<usize>) -> bool,
    severity: &str,
    asked: &Asked<'_>,
) {
    let mut found = [0; 3];
    for row in base.iter().filter(|row| fits(row, None)) {
        found[place(row.noted.severity)] += 1;
    }
    page.raw("<h1>Findings</h1><nav class=\"totals\" aria-label=\"Severity\">");
    for (at, (of, word)) in
        [(Severity::Error, "errors"), (Severity::Warning, "warnings"), (Severity::Info, "infos")]
            .into_iter()
            .enumerate()
    {
        let chosen = of.as_str() == severity;
        let target = with(asked, "severity", if chosen { "" } else { of.as_str() });
        page.raw("<a class=\"total ").raw(of.as_str()).raw("\"").set("href", &target);
        if chosen {
            page.raw(" aria-current=\"true\"");
        }
        page.raw("><strong>").text(&grouped(found[at])).raw("</strong> ").raw(word).raw("</a>");
    }
    page.raw("</nav>");
}

/// The box for words; what else is chosen goes along.
fn form(page: &mut Html, asked: &Asked<'_>, wanted: &[&str; 3], severity: &str) {
    page.raw("<form role=\"search\" action=\"/_casebook/\"><label for=\"q\">File, rule or message</label><div><input id=\"q\" name=\"q\" type=\"search\"");
    page.set("value", asked.value("q")).raw(">");
    let kept = FACETS.iter().map(|(name, _)| *name).zip(wanted.iter().copied());
    for (name, value) in kept.chain([("severity", severity)]).filter(|(_, value)| !value.is_empty()) {
        page.raw("<input type=\"hidden\"").set("name", name).set("value", value).raw(">");
    }
    page.raw("<button>Filter</button></div></form>");
    if !severity.is_empty() || !asked.value("q").is_empty() || wanted.iter().any(|value| !value.is_empty()) {
        page.raw("<p><a href=\"/_casebook/\">Clear all filters</a></p>");
    }
}

/// How many findings each value of a facet has, as links that filter.
fn counts<'r>(
    page: &mut Html,
    name: &str,
    heading: &str,
    values: impl Iterator<Item = &'r str>,
    wanted: &str,
    asked: &Asked<'_>,
) {
    let mut count: FxHashMap<&str, usize> = FxHashMap::default();
    for value in values {
        *count.entry(value).or_default() += 1;
    }
    let mut rows: Vec<(&str, usize)> = count.into_iter().collect();
    rows.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    // What is chosen stands first, so that it can be taken back.
    if let Some(at) = rows.iter().position(|(value, _)| *value == wanted) {
        let chosen = rows.remove(at);
        rows.insert(0, chosen);
    }
    page.raw("<h2>").raw(heading).raw("</h2>");
    let write = |page: &mut Html, rows: &[(&str, usize)]| {
        page.raw("<ul class=\"counts\">");
        for (value, count) in rows {
            let chosen = *value == wanted;
            page.raw("<li><a").set("href", &with(asked, name, if chosen { "" } else { value }));
            if chosen {
                page.raw(" aria-current=\"true\"");
            }
            page.raw("><span>").text(value).raw("</span> <b>").text(&grouped(*count)).raw("</b></a></li>");
        }
        page.raw("</ul>");
    };
    if rows.is_empty() {
        page.raw("<p class=\"quiet\">Nothing found</p>");
    }
    write(page, &rows[..rows.len().min(ROWS)]);
    if rows.len() > ROWS {
        page.raw("<details><summary>")
            .text(&format!("{} more", grouped(rows.len() - ROWS)))
            .raw("</summary>");
        write(page, &rows[ROWS..]);
        page.raw("</details>");
    }
}

fn list(page: &mut Html, stages: &Stages, rows: &[&Row<'_>], asked: &Asked<'_>) {
    let from = asked.value("from").parse::<usize>().unwrap_or(0).min(rows.len());
    let end = (from + MOST).min(rows.len());
    page.raw("<h2 id=\"found\">");
    if rows.is_empty() {
        page.raw("Nothing found</h2><p class=\"quiet\">No file has a finding that fits.</p>");
        return;
    }
    let range = format!("{} to {} of {}", grouped(from + 1), grouped(end), grouped(rows.len()));
    page.text(&range).raw("</h2><ol class=\"findings\">");
    for row in &rows[from..end] {
        item(page, stages, row, asked);
    }
    page.raw("</ol><nav class=\"more\" aria-label=\"Pages\">");
    if from > 0 {
        let target = with(asked, "from", &from.saturating_sub(MOST).to_string());
        page.raw("<a rel=\"prev\"").set("href", &target).raw(">Previous</a>");
    }
    if end < rows.len() {
        page.raw("<a rel=\"next\"").set("href", &with(asked, "from", &end.to_string())).raw(">Next</a>");
    }
    page.raw("</nav>");
}

fn item(page: &mut Html, stages: &Stages, row: &Row<'_>, asked: &Asked<'_>) {
    let Noted { severity, finding } = row.noted;
    let Place { line, column } = Place::of(&row.source.text, finding.span);
    let address = row.entry.map_or_else(|| page_address(&row.source.path), |entry| entry.address.to_string());
    page.raw("<li class=\"").raw(severity.as_str()).raw("\"><p class=\"what\"><span class=\"level\">");
    page.raw(severity.as_str()).raw("</span> ").said(&finding.message).raw("</p>");
    if let Some(help) = &finding.help {
        page.raw("<p class=\"help\">").said(help).raw("</p>");
    }
    page.raw("<p class=\"where\"><a").set("href", &format!("/{address}")).raw(">").text(&row.source.path);
    page.raw("</a>:").text(&format!("{line}:{column}")).raw(" <code>").text(finding.rule).raw("</code>");
    if asked.has_editor {
        page.raw(" <button type=\"button\" data-open").set("data-path", &row.source.path);
        page.set("data-line", &line.to_string()).set("data-column", &column.to_string());
        page.set("aria-label", &format!("Open {} at line {line} in the editor", row.source.path));
        page.raw(">Open in editor</button>");
    }
    let withheld = row.entry.is_some() && stages.page(&address, Edition::default()).is_none();
    if withheld {
        page.raw(" <span class=\"quiet\">not published: other audience</span>");
    }
    page.raw("</p></li>");
}

/// The page's address with `name` set to `value`, from the first finding on unless that is what is set.
fn with(asked: &Asked<'_>, name: &str, value: &str) -> String {
    let kept =
        asked.query.iter().filter(|(known, value)| known != name && known != "from" && !value.is_empty());
    let mut pairs: Vec<String> = kept.map(|(name, value)| pair(name, value)).collect();
    if !value.is_empty() {
        pairs.push(pair(name, value));
    }
    if pairs.is_empty() { "/_casebook/".to_owned() } else { format!("/_casebook/?{}", pairs.join("&")) }
}
