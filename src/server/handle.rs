//! Hands a request to the service, if it is one that may be asked and there is room for its answer.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request as AxumRequest, State},
    http::{HeaderMap, HeaderValue, Method, Response, header},
    response::{
        IntoResponse as _, Sse,
        sse::{Event, KeepAlive},
    },
};
use tokio::task::spawn_blocking;
use tokio_stream::{StreamExt as _, wrappers::WatchStream};

use super::{
    Hosts, Reply, Request, Service,
    limits::{Limits, PATIENCE, POSTED},
    respond::protect,
};

/// Where events come from.
const EVENTS: &str = "_casebook/events";

/// What all requests share.
#[derive(Clone)]
struct Desk {
    hosts: Hosts,
    service: Arc<dyn Service>,
    limits: Arc<Limits>,
}

/// Answers what `service` can.
pub(super) fn router(hosts: Hosts, service: Arc<dyn Service>, limits: Arc<Limits>) -> Router {
    Router::new().fallback(handle).with_state(Desk { hosts, service, limits })
}

/// Answers that there are too many connections, once for each.
pub(super) fn full() -> Router {
    Router::new().fallback(async || {
        let reply = Reply::text(
            503,
            "too many connections are open: close pages of the preview, and load this one again",
        );
        let mut response = reply.response(&HeaderMap::new(), false, None);
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        response
    })
}

async fn handle(State(desk): State<Desk>, request: AxumRequest) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let head = parts.method == Method::HEAD;
    let reply = |reply: Reply| reply.response(&parts.headers, head, None);
    if let Err(why) = desk.hosts.admit(&parts.headers) {
        return reply(Reply::text(403, why));
    }
    let Some(asked) = Request::read(&parts.uri, &parts.headers) else {
        return reply(Reply::text(400, "this is no address of a site"));
    };
    match parts.method {
        Method::GET if asked.path == EVENTS => events(&desk).unwrap_or_else(reply),
        Method::GET | Method::HEAD => answer(&desk, asked, &parts.headers, head).await,
        Method::POST => {
            // Browsers say where a POST comes from; whoever does not is no page of this site.
            if !parts.headers.contains_key(header::ORIGIN) {
                return reply(Reply::text(403, "only pages of this site may ask for this"));
            }
            reply(match tokio::time::timeout(PATIENCE, to_bytes(body, POSTED)).await {
                Ok(Ok(body)) => act(desk, asked, &body).await,
                Ok(Err(_)) => Reply::text(413, "this is too long"),
                Err(_) => Reply::text(408, "this took too long"),
            })
        }
        _ => {
            let mut response = reply(Reply::text(405, "only GET and HEAD are answered"));
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            response
        }
    }
}

/// Makes an answer. However many ask, few are made at a time, and all that wait to be taken are bounded.
async fn answer(desk: &Desk, asked: Request, headers: &HeaderMap, head: bool) -> Response<Body> {
    let slow = desk.service.is_slow(&asked);
    let answers = desk.limits.answers(slow);
    let making = answers.making().await;
    let reply = if slow {
        let service = Arc::clone(&desk.service);
        spawn_blocking(move || service.answer(&asked)).await.unwrap_or_else(|_| failed())
    } else {
        desk.service.answer(&asked)
    };
    let place = answers.sending(reply.body.own()).await;
    drop(making);
    if place.is_none() {
        let busy = Reply::text(503, "too many answers wait to be taken: load this page again");
        return busy.response(headers, head, None);
    }
    reply.response(headers, head, place)
}

async fn act(desk: Desk, asked: Request, body: &[u8]) -> Reply {
    let making = desk.limits.answers(true).making().await;
    let body = body.to_owned();
    let reply = spawn_blocking(move || desk.service.act(&asked, &body)).await;
    drop(making);
    reply.unwrap_or_else(|_| failed())
}

fn failed() -> Reply {
    Reply::text(500, "casebook failed to answer")
}

/// The latest event and every later one.
fn events(desk: &Desk) -> Result<Response<Body>, Reply> {
    let Some(place) = desk.limits.stream() else {
        return Err(Reply::text(503, "too many pages of the preview are open: close some of them"));
    };
    let data = WatchStream::new(desk.service.events());
    let stream = data.map(move |data| {
        // The place is free when nobody listens any longer.
        let _held = &place;
        Ok::<_, Infallible>(Event::default().data(data))
    });
    let mut response =
        Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))).into_response();
    protect(response.headers_mut());
    Ok(response)
}
