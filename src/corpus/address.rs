//! Addresses of pages: from paths that people chose to names that are safe on every host.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

/// The longest name of a folder or page, in bytes.
const MAX: usize = 120;
/// Names at the root that the site uses itself.
const RESERVED: &[&str] = &[
    "404.html",
    "_headers",
    "_redirects",
    "assets",
    "catalog.json",
    "feed.xml",
    "go.html",
    "images",
    "index.html",
    "llms.txt",
    "redirects.json",
    "robots.txt",
    "search",
    "search.html",
    "services",
    "services.json",
    "sitemap.xml",
    "staticwebapp.config.json",
    "topics",
];
/// Names that Windows keeps for devices.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// An address for each path, and the groups whose addresses would have been the same.
///
/// Every member of such a group carries a short hash of its path, so that no address depends on which of
/// them came first.
#[expect(clippy::type_complexity, reason = "the group's members and the address they share")]
pub(super) fn assign(paths: &[&str]) -> (Vec<Arc<str>>, Vec<(Vec<u32>, Box<str>)>) {
    let mut addresses: Vec<Arc<str>> = paths.par_iter().map(|path| page_address(path).into()).collect();
    let mut by_address: FxHashMap<&str, Vec<u32>> =
        FxHashMap::with_capacity_and_hasher(addresses.len(), FxBuildHasher);
    for (index, address) in addresses.iter().enumerate() {
        by_address.entry(address).or_default().push(index as u32);
    }
    let mut groups: Vec<(Vec<u32>, Box<str>)> = by_address
        .into_iter()
        .filter(|(_, members)| members.len() > 1)
        .map(|(address, members)| (members, address.into()))
        .collect();
    groups.sort_unstable();
    let mut taken: FxHashSet<Arc<str>> = addresses.iter().cloned().collect();
    for (members, address) in &groups {
        let stem = address.strip_suffix(".html").unwrap_or(address);
        for index in members {
            let path = paths[*index as usize];
            // Another page may be called like that in truth: then a longer hash tells them apart.
            let mut own: Arc<str> = format!("{stem}-{}.html", short_hash(path)).into();
            for digits in (16..=64).step_by(8) {
                if !taken.contains(&own) {
                    break;
                }
                own = format!("{stem}-{}.html", &blake3::hash(path.as_bytes()).to_hex()[..digits]).into();
            }
            taken.insert(own.clone());
            addresses[*index as usize] = own;
        }
    }
    (addresses, groups)
}

/// `articles/<folder>/<file>.md` becomes `<folder>/<file>.html`, unless another file would have that too.
pub fn page_address(path: &str) -> String {
    let path = path.strip_prefix("articles/").unwrap_or(path);
    let (folder, name) = path.rsplit_once('/').unwrap_or(("articles", path));
    let stem = name.strip_suffix(".md").or(name.strip_suffix(".MD")).unwrap_or(name);
    let mut folder = page_slug(&folder.replace('/', "-"));
    let is_sitemap = folder.starts_with("sitemap-") && folder.strip_suffix(".xml").is_some();
    if RESERVED.contains(&&*folder) || is_sitemap {
        folder.push_str("-articles");
    }
    format!("{folder}/{}.html", page_slug(stem))
}

/// `name` in lower case with only `a-z`, `0-9`, `.`, `_` and `-`: safe on every file system and host.
pub fn page_slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' | '.' | '_' | '-' => slug.push(c),
            _ if slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    let trimmed = slug.trim_matches(['-', '.', ' ']);
    let first = trimmed.split('.').next().unwrap_or_default();
    let is_device = DEVICES.contains(&first)
        || (first.len() == 4
            && (first.starts_with("com") || first.starts_with("lpt"))
            && first.ends_with(|c: char| c.is_ascii_digit()));
    if trimmed.is_empty() || is_device || trimmed.len() > MAX {
        // What is cut or renamed stays tellable apart by a hash of the whole name.
        let kept = &trimmed[..trimmed.len().min(MAX - 9)];
        let kept = if kept.is_empty() { "page" } else { kept };
        return format!("{kept}-{}", short_hash(name));
    }
    trimmed.to_owned()
}

/// Eight hexadecimal digits that stand for `text`.
fn short_hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..8].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_lower_case_and_safe() {
        assert_eq!(page_address("articles/Halden.Compute/VM Start (1).md"), "halden.compute/vm-start-1.html");
        assert_eq!(page_address("articles/search/x.md"), "search-articles/x.html");
        assert_eq!(page_address("articles/index.html/x.md"), "index.html-articles/x.html");
        assert_eq!(page_address("articles/x.md"), "articles/x.html");
        assert!(page_address("articles/a/con.md").starts_with("a/con-"));
        assert!(page_address("articles/a/日本.md").starts_with("a/page-"));
        assert!(page_address(&format!("articles/a/{}.md", "x".repeat(300))).len() < 140);
    }

    #[test]
    fn every_colliding_page_carries_a_hash() {
        let (addresses, groups) = assign(&["articles/a/X.md", "articles/a/x.md", "articles/a/y.md"]);
        assert_eq!(&*addresses[2], "a/y.html");
        assert!(
            addresses[0].starts_with("a/x-")
                && addresses[1].starts_with("a/x-")
                && addresses[0] != addresses[1]
        );
        assert_eq!(groups, [(vec![0, 1], "a/x.html".into())]);
    }

    #[test]
    fn a_page_that_is_called_like_the_hashed_one_keeps_its_name() {
        let hashed = format!("x-{}", short_hash("articles/a/X.md"));
        let third = format!("articles/a/{hashed}.md");
        let (addresses, _) = assign(&["articles/a/X.md", "articles/a/x.md", &third]);
        assert_eq!(*addresses[2], *format!("a/{hashed}.html"));
        assert!(addresses[0] != addresses[2] && addresses[0].starts_with(&format!("a/{hashed}")));
    }
}
