//! What a recommendation must hold.

use super::{
    Context, Family, Group, Rule, Severity,
    fields::{Fields, Odd, is_blank, near, opening, shared_ids},
};
use crate::{
    article::{json::Node, kind::Kind},
    diagnostic::{Finding, Fix},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(run), ..Family::NONE };

/// The keys that every recommendation has.
const REQUIRED: &[&str] = &[
    "recommendationTypeId",
    "recommendationCategory",
    "recommendationImpact",
    "recommendationResourceType",
    "recommendationMetadataState",
    "displayLabel",
    "description",
    "longDescription",
    "potentialBenefits",
    "learnMoreLink",
    "actions",
];

/// Those of them whose text is shown, or is the recommendation's identity.
const FILLED: &[&str] = &[
    "recommendationTypeId",
    "displayLabel",
    "description",
    "longDescription",
    "potentialBenefits",
    "recommendationResourceType",
];

const CATEGORIES: &[&str] = &["Cost", "HighAvailability", "OperationalExcellence", "Performance", "Security"];
const IMPACTS: &[&str] = &["High", "Medium", "Low"];

const ACTION: &[&str] =
    &["actionId", "actionType", "description", "documentLink", "extensionName", "bladeName", "metadata"];

const RULES: &[Rule] = &[
    Rule {
        name: "recommendation-missing-key",
        group: Group::Advisor,
        severity: Severity::Warning,
        summary: "A recommendation lacks a key that every one has.",
        explanation: "The advisor lists recommendations by category and impact, shows the label in the list, \
            the description, the benefits and the link on the page, and offers the actions. What is not \
            there leaves a hole in that page, or keeps the recommendation from being shown.\n\nAdd the key \
            with its value.",
        bad: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n⟦{⟧\n  \"recommendationTypeId\": \"6f3c9d52-0b1e-4a77-9c55-1d2e3f405162\",\n  \"recommendationCategory\": \"Cost\",\n  \"recommendationImpact\": \"Low\",\n  \"recommendationResourceType\": \"halden.storage/disks\",\n  \"recommendationMetadataState\": \"Active\",\n  \"displayLabel\": \"Remove idle disks\",\n  \"description\": \"Remove disks that no machine uses\",\n  \"longDescription\": \"These disks have had no machine for a month.\",\n  \"potentialBenefits\": \"Lower costs\",\n  \"actions\": []\n}\n---",
        ],
        good: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\n  \"recommendationTypeId\": \"6f3c9d52-0b1e-4a77-9c55-1d2e3f405162\",\n  \"recommendationCategory\": \"Cost\",\n  \"recommendationImpact\": \"Low\",\n  \"recommendationResourceType\": \"halden.storage/disks\",\n  \"recommendationMetadataState\": \"Active\",\n  \"displayLabel\": \"Remove idle disks\",\n  \"description\": \"Remove disks that no machine uses\",\n  \"longDescription\": \"These disks have had no machine for a month.\",\n  \"potentialBenefits\": \"Lower costs\",\n  \"learnMoreLink\": \"https://help.halden.example/disks\",\n  \"actions\": []\n}\n---",
        ],
    },
    Rule {
        name: "recommendation-key-case",
        group: Group::Advisor,
        severity: Severity::Warning,
        summary: "A key of a recommendation or of an action is written in another case.",
        explanation: "The advisor compares keys letter by letter: an action with a `BladeName` has a button \
            that opens nothing. casebook reads it as it is meant.\n\nWrite the key as all other \
            recommendations do; the repair does just that.",
        bad: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"actions\": [{\"actionType\": \"Blade\", \"extensionName\": \"Halden_Disks\", ⟦\"BladeName\"⟧: \"DiskBlade\"}]}\n---",
        ],
        good: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"actions\": [{\"actionType\": \"Blade\", \"extensionName\": \"Halden_Disks\", \"bladeName\": \"DiskBlade\"}]}\n---",
        ],
    },
    Rule {
        name: "recommendation-empty-value",
        group: Group::Advisor,
        severity: Severity::Warning,
        summary: "A recommendation says nothing under a key that is shown.",
        explanation: "An empty label is an empty line in the customer's list, an empty description or benefit \
            a blank paragraph, and without `recommendationTypeId` nothing leads from the resource to the \
            recommendation.\n\nFill in the value.",
        bad: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"displayLabel\": ⟦\"\"⟧, \"description\": \"Remove disks that no machine uses\"}\n---",
        ],
        good: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"displayLabel\": \"Remove idle disks\", \"description\": \"Remove disks that no machine uses\"}\n---",
        ],
    },
    Rule {
        name: "recommendation-category-unknown",
        group: Group::Advisor,
        severity: Severity::Warning,
        summary: "A recommendation has a category or an impact that does not exist.",
        explanation: "The advisor has a tab for each category and sorts each tab by impact; a recommendation \
            with another one is on no tab.\n\nWrite one of `Cost`, `HighAvailability`, \
            `OperationalExcellence`, `Performance` and `Security`, in one word, and `High`, `Medium` or \
            `Low` for the impact.",
        bad: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"recommendationCategory\": ⟦\"High Availability\"⟧}\n---",
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"recommendationImpact\": ⟦\"Severe\"⟧}\n---",
        ],
        good: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"recommendationCategory\": \"HighAvailability\"}\n---",
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"recommendationCategory\": \"Cost\", \"recommendationImpact\": \"Low\"}\n---",
        ],
    },
    Rule {
        name: "recommendation-link-not-https",
        group: Group::Advisor,
        severity: Severity::Warning,
        summary: "The link to learn more uses `http:`.",
        explanation: "Whoever is between the reader and the site can read and change a page that comes over \
            `http:`, and the portal opens such links with a warning.\n\nWrite `https:`. The repair is not \
            applied unasked, because a host may not serve it.",
        bad: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"learnMoreLink\": \"⟦http://⟧help.halden.example/disks\"}\n---",
        ],
        good: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"learnMoreLink\": \"https://help.halden.example/disks\"}\n---",
        ],
    },
    Rule {
        name: "recommendation-link-malformed",
        group: Group::Advisor,
        severity: Severity::Warning,
        summary: "The link to learn more is no address.",
        explanation: "The portal makes a link of the value as it is, so a placeholder, a bare host or a text \
            leads nowhere.\n\nWrite a whole address that starts with `https://`.",
        bad: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"learnMoreLink\": ⟦\"{learnMore}\"⟧}\n---",
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"learnMoreLink\": ⟦\"help.halden.example/disks\"⟧}\n---",
        ],
        good: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"learnMoreLink\": \"https://help.halden.example/disks\"}\n---",
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"learnMoreLink\": \"\"}\n---",
        ],
    },
    Rule {
        name: "recommendation-action-without-blade",
        group: Group::Advisor,
        severity: Severity::Warning,
        summary: "An action that opens a page of the portal does not say which.",
        explanation: "The button of a `Blade` action opens the page `bladeName` of the extension \
            `extensionName`; without both it does nothing.\n\nAdd them, or make it a `Document` action with a \
            `documentLink`.",
        bad: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"actions\": [\n  {\"actionId\": ⟦\"0f7c2b64-55aa-4b0c-8f6e-2f3d4c5b6a79\"⟧, \"actionType\": \"Blade\", \"description\": \"Open the disk\", \"extensionName\": \"Halden_Disks\"}\n]}\n---",
        ],
        good: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"actions\": [\n  {\"actionId\": \"0f7c2b64-55aa-4b0c-8f6e-2f3d4c5b6a79\", \"actionType\": \"Blade\", \"description\": \"Open the disk\", \"extensionName\": \"Halden_Disks\", \"bladeName\": \"DiskBlade\"}\n]}\n---",
        ],
    },
    Rule {
        name: "recommendation-action-without-link",
        group: Group::Advisor,
        severity: Severity::Warning,
        summary: "An action that opens a document does not say which.",
        explanation: "The link of a `Document` action leads to its `documentLink`; without one it leads \
            nowhere.\n\nAdd the address, or make it a `Blade` action.",
        bad: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"actions\": [\n  {\"actionId\": ⟦\"0f7c2b64-55aa-4b0c-8f6e-2f3d4c5b6a79\"⟧, \"actionType\": \"Document\", \"documentLink\": \"\"}\n]}\n---",
        ],
        good: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"actions\": [\n  {\"actionId\": \"0f7c2b64-55aa-4b0c-8f6e-2f3d4c5b6a79\", \"actionType\": \"Document\", \"documentLink\": \"https://help.halden.example/disks\"}\n]}\n---",
        ],
    },
    Rule {
        name: "recommendation-duplicate-action-id",
        group: Group::Advisor,
        severity: Severity::Warning,
        summary: "Two actions of a recommendation have the same id.",
        explanation: "What customers chose is counted by the action's id; with the same one twice, \
            mostly the zeros of a template, nobody can tell the actions apart.\n\nGive each action a \
            fresh GUID.",
        bad: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"actions\": [\n  {\"actionId\": ⟦\"0f7c2b64-55aa-4b0c-8f6e-2f3d4c5b6a79\"⟧},\n  {\"actionId\": ⟦\"0f7c2b64-55aa-4b0c-8f6e-2f3d4c5b6a79\"⟧}\n]}\n---",
        ],
        good: &[
            "kind: advisorRecommendationMetadata\n# Idle disks\n---\n{\"actions\": [\n  {\"actionId\": \"0f7c2b64-55aa-4b0c-8f6e-2f3d4c5b6a79\"},\n  {\"actionId\": \"7d1a6a10-93fb-4f0e-a3c5-0c9b8a7f6e5d\"}\n]}\n---",
        ],
    },
];

fn run(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.kind() != Kind::Recommendation {
        return;
    }
    let Some(node) = context.json().filter(|node| node.object().is_some()) else { return };
    let fields = Fields::new(node, REQUIRED);
    for name in REQUIRED.iter().filter(|name| fields.lacks(name)) {
        found.push(
            Finding::new(
                "recommendation-missing-key",
                opening(node),
                format!("the recommendation has no `{name}`"),
            )
            .help(format!("add `\"{name}\": …`")),
        );
    }
    key_case(&fields, found);
    for name in FILLED {
        if let Some(value) = fields.get(name).filter(|value| is_blank(value)) {
            found.push(
                Finding::new("recommendation-empty-value", value.span, format!("`{name}` is empty"))
                    .help("fill it in"),
            );
        }
    }
    one_of(&fields, "recommendationCategory", CATEGORIES, found);
    one_of(&fields, "recommendationImpact", IMPACTS, found);
    learn_more(context.text, &fields, found);
    actions(fields.elements("actions"), found);
}

fn key_case(fields: &Fields<'_>, found: &mut Vec<Finding>) {
    for (member, odd) in &fields.odd {
        let Odd::Case(name) = odd else { continue };
        let (key, span) = (&member.key, member.key_span);
        let finding =
            Finding::new("recommendation-key-case", span, format!("the key `{key}` is spelt `{name}`"))
                .help(format!("write `{name}`"));
        // Two keys that differ in case would become the same one.
        let is_alone = fields.member(name).is_some_and(|kept| std::ptr::eq(kept, *member));
        found.push(if is_alone { finding.fix(Fix::safe(span, format!("\"{name}\""))) } else { finding });
    }
}

/// Whether the value of `name` is one of `known`.
fn one_of(fields: &Fields<'_>, name: &str, known: &[&'static str], found: &mut Vec<Finding>) {
    let Some(node) = fields.get(name) else { return };
    let value = node.text().unwrap_or_default().trim();
    if known.contains(&value) {
        return;
    }
    let message = if value.is_empty() {
        format!("`{name}` is empty")
    } else {
        format!("`{value}` is not a value that `{name}` knows")
    };
    let finding = Finding::new("recommendation-category-unknown", node.span, message);
    let joined: String = value.split_whitespace().collect();
    let exact = known.iter().find(|known| known.eq_ignore_ascii_case(&joined));
    found.push(match exact {
        Some(meant) => {
            finding.help(format!("write `{meant}`")).fix(Fix::safe(node.span, format!("\"{meant}\"")))
        }
        None => match near(value, known) {
            Some(meant) => finding
                .help(format!("did you mean `{meant}`?"))
                .fix(Fix::unsafe_(node.span, format!("\"{meant}\""))),
            None => finding.help(format!("write one of {}", known.join(", "))),
        },
    });
}

fn learn_more(text: &str, fields: &Fields<'_>, found: &mut Vec<Finding>) {
    let (Some(node), Some(link)) = (fields.get("learnMoreLink"), fields.text("learnMoreLink")) else {
        return;
    };
    let starts =
        |scheme: &str| link.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    if starts("http://") {
        let lead = node.text().unwrap_or_default();
        let at = lead.len() - lead.trim_start().len();
        let span = node.locate(text, Span::new(at, at + "http://".len()));
        found.push(
            Finding::new("recommendation-link-not-https", span, "this link uses `http:`")
                .help("write `https:`")
                .fix(Fix::unsafe_(span, "https://")),
        );
        return;
    }
    let host = link.get("https://".len()..).filter(|_| starts("https://")).unwrap_or_default();
    let is_address = host.split(['/', '?', '#']).next().is_some_and(|host| host.contains('.'))
        && !link.contains(char::is_whitespace)
        && !link.contains("https://{");
    if !is_address {
        found.push(
            Finding::new("recommendation-link-malformed", node.span, "this is no address")
                .help("write a whole address that starts with `https://`"),
        );
    }
}

fn actions(actions: &[Node], found: &mut Vec<Finding>) {
    let views: Vec<Fields> =
        actions.iter().filter(|node| node.object().is_some()).map(|node| Fields::new(node, ACTION)).collect();
    for view in &views {
        key_case(view, found);
        let place = match view.get("actionId") {
            Some(id) if view.text("actionId").is_some() => id.span,
            _ => opening(view.node),
        };
        let is_missing = |name: &str| view.get(name).is_none_or(is_blank);
        match view.text("actionType").map(str::to_ascii_lowercase).as_deref() {
            Some("blade") => {
                for name in ["extensionName", "bladeName"].into_iter().filter(|name| is_missing(name)) {
                    found.push(
                        Finding::new(
                            "recommendation-action-without-blade",
                            place,
                            format!("this action opens a page of the portal but has no `{name}`"),
                        )
                        .help(format!("add `\"{name}\": …`")),
                    );
                }
            }
            Some("document") if is_missing("documentLink") => found.push(
                Finding::new(
                    "recommendation-action-without-link",
                    place,
                    "this action opens a document but has no `documentLink`",
                )
                .help("add `\"documentLink\": …`"),
            ),
            _ => {}
        }
    }
    let ids = views.iter().filter_map(|view| Some((view.text("actionId")?, view.get("actionId")?.span)));
    found.extend(shared_ids("recommendation-duplicate-action-id", "action", ids));
}
