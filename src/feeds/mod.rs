//! The files that hosts and machines read: `sitemap.xml`, `feed.xml`, `robots.txt`, `_headers`,
//! `staticwebapp.config.json`, `llms.txt`, and articles as Markdown.
//!
//! Functions of the site. They name addresses and texts that the pages have, and decide nothing.

mod atom;
mod hosts;
mod llms;
mod markdown;
mod sitemap;
mod xml;

pub use hosts::{IMMUTABLE, security};
pub use markdown::{article, list};

use crate::{output::OutputFile, site::Site};

/// The files that name others, and so are written last. Articles as Markdown are not among them.
pub fn files(site: &Site<'_>) -> Vec<OutputFile> {
    let wanted = site.config.files;
    let mut files = Vec::new();
    if wanted.robots {
        files.push(hosts::robots(site));
    }
    if wanted.headers {
        files.extend([hosts::headers(site), hosts::static_web_app(site)]);
    }
    if wanted.llms {
        files.push(llms::file_of(site));
    }
    if has_feed(site) {
        files.push(atom::file(site));
    }
    if has_sitemap(site) {
        files.extend(sitemap::files(site));
    }
    files
}

/// Whether `site` has a sitemap: it needs whole addresses, and search engines that may come.
pub fn has_sitemap(site: &Site<'_>) -> bool {
    let files = site.config.files;
    files.sitemap && files.index && !site.config.base_url.is_empty()
}

/// Whether `site` has a feed: it needs whole addresses and times.
pub fn has_feed(site: &Site<'_>) -> bool {
    site.config.files.feed && !site.config.base_url.is_empty() && !site.history.is_empty()
}

/// A file without the control characters that a title or a text may hold: programs read these files.
fn file(path: impl Into<String>, content: impl Into<Vec<u8>>) -> OutputFile {
    let mut content = content.into();
    content.retain(|byte| !byte.is_ascii_control() || matches!(byte, b'\n' | b'\t'));
    OutputFile { path: path.into(), content }
}

#[cfg(test)]
mod tests {
    use super::file;

    #[test]
    fn control_characters_are_left_out() {
        assert_eq!(file("llms.txt", "# A\u{8}\r\n\tb\u{7f}é\n").content, "# A\n\tbé\n".as_bytes());
    }
}
