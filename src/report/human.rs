//! Findings for people: the source line, a caret, and what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use super::{Report, visible};
use crate::{
    config::ConfigError,
    diagnostic::{Diagnostic, Severity},
    span::{Position, Span},
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
pub fn full(report: &Report<'_>, diagnostic: &Diagnostic, style: Style) -> String {
    let finding = &diagnostic.finding;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.primary_title(&finding.message).id(finding.rule);
    let excerpt = |file: u32, span: Span, kind: AnnotationKind, label: &'_ str| {
        let source = report.source(file);
        let at = report.place(file, span.start);
        let window = Window::new(&source.text, span);
        let label = (!label.is_empty()).then(|| label.to_owned());
        window.elements(&source.path, at, kind, label)
    };
    let mut group = title.elements(excerpt(diagnostic.file, finding.span, AnnotationKind::Primary, ""));
    for related in &finding.related {
        let file = report.file(related.path.as_deref(), diagnostic.file);
        group = group.elements(excerpt(file, related.span, AnnotationKind::Context, &related.message));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(&**help));
    }
    renderer(style).render(&[group])
}

/// A fault in `casebook.toml`, whose text is `text`.
pub fn config_error(error: &ConfigError, name: &str, text: &str, style: Style) -> String {
    let at = Position::of(text, error.span.start);
    let excerpt = Window::new(text, error.span).elements(name, at, AnnotationKind::Primary, None);
    let mut group = Level::ERROR.primary_title(&error.message).elements(excerpt);
    if let Some(help) = &error.help {
        group = group.element(Level::HELP.message(&**help));
    }
    renderer(style).render(&[group])
}

/// How much is shown of a line before and after the place, in bytes.
const REACH: usize = 200;

/// The lines that a span touches, at most four of them and none beyond [`REACH`] around it. Looking at whole
/// files, or whole lines, for one place each would be slow.
struct Window<'t> {
    text: &'t str,
    /// The span within the text.
    span: Range<usize>,
    /// Whether the first line lacks its start.
    is_cut: bool,
}

impl<'t> Window<'t> {
    fn new(text: &'t str, span: Span) -> Self {
        let clamp = |at: usize| {
            let mut at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (clamp(span.start as usize), clamp(span.end.max(span.start) as usize));
        let reach = clamp(start.saturating_sub(REACH));
        let line = text[reach..start].rfind(['\n', '\r']).map(|at| reach + at + 1);
        let first = line.unwrap_or(reach);
        let within = &text[start..end.min(clamp(start + 4 * REACH))];
        let shown_end = start + within.match_indices('\n').nth(3).map_or(within.len(), |(at, _)| at);
        let reach = clamp(shown_end + REACH);
        let last = text[shown_end..reach].find(['\n', '\r']).map_or(reach, |at| shown_end + at);
        Self {
            text: &text[first..last],
            span: start - first..shown_end - first,
            is_cut: line.is_none() && first > 0,
        }
    }

    /// The lines with their place `at` in the file `path`, and the span marked.
    fn elements(
        &self,
        path: &'t str,
        at: Position,
        kind: AnnotationKind,
        label: Option<String>,
    ) -> Vec<Element<'t>> {
        let annotation = kind.span(self.span.clone());
        let annotation = if let Some(label) = label { annotation.label(label) } else { annotation };
        let snippet =
            Snippet::source(self.text).line_start(at.line as usize).fold(true).annotation(annotation);
        if !self.is_cut {
            return vec![snippet.path(visible(path)).into()];
        }
        // The renderer would count the column from where the line is cut.
        let origin = Origin::path(visible(path)).line(at.line as usize).char_column(at.column as usize);
        vec![origin.into(), snippet.into()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        check::{Checked, Matched},
        corpus::{Corpus, Parsed},
        diagnostic::Finding,
        source::{Encoding, SourceFile},
    };

    #[test]
    fn a_long_line_is_cut_and_its_column_is_not() {
        let text = format!("# A\n\n{}fault {}", "é ".repeat(1000), "x ".repeat(1000));
        let start = text.find("fault").unwrap();
        let source = SourceFile {
            path: "articles/a/b.md".into(),
            text: text.into(),
            encoding: Encoding::Utf8,
            fault: None,
        };
        let finding = Finding::new("image-missing", Span::new(start, start + 5), "this");
        let checked = Checked {
            corpus: Corpus::new(vec![Parsed::new(source)], Vec::new()),
            diagnostics: vec![Diagnostic { file: 0, severity: Severity::Warning, finding }],
            ignored: 0,
            baseline: Matched::default(),
        };
        let text = full(&Report::new(&checked), &checked.diagnostics[0], Style::Plain);
        assert!(text.contains(" --> articles/a/b.md:3:2001\n"), "{text}");
        assert!(text.contains("fault") && text.contains("^^^^^") && text.len() < 1500, "{text}");
    }
}
