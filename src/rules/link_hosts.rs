//! Addresses anywhere in a file, by their host: internal ones, old ones, those of another language.

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    article::cloud::{Cloud, CloudSet},
    diagnostic::{Finding, Fix},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "link-aka-ms",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "An address is a short one of `aka.ms`.",
        explanation: "Where a short address leads can be changed by others at any time, and nobody sees from the article that it does not work any more.\n\nUse the address that it leads to.",
        bad: &["# Title\n\nSee [the log](⟦https://aka.ms⟧/halden-log).\n"],
        good: &["# Title\n\nSee [the log](https://halden.example/log).\n"],
    },
    Rule {
        name: "link-double-slash",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "Two slashes follow each other within an address.",
        explanation: "Servers take `//` for an empty folder name; some mend it, others answer that the page does not exist.\n\nRemove one of the slashes.",
        bad: &["# Title\n\nSee [the log](https://docs.microsoft.com⟦//⟧halden/log).\n"],
        good: &["# Title\n\nSee [the log](https://docs.microsoft.com/halden/log).\n"],
    },
    Rule {
        name: "link-global-in-mooncake",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "An article for mooncake alone links to a site of the public cloud.",
        explanation: "The clouds differ, and readers in China do not always reach the global sites.\n\nUse the page on `docs.azure.cn` or `www.azure.cn`.",
        bad: &[
            "<properties\n    pageTitle=\"Example\"\n    articleId=\"compute-example-mooncake\"\n    selfHelpType=\"generic\"\n    cloudEnvironments=\"mooncake\"\n/>\n# Title\n\nSee [the log](⟦https://docs.microsoft.com⟧/azure/log).\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Example\"\n    articleId=\"compute-example-mooncake\"\n    selfHelpType=\"generic\"\n    cloudEnvironments=\"mooncake\"\n/>\n# Title\n\nSee [the log](https://docs.azure.cn/log).\n",
        ],
    },
    Rule {
        name: "link-http-known-https",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "An address uses `http` although its host serves `https`.",
        explanation: "Everybody on the way can read and change what `http` carries, and browsers warn.\n\nWrite `https`.",
        bad: &["# Title\n\nSee [the log](⟦http⟧://docs.microsoft.com/halden/log).\n"],
        good: &[
            "# Title\n\nSee [the log](https://docs.microsoft.com/halden/log).\n",
            "# Title\n\nOpen http://localhost:8080.\n",
        ],
    },
    Rule {
        name: "link-internal-host",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "An address leads to a site that only staff can open.",
        explanation: "Readers get a page that asks them to sign in, and the address tells them about systems that are none of their business.\n\nLink to a public page, or say in the article what the page says.",
        bad: &["# Title\n\nSee [the log](⟦https://supportability.visualstudio.com⟧/Halden/_wiki/1).\n"],
        good: &[
            "# Title\n\nSee [the log](https://halden.example/log), [more](https://marketplace.visualstudio.com/items).\n",
        ],
    },
    Rule {
        name: "link-internal-review",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "An address leads to a page under review.",
        explanation: "Drafts on `review.` hosts can only be opened by their authors, and disappear.\n\nUse the address of the published page: without `review.` and `branch=`.",
        bad: &["# Title\n\nSee [the log](⟦https://review.docs.microsoft.com⟧/halden/log?branch=main).\n"],
        good: &["# Title\n\nSee [the log](https://docs.microsoft.com/halden/log).\n"],
    },
    Rule {
        name: "link-legacy-docs",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "An address leads to a page that moved to `docs.microsoft.com`.",
        explanation: "Pages below `azure.microsoft.com/documentation/articles` have moved; the forwarding loses the language and the place within the page, and ends some day.\n\nUse the address that it leads to.",
        bad: &[
            "# Title\n\nSee [the log](⟦https://azure.microsoft.com/documentation/articles/⟧halden-log).\n",
        ],
        good: &["# Title\n\nSee [the log](https://docs.microsoft.com/azure/halden/log).\n"],
    },
    Rule {
        name: "link-locale",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "An address names the language `en-us`.",
        explanation: "With `/en-us/` every reader gets the English page; without it the site chooses the reader's own language.\n\nRemove it.",
        bad: &["# Title\n\nSee [the log](https://docs.microsoft.com⟦/en-us⟧/halden/log).\n"],
        good: &["# Title\n\nSee [the log](https://docs.microsoft.com/halden/log).\n"],
    },
    Rule {
        name: "link-other-locale",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "An address names the author's own language.",
        explanation: "An address copied from the browser often holds the author's language, such as `/de-de/`, and then all readers get that one.\n\nRemove it.",
        bad: &["# Title\n\nSee [the log](https://docs.microsoft.com⟦/de-de⟧/halden/log).\n"],
        good: &["# Title\n\nSee [the log](https://docs.microsoft.com/halden/log).\n"],
    },
    Rule {
        name: "youtube-ampersand",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "The address of a video holds more than the video.",
        explanation: "The portal writes `&` in addresses as `&amp;`, and the video's site then opens its start page.\n\nLink to the video alone: `https://www.youtube.com/watch?v=…`.",
        bad: &["# Title\n\nWatch [the film](⟦https://www.youtube.com/watch?v=abc&t=4⟧).\n"],
        good: &["# Title\n\nWatch [the film](https://www.youtube.com/watch?v=abc).\n"],
    },
];

/// Hosts whose pages choose the reader's language, and that serve https: the last labels of their names.
const OURS: [&str; 8] = [
    "microsoft.com",
    "azure.com",
    "office.com",
    "windowsazure.com",
    "visualstudio.com",
    "microsoftonline.com",
    "windows.com",
    "azure.cn",
];
/// Other hosts that serve https.
const SECURE: [&str; 7] =
    ["aka.ms", "github.com", "stackoverflow.com", "youtube.com", "youtu.be", "wikipedia.org", "nuget.org"];
/// Hosts that only staff can open.
const STAFF: [&str; 16] = [
    "supportability.visualstudio.com",
    "msdata.visualstudio.com",
    "msazure.visualstudio.com",
    "mseng.visualstudio.com",
    "microsoft.visualstudio.com",
    "microsoft.sharepoint.com",
    "microsoftapc.sharepoint.com",
    "microsoft-my.sharepoint.com",
    "msft.net",
    "corp.microsoft.com",
    "msftcloudes.com",
    "microsofticm.com",
    "csssupportwiki.com",
    "eng.ms",
    "osgwiki.com",
    "internal.support.services.microsoft.com",
];

/// Whether `host` is `name` or below it.
fn within(host: &str, names: &[&str]) -> bool {
    names.iter().any(|name| {
        let start = host.len().wrapping_sub(name.len());
        host.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(name))
            && (start == 0 || host.as_bytes()[start - 1] == b'.')
    })
}

/// An address in the text.
struct Address<'t> {
    /// The scheme, and where it starts.
    scheme: &'t str,
    start: usize,
    host: &'t str,
    /// What follows the host.
    rest: &'t str,
    rest_start: usize,
}

impl Address<'_> {
    fn host_span(&self) -> Span {
        Span::new(self.start, self.rest_start)
    }
}

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let text = context.text;
    let only_mooncake = context.metadata().clouds == CloudSet::EMPTY.with(Cloud::Mooncake);
    let mut last = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), "://") {
        // An address within another one's parameters is not looked at.
        if at < last {
            continue;
        }
        let Some(address) = address(text, at) else { continue };
        let parameters = address.rest.contains(['?', '#']);
        last = if parameters { address.rest_start + address.rest.len() } else { at };
        let before = found.len();
        one(&address, only_mooncake, found);
        if found.len() > before && context.in_comment(at) {
            found.truncate(before);
        }
    }
}

/// The address around the `://` at byte `at`.
fn address(text: &str, at: usize) -> Option<Address<'_>> {
    let bytes = text.as_bytes();
    let scheme = if text[..at].ends_with("https") {
        5
    } else if text[..at].ends_with("http") {
        4
    } else {
        return None;
    };
    let start = at - scheme;
    let host_start = at + 3;
    let ends = |b: &u8| {
        b.is_ascii_whitespace()
            || matches!(b, b'"' | b'\'' | b'<' | b'>' | b')' | b']' | b'\\' | b'`' | b'|' | b'*')
            || !b.is_ascii()
    };
    // What is longer is no address that anybody wrote.
    let limit = bytes.len().min(host_start + 4096);
    let end = host_start + bytes[host_start..limit].iter().position(ends).unwrap_or(limit - host_start);
    let host_end = host_start
        + bytes[host_start..end]
            .iter()
            .position(|b| matches!(b, b'/' | b'?' | b'#' | b':'))
            .unwrap_or(end - host_start);
    let host = text[host_start..host_end].trim_end_matches(['.', ',', ';']);
    (!host.is_empty()).then_some(Address {
        scheme: &text[start..at],
        start,
        host,
        rest: &text[host_end..end],
        rest_start: host_end,
    })
}

fn one(address: &Address<'_>, only_mooncake: bool, found: &mut Vec<Finding>) {
    let Address { host, rest, rest_start, .. } = *address;
    let ours = within(host, &OURS);
    let mut report = |rule, span, message: String, help: &'static str, fix: Option<Fix>| {
        let finding = Finding::new(rule, span, message).help(help);
        found.push(match fix {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
    };
    if address.scheme == "http" && (ours || within(host, &SECURE)) && !rest.starts_with(':') {
        let span = Span::new(address.start, address.start + 4);
        report(
            "link-http-known-https",
            span,
            format!("`{host}` serves https"),
            "write `https`",
            Some(Fix::safe(span, "https")),
        );
    }
    if host.eq_ignore_ascii_case("aka.ms") {
        report(
            "link-aka-ms",
            address.host_span(),
            "nobody sees where a short address leads".to_owned(),
            "use the address that it leads to",
            None,
        );
    }
    if host.len() > 7 && host[..7].eq_ignore_ascii_case("review.") && ours {
        let start = rest_start - host.len();
        report(
            "link-internal-review",
            address.host_span(),
            format!("`{host}` shows drafts to their authors"),
            "use the address of the published page",
            Some(Fix::unsafe_(Span::new(start, start + 7), "")),
        );
    } else if within(host, &STAFF) {
        report(
            "link-internal-host",
            address.host_span(),
            format!("only staff can open `{host}`"),
            "link to a public page",
            None,
        );
    }
    if !ours && !host.contains("youtube") {
        return;
    }
    let global =
        ["docs.microsoft.com", "azure.microsoft.com"].iter().any(|known| host.eq_ignore_ascii_case(known));
    if only_mooncake && global {
        report(
            "link-global-in-mooncake",
            address.host_span(),
            format!("`{host}` is about the public cloud"),
            "use the page on `docs.azure.cn`",
            None,
        );
    }
    let path = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
    let locale = locale(path);
    if let Some(locale) = locale.filter(|_| ours && !within(host, &["azure.cn"])) {
        let span = Span::new(rest_start, rest_start + locale.len());
        let (rule, message) = if locale[1..].eq_ignore_ascii_case("en-us") {
            ("link-locale", "every reader gets the English page".to_owned())
        } else {
            ("link-other-locale", format!("every reader gets the page in `{}`", &locale[1..]))
        };
        report(rule, span, message, "remove the language", Some(Fix::safe(span, "")));
    }
    let after_locale = &path[locale.map_or(0, str::len)..];
    let legacy = "/documentation/articles/";
    if host.eq_ignore_ascii_case("azure.microsoft.com") && after_locale.starts_with(legacy) {
        let end = rest_start + (path.len() - after_locale.len()) + legacy.len();
        report(
            "link-legacy-docs",
            Span::new(address.start, end),
            "this page has moved to `docs.microsoft.com`".to_owned(),
            "use the address that it leads to",
            None,
        );
    }
    if let Some(double) = path.find("//").filter(|double| !path[..*double].ends_with(':')) {
        let slashes = path[double..].bytes().take_while(|b| *b == b'/').count();
        let span = Span::new(rest_start + double, rest_start + double + slashes);
        report(
            "link-double-slash",
            span,
            "slashes follow each other within this address".to_owned(),
            "leave one",
            Some(Fix::safe(span, "/")),
        );
    }
    if within(host, &["youtube.com"]) && path == "/watch" && rest.contains('&') {
        youtube(address, &mut report);
    }
}

/// The first folder of `path` with its slash, if it is a language and a country.
fn locale(path: &str) -> Option<&str> {
    let first = path.strip_prefix('/')?.split('/').next()?;
    let bytes = first.as_bytes();
    let letters = |part: &[u8]| part.iter().all(u8::is_ascii_alphabetic);
    let fits = bytes.len() == 5 && bytes[2] == b'-' && letters(&bytes[..2]) && letters(&bytes[3..]);
    fits.then(|| &path[..6])
}

fn youtube(
    address: &Address<'_>,
    report: &mut impl FnMut(&'static str, Span, String, &'static str, Option<Fix>),
) {
    let end = address.rest_start + address.rest.len();
    let span = Span::new(address.start, end);
    let id = address.rest.split(['?', '&', '#']).find_map(|part| part.strip_prefix("v="));
    let fix = id.map(|id| Fix::unsafe_(Span::new(address.rest_start, end), format!("/watch?v={id}")));
    report(
        "youtube-ampersand",
        span,
        "this address holds more than the video".to_owned(),
        "link to the video alone",
        fix,
    );
}
