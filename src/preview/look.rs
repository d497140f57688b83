//! What an open page asks after every change: whether it is still what there is, and if not, what is.

use serde_json::{Value, json};

use super::{
    about,
    answer::Asked,
    edition::Edition,
    injected::{Facts, stamp},
    stages::Stages,
    text,
};
use crate::render::Page;

/// The answer to `look?address=…&page=…&path=…&id=…&text=…&panel=…`, where the page says what it knows.
pub(super) fn look(stages: &Stages, asked: &Asked<'_>) -> Vec<u8> {
    let (edition, address) = stages.resolve(stages.local(asked.value("address")), asked.cloud);
    let known = Facts {
        page: asked.value("page").to_owned(),
        path: asked.value("path").to_owned(),
        id: asked.value("id").to_owned(),
        text: asked.value("text").to_owned(),
    };
    let assets = stages.assets();
    let mut answer = json!({
        "number": stages.number(),
        "folder": assets.folder,
        "styles": assets.styles,
        "scripts": assets.others,
        "fault": stages.broken().map(|fault| json!({"about": fault.about, "message": fault.message})),
        "counts": stages.board().counts(),
    });
    let mut path = known.path.clone();
    match stages.page(address, edition) {
        Some(page) => match stages.render(page, edition) {
            Ok(html) => {
                let facts = Facts::of_page(stages, page, &html);
                path.clone_from(&facts.path);
                if facts.page != known.page {
                    answer["html"] = String::from_utf8_lossy(&html).into();
                }
                answer["page"] = facts.page.into();
                answer["path"] = facts.path.into();
                answer["id"] = facts.id.into();
                answer["text"] = facts.text.into();
            }
            // A theme that cannot be used at all says more than the one before it, which is still shown.
            Err(_) if stages.broken().is_some() => {}
            Err(error) => answer["fault"] = json!({"about": "theme", "message": error.message}),
        },
        None if known.path.is_empty() && known.page.is_empty() => {}
        None => match follow(stages, &known, edition) {
            Some(address) => answer["follow"] = stages.configs().address(edition, &address).into(),
            None => answer["gone"] = instead(stages, address, edition).into(),
        },
    }
    let panel = if path.is_empty() { Value::Null } else { about::about(stages, &path, edition) };
    // Told only when it is news: it is most of the answer.
    let panel_stamp = text::hash(panel.to_string().as_bytes());
    if panel_stamp != asked.value("panel") {
        answer["about"] = panel;
    }
    answer["panel"] = panel_stamp.into();
    answer.to_string().into_bytes()
}

/// A name for what is shown instead of a page that is not there, so that a page which shows it already
/// stays still.
fn instead(stages: &Stages, address: &str, edition: Edition) -> String {
    if let Some((html, _)) = super::faults::instead(stages, address, edition) {
        return stamp(stages, &html);
    }
    let page = stages.page("404.html", edition);
    let html = page.and_then(|page| stages.render(page, edition).ok());
    html.map(|html| stamp(stages, &html)).unwrap_or_default()
}

/// Where the article that the page showed is now: the only one with its id, else the only one with its text.
fn follow(stages: &Stages, known: &Facts, edition: Edition) -> Option<String> {
    let corpus = stages.corpus_ref();
    let address = |index: u32| {
        let address = &corpus.entries[index as usize].address;
        let is_page = stages.page(address, edition) == Some(Page::Article(index));
        is_page.then(|| address.to_string())
    };
    // The file is where it was and has no page: it is broken, not renamed.
    if known.path.is_empty() || corpus.file(&known.path).is_some() && corpus.at_path(&known.path).is_none() {
        return None;
    }
    if let Some(index) = corpus.at_path(&known.path) {
        return address(index);
    }
    if !known.id.is_empty()
        && let [index] = corpus.with_id(&known.id)
    {
        return address(*index);
    }
    let mut same = (0..corpus.entries.len() as u32)
        .filter(|index| text::hash(corpus.source(*index).text.as_bytes()) == known.text);
    same.next().filter(|_| same.next().is_none()).and_then(address)
}
