//! Findings as a code quality report for GitLab.

use serde::Serialize;

use super::{Fingerprints, Report, path, position};
use crate::diagnostic::Severity;

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

/// All diagnostics as one array. `prefix` stands before every path.
pub fn gitlab(checked: &Report<'_>, prefix: &str) -> String {
    let mut fingerprints = Fingerprints::default();
    let issues: Vec<Issue<'_>> = checked
        .diagnostics
        .iter()
        .map(|diagnostic| Issue {
            description: &diagnostic.finding.message,
            check_name: diagnostic.finding.rule,
            fingerprint: fingerprints.of(checked, diagnostic),
            severity: match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Location {
                path: format!("{prefix}{}", path(checked, diagnostic)),
                lines: Lines { begin: position(checked, diagnostic).line },
            },
        })
        .collect();
    // Texts and numbers always serialize.
    serde_json::to_string(&issues).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    #[test]
    fn each_issue_has_what_the_host_requires() {
        let issues: serde_json::Value = serde_json::from_str(&gitlab(&Report::new(&sample()), "")).unwrap();
        let issues = issues.as_array().unwrap();
        assert_eq!(issues.len(), 3);
        for issue in issues {
            assert!(
                ["description", "check_name", "fingerprint", "severity"]
                    .iter()
                    .all(|key| issue[*key].is_string())
            );
            assert!(issue["location"]["lines"]["begin"].is_u64());
        }
        assert_ne!(issues[0]["fingerprint"], issues[1]["fingerprint"]);
    }
}
