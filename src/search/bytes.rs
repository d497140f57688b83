//! The small pieces that all shards are made of: numbers, names, compression, boundaries.

use std::io::Write as _;

use flate2::{Compression, write::DeflateEncoder};

use crate::output::OutputFile;

/// Adds `value`, seven bits a byte, the lowest first.
pub(super) fn number(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Adds `word` as what it has beyond the word `before`: shared bytes, further bytes, those bytes.
pub(super) fn word(out: &mut Vec<u8>, before: &str, word: &str) {
    let shared = before.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
    out.push(shared as u8);
    out.push((word.len() - shared) as u8);
    out.extend_from_slice(&word.as_bytes()[shared..]);
}

/// Compresses one content after another: to begin with, an encoder clears half a megabyte of tables.
pub(super) struct Deflater(DeflateEncoder<Vec<u8>>);

impl Deflater {
    pub(super) fn new() -> Self {
        Self(DeflateEncoder::new(Vec::new(), Compression::new(6)))
    }

    /// `content` in raw deflate.
    pub(super) fn deflate(&mut self, content: &[u8]) -> Vec<u8> {
        self.0.get_mut().reserve(content.len() / 3);
        // A Vec takes all that is written to it.
        let _ = self.0.write_all(content);
        self.0.reset(Vec::new()).unwrap_or_default()
    }
}

/// `content` in base 64, padded.
pub(super) fn base64(content: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(content.len().div_ceil(3) * 4);
    for chunk in content.chunks(3) {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for digit in 0..4 {
            let place = bits >> (18 - 6 * digit) & 63;
            out.push(if digit > chunk.len() { '=' } else { DIGITS[place as usize] as char });
        }
    }
    out
}

/// Letters of names: no two that differ only in case.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// How many letters a name has.
pub(super) const NAME: usize = 8;

/// A file that is named by its content, and that name.
pub(super) fn named(content: Vec<u8>) -> (String, OutputFile) {
    let hash = blake3::hash(&content);
    let name: String =
        hash.as_bytes()[..NAME].iter().map(|byte| LETTERS[usize::from(byte & 31)] as char).collect();
    let path = format!("search/{name}.bin");
    (name, OutputFile { path, content })
}

/// FNV-1a of `text` in 32 bits, from `seed`.
pub(super) fn fingerprint(text: &str, seed: u32) -> u32 {
    let mut hash = 0x811c_9dc5 ^ seed;
    for byte in text.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash ^ (hash >> 15)
}

/// Where sorted words are cut into shards.
///
/// A cut depends on the words near it only, so that a change in one shard does not move the others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cutter {
    /// A shard is not cut below this size.
    pub least: usize,
    /// From this size on it is cut behind any word.
    pub most: usize,
}

impl Cutter {
    /// Whether a shard of `size` bytes ends before `word`.
    pub(super) fn cuts(self, size: usize, word: &str) -> bool {
        size >= self.most || size >= self.least && fingerprint(word, 7).trailing_zeros() >= 4
    }
}

/// The shortest beginning of `first` that comes behind `last`, the word before it.
pub(super) fn boundary<'w>(last: &str, first: &'w str) -> &'w str {
    let ends = first.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.map(|end| &first[..end]).find(|start| *start > last).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_seven_bits_a_byte() {
        let mut out = Vec::new();
        for value in [0, 127, 128, 300, u32::MAX] {
            number(&mut out, value);
        }
        assert_eq!(out, [0, 127, 128, 1, 172, 2, 255, 255, 255, 255, 15]);
    }

    #[test]
    fn base_64_is_padded() {
        assert_eq!(base64(b""), "");
        assert_eq!(base64(b"a"), "YQ==");
        assert_eq!(base64(b"ab"), "YWI=");
        assert_eq!(base64(b"abc"), "YWJj");
    }

    #[test]
    fn words_share_their_beginnings() {
        let mut out = Vec::new();
        word(&mut out, "", "start");
        word(&mut out, "start", "stop");
        assert_eq!(out, b"\0\x05start\x02\x02op");
    }

    #[test]
    fn boundaries_are_as_short_as_can_be() {
        assert_eq!(boundary("", "start"), "s");
        assert_eq!(boundary("stand", "start"), "star");
        assert_eq!(boundary("star", "start"), "start");
    }

    #[test]
    fn names_stand_for_the_content() {
        assert_eq!(named(b"a".to_vec()).0, named(b"a".to_vec()).0);
        assert_ne!(named(b"a".to_vec()).0, named(b"b".to_vec()).0);
        assert_eq!(named(b"a".to_vec()).0.len(), NAME);
    }
}
