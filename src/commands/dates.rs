//! When articles changed: from a file, or from git with its answer kept beside the repository's own files.
//! `casebook dates` writes it down.
//!
//! What cannot be known for sure is not known: then a warning says why.

use std::{
    collections::BTreeSet,
    io::Read as _,
    path::{Path, PathBuf},
    process::{ExitCode, Stdio},
};

use super::{Failure, Terminal, git};
use crate::{
    cli::DatesArgs,
    config::Config,
    history::{self, History, Log, Skipped},
    output,
    report::counted,
    source,
};

/// Writes what git knows.
pub(super) fn run(args: &DatesArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let config = super::load::config(&args.dir, terminal)?;
    let (history, commit) = from_git(&args.dir, &config)?;
    let text = history::text(&history, &commit);
    match &args.out {
        Some(path) => {
            output::replace_file(path, text.as_bytes())?;
            let known = counted(history.changes().count(), "article");
            terminal.note(&format!("the dates of {known} in {}", path.display()));
        }
        None => terminal.print_bytes(text.as_bytes()),
    }
    Ok(ExitCode::SUCCESS)
}

/// What is known of the articles in `dir`: from the file `dates`, else from git if `config` wants that.
pub(super) fn load(
    dir: &Path,
    config: &Config,
    dates: Option<&Path>,
    terminal: &Terminal,
) -> Result<History, Failure> {
    if let Some(path) = dates {
        let Some(bytes) = source::read_if_present(path)? else {
            return Err(Failure(format!(
                "{}: there is no such file\n\nhelp: write it with: casebook dates --out {0}",
                path.display()
            )));
        };
        let (text, _) = source::decode(bytes);
        let (history, _) = history::parse(&text)
            .map_err(|error| Failure(format!("{}:{}: {}", path.display(), error.line, error.message)))?;
        return Ok(history);
    }
    let history = now(dir, config);
    Ok(history.unwrap_or_else(|Failure(why)| {
        say_none(&why, terminal);
        History::default()
    }))
}

/// Says why pages have no dates.
pub(super) fn say_none(why: &str, terminal: &Terminal) {
    terminal.note(&format!("warning: the site has no dates: {why}"));
}

/// What git knows of the articles in `dir` now, if `config` wants that.
pub(super) fn now(dir: &Path, config: &Config) -> Result<History, Failure> {
    if !config.history.enabled {
        return Ok(History::default());
    }
    from_git(dir, config).map(|(history, _)| history)
}

/// The folder in which git notes, with every commit, that `dir` is at another one.
pub(super) fn commits(dir: &Path) -> Option<PathBuf> {
    let said = git::git(dir, &["rev-parse", "--git-path", "logs"]).ok()?;
    let folder = dir.join(String::from_utf8(said).ok()?.trim_end());
    Some(source::whole_path(&folder).unwrap_or(folder))
}

/// The history of the articles in `dir`, and the commit that it was read at.
fn from_git(dir: &Path, config: &Config) -> Result<(History, String), Failure> {
    let here = ["rev-parse", "--is-shallow-repository", "--show-toplevel", "--git-path", "casebook", "HEAD"];
    let said = git::git(dir, &here).map_err(|Failure(why)| {
        let line = why.lines().find(|line| line.contains("fatal:")).unwrap_or(&why);
        let why = line.split("fatal: ").last().unwrap_or(line);
        Failure(format!("git says: {why}"))
    })?;
    let said = String::from_utf8_lossy(&said).into_owned();
    let mut lines = said.lines();
    let mut line = || lines.next().unwrap_or_default();
    let (is_shallow, top, own, commit) = (line() == "true", line(), line(), line());
    if is_shallow {
        return Err(Failure(
            "this is a shallow clone, which does not tell when files changed\n\nhelp: fetch all commits (git fetch --unshallow; in workflows fetch-depth: 0), or give the dates with --dates FILE"
                .to_owned(),
        ));
    }
    // What differs from the commit changed later, and nobody knows when.
    let edited = git::command(dir)
        .args(["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules"])
        .args(["--relative", commit, "--", "articles"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(git::absent)?;
    let cache = dir.join(own).join("dates");
    let key = key(dir, Path::new(top), config, commit)?;
    let kept = source::read_if_present(&cache).ok().flatten();
    let kept = kept.and_then(|bytes| {
        let (history, of) = history::parse(&source::decode(bytes).0).ok()?;
        (of == key).then_some(history)
    });
    let history = if let Some(history) = kept {
        history
    } else {
        let history = read(dir, config, commit)?;
        // Only time is lost when this does not work.
        let _ = output::replace_file(&cache, history::text(&history, &key).as_bytes());
        history
    };
    let edited = edited.wait_with_output()?;
    if !edited.status.success() {
        return Err(Failure("git does not tell which articles differ from the last commit".to_owned()));
    }
    let edited = String::from_utf8_lossy(&edited.stdout);
    let history = history.without(edited.split('\0').filter(|path| !path.is_empty()));
    Ok((history, commit.to_owned()))
}

/// What a kept answer depends on: the commit, the settings, where the articles lie, the names of authors.
fn key(dir: &Path, top: &Path, config: &Config, commit: &str) -> Result<String, Failure> {
    let names = source::read_if_present(&top.join(".mailmap")).ok().flatten().unwrap_or_default();
    let within: PathBuf = std::path::absolute(dir)?.strip_prefix(top).unwrap_or(dir).to_owned();
    let skipped = skipped(dir, config)?;
    let rest = format!("1 {skipped:?} {} {}", within.display(), blake3::hash(&names));
    Ok(format!("{commit} {}", &blake3::hash(rest.as_bytes()).to_hex()[..16]))
}

/// The commits that are no change.
fn skipped(dir: &Path, config: &Config) -> Result<Skipped, Failure> {
    let over = config.history.ignore_over as usize;
    if config.history.ignore_file.is_empty() {
        return Ok(Skipped { over, ids: BTreeSet::new() });
    }
    let path = dir.join(&config.history.ignore_file);
    let text = source::read_if_present(&path)?.map(|bytes| source::decode(bytes).0).ok_or_else(|| {
        Failure(format!("{}: there is no such file\n\nhelp: history.ignore_file names it", path.display()))
    })?;
    let ids = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim().to_lowercase());
    Ok(Skipped { over, ids: ids.filter(|id| id.len() >= 7).collect() })
}

/// Reads the whole log.
fn read(dir: &Path, config: &Config, commit: &str) -> Result<History, Failure> {
    let tree = git::git(dir, &["ls-tree", "-r", "-z", "--name-only", commit, "--", "articles"])?;
    let tree = String::from_utf8_lossy(&tree).into_owned();
    let today = tree.split('\0').filter(|path| !path.is_empty());
    let mut log = Log::new(skipped(dir, config)?, today.map(Into::into));
    let mut child = git::command(dir)
        // Else git hands on each commit by itself, and takes a third longer.
        .env("GIT_FLUSH", "0")
        // All paths, for git takes half as long again when it has to look for some.
        // Settings of a person must not change what is printed.
        .args(["-c", "log.showSignature=false", "-c", "log.showRoot=true", "-c", "core.quotePath=false"])
        .args(["-c", "diff.renameLimit=1000"])
        .args(["log", "--date-order", "-c", "-M", "-z", "--name-status", "--no-ext-diff", "--no-textconv"])
        .args(["--no-color", "--encoding=UTF-8", "--relative", Log::FORMAT, commit])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(git::absent)?;
    let mut piece = vec![0; 256 * 1024];
    if let Some(mut stdout) = child.stdout.take() {
        loop {
            match stdout.read(&mut piece)? {
                0 => break,
                length => log.feed(&piece[..length]),
            }
        }
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Failure(format!("git log says: {why}")));
    }
    Ok(log.finish())
}
