//! Variants: sites that have only some of the articles.

use super::{Config, ConfigError, audience, base_url, reader::TableReader};
use crate::{
    article::{
        cloud::{Cloud, CloudSet},
        kind::{Audience, Kind},
        metadata::Metadata,
    },
    span::Span,
};

/// A site with the articles that fit all that is given; lists that are empty fit everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variant {
    /// Its name, which is its folder too.
    pub name: String,
    /// Clouds, of which an article has one.
    pub clouds: CloudSet,
    /// Services, in lower case.
    pub services: Vec<String>,
    /// Kinds.
    pub kinds: Vec<Kind>,
    /// Owners, in lower case.
    pub owners: Vec<String>,
    /// Products, in lower case, of which an article has one.
    pub products: Vec<String>,
    /// What takes the place of the site's title.
    title: Option<String>,
    /// What takes the place of the site's address with the variant's name behind it.
    base_url: Option<String>,
    /// What takes the place of the site's audiences.
    audiences: Option<Vec<Audience>>,
}

impl Variant {
    /// The variant `name` as `table` describes it.
    pub(super) fn parse(name: &str, span: Span, table: &TableReader<'_>) -> Result<Self, ConfigError> {
        let fits = name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
        if !fits || name.is_empty() {
            return Err(ConfigError {
                span,
                message: format!("a variant cannot be called `{name}`"),
                help: Some("use only a-z, 0-9, `-` and `_`: the name is its folder".to_owned()),
            });
        }
        table.only(&[
            "clouds",
            "services",
            "kinds",
            "owners",
            "products",
            "title",
            "base_url",
            "audiences",
        ])?;
        let lower = |key: &str| table.strings_with(key, |name| Ok(name.to_lowercase()));
        let clouds = table.strings_with("clouds", |name| {
            Cloud::from_name(name).ok_or_else(|| "write a cloud, such as \"public\"".to_owned())
        })?;
        let kinds = table.strings_with("kinds", |name| {
            Kind::from_name(name).ok_or_else(|| "write a kind, such as \"generic\"".to_owned())
        })?;
        Ok(Self {
            name: name.to_owned(),
            clouds: clouds.unwrap_or_default().into_iter().collect(),
            services: lower("services")?.unwrap_or_default(),
            kinds: kinds.unwrap_or_default(),
            owners: lower("owners")?.unwrap_or_default(),
            products: lower("products")?.unwrap_or_default(),
            title: table.string("title")?,
            base_url: table.string_with("base_url", base_url)?,
            audiences: table.strings_with("audiences", audience)?,
        })
    }

    /// Whether an article with `metadata`, which is listed under `service`, may be in the variant.
    fn fits(&self, metadata: &Metadata, service: &str) -> bool {
        let one_of = |wanted: &[String], is: &dyn Fn(&str) -> bool| {
            wanted.is_empty() || wanted.iter().any(|name| is(name))
        };
        (self.clouds.is_empty() || self.clouds.overlaps(metadata.clouds))
            && (self.kinds.is_empty() || self.kinds.contains(&metadata.kind))
            && one_of(&self.services, &|name| name == service)
            && one_of(&self.owners, &|name| {
                metadata.owner.as_deref().is_some_and(|owner| owner.to_lowercase() == name)
            })
            && one_of(&self.products, &|name| metadata.products.iter().any(|product| &**product == name))
    }
}

impl Config {
    /// The settings of `variant`.
    #[must_use]
    pub fn of_variant(&self, variant: &Variant) -> Self {
        let mut config = self.clone();
        config.variants.clear();
        if let Some(title) = &variant.title {
            config.title.clone_from(title);
        }
        config.base_url = match &variant.base_url {
            Some(url) => url.clone(),
            None if self.base_url.is_empty() => String::new(),
            None => format!("{}{}/", self.base_url, variant.name),
        };
        if let Some(audiences) = &variant.audiences {
            config.audiences.clone_from(audiences);
        }
        config.variant = Some(variant.clone());
        config
    }

    /// The settings of each site that is built: one, or one for each variant.
    #[must_use]
    pub fn of_sites(&self) -> Vec<Self> {
        match &self.variants[..] {
            [] => vec![self.clone()],
            variants => variants.iter().map(|variant| self.of_variant(variant)).collect(),
        }
    }

    /// The settings with the audiences of all variants together.
    #[must_use]
    pub fn of_all_variants(mut self) -> Self {
        let sites = self.of_sites();
        self.audiences = sites.into_iter().flat_map(|site| site.audiences).collect();
        self.audiences.sort_unstable();
        self.audiences.dedup();
        self
    }

    /// Whether the site has an article with `metadata` that is listed under `service`.
    pub fn publishes(&self, metadata: &Metadata, service: &str) -> bool {
        self.audiences.contains(&metadata.kind.audience())
            && self.variant.as_ref().is_none_or(|variant| variant.fits(metadata, service))
    }
}
