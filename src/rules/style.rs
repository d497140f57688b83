//! Language: misspellings, doubled words, and words that the style guide avoids. Off by default.

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    article::attribute::Attribute,
    diagnostic::{Finding, Fix},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "click-for-select",
        group: Group::Style,
        severity: Severity::Info,
        summary: "Readers are told to click.",
        explanation: "Not everybody uses a mouse: `select` fits fingers, keys and voices too.\n\nWrite `select`; `right-click` stays.",
        bad: &["# Title\n\n⟦Click⟧ **Restart**.\n"],
        good: &["# Title\n\nSelect **Restart**, or right-click the machine.\n"],
    },
    Rule {
        name: "doubled-word",
        group: Group::Style,
        severity: Severity::Info,
        summary: "A word stands twice.",
        explanation: "A doubled word is left from an edit; writers do not see it, readers do.\n\nRemove one.",
        bad: &["# Title\n\nRestart the ⟦the⟧ machine.\n"],
        good: &["# Title\n\nRestart the machine. I know that that helps.\n"],
    },
    Rule {
        name: "latin-word",
        group: Group::Style,
        severity: Severity::Info,
        summary: "A Latin word or abbreviation is used.",
        explanation: "`e.g.`, `i.e.`, `etc.`, `via` and `vs.` are misread by many and hard to translate.\n\nWrite `for example`, `that is`, `and so on`, `through` and `versus`.",
        bad: &["# Title\n\nUse a console, ⟦e.g.⟧ the serial one, ⟦via⟧ the portal.\n"],
        good: &["# Title\n\nUse a console, for example the serial one, through the portal.\n"],
    },
    Rule {
        name: "misspelling",
        group: Group::Style,
        severity: Severity::Info,
        summary: "A word is misspelt.",
        explanation: "Misspelt words make readers doubt the rest, and the search does not find them.\n\nThe words come from a list of common misspellings; names in code belong into back-ticks.",
        bad: &["# Title\n\nThe machine does not ⟦recieve⟧ mail.\n"],
        good: &["# Title\n\nThe machine does not receive mail from `recieve`.\n"],
    },
    Rule {
        name: "please",
        group: Group::Style,
        severity: Severity::Info,
        summary: "Readers are asked with please.",
        explanation: "Instructions are short and plain; `please` makes each of them longer, and suggests that the step could be left out.\n\nLeave it out.",
        bad: &["# Title\n\n⟦Please⟧ restart the machine.\n"],
        good: &["# Title\n\nRestart the machine.\n"],
    },
];

/// Words that may follow themselves.
const DOUBLED: [&str; 4] = ["had", "that", "blah", "is"];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for attribute in [Attribute::PageTitle, Attribute::Description, Attribute::InfoBubbleText] {
        if let Some(entry) = context.entry(attribute) {
            Words::new(context, entry.value).run(found);
        }
    }
    Words::new(context, Span::new(context.body_start(), context.text.len())).run(found);
}

/// Reads the words of a part of the file.
struct Words<'a> {
    context: &'a Context<'a>,
    bytes: &'a [u8],
    at: usize,
    end: usize,
    /// The word before, with its end.
    last: Option<(usize, usize)>,
}

impl<'a> Words<'a> {
    fn new(context: &'a Context<'a>, span: Span) -> Self {
        Self {
            context,
            bytes: context.text.as_bytes(),
            at: span.start as usize,
            end: span.end as usize,
            last: None,
        }
    }

    fn run(&mut self, found: &mut Vec<Finding>) {
        while self.at < self.end {
            let b = self.bytes[self.at];
            match b {
                b'a'..=b'z' | b'A'..=b'Z' => self.word(found),
                b'`' => self.skip_code(),
                b'<' => self.skip_tag(),
                b']' if self.bytes.get(self.at + 1) == Some(&b'(') => self.skip_to(b')'),
                b' ' | b'\t' => self.at += 1,
                _ => {
                    self.last = None;
                    self.at += 1;
                }
            }
        }
    }

    fn word(&mut self, found: &mut Vec<Finding>) {
        let start = self.at;
        let letters = self.bytes[start..self.end].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let end = start + letters;
        self.at = end;
        let last = self.last.take();
        let rest = &self.bytes[end..self.end];
        if rest.starts_with(b"://") {
            let address = rest
                .iter()
                .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b')' | b'"' | b'\'' | b'<'));
            self.at += address.count();
            return;
        }
        if letters == 1 && (rest.starts_with(b".g") || rest.starts_with(b".e")) {
            self.abbreviation(start, found);
            return;
        }
        let joins = |b: &u8| {
            b.is_ascii_alphanumeric()
                || matches!(
                    b,
                    b'_' | b'@' | b'\\' | b'/' | b'$' | b'%' | b'{' | b'=' | b'-' | b'.' | b'&' | b'#'
                )
        };
        // An escape of JSON ends before the word.
        let before = self.bytes[..start].last().filter(|b| joins(b) && start > 0);
        let escape = start > 1 && self.bytes[start - 1] == b'\\';
        let joined_after = match rest.first() {
            Some(b'.' | b':') => rest.get(1).is_some_and(u8::is_ascii_alphanumeric),
            Some(b'\\') => !rest.get(1).is_some_and(|b| matches!(b, b'"' | b'n' | b'r' | b't')),
            Some(b'-' | b'_' | b'@' | b'/' | b'=' | b'}') => true,
            Some(b) => b.is_ascii_digit() || !b.is_ascii(),
            None => false,
        };
        if before.is_some() && !escape || joined_after || start > 0 && !self.bytes[start - 1].is_ascii() {
            return;
        }
        self.last = Some((start, end));
        let word = &self.context.text[start..end];
        let plain = word[1..].bytes().all(|b| b.is_ascii_lowercase());
        if !plain {
            return;
        }
        if let Some((from, to)) = last
            && self.context.text[from..to] == *word
            && letters > 1
            && word.bytes().all(|b| b.is_ascii_lowercase())
            && !DOUBLED.contains(&word)
        {
            let fix = Fix::unsafe_(Span::new(to, end), "");
            self.report(
                "doubled-word",
                start,
                end,
                format!("`{word}` stands twice"),
                "remove one",
                Some(fix),
                found,
            );
        }
        self.known(start, end, word, found);
    }

    /// Words that the rules know.
    fn known(&self, start: usize, end: usize, word: &str, found: &mut Vec<Finding>) {
        let lower = word.to_ascii_lowercase();
        match &*lower {
            "click" | "clicks" | "clicking" | "clicked" => {
                let message = "readers are told to click".to_owned();
                self.report("click-for-select", start, end, message, "write `select`", None, found);
            }
            "please" => {
                let message = "instructions do without `please`".to_owned();
                self.report("please", start, end, message, "leave it out", None, found);
            }
            "via" | "etc" | "vs" => {
                let help = match &*lower {
                    "via" => "write `through` or `with`",
                    "etc" => "write `and so on`",
                    _ => "write `versus` or `or`",
                };
                self.report("latin-word", start, end, format!("`{word}` is Latin"), help, None, found);
            }
            _ if word.len() >= 5 => {
                let Some(right) = correction(&lower) else { return };
                let mut right = right.to_owned();
                if word.starts_with(|c: char| c.is_ascii_uppercase()) {
                    right[..1].make_ascii_uppercase();
                }
                let fix = Fix::unsafe_(Span::new(start, end), right.clone());
                let message = format!("`{word}` is misspelt");
                self.report("misspelling", start, end, message, "", Some(fix), found);
                if let Some(finding) = found.last_mut().filter(|finding| finding.span.start as usize == start)
                {
                    finding.help = Some(format!("write `{right}`").into());
                }
            }
            _ => {}
        }
    }

    /// `e.g.` and `i.e.`, with or without their last dot.
    fn abbreviation(&mut self, start: usize, found: &mut Vec<Finding>) {
        let (first, second) = (self.bytes[start], self.bytes[start + 2]);
        let help = match (first.to_ascii_lowercase(), second) {
            (b'e', b'g') => "write `for example`",
            (b'i', b'e') => "write `that is`",
            _ => return,
        };
        let mut end = start + 3;
        if self.bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            return;
        }
        end += usize::from(self.bytes.get(end) == Some(&b'.'));
        self.at = end;
        let message = format!("`{}` is Latin", &self.context.text[start..end]);
        self.report("latin-word", start, end, message, help, None, found);
    }

    #[expect(clippy::too_many_arguments, reason = "one place makes every finding")]
    fn report(
        &self,
        rule: &'static str,
        start: usize,
        end: usize,
        message: String,
        help: &'static str,
        fix: Option<Fix>,
        found: &mut Vec<Finding>,
    ) {
        if self.context.is_hidden(start) {
            return;
        }
        let finding = Finding::new(rule, Span::new(start, end), message).help(help);
        found.push(match fix {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
    }

    /// Skips a code span that ends on its line.
    fn skip_code(&mut self) {
        let ticks = self.bytes[self.at..self.end].iter().take_while(|b| **b == b'`').count();
        let rest = &self.bytes[self.at + ticks..self.end];
        let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let close = memchr::memmem::find(&rest[..line], &self.bytes[self.at..self.at + ticks]);
        self.at += ticks + close.map_or(0, |close| close + ticks);
        self.last = None;
    }

    /// Skips a tag or comment.
    fn skip_tag(&mut self) {
        let rest = &self.bytes[self.at..self.end];
        let len = if rest.starts_with(b"<!--") {
            memchr::memmem::find(rest, b"-->").map(|end| end + 3)
        } else if rest.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') {
            memchr::memchr2(b'>', b'\n', rest).map(|end| end + 1)
        } else {
            None
        };
        self.at += len.unwrap_or(1);
        self.last = None;
    }

    /// Skips past the next `b` of the line.
    fn skip_to(&mut self, b: u8) {
        let rest = &self.bytes[self.at..self.end];
        self.at += memchr::memchr2(b, b'\n', rest).map_or(rest.len(), |end| end + 1);
        self.last = None;
    }
}

/// Misspelt words, each with the place and the length of its correction in [`CORRECTIONS`]: made by `build.rs`.
const MISSPELLINGS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/misspellings.fst"));
const CORRECTIONS: &str = include_str!(concat!(env!("OUT_DIR"), "/corrections.txt"));

/// What `word`, in lower case, is a misspelling of: words that the list of the typos project gives one
/// correction only.
fn correction(word: &str) -> Option<&'static str> {
    let place = fst::Map::new(MISSPELLINGS).ok()?.get(word)?;
    let (start, length) = ((place >> 8) as usize, (place & 0xff) as usize);
    CORRECTIONS.get(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspellings_with_one_meaning_are_corrected() {
        assert_eq!(correction("recieve"), Some("receive"));
        assert_eq!(correction("machine"), None);
        assert_eq!(correction("zzzzzzzz"), None);
    }
}
