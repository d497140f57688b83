//! Variants that are no longer configured: their sites go, for whoever publishes the folder would publish them too.

use std::path::Path;

use super::{
    Built,
    changes::{self, SiteChanges},
};
use crate::{
    commands::{Failure, Terminal},
    output::{Mode, Variants},
};

/// Removes those of `variants` in the folder `out` that are not in `names`; each with what it lost.
pub(super) fn removed(
    out: &Path,
    variants: &mut Variants,
    names: &[&str],
    mode: Mode,
) -> Result<Vec<(Built, SiteChanges)>, Failure> {
    let mut all = Vec::new();
    for name in variants.others(names) {
        let place = out.join(&name);
        let before = changes::published(&place)?;
        let Some(written) = variants.remove(&name, mode)? else { continue };
        let lost = SiteChanges::removed(&name, &place, before, &written);
        all.push((Built { variant: Some(name), out: place, articles: None, pages: 0, written }, lost));
    }
    Ok(all)
}

/// Says which sites lie beside the variants `names` that are none: casebook does not know whose they are.
pub(super) fn warn(
    out: &Path,
    variants: &Variants,
    names: &[&str],
    terminal: &Terminal,
) -> Result<(), Failure> {
    for name in variants.strangers()?.iter().filter(|name| !names.contains(&name.as_str())) {
        let place = out.join(name);
        terminal.note(&format!(
            "warning: {}: a site lies here that is no variant, and would be published with them",
            place.display()
        ));
    }
    Ok(())
}
