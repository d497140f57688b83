//! What a build changed, and why.

use serde::Serialize;

use crate::digest::Digest;

/// What a site is made with, beside its articles. Two builds that differ in it may differ everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// The program.
    pub program: String,
    /// The settings.
    pub settings: Digest,
    /// The theme.
    pub theme: Digest,
}

/// What a file is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An article, by the short digest of its source. It is that article's page, or its own in another form.
    Article(u64),
    /// Several articles: lists.
    Articles,
    /// An image.
    Image,
    /// The theme.
    Theme,
    /// All articles, for programs: catalog, search, and the like.
    Index,
}

/// A file that a build changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// The file, relative to the site's root.
    pub path: String,
    /// What became of it.
    pub change: What,
    /// Why.
    pub why: Why,
    /// How many bytes it has, or had if it was removed.
    pub bytes: u64,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// It was not there.
    Added,
    /// Its content is another.
    Changed,
    /// It is no longer made.
    Removed,
}

/// Why a file changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// The article is new, changed or gone.
    Article,
    /// Something that the page says of others changed: a title, a neighbour, a link, a list.
    Neighbour,
    /// An image is new or no longer shown.
    Image,
    /// The theme changed.
    Theme,
    /// The settings changed.
    Settings,
    /// Another casebook made it.
    Program,
    /// It says something of all articles.
    Index,
    /// Nothing that it is made from changed: somebody changed or removed the file.
    Hand,
}

impl Made {
    /// As words that the list of files begins with.
    pub(super) fn words(&self) -> String {
        format!(" program={} settings={} theme={}", self.program, self.settings, self.theme)
    }

    /// From these words; what is missing is as in no build.
    pub(super) fn from_words(words: &str) -> Self {
        let word = |name: &str| {
            words.split(' ').find_map(|word| word.strip_prefix(name)?.strip_prefix('=')).unwrap_or_default()
        };
        Self {
            program: word("program").to_owned(),
            settings: Digest::from_hex(word("settings")).unwrap_or_default(),
            theme: Digest::from_hex(word("theme")).unwrap_or_default(),
        }
    }

    /// Why the file at `path`, which showed `article`, is no longer made since `before`.
    pub(super) fn why_removed(&self, before: &Self, path: &str, article: u64) -> Why {
        let ending = path.rsplit_once('.').map(|(_, ending)| ending);
        let origin = match path.split_once('/') {
            _ if article != 0 => Origin::Article(0),
            Some(("assets", _)) => Origin::Theme,
            Some(("search", _)) if ending == Some("js") => Origin::Theme,
            Some(("images", _)) => Origin::Image,
            Some(("search", _)) => Origin::Index,
            None if ending != Some("html") => Origin::Index,
            _ => Origin::Articles,
        };
        self.why(before, origin, article)
    }

    /// Why a file of `origin` is not what `before` made, when the article of that time is `article`.
    pub(super) fn why(&self, before: &Self, origin: Origin, article: u64) -> Why {
        match origin {
            Origin::Article(now) if now != article => Why::Article,
            Origin::Image => Why::Image,
            Origin::Theme => Why::Theme,
            _ if self.program != before.program => Why::Program,
            _ if self.theme != before.theme => Why::Theme,
            _ if self.settings != before.settings => Why::Settings,
            Origin::Index => Why::Index,
            Origin::Article(_) | Origin::Articles => Why::Neighbour,
        }
    }
}
