//! The command line: types only.

use std::path::PathBuf;

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
    /// Print the summary as one JSON object.
    #[arg(long)]
    pub json: bool,
    /// Say nothing but errors.
    #[arg(long, short, conflicts_with = "json")]
    pub quiet: bool,
    /// Threads to use; one for each processor when not given.
    #[arg(long, short = 'j', value_name = "N", env = "CASEBOOK_THREADS")]
    pub threads: Option<std::num::NonZeroUsize>,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The folder that holds `articles/`.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// How to print findings.
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub format: Format,
    /// Rules or groups to switch on, whatever the configuration says.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Rules or groups to switch off.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Threads to use; one for each processor when not given.
    #[arg(long, short = 'j', value_name = "N", env = "CASEBOOK_THREADS")]
    pub threads: Option<std::num::NonZeroUsize>,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the source line, a caret and help.
    Full,
    /// One line each.
    Concise,
    /// One JSON object.
    Json,
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
