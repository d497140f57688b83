//! Clouds: which are named, and whether the article's name agrees.

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    article::{
        attribute::Attribute,
        cloud::{Cloud, CloudSet},
        kind::Kind,
    },
    corpus::stem,
    diagnostic::Finding,
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "article-in-no-cloud",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "`disableClouds` takes out every cloud that shows the article.",
        explanation: "Nobody sees the article. Remove a cloud from `disableClouds`, or the article from the repository.",
        bad: &[
            "<properties articleId=\"a\" cloudEnvironments=\"public, usnat\" disableClouds=\"⟦usnat, public⟧\" />\n",
        ],
        good: &[
            "<properties articleId=\"a\" cloudEnvironments=\"public, usnat\" disableClouds=\"usnat\" />\n",
        ],
    },
    Rule {
        name: "disabled-cloud-not-shown",
        group: Group::Attribute,
        severity: Severity::Info,
        summary: "`disableClouds` names a cloud that does not show the article anyway.",
        explanation: "`disableClouds` takes out clouds that `cloudEnvironments` names. One that is not named there was mistaken for another, or needs no mention. Remove it, or name the cloud that was meant.",
        bad: &[
            "<properties articleId=\"a\" cloudEnvironments=\"public, usnat\" disableClouds=\"⟦ussec⟧\" />\n",
        ],
        good: &[
            "<properties articleId=\"a\" cloudEnvironments=\"public, usnat, ussec\" disableClouds=\"ussec\" />\n",
        ],
    },
    Rule {
        name: "duplicate-cloud",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "A cloud is named twice.",
        explanation: "The second one does nothing; most often another cloud was meant. Name that one, or remove the repetition.",
        bad: &["<properties articleId=\"a\" cloudEnvironments=\"public, fairfax, ⟦Public⟧\" />\n"],
        good: &["<properties articleId=\"a\" cloudEnvironments=\"public, fairfax\" />\n"],
    },
    Rule {
        name: "file-name-cloud-mismatch",
        group: Group::Attribute,
        severity: Severity::Error,
        summary: "The file's name ends in a cloud that does not show the article.",
        explanation: "`compute-start-mooncake.md` is the article for that cloud: authors look it up by its name, and the article without the ending is written for the others. Copied headers keep the clouds of the original, so that the cloud in question gets the wrong article or two of them. Name the cloud in `cloudEnvironments`, or rename the file.",
        bad: &[
            "=== articles/halden.compute/compute-start-mooncake.md\n<properties articleId=\"a\" selfHelpType=\"generic\" cloudEnvironments=\"⟦public⟧\" />\n",
        ],
        good: &[
            "=== articles/halden.compute/compute-start-mooncake.md\n<properties articleId=\"a\" selfHelpType=\"generic\" cloudEnvironments=\"MoonCake\" />\n",
            "=== articles/halden.compute/compute-start-in-public.md\n<properties articleId=\"a\" selfHelpType=\"generic\" cloudEnvironments=\"usnat\" />\n",
        ],
    },
    Rule {
        name: "unknown-cloud",
        group: Group::Attribute,
        severity: Severity::Error,
        summary: "A cloud is not known.",
        explanation: "An article with a misspelt cloud is not shown in it. The clouds are `public`, `fairfax`, `mooncake`, `blackforest`, `usnat` and `ussec`, in any case.",
        bad: &[
            "<properties articleId=\"a\" cloudEnvironments=\"public, ⟦fairfaix⟧\" />\n",
            "<properties articleId=\"a\" cloudEnvironments=\"⟦public usnat⟧\" />\n",
        ],
        good: &["<properties articleId=\"a\" cloudEnvironments=\"Public, fairfax\" />\n"],
    },
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let shown = clouds(context, Attribute::CloudEnvironments);
    if let Some((shown, span)) = shown {
        name_mismatch(context, shown, span, found);
    }
    let Some((hidden, span)) = clouds(context, Attribute::DisableClouds) else { return };
    let shown = shown.map_or(CloudSet::EMPTY.with(Cloud::Public), |(shown, _)| shown);
    if shown.minus(hidden).is_empty() {
        found.push(
            Finding::new(
                "article-in-no-cloud",
                span,
                "`disableClouds` leaves no cloud that shows the article",
            )
            .help("take out fewer clouds, or remove the article"),
        );
    } else if let Some(cloud) = hidden.minus(shown).iter().next() {
        found.push(
            Finding::new(
                "disabled-cloud-not-shown",
                span,
                format!("`{}` is taken out but was never in `cloudEnvironments`", cloud.name()),
            )
            .help("remove it"),
        );
    }
}

/// The clouds that `attribute` names, if it names any, and where.
fn clouds(context: &Context<'_>, attribute: Attribute) -> Option<(CloudSet, Span)> {
    let value = context.entry(attribute)?.value.text(context.text).trim();
    let clouds: CloudSet = value.split([',', ';']).filter_map(|name| Cloud::from_name(name.trim())).collect();
    (!value.is_empty()).then(|| (clouds, Span::of(value, context.text)))
}

/// A file that is named for a cloud which it does not name.
fn name_mismatch(context: &Context<'_>, shown: CloudSet, span: Span, found: &mut Vec<Finding>) {
    let Some((_, ending)) = stem(&context.source.path).rsplit_once(['-', '_']) else { return };
    let Some(cloud) = Cloud::from_name(ending).filter(|cloud| !shown.contains(*cloud)) else { return };
    // "public" is a word as well as a cloud; only recommendations are told apart by it.
    if cloud == Cloud::Public && context.kind() != Kind::Recommendation {
        return;
    }
    found.push(
        Finding::new(
            "file-name-cloud-mismatch",
            span,
            format!("the file's name ends in `{ending}`, but `cloudEnvironments` lacks that cloud"),
        )
        .help("name the cloud, or rename the file"),
    );
}
