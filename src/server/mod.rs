//! A small web server for this machine: who may ask, what is a good question, and how answers travel.
//!
//! Knows HTTP and nothing of what is served: [`Service`] answers.

mod guard;
mod handle;
mod limits;
mod request;
mod respond;
mod run;

pub use guard::Hosts;
pub use request::Request;
pub use respond::{Body, Reply};
pub use run::{bind, run};

/// Answers questions.
pub trait Service: Send + Sync + 'static {
    /// The answer to a GET or HEAD.
    fn answer(&self, request: &Request) -> Reply;

    /// The answer to a POST of this very site, with its `body`.
    fn act(&self, request: &Request, body: &[u8]) -> Reply;

    /// Whether the answer takes so long, or is so large, that others should not wait behind it.
    fn is_slow(&self, request: &Request) -> bool;

    /// The latest event, and every later one, as the data of a server-sent event.
    fn events(&self) -> tokio::sync::watch::Receiver<String>;
}
