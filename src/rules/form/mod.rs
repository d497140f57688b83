//! Forms: what a form must hold, its keys and the way it ends.
//!
//! Owns the view that all rules over forms share, so that each form is walked once. The neighbours check
//! its elements, their options and when they are shown.

mod elements;
mod keys;
mod options;
mod visibility;

use rustc_hash::FxHashMap;

use super::{
    Context, Family, Group, Rule, Severity,
    fields::{Fields, opening},
};
use crate::{
    article::{document::Control, json::Node, kind::Kind},
    diagnostic::{Finding, Related},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: ALL, article: Some(run), ..Family::NONE };

const PARTS: &[&[Rule]] = &[RULES, keys::RULES, elements::RULES, options::RULES, visibility::RULES];
const COUNT: usize =
    RULES.len() + keys::RULES.len() + elements::RULES.len() + options::RULES.len() + visibility::RULES.len();
const ALL: &[Rule] = &super::rule::joined::<COUNT>(PARTS);

const RULES: &[Rule] = &[
    Rule {
        name: "form-missing-key",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "A form lacks one of the keys that every form has.",
        explanation: "The portal takes a default for a key that is not there, and the default is rarely what \
            the author had in mind: without `subscriptionRequired` a customer is asked for a subscription \
            that the question may have nothing to do with, without `title` the form has no headline, and \
            without `fileAttachmentHint` customers attach nothing.\n\nWrite every key: `title`, \
            `resourceRequired`, `subscriptionRequired`, `fileAttachmentHint` and `formElements`. A hint may \
            be an empty text. The questions of a troubleshooting guide need `formElements` only.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n⟦{⟧\n  \"$schema\": \"SelfHelpContent\",\n  \"resourceRequired\": false,\n  \"subscriptionRequired\": true,\n  \"fileAttachmentHint\": \"\",\n  \"formElements\": []\n}\n---",
            "kind: TSG_Questions\n# Questions\n---\n⟦{⟧\"questions\": []}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\n  \"$schema\": \"SelfHelpContent\",\n  \"title\": \"Billing\",\n  \"resourceRequired\": false,\n  \"subscriptionRequired\": true,\n  \"fileAttachmentHint\": \"\",\n  \"formElements\": []\n}\n---",
        ],
    },
    Rule {
        name: "form-no-additional-details",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "No question of a form takes the customer's own words.",
        explanation: "The answer of one question becomes the description of the case. When no element says \
            `\"useAsAdditionalDetails\": true`, the portal adds a field of its own below the form, and the \
            engineer reads the description without the question that it answers.\n\nSet \
            `useAsAdditionalDetails` on the question that asks for the problem in the customer's own words, \
            mostly the last `multilinetextbox`.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n⟦{⟧\"formElements\": [\n  {\"id\": \"what\", \"order\": 1, \"controlType\": \"multilinetextbox\"}\n]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"what\", \"order\": 1, \"controlType\": \"multilinetextbox\", \"useAsAdditionalDetails\": true}\n]}\n---",
            "kind: TSG_Questions\n# Questions\n---\n{\"formElements\": [{\"id\": \"a\", \"order\": 1, \"controlType\": \"textbox\"}]}\n---",
        ],
    },
    Rule {
        name: "form-many-additional-details",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "Several questions of a form claim to be the description of the case.",
        explanation: "Only one answer becomes the description of the case; of several elements with \
            `\"useAsAdditionalDetails\": true` the portal takes one, and the others are lost to whoever reads \
            the case.\n\nLeave it on the question that asks for the problem in the customer's own words and \
            set it to `false` on the rest.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n⟦{⟧\"formElements\": [\n  {\"id\": \"what\", \"useAsAdditionalDetails\": true},\n  {\"id\": \"more\", \"useAsAdditionalDetails\": true}\n]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"what\", \"useAsAdditionalDetails\": true},\n  {\"id\": \"more\", \"useAsAdditionalDetails\": false}\n]}\n---",
        ],
    },
];

/// A form as the rules see it.
struct Form<'a> {
    text: &'a str,
    head: Fields<'a>,
    elements: Vec<Element<'a>>,
    /// The first element with each id.
    by_id: FxHashMap<&'a str, usize>,
    /// Whether it is a scoping form, and not the questions of a guide.
    is_scoping: bool,
}

impl<'a> Form<'a> {
    /// The element with `id`, letter by letter.
    fn element(&self, id: &str) -> Option<&Element<'a>> {
        self.by_id.get(id).map(|index| &self.elements[*index])
    }
}

/// An element of a form.
struct Element<'a> {
    fields: Fields<'a>,
    /// What it is; nothing when it does not say.
    control: Option<Control>,
    id: Option<&'a str>,
}

impl<'a> Element<'a> {
    fn new(node: &'a Node) -> Self {
        let fields = Fields::new(node, keys::ELEMENT);
        let control = fields.get("controlType").and_then(Node::text).map(Control::new);
        let id = fields.text("id");
        Self { fields, control, id }
    }

    /// Where the element as a whole is meant: its id, or its brace.
    fn place(&self) -> Span {
        match self.fields.get("id") {
            Some(id) if self.id.is_some() => id.span,
            _ => opening(self.fields.node),
        }
    }

    /// Whether it only shows a text.
    fn is_text(&self) -> bool {
        matches!(self.control, Some(Control::Infoblock | Control::TextBlock))
    }
}

/// Runs all rules of this family.
fn run(context: &Context<'_>, found: &mut Vec<Finding>) {
    let is_scoping = context.kind() == Kind::ProblemScopingQuestions;
    if !is_scoping && context.kind() != Kind::TsgQuestions {
        return;
    }
    let Some(node) = context.json().filter(|node| node.object().is_some()) else { return };
    let head = Fields::new(node, keys::HEAD);
    let elements = head.elements("formElements").iter().filter(|node| node.object().is_some());
    let elements: Vec<Element> = elements.map(Element::new).collect();
    let mut by_id = FxHashMap::default();
    for (index, element) in elements.iter().enumerate() {
        by_id.entry(element.id.unwrap_or_default()).or_insert(index);
    }
    let form = Form { text: context.text, head, elements, by_id, is_scoping };
    check(&form, found);
    keys::check(&form, found);
    elements::check(&form, found);
    options::check(&form, found);
    visibility::check(&form, found);
}

fn check(form: &Form<'_>, found: &mut Vec<Finding>) {
    let place = opening(form.head.node);
    let required: &[&str] = if form.is_scoping {
        &["title", "resourceRequired", "subscriptionRequired", "fileAttachmentHint", "formElements"]
    } else {
        &["formElements"]
    };
    for name in required.iter().filter(|name| form.head.lacks(name) && !form.head.misspells(name)) {
        found.push(
            Finding::new("form-missing-key", place, format!("the form has no `{name}`"))
                .help(format!("add `\"{name}\": …`")),
        );
    }
    let is_details = |element: &&Element| {
        element.fields.get("useAsAdditionalDetails").and_then(Node::boolean) == Some(true)
    };
    let details: Vec<&Element> = form.elements.iter().filter(is_details).collect();
    match details.len() {
        0 if form.is_scoping && !form.elements.is_empty() => found.push(
            Finding::new(
                "form-no-additional-details",
                place,
                "no question of this form becomes the description of the case",
            )
            .help("add `\"useAsAdditionalDetails\": true` to the question that asks for the problem in own words"),
        ),
        0 | 1 => {}
        count => {
            let mut finding = Finding::new(
                "form-many-additional-details",
                place,
                format!("{count} questions of this form claim to be the description of the case"),
            )
            .help("keep `useAsAdditionalDetails` on one of them");
            for element in details {
                let span = element.fields.member("useAsAdditionalDetails").map_or(element.place(), |member| {
                    member.key_span
                });
                finding = finding.related(Related { path: None, span, message: "this one".to_owned() });
            }
            found.push(finding);
        }
    }
}
