//! `casebook new`: an article to begin with, with an id of its own.

use std::{
    fmt::Write as _,
    path::{Component, Path, PathBuf},
    process::ExitCode,
};

use super::{Failure, Terminal, load};
use crate::{
    article::{kind::Kind, metadata::nearest},
    cli::NewArgs,
    config::Config,
    draft::{self, Draft},
    output,
    source::{self, There},
};

/// Sets the articleId, for tests and scripts.
const ID: &str = "CASEBOOK_NEW_ID";

/// Writes the article.
pub(super) fn run(args: &NewArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    load::use_threads(None)?;
    // With `--from` the only word is the path, for the kind is that of the original.
    let (kind, path) = match (&args.from, &args.kind, &args.path) {
        (Some(_), Some(path), None) => (None, PathBuf::from(path)),
        (_, Some(kind), Some(path)) => (Some(known(kind)?), path.clone()),
        _ => return Err(Failure("say where the article goes: articles/FOLDER/NAME.md".to_owned())),
    };
    let (dir, relative) = place(&path)?;
    if source::there(&dir.join(&relative))? != There::Nothing {
        return Err(Failure(format!("{}: there is a file already", path.display())));
    }
    let corpus = load::corpus(&dir, load::Overlay::default(), &Config::default(), terminal)?;
    load::require_readable(&corpus)?;
    let id = fresh_id()?;
    let Draft { text, open } = match &args.from {
        None => {
            let author = std::env::var("USER").or_else(|_| std::env::var("USERNAME"));
            let author = author.unwrap_or_else(|_| "author".to_owned());
            // Without `--from` there is a kind, as matched above.
            draft::draft(&corpus, kind.unwrap_or(Kind::Generic), &relative, &id, &author)
        }
        Some(from) => {
            let original = match source::locate(from)? {
                Some((_, Some(original))) => corpus.at_path(&original),
                _ => None,
            };
            let index = original
                .ok_or_else(|| Failure(format!("{}: this is no article of the same site", from.display())))?;
            let article = &corpus.entries[index as usize].article;
            draft::copy(&corpus, corpus.source(index), &article.header, &article.metadata, &id)
        }
    };
    output::create_file(&dir.join(&relative), text.as_bytes())?;
    terminal.print(&path.display().to_string());
    terminal.note(&format!(
        "articleId {id}; fill in {}, then: casebook check {}",
        open.join(", "),
        path.display()
    ));
    Ok(ExitCode::SUCCESS)
}

fn known(name: &str) -> Result<Kind, Failure> {
    Kind::from_name(name).ok_or_else(|| {
        let help = match nearest(name, Kind::ALL.iter().map(|kind| kind.name())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "kinds are {}",
                Kind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ")
            ),
        };
        Failure(format!("there is no kind `{name}`\n\nhelp: {help}"))
    })
}

/// The folder that holds `articles/`, and where `path`, at which nothing is yet, lies in it.
fn place(path: &Path) -> Result<(PathBuf, String), Failure> {
    let wrong = || Failure(format!("{}: write articles/FOLDER/NAME.md", path.display()));
    let parts: Vec<&str> = path
        .components()
        .map(|part| match part {
            Component::ParentDir => None,
            part => part.as_os_str().to_str(),
        })
        .collect::<Option<_>>()
        .ok_or_else(wrong)?;
    let [root @ .., "articles", folder, name] = &*parts else { return Err(wrong()) };
    let is_markdown = Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"));
    if !is_markdown {
        return Err(wrong());
    }
    let mut dir: PathBuf = root.iter().collect();
    if dir.as_os_str().is_empty() {
        dir.push(".");
    }
    Ok((dir, format!("articles/{folder}/{name}")))
}

/// A random GUID.
fn fresh_id() -> Result<String, Failure> {
    if let Ok(id) = std::env::var(ID) {
        return Ok(id);
    }
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure(format!("the system gives no random numbers: {error}")))?;
    // Version 4, variant 1, as RFC 9562 has it for random ids.
    bytes[6] = bytes[6] & 0x0F | 0x40;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex = |part: &[u8]| {
        part.iter().fold(String::new(), |mut hex, byte| {
            // Writing to a string does not fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    };
    let parts = [&bytes[..4], &bytes[4..6], &bytes[6..8], &bytes[8..10], &bytes[10..]];
    Ok(parts.map(hex).join("-"))
}
