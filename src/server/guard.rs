//! Who may ask. A page of another site must neither read what is served here nor make it do anything, also
//! when its name was made to point at this machine.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderValue, header};

/// The names under which a server is reached.
#[derive(Clone, Copy, Debug)]
pub struct Hosts {
    address: SocketAddr,
}

impl Hosts {
    /// Those of a server at `address`.
    pub fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Whether `host`, as in the header of that name, means this server: `localhost` or an address in digits,
    /// of this machine alone when the server listens to nobody else. A name could be anybody's.
    pub fn fits(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, port),
            _ => (host, "80"),
        };
        // As a text: what could be read as the same number is no address that anybody was told.
        if port != self.address.port().to_string() {
            return false;
        }
        if name.eq_ignore_ascii_case("localhost") {
            return true;
        }
        let digits = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        digits
            .parse::<IpAddr>()
            .is_ok_and(|address| !self.address.ip().is_loopback() || address.is_loopback())
    }

    /// Whether a request with `headers` may be answered; if not, why.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub(super) fn admit(&self, headers: &HeaderMap) -> Result<(), &'static str> {
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = hosts.next().and_then(text).filter(|_| hosts.next().is_none());
        if !host.is_some_and(|host| self.fits(host)) {
            return Err("the Host header does not name this server: open the address that casebook printed");
        }
        for origin in headers.get_all(header::ORIGIN) {
            let same = text(origin).and_then(|origin| origin.strip_prefix("http://")) == host;
            if !same {
                return Err("pages of other sites may not ask this server");
            }
        }
        let says = |name: &str| headers.get(name).and_then(text).unwrap_or_default();
        // A link from elsewhere may lead here; a script, a style or an image of another site may not.
        if matches!(says("sec-fetch-site"), "cross-site" | "same-site")
            && says("sec-fetch-mode") != "navigate"
        {
            return Err("pages of other sites may not use what this server serves");
        }
        Ok(())
    }
}

fn text(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_fit() {
        let hosts = Hosts::new("127.0.0.1:4000".parse().unwrap());
        for host in ["127.0.0.1:4000", "localhost:4000", "LOCALHOST:4000", "[::1]:4000"] {
            assert!(hosts.fits(host), "{host}");
        }
        for host in
            ["127.0.0.1", "127.0.0.1:4001", "evil.example:4000", "10.0.0.1:4000", "localhost.evil:4000", ""]
        {
            assert!(!hosts.fits(host), "{host}");
        }
        let wide = Hosts::new("0.0.0.0:4000".parse().unwrap());
        assert!(wide.fits("10.0.0.1:4000") && wide.fits("localhost:4000"));
        assert!(!wide.fits("evil.example:4000"));
    }

    #[test]
    fn other_origins_are_turned_away() {
        let hosts = Hosts::new("127.0.0.1:4000".parse().unwrap());
        let admit = |headers: &[(&'static str, &'static str)]| {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.append(*name, HeaderValue::from_static(value));
            }
            hosts.admit(&map).is_ok()
        };
        assert!(admit(&[("host", "localhost:4000")]));
        assert!(admit(&[("host", "localhost:4000"), ("origin", "http://localhost:4000")]));
        assert!(admit(&[
            ("host", "localhost:4000"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate")
        ]));
        assert!(!admit(&[]));
        assert!(!admit(&[("host", "localhost:4000"), ("host", "localhost:4000")]));
        assert!(!admit(&[("host", "localhost:4000"), ("origin", "http://evil.example")]));
        assert!(!admit(&[("host", "localhost:4000"), ("origin", "null")]));
        assert!(!admit(&[
            ("host", "localhost:4000"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "no-cors")
        ]));
    }
}
