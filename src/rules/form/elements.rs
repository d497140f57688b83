//! The elements of forms: what each must have, and what must differ between them.

use super::{Element, Form, Group, Rule, Severity};
use crate::{
    article::{document::Control, json::Value},
    diagnostic::{Finding, Fix, Related},
    rules::fields::{is_blank, near, repeated, shared_ids},
};

/// The controls, as they are spelt.
const CONTROLS: &[&str] = &[
    "dropdown",
    "multiselectdropdown",
    "textbox",
    "multilinetextbox",
    "numerictextbox",
    "datetimepicker",
    "radioButtonGroup",
    "infoblock",
    "textBlock",
];

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "form-element-missing-key",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "An element of a form lacks a key that it needs.",
        explanation: "Without `id` no other question can refer to the element and its answer has no name in \
            the case; without `order` it lands anywhere; without `controlType` it is not shown; without \
            `displayLabel` nobody knows what is asked; and whether it must be answered is for `required` to \
            say. An information block needs `content` instead of a label.\n\nAdd the key. The finding stands \
            at the element's id, or at its brace when it has none.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": ⟦\"what\"⟧, \"order\": 1, \"controlType\": \"textbox\", \"displayLabel\": \"What happened?\"}\n]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  ⟦{⟧\"order\": 1, \"controlType\": \"textbox\", \"displayLabel\": \"What happened?\", \"required\": true}\n]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": ⟦\"note\"⟧, \"order\": 1, \"controlType\": \"infoblock\", \"content\": null}\n]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"what\", \"order\": 1, \"controlType\": \"textbox\", \"displayLabel\": \"What happened?\", \"required\": true}\n]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"note\", \"order\": 1, \"controlType\": \"infoblock\", \"content\": \"We call back within a day.\"}\n]}\n---",
        ],
    },
    Rule {
        name: "form-duplicate-element-id",
        group: Group::Form,
        severity: Severity::Error,
        summary: "Two elements of a form have the same id.",
        explanation: "The answers are stored by id: of two questions with the same one, the case holds a \
            single answer. A visibility expression means one of them, and nobody can tell which.\n\nGive the \
            later element an id of its own, and mend the expressions that mean it.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": ⟦\"plan\"⟧, \"order\": 1},\n  {\"id\": ⟦\"plan\"⟧, \"order\": 2}\n]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"order\": 1},\n  {\"id\": \"plan_size\", \"order\": 2}\n]}\n---",
        ],
    },
    Rule {
        name: "form-duplicate-order",
        group: Group::Form,
        severity: Severity::Error,
        summary: "Two elements of a form have the same order.",
        explanation: "Elements are shown by their `order`; two with the same one change places from one visit \
            to the next, or one of them hides the other.\n\nNumber the elements anew from the repeated one \
            on.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"order\": 1},\n  {\"id\": \"size\", \"order\": ⟦1⟧}\n]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"order\": 1},\n  {\"id\": \"size\", \"order\": 2}\n]}\n---",
        ],
    },
    Rule {
        name: "form-order-not-integer",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "An element's order is not a whole number.",
        explanation: "An order in quotes is a text, and texts sort by their letters: `\"10\"` comes before \
            `\"2\"`.\n\nWrite a whole number without quotes.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\", \"order\": ⟦\"2\"⟧}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\", \"order\": ⟦1.5⟧}]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\", \"order\": 2}]}\n---",
        ],
    },
    Rule {
        name: "form-element-id-space",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "An element's id holds a space.",
        explanation: "Expressions name elements without quotes, and whoever evaluates the answers splits names \
            at spaces. An id with a space also tends to be its label, which someone will reword one \
            day.\n\nWrite `_` in place of the space, here and in the expressions that mean the element.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": ⟦\"plan size\"⟧}]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan_size\"}]}\n---",
        ],
    },
    Rule {
        name: "form-control-unknown",
        group: Group::Form,
        severity: Severity::Error,
        summary: "An element has a controlType that does not exist.",
        explanation: "The portal cannot show a control that it does not know, so the question is missing from \
            the form.\n\nUse one of `dropdown`, `multiselectdropdown`, `textbox`, `multilinetextbox`, \
            `numerictextbox`, `datetimepicker`, `radioButtonGroup`, `infoblock` and `textBlock`; their case \
            does not matter.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"what\", \"controlType\": ⟦\"multilinetext\"⟧}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"what\", \"controlType\": ⟦\"\"⟧}]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"what\", \"controlType\": \"multilinetextbox\"}, {\"controlType\": \"TextBox\"}]}\n---",
        ],
    },
];

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Finding>) {
    for element in &form.elements {
        missing_keys(element, found);
        order(element, found);
        id_space(element, found);
        control(element, found);
    }
    let ids = form.elements.iter().filter_map(|element| Some((element.id?, element.fields.get("id")?.span)));
    found.extend(shared_ids("form-duplicate-element-id", "element", ids));
    let orders = form.elements.iter().filter_map(|element| {
        let order = element.fields.get("order")?;
        Some((order.text()?.trim(), order.span))
    });
    for (order, spans) in repeated(orders.filter(|(order, _)| !order.is_empty())) {
        for span in &spans[1..] {
            found.push(
                Finding::new(
                    "form-duplicate-order",
                    *span,
                    format!("another element has the order {order} too"),
                )
                .help("number the elements anew from here on")
                .related(Related {
                    path: None,
                    span: spans[0],
                    message: "the other one".to_owned(),
                }),
            );
        }
    }
}

fn missing_keys(element: &Element<'_>, found: &mut Vec<Finding>) {
    let fields = &element.fields;
    let mut report = |name: &str| {
        found.push(
            Finding::new(
                "form-element-missing-key",
                element.place(),
                format!("this element has no `{name}`"),
            )
            .help(format!("add `\"{name}\": …`")),
        );
    };
    for name in ["id", "order", "controlType"] {
        if fields.lacks(name) && !fields.misspells(name) {
            report(name);
        }
    }
    if element.is_text() {
        let says_nothing = fields.get("content").is_none_or(is_blank);
        if says_nothing && fields.get("dynamicTextBlockOptions").is_none_or(is_blank) {
            report("content");
        }
        return;
    }
    for name in ["displayLabel", "required"] {
        if fields.lacks(name) && !fields.misspells(name) {
            report(name);
        }
    }
}

fn order(element: &Element<'_>, found: &mut Vec<Finding>) {
    let Some(node) = element.fields.get("order") else { return };
    let is_integer = node.integer().is_some();
    match &node.value {
        Value::Number(_) if is_integer => {}
        Value::String(text) if is_integer => found.push(
            Finding::new("form-order-not-integer", node.span, "this order is a text")
                .help("write the number without quotes")
                .fix(Fix::safe(node.span, text.trim())),
        ),
        _ => found.push(
            Finding::new("form-order-not-integer", node.span, "this order is not a whole number")
                .help("write a whole number without quotes"),
        ),
    }
}

fn id_space(element: &Element<'_>, found: &mut Vec<Finding>) {
    let Some(node) = element.fields.get("id") else { return };
    if node.text().is_some_and(|id| !id.trim().is_empty() && id.contains(char::is_whitespace)) {
        found.push(
            Finding::new("form-element-id-space", node.span, "this id holds a space")
                .help("write `_` instead, here and in the expressions that mean it"),
        );
    }
}

fn control(element: &Element<'_>, found: &mut Vec<Finding>) {
    let (Some(Control::Unknown), Some(node)) = (element.control, element.fields.get("controlType")) else {
        return;
    };
    let name = node.text().unwrap_or_default().trim();
    let message = if name.is_empty() {
        "this controlType is empty".to_owned()
    } else {
        format!("there is no control `{name}`, so this element is not shown")
    };
    let finding = Finding::new("form-control-unknown", node.span, message);
    found.push(match near(name, CONTROLS) {
        Some(meant) => finding
            .help(format!("did you mean `{meant}`?"))
            .fix(Fix::unsafe_(node.span, format!("\"{meant}\""))),
        None => finding.help(format!("use one of {}", CONTROLS.join(", "))),
    });
}
