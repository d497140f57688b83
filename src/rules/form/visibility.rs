//! When elements are shown: expressions that do not parse, and names in them that nothing has.

use super::{Element, Form, Group, Rule, Severity};
use crate::{
    article::{
        document::Control,
        json::{Node, Value},
        visibility::{Comparison, Operand, parse},
    },
    diagnostic::{Finding, Fix, Related},
    rules::fields::is_blank,
    span::Span,
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "visibility-syntax",
        group: Group::Form,
        severity: Severity::Error,
        summary: "A visibility expression does not parse.",
        explanation: "The portal cannot tell when to show the element, so it shows it always or never.\n\n\
            An expression compares the id of another element with a value: `plan == Basic`. `==` and `!=` \
            compare, `&&` and `||` join comparisons, parentheses group them. Both sides must be written each \
            time: `plan == Basic || plan == Large`. Values stand without quotes.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"size\", \"visibility\": \"plan⟦=⟧Basic\"}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"size\", \"visibility\": \"plan == Basic || ⟦Large⟧\"}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"size\", \"visibility\": ⟦[\"plan == Basic\"]⟧}]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\"}, {\"id\": \"size\", \"visibility\": \"plan == Basic\"}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"size\", \"visibility\": true}, {\"visibility\": null}, {\"visibility\": \"\"}]}\n---",
        ],
    },
    Rule {
        name: "visibility-unknown-id",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "A visibility expression names an element that the form does not have.",
        explanation: "The comparison is never true, so the element is never shown. Mostly the other element \
            was renamed, or the id is written in another case.\n\nUse the id of an element of this form, \
            letter by letter. The repair for an id in another case is safe; one for a misspelling is not.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"order\": 1},\n  {\"id\": \"size\", \"order\": 2, \"visibility\": \"⟦plan1⟧ == Basic\"}\n]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"order\": 1},\n  {\"id\": \"size\", \"order\": 2, \"visibility\": \"⟦Plan⟧ == Basic\"}\n]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"order\": 1},\n  {\"id\": \"size\", \"order\": 2, \"visibility\": \"plan == Basic\"}\n]}\n---",
        ],
    },
    Rule {
        name: "visibility-unknown-value",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "A visibility expression compares with a value that no option has.",
        explanation: "The comparison with `==` is never true, and the one with `!=` always, so the element is \
            never shown, or always. Mostly the option's text stands where its value belongs, or the option \
            was reworded.\n\nUse the `value` of an option, letter by letter. Lists that a service fills are \
            not checked.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"controlType\": \"dropdown\", \"dropdownOptions\": [{\"value\": \"basic\", \"text\": \"Basic plan\"}]},\n  {\"id\": \"size\", \"visibility\": \"plan == ⟦Basic plan⟧\"}\n]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"controlType\": \"dropdown\", \"dropdownOptions\": [{\"value\": \"basic\", \"text\": \"Basic plan\"}]},\n  {\"id\": \"size\", \"visibility\": \"plan == ⟦large⟧ || plan == basic\"}\n]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"controlType\": \"dropdown\", \"dropdownOptions\": [{\"value\": \"basic\", \"text\": \"Basic plan\"}]},\n  {\"id\": \"size\", \"visibility\": \"plan == basic || plan == null\"}\n]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"controlType\": \"dropdown\", \"dynamicDropdownOptions\": {\"uri\": \"/plans\"}},\n  {\"id\": \"size\", \"visibility\": \"plan == large\"}\n]}\n---",
        ],
    },
];

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Finding>) {
    for element in &form.elements {
        let Some(node) = element.fields.get("visibility").filter(|node| !is_blank(node)) else { continue };
        let source = match &node.value {
            Value::String(source) => source,
            Value::Bool(_) => continue,
            _ => {
                found.push(
                    Finding::new("visibility-syntax", node.span, "this is not an expression")
                        .help("write a text such as `\"id == value\"`"),
                );
                continue;
            }
        };
        match parse(source) {
            Err(error) => {
                let span = node.locate(form.text, error.span);
                found.push(
                    Finding::new("visibility-syntax", span, error.message)
                        .help("write comparisons such as `id == value`, joined by `&&` or `||`"),
                );
            }
            Ok(expr) => {
                for comparison in expr.comparisons() {
                    compare(form, node, comparison, found);
                }
            }
        }
    }
}

/// Checks the names in `comparison`, which stands in `node`.
fn compare(form: &Form<'_>, node: &Node, comparison: &Comparison<'_>, found: &mut Vec<Finding>) {
    let id = comparison.id;
    let Some(element) = form.element(id) else {
        found.push(unknown_id(form, node, comparison));
        return;
    };
    let Operand::Text(value) = comparison.value else { return };
    let choices = element.fields.elements("dropdownOptions").iter();
    let choices = choices.chain(element.fields.elements("radioButtonOptions"));
    let choices: Vec<(&str, &str)> = choices
        .map(|choice| {
            let text = |key| choice.get(key).unwrap_or(choice).text().unwrap_or_default();
            (text("value"), text("text"))
        })
        .collect();
    let is_open = !matches!(
        element.control,
        Some(Control::Dropdown | Control::MultiselectDropdown | Control::RadioButtonGroup)
    ) || choices.is_empty()
        || element.fields.get("dynamicDropdownOptions").is_some_and(|node| !is_blank(node));
    if is_open || choices.iter().any(|choice| choice.0.trim() == value) {
        return;
    }
    let span = node.locate(form.text, comparison.value_span);
    let place = option_place(element);
    let finding = Finding::new(
        "visibility-unknown-value",
        span,
        format!("no option of `{id}` has the value `{value}`"),
    )
    .related(Related { path: None, span: place, message: "its options are here".to_owned() });
    let meant =
        choices.iter().find(|choice| choice.1.trim() == value || choice.0.eq_ignore_ascii_case(value));
    found.push(match meant {
        Some((meant, _)) if is_plain(meant) => {
            finding.help(format!("did you mean `{meant}`?")).fix(Fix::unsafe_(span, meant.trim()))
        }
        _ => {
            let bare = value.trim_matches(['\'', '"']);
            if bare.len() < value.len() && choices.iter().any(|choice| choice.0 == bare) {
                finding.help("write the value without quotes").fix(Fix::unsafe_(span, bare))
            } else {
                finding.help("use the value of an option, letter by letter")
            }
        }
    });
}

fn unknown_id(form: &Form<'_>, node: &Node, comparison: &Comparison<'_>) -> Finding {
    let id = comparison.id;
    let span = node.locate(form.text, comparison.id_span);
    let finding =
        Finding::new("visibility-unknown-id", span, format!("no element of this form has the id `{id}`"));
    let mut ids = form.elements.iter().filter_map(|element| element.id);
    if let Some(meant) = ids.clone().find(|other| other.eq_ignore_ascii_case(id)) {
        let finding = finding.help(format!("write `{meant}`"));
        return if is_plain(meant) { finding.fix(Fix::safe(span, meant)) } else { finding };
    }
    let near = ids.find(|other| other.len() > 3 && strsim::damerau_levenshtein(other, id) <= 2);
    match near {
        Some(meant) if is_plain(meant) => {
            finding.help(format!("did you mean `{meant}`?")).fix(Fix::unsafe_(span, meant))
        }
        _ => finding.help("use the id of an element of this form"),
    }
}

/// Whether `text` can stand in a JSON text as it is.
fn is_plain(text: &str) -> bool {
    !text.contains(['"', '\\', '&', '|', '=']) && !text.contains(char::is_control)
}

fn option_place(element: &Element<'_>) -> Span {
    let options = element.fields.member("dropdownOptions").filter(|member| !is_blank(&member.value));
    options
        .or_else(|| element.fields.member("radioButtonOptions"))
        .map_or(element.place(), |member| member.key_span)
}
