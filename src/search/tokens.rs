//! Words of a text, as the index and the browser both see them.
//!
//! `themes/default/search/words.js` holds the same rules: what changes here changes there and in the
//! format's version. `docs/search-format.md` states them.

/// The longest word that is kept, in bytes; what is longer is cut to it.
const MAX: usize = 40;

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word<'w> {
    /// A run of letters and digits.
    Plain(&'w str),
    /// What a reader may also type for the words before it: `a_b_c` for three words, `host` and `pool`
    /// for `HostPool`, `http502` for `http 502`.
    Also(&'w str),
}

/// Buffers that one reader of words keeps between texts.
#[derive(Debug, Default)]
pub(super) struct Words {
    word: String,
    part: String,
    joined: String,
    /// Runs in `joined` so far, and whether any of them holds a digit or an underscore joins them.
    runs: usize,
    telling: bool,
    /// Whether the word before was one that makes a number behind it a code.
    before: Option<Announcing>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Announcing {
    Http,
    Error,
}

impl Words {
    /// Gives every word of `text` to `take`, in order.
    pub(super) fn of(&mut self, text: &str, mut take: impl FnMut(Word<'_>)) {
        self.before = None;
        let mut rest = text;
        while let Some(start) = next_word(rest) {
            if start != 0 {
                self.between(&rest[..start], &mut take);
            }
            rest = &rest[start..];
            let end = run(rest);
            self.run(&rest[..end], &mut take);
            rest = &rest[end..];
        }
        self.end_joined(&mut take);
    }

    /// What stands between two runs: a single joiner keeps them one name.
    fn between(&mut self, gap: &str, take: &mut impl FnMut(Word<'_>)) {
        if gap == " " {
            return self.end_joined(take);
        }
        if self.runs > 0 && matches!(gap, "_" | "-" | "." | ":") && self.joined.len() < 2 * MAX {
            self.joined.push_str(gap);
            self.telling |= gap == "_";
        } else {
            self.end_joined(take);
        }
        if gap.contains(['.', '\n']) {
            self.before = None;
        }
    }

    /// A run of letters, digits and apostrophes.
    fn run(&mut self, run: &str, take: &mut impl FnMut(Word<'_>)) {
        self.word.clear();
        let (mut camel, mut digits, mut others, mut spaceless) = (false, false, false, false);
        if run.bytes().all(|b| b.is_ascii_alphanumeric()) {
            // Nearly all words. What follows says the same of any character.
            self.word.push_str(run);
            self.word.make_ascii_lowercase();
            let mut before = b' ';
            for b in run.bytes() {
                camel |= before.is_ascii_lowercase() & b.is_ascii_uppercase();
                digits |= b.is_ascii_digit();
                others |= !b.is_ascii_digit();
                before = b;
            }
            return self.plain(run, camel, digits, digits && !others, take);
        }
        let mut before = ' ';
        for c in run.chars() {
            if c == '\'' || c == '\u{2019}' {
                continue;
            }
            if c.is_ascii() {
                camel |= before.is_ascii_lowercase() && c.is_ascii_uppercase();
                digits |= c.is_ascii_digit();
                others |= !c.is_ascii_digit();
                self.word.push(c.to_ascii_lowercase());
            } else {
                others = true;
                spaceless |= is_spaceless(c);
                self.word.extend(c.to_lowercase());
            }
            before = c;
        }
        if spaceless {
            self.end_joined(take);
            pairs(&self.word, take);
            return;
        }
        self.plain(run, camel, digits, digits && !others, take);
    }

    /// Gives the word that was made of `run`, and what follows from its form: whether it has capitals
    /// within, digits, or digits only.
    fn plain(&mut self, run: &str, camel: bool, digits: bool, number: bool, take: &mut impl FnMut(Word<'_>)) {
        cut(&mut self.word);
        take(Word::Plain(&self.word));
        if camel && self.word.len() == run.len() {
            self.camel(run, take);
        }
        self.joined.push_str(&self.word);
        self.runs += 1;
        self.telling |= digits;
        if number
            && self.word.len() <= 5
            && let Some(announcing) = self.before
        {
            self.part.clear();
            self.part.push_str(if announcing == Announcing::Http { "http" } else { "error" });
            self.part.push_str(&self.word);
            take(Word::Also(&self.part));
        }
        self.before = match &*self.word {
            "http" | "https" | "status" => Some(Announcing::Http),
            "error" | "code" => self.before.or(Some(Announcing::Error)),
            _ => None,
        };
    }

    /// The parts of a name such as `HostPool`.
    fn camel(&mut self, run: &str, take: &mut impl FnMut(Word<'_>)) {
        let bytes = run.as_bytes();
        let mut start = 0;
        for at in 1..=bytes.len() {
            let ends =
                at == bytes.len() || bytes[at - 1].is_ascii_lowercase() && bytes[at].is_ascii_uppercase();
            if ends {
                if at - start > 1 {
                    take(Word::Also(&self.word[start..at]));
                }
                start = at;
            }
        }
    }

    fn end_joined(&mut self, take: &mut impl FnMut(Word<'_>)) {
        if self.runs > 1 && self.telling {
            let trimmed = self.joined.trim_end_matches(['_', '-', '.', ':']).len();
            self.joined.truncate(trimmed);
            cut(&mut self.joined);
            take(Word::Also(&self.joined));
        }
        self.joined.clear();
        self.runs = 0;
        self.telling = false;
    }
}

/// How long the run of letters and digits at the start of `text` is; apostrophes between letters count.
fn run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut apostrophe = None;
    while let Some(&byte) = bytes.get(at) {
        let (is_word, is_apostrophe, len) = if byte.is_ascii() {
            (byte.is_ascii_alphanumeric(), byte == b'\'', 1)
        } else {
            let c = text[at..].chars().next().unwrap_or_default();
            (c.is_alphanumeric(), c == '\u{2019}', c.len_utf8())
        };
        if is_word {
            apostrophe = None;
        } else if is_apostrophe && apostrophe.is_none() {
            apostrophe = Some(at);
        } else {
            break;
        }
        at += len;
    }
    apostrophe.unwrap_or(at)
}

/// Where the next word of `text` begins.
fn next_word(text: &str) -> Option<usize> {
    let ascii = text.bytes().position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())?;
    if text.as_bytes()[ascii].is_ascii() {
        return Some(ascii);
    }
    text[ascii..].find(char::is_alphanumeric).map(|more| ascii + more)
}

/// Whether `c` belongs to a script that is written without spaces.
fn is_spaceless(c: char) -> bool {
    matches!(c as u32, 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

/// Each character with the one behind it: the words of a script without spaces.
fn pairs(text: &str, take: &mut impl FnMut(Word<'_>)) {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    if starts.len() == 2 {
        take(Word::Plain(text));
    }
    for window in starts.windows(3) {
        take(Word::Plain(&text[window[0]..window[2]]));
    }
}

fn cut(word: &mut String) {
    if word.len() > MAX {
        let end = (0..=MAX).rev().find(|end| word.is_char_boundary(*end)).unwrap_or(0);
        word.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn words(text: &str) -> String {
        let mut out = Vec::new();
        Words::default().of(text, |word| {
            out.push(match word {
                Word::Plain(word) => word.to_owned(),
                Word::Also(word) => format!("+{word}"),
            });
        });
        out.join(" ")
    }

    #[test]
    fn words_are_runs_in_lower_case() {
        assert_eq!(words("Can't start the VM\u{2019}s disk!"), "cant start the vms disk");
        assert_eq!(words("  'quoted' — Größe"), "quoted größe");
        assert_eq!(words(""), "");
    }

    #[test]
    fn codes_are_kept_whole_beside_their_parts() {
        assert_eq!(words("0x80070005"), "0x80070005");
        assert_eq!(words("SYNC_E_BUSY, v1.2"), "sync e busy +sync_e_busy v1 2 +v1.2");
        assert_eq!(words("multi-factor."), "multi factor");
        assert_eq!(words("HTTP 502 and error code 17"), "http 502 +http502 and error code 17 +error17");
    }

    #[test]
    fn names_in_camel_case_are_also_their_parts() {
        assert_eq!(words("HostPool/VMs"), "hostpool +host +pool vms");
    }

    #[test]
    fn scripts_without_spaces_become_pairs() {
        assert_eq!(words("日本語 本"), "日本 本語 本");
    }
}
