//! The only reader: lists and reads articles, images, themes and configuration.
//!
//! Knows where files lie and how their bytes become text, not what the text means.

use std::{
    fmt,
    fs::FileType,
    io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use crate::{
    disk::{self, Links, Unlisted},
    fault,
};

/// Articles larger than this are not read, in bytes.
pub const MAX_ARTICLE: u64 = 4 * 1024 * 1024;
/// Other files larger than this are not read, in bytes: configuration, baseline, theme, images.
pub const MAX_FILE: u64 = 64 * 1024 * 1024;

/// One article's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// `articles/<folder>/<file>`, with forward slashes.
    pub path: Box<str>,
    /// The text, without a byte order mark. Empty when `fault` says why.
    pub text: Box<str>,
    /// How the text was stored.
    pub encoding: Encoding,
    /// Why the file could not be read.
    pub fault: Option<SourceFault>,
}

/// How a text was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16 with a byte order mark.
    Utf16,
    /// Not UTF-8, so read as Windows-1252; the first byte of the text that shows it.
    Windows1252 {
        /// Offset in the decoded text.
        first: u32,
    },
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceFault {
    /// It is larger than [`MAX_ARTICLE`]; its size in bytes.
    TooLarge(u64),
    /// It is no text: too many of its first bytes are zero.
    NotText,
    /// The system refused; its message.
    Unreadable(String),
    /// A symbolic link, socket, pipe or the like, which is not followed; what it is, in words.
    NotAFile(&'static str),
}

impl fmt::Display for SourceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(size) => write!(f, "the file has {size} bytes, more than are read"),
            Self::NotText => f.write_str("the file is no text"),
            Self::Unreadable(cause) => f.write_str(cause),
            Self::NotAFile(what) => write!(f, "this is {what}, not a file"),
        }
    }
}

/// What lies below the articles' folder. All lists are sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Files that are read as articles.
    pub articles: Vec<Box<str>>,
    /// Files that may be articles without the right ending.
    pub others: Vec<Box<str>>,
    /// Images.
    pub images: Vec<Box<str>>,
    /// What is no ordinary file, and what it is instead, in words.
    pub odd: Vec<(Box<str>, &'static str)>,
}

/// Endings of images, in lower case.
const IMAGES: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// What a file below the articles' folder is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// An article.
    Article,
    /// An article, if it looks like one.
    Other,
    /// An image.
    Image,
    /// No ordinary file; what it is instead, in words.
    Odd(&'static str),
}

/// What the file of `kind` at `path`, called `name`, is taken for; `None` for what is hidden.
fn sort(name: &str, path: &Path, kind: FileType) -> Option<Sort> {
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    Some(if !kind.is_file() {
        // Editors lock a file by a hidden link beside it that leads nowhere.
        if name.starts_with('.') {
            return None;
        }
        Sort::Odd(oddity(path, kind))
    } else if ending == "md" {
        Sort::Article
    } else if IMAGES.contains(&&*ending) {
        Sort::Image
    } else if name.starts_with('.') {
        return None;
    } else {
        Sort::Other
    })
}

/// What there is at `path` below `root`, as [`list`] would have it.
pub fn look(root: &Path, path: &str) -> Look {
    let mut place = root.to_owned();
    let mut kind = None;
    for part in path.split('/') {
        // What lies behind a link is not listed.
        if kind.is_some_and(|kind: FileType| !kind.is_dir()) {
            return Look::Nothing;
        }
        place.push(part);
        kind = disk::look(&place).ok().flatten().map(|metadata| metadata.file_type());
        if kind.is_none() {
            return Look::Nothing;
        }
    }
    match kind {
        Some(kind) if kind.is_dir() => Look::Folder,
        Some(kind) => {
            let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
            sort(name, &place, kind).map_or(Look::Nothing, Look::File)
        }
        None => Look::Nothing,
    }
}

/// What a look at a path showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A file.
    File(Sort),
    /// A folder.
    Folder,
    /// Nothing that is read.
    Nothing,
}

/// Lists what lies below `root/articles`. Symbolic links are listed and not followed. A folder that goes
/// away meanwhile is as good as empty.
///
/// # Errors
///
/// When the folder, or one below it, cannot be listed.
pub fn list(root: &Path) -> io::Result<Listing> {
    let folder = root.join("articles");
    let mut listing = Listing::default();
    let mut folders = Vec::new();
    for entry in disk::walk(&folder, 1, Links::Listed) {
        match entry {
            Ok(entry) if entry.depth() == 0 => {}
            Ok(entry) if entry.file_type().is_dir() => folders.push(entry.into_path()),
            Ok(entry) => listing.add(root, &entry),
            Err(fault) if fault.depth > 0 && is_gone(&fault) => {}
            Err(fault) => return Err(not_listed(&fault)),
        }
    }
    let below: Vec<io::Result<Listing>> =
        folders.par_iter().with_max_len(1).map(|folder| list_below(root, folder)).collect();
    for below in below {
        let mut below = below?;
        listing.articles.append(&mut below.articles);
        listing.others.append(&mut below.others);
        listing.images.append(&mut below.images);
        listing.odd.append(&mut below.odd);
    }
    for list in [&mut listing.articles, &mut listing.others, &mut listing.images] {
        list.par_sort_unstable();
    }
    listing.odd.sort_unstable();
    Ok(listing)
}

/// Lists what lies below `folder`, which lies below `root`, in no order.
fn list_below(root: &Path, folder: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    for entry in disk::walk(folder, usize::MAX, Links::Listed) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => listing.add(root, &entry),
            Err(fault) if is_gone(&fault) => {}
            Err(fault) => return Err(not_listed(&fault)),
        }
    }
    Ok(listing)
}

/// Whether something went away while it was listed.
fn is_gone(fault: &Unlisted) -> bool {
    fault.error.kind() == io::ErrorKind::NotFound
}

/// `unlisted` in words.
fn not_listed(unlisted: &Unlisted) -> io::Error {
    fault::unread(&unlisted.error, &unlisted.path)
}

impl Listing {
    /// Adds `entry`, which is no folder, unless it is hidden.
    fn add(&mut self, root: &Path, entry: &walkdir::DirEntry) {
        let Some(path) = relative(root, entry.path()) else { return };
        match sort(&entry.file_name().to_string_lossy(), entry.path(), entry.file_type()) {
            Some(Sort::Article) => self.articles.push(path),
            Some(Sort::Other) => self.others.push(path),
            Some(Sort::Image) => self.images.push(path),
            Some(Sort::Odd(what)) => self.odd.push((path, what)),
            None => {}
        }
    }
}

/// What the entry of `kind` at `path`, which is no ordinary file, is in words.
fn oddity(path: &Path, kind: FileType) -> &'static str {
    if !kind.is_symlink() {
        return name_of(kind);
    }
    let whole = disk::canonicalize(path);
    match &whole {
        Err(error) if error.kind() == io::ErrorKind::NotFound => "a symbolic link to nothing",
        // The kind of this error has no stable name yet.
        Err(_) => "a symbolic link that leads in a circle or cannot be followed",
        Ok(whole) => {
            let beside = path
                .ancestors()
                .skip(1)
                .find(|folder| folder.file_name().is_some_and(|name| name == "articles"));
            let root = beside.and_then(|folder| disk::canonicalize(folder).ok());
            if root.is_some_and(|root| whole.starts_with(&root)) {
                if path
                    .parent()
                    .and_then(|parent| disk::canonicalize(parent).ok())
                    .is_some_and(|parent| parent.starts_with(whole))
                {
                    "a symbolic link to a folder that it lies in"
                } else {
                    "a symbolic link to something else in `articles`"
                }
            } else {
                "a symbolic link that leads out of `articles`"
            }
        }
    }
}

/// What an entry is that is neither file nor link, in words.
fn name_of(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    if kind.is_dir() { "a folder" } else { "no ordinary file" }
}

/// `path` below `root` with forward slashes; bytes that are no text are replaced.
fn relative(root: &Path, path: &Path) -> Option<Box<str>> {
    let path = path.strip_prefix(root).ok()?.to_string_lossy();
    Some(if std::path::MAIN_SEPARATOR == '/' {
        path.into()
    } else {
        path.replace(std::path::MAIN_SEPARATOR, "/").into()
    })
}

/// Reads the article at `path` below `root`. Never fails: what cannot be read says why.
pub fn read_article(root: &Path, path: &str) -> SourceFile {
    let empty = |fault| SourceFile {
        path: path.into(),
        text: Box::default(),
        encoding: Encoding::Utf8,
        fault: Some(fault),
    };
    match read(&root.join(path), MAX_ARTICLE) {
        Ok(Ok(bytes)) if is_binary(&bytes) => empty(SourceFault::NotText),
        Ok(Ok(bytes)) => {
            let (text, encoding) = decode(bytes);
            SourceFile { path: path.into(), text: text.into(), encoding, fault: None }
        }
        Ok(Err(fault)) => empty(fault),
        Err(error) => empty(SourceFault::Unreadable(error.to_string())),
    }
}

/// Reads the file at `path`, or says why not when it is no ordinary file or larger than `limit` bytes. Never
/// waits for a pipe or a device.
fn read(path: &Path, limit: u64) -> io::Result<Result<Vec<u8>, SourceFault>> {
    let mut file = match disk::open(path) {
        Ok(file) => file,
        Err(error) => {
            // A socket cannot be opened at all.
            return match disk::about(path) {
                Ok(Some(about)) if !about.is_file() => {
                    Ok(Err(SourceFault::NotAFile(name_of(about.file_type()))))
                }
                _ => Err(error),
            };
        }
    };
    let about = file.metadata()?;
    if !about.is_file() {
        return Ok(Err(SourceFault::NotAFile(name_of(about.file_type()))));
    }
    let size = about.len();
    if size > limit {
        return Ok(Err(SourceFault::TooLarge(size)));
    }
    // The limit holds also for a file that grows while it is read.
    let bytes = file.read(limit + 1, size as usize + 1)?;
    if bytes.len() as u64 > limit {
        return Ok(Err(SourceFault::TooLarge(bytes.len() as u64)));
    }
    Ok(Ok(bytes))
}

/// Reads the image at `path` below `root`.
///
/// # Errors
///
/// When it is no ordinary file, larger than [`MAX_FILE`], or the system says so.
pub fn read_image(root: &Path, path: &str) -> Result<Vec<u8>, SourceFault> {
    read(&root.join(path), MAX_FILE).unwrap_or_else(|error| Err(SourceFault::Unreadable(error.to_string())))
}

/// Reads the bytes of `path`, for themes and the like. Symbolic links are followed.
///
/// # Errors
///
/// What the system says, in a sentence with the path in front; also for what is no ordinary file or larger than
/// [`MAX_FILE`].
pub fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    read(path, MAX_FILE).map_err(|error| fault::unread(&error, path))?.map_err(|refused| {
        let said = match refused {
            SourceFault::TooLarge(size) => {
                format!("the file has {size} bytes, more than the {MAX_FILE} that are read")
            }
            refused => refused.to_string(),
        };
        fault::new(io::ErrorKind::InvalidInput, path, &said, "")
    })
}

/// How many bytes of memory the system gives this process at most, where a limit is set and told.
pub fn memory_limit() -> Option<u64> {
    let told =
        String::from_utf8(disk::open(Path::new("/proc/self/limits")).ok()?.read(65_536, 2048).ok()?).ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("Max address space"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The folder that holds `articles/` and, if `path` lies below that, where it does, such as
/// `articles/folder/file.md`. `None` when neither `path` nor a folder above it holds `articles/`.
///
/// # Errors
///
/// When there is nothing at `path`.
pub fn locate(path: &Path) -> io::Result<Option<(PathBuf, Option<String>)>> {
    if there(&path.join("articles"))? == There::Folder {
        return Ok(Some((path.to_owned(), None)));
    }
    let whole = whole_path(path)?;
    for root in whole.ancestors().skip(1) {
        if let Ok(below) = whole.strip_prefix(root.join("articles")) {
            // Joining an empty path would leave a slash at the end.
            let inside = if below.as_os_str().is_empty() { root.join("articles") } else { whole.clone() };
            let relative = relative(root, &inside).map(String::from);
            return Ok(Some((shorter(root, path), relative)));
        }
    }
    Ok(None)
}

/// `root` as seen from where `path`, which lies below it, was named from.
fn shorter(root: &Path, path: &Path) -> PathBuf {
    let same = |candidate: &&Path| {
        let candidate = if candidate.as_os_str().is_empty() { Path::new(".") } else { candidate };
        disk::canonicalize(candidate).is_ok_and(|candidate| candidate == root)
    };
    match path.ancestors().find(same) {
        Some(found) if found.as_os_str().is_empty() => PathBuf::from("."),
        Some(found) => found.to_owned(),
        None => root.to_owned(),
    }
}

/// `path` from the root of the file system on, without links.
///
/// # Errors
///
/// What the system says, with the path in front.
pub fn whole_path(path: &Path) -> io::Result<PathBuf> {
    disk::canonicalize(path).map_err(|error| fault::unread(&error, path))
}

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum There {
    /// Nothing.
    Nothing,
    /// A folder.
    Folder,
    /// A file or the like.
    File,
}

/// What is at `path`. Symbolic links are followed.
///
/// # Errors
///
/// What the system says other than that there is nothing, with the path in front.
pub fn there(path: &Path) -> io::Result<There> {
    Ok(match disk::about(path).map_err(|error| fault::unread(&error, path))? {
        None => There::Nothing,
        Some(about) if about.is_dir() => There::Folder,
        Some(_) => There::File,
    })
}

/// Reads `path` if it is there.
///
/// # Errors
///
/// What the system says other than that there is no such file.
pub fn read_if_present(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match read_bytes(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The files below `folder`, relative to it with forward slashes, sorted. Symbolic links are passed over.
///
/// # Errors
///
/// When the folder, or one below it, cannot be listed.
pub fn list_files(folder: &Path) -> io::Result<Vec<(Box<str>, PathBuf)>> {
    list_all(folder, Links::Listed)
}

/// What is below `folder` but is no folder, through symbolic links, relative to it with forward slashes,
/// sorted.
///
/// # Errors
///
/// When the folder, or one below it, cannot be listed; when links lead in a circle.
pub fn list_followed(folder: &Path) -> io::Result<Vec<(Box<str>, PathBuf)>> {
    list_all(folder, Links::Followed)
}

fn list_all(folder: &Path, links: Links) -> io::Result<Vec<(Box<str>, PathBuf)>> {
    let mut files = Vec::new();
    for entry in disk::walk(folder, usize::MAX, links) {
        let entry = entry.map_err(|fault| not_listed(&fault))?;
        let kind = entry.file_type();
        let is_wanted = kind.is_file() || links == Links::Followed && !kind.is_dir();
        if is_wanted && let Some(path) = relative(folder, entry.path()) {
            files.push((path, entry.into_path()));
        }
    }
    files.sort();
    Ok(files)
}

/// Whether `bytes` are a program, an archive or the like: several of the first ones are zero, and there is
/// neither the mark of UTF-16 nor a header.
fn is_binary(bytes: &[u8]) -> bool {
    const SEVERAL: usize = 8;
    let first = &bytes[..bytes.len().min(8192)];
    !bytes.starts_with(&[0xFF, 0xFE])
        && !bytes.starts_with(&[0xFE, 0xFF])
        && memchr::memchr_iter(0, first).take(SEVERAL).count() == SEVERAL
        && memchr::memmem::find(bytes, b"properties").is_none()
}

/// The bytes as text: UTF-8, or UTF-16 when they say so, or else Windows-1252.
pub fn decode(bytes: Vec<u8>) -> (String, Encoding) {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let (text, _, _) = encoding_rs::UTF_16LE.decode(&bytes);
        return (text.into_owned(), Encoding::Utf16);
    }
    match String::from_utf8(bytes) {
        Ok(mut text) if text.starts_with('\u{FEFF}') => {
            text.drain(..'\u{FEFF}'.len_utf8());
            (text, Encoding::Utf8Bom)
        }
        Ok(text) => (text, Encoding::Utf8),
        Err(error) => windows_1252(&error.into_bytes()),
    }
}

/// Decodes Windows-1252. Runs that are UTF-8 stay what they are: such files are mostly UTF-8 with a few
/// foreign bytes.
fn windows_1252(bytes: &[u8]) -> (String, Encoding) {
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut first = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first.get_or_insert(text.len() as u32);
            text.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    let mut first = first.unwrap_or_default();
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
        first -= '\u{FEFF}'.len_utf8() as u32;
    }
    (text, Encoding::Windows1252 { first })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(decode(b"a\xc3\xa9".to_vec()), ("aé".to_owned(), Encoding::Utf8));
        assert_eq!(decode(b"\xef\xbb\xbfa".to_vec()), ("a".to_owned(), Encoding::Utf8Bom));
        assert_eq!(decode(b"\xff\xfea\0b\0".to_vec()), ("ab".to_owned(), Encoding::Utf16));
        assert_eq!(
            decode(b"\xc3\xa9 don\x92t".to_vec()),
            ("é don’t".to_owned(), Encoding::Windows1252 { first: 6 })
        );
        assert_eq!(
            decode(b"\xef\xbb\xbfdon\x92t".to_vec()),
            ("don’t".to_owned(), Encoding::Windows1252 { first: 3 })
        );
    }
}
