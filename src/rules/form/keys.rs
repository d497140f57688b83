//! The keys of forms, and whether their values have the right type.

use super::{Form, Group, Rule, Severity};
use crate::{
    article::json::{Member, Node, Value},
    diagnostic::{Finding, Fix},
    rules::fields::{Fields, Odd},
};

/// The keys of a form.
pub(super) const HEAD: &[&str] = &[
    "$schema",
    "title",
    "resourceRequired",
    "subscriptionRequired",
    "fileAttachmentHint",
    "diagnosticCard",
    "formElements",
    "infoBalloonText",
    "id",
    "version",
];

/// The keys of an element, the commonest first.
pub(super) const ELEMENT: &[&str] = &[
    "id",
    "order",
    "controlType",
    "displayLabel",
    "required",
    "watermarkText",
    "dropdownOptions",
    "useAsAdditionalDetails",
    "visibility",
    "infoBalloonText",
    "dynamicDropdownOptions",
    "hints",
    "content",
    "numberOfLines",
    "maxLength",
    "diagnosticInputRequiredClients",
    "radioButtonOptions",
    "textPropertyRegex",
    "dynamicTextBlockOptions",
    "filter",
    "validations",
    "numberType",
    "min",
    "max",
    "regex",
];

/// The keys of what is asked from a service.
const DYNAMIC: &[&str] = &[
    "uri",
    "jTokenPath",
    "textProperty",
    "valueProperty",
    "textPropertyRegex",
    "valuePropertyRegex",
    "defaultDropdownOptions",
    "textTemplate",
    "dependsOn",
    "filter",
];

/// The keys of the card that shows what diagnostics found.
const CARD: &[&str] = &["title", "description", "insightNotAvailableText"];

/// The keys whose value is true or false.
const BOOLEAN: [&str; 5] =
    ["resourceRequired", "subscriptionRequired", "required", "useAsAdditionalDetails", "filter"];

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "form-key-case",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "A key of a form is written in another case.",
        explanation: "The portal compares keys letter by letter in some places and without regard to case in \
            others, so a `controltype` works until it meets the wrong one. casebook reads it as it is \
            meant.\n\nWrite the key as all other forms do; the repair does just that.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"what\", ⟦\"controltype\"⟧: \"textbox\"}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"dropdownOptions\": [{⟦\"Value\"⟧: \"a\", \"text\": \"A\"}]}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{⟦\"Title\"⟧: \"Billing\"}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"what\", \"controlType\": \"textbox\"}]}\n---",
        ],
    },
    Rule {
        name: "form-key-typo",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "A key of a form is misspelt.",
        explanation: "The portal passes over a key that it does not know, without a word: a `visibilty` means \
            that the question is always shown, and a `dropdownOption` that its list is empty.\n\nMend the \
            spelling. The repair is not applied unasked, because what the key says has had no effect so far.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"what\", ⟦\"visibilty\"⟧: \"plan == Basic\"}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{⟦\"fileAttachementHint\"⟧: \"\"}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"what\", \"visibility\": \"plan == Basic\"}]}\n---",
        ],
    },
    Rule {
        name: "form-unknown-key",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "A form or one of its elements has a key that no form knows.",
        explanation: "What stands under a key that the portal does not know is never shown. Mostly the key \
            belongs one level deeper or higher: an option's `value` that slipped out of its list, or a text \
            of the diagnostic card that stands beside it.\n\nMove the key to where it belongs, or remove it.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"what\", ⟦\"value\"⟧: \"Basic\"}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{⟦\"scopes\"⟧: []}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"what\", \"dropdownOptions\": [{\"value\": \"Basic\", \"text\": \"Basic\"}]}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"diagnosticCard\": {\"title\": \"Check\"}}\n---",
        ],
    },
    Rule {
        name: "form-boolean-as-text",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "A key that says yes or no holds something other than true or false.",
        explanation: "`\"true\"` in quotes is a text. Some readers of the form take every text for true, \
            `\"false\"` included, and some refuse it.\n\nWrite `true` or `false` without quotes.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"what\", \"required\": ⟦\"true\"⟧}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"resourceRequired\": ⟦\"\"⟧}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"what\", \"required\": true}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"what\", \"useAsAdditionalDetails\": null}]}\n---",
        ],
    },
];

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Finding>) {
    odd_keys(&form.head, found);
    booleans(&form.head, found);
    nested(&form.head, "diagnosticCard", CARD, found);
    for element in &form.elements {
        odd_keys(&element.fields, found);
        booleans(&element.fields, found);
        nested(&element.fields, "dynamicDropdownOptions", DYNAMIC, found);
    }
}

/// Reports the odd keys of the object under `name`.
fn nested(fields: &Fields<'_>, name: &str, names: &'static [&'static str], found: &mut Vec<Finding>) {
    if let Some(node) = fields.get(name) {
        odd_keys(&Fields::new(node, names), found);
    }
}

/// Reports the keys that are not written as they should be.
pub(super) fn odd_keys(fields: &Fields<'_>, found: &mut Vec<Finding>) {
    for (member, odd) in &fields.odd {
        let Member { key, key_span: span, .. } = member;
        found.push(match odd {
            Odd::Case(name) => {
                let finding =
                    Finding::new("form-key-case", *span, format!("the key `{key}` is spelt `{name}`"))
                        .help(format!("write `{name}`"));
                // Two keys that differ in case would become the same one.
                let is_alone = fields.member(name).is_some_and(|kept| std::ptr::eq(kept, *member));
                if is_alone { finding.fix(Fix::safe(*span, format!("\"{name}\""))) } else { finding }
            }
            Odd::Typo(name) => {
                let finding = Finding::new(
                    "form-key-typo",
                    *span,
                    format!("the key `{key}` has no effect; forms know `{name}`"),
                )
                .help(format!("did you mean `{name}`?"));
                if fields.member(name).is_none() {
                    finding.fix(Fix::unsafe_(*span, format!("\"{name}\"")))
                } else {
                    finding
                }
            }
            Odd::Unknown => Finding::new(
                "form-unknown-key",
                *span,
                format!("no form knows the key `{key}` here, so it has no effect"),
            )
            .help("move it to where it belongs, or remove it"),
        });
    }
}

fn booleans(fields: &Fields<'_>, found: &mut Vec<Finding>) {
    for name in BOOLEAN {
        let Some(node) = fields.get(name) else { continue };
        if matches!(node.value, Value::Bool(_) | Value::Null) {
            continue;
        }
        let finding =
            Finding::new("form-boolean-as-text", node.span, format!("`{name}` is neither true nor false"))
                .help("write `true` or `false` without quotes");
        let value = matches!(node.value, Value::String(_)).then(|| Node::boolean(node)).flatten();
        found.push(match value {
            Some(value) => finding.fix(Fix::safe(node.span, value.to_string())),
            None => finding,
        });
    }
}
