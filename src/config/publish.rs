//! `[files]`, `[history]` and `[links]`: what a site has beside its pages, and what is known of its articles.

use super::{ConfigError, reader::TableReader};

/// Which files for hosts and machines a site has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct FilesConfig {
    /// `sitemap.xml`.
    pub sitemap: bool,
    /// `feed.xml`.
    pub feed: bool,
    /// `robots.txt`.
    pub robots: bool,
    /// `_headers` and `staticwebapp.config.json`.
    pub headers: bool,
    /// `llms.txt`.
    pub llms: bool,
    /// Each article as Markdown beside its page.
    pub markdown: bool,
    /// Whether search engines may list the site.
    pub index: bool,
}

impl Default for FilesConfig {
    fn default() -> Self {
        Self {
            sitemap: true,
            feed: true,
            robots: true,
            headers: true,
            llms: true,
            markdown: false,
            index: true,
        }
    }
}

impl FilesConfig {
    pub(super) fn parse(table: &TableReader<'_>) -> Result<Self, ConfigError> {
        table.only(&["sitemap", "feed", "robots", "headers", "llms", "markdown", "index"])?;
        let default = Self::default();
        Ok(Self {
            sitemap: table.boolean("sitemap")?.unwrap_or(default.sitemap),
            feed: table.boolean("feed")?.unwrap_or(default.feed),
            robots: table.boolean("robots")?.unwrap_or(default.robots),
            headers: table.boolean("headers")?.unwrap_or(default.headers),
            llms: table.boolean("llms")?.unwrap_or(default.llms),
            markdown: table.boolean("markdown")?.unwrap_or(default.markdown),
            index: table.boolean("index")?.unwrap_or(default.index),
        })
    }
}

/// What is read from the history of the articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryConfig {
    /// Whether git is asked when articles changed.
    pub enabled: bool,
    /// Whether pages name who wrote them.
    pub contributors: bool,
    /// Commits that edit more articles than this are no change of any of them; 0 for no limit.
    pub ignore_over: u32,
    /// A file with the ids of commits that are no change, relative to the configuration; may be empty.
    pub ignore_file: String,
}

impl HistoryConfig {
    pub(super) fn parse(table: &TableReader<'_>) -> Result<Self, ConfigError> {
        table.only(&["enabled", "contributors", "ignore_over", "ignore_file"])?;
        Ok(Self {
            enabled: table.boolean("enabled")?.unwrap_or(false),
            contributors: table.boolean("contributors")?.unwrap_or(false),
            ignore_over: table.number("ignore_over")?.unwrap_or(0),
            ignore_file: table.string("ignore_file")?.unwrap_or_default(),
        })
    }
}

/// How results of a link checker are judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinksConfig {
    /// Days that a link may be broken before that is an error.
    pub grace: u32,
    /// The file that remembers since when links are broken, relative to the configuration.
    pub ledger: String,
}

impl Default for LinksConfig {
    fn default() -> Self {
        Self { grace: 14, ledger: "casebook-links.json".to_owned() }
    }
}

impl LinksConfig {
    pub(super) fn parse(table: &TableReader<'_>) -> Result<Self, ConfigError> {
        table.only(&["grace", "ledger"])?;
        let default = Self::default();
        let path = |value: &str| match value.trim() {
            "" => Err("write the path of a file, such as \"casebook-links.json\"".to_owned()),
            path => Ok(path.to_owned()),
        };
        Ok(Self {
            grace: table.number("grace")?.unwrap_or(default.grace),
            ledger: table.string_with("ledger", path)?.unwrap_or(default.ledger),
        })
    }
}
