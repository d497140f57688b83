//! `casebook explain`: what a rule finds, why that matters and how to mend it.

use std::{collections::BTreeSet, path::Path, process::ExitCode};

use super::{Failure, Terminal, load};
use crate::{
    check::nearest_name,
    cli::{ExplainArgs, PageFormat},
    output, report,
    rules::{self, Group, Rule},
    source,
};

/// Prints or writes pages.
pub(super) fn run(args: &ExplainArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    load::use_threads(None)?;
    let page = |rule: &Rule| match args.format {
        PageFormat::Text => report::page_text(rule, terminal.output_style()),
        PageFormat::Markdown => report::page_markdown(rule).trim_end().to_owned(),
    };
    if let Some(out) = &args.out {
        return write(out, terminal);
    }
    let text = match &args.rule {
        Some(name) => page(rules::find(name).ok_or_else(|| unknown(name))?),
        None if args.format == PageFormat::Markdown => {
            let pages: Vec<String> = sorted().into_iter().map(page).collect();
            format!("{}\n{}", report::index(rules::all()), pages.join("\n\n"))
        }
        None => list(),
    };
    terminal.print(&text);
    Ok(ExitCode::SUCCESS)
}

fn unknown(name: &str) -> Failure {
    if Group::from_name(name).is_some() {
        let of_group: Vec<&str> =
            sorted().into_iter().filter(|rule| rule.group.name() == name).map(|rule| rule.name).collect();
        return Failure(format!("`{name}` is a group of rules: {}", of_group.join(", ")));
    }
    let near = rules::find(nearest_name(name).unwrap_or_default());
    let help = match near {
        Some(near) => format!("did you mean `{}`?", near.name),
        None => "casebook explain --all lists the rules".to_owned(),
    };
    Failure(format!("there is no rule `{name}`\n\nhelp: {help}"))
}

/// Every rule by name.
fn sorted() -> Vec<&'static Rule> {
    let mut all: Vec<&Rule> = rules::all().collect();
    all.sort_by_key(|rule| rule.name);
    all
}

/// Every rule on a line.
fn list() -> String {
    let all = sorted();
    let width = all.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let line = |rule: &Rule| {
        let level = if rule.group.is_on() { rule.severity.as_str() } else { "off" };
        format!("{:<width$}  {level:<7}  {:<13}  {}", rule.name, rule.group.name(), rule.summary)
    };
    all.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Writes the index and the pages into `folder`, and removes pages of rules that are gone.
fn write(folder: &Path, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let mut pages: Vec<(String, String)> =
        rules::all().map(|rule| (format!("{}.md", rule.name), report::page_markdown(rule))).collect();
    pages.push(("README.md".to_owned(), report::index(rules::all())));
    for (name, text) in &pages {
        output::replace_file(&folder.join(name), text.as_bytes())?;
    }
    let names: BTreeSet<&str> = pages.iter().map(|(name, _)| &**name).collect();
    for (name, path) in source::list_files(folder)? {
        if name.ends_with(".md") && !name.contains('/') && !names.contains(&*name) {
            output::remove_file(&path)?;
        }
    }
    terminal.note(&format!("{} pages in {}", report::grouped(pages.len()), folder.display()));
    Ok(ExitCode::SUCCESS)
}
