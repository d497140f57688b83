//! Links that Markdown sees: where they lead, and spaces in them.

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    article::{markdown::outline::Link, url::Destination},
    diagnostic::{Finding, Fix},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "link-empty-url",
        group: Group::Link,
        severity: Severity::Error,
        summary: "A link leads nowhere.",
        explanation: "The address was left empty, or never filled in behind `https://`. Readers get a link that does nothing.\n\nGive its address, or remove the link.",
        bad: &["# Title\n\nSee ⟦[the log]()⟧ and ⟦[the disk](https://)⟧.\n"],
        good: &["# Title\n\nSee [the log](https://halden.example/log).\n"],
    },
    Rule {
        name: "link-no-scheme",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "An address of another site lacks its `https://`.",
        explanation: "Without a scheme the address is a path within this site, so that the link leads to a page that does not exist.\n\nWrite `https://` before it.",
        bad: &["# Title\n\nSee [the log](⟦www.halden.example/log⟧) and [the disk](⟦halden.com/disk⟧).\n"],
        good: &["# Title\n\nSee [the log](https://www.halden.example/log) and [notes](compute-disk.md).\n"],
    },
    Rule {
        name: "link-scheme-malformed",
        group: Group::Link,
        severity: Severity::Error,
        summary: "A link uses a scheme that is misspelt or not allowed.",
        explanation: "Articles link to `https:`, `mailto:`, `article:ID`, relative paths and portal pages. A misspelt scheme opens nothing; others, such as `javascript:` or `file:`, are not shown as links, because they could do harm.\n\nMend the spelling, or link to a page on the web.",
        bad: &[
            "# Title\n\nSee ⟦[the log](hhttps://halden.example/log)⟧ and ⟦[the disk](https:/halden.example/disk)⟧.\n",
        ],
        good: &["# Title\n\nSee [the log](https://halden.example/log).\n"],
    },
    Rule {
        name: "link-text-padding",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "A space stands within the brackets of a link.",
        explanation: "The space is underlined with the link's text.\n\nRemove it, or put it outside of the brackets.",
        bad: &["# Title\n\nSee ⟦[the log ](https://halden.example/log)⟧.\n"],
        good: &["# Title\n\nSee [the log](https://halden.example/log).\n"],
    },
    Rule {
        name: "link-url-padding",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "A space stands before or behind a link's address.",
        explanation: "Some renderers take the space for a part of the address, and the link leads nowhere.\n\nRemove it.",
        bad: &[
            "# Title\n\nSee [the log](⟦ ⟧https://halden.example/log) or [the disk](https://halden.example/disk⟦ ⟧).\n",
        ],
        good: &["# Title\n\nSee [the log](https://halden.example/log).\n"],
    },
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let Some(outline) = context.outline() else { return };
    for link in outline.links.iter().filter(|link| !link.image) {
        destination(context, link, found);
        let source = link.span.text(context.text);
        if source.starts_with('[') {
            padding(context, link, source, found);
        }
    }
}

fn destination(context: &Context<'_>, link: &Link, found: &mut Vec<Finding>) {
    // A plain address, as nearly all are.
    if link
        .url
        .strip_prefix("https://")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    {
        return;
    }
    let source = link.span.text(context.text);
    match Destination::parse(&link.url) {
        // `<a id="place">` is an anchor, not a link.
        Destination::Empty if source.starts_with("<a") && !source.contains("href") => {}
        Destination::Empty => found.push(
            Finding::new("link-empty-url", link.span, "the link leads nowhere")
                .help("give its address between the parentheses"),
        ),
        Destination::Forbidden(scheme) => {
            let finding = Finding::new(
                "link-scheme-malformed",
                link.span,
                format!("a link may not use `{scheme}`; it is shown as text"),
            )
            .help("use https, mailto, `article:ID`, a relative path or a portal link");
            let fix = url_place(context, link, source)
                .and_then(|place| Some(Fix::unsafe_(place, respelt(link.url.trim())?)));
            found.push(match fix {
                Some(fix) => finding.fix(fix),
                None => finding,
            });
        }
        Destination::Relative(path, _) if is_host(&path) => {
            let place = url_place(context, link, source).unwrap_or(link.span);
            found.push(
                Finding::new("link-no-scheme", place, format!("`{path}` lacks its `https://`"))
                    .help("write `https://` before it")
                    .fix(Fix::safe(Span::at(place.start as usize), "https://")),
            );
        }
        _ => {}
    }
}

/// Where the address of `link` stands.
fn url_place(context: &Context<'_>, link: &Link, source: &str) -> Option<Span> {
    let at = source.rfind(link.url.trim()).filter(|_| !link.url.trim().is_empty())?;
    Some(Span::of(&source[at..at + link.url.trim().len()], context.text))
}

/// `url` with its misspelt `https` mended.
fn respelt(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once(':')?;
    let rest = rest.trim_start_matches(['/', '\\']);
    let near = strsim::levenshtein(&scheme.trim().to_ascii_lowercase(), "https") <= 2;
    (near && rest.contains('.')).then(|| format!("https://{rest}"))
}

/// Whether a path begins with the name of a host, not of a file.
pub(super) fn is_host(path: &str) -> bool {
    const ENDS: [&str; 12] =
        ["com", "net", "org", "io", "ms", "cn", "us", "de", "dev", "gov", "edu", "example"];
    let first = path.split(['/', '?', '\\']).next().unwrap_or_default();
    let bytes_fit = first.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let end = first.rsplit_once('.').map(|(_, end)| end);
    bytes_fit
        && !first.starts_with('.')
        && (first.starts_with("www.") || end.is_some_and(|end| ENDS.contains(&end)))
}

fn padding(context: &Context<'_>, link: &Link, source: &str, found: &mut Vec<Finding>) {
    let text = context.text;
    let Some(middle) = source.rfind("](").filter(|_| source.ends_with(')')) else { return };
    let address = &source[middle + 2..source.len() - 1];
    let start = link.span.start as usize + middle + 2;
    for (at, spaces) in [
        (start, address.len() - address.trim_start().len()),
        (start + address.trim_end().len(), address.len() - address.trim_end().len()),
    ] {
        if spaces > 0 && !address.trim().is_empty() {
            let span = Span::new(at, at + spaces);
            found.push(
                Finding::new("link-url-padding", span, "a space stands beside the address of a link")
                    .help("remove it")
                    .fix(Fix::safe(span, "")),
            );
        }
    }
    let inner = &source[1..middle];
    let trimmed = inner.trim();
    if trimmed.len() == inner.len() || trimmed.is_empty() {
        return;
    }
    let (from, to) = (link.span.start as usize + 1, link.span.start as usize + middle);
    let finding =
        Finding::new("link-text-padding", link.span, "a space stands within the brackets of a link")
            .help("put it outside of them");
    // A space that keeps two words apart stays for the author to move.
    let joins_before =
        inner.starts_with(char::is_whitespace) && text[..from - 1].ends_with(char::is_alphanumeric);
    let joins_after = inner.ends_with(char::is_whitespace)
        && text[link.span.end as usize..].starts_with(char::is_alphanumeric);
    found.push(if joins_before || joins_after {
        finding
    } else {
        finding.fix(Fix::safe(Span::new(from, to), trimmed))
    });
}
