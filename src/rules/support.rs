//! Steps that send readers to support, where the portal offers that anyway.

use super::{Context, Family, Group, Rule, Severity};
use crate::{diagnostic::Finding, span::Span};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[Rule {
    name: "support-request-step",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "A step tells readers to open a support request.",
    explanation: "Readers see the article while they open one: the step sends them in a circle.\n\nRemove the step, or say what to put into the request.",
    bad: &["# Title\n\n1. Restart the machine.\n2. ⟦Open a support request⟧.\n"],
    good: &["# Title\n\n1. Restart the machine.\n2. Note the error for your support request.\n"],
}];

/// What such steps begin with.
const VERBS: [&str; 7] = ["open", "create", "submit", "file", "raise", "log", "contact"];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.outline().is_none() {
        return;
    }
    let body = context.body();
    for at in memchr::memmem::find_iter(body.as_bytes(), "upport ") {
        let rest = &body[at + 7..];
        let Some(what) = ["request", "ticket", "case"]
            .iter()
            .find(|what| rest.get(..what.len()).is_some_and(|start| start.eq_ignore_ascii_case(what)))
        else {
            continue;
        };
        let before = &body.as_bytes()[at.saturating_sub(100)..at];
        let Some(start) = memchr::memrchr2(b'\n', b'\r', before).map(|end| at - before.len() + end + 1)
        else {
            continue;
        };
        let end = at + 7 + what.len();
        let Some(step) = step(&body[start..end]) else { continue };
        let verb = step.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let known = VERBS.iter().any(|known| verb.eq_ignore_ascii_case(known));
        let span = Span::of(step, context.text);
        if known && step.len() < 60 && !step.contains(['.', ',']) && !context.is_hidden(span.start as usize) {
            found.push(
                Finding::new(
                    "support-request-step",
                    span,
                    "this step tells readers to open a support request",
                )
                .help("remove it; readers see the article while they open one"),
            );
        }
    }
}

/// What a list item says, if `line` starts one.
fn step(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest =
        if digits > 0 { line[digits..].strip_prefix('.')? } else { line.strip_prefix(['*', '-', '+'])? };
    let step = rest.strip_prefix([' ', '\t'])?.trim_start_matches([' ', '\t', '*']);
    let polite = step.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("please "));
    Some(if polite { &step[7..] } else { step })
}
