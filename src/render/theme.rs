//! The theme: templates and assets, built into the program, each replaceable by a file of the same name.

use std::{borrow::Cow, collections::BTreeMap};

use serde::Serialize;
use tera::{Context, Tera};

use super::{filters, scripts, strings::Strings};
use crate::digest::Digest;

/// The built-in files: path below the theme's folder, content.
const BUILT_IN: &[(&str, &[u8])] = &include!(concat!(env!("OUT_DIR"), "/theme_files.rs"));

/// The version of the view types, which a theme's `theme.toml` names.
const CONTRACT: i64 = 1;

/// A loaded theme.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    assets: BTreeMap<String, Cow<'static, [u8]>>,
    /// The search client; its address is a contract, so it is not named by its content.
    search: BTreeMap<String, String>,
    strings: Strings,
    folder: String,
    digest: Digest,
}

/// A fault of the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeError {
    /// What is wrong and where, as the template engine says it.
    pub message: String,
    /// The article whose page was being rendered, if any.
    pub article: Option<String>,
}

impl Theme {
    /// The built-in theme with the files of `replaced` (path below the theme's folder, content) in place
    /// of its own, in the words of `language`.
    ///
    /// # Errors
    ///
    /// When a template does not parse, or is not UTF-8; when a file of strings is faulty.
    pub fn new(replaced: Vec<(String, Vec<u8>)>, language: &str) -> Result<Self, ThemeError> {
        let strings = strings(&replaced, language)?;
        let mut files: BTreeMap<String, Cow<'static, [u8]>> =
            BUILT_IN.iter().map(|(path, content)| ((*path).to_owned(), Cow::Borrowed(*content))).collect();
        files.extend(replaced.into_iter().map(|(path, content)| (path, Cow::Owned(content))));
        let mut templates = Vec::new();
        let mut assets = BTreeMap::new();
        let mut search = BTreeMap::new();
        let mut scripts = BTreeMap::new();
        let mut hasher = blake3::Hasher::new();
        let mut all = String::new();
        for (path, content) in &files {
            all.push_str(&format!("{path} {}\n", Digest::of(content)));
        }
        let digest = Digest::of(all.as_bytes());
        if let Some(about) = files.get("theme.toml") {
            check_version(about)?;
        }
        for (path, content) in files {
            if let Some(name) = path.strip_prefix("templates/") {
                let text = String::from_utf8(content.into_owned())
                    .map_err(|_| ThemeError { message: format!("{path} is not UTF-8"), article: None })?;
                let text = strings
                    .put_into(&text)
                    .map_err(|error| ThemeError { message: format!("{path}: {error}"), article: None })?;
                templates.push((name.to_owned(), text));
            } else if is_module(&path) {
                let text = String::from_utf8(content.into_owned())
                    .map_err(|_| ThemeError { message: format!("{path} is not UTF-8"), article: None })?;
                scripts.insert(path, text);
            } else if let Some(name) = path.strip_prefix("assets/") {
                assets.insert(name.to_owned(), content);
            }
        }
        for (path, text) in scripts::served(&scripts) {
            match path.strip_prefix("assets/") {
                Some(name) => drop(assets.insert(name.to_owned(), Cow::Owned(text.into_bytes()))),
                None => drop(search.insert(path, text)),
            }
        }
        assets.insert("words.js".to_owned(), Cow::Owned(strings.script().into_bytes()));
        for (name, content) in &assets {
            hasher.update(name.as_bytes()).update(content);
        }
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html"]);
        filters::register(&mut tera);
        tera.add_raw_templates(templates)
            .map_err(|error| ThemeError { message: say(&error), article: None })?;
        let folder = format!("assets/{}/", &hasher.finalize().to_hex()[..12]);
        Ok(Self { tera, assets, search, strings, folder, digest })
    }

    /// The content of the built-in file at `path` below the theme's folder.
    pub fn built_in_file(path: &str) -> Option<&'static [u8]> {
        BUILT_IN.iter().find(|(name, _)| *name == path).map(|(_, content)| *content)
    }

    /// The words.
    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    /// The built-in files, by their paths below a theme's folder.
    pub fn built_in() -> impl Iterator<Item = &'static str> + Clone {
        BUILT_IN.iter().map(|(path, _)| *path)
    }

    /// Whether a file at `path` below a theme's folder belongs to the theme.
    pub fn is_part(path: &str) -> bool {
        path == "theme.toml"
            || ["templates/", "assets/", "search/", "strings/"].iter().any(|folder| path.starts_with(folder))
    }

    /// The folder of the assets, relative to the site's root: named by their content.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// Stands for all of its files.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The assets: address and content.
    pub fn assets(&self) -> impl Iterator<Item = (String, &[u8])> {
        self.assets.iter().map(|(name, content)| (format!("{}{name}", self.folder), &**content))
    }

    /// The modules of the search client: address and content.
    pub fn search(&self) -> impl Iterator<Item = (String, &[u8])> {
        self.search.iter().map(|(path, content)| (path.clone(), content.as_bytes()))
    }

    /// Renders `template` with `common` and, as `name`, `view`.
    ///
    /// # Errors
    ///
    /// What the template engine says, with file and line.
    pub(super) fn render(
        &self,
        template: &str,
        common: &Context,
        view: Option<(&'static str, &dyn erased::View)>,
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeError> {
        let mut context = common.clone();
        if let Some((name, view)) = view {
            context.insert_value(name, view.value());
        }
        self.tera
            .render_to(template, &context, out)
            .map_err(|error| ThemeError { message: say(&error), article: None })
    }
}

/// Whether the file is, or takes the place of, a built-in module. Other scripts are copied as they are.
fn is_module(path: &str) -> bool {
    let is_script = path.rsplit_once('.').is_some_and(|(_, ending)| ending == "js");
    is_script && BUILT_IN.iter().any(|(built_in, _)| *built_in == path)
}

/// The strings of `language`: English where a file for it has none, and those of the theme's own folder
/// before the built-in ones. Of `de-AT` the files are `de.toml` and `de-AT.toml`.
fn strings(replaced: &[(String, Vec<u8>)], language: &str) -> Result<Strings, ThemeError> {
    let primary = language.split('-').next().unwrap_or(language);
    let names = ["en", primary, language].map(|tag| format!("strings/{tag}.toml"));
    let own: Vec<(&str, &[u8])> =
        replaced.iter().map(|(path, content)| (path.as_str(), content.as_slice())).collect();
    let named = |files: &[(&'_ str, &'_ [u8])], name: &str| files.iter().position(|(path, _)| *path == name);
    let built_in = names.iter().filter_map(|name| named(BUILT_IN, name).map(|at| BUILT_IN[at]));
    let files = built_in.chain(names.iter().filter_map(|name| named(&own, name).map(|at| own[at])));
    Strings::new(files).map_err(|message| ThemeError { message, article: None })
}

/// The built-in words of `language`.
#[cfg(test)]
pub(super) fn built_in_strings(language: &str) -> Strings {
    // In tests only: the built-in files are read by every build.
    strings(&[], language).unwrap()
}

/// Refuses a theme that was written for another contract.
fn check_version(about: &[u8]) -> Result<(), ThemeError> {
    let fail = |message: String| ThemeError { message: format!("theme.toml: {message}"), article: None };
    let text = std::str::from_utf8(about).map_err(|_| fail("the file is not UTF-8".to_owned()))?;
    let about: About = toml::from_str(text).map_err(|error| fail(error.message().to_owned()))?;
    match about.version {
        Some(version) if version != CONTRACT => Err(fail(format!(
            "the theme is for version {version} of the contract, this casebook has version {CONTRACT}"
        ))),
        _ => Ok(()),
    }
}

/// What `theme.toml` must say; the rest of it is for people.
#[derive(serde::Deserialize)]
struct About {
    version: Option<i64>,
}

/// View types without their type.
pub(super) mod erased {
    use super::Serialize;

    /// Anything a template can see.
    pub(crate) trait View {
        /// The view as the template engine's value.
        fn value(&self) -> tera::Value;
    }

    impl<T: Serialize> View for T {
        fn value(&self) -> tera::Value {
            tera::Value::from_serializable(self)
        }
    }
}

/// The error with everything that caused it.
fn say(error: &tera::Error) -> String {
    let mut message = error.to_string().trim_start_matches("error: ").to_owned();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        message.push_str("\n  because: ");
        message.push_str(&error.to_string());
        cause = error.source();
    }
    message
}
