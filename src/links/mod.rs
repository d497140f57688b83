//! Links that lead elsewhere: which there are and where they stand, what a link checker says of them, and
//! since when they are broken.
//!
//! Works on values. Nothing here asks the network: lychee does, and its answer is read.

mod ledger;
mod list;
mod outgoing;
mod results;

pub use ledger::{Broken, Ledger};
pub use list::{html, json};
pub use outgoing::{Outgoing, Place};
pub use results::{Answer, Results};

use jiff::{Unit, civil::Date};

use crate::diagnostic::Finding;

/// A finding for each place of each broken link, with the index of its file. `grace` is how many days a link
/// may be broken before that is an error.
pub fn findings(outgoing: &Outgoing, ledger: &Ledger, today: Date, grace: u32) -> Vec<(u32, Finding)> {
    let mut found = Vec::new();
    for (url, places) in outgoing.links() {
        let Some(broken) = ledger.of(url) else { continue };
        let days = (today - broken.since).total((Unit::Day, today)).map_or(0.0, |days| days.max(0.0)) as u32;
        let (rule, help) = if days >= grace {
            ("link-dead", "link to where the page is now, or remove the link".to_owned())
        } else {
            let left = grace - days;
            let plural = if left == 1 { "" } else { "s" };
            ("link-failing", format!("look whether it comes back; it counts as dead in {left} day{plural}"))
        };
        let message = format!("`{url}`: {}; broken since {}", broken.why, broken.since);
        for place in places {
            found.push((place.file, Finding::new(rule, place.span, message.clone()).help(help.clone())));
        }
    }
    found
}
