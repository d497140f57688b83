//! The one line that a page has beyond what a build writes: it loads the preview's script and tells it what
//! it looks at.

use super::{
    answer::Asked,
    edition::Edition,
    stages::Stages,
    text::{self, Html},
};
use crate::{article::cloud::Cloud, render::Page};

/// `html`, the page as a build makes it, with the line.
pub(super) fn page(stages: &Stages, page: Page, html: Vec<u8>, whose: (Edition, &Asked<'_>)) -> Vec<u8> {
    let facts = Facts::of_page(stages, page, &html);
    with_line(stages, html, &facts, whose)
}

/// What the script knows of the page that it is on.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// A name for what the page shows, whatever the theme's files are called.
    pub(super) page: String,
    /// The article's file.
    pub(super) path: String,
    /// The article's id.
    pub(super) id: String,
    /// A name for the article's text.
    pub(super) text: String,
}

impl Facts {
    /// The facts of `page`, which was rendered as `html`.
    pub(super) fn of_page(stages: &Stages, page: Page, html: &[u8]) -> Self {
        let mut facts = Self { page: stamp(stages, html), ..Self::default() };
        if let Page::Article(index) = page {
            facts.article(stages, index);
        }
        facts
    }

    pub(super) fn article(&mut self, stages: &Stages, index: u32) {
        let corpus = stages.corpus_ref();
        let source = corpus.source(index);
        self.path = source.path.to_string();
        self.text = text::hash(source.text.as_bytes());
        let id = &corpus.entries[index as usize].article.metadata.article_id;
        id.as_deref().unwrap_or_default().clone_into(&mut self.id);
    }
}

/// A name for what `html` shows: two pages that differ only in the folder of the theme's files have the same.
pub(super) fn stamp(stages: &Stages, html: &[u8]) -> String {
    let folder = stages.assets().folder.as_bytes();
    let mut hasher = blake3::Hasher::new();
    let mut rest = 0;
    for at in memchr::memmem::find_iter(html, folder) {
        hasher.update(&html[rest..at]);
        rest = at + folder.len();
    }
    hasher.update(&html[rest..]);
    hasher.finalize().to_hex()[..16].to_owned()
}

/// `html` with the line that says `facts`.
pub(super) fn with_line(
    stages: &Stages,
    mut html: Vec<u8>,
    facts: &Facts,
    (edition, asked): (Edition, &Asked<'_>),
) -> Vec<u8> {
    let mut line = Html::default();
    line.raw("<script src=\"/_casebook/live.js\" id=\"casebook-live\"");
    let assets = stages.assets();
    let configs = stages.configs();
    let variants: Vec<&str> = configs.whole.variants.iter().map(|variant| &*variant.name).collect();
    for (name, value) in [
        ("data-number", &*stages.number().to_string()),
        ("data-page", &*facts.page),
        ("data-path", &*facts.path),
        ("data-article-id", &*facts.id),
        ("data-text", &*facts.text),
        ("data-folder", &*assets.folder),
        ("data-styles", &*assets.styles),
        ("data-scripts", &*assets.others),
        ("data-address", stages.resolve(stages.local(asked.address), asked.cloud).1),
        ("data-cloud", edition.cloud.map_or("", Cloud::name)),
        ("data-variant", configs.name(edition.variant)),
        ("data-variants", &variants.join(" ")),
        ("data-token", if asked.has_editor { asked.token } else { "" }),
    ] {
        line.set(name, value);
    }
    line.raw("></script>\n");
    let end = memchr::memmem::rfind(&html, b"</body>").unwrap_or(html.len());
    html.splice(end..end, line.0.into_bytes());
    html
}
