//! The fuzz targets: what reads texts that people write, and what must hold for any text.
//!
//! A case is the target, a seed and a number: the same three give the same text on every machine.

mod article;
mod mutate;
mod seeds;

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use casebook::{
    article::{json, visibility},
    check::{self, Baseline},
    config::Config,
    report::{self, Style},
    source,
    span::Span,
};

pub(crate) use article::Kit;
pub(crate) use mutate::{Random, WORDS};
pub(crate) use seeds::Seeds;

/// What is fed. The search's query is fed by `tests/search/fuzz.mjs`: its reader is JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Header,
    Body,
    Json,
    Visibility,
    Config,
    Ignores,
    Baseline,
}

impl Target {
    pub(crate) const ALL: [Self; 7] =
        [Self::Header, Self::Body, Self::Json, Self::Visibility, Self::Config, Self::Ignores, Self::Baseline];

    /// The target called `name`.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.to_string() == name)
    }

    /// Reads `bytes`, and says what does not hold; a panic is told like that too.
    pub(crate) fn run(self, kit: &Kit, bytes: &[u8]) -> Result<(), String> {
        let (text, encoding) = source::decode(bytes.to_vec());
        let checked = catch_unwind(AssertUnwindSafe(|| match self {
            Self::Header | Self::Body | Self::Ignores => kit.article(text, encoding),
            Self::Json => json_alone(&text).and_then(|()| kit.article(text, encoding)),
            Self::Visibility => expression(&text),
            Self::Config => configuration(&text),
            Self::Baseline => baseline(&text),
        }));
        checked.unwrap_or_else(|panic| {
            let said = panic.downcast_ref::<String>().cloned();
            let said = said.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
            Err(format!("it panicked: {}", said.unwrap_or_default()))
        })
    }

    /// The text of case `number` of `seed`.
    pub(crate) fn case(self, seeds: &Seeds, seed: u64, number: u64) -> Vec<u8> {
        let mut random = Random::new(seed.wrapping_add((self as u64) << 56), number);
        mutate::mutated(seeds.of(self), &mut random)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "header",
            Self::Body => "body",
            Self::Json => "json",
            Self::Visibility => "visibility",
            Self::Config => "config",
            Self::Ignores => "ignores",
            Self::Baseline => "baseline",
        })
    }
}

/// Says whether `span` lies in `text` and between its characters.
fn within(text: &str, span: Span, what: &str) -> Result<(), String> {
    match text.get(span.range()) {
        Some(_) => Ok(()),
        None => Err(format!("{what}: {:?} is no place in {} bytes", span.range(), text.len())),
    }
}

fn json_alone(text: &str) -> Result<(), String> {
    let (_, findings) = json::read(text, Span::new(0, text.len()));
    findings.iter().try_for_each(|finding| within(text, finding.span, finding.rule))
}

fn expression(text: &str) -> Result<(), String> {
    match visibility::parse(text) {
        Ok(expr) => {
            expr.words();
            expr.comparisons().into_iter().try_for_each(|comparison| {
                within(text, comparison.id_span, "id")?;
                within(text, comparison.value_span, "value")
            })
        }
        Err(error) => within(text, error.span, error.message),
    }
}

fn configuration(text: &str) -> Result<(), String> {
    match Config::parse(text).and_then(|config| check::validate(&config)) {
        Ok(()) => Ok(()),
        Err(error) => {
            within(text, error.span, &error.message)?;
            let said = report::config_error(&error, "casebook.toml", text, Style::Plain);
            if said.is_empty() { Err("an error says nothing".to_owned()) } else { Ok(()) }
        }
    }
}

fn baseline(text: &str) -> Result<(), String> {
    let Ok(read) = Baseline::parse(text) else { return Ok(()) };
    match Baseline::parse(&read.to_text()) {
        Ok(again) if again == read => Ok(()),
        other => Err(format!("written and read again it is {other:?}")),
    }
}

/// Every file of `folder`, sorted by name; none when it is not there.
#[expect(clippy::disallowed_methods, reason = "seeds and kept cases are files")]
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, std::fs::read(entry.path()).ok()?)))
        .collect();
    files.sort();
    files
}
