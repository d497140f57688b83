//! From a folder to a checked corpus: the part of the way that every command goes.

use std::{num::NonZeroUsize, path::Path, sync::Mutex, thread};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Failure, Terminal};
use crate::{
    article::attribute::Attribute,
    check::{self, Baseline, Checked, Options},
    config::{Config, ConfigError},
    corpus::{Corpus, Parsed},
    image::Image,
    ledger::Ledger,
    report,
    source::{self, Encoding, Look, SourceFault, SourceFile, There},
};

/// The name of the configuration, beside `articles/`.
pub(super) const CONFIG: &str = "casebook.toml";
/// The name of the ledger, beside `articles/`.
pub(super) const LEDGER: &str = "urls.toml";

/// How many files a thread takes at once. What it has taken nobody takes from it, so it must be little beside
/// the whole: else one thread works at the end while the others wait.
pub(super) const GRAIN: usize = 32;

/// Starts `threads` threads for the rest of the program, by default one for each processor.
pub(super) fn use_threads(threads: Option<NonZeroUsize>) -> Result<(), Failure> {
    // Who runs a command on threads of its own means those.
    if rayon::current_thread_index().is_some() {
        return Ok(());
    }
    // Started here, for a thread that cannot be started later would end the program without a word.
    rayon::ThreadPoolBuilder::new().num_threads(threads.map_or(0, NonZeroUsize::get)).build_global().map_err(
        |error| {
            let many = match threads.map(NonZeroUsize::get) {
                None => "the threads".to_owned(),
                Some(1) => "one thread".to_owned(),
                Some(many) => format!("{many} threads"),
            };
            Failure(format!(
                "{many} cannot be started: {error}\n\nhelp: raise the limits (ulimit -u, ulimit -v), or use fewer: --threads 1"
            ))
        },
    )
}

/// Refuses to go on where the system lets no `many` more threads start: a library that starts one later would
/// end the program without a word.
pub(super) fn require_threads(many: usize) -> Result<(), Failure> {
    let gate = Mutex::new(());
    let started = thread::scope(|scope| {
        let _shut = gate.lock();
        (0..many).try_for_each(|_| thread::Builder::new().spawn_scoped(scope, || drop(gate.lock())).map(drop))
    });
    started.map_err(|error| {
        Failure(format!(
            "{many} threads cannot be started: {error}\n\nhelp: raise the limits (ulimit -u, ulimit -v)"
        ))
    })
}

/// Reads the configuration in `dir`.
pub(super) fn config(dir: &Path, terminal: &Terminal) -> Result<Config, Failure> {
    let path = dir.join(CONFIG);
    let Some(bytes) = source::read_if_present(&path)? else { return Ok(Config::default()) };
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure(format!("{}: the file is not UTF-8", path.display())))?;
    let validated = |config: Config| check::validate(&config).map(|()| config);
    Config::parse(&text).and_then(validated).map_err(|error| {
        Failure(report::config_error(&error, &path.display().to_string(), &text, terminal.style()))
    })
}

/// `error`, which only showed itself after the configuration in `dir` was read, for people.
pub(super) fn config_failure(dir: &Path, error: &ConfigError, terminal: &Terminal) -> Failure {
    let path = dir.join(CONFIG);
    let bytes = source::read_if_present(&path).ok().flatten().unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    Failure(report::config_error(error, &path.display().to_string(), &text, terminal.style()))
}

/// Reads where articles were published; nowhere when there is no ledger.
pub(super) fn ledger(dir: &Path) -> Result<Ledger, Failure> {
    let path = dir.join(LEDGER);
    let Some(bytes) = source::read_if_present(&path)? else { return Ok(Ledger::default()) };
    String::from_utf8(bytes)
        .map_err(|_| "the file is not UTF-8".to_owned())
        .and_then(|text| Ledger::parse(&text))
        .map_err(|message| Failure(format!("{}: {message}", path.display())))
}

/// Reads the findings that do not count; none when there is no such file.
pub(super) fn baseline(dir: &Path, config: &Config) -> Result<Baseline, Failure> {
    let path = dir.join(&config.baseline);
    let Some(bytes) = source::read_if_present(&path)? else { return Ok(Baseline::default()) };
    let parsed = match std::str::from_utf8(&bytes) {
        Ok(text) => Baseline::parse(text),
        Err(_) => Err("the file is not UTF-8".to_owned()),
    };
    parsed.map_err(|message| {
        Failure(format!(
            "{}: {message}\n\nhelp: mend the file, or write it anew: casebook check --write-baseline",
            path.display()
        ))
    })
}

/// Texts that stand for those of files, by path; `None` for a file that is not there.
pub(super) type Overlay = FxHashMap<Box<str>, Option<SourceFile>>;

/// Reads, parses and checks everything below `dir/articles`.
pub(super) fn checked(
    dir: &Path,
    config: &Config,
    options: &Options,
    terminal: &Terminal,
) -> Result<Checked, Failure> {
    Ok(Checked::with(corpus(dir, Overlay::default(), config, terminal)?, config, options))
}

/// Says what to do when there are no articles in `dir`.
pub(super) fn require_articles(dir: &Path) -> Result<(), Failure> {
    let articles = dir.join("articles");
    if source::there(&articles)? == There::Folder {
        return Ok(());
    }
    Err(Failure(format!(
        "{}: there is no such folder\n\nhelp: run casebook in the folder that holds `articles/`, or name that folder: casebook build DIR",
        articles.display()
    )))
}

/// Reads and parses everything below `dir/articles`, with the files of `overlay` in place of what is there.
pub(super) fn corpus(
    dir: &Path,
    mut overlay: Overlay,
    config: &Config,
    terminal: &Terminal,
) -> Result<Corpus, Failure> {
    require_articles(dir)?;
    let mut listing = source::list(dir)?;
    if !overlay.is_empty() {
        for list in [&mut listing.articles, &mut listing.others] {
            list.retain(|path| !overlay.contains_key(path));
        }
    }
    let progress = terminal.progress("reading", listing.articles.len());
    let mut parsed: Vec<Parsed> = listing
        .articles
        .par_iter()
        .with_max_len(GRAIN)
        .map(|path| {
            let parsed = Parsed::new(source::read_article(dir, path));
            progress.step();
            parsed
        })
        .collect();
    parsed.par_extend(listing.others.par_iter().filter_map(|path| other(dir, path)));
    let replaced: Vec<SourceFile> = overlay.drain().filter_map(|(_, file)| file).collect();
    parsed.par_extend(replaced.into_par_iter().filter_map(|file| {
        if is_article_path(&file.path) { Some(Parsed::new(file)) } else { without_ending(file) }
    }));
    parsed.extend(listing.odd.into_iter().map(|(path, what)| odd(path, what)));
    let images: Vec<(Image, Option<Parsed>)> = listing
        .images
        .par_iter()
        .map(|path| match image(dir, path) {
            Ok(image) => (image, None),
            Err(cause) => {
                let fault = SourceFault::Unreadable(cause.clone());
                (
                    Image::unreadable(path, format!("it cannot be read: {cause}")),
                    Some(stands_for(path.clone(), fault)),
                )
            }
        })
        .collect();
    let (images, unreadable): (Vec<Image>, Vec<Option<Parsed>>) = images.into_iter().unzip();
    parsed.extend(unreadable.into_iter().flatten());
    drop(progress);
    Ok(Corpus::for_audiences(parsed, images, &config.audiences))
}

/// Reads the file without the ending `.md` at `path`, if it is an article. Nobody knows that of one that
/// cannot be read, so it is told, unless it went away.
fn other(dir: &Path, path: &str) -> Option<Parsed> {
    let file = source::read_article(dir, path);
    if matches!(file.fault, Some(SourceFault::Unreadable(_))) {
        return (source::look(dir, path) != Look::Nothing).then(|| Parsed::new(file));
    }
    without_ending(file)
}

/// Reads the image at `path`, or says what the system says against it.
pub(super) fn image(dir: &Path, path: &str) -> Result<Image, String> {
    match source::read_image(dir, path) {
        Ok(bytes) => Ok(Image::new(path, &bytes)),
        Err(SourceFault::TooLarge(_)) => Ok(Image::unreadable(path, "it is larger than 64 MiB")),
        Err(fault) => Err(fault.to_string()),
    }
}

/// What stands for something that is no ordinary file.
pub(super) fn odd(path: Box<str>, what: &'static str) -> Parsed {
    stands_for(path, SourceFault::NotAFile(what))
}

/// What stands for something that is not read because of `fault`.
fn stands_for(path: Box<str>, fault: SourceFault) -> Parsed {
    Parsed::new(SourceFile { path, text: Box::default(), encoding: Encoding::Utf8, fault: Some(fault) })
}

/// Refuses to write what depends on all articles while one of them cannot be read: what is known of that one
/// would be lost.
pub(super) fn require_readable(corpus: &Corpus) -> Result<(), Failure> {
    for source in &corpus.sources {
        if let Some(SourceFault::Unreadable(cause)) = &source.fault {
            return Err(Failure(format!(
                "{}: the file cannot be read, so nothing is written: {cause}\n\nhelp: mend its rights, or remove it",
                source.path
            )));
        }
    }
    Ok(())
}

/// Whether a file at `path` is read as an article whatever is in it.
fn is_article_path(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("md"))
}

/// A file without the ending `.md` that is an article all the same.
pub(super) fn without_ending(file: SourceFile) -> Option<Parsed> {
    let is_article =
        file.fault.is_none() && memchr::memmem::find(file.text.as_bytes(), b"<properties").is_some();
    let parsed = is_article.then(|| Parsed::new(file))?;
    let names_itself = parsed.article.as_ref().is_some_and(|article| {
        article.header.get(Attribute::ArticleId).is_some()
            || article.header.get(Attribute::PageTitle).is_some()
    });
    // That its name should have the ending, a rule says.
    names_itself.then_some(parsed)
}
