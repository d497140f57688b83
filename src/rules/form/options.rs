//! The options of lists and buttons.

use super::{Element, Form, Group, Rule, Severity, keys::odd_keys};
use crate::{
    article::{
        document::Control,
        json::{Node, Value},
    },
    diagnostic::{Finding, Related},
    rules::fields::{Fields, is_blank, opening, repeated},
};

/// The keys of an option.
pub(super) const OPTION: &[&str] = &["value", "text"];

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "form-options-missing",
        group: Group::Form,
        severity: Severity::Error,
        summary: "A list or a group of buttons has no options.",
        explanation: "A customer can choose nothing from an empty list, and a required question that cannot \
            be answered keeps the case from being opened.\n\nAdd `dropdownOptions` with a `value` and a \
            `text` each, or `dynamicDropdownOptions` that name the service to ask; buttons have \
            `radioButtonOptions`.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": ⟦\"plan\"⟧, \"controlType\": \"dropdown\"}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": ⟦\"plan\"⟧, \"controlType\": \"radioButtonGroup\", \"radioButtonOptions\": []}]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\", \"controlType\": \"dropdown\", \"dropdownOptions\": [{\"value\": \"basic\", \"text\": \"Basic\"}]}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\", \"controlType\": \"dropdown\", \"dynamicDropdownOptions\": {\"uri\": \"/plans\"}}]}\n---",
        ],
    },
    Rule {
        name: "form-options-on-wrong-control",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "An element has options that its control cannot show.",
        explanation: "A text field shows no options, a list takes `dropdownOptions` and a group of buttons \
            `radioButtonOptions`: anything else is dropped without a word.\n\nChange the `controlType`, \
            rename the key, or remove the options.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\", \"controlType\": ⟦\"textbox\"⟧, \"dropdownOptions\": [{\"value\": \"basic\", \"text\": \"Basic\"}]}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\", \"controlType\": ⟦\"dropdown\"⟧, \"radioButtonOptions\": [{\"value\": \"basic\", \"text\": \"Basic\"}]}]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\", \"controlType\": \"multiselectdropdown\", \"dropdownOptions\": [{\"value\": \"basic\", \"text\": \"Basic\"}]}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\", \"controlType\": \"textbox\", \"dropdownOptions\": null}]}\n---",
        ],
    },
    Rule {
        name: "form-depends-on-unknown",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "Options that a service fills depend on an element that the form does not have.",
        explanation: "`dependsOn` names the element whose answer the address needs. When no element has that \
            id, the service is never asked and the list stays empty.\n\nUse the id of an element of this \
            form, letter by letter.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"account\", \"order\": 1},\n  {\"id\": \"invoice\", \"order\": 2, \"dynamicDropdownOptions\": {\"uri\": \"/invoices\", \"dependsOn\": ⟦\"acount\"⟧}}\n]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"account\", \"order\": 1},\n  {\"id\": \"invoice\", \"order\": 2, \"dynamicDropdownOptions\": {\"uri\": \"/invoices\", \"dependsOn\": \"account\"}}\n]}\n---",
        ],
    },
    Rule {
        name: "form-option-malformed",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "An option is not made of a value and a text.",
        explanation: "An option is `{\"value\": …, \"text\": …}`: the text is shown, the value is stored and \
            compared. The portal shows an empty line for an option without a text, and stores nothing for \
            one without a value.\n\nWrite both; they may be the same.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"dropdownOptions\": [\n  {\"value\": \"basic\", \"text\": \"Basic\"},\n  ⟦{⟧\"text\": \"Large\"}\n]}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"dropdownOptions\": [⟦\"Basic\"⟧]}]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"dropdownOptions\": [\n  {\"value\": \"basic\", \"text\": \"Basic\"},\n  {\"value\": \"large\", \"text\": \"Large\"}\n]}]}\n---",
        ],
    },
    Rule {
        name: "form-option-duplicate-value",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "Two options of a list have the same value.",
        explanation: "The value is what the case stores and what visibility expressions compare with, so two \
            options with the same one cannot be told apart: choosing the second is choosing the \
            first.\n\nGive each option a value of its own, or remove the copy.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": ⟦\"plan\"⟧, \"dropdownOptions\": [\n  {\"value\": \"basic\", \"text\": \"Basic\"},\n  {\"value\": \"basic\", \"text\": \"Large\"}\n]}]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\", \"dropdownOptions\": [\n  {\"value\": \"basic\", \"text\": \"Basic\"},\n  {\"value\": \"large\", \"text\": \"Large\"}\n]}]}\n---",
        ],
    },
    Rule {
        name: "form-option-duplicate-text",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "Two options of a list show the same text.",
        explanation: "A customer sees the same line twice and cannot know which one to choose, while the case \
            says different things for each.\n\nReword one of them, or remove the copy.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": ⟦\"plan\"⟧, \"dropdownOptions\": [\n  {\"value\": \"basic\", \"text\": \"Basic\"},\n  {\"value\": \"large\", \"text\": \"Basic\"}\n]}]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\", \"dropdownOptions\": [\n  {\"value\": \"basic\", \"text\": \"Basic\"},\n  {\"value\": \"large\", \"text\": \"Large\"}\n]}]}\n---",
        ],
    },
];

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Finding>) {
    for element in &form.elements {
        presence(element, found);
        depends_on(form, element, found);
        for key in ["dropdownOptions", "radioButtonOptions"] {
            options(element, element.fields.elements(key), found);
        }
    }
}

/// Whether an element has the options that its control needs, and no others.
fn presence(element: &Element<'_>, found: &mut Vec<Finding>) {
    let fields = &element.fields;
    let has = |name: &str| fields.get(name).is_some_and(|node| !is_blank(node));
    let wrong: &[&str] = match element.control {
        Some(Control::Dropdown | Control::MultiselectDropdown) => &["radioButtonOptions"],
        Some(Control::RadioButtonGroup) => &["dropdownOptions", "dynamicDropdownOptions"],
        Some(
            Control::Textbox
            | Control::MultilineTextbox
            | Control::NumericTextbox
            | Control::DateTimePicker
            | Control::Infoblock
            | Control::TextBlock,
        ) => &["dropdownOptions", "radioButtonOptions"],
        Some(Control::Unknown) | None => return,
    };
    for name in wrong.iter().filter(|name| has(name)) {
        let (Some(member), Some(control)) = (fields.member(name), fields.get("controlType")) else {
            continue;
        };
        let what = control.text().unwrap_or_default();
        found.push(
            Finding::new(
                "form-options-on-wrong-control",
                control.span,
                format!("a `{what}` does not show `{name}`"),
            )
            .help("change the controlType, or remove the options")
            .related(Related {
                path: None,
                span: member.key_span,
                message: "the options".to_owned(),
            }),
        );
    }
    let needs = matches!(
        element.control,
        Some(Control::Dropdown | Control::MultiselectDropdown | Control::RadioButtonGroup)
    );
    if needs && !["dropdownOptions", "dynamicDropdownOptions", "radioButtonOptions"].into_iter().any(has) {
        let (what, key) = if element.control == Some(Control::RadioButtonGroup) {
            ("this group of buttons", "radioButtonOptions")
        } else {
            ("this list", "dropdownOptions")
        };
        found.push(
            Finding::new(
                "form-options-missing",
                element.place(),
                format!("{what} has nothing to choose from"),
            )
            .help(format!("add `{key}`")),
        );
    }
}

/// Whether the element exists whose answer a service needs.
fn depends_on(form: &Form<'_>, element: &Element<'_>, found: &mut Vec<Finding>) {
    let Some(node) = element.fields.get("dynamicDropdownOptions").and_then(|node| node.get("dependsOn"))
    else {
        return;
    };
    let id = node.text().unwrap_or_default().trim();
    if !id.is_empty() && form.element(id).is_none() {
        found.push(
            Finding::new(
                "form-depends-on-unknown",
                node.span,
                format!("no element of this form has the id `{id}`"),
            )
            .help("use the id of an element of this form"),
        );
    }
}

/// Whether each of `options` is one, and differs from the others of `element`.
fn options(element: &Element<'_>, options: &[Node], found: &mut Vec<Finding>) {
    let views: Vec<Fields> = options.iter().map(|option| Fields::new(option, OPTION)).collect();
    for view in &views {
        malformed(view, found);
    }
    for (key, rule) in [("value", "form-option-duplicate-value"), ("text", "form-option-duplicate-text")] {
        let items = views.iter().filter_map(|view| Some((view.text(key)?, view.get(key)?.span)));
        for (text, spans) in repeated(items) {
            let mut finding = Finding::new(
                rule,
                element.place(),
                format!("{} options have the {key} `{text}`", spans.len()),
            )
            .help(format!("give each option a {key} of its own, or remove the copy"));
            for span in spans {
                finding = finding.related(Related { path: None, span, message: "this option".to_owned() });
            }
            found.push(finding);
        }
    }
}

fn malformed(view: &Fields<'_>, found: &mut Vec<Finding>) {
    if view.node.object().is_none() {
        found.push(
            Finding::new("form-option-malformed", view.node.span, "this option is not an object")
                .help("write `{\"value\": …, \"text\": …}`"),
        );
        return;
    }
    let is_bad = |name: &&&str| {
        view.get(name)
            .is_none_or(|node| matches!(node.value, Value::Null | Value::Array(_) | Value::Object(_)))
    };
    let missing: Vec<&&str> = OPTION.iter().filter(is_bad).collect();
    if missing.is_empty() {
        odd_keys(view, found);
        return;
    }
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    found.push(
        Finding::new(
            "form-option-malformed",
            opening(view.node),
            format!("this option has no {}", names.join(" and no ")),
        )
        .help("write `{\"value\": …, \"text\": …}`"),
    );
}
