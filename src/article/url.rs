//! Where a link leads: the forms of address that an article may use.
//!
//! Decides by form alone; whether an article or file exists is for `check`.

use std::borrow::Cow;

use super::portal::PortalLink;

/// The destination of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination<'a> {
    /// Nothing is given, or a scheme and nothing behind it.
    Empty,
    /// `#heading` in the same article.
    Fragment(&'a str),
    /// `article:ID`, with a fragment or an empty text.
    Article(Cow<'a, str>, &'a str),
    /// A path relative to the article's folder, with a fragment or an empty text.
    Relative(Cow<'a, str>, &'a str),
    /// An address on the web: http or https.
    Web(Cow<'a, str>),
    /// `mailto:`.
    Mail(&'a str),
    /// A page of the portal.
    Portal(PortalLink<'a>),
    /// `button-link:https://…`: an address on the web, shown as a button.
    Button(Cow<'a, str>),
    /// A scheme that is not allowed, in lower case.
    Forbidden(Box<str>),
}

impl<'a> Destination<'a> {
    /// Reads the destination `url`, as it stands between a link's parentheses.
    pub fn parse(url: &'a str) -> Self {
        let url = url.trim();
        let Some(scheme) = scheme(url) else { return Self::without_scheme(url) };
        let rest = &url[url.find(':').map_or(url.len(), |colon| colon + 1)..];
        match &*scheme {
            "http" | "https" => Self::web(url, &scheme, rest),
            "mailto" if !rest.trim().is_empty() => Self::Mail(url),
            "mailto" => Self::Empty,
            "article" => {
                let (id, fragment) = split_fragment(rest.trim());
                if id.is_empty() { Self::Empty } else { Self::Article(decoded(id), fragment) }
            }
            "data-blade" | "data-blade-uri" => Self::Portal(PortalLink::parse(url, false)),
            "button-data-blade" | "button-data-context" | "button-data-blade-uri" => {
                Self::Portal(PortalLink::parse(&url["button-".len()..], true))
            }
            "button-link" => match Self::parse(rest) {
                Self::Web(address) => Self::Button(address),
                Self::Empty => Self::Empty,
                other => Self::Forbidden(format!("button-link:{}", other.kind_name()).into()),
            },
            _ => Self::Forbidden(scheme.into()),
        }
    }

    fn without_scheme(url: &'a str) -> Self {
        if let Some(host) = url.strip_prefix("//") {
            return Self::web(url, "https", &url[url.len() - host.len() - 2..]);
        }
        let (path, fragment) = split_fragment(url);
        match (path, fragment) {
            ("", "") => Self::Empty,
            ("", fragment) => Self::Fragment(fragment),
            (path, fragment) => Self::Relative(decoded(path), fragment),
        }
    }

    /// `rest` is what follows the colon of the scheme of `url`.
    fn web(url: &'a str, scheme: &str, rest: &'a str) -> Self {
        let after = rest.trim_start_matches(['/', '\\']);
        let host = after.split(['/', '\\', '?', '#']).next().unwrap_or_default();
        if rest.len() - after.len() < 2 {
            return Self::Forbidden(format!("{scheme}:{}", &rest[..rest.len() - after.len()]).into());
        }
        if host.is_empty() {
            return Self::Empty;
        }
        let plain = url.starts_with(scheme)
            && url.len() == scheme.len() + 3 + after.len()
            && !after.bytes().any(|b| ODD_IN_ADDRESS[b as usize]);
        Self::Web(if plain { Cow::Borrowed(url) } else { escape_address(scheme, after) })
    }

    fn kind_name(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Fragment(_) => "fragment",
            Self::Article(..) => "article",
            Self::Relative(..) => "path",
            Self::Web(_) | Self::Button(_) => "web",
            Self::Mail(_) => "mail",
            Self::Portal(_) => "portal",
            Self::Forbidden(_) => "scheme",
        }
    }
}

/// The bytes that do not stand in an address as they are.
const ODD_IN_ADDRESS: [bool; 256] = {
    let mut odd = [false; 256];
    let mut byte = 0;
    while byte <= b' ' {
        odd[byte as usize] = true;
        byte += 1;
    }
    let others = b"\"<>\\`{}|^[]\x7F";
    let mut at = 0;
    while at < others.len() {
        odd[others[at] as usize] = true;
        at += 1;
    }
    odd
};

/// The scheme of `url` in lower case, as a browser would see it: control characters and white space do
/// not hide it.
fn scheme(url: &str) -> Option<Cow<'_, str>> {
    let colon = url.find(':')?;
    let before = &url[..colon];
    if before.contains(['/', '?', '#', '\\']) {
        return None;
    }
    if matches!(before, "http" | "https" | "mailto" | "article") {
        return Some(Cow::Borrowed(before));
    }
    let scheme: String = before
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !super::header::is_invisible(*c))
        .map(|c| c.to_ascii_lowercase())
        .collect();
    Some(Cow::Owned(scheme))
}

fn split_fragment(url: &str) -> (&str, &str) {
    url.split_once('#').unwrap_or((url, ""))
}

/// `url` with `%20` and its like resolved, where that gives text.
fn decoded(url: &str) -> Cow<'_, str> {
    if !url.contains('%') {
        return Cow::Borrowed(url);
    }
    let bytes = url.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let byte = escape
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).map_or(Cow::Borrowed(url), Cow::Owned)
}

/// The address with white space and control characters written as browsers would.
fn escape_address(scheme: &str, after: &str) -> Cow<'static, str> {
    let mut out = String::with_capacity(scheme.len() + 3 + after.len());
    out.push_str(scheme);
    out.push_str("://");
    for c in after.chars() {
        match c {
            ' ' => out.push_str("%20"),
            c if c.is_control() => {}
            '"' => out.push_str("%22"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push('/'),
            '`' => out.push_str("%60"),
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '|' => out.push_str("%7C"),
            '^' => out.push_str("%5E"),
            '[' => out.push_str("%5B"),
            ']' => out.push_str("%5D"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The host of a web address, in lower case.
pub fn host(address: &str) -> Option<String> {
    let after = address.split_once("://")?.1;
    let authority = after.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn web(url: &str) -> Destination<'_> {
        Destination::Web(Cow::Borrowed(url))
    }

    #[test]
    fn allowed_forms_are_told_apart() {
        assert_eq!(Destination::parse(" https://a.example/x y "), web("https://a.example/x%20y"));
        assert_eq!(Destination::parse("//a.example"), web("https://a.example"));
        assert_eq!(Destination::parse("#top"), Destination::Fragment("top"));
        assert_eq!(Destination::parse("article:some-id#top"), Destination::Article("some-id".into(), "top"));
        assert_eq!(Destination::parse("..\\x%20y.md#z"), Destination::Relative("..\\x y.md".into(), "z"));
        assert_eq!(
            Destination::parse("mailto:help@halden.example"),
            Destination::Mail("mailto:help@halden.example")
        );
        assert_eq!(
            Destination::parse("button-link:https://a.example"),
            Destination::Button("https://a.example".into())
        );
        assert_eq!(Destination::parse("https://"), Destination::Empty);
        assert_eq!(Destination::parse(""), Destination::Empty);
    }

    #[test]
    fn other_schemes_are_forbidden_however_they_hide() {
        for url in [
            "javascript:alert(1)",
            "JavaScript:x",
            "java\tscript:x",
            " \u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc",
            "blob:x",
        ] {
            assert!(matches!(Destination::parse(url), Destination::Forbidden(_)), "{url:?}");
        }
        for url in [
            "hhttps://a.example",
            "ttps://a.example",
            "https:/a.example",
            "https:a.example",
            "button-link:javascript:x",
        ] {
            assert!(matches!(Destination::parse(url), Destination::Forbidden(_)), "{url:?}");
        }
    }

    #[test]
    fn hosts_are_found() {
        assert_eq!(host("https://User@A.example:8/x").as_deref(), Some("a.example"));
        assert_eq!(host("nothing"), None);
    }
}
