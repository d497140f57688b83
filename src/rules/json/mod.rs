//! JSON bodies of every kind: the lines around the object, and what it says it is.
//!
//! The parser reports all but the schema; `syntax` documents what can be wrong inside.

mod cut;
mod syntax;

pub(super) use cut::forgive;

use super::{Context, Family, Group, Rule, Severity, fields::opening};
use crate::{
    article::{json::Node, kind::Kind},
    diagnostic::{Finding, Fix},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: ALL, article: Some(run), ..Family::NONE };

const COUNT: usize = RULES.len() + syntax::RULES.len();
const ALL: &[Rule] = &super::rule::joined::<COUNT>(&[RULES, syntax::RULES]);

const RULES: &[Rule] = &[
    Rule {
        name: "json-duplicate-key",
        group: Group::Json,
        severity: Severity::Warning,
        summary: "A key stands twice in one object.",
        explanation: "Readers of JSON take the last of them, and what stands under the first is lost without a word. \
            Mostly a line was copied and not changed, or a comma and a brace between two objects were \
            lost.\n\nKeep the one that is meant.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{⟦\"title\"⟧: \"Billing\", \"resourceRequired\": true, \"title\": \"Payment\"}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"title\": \"Billing\", \"resourceRequired\": true}\n---",
        ],
    },
    Rule {
        name: "json-fence-missing",
        group: Group::Json,
        severity: Severity::Error,
        summary: "The `---` line before or after the JSON is missing.",
        explanation: "The lines of three dashes tell the object from the headline and from whatever follows. The \
            publishing tools cut the article at them, so without one the article arrives without its \
            object.\n\nWrite `---` alone on the line before the opening brace and on the line after the \
            closing one.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n⟦⟧{\"$schema\": \"SelfHelpContent\", \"title\": \"Billing\"}\n---",
            "kind: problemScopingQuestions\n# Billing\n⟦---⟧{\"$schema\": \"SelfHelpContent\", \"title\": \"Billing\"}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"$schema\": \"SelfHelpContent\", \"title\": \"Billing\"}⟦⟧\n",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"$schema\": \"SelfHelpContent\", \"title\": \"Billing\"}\n---",
        ],
    },
    Rule {
        name: "json-missing",
        group: Group::Json,
        severity: Severity::Error,
        summary: "The article has no JSON object.",
        explanation: "Forms, menus, trees and recommendations are made of a JSON object; without one the article is \
            empty.\n\nWrite the object between two `---` lines below the headline, or change `selfHelpType` \
            if the article was meant to be text.",
        bad: &["kind: problemScopingQuestions\n⟦# Billing⟧\n\nText alone.\n"],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"$schema\": \"SelfHelpContent\", \"title\": \"Billing\"}\n---",
        ],
    },
    Rule {
        name: "json-text-before",
        group: Group::Json,
        severity: Severity::Warning,
        summary: "Text stands between the opening line and the JSON.",
        explanation: "What stands after `---` belongs to the object, and text is no JSON: strict readers stop \
            there.\n\nMove the text above the `---` line, or remove it.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n⟦Ask for the plan first.⟧\n{\"$schema\": \"SelfHelpContent\", \"title\": \"Billing\"}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"$schema\": \"SelfHelpContent\", \"title\": \"Billing\"}\n---",
        ],
    },
    Rule {
        name: "json-text-after-fence",
        group: Group::Json,
        severity: Severity::Warning,
        summary: "Text follows the JSON's closing line.",
        explanation: "Nothing after the closing `---` is ever shown. Mostly it is a part of the object that a lost \
            `---` cut off, or a note.\n\nMove it into the object, or remove it.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"$schema\": \"SelfHelpContent\", \"title\": \"Billing\"}\n---\n⟦More about billing.⟧\n",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"$schema\": \"SelfHelpContent\", \"title\": \"Billing\"}\n---\n",
        ],
    },
    Rule {
        name: "json-schema-missing",
        group: Group::Json,
        severity: Severity::Error,
        summary: "The object does not say what it is.",
        explanation: "The publishing gate picks the checks of an object by its `$schema` and refuses one \
            without.\n\nAdd `\"$schema\": \"SelfHelpContent\"`, or `\"AdvisorRecommendation\"` for a \
            recommendation. The repair writes it as the first key. The questions of a troubleshooting guide \
            have none.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n⟦{⟧\"title\": \"Billing\"}\n---",
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n⟦{⟧\"displayLabel\": \"Remove idle disks\"}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"$schema\": \"SelfHelpContent\", \"title\": \"Billing\"}\n---",
            "kind: TSG_Questions\n# Questions\n---\n{\"formElements\": []}\n---",
        ],
    },
    Rule {
        name: "json-schema-unknown",
        group: Group::Json,
        severity: Severity::Warning,
        summary: "The object says that it is something else.",
        explanation: "With another `$schema` the gate applies the checks of another kind, or none at all.\n\nWrite \
            `SelfHelpContent`, or `AdvisorRecommendation` for a recommendation.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"$schema\": ⟦\"SelfHelp\"⟧, \"title\": \"Billing\"}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"$schema\": \"SelfHelpContent\", \"title\": \"Billing\"}\n---",
        ],
    },
];

fn run(context: &Context<'_>, found: &mut Vec<Finding>) {
    let Some(node) = context.json() else { return };
    let Some(object) = node.object().filter(|_| context.kind() != Kind::TsgQuestions) else { return };
    let wanted =
        if context.kind() == Kind::Recommendation { "AdvisorRecommendation" } else { "SelfHelpContent" };
    let Some(member) = object.member("$schema") else {
        let finding = Finding::new("json-schema-missing", opening(node), "the object has no `$schema`")
            .help(format!("add `\"$schema\": \"{wanted}\"`"));
        found.push(match first_member(context.text, node) {
            Some((at, lead)) => {
                finding.fix(Fix::safe(Span::at(at), format!("{lead}\"$schema\": \"{wanted}\",")))
            }
            None => finding,
        });
        return;
    };
    let schema = member.value.text().unwrap_or_default();
    if schema.trim() != wanted {
        found.push(
            Finding::new("json-schema-unknown", member.value.span, format!("`$schema` is not `{wanted}`"))
                .help(format!("write `{wanted}`"))
                .fix(Fix::unsafe_(member.value.span, format!("\"{wanted}\""))),
        );
    }
}

/// Where a new first member of the object `node` belongs, and the blanks before it; nothing for an object
/// without members or without its brace.
fn first_member<'t>(text: &'t str, node: &Node) -> Option<(usize, &'t str)> {
    let start = node.span.start as usize + 1;
    let first = node.object()?.members.first()?.key_span.start as usize;
    let lead = text.get(start..first)?;
    let is_plain = text.get(start - 1..start) == Some("{") && lead.trim().is_empty();
    is_plain.then_some((start, lead))
}
