//! A question, read with care.

use axum::http::{HeaderMap, Uri, header};
use percent_encoding::percent_decode_str;

/// A question that is well formed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The path, decoded, without the slash at its start: relative to the root, without steps up.
    pub path: String,
    /// The query's names and values, decoded.
    pub query: Vec<(String, String)>,
    /// The cookies' names and values.
    pub cookies: Vec<(String, String)>,
}

impl Request {
    /// Reads the question of `uri` and `headers`; `None` when its path is none that could be answered.
    pub(super) fn read(uri: &Uri, headers: &HeaderMap) -> Option<Self> {
        // A request for a proxy names another host in its address.
        if uri.scheme().is_some() || uri.authority().is_some() {
            return None;
        }
        let path = decoded(uri.path())?;
        let path = path.strip_prefix('/')?;
        let is_safe = !path.contains(['\\', '\0', ':'])
            && path.split('/').all(|part| part != ".." && part != ".")
            && !path.starts_with('/');
        if !is_safe {
            return None;
        }
        let query = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let query = query
            .filter_map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Some((decoded(&name.replace('+', " "))?, decoded(&value.replace('+', " "))?))
            })
            .collect();
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let cookies = cookies
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Some(Self { path: path.to_owned(), query, cookies })
    }

    /// The value of the cookie `name`.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn decoded(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(uri: &str) -> Option<Request> {
        Request::read(&uri.parse().unwrap(), &HeaderMap::new())
    }

    #[test]
    fn paths_are_decoded_once_and_never_lead_up() {
        assert_eq!(read("/a/b%20c.html").unwrap().path, "a/b c.html");
        assert_eq!(read("/%252e%252e/x").unwrap().path, "%2e%2e/x");
        for uri in [
            "/../x",
            "/%2e%2e/x",
            "/a/..%2fx",
            "/a%5c..%5cx",
            "//etc/passwd",
            "/%2fetc/passwd",
            "/c:/x",
            "/a%00b",
            "/%ff",
            "http://evil.example/x",
        ] {
            assert_eq!(read(uri), None, "{uri}");
        }
    }

    #[test]
    fn queries_are_pairs() {
        let query = read("/?a=1+2&b=%26&c").unwrap().query;
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(query, [pair("a", "1 2"), pair("b", "&"), pair("c", "")]);
    }
}
