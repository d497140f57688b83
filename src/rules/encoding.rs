//! How texts are stored: encodings, characters that do not belong, and what tools leave behind.
//!
//! What concerns the bytes of a file is found where it is read (`article`); the characters are looked at
//! here, of every file, also of those without a header.

use std::ops::Range;

use super::{Family, Group, Rule, Severity, characters};
use crate::{article::Article, diagnostic::Finding, source::SourceFile};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, file: Some(run), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "bare-carriage-return",
        group: Group::File,
        severity: Severity::Info,
        summary: "A line ends with a lone carriage return.",
        explanation: "Lines end with LF or CRLF. casebook takes a lone CR for a line end too, but `git diff`, most editors and other Markdown tools do not: to them the whole file is one line. Save the file with LF.",
        bad: &["# Start⟦\r⟧\rText\n"],
        good: &["# Start\n\nText\n", "# Start\r\n\r\nText\r\n"],
    },
    Rule {
        name: "byte-order-mark",
        group: Group::File,
        severity: Severity::Info,
        summary: "The file starts with a byte order mark.",
        explanation: "UTF-8 needs none, and tools that do not expect one take it for text before the header. Save the file as UTF-8 without a mark; `--unsafe-fixes` does.",
        bad: &["stored: utf-8 with mark\n⟦⟧<properties articleId=\"a\" />\n"],
        good: &["<properties articleId=\"a\" />\n"],
    },
    Rule {
        name: "control-character",
        group: Group::File,
        severity: Severity::Warning,
        summary: "A control character stands in the text.",
        explanation: "Control characters come along when text is copied from word processors (a vertical tab is a soft line break there) or out of terminals. Browsers show them as boxes or not at all, and JSON with one is not valid. Remove it, or write the white space that was meant.",
        bad: &["# Start\n\nas⟦\u{b}⟧well\n"],
        good: &["# Start\n\nas well\n"],
    },
    Rule {
        name: "file-too-large",
        group: Group::File,
        severity: Severity::Error,
        summary: "The file is larger than an article may be.",
        explanation: "Files of more than 4 MiB are not read: they are logs or images that ended up in the wrong place. Move the file, or split the article.",
        bad: &["stored: too large\n⟦⟧"],
        good: &["<properties articleId=\"a\" />\n"],
    },
    Rule {
        name: "file-unreadable",
        group: Group::File,
        severity: Severity::Error,
        summary: "The file cannot be read.",
        explanation: "The system does not let casebook read the file, it is a link to somewhere else, which is not followed, or it holds bytes that are no text. The article is left out. Mend the file's rights, or put the file itself in its place.",
        bad: &["stored: elsewhere\n⟦⟧"],
        good: &["<properties articleId=\"a\" />\n"],
    },
    Rule {
        name: "lost-apostrophe",
        group: Group::File,
        severity: Severity::Warning,
        summary: "A question mark stands where an apostrophe was.",
        explanation: "A typographic apostrophe turns into `?` when a file is saved in an encoding that has none. Write `'`.",
        bad: &["# Start\n\nThe customer⟦?⟧s machine doesn⟦?⟧t start.\n"],
        good: &[
            "# Start\n\nThe customer's machine doesn't start. Does it? See https://halden.example/x?s=1\n",
        ],
    },
    Rule {
        name: "merge-conflict-marker",
        group: Group::File,
        severity: Severity::Error,
        summary: "A merge conflict was left in the file.",
        explanation: "Git writes both sides of a conflict into the file, between `<<<<<<<`, `=======` and `>>>>>>>`; readers see them all. Keep one side, and remove the markers.",
        bad: &["# Start\n\n⟦<<<<<<<⟧ HEAD\nStop it.\n=======\nStart it.\n>>>>>>> main\n"],
        good: &["# Start\n\nStart it.\n"],
    },
    Rule {
        name: "mojibake",
        group: Group::File,
        severity: Severity::Warning,
        summary: "A character was stored in one encoding and read in another.",
        explanation: "`â€™` is what becomes of `’` when UTF-8 is taken for Windows-1252 and saved again. Write the character that was meant.",
        bad: &["# Start\n\nIt doesn⟦â€™⟧t start in the caf⟦Ã©⟧, at 4 ⟦Â\u{b0}⟧C.\n"],
        good: &["# Start\n\nIt doesn’t start in the château.\n"],
    },
    Rule {
        name: "no-break-space",
        group: Group::File,
        severity: Severity::Warning,
        summary: "A no-break space stands in the text.",
        explanation: "No-break spaces come along when text is copied from web pages. They keep lines from breaking where they should, Markdown does not count them as spaces (so `#` before one is no heading), and searches in the sources miss the words. Write a space.",
        bad: &[
            "# Start\n\nOpen⟦\u{a0}⟧the machine.\u{a0} Start it.\n",
            "<properties\n⟦\u{a0}\u{a0}⟧articleId=\"a\"\n    pageTitle=\"Start⟦\u{a0}⟧a machine\"\n/>\n",
        ],
        good: &["# Start\n\nOpen the machine. Start it.\n"],
    },
    Rule {
        name: "not-utf8",
        group: Group::File,
        severity: Severity::Error,
        summary: "The file is not UTF-8.",
        explanation: "casebook reads such a file as UTF-16 when it says so, else as Windows-1252; other tools drop characters or the whole article. Save it as UTF-8. `--fix` does so for UTF-16, which says what it is; for Windows-1252, which is a guess, `--unsafe-fixes` does.",
        bad: &[
            "stored: windows-1252\n<properties articleId=\"a\" />\n# It doesn⟦’⟧t start\n",
            "stored: utf-16\n⟦⟧<properties articleId=\"a\" />\n",
        ],
        good: &["<properties articleId=\"a\" />\n# It doesn’t start\n"],
    },
    Rule {
        name: "replacement-character",
        group: Group::File,
        severity: Severity::Warning,
        summary: "A character was lost.",
        explanation: "`\u{fffd}` stands for bytes that some tool could not read; the character itself is gone. Write what was meant, most often an apostrophe, a dash or a quote.",
        bad: &["# Start\n\nIt doesn⟦\u{fffd}⟧t start.\n"],
        good: &["# Start\n\nIt doesn't start.\n"],
    },
];

/// Looks at the characters of a file.
fn run(source: &SourceFile, article: Option<&Article>) -> Vec<Finding> {
    // Hidden characters in the header are found where it is read.
    let header: Range<usize> = article.map_or(0..0, |article| article.header.span.range());
    characters::scan(&source.text, &header)
}
