//! Which findings are asked for: all, those of some files, or those of a change.

use rustc_hash::FxHashSet;

use super::{Baseline, Matched};
use crate::{corpus::Corpus, diagnostic::Diagnostic};

/// Which findings are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// All.
    #[default]
    All,
    /// Those in these files, and those elsewhere that name a place in one of them.
    Files(Paths),
    /// Those in `files`, and those elsewhere that were not among `before`.
    Changed {
        /// The files that changed.
        files: Paths,
        /// Everything that was found before the change.
        before: Baseline,
    },
}

/// Files, and folders with everything in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    paths: FxHashSet<Box<str>>,
}

impl<S: Into<Box<str>>> FromIterator<S> for Paths {
    fn from_iter<I: IntoIterator<Item = S>>(paths: I) -> Self {
        Self { paths: paths.into_iter().map(Into::into).collect() }
    }
}

impl Paths {
    /// Whether the file at `path` is among them.
    pub fn contains(&self, path: &str) -> bool {
        self.paths.contains(path)
            || memchr::memchr_iter(b'/', path.as_bytes()).any(|at| self.paths.contains(&path[..at]))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }
}

impl Scope {
    /// Whether the file at `path` itself is asked for.
    pub fn contains(&self, path: &str) -> bool {
        match self {
            Self::All => true,
            Self::Files(files) | Self::Changed { files, .. } => files.contains(path),
        }
    }

    /// Takes away what is not asked for.
    pub(super) fn narrow(&self, corpus: &Corpus, diagnostics: &mut Vec<Diagnostic>, baseline: &mut Matched) {
        let path = |diagnostic: &Diagnostic| &*corpus.sources[diagnostic.file as usize].path;
        match self {
            Self::All => return,
            Self::Files(files) => diagnostics.retain(|diagnostic| {
                let mut related = diagnostic.finding.related.iter().filter_map(|it| it.path.as_deref());
                files.contains(path(diagnostic)) || related.any(|path| files.contains(path))
            }),
            Self::Changed { files, before } => {
                let (inside, mut elsewhere): (Vec<_>, Vec<_>) = std::mem::take(diagnostics)
                    .into_iter()
                    .partition(|diagnostic| files.contains(path(diagnostic)));
                before.apply(corpus, &mut elsewhere);
                *diagnostics = inside;
                diagnostics.append(&mut elsewhere);
                diagnostics.sort_by_key(|diagnostic| diagnostic.file);
            }
        }
        baseline.stale.retain(|(key, _)| self.contains(&key.path));
    }
}
