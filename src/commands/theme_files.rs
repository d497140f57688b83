//! `casebook theme`: the built-in theme's files, to be changed.

use std::{path::Path, process::ExitCode};

use super::{Failure, Terminal, load};
use crate::{
    article::metadata::nearest,
    cli::{ThemeArgs, ThemeCommand},
    output,
    render::Theme,
    source::{self, There},
};

/// Lists or copies files.
pub(super) fn run(args: &ThemeArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    match &args.command {
        ThemeCommand::List => {
            for path in Theme::built_in() {
                terminal.print(path);
            }
        }
        ThemeCommand::Copy { files, dir } => copy(files, dir, terminal)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn copy(files: &[String], dir: &Path, terminal: &Terminal) -> Result<(), Failure> {
    let setting = load::config(dir, terminal)?.theme;
    let folder = setting.map(|setting| setting.folder).ok_or_else(|| {
        Failure("casebook.toml names no folder for the theme; add: theme = \"theme\"".to_owned())
    })?;
    // All of them or none: what is wrong is said before anything is written.
    let mut found = Vec::new();
    for file in files {
        let place = dir.join(&folder).join(file);
        let Some(content) = Theme::built_in_file(file) else {
            let help = match nearest(file, Theme::built_in()) {
                Some(near) => format!("did you mean {near}?"),
                None => "casebook theme list prints them all".to_owned(),
            };
            return Err(Failure(format!("the built-in theme has no file {file}\n  {help}")));
        };
        if source::there(&place)? != There::Nothing {
            return Err(Failure(format!("{}: there is a file already", place.display())));
        }
        found.push((place, content));
    }
    for (place, content) in found {
        output::create_file(&place, content)?;
        terminal.print(&place.display().to_string());
    }
    Ok(())
}
