//! Pages for what cannot be shown: a file whose header cannot be read, an article that the chosen cloud does
//! not show, a template that fails.

use super::{
    about::Place,
    answer::Asked,
    edition::Edition,
    injected::{Facts, stamp, with_line},
    own_page,
    stages::Stages,
    text::{self, Html},
};
use crate::{
    article::cloud::Cloud, corpus::page_address, diagnostic::Severity, render::ThemeError, source::SourceFile,
};

/// Lines of a source that are shown around each fault.
const AROUND: usize = 400;

/// The page instead of the one at `address`, if a file would have its page there.
pub(super) fn instead(stages: &Stages, address: &str, edition: Edition) -> Option<(Vec<u8>, Facts)> {
    let corpus = stages.corpus_ref();
    if edition != Edition::default() && stages.page(address, Edition::default()).is_some() {
        let variant = Some(stages.configs().name(edition.variant)).filter(|name| !name.is_empty());
        let names: Vec<&str> = variant.into_iter().chain(edition.cloud.map(Cloud::name)).collect();
        let mut page = own_page::begin("Not shown here");
        page.raw("<main id=\"main\" class=\"narrow\"><h1>Not shown in ").text(&names.join(", ")).raw(
            "</h1><p>Readers of this site do not see this page. The panel switches back to the whole site.</p></main>",
        );
        return Some((own_page::end(page), Facts::default()));
    }
    let file = corpus.sources.iter().enumerate().find(|(file, source)| {
        corpus.index_of(*file as u32).is_none() && page_address(&source.path) == address
    });
    file.map(|(_, source)| source_page(stages, source))
}

/// The source of a file that has no page, with its faults marked.
fn source_page(stages: &Stages, source: &SourceFile) -> (Vec<u8>, Facts) {
    let name = source.path.rsplit('/').next().unwrap_or(&source.path);
    let mut page = own_page::begin(name);
    page.raw("<main id=\"main\"><p class=\"over\">No page</p><h1>").text(name).raw("</h1><p class=\"lead\">");
    page.raw("This file has no page on the site until its faults are mended. This is its source.</p>");
    let noted = stages.board().of(&source.path).map(|(_, noted)| noted).unwrap_or_default();
    let mut marked: Vec<(usize, usize)> = Vec::new();
    page.raw("<ul class=\"faults\">");
    for noted in noted.iter().filter(|noted| noted.severity == Severity::Error) {
        let Place { line, column } = Place::of(&source.text, noted.finding.span);
        marked.push((noted.finding.span.start as usize, noted.finding.span.end as usize));
        page.raw("<li><a href=\"#line-").text(&line.to_string()).raw("\">").text(&format!("{line}:{column}"));
        page.raw("</a> ").said(&noted.finding.message);
        if let Some(help) = &noted.finding.help {
            page.raw("<span class=\"help\">").said(help).raw("</span>");
        }
        page.raw("</li>");
    }
    page.raw("</ul><pre class=\"source\" tabindex=\"0\"><code>");
    let mut at = 0;
    for (number, line) in source.text.split_inclusive('\n').enumerate().take(AROUND) {
        page.raw("<span class=\"line\" id=\"line-").text(&(number + 1).to_string()).raw("\">");
        write_line(&mut page, line, at, &marked);
        page.raw("</span>");
        at += line.len();
    }
    page.raw("</code></pre></main>");
    let facts =
        Facts { path: source.path.to_string(), text: text::hash(source.text.as_bytes()), ..Facts::default() };
    (own_page::end(page), facts)
}

/// A line that begins at byte `start`, with what is faulty marked.
fn write_line(page: &mut Html, line: &str, start: usize, marked: &[(usize, usize)]) {
    let mut at = 0;
    for (from, to) in marked {
        // A fault without length is shown by the character that it stands before.
        let to = (*to).max(from + 1);
        let (from, to) =
            (from.saturating_sub(start).min(line.len()), to.saturating_sub(start).min(line.len()));
        let (from, to) = (boundary(line, from.max(at)), boundary(line, to));
        if from < to {
            page.text(&line[at..from]).raw("<mark>").text(&line[from..to]).raw("</mark>");
            at = to;
        }
    }
    page.text(&line[at..]);
}

fn boundary(line: &str, mut at: usize) -> usize {
    while !line.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// The page for a template that fails.
pub(super) fn theme(stages: &Stages, error: &ThemeError, whose: (Edition, &Asked<'_>)) -> Vec<u8> {
    let mut page = own_page::begin("The theme is faulty");
    page.raw("<main id=\"main\" class=\"narrow\"><p class=\"over\">Theme</p><h1>A template fails</h1>");
    if let Some(article) = &error.article {
        page.raw("<p class=\"lead\">While rendering ").text(article).raw("</p>");
    }
    page.raw("<pre class=\"source\" tabindex=\"0\">").text(&error.message).raw("</pre></main>");
    finish(stages, own_page::end(page), Facts::default(), whose)
}

/// `html`, a page of the preview's own, with the line that tells the script of it.
pub(super) fn finish(
    stages: &Stages,
    html: Vec<u8>,
    mut facts: Facts,
    whose: (Edition, &Asked<'_>),
) -> Vec<u8> {
    facts.page = stamp(stages, &html);
    with_line(stages, html, &facts, whose)
}
