//! Findings for people: the source line, a caret, and what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{path, position};
use crate::{
    check::Checked,
    config::ConfigError,
    diagnostic::{Diagnostic, Severity},
    span::Span,
};

/// Whether the output has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// With colours.
    Coloured,
}

fn renderer(style: Style) -> Renderer {
    match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    }
}

/// One diagnostic with its source line, related places and help.
pub fn full(checked: &Checked, diagnostic: &Diagnostic, style: Style) -> String {
    let finding = &diagnostic.finding;
    let source = &checked.corpus.sources[diagnostic.file as usize];
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let (window, first_line, span) = window(&source.text, finding.span, position(checked, diagnostic).line);
    let mut main = level.primary_title(&finding.message).id(finding.rule);
    let mut snippet =
        Snippet::source(window).line_start(first_line as usize).path(path(checked, diagnostic)).fold(true);
    snippet = snippet.annotation(AnnotationKind::Primary.span(span));
    let mut elsewhere = Vec::new();
    for related in &finding.related {
        let at = related.path.as_deref().unwrap_or(&source.path);
        if let Ok(index) = checked.corpus.sources.binary_search_by(|file| (*file.path).cmp(at)) {
            let text = &checked.corpus.sources[index].text;
            let line = crate::span::Position::of(text, related.span.start).line;
            let (window, first_line, span) = self::window(text, related.span, line);
            let annotation = AnnotationKind::Context.span(span).label(&*related.message);
            elsewhere.push(
                Snippet::source(window)
                    .line_start(first_line as usize)
                    .path(at)
                    .fold(true)
                    .annotation(annotation),
            );
        }
    }
    let group: Group<'_> = {
        let mut group = std::mem::replace(&mut main, Level::ERROR.primary_title("")).element(snippet);
        for snippet in elsewhere {
            group = group.element(snippet);
        }
        if let Some(help) = &finding.help {
            group = group.element(Level::HELP.message(&**help));
        }
        group
    };
    renderer(style).render(&[group])
}

/// A fault in `casebook.toml`, whose text is `text`.
pub fn config_error(error: &ConfigError, name: &str, text: &str, style: Style) -> String {
    let line = crate::span::Position::of(text, error.span.start).line;
    let (window, first_line, span) = window(text, error.span, line);
    let snippet = Snippet::source(window)
        .line_start(first_line as usize)
        .path(name)
        .annotation(AnnotationKind::Primary.span(span));
    let mut group = Level::ERROR.primary_title(&error.message).element(snippet);
    if let Some(help) = &error.help {
        group = group.element(Level::HELP.message(&**help));
    }
    renderer(style).render(&[group])
}

/// The lines that `span` touches, at most four of them and none beyond 400 bytes around it, with the number
/// of the first one and the span within them. Rendering whole files for one line each would be slow.
fn window(text: &str, span: Span, line: u32) -> (&str, u32, Range<usize>) {
    let clamp = |at: usize| {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (clamp(span.start as usize), clamp(span.end as usize));
    let first =
        text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1).max(clamp(start.saturating_sub(400)));
    let shown_end = text[start..end].match_indices('\n').nth(3).map_or(end, |(at, _)| start + at);
    let last = text[shown_end..]
        .find(['\n', '\r'])
        .map_or(text.len(), |at| shown_end + at)
        .min(clamp(shown_end + 400));
    (&text[first..last], line, start - first..shown_end.min(last) - first)
}
