//! From what `git log` prints to the last change of each file, in one pass from the newest commit to the
//! oldest, along renames.
//!
//! A path means another file before it was added, deleted or renamed than after. So what is known of a file
//! is kept under a number, and a table says which number a path means at the commit that is being read.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Change, History};

/// Below it lie the articles; edits of other files count for no limit.
const ARTICLES: &str = "articles/";

/// Which commits are no change of the articles that they edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Those that edit more articles than this; 0 for no limit.
    pub over: usize,
    /// Those whose ids begin with one of these, in lower case.
    pub ids: BTreeSet<String>,
}

/// Reads a log piece by piece.
///
/// The log is that of `git log --date-order -c -M -z --name-status` with [`Log::FORMAT`].
#[derive(Debug)]
pub struct Log {
    skipped: Skipped,
    /// The paths of today.
    today: FxHashSet<Box<str>>,
    /// What was fed and not read yet.
    rest: Vec<u8>,
    commit: Option<Commit>,
    names: FxHashMap<Box<str>, u32>,
    files: Vec<File>,
    /// Which file a path means at the commit that is being read.
    meant: FxHashMap<Box<str>, u32>,
    /// Paths that newer commits name.
    seen: FxHashSet<Box<str>>,
}

#[derive(Debug)]
struct Commit {
    time: i64,
    author: u32,
    is_listed: bool,
    edits: Vec<Edit>,
}

#[derive(Debug)]
enum Edit {
    Added(Box<str>),
    Changed(Box<str>),
    Deleted(Box<str>),
    Renamed { old: Box<str>, new: Box<str>, same: bool },
}

/// What is known of a file.
#[derive(Debug, Default)]
struct File {
    /// Its path, if it is there today.
    path: Option<Box<str>>,
    changed: Option<i64>,
    added: Option<i64>,
    authors: BTreeSet<u32>,
}

impl Log {
    /// The format that the log is printed in.
    pub const FORMAT: &'static str = "--format=%x01%H %ct%x00%aN";

    /// A reader for the files at the paths `today`, which takes `skipped` for no changes.
    pub fn new(skipped: Skipped, today: impl Iterator<Item = Box<str>>) -> Self {
        Self {
            skipped,
            today: today.collect(),
            rest: Vec::new(),
            commit: None,
            names: FxHashMap::default(),
            files: Vec::new(),
            meant: FxHashMap::default(),
            seen: FxHashSet::default(),
        }
    }

    /// Takes the next piece of the log.
    pub fn feed(&mut self, piece: &[u8]) {
        self.rest.extend_from_slice(piece);
        let mut buffer = std::mem::take(&mut self.rest);
        // Commits are read when they are whole: up to the last one that begins in what was fed.
        let mut marks = memchr::memrchr_iter(1, &buffer);
        let whole = marks.find(|at| is_head(&buffer[at + 1..])).unwrap_or(0);
        self.rest = buffer.split_off(whole);
        self.read(&buffer);
    }

    /// The history that the log told.
    pub fn finish(mut self) -> History {
        let rest = std::mem::take(&mut self.rest);
        self.read(&rest);
        self.apply();
        let mut by_number: Vec<&str> = vec![""; self.names.len()];
        for (name, number) in &self.names {
            by_number[*number as usize] = name;
        }
        let changes: BTreeMap<Box<str>, Change> = self
            .files
            .into_iter()
            .filter_map(|file| {
                let time = Timestamp::from_second(file.changed.or(file.added)?).ok()?;
                let mut names: Vec<Box<str>> =
                    file.authors.iter().map(|number| by_number[*number as usize].into()).collect();
                names.sort_unstable();
                Some((file.path?, Change { time, contributors: names.into() }))
            })
            .collect();
        History::new(changes)
    }

    fn read(&mut self, text: &[u8]) {
        let mut fields = text.split(|byte| *byte == 0).map(String::from_utf8_lossy);
        while let Some(field) = fields.next() {
            let field = field.trim_start_matches('\n');
            if let Some(head) = field.strip_prefix('\u{1}').filter(|head| is_head(head.as_bytes())) {
                let author = fields.next().unwrap_or_default();
                self.apply();
                self.commit = Some(self.head(head, &author));
                continue;
            }
            let (Some(commit), Some(first)) = (&mut self.commit, field.chars().next()) else { continue };
            let Some(path) = fields.next() else { break };
            let path: Box<str> = path.as_ref().into();
            // A merge has a letter for each parent; a rename has how much stayed the same, in per cent.
            let score = field.get(1..).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            commit.edits.push(match (first, score) {
                ('R', Some(score)) => {
                    let Some(new) = fields.next() else { break };
                    Edit::Renamed { old: path, new: new.as_ref().into(), same: score == "100" }
                }
                ('C', Some(_)) => Edit::Added(fields.next().unwrap_or_default().as_ref().into()),
                ('A', _) if field.len() == 1 => Edit::Added(path),
                ('D', _) if field.bytes().all(|letter| letter == b'D') => Edit::Deleted(path),
                _ => Edit::Changed(path),
            });
        }
    }

    fn head(&mut self, head: &str, author: &str) -> Commit {
        let (id, time) = head.split_once(' ').unwrap_or((head, ""));
        let next = self.names.len() as u32;
        let author = *self.names.entry(author.trim().into()).or_insert(next);
        let is_listed = (self.skipped.ids.iter()).any(|listed| id.starts_with(listed.as_str()));
        Commit { time: time.trim().parse().unwrap_or(0), author, is_listed, edits: Vec::new() }
    }

    /// Takes in the commit that was read.
    fn apply(&mut self) {
        let Some(commit) = self.commit.take() else { return };
        let is_edit = |edit: &&Edit| match edit {
            Edit::Changed(path) | Edit::Renamed { new: path, .. } => path.starts_with(ARTICLES),
            Edit::Added(_) | Edit::Deleted(_) => false,
        };
        let edits = commit.edits.iter().filter(is_edit).count();
        let skipped = commit.is_listed || (self.skipped.over > 0 && edits > self.skipped.over);
        for edit in commit.edits {
            match edit {
                Edit::Changed(path) => {
                    let file = self.file(&path);
                    self.change(file, commit.time, commit.author, skipped);
                }
                Edit::Added(path) => {
                    let file = self.file(&path);
                    self.change(file, commit.time, commit.author, skipped);
                    let added = &mut self.files[file as usize].added;
                    *added = (*added).max(Some(commit.time));
                    self.meant.remove(&path);
                }
                Edit::Deleted(path) => {
                    // What stood there before is another file than what stands there today.
                    self.seen.insert(path.clone());
                    if !self.meant.contains_key(&path) {
                        self.files.push(File::default());
                        self.meant.insert(path, self.files.len() as u32 - 1);
                    }
                }
                Edit::Renamed { old, new, same } => {
                    let file = self.file(&new);
                    if !same {
                        self.change(file, commit.time, commit.author, skipped);
                    }
                    self.meant.remove(&new);
                    self.seen.insert(old.clone());
                    // Edits of the old path that are newer than the rename were made beside it, on another
                    // branch: they are the same file's.
                    if let Some(beside) = self.meant.insert(old, file)
                        && beside != file
                        && self.files[beside as usize].path.is_none()
                    {
                        let beside = std::mem::take(&mut self.files[beside as usize]);
                        let into = &mut self.files[file as usize];
                        into.changed = into.changed.max(beside.changed);
                        into.authors.extend(beside.authors);
                    }
                }
            }
        }
    }

    /// The file that `path` means at the commit that is being read.
    fn file(&mut self, path: &str) -> u32 {
        if let Some(file) = self.meant.get(path) {
            return *file;
        }
        let is_today = self.seen.insert(path.into()) && self.today.contains(path);
        let file = self.files.len() as u32;
        self.files.push(File { path: is_today.then(|| path.into()), ..File::default() });
        self.meant.insert(path.into(), file);
        file
    }

    fn change(&mut self, file: u32, time: i64, author: u32, skipped: bool) {
        if !skipped {
            let file = &mut self.files[file as usize];
            file.changed = file.changed.max(Some(time));
            file.authors.insert(author);
        }
    }
}

/// Whether `text` begins like a commit behind its mark. Names and paths may hold the mark as well, but are not
/// followed by an id.
fn is_head(text: &[u8]) -> bool {
    let id = text.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    matches!(id, 40 | 64) && text.get(id) == Some(&b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A log with a commit for each of `commits`, the newest first: second, author, edits.
    fn log(commits: &[(i64, &str, &[&str])]) -> Vec<u8> {
        let mut out = Vec::new();
        for (time, author, edits) in commits {
            out.extend(format!("\u{1}{time:040} {time}\0{author}\0\n").bytes());
            for edit in *edits {
                out.extend(edit.replace(' ', "\0").bytes());
                out.push(0);
            }
        }
        out
    }

    #[track_caller]
    fn expect(skipped: &Skipped, commits: &[(i64, &str, &[&str])], files: &[(&str, i64, &[&str])]) {
        let bytes = log(commits);
        for size in [1, 7, bytes.len()] {
            let mut reader = Log::new(skipped.clone(), files.iter().map(|(path, ..)| (*path).into()));
            bytes.chunks(size).for_each(|piece| reader.feed(piece));
            let history = reader.finish();
            let known: Vec<(&str, i64, Vec<&str>)> = history
                .changes()
                .map(|(path, change)| {
                    (path, change.time.as_second(), change.contributors.iter().map(|name| &**name).collect())
                })
                .collect();
            let expected: Vec<_> =
                files.iter().map(|(path, time, names)| (*path, *time, names.to_vec())).collect();
            assert_eq!(known, expected);
        }
    }

    #[test]
    fn the_newest_change_counts_and_renames_are_followed() {
        expect(
            &Skipped::default(),
            &[
                (9, "D", &["M c"]),
                (8, "C", &["R100 b c", "M x"]),
                (7, "B", &["R080 a b"]),
                (2, "A", &["A a", "A x"]),
            ],
            &[("c", 9, &["A", "B", "D"]), ("x", 8, &["A", "C"])],
        );
        // A rename alone is no change of what is written.
        expect(&Skipped::default(), &[(8, "C", &["R100 a b"]), (2, "A", &["A a"])], &[("b", 2, &["A"])]);
    }

    #[test]
    fn a_name_may_hold_the_mark_of_commits() {
        let name = "A\u{1}B";
        expect(&Skipped::default(), &[(9, name, &["M a"]), (2, "A", &["A a"])], &[("a", 9, &["A", name])]);
    }

    #[test]
    fn a_path_that_is_used_again_is_another_file() {
        expect(
            &Skipped::default(),
            &[
                (9, "D", &["M a"]),
                (8, "C", &["A a"]),
                (7, "B", &["R100 a b"]),
                (6, "A", &["M a"]),
                (1, "Z", &["A a"]),
            ],
            &[("a", 9, &["C", "D"]), ("b", 6, &["A", "Z"])],
        );
        expect(
            &Skipped::default(),
            &[(9, "D", &["D a"]), (8, "C", &["A a"]), (7, "B", &["R100 a b"]), (1, "Z", &["A a"])],
            &[("b", 1, &["Z"])],
        );
    }

    #[test]
    fn what_was_edited_beside_a_rename_belongs_to_the_file() {
        expect(
            &Skipped::default(),
            &[(9, "M", &["MR b"]), (8, "B", &["M a"]), (7, "A", &["R100 a b"]), (1, "Z", &["A a"])],
            &[("b", 9, &["B", "M", "Z"])],
        );
    }

    #[test]
    fn skipped_commits_change_nothing_but_their_renames_are_followed() {
        let skipped = Skipped { over: 1, ids: BTreeSet::from([format!("{:040}", 7)]) };
        expect(
            &skipped,
            &[
                (9, "D", &["M articles/a", "R090 articles/b articles/c"]),
                (8, "C", &["M x", "M y", "M articles/d"]),
                (7, "C", &["M articles/a"]),
                (6, "B", &["M articles/b"]),
                (1, "Z", &["A articles/a", "A articles/b", "A articles/d"]),
            ],
            &[("articles/a", 1, &["Z"]), ("articles/c", 6, &["B", "Z"]), ("articles/d", 8, &["C", "Z"])],
        );
    }
}
