//! What must hold for any text of an article: from reading it to its page.

use casebook::{
    check::{Checked, Options, Selection, mend},
    config::Config,
    corpus::{Corpus, Parsed},
    diagnostic::{Diagnostic, Finding, Fix, Severity},
    render::{Highlighter, Page, Renderer, Theme},
    report::{self, Report, Style},
    rules::Group,
    search,
    site::Site,
    source::{Encoding, SourceFile},
};

use super::within;

/// What all cases share.
pub(crate) struct Kit {
    config: Config,
    options: Options,
    theme: Theme,
    highlighter: Highlighter,
}

impl Kit {
    /// A kit with every rule on.
    pub(crate) fn new() -> Result<Self, String> {
        let groups = Group::ALL.map(|group| group.name().to_owned()).to_vec();
        let selection = Selection { select: groups, ..Selection::default() };
        Ok(Self {
            config: Config::default(),
            options: Options { selection, ..Options::default() },
            theme: Theme::new(Vec::new(), "en").map_err(|error| error.message)?,
            highlighter: Highlighter::default(),
        })
    }

    /// Goes the whole way with an article of this text.
    pub(super) fn article(&self, text: String, encoding: Encoding) -> Result<(), String> {
        let source = SourceFile {
            path: "articles/acme.compute/case.md".into(),
            text: text.into(),
            encoding,
            fault: None,
        };
        let checked = self.checked(&source);
        for diagnostic in &checked.diagnostics {
            sound(&source.text, &diagnostic.finding)?;
        }
        reported(&checked)?;
        self.mended(&source, &checked)?;
        self.rendered(&checked)
    }

    fn checked(&self, source: &SourceFile) -> Checked {
        let corpus = Corpus::new(vec![Parsed::new(source.clone())], Vec::new());
        Checked::with(corpus, &self.config, &self.options)
    }

    /// Mends what can be mended, safely and then at all.
    fn mended(&self, source: &SourceFile, checked: &Checked) -> Result<(), String> {
        let fixable: Vec<&Finding> = checked
            .diagnostics
            .iter()
            .map(|diagnostic| &diagnostic.finding)
            .filter(|finding| finding.fix.is_some())
            .collect();
        let Some(mended) = mend(source, &fixable) else { return Ok(()) };
        if mended.applied.iter().chain(&mended.refused).any(|index| *index >= fixable.len()) {
            return Err("it mended what was not asked for".to_owned());
        }
        for diagnostic in &self.checked(&mended.source).diagnostics {
            sound(&mended.source.text, &diagnostic.finding)?;
        }
        Ok(())
    }

    /// Renders the article's page, the rows of the catalog and the search's files.
    fn rendered(&self, checked: &Checked) -> Result<(), String> {
        let site = Site::new(&checked.corpus, &self.config);
        let renderer = Renderer::new(&site, &self.theme, &self.highlighter);
        for page in renderer.pages().into_iter().filter(|page| matches!(page, Page::Article(_))) {
            let file = renderer.render(page).map_err(|error| error.message)?;
            let html = String::from_utf8(file.content).map_err(|error| error.to_string())?;
            let scripts = html.matches("<script").count();
            if scripts != 1 {
                return Err(format!("the page has {scripts} scripts"));
            }
            for name in ["ul", "ol", "li", "div", "table", "p", "a", "span", "strong", "details"] {
                let opened = [">", " "].map(|end| html.matches(&format!("<{name}{end}")).count());
                let closed = html.matches(&format!("</{name}>")).count();
                if opened.iter().sum::<usize>() != closed {
                    return Err(format!("of <{name}>, {opened:?} are opened and {closed} closed"));
                }
            }
        }
        casebook::render::catalog(&site);
        search::files(&site, &|kind| kind.label());
        Ok(())
    }
}

/// Whether a finding's places and edits lie in the text, and its edits are in order and apart.
fn sound(text: &str, finding: &Finding) -> Result<(), String> {
    if finding.rule == "rule-failed" {
        return Err("a rule panicked".to_owned());
    }
    within(text, finding.span, finding.rule)?;
    finding
        .related
        .iter()
        .filter(|related| related.path.is_none())
        .try_for_each(|related| within(text, related.span, finding.rule))?;
    let Some(Fix { edits, .. }) = &finding.fix else { return Ok(()) };
    for edit in edits {
        within(text, edit.span, &format!("an edit of {}", finding.rule))?;
    }
    if edits.windows(2).any(|pair| pair[0].span.end > pair[1].span.start || pair[0].span == pair[1].span) {
        return Err(format!("{}: its edits overlap or stand out of order: {edits:?}", finding.rule));
    }
    Ok(())
}

/// Whether every format says something about each finding.
fn reported(checked: &Checked) -> Result<(), String> {
    let shown = Report::new(checked);
    let silent = |diagnostic: &&Diagnostic| {
        report::full(&shown, diagnostic, Style::Plain).is_empty()
            || report::concise(&shown, diagnostic).is_empty()
    };
    if let Some(diagnostic) = checked.diagnostics.iter().take(20).find(silent) {
        return Err(format!("{} is reported without a word", diagnostic.finding.rule));
    }
    report::json(&shown);
    report::sarif(&shown, "");
    report::junit(&shown, Severity::Error);
    Ok(())
}
