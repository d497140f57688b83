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
    /// The last word, where its form in the text is another.
    word: String,
    part: String,
    /// Words that single joiners keep together, with the joiners; empty until the first joiner.
    joined: String,
    /// Words since the last gap that keeps nothing together, and whether any of them holds a digit or an
    /// underscore joins them.
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
        let mut last = None;
        while let Some(start) = next_word(rest) {
            if start != 0 {
                self.between(&rest[..start], last, &mut take);
            }
            rest = &rest[start..];
            let run = Run::at_start(rest);
            last = self.run(&rest[..run.len], run.seen, &mut take);
            rest = &rest[run.len..];
        }
        self.end_joined(&mut take);
    }

    /// What stands between two runs: a single joiner keeps them one name. `last` is the word before it;
    /// `None` when it is `self.word`.
    fn between(&mut self, gap: &str, last: Option<&str>, take: &mut impl FnMut(Word<'_>)) {
        if gap == " " {
            return self.end_joined(take);
        }
        if self.runs > 0 && matches!(gap, "_" | "-" | "." | ":") && self.joined.len() < 2 * MAX {
            if self.joined.is_empty() {
                self.joined.push_str(last.unwrap_or(&self.word));
            }
            self.joined.push_str(gap);
            self.telling |= gap == "_";
        } else {
            self.end_joined(take);
        }
        if gap.contains(['.', '\n']) {
            self.before = None;
        }
    }

    /// A run in which characters of the classes `seen` were. Returns its word if that is a part of `run`;
    /// else the word is `self.word`.
    fn run<'r>(&mut self, run: &'r str, seen: u8, take: &mut impl FnMut(Word<'_>)) -> Option<&'r str> {
        if seen & (UPPER | RARE) == 0 {
            // Nearly all words.
            let word = &run[..run.len().min(MAX)];
            self.plain(word, seen & DIGIT != 0, seen == DIGIT, take);
            return Some(word);
        }
        let mut word = std::mem::take(&mut self.word);
        word.clear();
        if seen & RARE == 0 {
            word.push_str(run);
            word.make_ascii_lowercase();
            cut(&mut word);
            self.plain(&word, seen & DIGIT != 0, false, take);
            if seen & LOWER != 0 && word.len() == run.len() {
                camel(run, &word, take);
            }
        } else {
            self.any(run, &mut word, take);
        }
        self.word = word;
        None
    }

    /// A run of any characters, apostrophes among them; its word goes to `word`.
    fn any(&mut self, run: &str, word: &mut String, take: &mut impl FnMut(Word<'_>)) {
        let (mut digits, mut others, mut spaceless) = (false, false, false);
        for c in run.chars().filter(|c| !matches!(c, '\'' | '\u{2019}')) {
            if c.is_ascii() {
                digits |= c.is_ascii_digit();
                others |= !c.is_ascii_digit();
                word.push(c.to_ascii_lowercase());
            } else {
                others = true;
                spaceless |= is_spaceless(c);
                word.extend(c.to_lowercase());
            }
        }
        if spaceless {
            self.end_joined(take);
            pairs(word, take);
            return;
        }
        cut(word);
        self.plain(word, digits, digits && !others, take);
        if word.len() == run.len() {
            camel(run, word, take);
        }
    }

    /// Gives `word`, and what follows from its form: whether it has digits, or digits only.
    fn plain(&mut self, word: &str, digits: bool, number: bool, take: &mut impl FnMut(Word<'_>)) {
        take(Word::Plain(word));
        if !self.joined.is_empty() {
            self.joined.push_str(word);
        }
        self.runs += 1;
        self.telling |= digits;
        if number
            && word.len() <= 5
            && let Some(announcing) = self.before
        {
            self.part.clear();
            self.part.push_str(if announcing == Announcing::Http { "http" } else { "error" });
            self.part.push_str(word);
            take(Word::Also(&self.part));
        }
        self.before = match word {
            "http" | "https" | "status" => Some(Announcing::Http),
            "error" | "code" => self.before.or(Some(Announcing::Error)),
            _ => None,
        };
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

/// The parts of a name such as `HostPool`, of which `word` is the lower case.
fn camel(run: &str, word: &str, take: &mut impl FnMut(Word<'_>)) {
    let bytes = run.as_bytes();
    let is_seam = |at: usize| bytes[at - 1].is_ascii_lowercase() && bytes[at].is_ascii_uppercase();
    if !(1..bytes.len()).any(is_seam) {
        return;
    }
    let mut start = 0;
    for at in 1..=bytes.len() {
        if at == bytes.len() || is_seam(at) {
            if at - start > 1 {
                take(Word::Also(&word[start..at]));
            }
            start = at;
        }
    }
}

/// Classes of characters in a run: ASCII by what it is, anything else and apostrophes [`RARE`].
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
const RARE: u8 = 8;
/// The class of each byte; 0 where it ends a run.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let c = byte as u8;
        classes[byte] = match c {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'\'' | 0x80.. => RARE,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// A run of letters, digits and apostrophes between them.
#[derive(Clone, Copy)]
struct Run {
    /// Its length in bytes.
    len: usize,
    /// The classes of its characters.
    seen: u8,
}

impl Run {
    /// The run at the start of `text`.
    fn at_start(text: &str) -> Self {
        let mut seen = 0;
        for (at, byte) in text.bytes().enumerate() {
            let class = CLASSES[usize::from(byte)];
            if class == 0 {
                return Self { len: at, seen };
            }
            if class == RARE {
                return Self { len: run(text), seen: RARE };
            }
            seen |= class;
        }
        Self { len: text.len(), seen }
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
    let ascii = text.bytes().position(|byte| byte != b'\'' && CLASSES[usize::from(byte)] != 0)?;
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
