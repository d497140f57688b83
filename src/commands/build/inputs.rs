//! What a site is made from, as digests: so that a build knows at once that nothing changed, and why a page
//! did.
//!
//! Everything that a page, a list or the index may depend on has to be in here. What is forgotten makes
//! casebook believe that a site is up to date when it is not.

use rayon::prelude::*;

use crate::{
    config::Config,
    corpus::Corpus,
    digest::{self, Digest},
    history::{self, History},
    ledger::Redirects,
    output::Made,
    render::Theme,
};

/// The digests of all articles and images, of their history, and of the theme.
pub(super) struct Inputs {
    /// For each entry of the corpus the digest of its source.
    pub articles: Vec<u64>,
    all: Digest,
    theme: Digest,
}

impl Inputs {
    pub(super) fn new(corpus: &Corpus, history: &History, theme: &Theme) -> Self {
        let sources: Vec<u64> = corpus
            .sources
            .par_iter()
            .map(|source| {
                let words = [digest::short(source.path.as_bytes()), digest::short(source.text.as_bytes())];
                digest::short(words.map(u64::to_le_bytes).as_flattened())
            })
            .collect();
        let articles = corpus.entries.iter().map(|entry| sources[entry.source as usize]).collect();
        let mut all: Vec<u8> = sources.iter().flat_map(|source| source.to_le_bytes()).collect();
        for image in corpus.images.iter() {
            all.extend(format!("{image:?}\n").bytes());
        }
        all.extend(history::text(history, "").bytes());
        Self { articles, all: Digest::of(&all), theme: theme.digest() }
    }

    /// What the site that `config` wants is made with, and the digest of all that it is made from.
    pub(super) fn of(&self, config: &Config, redirects: &Redirects) -> (Made, Digest) {
        let made = Made {
            program: env!("CASEBOOK_PROGRAM").to_owned(),
            // Every setting counts, also those that are yet to come.
            settings: Digest::of(format!("{config:?}").as_bytes()),
            theme: self.theme,
        };
        let inputs = Digest::of(format!("{made:?} {} {redirects:?}", self.all).as_bytes());
        (made, inputs)
    }
}
