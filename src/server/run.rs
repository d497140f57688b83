//! Listens, and hands every request to the service, within limits.

use std::{
    convert::Infallible,
    io,
    net::{IpAddr, SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request as AxumRequest, State},
    http::{HeaderValue, Method, Response, header},
    response::{
        IntoResponse as _, Sse,
        sse::{Event, KeepAlive},
    },
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use tokio::sync::Semaphore;
use tokio_stream::{StreamExt as _, wrappers::WatchStream};

use super::{Hosts, Reply, Request, Service, respond::protect};

/// Ports that are tried, one after the other.
const PORTS: u16 = 50;
/// Connections at a time; further ones wait.
const CONNECTIONS: usize = 512;
/// The most bytes that the head of a request may have.
const HEAD: usize = 32 * 1024;
/// The most bytes that a POST may have.
const POSTED: usize = 16 * 1024;
/// How long a request's head may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Threads that answer.
const THREADS: usize = 2;
/// Where events come from.
const EVENTS: &str = "_casebook/events";

/// Listens at `address`, at `port` or the next one that is free.
///
/// # Errors
///
/// When none of the ports can be had.
pub fn bind(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    let mut port = port;
    let last = port.saturating_add(PORTS);
    loop {
        match TcpListener::bind(SocketAddr::new(address, port)) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < last => port += 1,
            Err(error) => {
                return Err(io::Error::new(error.kind(), format!("{address}, port {port}: {error}")));
            }
            Ok(listener) => return Ok(listener),
        }
    }
}

/// Serves on `listener` from threads of its own until the program ends.
///
/// # Errors
///
/// When the system gives no threads or the listener cannot be used.
pub fn run(listener: TcpListener, service: Arc<dyn Service>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let hosts = Hosts::new(listener.local_addr()?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .thread_name("serve")
        .enable_all()
        .build()?;
    let router = Router::new().fallback(handle).with_state((hosts, service));
    std::thread::Builder::new().name("listen".to_owned()).spawn(move || {
        runtime.block_on(async move {
            // A listener that the system gave is one that it takes.
            if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                accept(listener, router).await;
            }
        });
    })?;
    Ok(())
}

async fn accept(listener: tokio::net::TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        // The semaphore is never closed.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Out of descriptors: others will be closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let mut builder = Builder::new(TokioExecutor::new());
            builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(HEAD);
            // A connection that ends early is the other side's affair.
            let _ = builder.serve_connection(TokioIo::new(stream), service).await;
            drop(place);
        });
    }
}

async fn handle(
    State((hosts, service)): State<(Hosts, Arc<dyn Service>)>,
    request: AxumRequest,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let head = parts.method == Method::HEAD;
    let reply = |reply: Reply| reply.response(&parts.headers, head);
    if let Err(why) = hosts.admit(&parts.headers) {
        return reply(Reply::text(403, why));
    }
    let Some(asked) = Request::read(&parts.uri, &parts.headers) else {
        return reply(Reply::text(400, "this is no address of a site"));
    };
    match parts.method {
        Method::GET if asked.path == EVENTS => events(&*service),
        Method::GET | Method::HEAD => {
            if !service.is_slow(&asked) {
                return reply(service.answer(&asked));
            }
            let answered = tokio::task::spawn_blocking(move || service.answer(&asked)).await;
            reply(answered.unwrap_or_else(|_| Reply::text(500, "casebook failed to answer")))
        }
        Method::POST => {
            // Browsers say where a POST comes from; whoever does not is no page of this site.
            if !parts.headers.contains_key(header::ORIGIN) {
                return reply(Reply::text(403, "only pages of this site may ask for this"));
            }
            match to_bytes(body, POSTED).await {
                Ok(body) => {
                    let acted = tokio::task::spawn_blocking(move || service.act(&asked, &body)).await;
                    reply(acted.unwrap_or_else(|_| Reply::text(500, "casebook failed to answer")))
                }
                Err(_) => reply(Reply::text(413, "this is too long")),
            }
        }
        _ => {
            let mut response = reply(Reply::text(405, "only GET and HEAD are answered"));
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            response
        }
    }
}

/// The latest event and every later one.
fn events(service: &dyn Service) -> Response<Body> {
    let data = WatchStream::new(service.events());
    let stream = data.map(|data| Ok::<_, Infallible>(Event::default().data(data)));
    let mut response =
        Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))).into_response();
    protect(response.headers_mut());
    response
}
