//! The health of the articles: what is found in them, what they cover, how old they are, which are alike,
//! which links are broken. As tables, of which the page, the JSON and the CSV files are three forms.
//!
//! Works on values; what a table says is decided here once.

mod articles;
mod coverage;
mod data;
mod findings;
mod page;

use jiff::civil::Date;

pub use data::{csv, json};
pub use page::{STYLE, html, is_page};

use crate::{diagnostic::Diagnostic, links::Ledger, site::Site};

/// What the health is judged by.
#[derive(Debug)]
pub struct Evidence<'e> {
    /// The site with the articles, and with their history if that is known.
    pub site: &'e Site<'e>,
    /// Everything that was found, whether the baseline knows it or not.
    pub all: &'e [Diagnostic],
    /// What the baseline does not know.
    pub new: &'e [Diagnostic],
    /// How many findings of the baseline are gone.
    pub gone: usize,
    /// The broken links.
    pub ledger: &'e Ledger,
    /// The day that ages are counted from.
    pub today: Date,
}

/// The health, table by table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// The site's title.
    pub title: String,
    /// The language of the articles.
    pub language: String,
    /// The day that ages are counted from.
    pub today: Date,
    /// The figures above all tables: name and number.
    pub figures: Vec<(&'static str, usize)>,
    /// The tables.
    pub tables: Vec<Table>,
}

/// A table of the page, which may have bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name in addresses and files.
    pub id: &'static str,
    /// Its headline.
    pub title: &'static str,
    /// What it says, or why it is empty.
    pub lead: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, those that matter most first.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What a number in it looks like in the row's bar; `None` when it is not in the bar.
    pub bar: Option<Shade>,
}

/// The looks of parts of bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say what they stand for")]
pub enum Shade {
    Error,
    Warning,
    Info,
    Known,
    Plain,
}

impl Shade {
    /// The name in the style sheet.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Known => "known",
            Self::Plain => "plain",
        }
    }
}

/// What stands in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A number.
    Number(usize),
}

impl Health {
    /// What `evidence` says.
    pub fn new(evidence: &Evidence<'_>) -> Self {
        let site = evidence.site;
        let mut tables = findings::tables(evidence);
        tables.extend(coverage::tables(site));
        tables.extend([
            articles::age(site, evidence.today),
            articles::oldest(site),
            articles::identical(site),
        ]);
        tables.push(articles::links(evidence.ledger));
        let known = evidence.all.len() - evidence.new.len();
        Self {
            title: site.config.title.clone(),
            language: site.config.language.clone(),
            today: evidence.today,
            figures: vec![
                ("articles", site.articles()),
                ("services", site.services.len()),
                ("new findings", evidence.new.len()),
                ("known to the baseline", known),
                ("gone from the baseline", evidence.gone),
                ("broken links", evidence.ledger.broken().len()),
            ],
            tables,
        }
    }
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn columns(columns: &[(&'static str, Option<Shade>)]) -> Vec<Column> {
    columns.iter().map(|(name, bar)| Column { name, bar: *bar }).collect()
}
