//! `casebook check`: what is wrong with the articles.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use rayon::prelude::*;

use super::{Failure, Terminal, fix, git, load};
use crate::{
    check::{Baseline, Checked, Options, Scope, Selection, nearest_name},
    cli::{CheckArgs, Deny, Format},
    config::Config,
    diagnostic::Severity,
    output,
    report::{self, Report, Style, counted, grouped},
    source::{self, There},
};

/// Findings that a terminal shows in full when no format is given.
const MANY: usize = 50;
/// Stale entries of the baseline that are named.
const STALE: usize = 5;

/// Checks and prints.
pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    load::use_threads(args.threads)?;
    let (dir, mut scope) = place(&args.paths)?;
    let config = load::config(&dir, terminal)?;
    let selection =
        Selection { select: args.select.clone(), only: args.only.clone(), ignore: args.ignore.clone() };
    if let Some(name) = selection.unknown() {
        let help = nearest_name(name).map(|near| format!("\n\nhelp: did you mean `{near}`?"));
        return Err(Failure(format!(
            "`{name}` is neither a rule nor a group of rules{}",
            help.unwrap_or_default()
        )));
    }
    let baseline = load::baseline(&dir, &config)?;
    if args.baseline.write_baseline {
        return write_baseline(&dir, &config, &scope, &baseline, args, terminal);
    }
    let mut published_ids = Vec::new();
    if let Some(reference) = &args.changed_since {
        let changes = git::changes(&dir, reference)?;
        if changes.files.is_empty() && changes.before.is_empty() {
            terminal.note(&format!("nothing below articles/ changed since {reference}"));
        }
        let options = Options { selection: selection.clone(), ..Options::default() };
        let before = load::corpus(&dir, changes.before, &config, terminal)?;
        let before = Checked::with(before, &config, &options);
        let before = Baseline::of(&before.corpus, &before.diagnostics);
        published_ids = changes.ids;
        scope = Scope::Changed { files: changes.files, before };
    }
    let options = Options { selection, baseline, scope, published_ids };
    let mut checked = if args.fixing.fix || args.fixing.unsafe_fixes || args.fixing.diff {
        let outcome = fix::run(&dir, &config, &options, args.fixing, terminal)?;
        if args.fixing.diff {
            let diff = fix::diff(&outcome);
            if !diff.is_empty() {
                terminal.print(&diff);
            }
            terminal.note(&format!("{} would be mended", counted(outcome.mended, "finding")));
            return Ok(ExitCode::from(u8::from(!outcome.files.is_empty() && !args.exit_zero)));
        }
        fix::write(&dir, &outcome, terminal)?;
        outcome.checked
    } else {
        load::checked(&dir, &config, &options, terminal)?
    };
    checked.bound();
    report(&checked, &dir, args, terminal)?;
    let stale = !checked.baseline.stale.is_empty();
    let failed = checked.count_from(failing(args.deny)) > 0 || (stale && args.baseline.frozen_baseline);
    // The program ends here, and the system takes the memory back faster than millions of drops would.
    std::mem::forget(checked);
    Ok(ExitCode::from(u8::from(failed && !args.exit_zero)))
}

/// The folder that holds `articles/`, and which part of it `paths` ask for.
fn place(paths: &[PathBuf]) -> Result<(PathBuf, Scope), Failure> {
    let mut root: Option<PathBuf> = None;
    let mut parts = Vec::new();
    let mut whole = false;
    for path in paths {
        // A folder without articles is reported where the articles are looked for.
        let (dir, part) = match source::locate(path)? {
            Some(located) => located,
            None if source::there(path)? == There::Folder => (path.clone(), None),
            None => {
                return Err(Failure(format!("{}: the file is in no folder `articles/`", path.display())));
            }
        };
        if root.as_ref().is_some_and(|root| *root != dir) {
            return Err(Failure("the paths belong to different folders `articles/`".to_owned()));
        }
        root = Some(dir);
        whole |= part.is_none();
        parts.extend(part);
    }
    let scope = if whole { Scope::All } else { Scope::Files(parts.into_iter().collect()) };
    Ok((root.unwrap_or_else(|| PathBuf::from(".")), scope))
}

/// The lowest severity that fails.
pub(super) fn failing(deny: Option<Deny>) -> Severity {
    match deny {
        None => Severity::Error,
        Some(Deny::Warnings) => Severity::Warning,
        Some(Deny::Infos) => Severity::Info,
    }
}

/// Writes the files that were asked for, and prints.
fn report(checked: &Checked, dir: &Path, args: &CheckArgs, terminal: &Terminal) -> Result<(), Failure> {
    let prefix = prefix(dir);
    let shown = Report::new(checked);
    for (format, path) in &args.output_file {
        let mut text = text(&shown, *format, &prefix, failing(args.deny), Style::Plain);
        if !text.is_empty() {
            text.push('\n');
        }
        output::replace_file(path, text.as_bytes())?;
    }
    let format = args.format.unwrap_or(if terminal.is_terminal() && checked.diagnostics.len() > MANY {
        Format::Summary
    } else {
        Format::Full
    });
    let text = text(&shown, format, &prefix, failing(args.deny), terminal.output_style());
    if !text.is_empty() {
        terminal.print(&text);
    }
    if matches!(format, Format::Full | Format::Concise | Format::Summary) {
        let files = counted(checked.corpus.sources.len(), "file");
        let mut line = format!("{files} checked: {} found", report::counts(checked));
        // Writing to a string does not fail.
        if checked.baseline.known > 0 {
            let _ = write!(line, ", {} known to the baseline", grouped(checked.baseline.known));
        }
        if checked.ignored > 0 {
            let _ = write!(line, ", {} ignored by comments", grouped(checked.ignored));
        }
        terminal.note(&line);
    }
    let stale = &checked.baseline.stale;
    if !stale.is_empty() {
        let count: usize = stale.iter().map(|(_, count)| *count as usize).sum();
        let are = if count == 1 { "is" } else { "are" };
        terminal.note(&format!(
            "info: {} of the baseline {are} gone: casebook check --write-baseline prunes it",
            counted(count, "finding")
        ));
        for (key, _) in stale.iter().take(STALE) {
            terminal.note(&format!("  {}: {}", key.path, key.rule));
        }
    }
    Ok(())
}

/// The findings in `format`, without a line end at the end.
pub(super) fn text(
    checked: &Report<'_>,
    format: Format,
    prefix: &str,
    failing: Severity,
    style: Style,
) -> String {
    let each = |format: &(dyn Fn(&crate::diagnostic::Diagnostic) -> String + Sync), between: &str| {
        checked.diagnostics.par_iter().map(format).collect::<Vec<_>>().join(between)
    };
    match format {
        Format::Summary => report::summary(checked, style),
        Format::Full if checked.diagnostics.is_empty() => String::new(),
        Format::Full => each(&|diagnostic| report::full(checked, diagnostic, style), "\n\n") + "\n",
        Format::Concise => each(&|diagnostic| report::concise(checked, diagnostic), "\n"),
        Format::Json => report::json(checked),
        Format::Github => report::github(checked, prefix),
        Format::Sarif => report::sarif(checked, prefix),
        Format::Gitlab => report::gitlab(checked, prefix),
        Format::Junit => report::junit(checked, failing),
        Format::Markdown => report::markdown(checked),
    }
}

/// What stands before paths for hosts, which count from where casebook runs: mostly the repository.
pub(super) fn prefix(dir: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let dir = dir.strip_prefix(&here).unwrap_or(dir);
    let mut prefix = String::new();
    for part in dir.components() {
        match part {
            std::path::Component::Normal(part) => {
                prefix.push_str(&part.to_string_lossy());
                prefix.push('/');
            }
            std::path::Component::CurDir => {}
            _ => return String::new(),
        }
    }
    prefix
}

/// Records today's findings.
fn write_baseline(
    dir: &Path,
    config: &Config,
    scope: &Scope,
    old: &Baseline,
    args: &CheckArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    if *scope != Scope::All {
        return Err(Failure("--write-baseline records all articles: name no files with it".to_owned()));
    }
    let checked = load::checked(dir, config, &Options::default(), terminal)?;
    load::require_readable(&checked.corpus)?;
    let new = Baseline::of(&checked.corpus, &checked.diagnostics);
    let (added, gone) = (new.beyond(old), old.beyond(&new));
    if args.baseline.frozen_baseline && added > 0 {
        terminal.note(&format!(
            "the baseline is frozen and was not written: it would grow by {}",
            counted(added, "finding")
        ));
        return Ok(ExitCode::from(1));
    }
    let path = dir.join(&config.baseline);
    output::replace_file(&path, new.to_text().as_bytes())?;
    terminal.note(&format!(
        "{} in {}: {} new, {} gone",
        counted(new.len(), "finding"),
        path.display(),
        grouped(added),
        grouped(gone)
    ));
    Ok(ExitCode::SUCCESS)
}
