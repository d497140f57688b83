//! The folder of a theme: what lies in it takes the place of what is built in.

use std::path::Path;

use super::{Failure, Terminal, load};
use crate::{
    article::metadata::nearest,
    config::{Config, ConfigError},
    render::{Theme, ThemeError},
    source::{self, There},
};

/// The built-in theme with the files of the configured folder in place of its own. What is odd about them
/// but harms nothing is noted unless `quiet`.
pub(super) fn load(dir: &Path, config: &Config, quiet: bool, terminal: &Terminal) -> Result<Theme, Failure> {
    let Some(setting) = &config.theme else {
        return Theme::new(Vec::new(), &config.language).map_err(failure);
    };
    let folder = dir.join(&setting.folder);
    let refuse = |message: String, help: &str| {
        let error = ConfigError { span: setting.span, message, help: Some(help.to_owned()) };
        load::config_failure(dir, &error, terminal)
    };
    let there = source::there(&folder)?;
    if there != There::Folder {
        let what = if there == There::File { "is not a folder" } else { "is not there" };
        return Err(refuse(
            format!("the theme `{}` {what}", setting.folder),
            "name a folder beside this file, or remove the line to use the built-in theme",
        ));
    }
    let mut replaced = Vec::new();
    for (name, path) in source::list_followed(&folder)
        .map_err(|error| Failure(format!("theme {}: {error}", folder.display())))?
    {
        // What systems and editors leave behind.
        if !name.split('/').any(|part| part.starts_with('.')) {
            replaced.push((String::from(name), source::read_bytes(&path)?));
        }
    }
    if !replaced.iter().any(|(name, _)| Theme::is_part(name)) {
        return Err(refuse(
            format!("the theme `{}` holds no file of a theme", setting.folder),
            "its templates are in `templates/`, what pages load is in `assets/`",
        ));
    }
    if !quiet {
        for name in unused(&replaced) {
            let names = Theme::built_in();
            let help = match nearest(name, names.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                // A template that lies beside `templates/` has its name right.
                None => match names.clone().find(|known| known.ends_with(&format!("/{name}"))) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => "nothing includes it, and no page is made of it".to_owned(),
                },
            };
            terminal.note(&format!("warning: {}/{name} is not used\n\nhelp: {help}\n", folder.display()));
        }
    }
    Theme::new(replaced, &config.language).map_err(failure)
}

/// The files that neither take the place of a built-in one nor are named by another template or module.
fn unused(files: &[(String, Vec<u8>)]) -> Vec<&str> {
    let is_named = |name: &str| {
        let short = name.rsplit_once('/').map_or(name, |(_, short)| short);
        files.iter().any(|(other, content)| {
            other != name && memchr::memmem::find(content, short.as_bytes()).is_some()
        })
    };
    let about_it = |name: &str| {
        let ending = Path::new(name).extension();
        !name.contains('/') && ending.is_none_or(|ending| ending == "md" || ending == "txt")
    };
    files
        .iter()
        .map(|(name, _)| &**name)
        .filter(|name| !Theme::built_in().any(|known| known == *name))
        // Assets may be named by templates that are built up from parts.
        .filter(|name| {
            !name.starts_with("assets/")
                && !name.starts_with("strings/")
                && !about_it(name)
                && !is_named(name)
        })
        .collect()
}

/// `error` for people.
pub(super) fn failure(error: ThemeError) -> Failure {
    let article = error.article.map(|article| format!("\n  while rendering {article}")).unwrap_or_default();
    Failure(format!("the theme is faulty: {}{article}", error.message))
}
