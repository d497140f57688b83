//! The desk: everything that was read, kept file by file, and what is made anew after an edit.
//!
//! What concerns one file is done once a file and kept. What articles are to each other is made anew from
//! the kept parts; only when an edit changes no article's face ([`crate::corpus::Difference`]) are the
//! look-ups and the arrangement those of before.

use std::{collections::BTreeMap, mem, sync::Arc};

use super::{
    board::{Change, Keeper},
    stages::{Assets, Fault, Stages},
};
use crate::{
    check::Baseline,
    config::Config,
    corpus::{Corpus, Difference, Parsed},
    diagnostic::Finding,
    history::History,
    image::Image,
    ledger::Ledger,
    render::{Highlighter, Theme},
    source::SourceFile,
};

/// The articles that an edit may touch and still be done one by one.
const FEW: usize = 8;

/// What is not in the articles' folder.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The settings.
    pub config: Arc<Config>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// The findings that do not count.
    pub baseline: Arc<Baseline>,
    /// Where articles were published.
    pub ledger: Arc<Ledger>,
}

/// What a path below `articles/` holds now.
#[derive(Debug)]
pub enum Edit {
    /// A file that is read as an article.
    Article(Parsed),
    /// An image.
    Image(Image),
    /// Nothing that the site reads.
    Nothing(Box<str>),
}

/// Everything that was read, and the stages made of it.
#[derive(Debug)]
pub struct Desk {
    settings: Settings,
    history: Arc<History>,
    highlighter: Arc<Highlighter>,
    files: BTreeMap<Box<str>, Kept>,
    images: BTreeMap<Box<str>, Image>,
    stages: Arc<Stages>,
    keeper: Keeper,
    /// What the findings lag behind.
    unchecked: Unchecked,
}

/// What is to be checked anew.
#[derive(Debug)]
enum Unchecked {
    /// These files, which show the others the same faces.
    Files(Vec<Box<str>>),
    /// Every file that is another one, and what is found of all articles together.
    Lists,
    /// Everything between files.
    All,
}

/// A file as it was read: its article without findings, and those.
#[derive(Debug)]
struct Kept {
    parsed: Parsed,
    findings: Arc<[Finding]>,
}

impl Desk {
    /// A desk with what was read first. No findings are made yet.
    pub fn new(settings: Settings, edits: Vec<Edit>) -> Self {
        let mut desk = Self {
            history: Arc::default(),
            highlighter: Arc::default(),
            files: BTreeMap::new(),
            images: BTreeMap::new(),
            stages: Arc::new(Stages::new(
                0,
                Arc::default(),
                &settings,
                Arc::default(),
                Arc::default(),
                Arc::new(Assets::new(&settings.theme, None)),
            )),
            settings,
            keeper: Keeper::default(),
            unchecked: Unchecked::All,
        };
        desk.take(edits);
        desk.arrange_all();
        desk
    }

    /// The stages as they are.
    pub fn stages(&self) -> Arc<Stages> {
        Arc::clone(&self.stages)
    }

    /// Whether the file at `path` holds, or is held back as, exactly what `edit` says.
    fn is_known(&self, edit: &Edit) -> bool {
        match edit {
            Edit::Article(parsed) => {
                !self.images.contains_key(&parsed.source.path)
                    && self
                        .files
                        .get(&parsed.source.path)
                        .is_some_and(|kept| kept.parsed.source == parsed.source)
            }
            Edit::Image(image) => {
                !self.files.contains_key(&image.path) && self.images.get(&image.path) == Some(image)
            }
            Edit::Nothing(path) => !self.files.contains_key(path) && !self.images.contains_key(path),
        }
    }

    /// Takes `edits`; edits that change nothing are none. Returns the paths that changed, sorted. Pages are
    /// those of the new files at once, findings follow with [`Desk::check`].
    pub fn edit(&mut self, mut edits: Vec<Edit>) -> Vec<Box<str>> {
        edits.retain(|edit| !self.is_known(edit));
        if edits.is_empty() {
            return Vec::new();
        }
        let mut paths: Vec<Box<str>> = edits.iter().map(|edit| edit.path().into()).collect();
        paths.sort();
        let difference = self.edit_few(&mut edits);
        if difference == Difference::LookUps {
            self.take(edits);
            self.arrange_all();
        }
        // What leaves a variant is told by the links of articles, which are behind their faces.
        let has_variants = !self.settings.config.variants.is_empty();
        let unchecked = if has_variants { difference.max(Difference::Lists) } else { difference };
        match (unchecked, &mut self.unchecked) {
            (Difference::Behind, Unchecked::Files(files)) => files.extend(paths.iter().cloned()),
            (Difference::Lists, Unchecked::Files(_)) => self.unchecked = Unchecked::Lists,
            (Difference::LookUps, _) => self.unchecked = Unchecked::All,
            (Difference::Behind | Difference::Lists, Unchecked::Lists | Unchecked::All) => {}
        }
        paths
    }

    /// Takes other settings.
    pub fn set(&mut self, settings: Settings) {
        self.settings = settings;
        self.arrange_all();
        self.keeper = Keeper::default();
        self.unchecked = Unchecked::All;
    }

    /// Takes what is known of when articles changed; says whether that is news.
    pub fn date(&mut self, history: History) -> bool {
        if *self.history == history {
            return false;
        }
        self.history = Arc::new(history);
        self.stages = Arc::new(self.stages.with_history(Arc::clone(&self.history)));
        true
    }

    /// Says what is wrong with the settings, so that pages are those of before; `None` when they are fine.
    pub fn fault(&mut self, fault: Option<Fault>) {
        self.stages = Arc::new(self.stages.with_fault(fault));
    }

    /// Makes the findings of what changed, and says what became of them.
    pub fn check(&mut self) -> Change {
        let unchecked = mem::replace(&mut self.unchecked, Unchecked::Files(Vec::new()));
        let corpus = self.stages.corpus();
        let files = &self.files;
        let of_parser =
            |path: &str| files.get(path).map(|kept| Arc::clone(&kept.findings)).unwrap_or_default();
        let board = match unchecked {
            Unchecked::Files(paths) => self.keeper.some(&corpus, &self.settings, &paths, of_parser),
            Unchecked::Lists => self.keeper.all(&corpus, &self.settings, false, of_parser),
            Unchecked::All => self.keeper.all(&corpus, &self.settings, true, of_parser),
        };
        let board = Arc::new(board);
        let change = Change::between(self.stages.board(), &board);
        self.stages = Arc::new(self.stages.with_board(board));
        change
    }

    /// Takes edits of few articles that leave look-ups as they are, and says how much they change for
    /// others; takes none of them when one may change look-ups.
    fn edit_few(&mut self, edits: &mut Vec<Edit>) -> Difference {
        if edits.len() > FEW {
            return Difference::LookUps;
        }
        let mut corpus: Option<Corpus> = None;
        let mut most = Difference::Behind;
        let mut changed = Vec::new();
        for edit in &*edits {
            let Edit::Article(parsed) = edit else { return Difference::LookUps };
            let before = corpus.as_ref().unwrap_or_else(|| self.stages.corpus_ref());
            let Some((with, difference)) = before.with(parsed) else { return Difference::LookUps };
            changed.extend(with.file(&parsed.source.path).and_then(|file| with.index_of(file)));
            corpus = Some(with);
            most = most.max(difference);
        }
        let Some(corpus) = corpus.map(Arc::new) else { return Difference::LookUps };
        self.take(mem::take(edits));
        self.stages = Arc::new(match most {
            Difference::Behind => self.stages.with_corpus(corpus),
            _ => self.stages.with_lists(corpus, &changed),
        });
        most
    }

    fn take(&mut self, edits: Vec<Edit>) {
        for edit in edits {
            match edit {
                Edit::Article(mut parsed) => {
                    let findings = mem::take(&mut parsed.findings).into();
                    self.images.remove(&parsed.source.path);
                    self.files.insert(parsed.source.path.clone(), Kept { parsed, findings });
                }
                Edit::Image(image) => {
                    self.files.remove(&image.path);
                    self.images.insert(image.path.clone(), image);
                }
                Edit::Nothing(path) => {
                    self.files.remove(&path);
                    self.images.remove(&path);
                }
            }
        }
    }

    /// The file at `path` as it was read.
    pub fn source(&self, path: &str) -> Option<&Arc<SourceFile>> {
        self.files.get(path).map(|kept| &kept.parsed.source)
    }

    /// The image at `path` as it was read.
    pub fn image(&self, path: &str) -> Option<&Image> {
        self.images.get(path)
    }

    /// The settings in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether something was read from below the folder `path`.
    pub fn has_below(&self, path: &str) -> bool {
        let folder: Box<str> = format!("{path}/").into();
        let below = |next: Option<&Box<str>>| next.is_some_and(|next| next.starts_with(&*folder));
        below(self.files.range(folder.clone()..).next().map(|(path, _)| path))
            || below(self.images.range(folder.clone()..).next().map(|(path, _)| path))
    }

    /// Whether [`Desk::check`] has few files to look at.
    pub fn is_quick(&self) -> bool {
        matches!(self.unchecked, Unchecked::Files(_))
    }

    /// Every path that something was read from.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().chain(self.images.keys()).map(|path| &**path)
    }

    fn arrange_all(&mut self) {
        let parsed = self.files.values().map(|kept| kept.parsed.clone()).collect();
        let images = self.images.values().cloned().collect();
        let corpus = Arc::new(Corpus::for_audiences(parsed, images, &self.settings.config.audiences));
        let assets = Arc::new(Assets::new(&self.settings.theme, Some(self.stages.assets())));
        let stages = Stages::new(
            self.stages.number() + 1,
            corpus,
            &self.settings,
            Arc::clone(&self.history),
            Arc::clone(&self.highlighter),
            assets,
        );
        self.stages = Arc::new(stages.after(&self.stages));
    }
}

impl Edit {
    /// The path that it is about.
    pub fn path(&self) -> &str {
        match self {
            Self::Article(parsed) => &parsed.source.path,
            Self::Image(image) => &image.path,
            Self::Nothing(path) => path,
        }
    }
}
