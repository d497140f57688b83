//! Links into the portal: the form of `data-blade:`.

use super::{Context, Family, Group, Rule, Severity};
use crate::{diagnostic::Finding, span::Span};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "blade-extension-suspicious",
        group: Group::Link,
        severity: Severity::Error,
        summary: "A portal link names an extension that is none.",
        explanation: "The first part of a portal link is the name of an extension, such as `Halden_Compute`. A placeholder of the template, or a name that no extension has, opens nothing.\n\nCopy the names from the address of the page in the portal.",
        bad: &[
            "# Title\n\nOpen [the disk](data-blade:⟦extensionName⟧.bladeName.nameOfInputParam.valueOfInputParam).\n",
        ],
        good: &["# Title\n\nOpen [the disk](data-blade:Halden_Compute.DiskBlade.id.$resourceId).\n"],
    },
    Rule {
        name: "blade-malformed",
        group: Group::Link,
        severity: Severity::Error,
        summary: "A portal link is not written as one.",
        explanation: "A portal link is `data-blade:Extension.Blade.parameter.value…`, of letters, digits and `_`. What is written here opens nothing.\n\nCopy the names from the address of the page in the portal.",
        bad: &[
            "# Title\n\nOpen [the disk](⟦data-blade:????⟧).\n",
            "# Title\n\nOpen [the disk](⟦data-blade:data-blade:Halden_Compute.DiskBlade⟧).\n",
        ],
        good: &["# Title\n\nOpen [the disk](data-blade:Halden_Compute.DiskBlade).\n"],
    },
    Rule {
        name: "blade-param-unpaired",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "A parameter of a portal link has no value.",
        explanation: "Behind extension and blade stand pairs of a parameter and its value. When one is left over, a part is missing: often the extension at the front.\n\nComplete the link.",
        bad: &["# Title\n\nOpen [the disk](⟦data-blade:Halden_Compute.DiskBlade.$resourceId⟧).\n"],
        good: &["# Title\n\nOpen [the disk](data-blade:Halden_Compute.DiskBlade.id.$resourceId).\n"],
    },
    Rule {
        name: "blade-space",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "A space stands within a portal link.",
        explanation: "Markdown takes a link whose address holds a space for text.\n\nRemove the space, or finish the link.",
        bad: &["# Title\n\nOpen [the disk](⟦data-blade:Halden_Compute.Disk Blade⟧).\n"],
        good: &["# Title\n\nOpen [the disk](data-blade:Halden_Compute.DiskBlade).\n"],
    },
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.outline().is_none() {
        return;
    }
    let base = context.body_start();
    let body = context.body();
    for at in memchr::memmem::find_iter(body.as_bytes(), "(data-blade:") {
        let start = at + 1;
        let rest = &body[start..];
        let Some(end) = closing(rest) else { continue };
        let link = rest[..end].split(';').next().unwrap_or_default();
        let span = Span::new(base + start, base + start + link.len());
        if !context.is_hidden(span.start as usize) {
            found.extend(one(link, span));
        }
    }
}

/// The longest address that is read, in bytes.
const LONGEST: usize = 2000;

/// Where the parenthesis around the address at the start of `text` closes, on its line.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, b) in text.bytes().enumerate().take(LONGEST) {
        match b {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            b'\n' | b'\r' => return None,
            _ => {}
        }
    }
    None
}

fn one(link: &str, span: Span) -> Option<Finding> {
    let names = link["data-blade:".len()..].trim();
    if names.contains([' ', '\t']) {
        return Some(
            Finding::new("blade-space", span, "a space stands within this portal link").help("remove it"),
        );
    }
    let mut parts = names.split('.');
    let extension = parts.next().unwrap_or_default();
    let well_formed =
        |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let count = parts.clone().count();
    let blade = parts.next().unwrap_or_default();
    if names.is_empty() {
        // A link without an address is reported as that.
        return None;
    }
    if !well_formed(extension)
        || count == 0
        || !blade.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        || names.contains(['(', '?', ':']) && !names.contains('{') && !names.contains('/')
    {
        return Some(
            Finding::new("blade-malformed", span, "this is no portal link")
                .help("write `data-blade:Extension.Blade`, with the names from the portal's address"),
        );
    }
    if ["extensionName", "Hubs", "extension", "Extension"].contains(&extension) {
        let start = span.start as usize + link.len() - link["data-blade:".len()..].trim_start().len();
        let span = Span::new(start, start + extension.len());
        return Some(
            Finding::new("blade-extension-suspicious", span, format!("no extension is called `{extension}`"))
                .help("copy the name from the portal's address"),
        );
    }
    // Behind the blade stand pairs; values with dots of their own are names in the portal, such as `a.b/c`.
    let pairs = count - 1;
    let dotted = names.contains('/');
    (pairs % 2 == 1 && !dotted).then(|| {
        Finding::new("blade-param-unpaired", span, "a parameter of this portal link has no value")
            .help("write `Extension.Blade.parameter.value`")
    })
}
