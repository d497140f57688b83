//! What the program git tells: what changed since a commit, and the history of the articles.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use super::{Failure, load::Overlay};
use crate::{
    article::Article,
    check::Paths,
    source::{self, SourceFile},
};

/// What changed below `articles/`.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// The files that are new or another, by path.
    pub(super) files: Paths,
    /// What makes the corpus what it was.
    pub(super) before: Overlay,
    /// The articleIds that changed files had, by their paths of today.
    pub(super) ids: Vec<(Box<str>, Box<str>)>,
}

/// A changed file: its path then and now, and the object with its content then.
struct Row {
    old: Option<(Box<str>, String)>,
    new: Option<Box<str>>,
}

/// What changed in `dir` since `reference`, or since it and the present state went separate ways, so that
/// a branch is not blamed for what happened elsewhere.
pub(super) fn changes(dir: &Path, reference: &str) -> Result<Changes, Failure> {
    git(dir, &["rev-parse", "--git-dir"])
        .map_err(|_| Failure(format!("--changed-since: {} is not in a git repository", dir.display())))?;
    let commit = git(dir, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{reference}^{{commit}}")])
        .map_err(|_| {
            Failure(format!(
                "--changed-since: git knows no commit `{reference}`\n\nhelp: a shallow clone may lack it: git fetch origin {reference}"
            ))
        })?;
    let commit = text(&commit);
    // A shallow clone may not know where the ways parted; then the commit itself must do.
    let base = git(dir, &["merge-base", &commit, "HEAD"]).map_or(commit, |base| text(&base));
    let mut rows = tracked(&git(
        dir,
        &["diff", "--raw", "-z", "-M", "--no-abbrev", "--no-ext-diff", "--relative", &base, "--", "articles"],
    )?);
    let untracked = git(dir, &["ls-files", "--others", "--exclude-standard", "-z", "--", "articles"])?;
    rows.extend(fields(&untracked).map(|path| Row { old: None, new: Some(path.into()) }));
    let objects: Vec<&str> = rows.iter().filter_map(|row| Some(&*row.old.as_ref()?.1)).collect();
    let mut contents = contents(dir, &objects)?.into_iter();
    let mut changes = Changes::default();
    for row in &rows {
        if let Some(new) = &row.new {
            changes.before.insert(new.clone(), None);
        }
    }
    for row in &rows {
        let Some((path, _)) = &row.old else { continue };
        let (text, encoding) = source::decode(contents.next().unwrap_or_default());
        let file = SourceFile { path: path.clone(), text: text.into(), encoding, fault: None };
        if let Some(new) = &row.new
            && let Some(id) = Article::parse(&file).0.and_then(|article| article.metadata.article_id)
        {
            changes.ids.push((new.clone(), id));
        }
        changes.before.insert(path.clone(), Some(file));
    }
    changes.files = rows.into_iter().filter_map(|row| row.new).collect();
    Ok(changes)
}

/// The rows of `git diff --raw -z`: `:mode mode object object status`, then one path, or two for a rename.
fn tracked(output: &[u8]) -> Vec<Row> {
    let mut fields = fields(output);
    let mut rows = Vec::new();
    while let Some(row) = fields.next() {
        let mut words = row.trim_start_matches(':').split(' ');
        let (old_mode, object, status) = (words.next(), words.nth(1), words.nth(1));
        let (Some(old_mode), Some(object), Some(status), Some(path)) =
            (old_mode, object, status, fields.next())
        else {
            break;
        };
        let path: Box<str> = path.into();
        let is_file = old_mode.starts_with("100");
        let old = || is_file.then(|| (path.clone(), object.to_owned()));
        rows.push(match status.chars().next() {
            Some('A') => Row { old: None, new: Some(path) },
            Some('D') => Row { old: old(), new: None },
            Some('R') => Row { old: old(), new: fields.next().map(Into::into) },
            Some('C') => Row { old: None, new: fields.next().map(Into::into) },
            _ => Row { old: old(), new: Some(path) },
        });
    }
    rows
}

fn fields(output: &[u8]) -> impl Iterator<Item = String> {
    output
        .split(|byte| *byte == 0)
        .filter(|field| !field.is_empty())
        .map(|field| String::from_utf8_lossy(field).into_owned())
}

fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).trim().to_owned()
}

/// What git prints.
pub(super) fn git(dir: &Path, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let output = command(dir).args(arguments).output().map_err(absent)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Failure(format!("git {}: {}", arguments.join(" "), text(&output.stderr))))
}

/// The contents of `objects`, in their order.
fn contents(dir: &Path, objects: &[&str]) -> Result<Vec<Vec<u8>>, Failure> {
    if objects.is_empty() {
        return Ok(Vec::new());
    }
    let mut child = command(dir)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(absent)?;
    let input: String = objects.iter().flat_map(|object| [object, "\n"]).collect();
    let stdin = child.stdin.take();
    // Git answers while it is still being asked, so asking has a thread of its own.
    let asking =
        std::thread::spawn(move || stdin.map_or(Ok(()), |mut stdin| stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output()?.stdout;
    // Git went away before it was asked everything: then the answers are too few.
    let _ = asking.join();
    let mut contents = Vec::with_capacity(objects.len());
    let mut rest = &output[..];
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let size =
            String::from_utf8_lossy(&rest[..end]).rsplit(' ').next().and_then(|size| size.parse().ok());
        let (start, size) = (end + 1, size.unwrap_or(0usize));
        contents.push(rest.get(start..start + size).unwrap_or_default().to_vec());
        rest = rest.get(start + size + 1..).unwrap_or_default();
    }
    if contents.len() != objects.len() {
        return Err(Failure("git could not read the earlier versions of the changed files".to_owned()));
    }
    Ok(contents)
}

pub(super) fn command(dir: &Path) -> Command {
    let mut command = Command::new("git");
    // Nothing is written to the repository, and nothing fetched for it.
    command.arg("-C").arg(dir).env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1");
    command
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err takes")]
pub(super) fn absent(error: std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::NotFound {
        Failure("the program git is needed for that, and was not found".to_owned())
    } else {
        Failure(format!("git could not be run: {error}"))
    }
}
