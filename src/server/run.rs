//! Listens, and serves connections within limits.

use std::{
    io,
    net::{IpAddr, SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum::Router;
use hyper::server::conn::http1::Builder;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::net::TcpStream;
use tokio_io_timeout::TimeoutStream;

use super::{
    Hosts, Service, handle,
    limits::{HEAD, HURRY, Limits, PATIENCE},
};

/// Ports that are tried, one after the other.
const PORTS: u16 = 50;
/// Threads that answer.
const THREADS: usize = 2;

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
    std::thread::Builder::new().name("listen".to_owned()).spawn(move || {
        runtime.block_on(async move {
            // A listener that the system gave is one that it takes.
            if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                accept(listener, hosts, service).await;
            }
        });
    })?;
    Ok(())
}

async fn accept(listener: tokio::net::TcpListener, hosts: Hosts, service: Arc<dyn Service>) {
    let limits = Arc::new(Limits::new());
    let router = handle::router(hosts, service, Arc::clone(&limits));
    let full = handle::full();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of descriptors: others will be closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (place, router, patience) = match limits.connection() {
            Some(place) => (place, router.clone(), PATIENCE),
            // While this waits, others wait in the system's queue.
            None => match limits.turned_away().await {
                Some(place) => (place, full.clone(), HURRY),
                None => return,
            },
        };
        tokio::spawn(async move {
            serve(stream, router, patience).await;
            drop(place);
        });
    }
}

/// Serves a connection to its end. `patience` is for a silence of the other side, from the first moment on.
async fn serve(stream: TcpStream, router: Router, patience: Duration) {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(patience));
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(HEAD);
    // A connection that ends early is the other side's affair.
    let _ = builder.serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(router)).await;
}
