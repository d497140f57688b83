//! What the link checker lychee prints with `--format json`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::outgoing::normal;

/// What lychee said of each address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    answers: BTreeMap<String, Answer>,
    /// Whether also what is fine is named.
    is_whole: bool,
    /// How many links lychee looked at.
    pub total: usize,
}

/// What an address answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is there.
    Fine,
    /// It is not there, in words.
    Broken(String),
    /// It does not say, such as a server that lets no programs in; in words.
    Unknown(String),
}

/// Codes of servers that are there and do not let link checkers in.
const REFUSED: [u16; 8] = [401, 403, 405, 406, 407, 429, 451, 999];

#[derive(Deserialize)]
struct Output {
    total: usize,
    #[serde(default)]
    success_map: Map,
    #[serde(alias = "fail_map")]
    error_map: Map,
    #[serde(default)]
    timeout_map: Map,
    #[serde(default)]
    excluded_map: Map,
}

type Map = BTreeMap<String, Vec<Row>>;

#[derive(Deserialize)]
struct Row {
    url: String,
    status: Option<Status>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Status {
    Said {
        #[serde(default)]
        text: String,
        code: Option<u16>,
        details: Option<String>,
    },
    Text(String),
}

impl Results {
    /// Reads what lychee printed.
    ///
    /// # Errors
    ///
    /// Why that is not what lychee prints.
    pub fn parse(text: &str) -> Result<Self, String> {
        let output: Output = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut answers = BTreeMap::new();
        let rows = |map: Map| map.into_values().flatten();
        for row in rows(output.success_map) {
            answers.extend(normal(&row.url).map(|url| (url, Answer::Fine)));
        }
        let is_whole = !answers.is_empty();
        for row in rows(output.excluded_map) {
            let answer = Answer::Unknown("it was left out".to_owned());
            answers.extend(normal(&row.url).map(|url| (url, answer)));
        }
        for row in rows(output.timeout_map) {
            let answer = Answer::Broken("no answer in time".to_owned());
            answers.extend(normal(&row.url).map(|url| (url, answer)));
        }
        for row in rows(output.error_map) {
            answers.extend(normal(&row.url).map(|url| (url, answer(row.status))));
        }
        Ok(Self { answers, is_whole, total: output.total })
    }

    /// The answer of `url`; of an address that lychee did not name, that it is fine if all of the links it was
    /// given were looked at, and nothing else.
    pub fn of(&self, url: &str, given: usize) -> Option<Answer> {
        match self.answers.get(url) {
            Some(answer) => Some(answer.clone()),
            None => (!self.is_whole && self.total >= given).then_some(Answer::Fine),
        }
    }

    /// The addresses that lychee named.
    pub fn named(&self) -> BTreeSet<&str> {
        self.answers.keys().map(String::as_str).collect()
    }
}

fn answer(status: Option<Status>) -> Answer {
    let (text, code, details) = match status {
        Some(Status::Said { text, code, details }) => (text, code, details),
        Some(Status::Text(text)) => (text, None, None),
        None => (String::new(), None, None),
    };
    match code {
        Some(code) if REFUSED.contains(&code) => Answer::Unknown(format!("it answers {code}")),
        Some(code) => {
            let reason = text.split(&format!("{code} ")).nth(1).unwrap_or_default();
            Answer::Broken(format!("it answers {code} {reason}").trim().to_owned())
        }
        // What else is said depends on the system; only the first part is for people.
        None => {
            let why = details.unwrap_or(text);
            let why = why.split(" (").next().unwrap_or_default().trim();
            Answer::Broken(if why.is_empty() { "it cannot be reached".to_owned() } else { why.to_owned() })
        }
    }
}
