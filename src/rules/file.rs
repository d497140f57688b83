//! Files as a whole: encodings, names, what tools left behind.

use super::{Family, Group, Rule, Severity};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: None, corpus: None };

const RULES: &[Rule] = &[
    Rule {
        name: "byte-order-mark",
        group: Group::File,
        severity: Severity::Info,
        summary: "The file starts with a byte order mark.",
        explanation: "",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "control-character",
        group: Group::File,
        severity: Severity::Warning,
        summary: "A control character stands in the text.",
        explanation: "",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "file-too-large",
        group: Group::File,
        severity: Severity::Error,
        summary: "The file is larger than an article may be.",
        explanation: "",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "file-unreadable",
        group: Group::File,
        severity: Severity::Error,
        summary: "The file cannot be read.",
        explanation: "",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "merge-conflict-marker",
        group: Group::File,
        severity: Severity::Error,
        summary: "A merge conflict was left in the file.",
        explanation: "",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "not-utf8",
        group: Group::File,
        severity: Severity::Error,
        summary: "The file is not UTF-8.",
        explanation: "",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "path-no-md-extension",
        group: Group::File,
        severity: Severity::Error,
        summary: "An article's file does not end in `.md`.",
        explanation: "",
        bad: &[],
        good: &[],
    },
];
