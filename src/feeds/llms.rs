//! `llms.txt`: what the site is and where its texts are, for programs that read texts.

use super::{file, markdown::line};
use crate::{output::OutputFile, site::Site};

/// The file: services with their lists, never single articles, so that it stays short.
pub(super) fn file_of(site: &Site<'_>) -> OutputFile {
    let config = site.config;
    let base = &config.base_url;
    let mut text = format!("# {}\n", line(&config.title));
    if !config.description.is_empty() {
        text.push_str(&format!("\n> {}\n", line(&config.description)));
    }
    text.push_str(&format!("\nSupport articles, {} in all, by service.", site.articles()));
    if config.files.markdown {
        text.push_str(" Each is there as Markdown too: its address with `.md` in place of `.html`.");
    }
    text.push_str("\n\n## Services\n\n");
    for service in &site.services {
        let url =
            if config.files.markdown { service.url.replace(".html", ".md") } else { service.url.to_string() };
        let articles = service.articles();
        let about = match &*service.description {
            "" => String::new(),
            description => format!("{}. ", line(description).trim_end_matches('.')),
        };
        let plural = if articles == 1 { "" } else { "s" };
        text.push_str(&format!(
            "- [{}]({base}{url}): {about}{articles} article{plural}\n",
            line(&service.name)
        ));
    }
    text.push_str(&format!(
        "\n## Data\n\n- [Catalog]({base}catalog.json): every article as JSON, with address, title, description, service and kind\n"
    ));
    file("llms.txt", text)
}
