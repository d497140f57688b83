//! What browsers are shown: the stages of the moment, swapped whole.

use std::{fmt::Write as _, path::PathBuf, sync::Arc};

use arc_swap::ArcSwap;
use serde::Deserialize;

use super::editor::Editor;
use crate::{
    article::cloud::Cloud,
    commands::Failure,
    image::Image,
    preview::{Answer, Asked, Content, Stages},
    server::{Body, Reply, Request, Service},
    source,
};

/// The cookie that says whose readers' site is asked for.
const CLOUD: &str = "casebook-cloud";

/// The site of the moment.
pub(super) struct Shown {
    stages: ArcSwap<Stages>,
    events: tokio::sync::watch::Sender<String>,
    dir: PathBuf,
    token: String,
    editor: Option<Editor>,
}

/// What a page asks the editor to open.
#[derive(Deserialize)]
struct Open {
    token: String,
    path: String,
    line: u32,
    column: u32,
}

impl Shown {
    /// Shows `stages`, whose files lie in `dir`.
    pub(super) fn new(stages: Arc<Stages>, dir: PathBuf, editor: Option<Editor>) -> Result<Self, Failure> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)
            .map_err(|error| Failure(format!("the system gives no random numbers: {error}")))?;
        let token = bytes.iter().fold(String::new(), |mut token, byte| {
            // Writing to a string does not fail.
            let _ = write!(token, "{byte:02x}");
            token
        });
        let events = tokio::sync::watch::Sender::new(event(&stages));
        Ok(Self { stages: ArcSwap::new(stages), events, dir, token, editor })
    }

    /// Shows `stages` from now on, and tells every open page.
    pub(super) fn publish(&self, stages: Arc<Stages>) {
        let event = event(&stages);
        self.stages.store(stages);
        self.events.send_replace(event);
    }

    /// Whether a page is open somewhere: it listens once it is shown.
    pub(super) fn has_readers(&self) -> bool {
        self.events.receiver_count() > 0
    }

    fn reply(&self, answer: Answer) -> Reply {
        let Answer { status, kind, lasting, content } = answer;
        let body = match content {
            Content::Shared(bytes) => Body::Shared(bytes),
            Content::Own(bytes) => Body::Own(bytes),
            Content::Image { path, address } => {
                let bytes = source::read_bytes(&self.dir.join(&*path)).unwrap_or_default();
                // Its address names the content; a file that is another by now has another one.
                if Image::new(&path, &bytes).address != address {
                    return Reply::text(404, "the image has just changed");
                }
                Body::Own(bytes)
            }
        };
        Reply { status, kind, lasting, body }
    }
}

/// What open pages are told: the state that there is to look at.
fn event(stages: &Stages) -> String {
    format!("{{\"number\":{}}}", stages.number())
}

impl Service for Shown {
    fn answer(&self, request: &Request) -> Reply {
        let stages = self.stages.load_full();
        let asked = Asked {
            address: &request.path,
            query: &request.query,
            cloud: request.cookie(CLOUD).and_then(Cloud::from_name),
            token: &self.token,
            has_editor: self.editor.is_some(),
        };
        self.reply(stages.answer(&asked))
    }

    fn act(&self, request: &Request, body: &[u8]) -> Reply {
        if request.path != "_casebook/open" {
            return Reply::text(405, "only GET and HEAD are answered");
        }
        let Ok(open) = serde_json::from_slice::<Open>(body) else {
            return Reply::text(400, "say path, line, column and token");
        };
        if !same(open.token.as_bytes(), self.token.as_bytes()) {
            return Reply::text(403, "the token is not the one of this preview: reload the page");
        }
        let Some(editor) = &self.editor else {
            return Reply::text(404, "there is no editor: start casebook serve with --editor");
        };
        let stages = self.stages.load_full();
        if stages.corpus_ref().file(&open.path).is_none() {
            return Reply::text(404, "there is no such file among the articles");
        }
        match editor.open(&self.dir.join(&open.path), open.line, open.column) {
            Ok(()) => Reply::text(200, "opened"),
            Err(message) => Reply::text(500, &message),
        }
    }

    fn is_slow(&self, request: &Request) -> bool {
        let (path, folders) = (&*request.path, ["search/", "images/"]);
        folders.iter().any(|folder| path.starts_with(folder))
            || path == "catalog.json"
            || path == "_casebook/"
    }

    fn events(&self) -> tokio::sync::watch::Receiver<String> {
        self.events.subscribe()
    }
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |different, (a, b)| different | (a ^ b)) == 0
}
