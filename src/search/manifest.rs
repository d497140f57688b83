//! `search/manifest.json`: names every shard, so that a browser needs one request to know them all.

use serde_json::json;

use super::{bytes, store};
use crate::{config::Config, output::OutputFile};

/// The version of the format. A client refuses any other.
const VERSION: u32 = 1;

/// Words that say little in a question, by language: they weigh little.
const QUIET_ENGLISH: &str = "a about after all am an and any are as at be been before being but by can cannot cant \
could did do does doesnt doing dont during for from get getting had has have having help how i id if ill im in into \
is isnt it its ive just me my no not of on or other our please should so some such than that the their them then \
there these they this those through to too trying under up us use using very want was wasnt we were what when where \
which while who why will with wont would you your";

/// What the manifest says.
pub(super) struct Manifest<'m> {
    pub articles: usize,
    pub facets: &'m str,
    pub documents: &'m str,
    pub ids: &'m str,
    pub titles: &'m [(String, String)],
    pub shards: &'m [(String, String)],
    pub endings: &'m [(String, String)],
    pub common: &'m [(String, u32, String)],
}

impl Manifest<'_> {
    /// The manifest as a file.
    pub(super) fn file(&self, config: &Config) -> OutputFile {
        let lists = |shards: &[(String, String)]| {
            let firsts: Vec<&str> = shards.iter().map(|(first, _)| &**first).collect();
            let names: String = shards.iter().map(|(_, name)| &**name).collect();
            json!([firsts.join("|"), names])
        };
        let english = config.language.split('-').next().is_some_and(|tag| tag.eq_ignore_ascii_case("en"));
        let manifest = json!({
            "version": VERSION,
            "language": config.language,
            "articles": self.articles,
            "perShard": store::SHARD,
            "name": bytes::NAME,
            "facets": self.facets,
            "documents": self.documents,
            "ids": self.ids,
            "titles": lists(self.titles),
            "words": lists(self.shards),
            "endings": lists(self.endings),
            "common": self.common,
            "quiet": if english { QUIET_ENGLISH } else { "" },
            "synonyms": config.search.synonyms,
        });
        OutputFile { path: "search/manifest.json".to_owned(), content: manifest.to_string().into_bytes() }
    }
}
