//! The preview's own files: its script and its style sheet. They are no part of a site.

/// The file called `name`.
pub(super) fn file(name: &str) -> Option<&'static [u8]> {
    Some(match name {
        "live.js" => include_bytes!("assets/live.js"),
        "swap.js" => include_bytes!("assets/swap.js"),
        "panel.js" => include_bytes!("assets/panel.js"),
        "panel.css" => include_bytes!("assets/panel.css"),
        "list.js" => include_bytes!("assets/list.js"),
        "list.css" => include_bytes!("assets/list.css"),
        _ => return None,
    })
}
