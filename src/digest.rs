//! Digests: short names for contents, to tell whether something is still what it was.
//!
//! They guard against chance, not against people: whoever can choose a file's content so that its digest
//! stays can write the site anyway.

use std::fmt;

use twox_hash::{XxHash3_64, XxHash3_128};

/// 128 bits that stand for a content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(u128);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes))
    }

    /// The digest that its 32 hexadecimal digits say.
    pub fn from_hex(digits: &str) -> Option<Self> {
        u128::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 32).map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// 64 bits that stand for `bytes`, never 0.
pub fn short(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes).max(1)
}
