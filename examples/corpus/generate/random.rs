//! Chance that repeats: a small generator, skewed choices, and the made-up words.

use std::ops::RangeInclusive;

/// The generator `splitmix64`: small, fast, and good enough for a corpus.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    /// A generator of its own for each `stream` of each `index`, so that articles do not depend on each other.
    pub(super) fn new(stream: u64, index: u64) -> Self {
        let mut random = Self(stream.wrapping_mul(0xD6E8_FEB8_6659_FD93) ^ index);
        random.next();
        random
    }

    /// The next 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to below `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// A number from 0 to below 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// `true` in `share` of all cases.
    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of `items`.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Ranks where the first is much more frequent than the last (Zipf's law).
#[derive(Debug)]
pub(super) struct Zipf(Vec<f64>);

impl Zipf {
    /// Ranks 0 to below `count`; `shift` flattens the head.
    pub(super) fn new(count: usize, shift: f64) -> Self {
        let mut sum = 0.0;
        let mut steps = Vec::with_capacity(count);
        for rank in 0..count {
            sum += 1.0 / (rank as f64 + shift);
            steps.push(sum);
        }
        Self(steps)
    }

    /// A rank.
    pub(super) fn rank(&self, random: &mut Random) -> usize {
        let at = random.unit() * self.0.last().copied().unwrap_or(1.0);
        self.0.partition_point(|step| *step < at).min(self.0.len() - 1)
    }
}

const HEADS: &[&str] = &[
    "b", "br", "c", "cl", "d", "dr", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "pl", "qu", "r", "s",
    "sh", "st", "t", "th", "tr", "v", "w", "y", "z", "",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "ou", "io"];
const TAILS: &[&str] = &["", "n", "r", "s", "t", "l", "nd", "ck", "ng", "m", "st", ""];

/// The vocabulary and how often each word comes.
#[derive(Debug)]
pub(super) struct Words {
    words: Vec<String>,
    ranks: Zipf,
}

impl Words {
    /// `count` different words, short ones first as in any language.
    pub(super) fn new(count: usize) -> Self {
        let mut random = Random::new(7, count as u64);
        let mut known = std::collections::HashSet::new();
        let mut words = Vec::with_capacity(count);
        while words.len() < count {
            let syllables = match words.len() {
                0..400 => 1,
                400..6000 => random.between(1, 2),
                _ => random.between(2, 3),
            };
            let mut word = String::new();
            for _ in 0..syllables {
                word.push_str(random.pick::<&str>(HEADS));
                word.push_str(random.pick::<&str>(VOWELS));
                word.push_str(random.pick::<&str>(TAILS));
            }
            if word.len() > 1 && known.insert(word.clone()) {
                words.push(word);
            }
        }
        Self { words, ranks: Zipf::new(count, 2.7) }
    }

    /// A word as running text has them.
    pub(super) fn word(&self, random: &mut Random) -> &str {
        &self.words[self.ranks.rank(random)]
    }

    /// A word that names something: any but the most frequent ones.
    pub(super) fn name(&self, random: &mut Random) -> &str {
        &self.words[random.between(80, self.words.len() - 1)]
    }

    /// `count` words, the first with a capital.
    pub(super) fn phrase(&self, random: &mut Random, count: RangeInclusive<usize>) -> String {
        let count = random.between(*count.start(), *count.end());
        let mut phrase = String::with_capacity(count * 7);
        for at in 0..count {
            if at > 0 {
                phrase.push(' ');
            }
            phrase.push_str(self.word(random));
        }
        capital(&phrase)
    }

    /// A sentence, now and then with a number, a code or a bold word.
    pub(super) fn sentence(&self, random: &mut Random) -> String {
        let mut sentence = self.phrase(random, 6..=22);
        match random.below(12) {
            0 => sentence.push_str(&format!(", {} `{}`", self.word(random), self.name(random))),
            1 => sentence.push_str(&format!(" **{}**", self.name(random))),
            2 => sentence.push_str(&format!(" {}", random.between(2, 9999))),
            3 => sentence.push_str(&format!(" HLD-{}", random.between(1000, 9999))),
            _ => {}
        }
        sentence.push('.');
        sentence
    }

    /// `count` sentences.
    pub(super) fn sentences(&self, random: &mut Random, count: RangeInclusive<usize>) -> String {
        (0..random.between(*count.start(), *count.end()))
            .map(|_| self.sentence(random))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// `text` with a capital first letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
