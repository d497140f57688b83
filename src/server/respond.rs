//! How an answer travels: its headers, and what a browser may keep.

use std::sync::Arc;

use axum::{
    body::{Body as AxumBody, Bytes},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};

use super::limits::Place;

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The media type.
    pub kind: &'static str,
    /// Whether the address names the content, so that a browser may keep it for ever.
    pub lasting: bool,
    /// The content.
    pub body: Body,
}

/// The content of an answer.
#[derive(Clone, Debug)]
pub enum Body {
    /// Bytes that others hold too.
    Shared(Arc<[u8]>),
    /// Bytes made for this answer.
    Own(Vec<u8>),
}

/// An answer's own bytes, and the place that they take until they are sent.
struct Held {
    bytes: Vec<u8>,
    _place: Option<Place>,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Body {
    /// How many bytes were made for this answer alone.
    pub(super) fn own(&self) -> usize {
        match self {
            Self::Shared(_) => 0,
            Self::Own(bytes) => bytes.len(),
        }
    }
}

impl Reply {
    /// A text that says why there is nothing else.
    pub fn text(status: u16, text: &str) -> Self {
        let body = Body::Own(format!("{text}\n").into_bytes());
        Self { status, kind: "text/plain; charset=utf-8", lasting: false, body }
    }

    /// The response to a request with `headers`; `head` for one that wants no content. Its bytes keep `place`.
    pub(super) fn response(
        self,
        headers: &HeaderMap,
        head: bool,
        place: Option<Place>,
    ) -> Response<AxumBody> {
        let bytes = match self.body {
            Body::Shared(bytes) => Bytes::from_owner(bytes),
            Body::Own(bytes) => Bytes::from_owner(Held { bytes, _place: place }),
        };
        let tag = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..32]);
        let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        let is_known = self.status == 200
            && known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag));
        let status = if is_known { 304 } else { self.status };
        let mut response = Response::new(AxumBody::empty());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let caching = if self.lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
        let set = response.headers_mut();
        set.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            set.insert(header::ETAG, tag);
        }
        protect(set);
        if is_known {
            return response;
        }
        set.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        set.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        if !head {
            *response.body_mut() = AxumBody::from(bytes);
        }
        response
    }
}

/// What every answer says to browsers: it is what it says it is, and no other site may use it.
pub(super) fn protect(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
}
