//! The board: every finding in force, file by file, and what an edit did to them.

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::desk::Settings;
use crate::{
    check::{self, Levels, Selection, fingerprint},
    config::Config,
    corpus::Corpus,
    diagnostic::{Diagnostic, Finding, Severity},
    rules::Checks,
    source::SourceFile,
};

/// The findings in force.
#[derive(Clone, Debug, Default)]
pub struct Board {
    corpus: Arc<Corpus>,
    /// In the order of the corpus's files.
    of_files: Vec<Arc<[Noted]>>,
}

/// A finding with the severity in force. Its file is the one it is kept with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The severity in force.
    pub severity: Severity,
    /// What and where.
    pub finding: Finding,
}

impl Board {
    /// The corpus that the findings are about.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// Every file that was read, with its findings in the order of their places.
    pub fn files(&self) -> impl Iterator<Item = (&SourceFile, &[Noted])> {
        self.corpus.sources.iter().zip(&self.of_files).map(|(source, noted)| (&**source, &**noted))
    }

    /// The file at `path` with its findings.
    pub fn of(&self, path: &str) -> Option<(&SourceFile, &[Noted])> {
        let file = self.corpus.file(path)? as usize;
        Some((&self.corpus.sources[file], self.of_files.get(file)?))
    }

    /// How many findings there are of each severity: errors, warnings, infos.
    pub fn counts(&self) -> [usize; 3] {
        let mut counts = [0; 3];
        for noted in self.of_files.iter().flat_map(|noted| &**noted) {
            counts[place(noted.severity)] += 1;
        }
        counts
    }
}

/// Where counts have a severity.
pub(super) fn place(severity: Severity) -> usize {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    }
}

/// What an edit did to the findings.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Those that were not there before, with their files.
    pub new: Vec<(Arc<SourceFile>, Noted)>,
    /// Those that are gone, with their files as they were.
    pub mended: Vec<(Arc<SourceFile>, Noted)>,
}

impl Change {
    /// What is different in `after`. A finding that moved within its file is the same.
    pub fn between(before: &Board, after: &Board) -> Self {
        let mut change = Self::default();
        let of = |board: &Board, file: usize| -> Option<(Arc<SourceFile>, Arc<[Noted]>)> {
            Some((Arc::clone(board.corpus.sources.get(file)?), Arc::clone(board.of_files.get(file)?)))
        };
        let (mut old, mut new) = (0, 0);
        loop {
            match (of(before, old), of(after, new)) {
                (None, None) => return change,
                (Some((source, noted)), None) => {
                    change.mended.extend(noted.iter().map(|noted| (Arc::clone(&source), noted.clone())));
                    old += 1;
                }
                (None, Some((source, noted))) => {
                    change.new.extend(noted.iter().map(|noted| (Arc::clone(&source), noted.clone())));
                    new += 1;
                }
                (Some(a), Some(b)) => match a.0.path.cmp(&b.0.path) {
                    std::cmp::Ordering::Less => {
                        change.mended.extend(a.1.iter().map(|noted| (Arc::clone(&a.0), noted.clone())));
                        old += 1;
                    }
                    std::cmp::Ordering::Greater => {
                        change.new.extend(b.1.iter().map(|noted| (Arc::clone(&b.0), noted.clone())));
                        new += 1;
                    }
                    std::cmp::Ordering::Equal => {
                        if !Arc::ptr_eq(&a.1, &b.1) && a.1 != b.1 {
                            change.mended.extend(beyond(&a, &b));
                            change.new.extend(beyond(&b, &a));
                        }
                        (old, new) = (old + 1, new + 1);
                    }
                },
            }
        }
    }
}

/// The findings of one state of a file that the other does not have.
fn beyond(
    (source, noted): &(Arc<SourceFile>, Arc<[Noted]>),
    (other_source, other): &(Arc<SourceFile>, Arc<[Noted]>),
) -> Vec<(Arc<SourceFile>, Noted)> {
    let mut left: FxHashMap<Box<str>, u32> = FxHashMap::default();
    for noted in &**other {
        *left.entry(fingerprint(other_source, &noted.finding)).or_default() += 1;
    }
    let is_beyond = |noted: &&Noted| match left.get_mut(&fingerprint(source, &noted.finding)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    noted.iter().filter(is_beyond).map(|noted| (Arc::clone(source), noted.clone())).collect::<Vec<_>>()
}

/// What was found of each file, in its parts, so that an edit costs what it touches.
#[derive(Debug, Default)]
pub(super) struct Keeper {
    of_files: BTreeMap<Box<str>, Parts>,
}

#[derive(Debug)]
struct Parts {
    source: Arc<SourceFile>,
    alone: Arc<[Finding]>,
    among: Vec<Finding>,
    together: Vec<Finding>,
    in_force: Arc<[Noted]>,
}

impl Keeper {
    /// The board of `corpus`. What is found between files is found anew; of one article among the others
    /// only when `whole`, or when it is another one.
    pub(super) fn all(
        &mut self,
        corpus: &Arc<Corpus>,
        settings: &Settings,
        whole: bool,
        of_parser: impl Fn(&str) -> Arc<[Finding]> + Sync,
    ) -> Board {
        let force = Force::new(settings);
        let mut together: Vec<Vec<Finding>> = corpus.sources.iter().map(|_| Vec::new()).collect();
        for (file, finding) in force.checks.together(corpus, &settings.config) {
            if let Some(of_file) = together.get_mut(file as usize) {
                of_file.push(finding);
            }
        }
        let before = &self.of_files;
        let parts: Vec<(Box<str>, Parts)> = together
            .into_par_iter()
            .enumerate()
            .map(|(file, together)| {
                let source = &corpus.sources[file];
                let kept = before.get(&source.path);
                let parts = force.parts(corpus, file as u32, kept, whole, &of_parser, together);
                (source.path.clone(), parts)
            })
            .collect();
        let of_files = parts.iter().map(|(_, parts)| Arc::clone(&parts.in_force)).collect();
        self.of_files = parts.into_iter().collect();
        Board { corpus: Arc::clone(corpus), of_files }
    }

    /// The board of `corpus`, in which only the articles at `paths` are other ones, behind the same faces.
    pub(super) fn some(
        &mut self,
        corpus: &Arc<Corpus>,
        settings: &Settings,
        paths: &[Box<str>],
        of_parser: impl Fn(&str) -> Arc<[Finding]> + Sync,
    ) -> Board {
        let force = Force::new(settings);
        for path in paths {
            let Some(file) = corpus.file(path) else { continue };
            let kept = self.of_files.get(path);
            let together = kept.map(|parts| parts.together.clone()).unwrap_or_default();
            let parts = force.parts(corpus, file, kept, false, &of_parser, together);
            self.of_files.insert(path.clone(), parts);
        }
        let of_files = self.of_files.values().map(|parts| Arc::clone(&parts.in_force)).collect();
        Board { corpus: Arc::clone(corpus), of_files }
    }
}

/// What decides which findings count.
struct Force<'s> {
    config: &'s Config,
    settings: &'s Settings,
    levels: Levels<'s>,
    checks: Checks,
}

impl<'s> Force<'s> {
    fn new(settings: &'s Settings) -> Self {
        let levels = Levels::new(&settings.config, &Selection::default());
        let checks = Checks::new(|family| levels.wants(family));
        Self { config: &settings.config, settings, levels, checks }
    }

    fn parts(
        &self,
        corpus: &Corpus,
        file: u32,
        kept: Option<&Parts>,
        whole: bool,
        of_parser: &impl Fn(&str) -> Arc<[Finding]>,
        mut together: Vec<Finding>,
    ) -> Parts {
        let source = &corpus.sources[file as usize];
        let same_source = kept.filter(|kept| Arc::ptr_eq(&kept.source, source));
        let index = corpus.index_of(file);
        let find_alone = || {
            let article = index.map(|index| &*corpus.entries[index as usize].article);
            let mut alone = of_parser(&source.path).to_vec();
            alone.extend(self.checks.alone(source, article, self.config));
            alone.into()
        };
        let alone = same_source.map_or_else(find_alone, |kept| Arc::clone(&kept.alone));
        let among = match same_source {
            Some(kept) if !whole => kept.among.clone(),
            _ => index.map(|index| self.checks.among(corpus, index, self.config)).unwrap_or_default(),
        };
        // Rules that go over hash maps report in any order.
        together.sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
        let in_force = match same_source {
            Some(kept) if kept.among == among && kept.together == together => Arc::clone(&kept.in_force),
            _ => {
                let found = alone.iter().chain(&among).chain(&together).cloned().collect();
                let (mut diagnostics, _) = check::in_force(corpus, &self.levels, file, found);
                self.settings.baseline.of_file(&source.path).apply(corpus, &mut diagnostics);
                let noted = |Diagnostic { severity, finding, .. }| Noted { severity, finding };
                diagnostics.into_iter().map(noted).collect()
            }
        };
        Parts { source: Arc::clone(source), alone, among, together, in_force }
    }
}
