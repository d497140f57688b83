//! What an object lacks because its text was cut off is no fault of its own.

use crate::{
    article::{
        Body,
        json::{Node, Value},
    },
    diagnostic::Finding,
    rules::Context,
};

/// Rules that say that something is not there.
const LACKING: &[&str] = &[
    "form-element-missing-key",
    "form-missing-key",
    "form-no-additional-details",
    "form-options-missing",
    "menu-leads-nowhere",
    "menu-missing-key",
    "recommendation-action-without-blade",
    "recommendation-action-without-link",
    "recommendation-missing-key",
    "tree-missing-id",
    "tree-missing-key",
];

/// Takes out of `found` what is only missing because the text ends before the object does.
pub(in crate::rules) fn forgive(context: &Context<'_>, found: &mut Vec<Finding>) {
    let Body::Json(body) = &context.article.body else { return };
    if let Some(root) = body.root.as_ref().filter(|_| body.is_cut) {
        found.retain(|finding| !(LACKING.contains(&finding.rule) && is_open_at(root, finding.span.start)));
    }
}

/// Whether byte `at` stands in `node`, which was never closed, but in no part of it that was.
fn is_open_at(node: &Node, at: u32) -> bool {
    let part =
        part_at(node, at).filter(|part| is_container(part) && part.span.start <= at && at < part.span.end);
    // What was never closed reaches as far as what is around it.
    part.is_none_or(|part| part.span.end == node.span.end && is_open_at(part, at))
}

/// The part of `node` that byte `at` may stand in: parts stand one behind the other.
fn part_at(node: &Node, at: u32) -> Option<&Node> {
    if let Some(object) = node.object() {
        let before = object.members.partition_point(|member| member.value.span.end <= at);
        return object.members.get(before).map(|member| &member.value);
    }
    let parts = node.elements();
    parts.get(parts.partition_point(|part| part.span.end <= at))
}

fn is_container(node: &Node) -> bool {
    matches!(node.value, Value::Object(_) | Value::Array(_))
}
