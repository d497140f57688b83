//! Names of files and folders.

use rustc_hash::FxHashMap;

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    config::Config,
    corpus::Corpus,
    diagnostic::{Finding, Related},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family =
    Family { rules: RULES, article: Some(check), corpus: Some(run), ..Family::NONE };

/// The longest name of a file, in characters.
const LONGEST: usize = 80;

const RULES: &[Rule] = &[
    Rule {
        name: "duplicate-file-name",
        group: Group::File,
        severity: Severity::Warning,
        summary: "Two articles in different folders have the same file name.",
        explanation: "Reports and search results name files without their folders, so authors mend the wrong one. Most often the article was moved and the old file stayed. Remove one, or give it another name.",
        bad: &[
            "=== articles/halden.compute/start.md\n⟦⟧<properties articleId=\"a\" />\n=== articles/halden.storage/Start.md\n⟦⟧<properties articleId=\"b\" />\n",
        ],
        good: &[
            "=== articles/halden.compute/compute-start.md\n<properties articleId=\"a\" />\n=== articles/halden.storage/storage-start.md\n<properties articleId=\"b\" />\n",
        ],
    },
    Rule {
        name: "path-no-md-extension",
        group: Group::File,
        severity: Severity::Error,
        summary: "An article's file does not end in `.md`.",
        explanation: "Publishing takes files that end in `.md` and passes over all others, so that the article is silently left out. Rename the file.",
        bad: &["=== articles/halden.compute/compute-start\n⟦⟧<properties articleId=\"a\" />\n"],
        good: &["=== articles/halden.compute/compute-start.md\n<properties articleId=\"a\" />\n"],
    },
    Rule {
        name: "path-non-ascii",
        group: Group::File,
        severity: Severity::Warning,
        summary: "A path holds a character that is not ASCII.",
        explanation: "Such characters are stored in different ways by different systems, and some of them (no-break spaces, byte order marks) cannot be seen at all, so that a name that was typed never matches. Rename the file with letters, digits, `-`, `_` and `.`.",
        bad: &["=== articles/halden.compute/compute\u{a0}start.md\n⟦⟧<properties articleId=\"a\" />\n"],
        good: &["=== articles/halden.compute/compute-start.md\n<properties articleId=\"a\" />\n"],
    },
    Rule {
        name: "path-odd-character",
        group: Group::File,
        severity: Severity::Warning,
        summary: "A path holds a character that needs escaping.",
        explanation: "Quotes, brackets, `&` and the like mean something to shells and in addresses, and some systems cannot store them. Rename the file with letters, digits, `-`, `_` and `.`.",
        bad: &["=== articles/halden.compute/compute-can't-start.md\n⟦⟧<properties articleId=\"a\" />\n"],
        good: &["=== articles/halden.compute/compute-cannot-start.md\n<properties articleId=\"a\" />\n"],
    },
    Rule {
        name: "path-too-long",
        group: Group::File,
        severity: Severity::Info,
        summary: "A file's name is longer than 80 characters.",
        explanation: "Long names are cut off in reports and reviews just where they differ, and with their folders they reach the limit of some systems. Shorten the name to what tells the article apart.",
        bad: &[
            "=== articles/halden.compute/compute-what-to-do-when-a-machine-does-not-start-after-its-size-was-changed-in-the-portal.md\n⟦⟧<properties articleId=\"a\" />\n",
        ],
        good: &[
            "=== articles/halden.compute/compute-start-after-resize.md\n<properties articleId=\"a\" />\n",
        ],
    },
    Rule {
        name: "path-uppercase",
        group: Group::File,
        severity: Severity::Warning,
        summary: "A file's name has capital letters.",
        explanation: "Some systems tell names apart by case and some do not, so that links work in one place and break in another, and two files may become one. Rename the file in lower case.",
        bad: &["=== articles/halden.compute/compute-VMStart.md\n⟦⟧<properties articleId=\"a\" />\n"],
        good: &["=== articles/Halden.Compute/compute-vmstart.md\n<properties articleId=\"a\" />\n"],
    },
    Rule {
        name: "path-whitespace",
        group: Group::File,
        severity: Severity::Warning,
        summary: "A path holds a space.",
        explanation: "Spaces must be quoted in shells and escaped in links, which is forgotten as often as not. Use `-` instead.",
        bad: &["=== articles/halden.compute/compute start.md\n⟦⟧<properties articleId=\"a\" />\n"],
        good: &["=== articles/halden.compute/compute-start.md\n<properties articleId=\"a\" />\n"],
    },
    Rule {
        name: "path-wrong-folder",
        group: Group::File,
        severity: Severity::Warning,
        summary: "An article does not lie at `articles/<folder>/<file>.md`.",
        explanation: "Publishing looks two levels deep and no further. An article beside the folders or below one of them is passed over. Move it.",
        bad: &[
            "=== articles/compute-start.md\n⟦⟧<properties articleId=\"a\" />\n",
            "=== articles/halden.compute/linux/compute-start.md\n⟦⟧<properties articleId=\"a\" />\n",
        ],
        good: &["=== articles/halden.compute/compute-start.md\n<properties articleId=\"a\" />\n"],
    },
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let path = &*context.source.path;
    let name = name(path);
    let mut report = |rule, message: String, help: &'static str| {
        found.push(Finding::new(rule, Span::default(), message).help(help));
    };
    if !name.get(name.len().saturating_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case(".md")) {
        report(
            "path-no-md-extension",
            "the file is an article but its name does not end in `.md`".to_owned(),
            "rename it",
        );
    }
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        report("path-uppercase", format!("`{name}` has capital letters"), "rename the file in lower case");
    }
    if let Some(c) = path.chars().find(|c| !c.is_ascii()) {
        report(
            "path-non-ascii",
            format!("the path holds `{}` (U+{:04X})", c.escape_debug(), u32::from(c)),
            "rename the file with letters, digits, `-`, `_` and `.`",
        );
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/' | b' ');
    if let Some(b) = path.bytes().find(|b| b.is_ascii() && !plain(*b)) {
        report(
            "path-odd-character",
            format!("the path holds `{}`", char::from(b).escape_debug()),
            "rename the file with letters, digits, `-`, `_` and `.`",
        );
    }
    if path.contains(' ') {
        report("path-whitespace", "the path holds a space".to_owned(), "write `-` instead");
    }
    if name.len() > LONGEST && name.chars().count() > LONGEST {
        report(
            "path-too-long",
            format!("the name has {} characters, more than {LONGEST}", name.chars().count()),
            "shorten it to what tells the article apart",
        );
    }
    let depth = path.bytes().filter(|b| *b == b'/').count();
    if depth != 2 {
        report(
            "path-wrong-folder",
            if depth < 2 {
                "the article lies in no folder".to_owned()
            } else {
                "the article lies deeper than two levels".to_owned()
            },
            "move it to `articles/<folder>/<file>.md`",
        );
    }
}

/// Names that stand in several folders.
fn run(corpus: &Corpus, _: &Config) -> Vec<(u32, Finding)> {
    let mut names: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    for entry in &corpus.entries {
        let name = name(&corpus.sources[entry.source as usize].path).to_ascii_lowercase();
        names.entry(name).or_default().push(entry.source);
    }
    let mut found = Vec::new();
    for sources in names.values().filter(|sources| sources.len() > 1) {
        for source in sources {
            let path = |source: u32| &corpus.sources[source as usize].path;
            let message = format!("`{}` is the name of another file too", name(path(*source)));
            let mut finding = Finding::new("duplicate-file-name", Span::default(), message)
                .help("remove one of them, or give it another name");
            for other in sources.iter().filter(|other| *other != source).take(3) {
                finding = finding.related(Related {
                    path: Some(path(*other).clone()),
                    span: Span::default(),
                    message: "the other file".to_owned(),
                });
            }
            found.push((*source, finding));
        }
    }
    found
}

/// The file's name.
fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}
