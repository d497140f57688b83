//! The stages in memory: one value, whole, never changed. A reader holds one and sees one state of the site.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{
    board::Board,
    desk::Settings,
    edition::{Configs, Edition},
};
use crate::{
    article::cloud::Cloud,
    config::Config,
    corpus::Corpus,
    feeds,
    history::History,
    ledger::{self, Ledger, Redirects},
    output::OutputFile,
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
    configs: Arc<Configs>,
    theme: Arc<Theme>,
    ledger: Arc<Ledger>,
    history: Arc<History>,
    highlighter: Arc<Highlighter>,
    views: Views,
    indexes: Indexes,
    collected: Collected,
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

/// The site in each edition. Made when first asked for; shared by the stages of one arrangement.
type Views = Arc<[OnceLock<View>]>;

/// An arrangement, where its pages lie, and where old addresses lead.
#[derive(Debug)]
struct View {
    arranged: Arc<Arranged>,
    addresses: Arc<FxHashMap<Box<str>, Page>>,
    redirects: Arc<Redirects>,
}

/// Something for each edition that is made when first asked for.
fn slots<T>(configs: &Configs) -> Arc<[OnceLock<T>]> {
    (0..Edition::count(configs.variants.len())).map(|_| OnceLock::new()).collect()
}

/// Search indexes, this one and earlier ones.
#[derive(Clone, Debug)]
struct Indexes {
    now: Index,
    earlier: Vec<Index>,
}

/// The search index of each edition, made when first asked for.
type Index = Arc<[OnceLock<Files>]>;

/// What was collected for the last search index of each edition, so that the next one needs only what is
/// another. Shared by all stages: it is a memory of work, and no index is different for it.
type Collected = Arc<[Mutex<Arc<search::Kept>>]>;

impl Indexes {
    /// Those of the next stages, whose settings are `configs`.
    fn next(&self, configs: &Configs) -> Self {
        let mut earlier = vec![Arc::clone(&self.now)];
        // One that nobody asked for yet may be on its way to somebody still.
        let others = self.earlier.iter().enumerate();
        let kept = others.filter(|(at, index)| *at < 2 || index.iter().any(|files| files.get().is_some()));
        earlier.extend(kept.map(|(_, index)| Arc::clone(index)).take(EARLIER));
        Self { now: slots(configs), earlier }
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
        history: Arc<History>,
        highlighter: Arc<Highlighter>,
        assets: Arc<Assets>,
    ) -> Self {
        let Settings { config, theme, ledger, .. } = settings.clone();
        let configs = Arc::new(Configs::new(config));
        let (views, indexes) = (slots(&configs), Indexes { now: slots(&configs), earlier: Vec::new() });
        let collected = (0..views.len()).map(|_| Mutex::default()).collect();
        let (board, fault) = (Arc::default(), None);
        let stages = Self {
            number,
            corpus,
            configs,
            theme,
            ledger,
            history,
            highlighter,
            views,
            indexes,
            collected,
            assets,
            board,
            fault,
        };
        // The arrangement belongs to the stages: nobody shall wait for it.
        stages.view(Edition::default());
        stages
    }

    /// With what is not made of articles, and with the findings and search indexes of `before` until there
    /// are its own.
    pub(super) fn after(mut self, before: &Self) -> Self {
        self.board = Arc::clone(&before.board);
        self.fault.clone_from(&before.fault);
        self.indexes = before.indexes.next(&self.configs);
        if self.collected.len() == before.collected.len() {
            self.collected = Arc::clone(&before.collected);
        }
        self
    }

    fn shared(&self) -> Self {
        Self {
            number: self.number + 1,
            corpus: Arc::clone(&self.corpus),
            configs: Arc::clone(&self.configs),
            theme: Arc::clone(&self.theme),
            ledger: Arc::clone(&self.ledger),
            history: Arc::clone(&self.history),
            highlighter: Arc::clone(&self.highlighter),
            views: Arc::clone(&self.views),
            indexes: self.indexes.clone(),
            collected: Arc::clone(&self.collected),
            assets: Arc::clone(&self.assets),
            board: Arc::clone(&self.board),
            fault: self.fault.clone(),
        }
    }

    /// With a corpus whose articles show the same faces.
    pub(super) fn with_corpus(&self, corpus: Arc<Corpus>) -> Self {
        Self { corpus, indexes: self.indexes.next(&self.configs), ..self.shared() }
    }

    /// With a corpus in which the entries `changed` are listed otherwise, and nothing else is different for
    /// others. Its pages lie where they lay.
    pub(super) fn with_lists(&self, corpus: Arc<Corpus>, changed: &[u32]) -> Self {
        let arranged = self.view(Edition::default()).arranged.with(&corpus, &self.history, changed);
        Self { views: self.views_with(arranged), ..self.with_corpus(corpus) }
    }

    /// With other times of changes.
    pub(super) fn with_history(&self, history: Arc<History>) -> Self {
        let arranged = self.view(Edition::default()).arranged.dated(&self.corpus, &history);
        Self { views: self.views_with(arranged), history, ..self.shared() }
    }

    /// Views of which that of the whole site is `arranged`, and its pages lie where they lay.
    fn views_with(&self, arranged: Arranged) -> Views {
        let View { addresses, redirects, .. } = self.view(Edition::default());
        let (addresses, redirects) = (Arc::clone(addresses), Arc::clone(redirects));
        let views = slots(&self.configs);
        let view = View { arranged: Arc::new(arranged), addresses, redirects };
        let set = views[Edition::default().slot()].set(view);
        debug_assert!(set.is_ok(), "nobody else knows it yet");
        views
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
        &self.configs.whole
    }

    /// The settings of the whole site and of its variants.
    pub(super) fn configs(&self) -> &Configs {
        &self.configs
    }

    pub(super) fn assets(&self) -> &Assets {
        &self.assets
    }

    /// The edition in which `address` lies, for readers of `cloud`, and where it lies in it.
    pub(super) fn resolve<'a>(&self, address: &'a str, cloud: Option<Cloud>) -> (Edition, &'a str) {
        let whole = Edition { variant: None, cloud };
        let (variant, rest) = self.configs.split(address);
        let edition = Edition { variant, cloud };
        // Articles may lie in a folder that is called like a variant.
        if variant.is_some() && self.page(rest, edition).is_none() && self.page(address, whole).is_some() {
            return (whole, address);
        }
        (edition, rest)
    }

    /// The site in `edition`.
    pub(super) fn site(&self, edition: Edition) -> Site<'_> {
        self.over(edition, Arc::clone(&self.view(edition).arranged))
    }

    fn over(&self, edition: Edition, arranged: Arc<Arranged>) -> Site<'_> {
        Site::over(&self.corpus, self.configs.of(edition), &self.history, arranged)
    }

    fn view(&self, edition: Edition) -> &View {
        self.views[edition.slot()].get_or_init(|| {
            let config = self.configs.of(edition);
            let arranged = Arc::new(Arranged::new(&self.corpus, config, edition.cloud, &self.history));
            let site = self.over(edition, Arc::clone(&arranged));
            let renderer = Renderer::new(&site, &self.theme, &self.highlighter);
            let pages = renderer.pages().into_iter();
            let addresses =
                pages.map(|page| (renderer.address(page).into(), page)).collect::<FxHashMap<_, _>>();
            let redirects = Arc::new(self.ledger.redirects(&site));
            View { arranged, addresses: Arc::new(addresses), redirects }
        })
    }

    /// The page at `address`.
    pub(super) fn page(&self, address: &str, edition: Edition) -> Option<Page> {
        self.view(edition).addresses.get(address).copied()
    }

    /// Renders a page, as a build does.
    pub(super) fn render(&self, page: Page, edition: Edition) -> Result<Vec<u8>, render::ThemeError> {
        let site = self.site(edition);
        Renderer::new(&site, &self.theme, &self.highlighter).render(page).map(|file| file.content)
    }

    /// The catalog.
    pub(super) fn catalog(&self, edition: Edition) -> Vec<u8> {
        render::catalog(&self.site(edition)).content
    }

    /// A file for hosts and machines, or an article or a service as Markdown.
    pub(super) fn feed(&self, address: &str, edition: Edition) -> Option<Vec<u8>> {
        if !address.contains('/') {
            let mut files = feeds::files(&self.site(edition)).into_iter();
            if let Some(file) = files.find(|file| file.path == address) {
                return Some(file.content);
            }
        }
        let page = address.strip_suffix(".md").filter(|_| self.configs.of(edition).files.markdown)?;
        let file = match self.page(&format!("{page}.html"), edition)? {
            Page::Article(index) => feeds::article(&self.site(edition), index),
            Page::Service(index) => feeds::list(&self.site(edition), index),
            _ => return None,
        };
        Some(file.content)
    }

    /// A page that leads from an old address to where its article is now, or a list of these.
    pub(super) fn redirect(&self, address: &str, edition: Edition) -> Option<Vec<u8>> {
        let redirects = &self.view(edition).redirects;
        let is_list = !address.contains('/');
        if redirects.is_empty() || !is_list && !redirects.contains_key(address) {
            return None;
        }
        let mut files = ledger::files(redirects, &self.site(edition)).into_iter();
        files.find(|file| file.path == address).map(|file| file.content)
    }

    /// A file of the theme or of the search.
    pub(super) fn file(&self, address: &str, edition: Edition) -> Option<Arc<[u8]>> {
        if let Some(content) = self.assets.get(address) {
            return Some(Arc::clone(content));
        }
        if !address.starts_with("search/") || !self.config().search.enabled {
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
        self.index(edition).get(address).map(Arc::clone)
    }

    fn index(&self, edition: Edition) -> &Files {
        self.indexes.now[edition.slot()].get_or_init(|| {
            let earlier: Vec<&Files> = self
                .indexes
                .earlier
                .iter()
                .flat_map(|index| index.iter().filter_map(OnceLock::get))
                .collect();
            let shared = |address: &str| earlier.iter().find_map(|files| files.get(address).map(Arc::clone));
            let collected = &self.collected[edition.slot()];
            let known = || collected.lock().unwrap_or_else(PoisonError::into_inner);
            let before = Arc::clone(&known());
            let label = |kind| self.theme.strings().kind(kind);
            let (files, kept) = search::files_after(&self.site(edition), &label, &before);
            *known() = Arc::new(kept);
            files
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

    /// Every address that a build of the whole site would write, in order; for tests that compare with one.
    pub fn addresses(&self) -> Vec<String> {
        let whole = Edition::default();
        let view = self.view(whole);
        let site = self.site(whole);
        let mut all: Vec<String> = view.addresses.keys().map(ToString::to_string).collect();
        all.push("catalog.json".to_owned());
        let files = feeds::files(&site).into_iter().chain(ledger::files(&view.redirects, &site));
        all.extend(files.map(|OutputFile { path, .. }| path));
        if self.config().files.markdown {
            for (address, page) in &*view.addresses {
                if matches!(page, Page::Article(_) | Page::Service(_)) {
                    all.push(format!("{}.md", address.trim_end_matches(".html")));
                }
            }
        }
        all.extend(self.assets.now.keys().filter(|at| self.is_built(at)).map(ToString::to_string));
        if self.config().search.enabled {
            all.extend(self.index(whole).keys().map(ToString::to_string));
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
        self.config().search.enabled || !address.starts_with("search/")
    }
}

/// The only file of the search that keeps its name.
const MANIFEST: &str = "search/manifest.json";
