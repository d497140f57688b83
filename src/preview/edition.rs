//! Which of its sites a preview shows: the whole one or a variant, to readers of all clouds or of one.

use std::sync::Arc;

use crate::{article::cloud::Cloud, config::Config};

/// One of the sites.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Edition {
    /// The variant, by its place in the settings; the whole site when not given.
    pub(super) variant: Option<usize>,
    /// Whose readers' site it is; of all clouds when not given.
    pub(super) cloud: Option<Cloud>,
}

impl Edition {
    /// How many editions there are with `variants`.
    pub(super) fn count(variants: usize) -> usize {
        (1 + variants) * (1 + Cloud::ALL.len())
    }

    /// Its place among all of them; the whole site for all clouds is the first.
    pub(super) fn slot(self) -> usize {
        let variant = self.variant.map_or(0, |variant| 1 + variant);
        variant * (1 + Cloud::ALL.len()) + self.cloud.map_or(0, |cloud| 1 + cloud as usize)
    }
}

/// The settings of every edition.
#[derive(Debug, Default)]
pub(super) struct Configs {
    /// Those of the whole site.
    pub(super) whole: Arc<Config>,
    /// Those of each variant.
    pub(super) variants: Vec<Config>,
}

impl Configs {
    pub(super) fn new(whole: Arc<Config>) -> Self {
        let variants = whole.variants.iter().map(|variant| whole.of_variant(variant)).collect();
        Self { whole, variants }
    }

    /// Those of `edition`.
    pub(super) fn of(&self, edition: Edition) -> &Config {
        // An edition names a variant that there is: it was made from these settings.
        edition.variant.and_then(|variant| self.variants.get(variant)).unwrap_or(&self.whole)
    }

    /// The name of the variant `variant`; empty for the whole site.
    pub(super) fn name(&self, variant: Option<usize>) -> &str {
        let variant = variant.and_then(|variant| self.whole.variants.get(variant));
        variant.map_or("", |variant| &variant.name)
    }

    /// Where `address`, which is one in `edition`, lies below the root of all.
    pub(super) fn address(&self, edition: Edition, address: &str) -> String {
        match self.name(edition.variant) {
            "" => address.to_owned(),
            name => format!("{name}/{address}"),
        }
    }

    /// Which variant `address` is in by its first folder, and the rest of it.
    pub(super) fn split<'a>(&self, address: &'a str) -> (Option<usize>, &'a str) {
        let (name, rest) = address.split_once('/').unwrap_or((address, ""));
        match self.whole.variants.iter().position(|variant| variant.name == name) {
            None => (None, address),
            Some(variant) if rest.is_empty() => (Some(variant), "index.html"),
            Some(variant) => (Some(variant), rest),
        }
    }
}
