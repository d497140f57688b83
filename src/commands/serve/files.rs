//! What the preview reads, all of it or what changed.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;

use crate::{
    commands::{Failure, Terminal, dates, load, theme},
    corpus::Parsed,
    image::Image,
    preview::{Desk, Edit, Settings},
    source::{self, Look, Sort, SourceFault},
    watch::Roots,
};

/// The folder that is previewed.
pub(super) struct Files {
    dir: PathBuf,
    /// Where git notes which commit is looked at; asked for once, when dates are wanted.
    commits: OnceLock<Option<PathBuf>>,
}

/// Settings that cannot be used.
pub(super) struct Broken {
    /// What is faulty.
    pub(super) about: String,
    /// Why.
    pub(super) failure: Failure,
}

impl From<Broken> for Failure {
    fn from(broken: Broken) -> Self {
        broken.failure
    }
}

/// What a path that changed means to the site.
pub(super) enum Meaning {
    /// The configuration, the baseline, the ledger or the theme.
    Settings,
    /// Another commit.
    Commits,
    /// The folder itself, or that of the articles.
    Root,
    /// Something below `articles/`: a file or a folder.
    Article(Box<str>),
    /// Nothing.
    Nothing,
}

impl Files {
    /// Those of `dir`, which must hold articles.
    pub(super) fn new(dir: &Path) -> Result<Self, Failure> {
        let dir = source::whole_path(dir)?;
        load::require_articles(&dir)?;
        Ok(Self { dir, commits: OnceLock::new() })
    }

    /// The folder.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Reads the configuration, the theme, the baseline and the ledger.
    pub(super) fn settings(&self, terminal: &Terminal) -> Result<Settings, Broken> {
        let broken = |about: &str| {
            let about = about.to_owned();
            move |failure: Failure| Broken { about, failure }
        };
        let config = load::config(&self.dir, terminal).map_err(broken(load::CONFIG))?;
        let theme = theme::load(&self.dir, &config, false, terminal).map_err(broken("theme"))?;
        let baseline = load::baseline(&self.dir, &config).map_err(broken(&config.baseline))?;
        let ledger = load::ledger(&self.dir).map_err(broken(load::LEDGER))?;
        Ok(Settings {
            config: Arc::new(config),
            theme: Arc::new(theme),
            baseline: Arc::new(baseline),
            ledger: Arc::new(ledger),
        })
    }

    /// The folder of the articles.
    pub(super) fn articles(&self) -> PathBuf {
        self.dir.join("articles")
    }

    /// What is to be watched.
    pub(super) fn roots(&self, settings: &Settings) -> Roots {
        let commits = self.commits(settings).map(Path::to_owned);
        let below = [Some(self.articles()), self.theme(settings), commits];
        Roots { dir: self.dir.clone(), below: below.into_iter().flatten().collect() }
    }

    fn theme(&self, settings: &Settings) -> Option<PathBuf> {
        let theme = self.dir.join(&settings.config.theme.as_ref()?.folder);
        Some(source::whole_path(&theme).unwrap_or(theme))
    }

    fn commits(&self, settings: &Settings) -> Option<&Path> {
        if !settings.config.history.enabled {
            return None;
        }
        self.commits.get_or_init(|| dates::commits(&self.dir)).as_deref()
    }

    /// What `path` means.
    pub(super) fn meaning(&self, path: &Path, settings: &Settings) -> Meaning {
        if self.commits(settings).is_some_and(|commits| path.starts_with(commits)) {
            return Meaning::Commits;
        }
        let Ok(relative) = path.strip_prefix(&self.dir) else {
            return if self.theme(settings).is_some_and(|theme| path.starts_with(theme)) {
                Meaning::Settings
            } else {
                Meaning::Nothing
            };
        };
        let text = relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let in_theme = settings
            .config
            .theme
            .as_ref()
            .is_some_and(|theme| relative.starts_with(Path::new(theme.folder.trim_start_matches("./"))));
        match &*text {
            "" | "articles" => Meaning::Root,
            load::CONFIG | load::LEDGER => Meaning::Settings,
            text if text == settings.config.baseline || in_theme => Meaning::Settings,
            text if text.starts_with("articles/") => Meaning::Article(text.into()),
            _ => Meaning::Nothing,
        }
    }

    /// Whether there is a folder at `path`.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        source::look(&self.dir, path) == Look::Folder
    }

    /// Every edit from what `desk` knows to what there is.
    pub(super) fn everything(&self, desk: Option<&Desk>) -> Result<Vec<Edit>, Failure> {
        load::require_articles(&self.dir)?;
        let listing = source::list(&self.dir)?;
        let sorted =
            [(listing.articles, Sort::Article), (listing.others, Sort::Other), (listing.images, Sort::Image)];
        let mut found: Vec<(Box<str>, Sort)> = sorted
            .into_iter()
            .flat_map(|(paths, sort)| paths.into_iter().map(move |path| (path, sort)))
            .collect();
        found.extend(listing.odd.into_iter().map(|(path, what)| (path, Sort::Odd(what))));
        let mut edits: Vec<Edit> =
            found.par_iter().filter_map(|(path, sort)| self.read(path, Look::File(*sort), desk)).collect();
        if let Some(desk) = desk {
            let there: BTreeSet<&str> = found.iter().map(|(path, _)| &**path).collect();
            let gone = desk.paths().filter(|path| !there.contains(path));
            edits.extend(gone.map(|path| Edit::Nothing(path.into())));
        }
        Ok(edits)
    }

    /// The edits at `paths`.
    pub(super) fn some(&self, paths: &BTreeSet<Box<str>>, desk: &Desk) -> Vec<Edit> {
        let paths: Vec<&Box<str>> = paths.iter().collect();
        paths
            .into_par_iter()
            .filter_map(|path| self.read(path, source::look(&self.dir, path), Some(desk)))
            .collect()
    }

    /// What there is at `path`; `None` when `desk` knows it.
    fn read(&self, path: &str, look: Look, desk: Option<&Desk>) -> Option<Edit> {
        let nothing = || Some(Edit::Nothing(path.into()));
        match look {
            Look::File(Sort::Image) => {
                let image = load::image(&self.dir, path)
                    .unwrap_or_else(|cause| Image::unreadable(path, format!("it cannot be read: {cause}")));
                if image.fault.is_some() && source::look(&self.dir, path) == Look::Nothing {
                    return nothing();
                }
                let known = desk.is_some_and(|desk| desk.image(path) == Some(&image));
                (!known).then_some(Edit::Image(image))
            }
            Look::File(Sort::Odd(what)) => Some(Edit::Article(load::odd(path.into(), what))),
            Look::File(sort) => {
                let file = source::read_article(&self.dir, path);
                // It went away between the look and the reading.
                if matches!(file.fault, Some(SourceFault::Unreadable(_)))
                    && source::look(&self.dir, path) == Look::Nothing
                {
                    return nothing();
                }
                if desk.and_then(|desk| desk.source(path)).is_some_and(|known| **known == file) {
                    return None;
                }
                match sort {
                    Sort::Article => Some(Edit::Article(Parsed::new(file))),
                    _ => {
                        load::without_ending(file).map_or_else(nothing, |parsed| Some(Edit::Article(parsed)))
                    }
                }
            }
            Look::Folder | Look::Nothing => nothing(),
        }
    }
}
