//! The command line: types only.

use std::{num::NonZeroUsize, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum, builder::styling};

/// How help is coloured on terminals.
const STYLES: styling::Styles = styling::Styles::styled()
    .header(styling::AnsiColor::Green.on_default().bold())
    .usage(styling::AnsiColor::Green.on_default().bold())
    .literal(styling::AnsiColor::Cyan.on_default().bold())
    .placeholder(styling::AnsiColor::Cyan.on_default());

/// Turn a folder of support articles into a fast, searchable help site.
///
/// Articles are Markdown files `articles/<folder>/<name>.md` that start with a `<properties … />` header.
/// Settings are in `casebook.toml` beside `articles/`; none are needed.
#[derive(Debug, Parser)]
#[command(name = "casebook", version, styles = STYLES, max_term_width = 100, propagate_version = true)]
#[command(
    after_help = "Exit codes: 0 fine, 1 an article has an error, 2 casebook could not do its job.\nMore: casebook <COMMAND> --help"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to use colours.
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, help_heading = "Global options")]
    pub color: ColorWhen,
}

/// What casebook can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site.
    Build(BuildArgs),
    /// Check the articles and print what is wrong with them.
    Check(CheckArgs),
    /// Explain a rule: what it finds, why that matters and how to mend it.
    Explain(ExplainArgs),
    /// Write a new article with a fresh id.
    New(NewArgs),
    /// Show the site in the browser, and keep it up to date while articles are written.
    Serve(ServeArgs),
    /// Copy files of the built-in theme, to change them.
    Theme(ThemeArgs),
    /// Write when articles changed last, as git knows it, for builds without git.
    Dates(DatesArgs),
    /// List the links that lead elsewhere, or report those that a link checker found broken.
    Links(LinksArgs),
    /// Write a page about the health of the articles.
    Report(ReportArgs),
    /// Print the completions of a shell, to be put where it looks for them.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    #[command(hide = true)]
    Man,
}

/// Arguments of `build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// The folder that holds `articles/`.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// Where the site goes; made if it does not exist. What casebook did not write there is left alone.
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// When articles changed last: a file that `casebook dates` wrote, in place of git.
    #[arg(long, value_name = "FILE")]
    pub dates: Option<PathBuf>,
    /// Print the summary as one JSON object.
    #[arg(long)]
    pub json: bool,
    /// Say nothing but errors.
    #[arg(long, short, conflicts_with = "json")]
    pub quiet: bool,
    /// Threads to use, at most 256; one for each processor when not given.
    #[arg(long, short = 'j', value_name = "N", env = "CASEBOOK_THREADS", value_parser = threads)]
    pub threads: Option<NonZeroUsize>,
    /// Publishing.
    #[command(flatten)]
    pub publishing: PublishArgs,
}

/// What a site that people link to needs.
#[derive(Debug, Args)]
#[command(next_help_heading = "Publishing")]
pub struct PublishArgs {
    /// Write what was added, changed and removed, and why, into a file as JSON.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Add the addresses of the articles to `urls.toml`, so that they lead somewhere for ever.
    #[arg(long)]
    pub record_urls: bool,
    /// The `catalog.json` of the site that is published: its addresses must stay, as those of `urls.toml`.
    #[arg(long, value_name = "FILE")]
    pub published: Option<PathBuf>,
    /// Do everything but write the site.
    #[arg(long)]
    pub dry_run: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 nothing at or over the failing level, 1 findings, 2 casebook could not do its job."
)]
pub struct CheckArgs {
    /// The folder that holds `articles/`; or files or folders below it, to see what is wrong in them and
    /// what they break elsewhere.
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// How to print findings; when not given, `full`, and on a terminal `summary` for more than 50.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Write the findings to a file too, as FORMAT=PATH, or as PATH with an ending that tells the format:
    /// .json, .sarif, .xml (junit), .md (markdown) or .txt (full). May be repeated.
    #[arg(long, value_name = "[FORMAT=]PATH", value_parser = output_file)]
    pub output_file: Vec<(Format, PathBuf)>,
    /// Rules or groups to switch on in addition to those that are on, whatever the configuration says.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Rules or groups to report on, and no others.
    #[arg(long, value_name = "RULE", value_delimiter = ',', conflicts_with = "select")]
    pub only: Vec<String>,
    /// Rules or groups to switch off.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Fail on warnings, or on infos, and not on errors alone.
    #[arg(long, value_name = "LEVEL")]
    pub deny: Option<Deny>,
    /// Exit with 0 even if something was found.
    #[arg(long)]
    pub exit_zero: bool,
    /// Only report on files that changed since this commit, and on what they break elsewhere.
    #[arg(long, value_name = "REF")]
    pub changed_since: Option<String>,
    /// Mending.
    #[command(flatten)]
    pub fixing: FixArgs,
    /// The baseline.
    #[command(flatten)]
    pub baseline: BaselineArgs,
    /// Threads to use, at most 256; one for each processor when not given.
    #[arg(long, short = 'j', value_name = "N", env = "CASEBOOK_THREADS", value_parser = threads)]
    pub threads: Option<NonZeroUsize>,
}

/// Which fixes are made.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Fixing")]
pub struct FixArgs {
    /// Mend what can be mended without a change of meaning.
    #[arg(long)]
    pub fix: bool,
    /// Mend also where a person should look at the result.
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Print what mending would change, and change nothing; exits with 1 if there is anything.
    #[arg(long)]
    pub diff: bool,
}

/// What is done with the baseline.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Baseline")]
pub struct BaselineArgs {
    /// Record today's findings, so that from now on only new ones count.
    #[arg(long, conflicts_with_all = ["select", "only", "ignore", "changed_since", "fix", "unsafe_fixes", "diff"])]
    pub write_baseline: bool,
    /// Fail when the baseline holds findings that are gone, and refuse to let it grow.
    #[arg(long)]
    pub frozen_baseline: bool,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Rules and owners by count.
    Summary,
    /// With the source line, a caret and help.
    Full,
    /// One line each.
    Concise,
    /// One JSON object.
    Json,
    /// Commands for GitHub Actions, errors first.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// A code quality report for GitLab.
    Gitlab,
    /// `JUnit` XML.
    Junit,
    /// A comment for a pull request.
    Markdown,
}

/// The lowest level that fails, as the plural that `--deny` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings and errors.
    Warnings,
    /// Everything.
    Infos,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
#[command(after_help = "Nothing is written. Ctrl-C ends it. Exit code 2: casebook could not do its job.")]
pub struct ServeArgs {
    /// The folder that holds `articles/`.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// The port; when it is taken, the next one that is free.
    #[arg(long, short, value_name = "N", default_value_t = 4321)]
    pub port: u16,
    /// The address to listen at. Any other than the default lets other machines read the site.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub address: std::net::IpAddr,
    /// Open the site in the browser.
    #[arg(long)]
    pub open: bool,
    /// Look for changes again and again, for drives that do not tell of them.
    #[arg(long)]
    pub poll: bool,
    /// What opens a file from the browser, with `{file}`, `{line}` and `{column}` where they belong; when not
    /// given, what $VISUAL or $EDITOR names, if it has a window of its own.
    #[arg(long, value_name = "COMMAND")]
    pub editor: Option<String>,
    /// Threads to use; one for each processor when not given.
    #[arg(long, short = 'j', value_name = "N", env = "CASEBOOK_THREADS")]
    pub threads: Option<std::num::NonZeroUsize>,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The rule.
    #[arg(value_name = "RULE", required_unless_present = "all")]
    pub rule: Option<String>,
    /// Explain all rules.
    #[arg(long, conflicts_with = "rule")]
    pub all: bool,
    /// How to print: for a terminal, or as Markdown.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PageFormat,
    /// With `--all`: write an index and a page for each rule into this folder, and remove pages of rules that are gone.
    #[arg(long, value_name = "DIR", requires = "all")]
    pub out: Option<PathBuf>,
}

/// How pages about rules are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// For a terminal.
    Text,
    /// Markdown.
    Markdown,
}

/// Arguments of `theme`.
#[derive(Debug, Args)]
pub struct ThemeArgs {
    /// What to do with the theme.
    #[command(subcommand)]
    pub command: ThemeCommand,
}

/// What `theme` can do.
#[derive(Debug, Subcommand)]
pub enum ThemeCommand {
    /// List the files of the built-in theme.
    List,
    /// Copy files of the built-in theme into the folder that `theme` in casebook.toml names.
    Copy {
        /// The files, such as `templates/article.html`.
        #[arg(value_name = "FILE", required = true)]
        files: Vec<String>,
        /// The folder that holds `casebook.toml`.
        #[arg(long, value_name = "DIR", default_value = ".")]
        dir: PathBuf,
    },
}

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The kind of the article, as in `selfHelpType`.
    #[arg(value_name = "KIND", required_unless_present = "from")]
    pub kind: Option<String>,
    /// Where the article goes: `articles/<folder>/<name>.md`.
    #[arg(value_name = "PATH", required_unless_present = "from")]
    pub path: Option<PathBuf>,
    /// Copy this article, with an id and an order of its own.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
}

/// Arguments of `dates`.
#[derive(Debug, Args)]
pub struct DatesArgs {
    /// The folder that holds `articles/`.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// Where the dates go; printed when not given.
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Arguments of `links`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 nothing at or over the failing level, 1 findings, 2 casebook could not do its job."
)]
pub struct LinksArgs {
    /// The folder that holds `articles/`.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// Where the list of links goes: an HTML file that link checkers read, or JSON with the ending .json;
    /// printed as HTML when not given.
    #[arg(long, short, value_name = "FILE", conflicts_with = "results")]
    pub out: Option<PathBuf>,
    /// What the link checker lychee printed with `--format json`.
    #[arg(long, value_name = "FILE")]
    pub results: Option<PathBuf>,
    /// The day of the results, as YYYY-MM-DD; today when not given.
    #[arg(long, value_name = "DAY", requires = "results", value_parser = day)]
    pub today: Option<jiff::civil::Date>,
    /// Do not write down in the ledger what is broken.
    #[arg(long, requires = "results")]
    pub frozen_ledger: bool,
    /// How to print findings; when not given, `full`.
    #[arg(long, value_name = "FORMAT", requires = "results")]
    pub format: Option<Format>,
    /// Write the findings to a file too, as FORMAT=PATH, or as PATH with an ending that tells the format.
    /// May be repeated.
    #[arg(long, value_name = "[FORMAT=]PATH", value_parser = output_file, requires = "results")]
    pub output_file: Vec<(Format, PathBuf)>,
    /// Fail on warnings, or on infos, and not on errors alone.
    #[arg(long, value_name = "LEVEL", requires = "results")]
    pub deny: Option<Deny>,
    /// Exit with 0 even if something was found.
    #[arg(long, requires = "results")]
    pub exit_zero: bool,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The folder that holds `articles/`.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// Where the page goes; made if it does not exist.
    #[arg(long, short, value_name = "DIR")]
    pub out: PathBuf,
    /// When articles changed last: a file that `casebook dates` wrote, in place of git.
    #[arg(long, value_name = "FILE")]
    pub dates: Option<PathBuf>,
    /// The day to count ages from, as YYYY-MM-DD; today when not given.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub today: Option<jiff::civil::Date>,
}

/// Reads a day.
fn day(value: &str) -> Result<jiff::civil::Date, String> {
    value.parse().map_err(|_| "write a day such as 2026-03-01".to_owned())
}

/// The most threads that can be asked for; more only wait for each other.
const MAX_THREADS: usize = 256;

/// Reads a number of threads.
fn threads(value: &str) -> Result<NonZeroUsize, String> {
    value
        .parse()
        .ok()
        .filter(|threads: &NonZeroUsize| threads.get() <= MAX_THREADS)
        .ok_or_else(|| format!("write a number from 1 to {MAX_THREADS}"))
}

/// Reads `FORMAT=PATH`, or a path whose ending tells the format.
fn output_file(value: &str) -> Result<(Format, PathBuf), String> {
    if let Some((format, path)) = value.split_once('=')
        && let Ok(format) = Format::from_str(format, true)
        && !path.is_empty()
    {
        return Ok((format, path.into()));
    }
    let path = PathBuf::from(value);
    let format = match path.extension().and_then(|ending| ending.to_str()) {
        Some("json") => Format::Json,
        Some("sarif") => Format::Sarif,
        Some("xml") => Format::Junit,
        Some("md") => Format::Markdown,
        Some("txt") => Format::Full,
        _ => return Err("the ending does not tell the format: write FORMAT=PATH".to_owned()),
    };
    Ok((format, path))
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On terminals, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
