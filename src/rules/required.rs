//! Attributes that an article of its kind must have: missing ones and empty ones.

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    article::{attribute::Attribute, header::Entry, kind::Kind},
    diagnostic::Finding,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

/// Without these an article cannot be published.
const VITAL: &[Attribute] = &[Attribute::ArticleId, Attribute::SelfHelpType, Attribute::CloudEnvironments];
/// What articles of nearly every kind have besides.
const COMMON: &[Attribute] = &[
    Attribute::PageTitle,
    Attribute::Description,
    Attribute::OwnershipId,
    Attribute::Authors,
    Attribute::MsAuthor,
];

/// What an article of `kind` needs besides what all need.
fn of_kind(kind: Kind) -> &'static [Attribute] {
    match kind {
        Kind::Resource => &[Attribute::Service, Attribute::Resource, Attribute::DisplayOrder],
        Kind::Generic => &[Attribute::SupportTopicIds, Attribute::ProductPesIds],
        Kind::Diagnostics | Kind::Rca | Kind::ServiceHealthInsights => &[
            Attribute::Service,
            Attribute::Resource,
            Attribute::InfoBubbleText,
            Attribute::DiagnosticScenario,
        ],
        Kind::ProblemScopingQuestions => {
            &[Attribute::SupportTopicIds, Attribute::ProductPesIds, Attribute::SchemaVersion]
        }
        Kind::SupportTopicDescription => &[Attribute::ProductPesIds],
        _ => &[],
    }
}

/// What an article of `kind` must have, though it may be empty.
fn named_by_kind(kind: Kind) -> &'static [Attribute] {
    match kind {
        Kind::Resource => &[Attribute::SupportTopicIds, Attribute::ProductPesIds],
        _ => &[],
    }
}

const RULES: &[Rule] = &[
    Rule {
        name: "empty-attribute",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "An attribute that the article needs is empty.",
        explanation: "Each kind of article needs some attributes to be found, listed or routed to its owner: a generic article without topics is offered to nobody, and one without an owner is mended by nobody. Fill the value in. Which attributes are needed depends on `selfHelpType`; all kinds need `pageTitle`, `description`, `ownershipId`, `authors` and `ms.author`.",
        bad: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    ⟦description⟧=\"\"\n    articleId=\"compute-start\"\n    selfHelpType=\"TSG_Content\"\n    cloudEnvironments=\"public\"\n/>\n# Cannot start a machine\n",
            "<properties articleId=\"compute-start\" selfHelpType=\"generic\" ⟦supportTopicIds⟧=\" \" productPesIds=\"41010\" />\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    description=\"What keeps a machine from starting\"\n    articleId=\"compute-start\"\n    selfHelpType=\"TSG_Content\"\n    cloudEnvironments=\"public\"\n/>\n# Cannot start a machine\n",
            "<properties articleId=\"compute-order\" selfHelpType=\"resource\" supportTopicIds=\"\" productPesIds=\"\" />\n",
        ],
    },
    Rule {
        name: "empty-required-attribute",
        group: Group::Attribute,
        severity: Severity::Error,
        summary: "An attribute without which no article is published is empty.",
        explanation: "`articleId` is the article's identity, `selfHelpType` says what it is, and `cloudEnvironments` where it is shown. An article that lacks one of them cannot be published as it was meant. Fill the value in; `casebook new` makes a fresh id.",
        bad: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    ⟦articleId⟧=\"\"\n    selfHelpType=\"generic\"\n    cloudEnvironments=\"public\"\n/>\n# Cannot start a machine\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n    selfHelpType=\"generic\"\n    cloudEnvironments=\"public\"\n/>\n# Cannot start a machine\n",
        ],
    },
    Rule {
        name: "missing-attribute",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "The header lacks an attribute that articles of its kind have.",
        explanation: "Each kind of article needs some attributes to be found, listed or routed to its owner. Add the attribute that the message names. All kinds need `pageTitle`, `description`, `ownershipId`, `authors` and `ms.author`; besides,\n\n- `resource` needs `service`, `resource` and `displayOrder`, and names `supportTopicIds` and `productPesIds` even when they are empty,\n- `generic` needs `supportTopicIds` and `productPesIds`,\n- `diagnostics`, `rca` and `servicehealthinsights` need `service`, `resource`, `infoBubbleText` and `diagnosticScenario`,\n- `problemScopingQuestions` needs `supportTopicIds`, `productPesIds` and `schemaVersion`,\n- `supportTopicDescription` needs `productPesIds`,\n- `PartnerCenterQuickStart` needs neither `pageTitle` nor `description`.",
        bad: &[
            "⟦<properties⟧\n    pageTitle=\"Storage explained\"\n    description=\"What a bucket is\"\n    articleId=\"storage-what\"\n    authors=\"docs\"\n    ms.author=\"docs\"\n    selfHelpType=\"TSG_Content\"\n    cloudEnvironments=\"public\"\n/>\n# Storage explained\n",
            "⟦<properties⟧\n    pageTitle=\"Scoping\"\n    description=\"Scoping\"\n    articleId=\"scoping\"\n    ownershipId=\"Storage_Buckets\"\n    authors=\"docs\"\n    ms.author=\"docs\"\n    supportTopicIds=\"32600101\"\n    productPesIds=\"41010\"\n    selfHelpType=\"problemScopingQuestions\"\n    cloudEnvironments=\"public\"\n/>\n# Scoping\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Storage explained\"\n    description=\"What a bucket is\"\n    articleId=\"storage-what\"\n    authors=\"docs\"\n    ms.author=\"docs\"\n    ownershipId=\"Storage_Buckets\"\n    selfHelpType=\"TSG_Content\"\n    cloudEnvironments=\"public\"\n/>\n# Storage explained\n",
            "<properties\n    articleId=\"quick\"\n    authors=\"docs\"\n    ms.author=\"docs\"\n    ownershipId=\"Partner_Start\"\n    selfHelpType=\"PartnerCenterQuickStart\"\n    cloudEnvironments=\"public\"\n/>\n",
        ],
    },
    Rule {
        name: "missing-required-attribute",
        group: Group::Attribute,
        severity: Severity::Error,
        summary: "The header lacks an attribute without which no article is published.",
        explanation: "`articleId` is the article's identity, `selfHelpType` says what it is, and `cloudEnvironments` where it is shown. Add the one that the message names; `casebook new` writes a header with all of them.",
        bad: &[
            "⟦<properties⟧\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n    selfHelpType=\"generic\"\n/>\n# Cannot start a machine\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n    selfHelpType=\"generic\"\n    cloudEnvironments=\"public\"\n/>\n# Cannot start a machine\n",
        ],
    },
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let kind = context.kind();
    need(context, VITAL, ["missing-required-attribute", "empty-required-attribute"], found);
    let common = if kind == Kind::PartnerCenterQuickStart { &COMMON[2..] } else { COMMON };
    for needed in [common, of_kind(kind)] {
        need(context, needed, ["missing-attribute", "empty-attribute"], found);
    }
    for attribute in named_by_kind(kind).iter().filter(|attribute| context.entry(**attribute).is_none()) {
        found.push(missing(context, *attribute, "missing-attribute"));
    }
}

/// Reports which of `needed` is missing or empty, by the two names of `rules`.
fn need(context: &Context<'_>, needed: &[Attribute], rules: [&'static str; 2], found: &mut Vec<Finding>) {
    for attribute in needed {
        match context.entry(*attribute) {
            None => found.push(missing(context, *attribute, rules[0])),
            Some(entry) if is_empty(context, entry) => found.push(
                Finding::new(rules[1], entry.name, format!("`{}` is empty", attribute.name()))
                    .help("fill it in"),
            ),
            Some(_) => {}
        }
    }
}

fn is_empty(context: &Context<'_>, entry: &Entry) -> bool {
    // The look at the first byte spares nearly all the work.
    let value = entry.value.text(context.text);
    !value.starts_with(|c: char| c.is_ascii_alphanumeric()) && entry.value(context.text).is_empty()
}

fn missing(context: &Context<'_>, attribute: Attribute, rule: &'static str) -> Finding {
    let kind = context.kind();
    let name = attribute.name();
    let message = match kind {
        Kind::Unknown => format!("the header lacks `{name}`"),
        kind => format!("the header lacks `{name}`, which articles of the kind `{}` have", kind.name()),
    };
    Finding::new(rule, context.header_start(), message).help(format!("add `{name}=\"…\"` to the header"))
}
