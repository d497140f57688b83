//! The stages in memory: one value, whole, never changed. A reader holds one and sees one state of the site.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{board::Board, desk::Settings};
use crate::{
    article::cloud::Cloud,
    config::Config,
    corpus::Corpus,
    feeds,
    render::{self, Highlighter, Page, Renderer, Theme},
    search,
    site::{Arranged, Site},
};

/// Files by their addresses.
pub(super) type Files = FxHashMap<Box<str>, Arc<[u8]>>;

/// How many earlier search indexes and themes are still answered for, so that an open page finds the files
/// that it knows.
const EARLIER: usize = 16;

/// A site in memory, with everything that is asked about it.
#[derive(Debug)]
pub struct Stages {
    number: u64,
    corpus: Arc<Corpus>,
    config: Arc<Config>,
    theme: Arc<Theme>,
    highlighter: Arc<Highlighter>,
    views: Views,
    indexes: Indexes,
    assets: Arc<Assets>,
    board: Arc<Board>,
    fault: Option<Fault>,
}

/// Why the newest files cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What it is about, such as `casebook.toml`.
    pub about: String,
    /// What is wrong, where, and what to do, on several lines.
    pub message: String,
}

/// The site as it is for one cloud, or for all: in the order of [`Cloud::ALL`], all first. Made when first
/// asked for; shared by the stages of one arrangement.
pub(super) type Views = Arc<[OnceLock<View>; 1 + Cloud::ALL.len()]>;

/// An arrangement and where its pages lie.
#[derive(Debug)]
pub(super) struct View {
    arranged: Arc<Arranged>,
    addresses: Arc<FxHashMap<Box<str>, Page>>,
}

/// Search indexes, this one and earlier ones.
#[derive(Clone, Debug, Default)]
struct Indexes {
    now: Arc<Index>,
    earlier: Vec<Arc<Index>>,
}

/// The search index of each view, made when first asked for.
type Index = [OnceLock<Files>; 1 + Cloud::ALL.len()];

impl Indexes {
    /// Those of the next stages.
    fn next(&self) -> Self {
        let mut earlier = vec![Arc::clone(&self.now)];
        // One that nobody asked for yet may be on its way to somebody still.
        let others = self.earlier.iter().enumerate();
        let kept = others.filter(|(at, index)| *at < 2 || index.iter().any(|files| files.get().is_some()));
        earlier.extend(kept.map(|(_, index)| Arc::clone(index)).take(EARLIER));
        Self { now: Arc::default(), earlier }
    }
}

/// The files of a theme, and those of earlier ones.
#[derive(Debug)]
pub struct Assets {
    pub(super) now: Arc<Files>,
    pub(super) folder: String,
    /// What the style sheets hold, and what everything else of the theme holds.
    pub(super) styles: String,
    pub(super) others: String,
    earlier: Vec<Arc<Files>>,
}

impl Assets {
    /// The files of `theme`; `before` are those of the theme before it.
    pub fn new(theme: &Theme, before: Option<&Self>) -> Self {
        let (mut styles, mut others) = (blake3::Hasher::new(), blake3::Hasher::new());
        let mut now = Files::default();
        for (address, content) in theme.assets().chain(theme.search()) {
            let name = address.strip_prefix(theme.folder()).unwrap_or(&address);
            let is_style = name.rsplit('.').next() == Some("css");
            let hasher = if is_style { &mut styles } else { &mut others };
            hasher.update(name.as_bytes()).update(content);
            now.insert(address.into(), content.into());
        }
        let mut earlier: Vec<Arc<Files>> = Vec::new();
        if let Some(before) = before {
            if before.folder != theme.folder() {
                earlier.push(Arc::clone(&before.now));
            }
            earlier.extend(before.earlier.iter().take(EARLIER).cloned());
        }
        let short = |hasher: &blake3::Hasher| hasher.finalize().to_hex()[..16].to_owned();
        Self {
            now: Arc::new(now),
            folder: theme.folder().to_owned(),
            styles: short(&styles),
            others: short(&others),
            earlier,
        }
    }

    fn get(&self, address: &str) -> Option<&Arc<[u8]>> {
        self.now.get(address).or_else(|| self.earlier.iter().find_map(|files| files.get(address)))
    }
}

impl Stages {
    pub(super) fn new(
        number: u64,
        corpus: Arc<Corpus>,
        settings: &Settings,
        highlighter: Arc<Highlighter>,
        views: Views,
        assets: Arc<Assets>,
    ) -> Self {
        let Settings { config, theme, .. } = settings.clone();
        let (indexes, board, fault) = (Indexes::default(), Arc::default(), None);
        let stages =
            Self { number, corpus, config, theme, highlighter, views, indexes, assets, board, fault };
        // The arrangement belongs to the stages: nobody shall wait for it.
        stages.view(None);
        stages
    }

    /// With what is not made of articles, and with the findings and search indexes of `before` until there
    /// are its own.
    pub(super) fn after(mut self, before: &Self) -> Self {
        self.board = Arc::clone(&before.board);
        self.fault.clone_from(&before.fault);
        self.indexes = before.indexes.next();
        self
    }

    fn shared(&self) -> Self {
        Self {
            number: self.number + 1,
            corpus: Arc::clone(&self.corpus),
            config: Arc::clone(&self.config),
            theme: Arc::clone(&self.theme),
            highlighter: Arc::clone(&self.highlighter),
            views: Arc::clone(&self.views),
            indexes: self.indexes.clone(),
            assets: Arc::clone(&self.assets),
            board: Arc::clone(&self.board),
            fault: self.fault.clone(),
        }
    }

    /// With a corpus whose articles show the same faces.
    pub(super) fn with_corpus(&self, corpus: Arc<Corpus>) -> Self {
        Self { corpus, indexes: self.indexes.next(), ..self.shared() }
    }

    /// With a corpus in which the entries `changed` are listed otherwise, and nothing else is different for
    /// others. Its pages lie where they lay.
    pub(super) fn with_lists(&self, corpus: Arc<Corpus>, changed: &[u32]) -> Self {
        let View { arranged, addresses } = self.view(None);
        let arranged = Arc::new(arranged.with(&corpus, changed));
        let view = View { arranged, addresses: Arc::clone(addresses) };
        let views: [OnceLock<View>; 1 + Cloud::ALL.len()] = Default::default();
        let set = views[slot(None)].set(view);
        debug_assert!(set.is_ok(), "nobody else knows it yet");
        Self { views: Arc::new(views), ..self.with_corpus(corpus) }
    }

    pub(super) fn with_board(&self, board: Arc<Board>) -> Self {
        Self { board, ..self.shared() }
    }

    pub(super) fn with_fault(&self, fault: Option<Fault>) -> Self {
        Self { fault, ..self.shared() }
    }

    /// Counts the states: every later one has a higher number.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The findings.
    pub fn board(&self) -> &Arc<Board> {
        &self.board
    }

    /// Why the newest files cannot be shown.
    pub fn broken(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// The articles.
    pub fn corpus_ref(&self) -> &Corpus {
        &self.corpus
    }

    pub(super) fn corpus(&self) -> Arc<Corpus> {
        Arc::clone(&self.corpus)
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    pub(super) fn assets(&self) -> &Assets {
        &self.assets
    }

    /// The site, for readers of `cloud`.
    pub(super) fn site(&self, cloud: Option<Cloud>) -> Site<'_> {
        Site::over(&self.corpus, &self.config, Arc::clone(&self.view(cloud).arranged))
    }

    fn view(&self, cloud: Option<Cloud>) -> &View {
        self.views[slot(cloud)].get_or_init(|| {
            let arranged = Arc::new(Arranged::new(&self.corpus, &self.config, cloud));
            let site = Site::over(&self.corpus, &self.config, Arc::clone(&arranged));
            let renderer = Renderer::new(&site, &self.theme, &self.highlighter);
            let pages = renderer.pages().into_iter();
            let addresses =
                pages.map(|page| (renderer.address(page).into(), page)).collect::<FxHashMap<_, _>>();
            View { arranged, addresses: Arc::new(addresses) }
        })
    }

    /// The page at `address`.
    pub(super) fn page(&self, address: &str, cloud: Option<Cloud>) -> Option<Page> {
        self.view(cloud).addresses.get(address).copied()
    }

    /// Renders a page, as a build does.
    pub(super) fn render(&self, page: Page, cloud: Option<Cloud>) -> Result<Vec<u8>, render::ThemeError> {
        let site = self.site(cloud);
        Renderer::new(&site, &self.theme, &self.highlighter).render(page).map(|file| file.content)
    }

    /// The catalog.
    pub(super) fn catalog(&self, cloud: Option<Cloud>) -> Vec<u8> {
        render::catalog(&self.site(cloud)).content
    }

    /// A file for hosts and machines, or an article or a service as Markdown.
    pub(super) fn feed(&self, address: &str, cloud: Option<Cloud>) -> Option<Vec<u8>> {
        if !address.contains('/') {
            let mut files = feeds::files(&self.site(cloud)).into_iter();
            if let Some(file) = files.find(|file| file.path == address) {
                return Some(file.content);
            }
        }
        let page = address.strip_suffix(".md").filter(|_| self.config.files.markdown)?;
        let file = match self.page(&format!("{page}.html"), cloud)? {
            Page::Article(index) => feeds::article(&self.site(cloud), index),
            Page::Service(index) => feeds::list(&self.site(cloud), index),
            _ => return None,
        };
        Some(file.content)
    }

    /// A file of the theme or of the search.
    pub(super) fn file(&self, address: &str, cloud: Option<Cloud>) -> Option<Arc<[u8]>> {
        if let Some(content) = self.assets.get(address) {
            return Some(Arc::clone(content));
        }
        if !address.starts_with("search/") || !self.config.search.enabled {
            return None;
        }
        // Shards are named by their content, so it does not matter which index they come from.
        let earlier = || self.indexes.earlier.iter().flat_map(|index| index.iter().filter_map(OnceLock::get));
        let known = || earlier().find_map(|files| files.get(address));
        if address != MANIFEST
            && let Some(content) = known()
        {
            return Some(Arc::clone(content));
        }
        self.index(cloud).get(address).map(Arc::clone)
    }

    fn index(&self, cloud: Option<Cloud>) -> &Files {
        self.indexes.now[slot(cloud)].get_or_init(|| {
            let earlier: Vec<&Files> = self
                .indexes
                .earlier
                .iter()
                .flat_map(|index| index.iter().filter_map(OnceLock::get))
                .collect();
            let shared = |address: &str| earlier.iter().find_map(|files| files.get(address).map(Arc::clone));
            search::files(&self.site(cloud), &|kind| self.theme.strings().kind(kind))
                .into_par_iter()
                .map(|file| {
                    // What is named by its content and there already is kept once.
                    let known = if file.path == MANIFEST { None } else { shared(&file.path) };
                    let content = known.unwrap_or_else(|| file.content.into());
                    (file.path.into(), content)
                })
                .collect::<Vec<_>>()
                .into_iter()
                .collect()
        })
    }

    /// Every address that a build would write, in no order; for tests that compare with a build.
    pub fn addresses(&self) -> Vec<String> {
        let view = self.view(None);
        let site = self.site(None);
        let mut all: Vec<String> = view.addresses.keys().map(ToString::to_string).collect();
        all.push("catalog.json".to_owned());
        all.extend(feeds::files(&site).into_iter().map(|file| file.path));
        if self.config.files.markdown {
            for (address, page) in &*view.addresses {
                if matches!(page, Page::Article(_) | Page::Service(_)) {
                    all.push(format!("{}.md", address.trim_end_matches(".html")));
                }
            }
        }
        all.extend(self.assets.now.keys().filter(|at| self.is_built(at)).map(ToString::to_string));
        if self.config.search.enabled {
            all.extend(self.index(None).keys().map(ToString::to_string));
        }
        let images = site.corpus.images.iter().zip(&site.images);
        let shown = images.filter(|(image, shown)| **shown && image.fault.is_none());
        all.extend(shown.map(|(image, _)| image.address.to_string()));
        all.sort();
        all.dedup();
        all
    }

    /// Whether the site has the theme's file at `address`: without search it has no client.
    pub(super) fn is_built(&self, address: &str) -> bool {
        self.config.search.enabled || !address.starts_with("search/")
    }
}

/// The only file of the search that keeps its name.
const MANIFEST: &str = "search/manifest.json";

fn slot(cloud: Option<Cloud>) -> usize {
    cloud.map_or(0, |cloud| 1 + cloud as usize)
}
