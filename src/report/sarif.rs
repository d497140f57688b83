//! Findings as SARIF 2.1.0, for code scanning.

use std::fmt::Write as _;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{Fingerprints, Report, end, path, position};
use crate::{
    diagnostic::{Applicability, Diagnostic, Severity},
    rules::{self, Rule},
    span::{Position, Span},
};

/// The log. `prefix` stands before every path.
pub fn sarif(checked: &Report<'_>, prefix: &str) -> String {
    let used: Vec<&Rule> = {
        let mut names: Vec<&str> =
            checked.diagnostics.iter().map(|diagnostic| diagnostic.finding.rule).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().filter_map(rules::find).collect()
    };
    let mut fingerprints = Fingerprints::default();
    let fingerprints: Vec<String> =
        checked.diagnostics.iter().map(|diagnostic| fingerprints.of(checked, diagnostic)).collect();
    // Each becomes text at once: together the values of many findings would take gigabytes.
    let results: Vec<String> = checked
        .diagnostics
        .par_iter()
        .zip(fingerprints)
        .map(|(diagnostic, fingerprint)| {
            let mut result = result(checked, diagnostic, prefix);
            result["partialFingerprints"] = json!({ "casebook/v1": fingerprint });
            if let Ok(index) = used.binary_search_by(|rule| rule.name.cmp(diagnostic.finding.rule)) {
                result["ruleIndex"] = json!(index);
            }
            result.to_string()
        })
        .collect();
    let driver = json!({
        "name": "casebook",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": used.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
    });
    format!(
        r#"{{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{{"tool":{{"driver":{driver}}},"columnKind":"unicodeCodePoints","results":[{}]}}]}}"#,
        results.join(",")
    )
}

fn descriptor(rule: &Rule) -> Value {
    let text = if rule.explanation.is_empty() { rule.summary } else { rule.explanation };
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.summary },
        "help": { "text": text, "markdown": text },
        "defaultConfiguration": { "level": level(rule.severity), "enabled": rule.group.is_on() },
        "properties": { "tags": [rule.group.name()] },
    })
}

fn result(checked: &Report<'_>, diagnostic: &Diagnostic, prefix: &str) -> Value {
    let finding = &diagnostic.finding;
    let uri = uri(prefix, path(checked, diagnostic));
    let message = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(diagnostic.severity),
        "message": { "text": message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri },
            "region": region(position(checked, diagnostic), end(checked, diagnostic)),
        } }],
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(index, related)| {
            let file = checked.file(related.path.as_deref(), diagnostic.file);
            json!({
                "id": index,
                "message": { "text": related.message },
                "physicalLocation": {
                    "artifactLocation": { "uri": self::uri(prefix, &checked.source(file).path) },
                    "region": region_of(checked, file, related.span),
                },
            })
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = finding.fix.as_ref().filter(|fix| !fix.edits.is_empty()) {
        let edits = fix.edits.iter().map(|edit| {
            json!({
                "deletedRegion": region_of(checked, diagnostic.file, edit.span),
                "insertedContent": { "text": &*edit.text },
            })
        });
        let description = match fix.applicability {
            Applicability::Safe => "Keeps the meaning",
            Applicability::Unsafe => "A person should look at the result",
        };
        result["fixes"] = json!([{
            "description": { "text": description },
            "artifactChanges": [{
                "artifactLocation": { "uri": uri },
                "replacements": edits.collect::<Vec<_>>(),
            }],
        }]);
    }
    result
}

fn region_of(checked: &Report<'_>, file: u32, span: Span) -> Value {
    let (from, to) = checked.region(file, span);
    region(from, to)
}

fn region(from: Position, to: Position) -> Value {
    json!({ "startLine": from.line, "startColumn": from.column, "endLine": to.line, "endColumn": to.column })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The path as a relative reference.
fn uri(prefix: &str, path: &str) -> String {
    let mut uri = String::with_capacity(prefix.len() + path.len());
    for byte in prefix.bytes().chain(path.bytes()) {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    #[test]
    fn results_name_their_rules_places_and_fingerprints() {
        let log: Value = serde_json::from_str(&sarif(&Report::new(&sample()), "docs/")).unwrap();
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), 3);
        for result in results {
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
            assert_eq!(result["partialFingerprints"]["casebook/v1"].as_str().unwrap().len(), 16);
        }
        let place = &results[1]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "docs/articles/a/100%25,%20b.md");
        assert_eq!(
            place["region"],
            json!({ "startLine": 3, "startColumn": 3, "endLine": 3, "endColumn": 6 })
        );
        assert_eq!(results[1]["relatedLocations"][0]["message"]["text"], "here");
    }
}
