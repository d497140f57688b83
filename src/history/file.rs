//! The file of dates: the history of articles without git. `docs/publish.md` has its form.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Change, History};

/// The version of the form.
const VERSION: u32 = 1;

/// Why a file of dates cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatesError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    commit: String,
    articles: BTreeMap<String, Row>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    changed: String,
    #[serde(default)]
    contributors: Vec<String>,
}

/// The history that `text` holds, and the commit that it was read from; empty when that is not said.
///
/// # Errors
///
/// The first fault of the text.
pub fn parse(text: &str) -> Result<(History, String), DatesError> {
    let file: File = serde_json::from_str(text)
        .map_err(|error| DatesError { line: error.line(), message: error.to_string() })?;
    if file.version != VERSION {
        let message = format!("the version is {}, and this casebook reads version {VERSION}", file.version);
        return Err(DatesError { line: 1, message });
    }
    let mut changes = BTreeMap::new();
    for (path, row) in file.articles {
        let Some(time) = time(&row.changed) else {
            let line = text.lines().position(|line| line.contains(&path)).unwrap_or(0) + 1;
            let message = format!(
                "`{path}`: `changed` is {:?}; write a time such as \"2026-03-01T10:20:30Z\", or a day",
                row.changed
            );
            return Err(DatesError { line, message });
        };
        let contributors = row.contributors.into_iter().map(Into::into).collect();
        changes.insert(path.into(), Change { time, contributors });
    }
    Ok((History::new(changes), file.commit))
}

fn time(text: &str) -> Option<Timestamp> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Timestamp::from_second(time.as_second()).ok();
    }
    let is_day = text.len() == 10;
    let day: Date = is_day.then(|| text.parse().ok())??;
    format!("{day}T00:00:00Z").parse().ok()
}

/// `history`, which was read at `commit`, as the text of a file, one article a line.
pub fn text(history: &History, commit: &str) -> String {
    let json = |text: &str| serde_json::Value::from(text).to_string();
    let mut out = format!("{{\n  \"version\": {VERSION},\n");
    if !commit.is_empty() {
        out.push_str(&format!("  \"commit\": {},\n", json(commit)));
    }
    out.push_str("  \"articles\": {");
    for (at, (path, change)) in history.changes().enumerate() {
        let row = Row {
            changed: change.moment(),
            contributors: change.contributors.iter().map(ToString::to_string).collect(),
        };
        // Texts always serialize.
        let row = serde_json::to_string(&row).unwrap_or_default();
        out.push_str(&format!("{}\n    {}: {row}", if at > 0 { "," } else { "" }, json(path)));
    }
    out.push_str("\n  }\n}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let text_of = "{\"version\": 1, \"articles\": {\"articles/a/b.md\": {\"changed\": \"2026-03-01\"}, \"articles/a/c.md\": {\"changed\": \"2026-03-01T10:20:30+01:00\", \"contributors\": [\"A \\\"B\\\"\"]}}}";
        let (history, commit) = parse(text_of).unwrap();
        assert_eq!(history.of("articles/a/b.md").unwrap().moment(), "2026-03-01T00:00:00Z");
        assert_eq!(history.of("articles/a/c.md").unwrap().moment(), "2026-03-01T09:20:30Z");
        assert_eq!(history.of("articles/a/c.md").unwrap().day(), "2026-03-01");
        assert_eq!(commit, "");
        assert_eq!(parse(&text(&history, "abc")).unwrap(), (history, "abc".to_owned()));
    }

    #[test]
    fn faults_have_a_line() {
        let fault = |text: &str| parse(text).unwrap_err();
        assert_eq!(fault("{\"version\": 2, \"articles\": {}}").line, 1);
        let text = "{\"version\": 1, \"articles\": {\n\"articles/a/b.md\":\n{\"changed\": \"soon\"}}}";
        assert_eq!(fault(text).line, 2);
        assert!(fault(text).message.contains("soon"));
        assert_eq!(fault("{\"version\": 1,\n").line, 2);
    }
}
