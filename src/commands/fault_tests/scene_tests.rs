//! A folder in which a command runs again and again, each time with another operation that fails.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
};

use clap::Parser as _;
use rayon::ThreadPoolBuilder;

use crate::{
    cli::{Cli, ColorWhen},
    commands::{Failure, Terminal, perform},
    disk::faults::{Fault, Step, Watched, watched},
};

/// The files of a folder, by path.
pub(super) type Tree = BTreeMap<String, Vec<u8>>;

/// A folder and what is done in it. `{}` in the words of commands stands for the folder.
#[derive(Default)]
pub(super) struct Scene {
    /// For the folder's name.
    pub name: &'static str,
    /// The files to begin with.
    pub old: Vec<(&'static str, String)>,
    /// What is run before anything fails.
    pub before: Vec<&'static str>,
    /// What changes then; an empty text removes the file.
    pub changes: Vec<(&'static str, String)>,
    /// What is to fail.
    pub command: &'static str,
    /// Where the site is, if the command writes one.
    pub site: Option<&'static str>,
    /// Whether the short run lets only some operations fail.
    pub thin: bool,
    /// Whether what there is at first is committed to git.
    pub repository: bool,
    /// Whether running the command again does what was not done.
    pub mends: bool,
}

/// What a run came to.
struct Run {
    /// Why the command failed.
    said: Result<ExitCode, String>,
    /// What it printed.
    printed: String,
    after: Tree,
}

/// How many runs there were, and how they ended.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub steps: usize,
    pub refused: AtomicUsize,
    pub coped: AtomicUsize,
    pub told: AtomicUsize,
    pub stopped: AtomicUsize,
}

impl Scene {
    /// Lets each operation fail. In the short run each in one way, and it differs from one to the next.
    pub(super) fn play(&self) -> Tally {
        let base = std::env::temp_dir().join(format!("casebook-faults-{}-{}", self.name, std::process::id()));
        let base = Folder(base);
        let base = &base.0;
        let start = base.join("start");
        // Each thread belongs to one pool for all its life.
        let (old, steps, new) =
            std::thread::scope(|scope| scope.spawn(|| self.first(base, &start)).join().unwrap());
        let long = std::env::var_os("CASEBOOK_LONG").is_some();
        let runs: Vec<(&Step, Fault)> = steps
            .iter()
            .enumerate()
            .flat_map(|(at, step)| Fault::ALL.into_iter().enumerate().map(move |way| (at, step, way)))
            .filter(|(at, _, (way, _))| {
                // Neighbours are mostly of one file, and fail in different ways.
                let ways = Fault::ALL.len();
                long || at % ways == *way && (!self.thin || (at / ways).is_multiple_of(5))
            })
            .map(|(_, step, (_, fault))| (step, fault))
            .collect();
        let tally = Tally { steps: steps.len(), ..Tally::default() };
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for worker in 0..std::thread::available_parallelism().map_or(1, usize::from) {
                let (base, start, old, new, runs, next, tally) =
                    (base, &start, &old, &new, &runs, &next, &tally);
                scope.spawn(move || {
                    on_this_thread();
                    let root = base.join(format!("w{worker}"));
                    while let Some((step, fault)) = runs.get(next.fetch_add(1, Ordering::Relaxed)) {
                        self.fails(start, &root, (old, new), step, *fault, tally);
                    }
                });
            }
        });
        tally
    }

    /// Lays everything out in `start`, and runs the command without a fault: what there was before, every
    /// operation, and what there is afterwards.
    fn first(&self, base: &Path, start: &Path) -> (Tree, Vec<Step>, Tree) {
        on_this_thread();
        lay_out(start, &self.old);
        if self.repository {
            git(start, &["init", "-q"]);
            git(start, &["add", "-A"]);
            git(start, &["commit", "-q", "-m", "All"]);
        }
        for command in &self.before {
            run(start, command, None);
        }
        lay_out(start, &self.changes);
        let root = base.join("whole");
        copy(start, &root);
        let (done, steps, _) = run(&root, self.command, None);
        assert!(done.said.is_ok(), "{:?}", done.said);
        (tree(start), steps, done.after)
    }

    fn fails(
        &self,
        start: &Path,
        root: &Path,
        (old, new): (&Tree, &Tree),
        step: &Step,
        fault: Fault,
        tally: &Tally,
    ) {
        let context = format!("{}: {step}: {fault:?}", self.command);
        let _ = fs::remove_dir_all(root);
        copy(start, root);
        let (done, _, failed) = run(root, self.command, Some((step.clone(), fault)));
        assert!(failed, "{context}: it was not asked for");
        let count = |tally: &AtomicUsize| tally.fetch_add(1, Ordering::Relaxed);
        match &done.said {
            _ if fault == Fault::Stop => {
                is_old_or_new(&done.after, old, new, &context);
                count(&tally.stopped);
            }
            Err(message) => {
                names(message, step, fault, &context);
                is_old_or_new(&done.after, old, new, &context);
                count(&tally.refused);
            }
            Ok(_) if public(&done.after) == public(new) => {
                count(&tally.coped);
            }
            // A file that cannot be read is a finding of it, and the site is that of the others.
            Ok(_) => {
                names(&done.printed, step, fault, &context);
                if let Some(site) = self.site {
                    let _ = fs::remove_dir_all(root.join(site));
                    let (fresh, _, _) = run(root, self.command, Some((step.clone(), fault)));
                    let of_site = |tree: &Tree| -> Tree {
                        let pages = tree
                            .iter()
                            .filter(|(path, _)| path.starts_with(site) && !path.contains(".casebook"));
                        pages.map(|(path, content)| (path.clone(), content.clone())).collect()
                    };
                    let differ = differences(&of_site(&fresh.after), &of_site(&done.after));
                    assert!(differ.is_empty(), "{context}: not the site of the others: {differ:?}");
                } else {
                    is_old_or_new(&done.after, old, new, &context);
                }
                count(&tally.told);
            }
        }
        if let Some(site) = self.site {
            leads_nowhere_missing(&done.after, site, &context);
        }
        let (mended, _, _) = run(root, self.command, None);
        if self.mends {
            assert!(mended.said.is_ok(), "{context}: {:?}", mended.said);
            let differ: Vec<_> = differences(&mended.after, new);
            assert!(differ.is_empty(), "{context}: not mended: {differ:?}");
        } else {
            is_old_or_new(&mended.after, old, new, &context);
        }
    }
}

/// Lets the current thread do all of what is meant for many, for the rest of its life.
fn on_this_thread() {
    let pool = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    std::mem::forget(pool.unwrap());
}

/// Runs a command in `root`: what came of it, the operations, and whether one failed.
fn run(root: &Path, command: &str, fails: Option<(Step, Fault)>) -> (Run, Vec<Step>, bool) {
    let words = command.split(' ').map(|word| word.replace("{}", root.to_str().unwrap()));
    let cli = Cli::try_parse_from(std::iter::once("casebook".to_owned()).chain(words)).unwrap();
    let terminal = Terminal::new(ColorWhen::Never);
    let Watched { result, seen, failed } = watched(root, fails, || perform(cli.command, &terminal));
    let said = result.map_err(|Failure(message)| message);
    let printed = std::mem::take(&mut *terminal.heard.lock().unwrap());
    (Run { said, printed, after: tree(root) }, seen, failed)
}

fn git(root: &Path, arguments: &[&str]) {
    let mut git = std::process::Command::new("git");
    for role in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{role}_NAME"), "A").env(format!("GIT_{role}_EMAIL"), "a@b.example");
        git.env(format!("GIT_{role}_DATE"), "2026-01-01T00:00:00Z");
    }
    let done = git.current_dir(root).args(["-c", "commit.gpgSign=false"]).args(arguments).status().unwrap();
    assert!(done.success());
}

/// Writes `files` below `root`; an empty text removes one.
fn lay_out(root: &Path, files: &[(&'static str, String)]) {
    for (path, text) in files {
        let path = root.join(path);
        if text.is_empty() {
            fs::remove_file(path).unwrap();
        } else {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What says something of a run, and so is another after each.
const REPORTS: [&str; 3] = ["changes.json", "found.json", "found.sarif"];

/// Every file below `root`, but reports, which have to be whole, stamps, which hold times, locks, and what git keeps. What differs from run to
/// run is replaced: the folder's name, and ids that are drawn.
fn tree(root: &Path) -> Tree {
    fn collect(root: &Path, folder: &Path, into: &mut Tree) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                if !name.ends_with(".git") {
                    collect(root, &path, into);
                }
            } else if !name.ends_with(".casebook/seen") && !name.ends_with("lock") {
                let content = fs::read(&path).unwrap();
                if REPORTS.contains(&&*name) {
                    assert!(
                        serde_json::from_slice::<serde_json::Value>(&content).is_ok(),
                        "{name} is broken"
                    );
                    continue;
                }
                let masked = match std::str::from_utf8(&content) {
                    Ok(text) => masked(&text.replace(root.to_str().unwrap(), "ROOT")).into_bytes(),
                    Err(_) => content,
                };
                into.insert(name, masked);
            }
        }
    }
    let mut files = Tree::new();
    collect(root, root, &mut files);
    files
}

/// `text` with another id in place of a new article's.
fn masked(text: &str) -> String {
    match text.split_once("articleId=\"") {
        Some((before, rest)) => {
            let (id, after) = rest.split_once('"').unwrap_or((rest, ""));
            let id = if id.len() == 36 { "ID" } else { id };
            format!("{before}articleId=\"{id}\"{after}")
        }
        None => text.to_owned(),
    }
}

/// What waits for its turn or was left by a program that was stopped.
fn is_aside(path: &str) -> bool {
    path.contains(".casebook-") || path.contains(".casebook/new/") || path.ends_with(".casebook/added")
}

/// Without what casebook keeps for itself.
fn public(tree: &Tree) -> BTreeMap<&str, &[u8]> {
    tree.iter()
        .filter(|(path, _)| !path.contains(".casebook"))
        .map(|(path, content)| (&**path, &**content))
        .collect()
}

fn differences(a: &Tree, b: &Tree) -> Vec<String> {
    let paths: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    paths.into_iter().filter(|path| a.get(*path) != b.get(*path)).cloned().collect()
}

/// Every file is as before or as it was to become, and none is gone that was there before and is to be.
fn is_old_or_new(after: &Tree, old: &Tree, new: &Tree, context: &str) {
    // What casebook notes of a site that goes is another at each step.
    let is_going = |path: &str| path.contains(".casebook/") && !new.contains_key(path);
    for (path, content) in after.iter().filter(|(path, _)| !is_aside(path) && !is_going(path)) {
        let known = [old, new].into_iter().any(|tree| tree.get(path) == Some(content));
        assert!(known, "{context}: {path} is neither old nor new");
    }
    for path in old.keys().filter(|path| new.contains_key(*path)) {
        assert!(after.contains_key(path), "{context}: {path} is lost");
    }
}

/// The message names the file of `step` and what is wrong with it.
fn names(message: &str, step: &Step, fault: Fault, context: &str) {
    let causes: &[&str] = match fault {
        Fault::Device | Fault::Stop => &["Input/output error"],
        Fault::Full => &["there is no room left", "No space left"],
        Fault::Denied => &["casebook may not", "Permission denied"],
    };
    assert!(causes.iter().any(|cause| message.contains(cause)), "{context}: no cause in: {message}");
    let path = step.path.to_string_lossy();
    let name = step.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // What is written beside its place is named by that.
    let target = name.strip_prefix('.').and_then(|name| Some(name.split_once(".casebook-")?.0));
    let named = if path.contains(".casebook/new/") {
        message.contains("/site/")
    } else {
        message.contains(target.unwrap_or(&path))
    };
    assert!(named, "{context}: no file in: {message}");
}

/// From the pages at the root of each site no way leads to a page that is not there.
fn leads_nowhere_missing(after: &Tree, site: &str, context: &str) {
    for home in after.keys().filter(|path| path.starts_with(site) && path.ends_with("/index.html")) {
        let root = home.strip_suffix("index.html").unwrap();
        // Lists of articles are pages called so as well.
        if !after.contains_key(&format!("{root}catalog.json")) {
            continue;
        }
        let mut seen: BTreeSet<String> = after
            .keys()
            .filter(|path| {
                path.strip_prefix(root).is_some_and(|path| !path.contains('/') && path.ends_with(".html"))
            })
            .cloned()
            .collect();
        let mut open: Vec<String> = seen.iter().cloned().collect();
        let catalog = String::from_utf8_lossy(&after[&format!("{root}catalog.json")]).into_owned();
        for url in catalog.split("{\"url\":\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(after.contains_key(&format!("{root}{url}")), "{context}: the catalog names {url}");
        }
        while let Some(page) = open.pop() {
            let text = String::from_utf8_lossy(&after[&page]).into_owned();
            for link in links(&text) {
                let target = resolved(&page, link);
                assert!(after.contains_key(&target), "{context}: {page} leads to {target}");
                if target.ends_with(".html") && seen.insert(target.clone()) {
                    open.push(target);
                }
            }
        }
        assert!(seen.len() > 5, "{context}: {seen:?}");
    }
}

/// The addresses within the site that `html` names.
fn links(html: &str) -> impl Iterator<Item = &str> {
    ["href=\"", "src=\""]
        .into_iter()
        .flat_map(move |start| html.split(start).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .filter_map(|link| link.split(['#', '?']).next())
        .filter(|link| !link.is_empty() && !link.contains(':') && !link.starts_with('/'))
}

/// `link` on `page`.
fn resolved(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A folder that goes when it is not needed any more.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
