//! From a folder to a checked corpus: the part of the way that every command goes.

use std::{num::NonZeroUsize, path::Path};

use rayon::prelude::*;

use super::{Failure, Terminal};
use crate::{
    article::attribute::Attribute,
    check::{Checked, Selection},
    config::Config,
    corpus::{Corpus, Parsed},
    diagnostic::Finding,
    image::Image,
    report,
    source::{self, Encoding, SourceFault, SourceFile},
    span::Span,
};

/// The name of the configuration, beside `articles/`.
const CONFIG: &str = "casebook.toml";

/// Uses `threads` threads for the rest of the program.
pub(super) fn use_threads(threads: Option<NonZeroUsize>) {
    if let Some(threads) = threads {
        // Fails only when the pool exists already, and then its size is what an earlier call asked for.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build_global();
    }
}

/// Reads the configuration in `dir`.
pub(super) fn config(dir: &Path, terminal: &Terminal) -> Result<Config, Failure> {
    let path = dir.join(CONFIG);
    let Some(bytes) = source::read_if_present(&path)? else { return Ok(Config::default()) };
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure(format!("{}: the file is not UTF-8", path.display())))?;
    Config::parse(&text).map_err(|error| {
        Failure(report::config_error(&error, &path.display().to_string(), &text, terminal.style()))
    })
}

/// Reads, parses and checks everything below `dir/articles`.
pub(super) fn checked(
    dir: &Path,
    config: &Config,
    selection: &Selection,
    terminal: &Terminal,
) -> Result<Checked, Failure> {
    let articles = dir.join("articles");
    if !articles.is_dir() {
        return Err(Failure(format!(
            "{}: there is no such folder\n\nhelp: run casebook in the folder that holds `articles/`, or name that folder: casebook build DIR",
            articles.display()
        )));
    }
    let listing = source::list(dir)?;
    let progress = terminal.progress("reading", listing.articles.len());
    let mut parsed: Vec<Parsed> = listing
        .articles
        .par_iter()
        .map(|path| {
            let parsed = Parsed::new(source::read_article(dir, path));
            progress.step();
            parsed
        })
        .collect();
    parsed.par_extend(
        listing.others.par_iter().filter_map(|path| without_ending(source::read_article(dir, path))),
    );
    parsed.extend(listing.odd.into_iter().map(|path| {
        Parsed::new(SourceFile {
            path,
            text: Box::default(),
            encoding: Encoding::Utf8,
            fault: Some(SourceFault::NotAFile),
        })
    }));
    let images: Vec<Image> = listing
        .images
        .par_iter()
        .map(|path| Ok(Image::new(path, &source::read_bytes(&dir.join(&**path))?)))
        .collect::<Result<_, std::io::Error>>()?;
    drop(progress);
    Ok(Checked::with(Corpus::new(parsed, images), config, selection))
}

/// A file without the ending `.md` that is an article all the same.
fn without_ending(file: SourceFile) -> Option<Parsed> {
    let is_article =
        file.fault.is_none() && memchr::memmem::find(file.text.as_bytes(), b"<properties").is_some();
    let mut parsed = is_article.then(|| Parsed::new(file))?;
    let names_itself = parsed.article.as_ref().is_some_and(|article| {
        article.header.get(Attribute::ArticleId).is_some()
            || article.header.get(Attribute::PageTitle).is_some()
    });
    if !names_itself {
        return None;
    }
    parsed.findings.push(
        Finding::new(
            "path-no-md-extension",
            Span::default(),
            "the file is an article but its name does not end in `.md`",
        )
        .help("rename it"),
    );
    Some(parsed)
}
