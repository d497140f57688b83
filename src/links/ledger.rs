//! The ledger: since when links are broken. It is kept with the articles, so that every run knows it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Answer, Outgoing, Results};

const VERSION: u32 = 1;

/// Broken links by address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    broken: BTreeMap<String, Broken>,
}

/// What is known of a broken link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The day on which it was first found broken.
    pub since: Date,
    /// What is wrong with it.
    pub why: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    broken: BTreeMap<String, Row>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    since: String,
    why: String,
}

impl Ledger {
    /// Reads a ledger.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.version != VERSION {
            return Err(format!(
                "the version is {}, and this casebook reads version {VERSION}",
                file.version
            ));
        }
        let row = |(url, row): (String, Row)| match row.since.parse() {
            Ok(since) => Ok((url, Broken { since, why: row.why })),
            Err(_) => Err(format!("`{url}`: `since` is {:?}; write a day such as \"2026-03-01\"", row.since)),
        };
        Ok(Self { broken: file.broken.into_iter().map(row).collect::<Result<_, _>>()? })
    }

    /// The ledger as text.
    pub fn text(&self) -> String {
        let row = |(url, broken): (&String, &Broken)| {
            (url.clone(), Row { since: broken.since.to_string(), why: broken.why.clone() })
        };
        let file = File { version: VERSION, broken: self.broken.iter().map(row).collect() };
        // Texts always serialize.
        let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
        text.push('\n');
        text
    }

    /// With what `results`, which are of the day `today`, say of `outgoing`. Days stay those on which links
    /// were first found broken; where nothing is said, everything stays.
    #[must_use]
    pub fn with(&self, results: &Results, outgoing: &Outgoing, today: Date) -> Self {
        let links = outgoing.links();
        let given = links.len();
        let broken = links
            .filter_map(|(url, _)| {
                let old = self.broken.get(url);
                let new = match results.of(url, given) {
                    Some(Answer::Fine) => None,
                    Some(Answer::Broken(why)) => {
                        Some(Broken { since: old.map_or(today, |old| old.since.min(today)), why })
                    }
                    Some(Answer::Unknown(_)) | None => old.cloned(),
                };
                Some((url.to_owned(), new?))
            })
            .collect();
        Self { broken }
    }

    /// What is known of `url`, if it is broken.
    pub fn of(&self, url: &str) -> Option<&Broken> {
        self.broken.get(url)
    }

    /// Every broken link.
    pub fn broken(&self) -> impl ExactSizeIterator<Item = (&str, &Broken)> {
        self.broken.iter().map(|(url, broken)| (&**url, broken))
    }
}
