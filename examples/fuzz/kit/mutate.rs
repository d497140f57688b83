//! Chance that repeats, and what it does to a text.

/// The generator `splitmix64`.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// A generator for case `number` of `seed`, whatever came before.
    pub(crate) fn new(seed: u64, number: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0xD6E8_FEB8_6659_FD93) ^ number);
        random.next();
        random
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to below `limit`, which is at least 1.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// One of `items`, of which there is at least one.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// What the readers look for: a text with one of these more or less takes another way through them.
pub(crate) const WORDS: &[&str] = &[
    "<properties",
    "/>",
    "<properties\n",
    "\" ",
    "=\"",
    "='",
    "\u{201c}",
    "\u{201d}",
    "&amp;",
    "&#x41;",
    "&#0;",
    "&lt",
    "<!--",
    "-->",
    "--!>",
    "<!--$",
    "<!--/$",
    "<!--issueDescription-->",
    "<!--/issueDescription-->",
    "<!--section:a-->",
    "<!--Link-->",
    "<!--/Link-->",
    "<!--Text-->",
    "<!--/Text-->",
    "<!--IconClass-->",
    "<!--/IconClass-->",
    "[x]",
    "](",
    ")",
    "[a](https://a.example)",
    "![",
    "![a](b.png)",
    "[a]: b\n",
    "`",
    "```\n",
    "~~~\n",
    "    ",
    "\t",
    "# ",
    "## ",
    "##",
    "- ",
    "* ",
    "1. ",
    "> ",
    "> [!NOTE]\n",
    "|",
    "|---|\n",
    "| a | b |\n",
    "**",
    "__",
    "~~",
    "*",
    "\\",
    "<br>",
    "<br/ >",
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<details>",
    "<summary>",
    "<a href=\"",
    "</a>",
    "<img src=\"",
    "<script>",
    "<insight>",
    "</insight>",
    "<symptomId>",
    "<metric name=\"",
    "<video src=\"",
    "<videoGroup>",
    ":::",
    ":::A:::\n",
    "https://",
    "http://a.example/b",
    "www.",
    "mailto:",
    "article:",
    "data-blade:",
    "javascript:",
    "#a",
    "upport request ",
    "ecommended Steps\n",
    "This is ",
    "---\n",
    "{",
    "}",
    "[",
    "]",
    "{\"",
    "\":",
    "\"",
    "'",
    ",",
    ",,",
    ":",
    "null",
    "true",
    "1e999",
    "-",
    "\\u",
    "\\ud800",
    "\\\"",
    "//",
    "/*",
    "*/",
    "{}",
    "\"id\":\"a\"",
    "\"formElements\":[",
    "\"visibility\":\"",
    "\"controlType\":\"dropdown\"",
    "\"dropdownOptions\":[",
    "\"order\":1",
    "\"problems\":[",
    "\"actions\":[",
    "==",
    "!=",
    "&&",
    "||",
    "(",
    " == null",
    "a == b",
    "[rules]\n",
    "[services.\"a\"]\n",
    "[[overrides]]\n",
    "= \"",
    "= [",
    "= true",
    "theme = \"a\"\n",
    "base_url = \"https://a.example\"\n",
    "casebook-ignore",
    "<!-- casebook-ignore image-missing: x -->",
    "<!-- casebook-ignore-file",
    "[{\"version\":1}\n",
    ",{\"path\":\"",
    "\"rule\":\"",
    "\"fingerprint\":\"",
    "\"count\":",
    "4294967296",
    "-1",
    "\r\n",
    "\r",
    "\n",
    "\n\n",
    "\0",
    "\u{b}",
    "\u{feff}",
    "\u{a0}",
    "\u{200b}",
    "\u{2028}",
    "\u{fffd}",
    "\u{f0000}",
    "\u{f0001}",
    "\u{ffffd}",
    "é",
    "漢",
    "🦀",
    "ß",
    "İ",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
    "articleId=\"a\"",
    "pageTitle=\"",
    "selfHelpType=\"",
    "displayOrder=\"",
    "supportTopicIds=\"1,2",
    "Apollo",
    "generic",
];

/// The longest text that is made, in bytes.
const LONGEST: usize = 16 * 1024;

/// One of `seeds` with a few changes.
pub(super) fn mutated(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut text = random.pick(seeds).clone();
    for _ in 0..=random.below(8) {
        change(&mut text, seeds, random);
    }
    text.truncate(LONGEST);
    text
}

fn change(text: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let at = random.below(text.len() + 1);
    let size = 1 << random.below(8);
    let end = (at + random.below(size)).min(text.len());
    match random.below(12) {
        0 => {
            text.drain(at..end);
        }
        1 => insert(text, at, &[random.next() as u8]),
        2 => {
            let part = text[at..end].to_vec();
            insert(text, at, &part);
        }
        3 => {
            let part = text[at..end].repeat(1 + random.below(50));
            insert(text, at, &part);
        }
        4 => {
            let word = random.pick(WORDS).repeat(1 + random.below(40));
            insert(text, at, word.as_bytes());
        }
        5 => {
            let other = random.pick(seeds);
            let from = random.below(other.len() + 1);
            let size = 1 << random.below(10);
            let to = (from + random.below(size)).min(other.len());
            text.splice(at..end, other[from..to].iter().copied());
        }
        6 => text.truncate(at),
        7 if at < text.len() => text[at] ^= 1 << random.below(8),
        8 => text[at..end].reverse(),
        9 => text[at..end].make_ascii_uppercase(),
        _ => {
            let word = random.pick(WORDS).as_bytes().to_vec();
            text.splice(at..end, word);
        }
    }
}

fn insert(text: &mut Vec<u8>, at: usize, part: &[u8]) {
    text.splice(at..at, part.iter().copied());
}
