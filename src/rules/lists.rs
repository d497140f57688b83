//! Lists: what starts an item, where a list begins, how it is numbered.

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    diagnostic::{Finding, Fix},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "list-bullet-char",
        group: Group::Structure,
        severity: Severity::Info,
        summary: "A list is written with bullet characters.",
        explanation: "A `•` pasted from a word processor is text to Markdown: the lines run together, and a screen reader does not announce a list.\n\nStart each item with `* `.",
        bad: &["# Title\n\n⟦•⟧ Restart it\n⟦•⟧\tRead the log\n"],
        good: &["# Title\n\n* Restart it\n* Read the log\n"],
    },
    Rule {
        name: "list-no-blank-line",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "No blank line stands before a list.",
        explanation: "Renderers differ in whether a list may follow a paragraph directly; where it may not, its items run together with the text.\n\nPut a blank line before the list.",
        bad: &["# Title\n\nDo one of these:\n⟦* ⟧Restart it\n* Read the log\n"],
        good: &[
            "# Title\n\nDo one of these:\n\n* Restart it\n* Read the log\n",
            "# Title\n\n* Restart it\nnow\n* Read the log\n",
        ],
    },
    Rule {
        name: "list-no-space",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "No space stands behind the mark of a list item.",
        explanation: "Markdown takes `*Restart` and `1.Restart` for text, so that the items run together in one paragraph.\n\nPut a space behind the mark.",
        bad: &[
            "# Title\n\n⟦*⟧Restart it\n⟦-⟧[Read the log](https://halden.example/log)\n",
            "# Title\n\n⟦1.⟧Restart it\n",
        ],
        good: &[
            "# Title\n\n* Restart it\n- [Read the log](https://halden.example/log)\n",
            "# Title\n\n*Restart* it 1.5 times\n\n1.5 GB\n",
        ],
    },
    Rule {
        name: "list-numbering",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "The numbers of a list do not count on.",
        explanation: "A number that is left out or repeated mostly means that a step was removed or inserted without a look at the rest; where text stands between the items, readers see the wrong number.\n\nNumber the steps one by one, or write `1.` before each.",
        bad: &["# Title\n\n1. Stop it\n2. Wait\n⟦4.⟧ Start it\n"],
        good: &[
            "# Title\n\n1. Stop it\n2. Wait\n3. Start it\n",
            "# Title\n\n1. Stop it\n1. Wait\n1. Start it\n",
        ],
    },
];

/// What a line starts with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// A bullet with a space behind it; its length.
    Bullet(usize),
    /// A number with a dot and a space; its value and its length.
    Number(u32, usize),
    /// A mark without its space; its length.
    NoSpace(usize),
    /// A bullet character; its length.
    Character(usize),
    Other,
}

impl Start {
    fn of(line: &str) -> Self {
        let bytes = line.as_bytes();
        match bytes.first() {
            Some(mark @ (b'*' | b'-' | b'+')) => match bytes.get(1) {
                Some(b' ' | b'\t') => Self::Bullet(2),
                Some(next) if lacks_space(line, *mark, *next) => Self::NoSpace(1),
                _ => Self::Other,
            },
            Some(b'0'..=b'9') => {
                let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
                if digits > 3 || bytes.get(digits) != Some(&b'.') {
                    return Self::Other;
                }
                match bytes.get(digits + 1) {
                    Some(b' ' | b'\t') => {
                        Self::Number(line[..digits].parse().unwrap_or_default(), digits + 2)
                    }
                    Some(next) if next.is_ascii_uppercase() || matches!(next, b'[' | b'*' | b'"') => {
                        Self::NoSpace(digits + 1)
                    }
                    _ => Self::Other,
                }
            }
            Some(0xC2 | 0xE2) => {
                let mut chars = line.chars();
                match chars.next() {
                    Some(c @ ('•' | '·' | '▪' | '●' | '◦' | '‣'))
                        if chars
                            .next()
                            .is_some_and(|next| next.is_whitespace() || next.is_alphanumeric()) =>
                    {
                        Self::Character(c.len_utf8())
                    }
                    _ => Self::Other,
                }
            }
            _ => Self::Other,
        }
    }
}

/// Whether a line that starts with `mark` and goes on with `next` is an item without its space.
fn lacks_space(line: &str, mark: u8, next: u8) -> bool {
    match mark {
        b'*' => {
            let starts =
                next.is_ascii_alphabetic() || matches!(next, b'[' | b'"' | b'\'' | b'`' | b'<' | 0xC2..);
            // Emphasis has its other star, on the line or in a link's address.
            starts && single_stars(&line[1..]).is_multiple_of(2)
        }
        b'-' => next == b'[' || next.is_ascii_uppercase() && !line[1..].starts_with("---"),
        _ => false,
    }
}

/// How many stars stand alone in `text`, escapes aside.
fn single_stars(text: &str) -> usize {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'*', bytes)
        .filter(|at| {
            let alone = bytes.get(at + 1) != Some(&b'*') && (*at == 0 || bytes[at - 1] != b'*');
            alone && (*at == 0 || bytes[at - 1] != b'\\')
        })
        .count()
}

/// What was read of the lines before.
struct Lines<'a, 'f> {
    context: &'a Context<'a>,
    found: &'f mut Vec<Finding>,
    /// Whether the line before was text that is no part of a list, heading, table or quote.
    after_text: bool,
    /// Whether an item was seen since the last blank line.
    in_list: bool,
    /// The numbered lists that are open: columns before the mark, and the last number.
    numbers: Vec<(usize, u32)>,
}

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.outline().is_none() {
        return;
    }
    let mut lines = Lines { context, found, after_text: false, in_list: false, numbers: Vec::new() };
    let mut fence: Option<u8> = None;
    for (at, line) in context.lines() {
        let trimmed = line.trim_start_matches([' ', '\t']);
        let marker = trimmed.bytes().next().filter(|b| matches!(b, b'`' | b'~'));
        if let Some(marker) = marker
            && trimmed.bytes().take_while(|b| *b == marker).count() >= 3
            && !trimmed[3..].contains('`')
        {
            fence = if fence.is_none() {
                Some(marker)
            } else if fence == Some(marker) {
                None
            } else {
                fence
            };
            lines.after_text = false;
        } else if fence.is_none() {
            lines.line(
                at + (line.len() - trimmed.len()),
                columns(&line[..line.len() - trimmed.len()]),
                trimmed,
            );
        }
    }
}

/// The columns that `indent` takes.
pub(super) fn columns(indent: &str) -> usize {
    indent.bytes().fold(0, |columns, b| if b == b'\t' { columns / 4 * 4 + 4 } else { columns + 1 })
}

impl Lines<'_, '_> {
    fn line(&mut self, at: usize, columns: usize, line: &str) {
        if line.trim_end().is_empty() {
            self.after_text = false;
            self.in_list = false;
            return;
        }
        let start = Start::of(line);
        let (mark, len) = match start {
            Start::Other => {
                self.text(columns, line);
                return;
            }
            Start::Bullet(len) | Start::Number(_, len) => (true, len),
            Start::NoSpace(len) | Start::Character(len) => (false, len),
        };
        if self.context.is_hidden(at) {
            return;
        }
        let span = Span::new(at, at + len);
        match start {
            Start::NoSpace(_) => self.found.push(
                Finding::new("list-no-space", span, "no space stands behind this mark, so it starts no item")
                    .help("put a space behind it")
                    .fix(Fix::unsafe_(Span::at(at + len), " ")),
            ),
            Start::Character(_) => {
                let spaces = line[len..].len() - line[len..].trim_start().len();
                self.found.push(
                    Finding::new("list-bullet-char", span, "this character starts no list item")
                        .help("write `* ` instead")
                        .fix(Fix::unsafe_(Span::new(at, at + len + spaces), "* ")),
                );
            }
            _ => {}
        }
        if mark && self.after_text && !self.in_list {
            let finding = Finding::new("list-no-blank-line", span, "no blank line stands before this list");
            let line_start = at
                - (self.context.text[..at].len()
                    - self.context.text[..at].trim_end_matches([' ', '\t']).len());
            let interrupts = columns == 0 && !matches!(start, Start::Number(number, _) if number != 1);
            let fix = if interrupts { Fix::safe } else { Fix::unsafe_ };
            self.found.push(
                finding.help("put one there").fix(fix(Span::at(line_start), self.line_end(line_start))),
            );
        }
        if let Start::Number(number, _) = start {
            self.number(at, columns, number, len);
        } else {
            self.numbers.retain(|(column, _)| *column < columns);
        }
        self.after_text = false;
        self.in_list = true;
    }

    /// The end of the line before `line_start`, for a line that is put there.
    fn line_end(&self, line_start: usize) -> &'static str {
        let before = &self.context.text[..line_start];
        match before.as_bytes() {
            [.., b'\r', b'\n'] => "\r\n",
            [.., b'\r'] => "\r",
            _ => "\n",
        }
    }

    /// A line that starts no item.
    fn text(&mut self, columns: usize, line: &str) {
        let block = line.starts_with(['#', '|', '>']) || line.starts_with("<!--") || line.starts_with("---");
        if line.starts_with('#') {
            self.numbers.clear();
        }
        self.after_text = !block && columns < 4;
    }

    fn number(&mut self, at: usize, columns: usize, number: u32, len: usize) {
        // A mark that stands a column off belongs to the same list.
        self.numbers.retain(|(column, _)| *column <= columns + 1);
        match self.numbers.last_mut() {
            Some((column, last)) if column.abs_diff(columns) <= 1 => {
                let wanted = *last + 1;
                if number != wanted && number > 1 {
                    let span = Span::new(at, at + len - 1);
                    self.found.push(
                        Finding::new("list-numbering", span, format!("{number} follows {last}"))
                            .help(format!("make it {wanted}"))
                            .fix(Fix::unsafe_(span, format!("{wanted}."))),
                    );
                }
                *last = number;
            }
            _ => self.numbers.push((columns, number)),
        }
    }
}
