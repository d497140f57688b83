//! Clouds: the separate installations of the provider that an article is shown in.

use serde::{Serialize, Serializer};

/// One cloud, in the order every list uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variants are proper names")]
pub enum Cloud {
    Public,
    Fairfax,
    Mooncake,
    Blackforest,
    UsNat,
    UsSec,
}

impl Cloud {
    /// Every cloud in order.
    pub const ALL: [Self; 6] =
        [Self::Public, Self::Fairfax, Self::Mooncake, Self::Blackforest, Self::UsNat, Self::UsSec];

    /// The spelling used in headers and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Fairfax => "fairfax",
            Self::Mooncake => "mooncake",
            Self::Blackforest => "blackforest",
            Self::UsNat => "usnat",
            Self::UsSec => "ussec",
        }
    }

    /// The cloud that `name` spells, whatever its case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cloud| cloud.name().eq_ignore_ascii_case(name))
    }
}

/// A set of clouds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CloudSet(u8);

impl CloudSet {
    /// No cloud.
    pub const EMPTY: Self = Self(0);

    /// The set with `cloud` in it as well.
    #[must_use]
    pub fn with(self, cloud: Cloud) -> Self {
        Self(self.0 | 1 << cloud as u8)
    }

    /// The clouds of both sets.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set without the clouds of `other`.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether `cloud` is in the set.
    pub fn contains(self, cloud: Cloud) -> bool {
        self.0 & 1 << cloud as u8 != 0
    }

    /// Whether the two sets share a cloud.
    pub fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether no cloud is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The clouds in order.
    pub fn iter(self) -> impl Iterator<Item = Cloud> {
        Cloud::ALL.into_iter().filter(move |cloud| self.contains(*cloud))
    }
}

impl FromIterator<Cloud> for CloudSet {
    fn from_iter<I: IntoIterator<Item = Cloud>>(clouds: I) -> Self {
        clouds.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl Serialize for CloudSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Cloud::name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_keep_the_order_and_take_clouds_out() {
        let all: CloudSet = [Cloud::Mooncake, Cloud::Public, Cloud::Mooncake].into_iter().collect();
        assert_eq!(all.iter().map(Cloud::name).collect::<Vec<_>>(), ["public", "mooncake"]);
        let left = all.minus(CloudSet::EMPTY.with(Cloud::Public));
        assert_eq!(left.iter().collect::<Vec<_>>(), [Cloud::Mooncake]);
        assert!(!left.overlaps(CloudSet::EMPTY.with(Cloud::Public)));
    }
}
