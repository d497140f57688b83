//! `casebook.toml` as typed settings.
//!
//! Reads a text that `source` read; a fault is a [`ConfigError`] with its place, never a guess.

mod publish;
mod reader;
mod variant;

use std::collections::BTreeMap;

use globset::{Glob, GlobSet, GlobSetBuilder};

use crate::{
    article::{
        cloud::{Cloud, CloudSet},
        kind::{Audience, Kind},
    },
    diagnostic::Severity,
    span::Span,
};
pub use publish::{FilesConfig, HistoryConfig, LinksConfig};
use reader::TableReader;
pub use variant::Variant;

/// Everything `casebook.toml` can set, with defaults for all of it.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's title.
    pub title: String,
    /// One sentence about the site.
    pub description: String,
    /// The address the site will have, with a slash at its end; empty when not known.
    pub base_url: String,
    /// The language of the articles, as a BCP 47 tag.
    pub language: String,
    /// A folder whose files take the place of the built-in theme's, relative to the configuration.
    pub theme: Option<ThemeSetting>,
    /// Whose articles are published.
    pub audiences: Vec<Audience>,
    /// Names and descriptions of services, by id in lower case.
    pub services: BTreeMap<String, ServiceConfig>,
    /// Names of products, by id in lower case.
    pub products: BTreeMap<String, String>,
    /// Hosts whose images are shown in pages, in lower case.
    pub image_hosts: Vec<String>,
    /// Levels of rules and groups, by name, in the order of the file.
    pub rules: Vec<NamedLevel>,
    /// Levels for some articles only; later ones win.
    pub overrides: Vec<Override>,
    /// The file with the findings that do not count, relative to the configuration.
    pub baseline: String,
    /// How the site is searched.
    pub search: SearchConfig,
    /// Sites with only some of the articles, by name; when there are any, they are built instead.
    pub variants: Vec<Variant>,
    /// The variant that these settings are for.
    pub variant: Option<Variant>,
    /// Which files for hosts and machines the site has.
    pub files: FilesConfig,
    /// What is read from the history of the articles.
    pub history: HistoryConfig,
    /// How results of a link checker are judged.
    pub links: LinksConfig,
    /// What readers can do with an article.
    pub article: ArticleConfig,
}

/// What readers can do with an article besides reading it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleConfig {
    /// Whether pages ask if they were helpful.
    pub helpful: bool,
    /// Where a problem is reported: an address with `{path}`, `{id}`, `{title}` and `{url}`; may be empty.
    pub report_url: String,
    /// Where the article is edited: an address with the same names; may be empty.
    pub edit_url: String,
}

/// Which theme takes the place of the built-in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeSetting {
    /// Its folder, relative to the configuration.
    pub folder: String,
    /// Where the configuration says so.
    pub span: Span,
}

/// A level for what bears a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedLevel {
    /// A rule or a group. Whether there is one of that name, `check` says.
    pub name: String,
    /// Where the name stands in the configuration.
    pub span: Span,
    /// The level.
    pub level: Level,
}

/// The level of a rule: off, or how much its findings matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not reported.
    Off,
    /// It is reported as this.
    At(Severity),
}

/// Levels for the articles that fit all that is given; lists that are empty fit everything.
#[derive(Clone, Debug, Default)]
pub struct Override {
    /// Globs over `articles/<folder>/<file>`.
    pub paths: Option<GlobSet>,
    /// Kinds.
    pub kinds: Vec<Kind>,
    /// Clouds, of which the article has one.
    pub clouds: CloudSet,
    /// Owners, in lower case.
    pub owners: Vec<String>,
    /// The levels.
    pub rules: Vec<NamedLevel>,
}

/// How the site is searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchConfig {
    /// Whether the site has a search at all.
    pub enabled: bool,
    /// What else a word or a few words stand for, by those words in lower case.
    pub synonyms: BTreeMap<String, String>,
}

impl Default for SearchConfig {
    fn default() -> Self {
        Self { enabled: true, synonyms: BTreeMap::new() }
    }
}

/// What is said of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceConfig {
    /// Its name; its id when empty.
    pub name: String,
    /// One line about it.
    pub description: String,
}

/// A fault in `casebook.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// Where, in bytes of the file.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Help".to_owned(),
            description: String::new(),
            base_url: String::new(),
            language: "en".to_owned(),
            theme: None,
            audiences: Audience::ALL.to_vec(),
            services: BTreeMap::new(),
            products: BTreeMap::new(),
            image_hosts: Vec::new(),
            rules: Vec::new(),
            overrides: Vec::new(),
            baseline: "casebook-baseline.json".to_owned(),
            search: SearchConfig::default(),
            variants: Vec::new(),
            variant: None,
            article: ArticleConfig::default(),
            files: FilesConfig::default(),
            history: HistoryConfig::default(),
            links: LinksConfig::default(),
        }
    }
}

impl Config {
    /// Reads the settings in `text`.
    ///
    /// # Errors
    ///
    /// The first fault: TOML that does not parse, an unknown key, a wrong type, a value that cannot be.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let table = reader::parse(text)?;
        let root = TableReader::new("", &table);
        root.only(&[
            "title",
            "description",
            "base_url",
            "language",
            "theme",
            "audiences",
            "services",
            "products",
            "images",
            "rules",
            "overrides",
            "check",
            "search",
            "variants",
            "article",
            "files",
            "history",
            "links",
        ])?;
        let default = Self::default();
        let mut config = Self {
            title: root.string("title")?.unwrap_or(default.title),
            description: root.string("description")?.unwrap_or_default(),
            base_url: root.string_with("base_url", base_url)?.unwrap_or_default(),
            language: root.string_with("language", language)?.unwrap_or(default.language),
            theme: root.string_at("theme")?.map(|(folder, span)| ThemeSetting { folder, span }),
            audiences: root.strings_with("audiences", audience)?.unwrap_or(default.audiences),
            ..Self::default()
        };
        for (id, service) in root.tables("services")? {
            service.only(&["name", "description"])?;
            let name = service.string("name")?.unwrap_or_default();
            let description = service.string("description")?.unwrap_or_default();
            config.services.insert(id.to_lowercase(), ServiceConfig { name, description });
        }
        for (id, product) in root.tables("products")? {
            product.only(&["name"])?;
            if let Some(name) = product.string("name")? {
                config.products.insert(id.to_lowercase(), name);
            }
        }
        if let Some(images) = root.table("images")? {
            images.only(&["hosts"])?;
            config.image_hosts = images.strings_with("hosts", host)?.unwrap_or_default();
        }
        if let Some(rules) = root.table("rules")? {
            config.rules = levels(&rules)?;
        }
        if let Some(check) = root.table("check")? {
            check.only(&["baseline"])?;
            config.baseline = check.string_with("baseline", baseline)?.unwrap_or(config.baseline);
        }
        for item in root.array_of_tables("overrides")? {
            config.overrides.push(override_(&item)?);
        }
        if let Some(variants) = root.table("variants")? {
            for (name, table) in root.tables("variants")? {
                config.variants.push(Variant::parse(name, variants.key_span(name), &table)?);
            }
        }
        if let Some(search) = root.table("search")? {
            search.only(&["enabled", "synonyms"])?;
            config.search.enabled = search.boolean("enabled")?.unwrap_or(true);
            if let Some(synonyms) = search.table("synonyms")? {
                for (words, value) in synonyms.strings()? {
                    config.search.synonyms.insert(words.to_lowercase(), value);
                }
            }
        }
        if let Some(article) = root.table("article")? {
            article.only(&["helpful", "report_url", "edit_url"])?;
            config.article = ArticleConfig {
                helpful: article.boolean("helpful")?.unwrap_or(false),
                report_url: article.string_with("report_url", address)?.unwrap_or_default(),
                edit_url: article.string_with("edit_url", address)?.unwrap_or_default(),
            };
        }
        if let Some(files) = root.table("files")? {
            config.files = FilesConfig::parse(&files)?;
        }
        if let Some(history) = root.table("history")? {
            config.history = HistoryConfig::parse(&history)?;
        }
        if let Some(links) = root.table("links")? {
            config.links = LinksConfig::parse(&links)?;
        }
        Ok(config)
    }
}

fn override_(table: &TableReader<'_>) -> Result<Override, ConfigError> {
    table.only(&["paths", "kinds", "clouds", "owners", "rules"])?;
    let paths = table.strings_with("paths", |glob| Glob::new(glob).map_err(|error| error.to_string()))?;
    let mut globs = GlobSetBuilder::new();
    for glob in paths.iter().flatten() {
        globs.add(glob.clone());
    }
    Ok(Override {
        paths: paths.is_some().then(|| globs.build().unwrap_or_default()),
        kinds: table
            .strings_with("kinds", |name| {
                Kind::from_name(name).ok_or_else(|| "write a kind, such as \"generic\"".to_owned())
            })?
            .unwrap_or_default(),
        clouds: table
            .strings_with("clouds", |name| {
                Cloud::from_name(name).ok_or_else(|| "write a cloud, such as \"public\"".to_owned())
            })?
            .unwrap_or_default()
            .into_iter()
            .collect(),
        owners: table.strings_with("owners", |name| Ok(name.to_lowercase()))?.unwrap_or_default(),
        rules: table.table("rules")?.map(|rules| levels(&rules)).transpose()?.unwrap_or_default(),
    })
}

fn levels(table: &TableReader<'_>) -> Result<Vec<NamedLevel>, ConfigError> {
    let named = |(name, span, level)| NamedLevel { name, span, level };
    Ok(table.all_with(level)?.into_iter().map(named).collect())
}

fn baseline(value: &str) -> Result<String, String> {
    if value.trim().is_empty() {
        return Err("write the path of a file, such as \"casebook-baseline.json\"".to_owned());
    }
    Ok(value.to_owned())
}

fn level(value: &str) -> Result<Level, String> {
    match value {
        "off" => Ok(Level::Off),
        "info" => Ok(Level::At(Severity::Info)),
        "warning" => Ok(Level::At(Severity::Warning)),
        "error" => Ok(Level::At(Severity::Error)),
        _ => Err("write \"off\", \"info\", \"warning\" or \"error\"".to_owned()),
    }
}

fn base_url(value: &str) -> Result<String, String> {
    let has_host = value
        .strip_prefix("https://")
        .or(value.strip_prefix("http://"))
        .is_some_and(|host| !host.is_empty() && !host.starts_with('/'));
    if !has_host || value.contains(['?', '#', ' ', '"', '<', '>']) {
        return Err("write the site's whole address, such as \"https://help.example/\"".to_owned());
    }
    Ok(format!("{}/", value.trim_end_matches('/')))
}

/// An address with names in braces that are filled in for each article.
fn address(value: &str) -> Result<String, String> {
    if !["https://", "http://", "mailto:"].iter().any(|scheme| value.starts_with(scheme)) {
        return Err("write a whole address, such as \"https://help.example/report?article={id}\"".to_owned());
    }
    let names = value.split('{').skip(1).map(|part| part.split('}').next().unwrap_or_default());
    match names.into_iter().find(|name| !matches!(*name, "path" | "id" | "title" | "url")) {
        Some(name) => Err(format!("`{{{name}}}` is not known: write {{path}}, {{id}}, {{title}} or {{url}}")),
        None => Ok(value.to_owned()),
    }
}

fn language(value: &str) -> Result<String, String> {
    let fits = value
        .split('-')
        .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if fits {
        Ok(value.to_owned())
    } else {
        Err("write a language tag, such as \"en\" or \"pt-BR\"".to_owned())
    }
}

fn audience(value: &str) -> Result<Audience, String> {
    Audience::ALL
        .into_iter()
        .find(|audience| audience.name() == value)
        .ok_or_else(|| "write \"customer\", \"portal\" or \"staff\"".to_owned())
}

fn host(value: &str) -> Result<String, String> {
    let fits =
        !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    if fits {
        Ok(value.to_lowercase())
    } else {
        Err("write a host name alone, such as \"images.example\"".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_typed() {
        let config = Config::parse(
            "title = \"T\"\nbase_url = \"https://a.example/help\"\naudiences = [\"customer\"]\n[services.\"Halden.Compute\"]\nname = \"VMs\"\n[products.41010]\nname = \"P\"\n[images]\nhosts = [\"I.example\"]\n[search]\nenabled = false\n[search.synonyms]\nVM = \"virtual machine\"\n",
        )
        .unwrap();
        assert_eq!(config.title, "T");
        assert_eq!(config.base_url, "https://a.example/help/");
        assert_eq!(config.audiences, [Audience::Customer]);
        assert_eq!(config.services["halden.compute"].name, "VMs");
        assert_eq!(config.products["41010"], "P");
        assert_eq!(config.image_hosts, ["i.example"]);
        assert_eq!(Config::parse("").unwrap().title, "Help");
        assert!(!config.search.enabled);
        assert_eq!(config.search.synonyms["vm"], "virtual machine");
    }

    #[track_caller]
    fn fails(text: &str, at: &str, message: &str, help: Option<&str>) {
        let error = Config::parse(text).unwrap_err();
        assert_eq!((error.span.text(text), &*error.message, error.help.as_deref()), (at, message, help));
    }

    #[test]
    fn faults_name_their_place_and_the_nearest_key() {
        fails("titel = \"T\"", "titel", "unknown key `titel`", Some("did you mean `title`?"));
        fails("title = 3", "3", "`title` must be a text, not an integer", None);
        fails(
            "[services.a]\nnam = \"x\"",
            "nam",
            "unknown key `nam` in `services.a`",
            Some("did you mean `name`?"),
        );
        fails(
            "audiences = [\"all\"]",
            "\"all\"",
            "`audiences` cannot be \"all\"",
            Some("write \"customer\", \"portal\" or \"staff\""),
        );
        fails(
            "base_url = \"/x\"",
            "\"/x\"",
            "`base_url` cannot be \"/x\"",
            Some("write the site's whole address, such as \"https://help.example/\""),
        );
        fails(
            "[article]\nedit_url = \"https://a.example/{file}\"",
            "\"https://a.example/{file}\"",
            "`article.edit_url` cannot be \"https://a.example/{file}\"",
            Some("`{file}` is not known: write {path}, {id}, {title} or {url}"),
        );
        assert!(Config::parse("title = ").unwrap_err().message.contains("string"));
    }
}
