//! What hosts and crawlers are told: `robots.txt`, `_headers` and `staticwebapp.config.json`.

use serde_json::{Map, Value, json};

use super::{file, has_sitemap};
use crate::{output::OutputFile, render::policy::policy, site::Site};

/// How long files may be kept whose names change with their content.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// The addresses of such files: the theme, images, shards of the search.
const NAMED_BY_CONTENT: [&str; 3] = ["/assets/*", "/images/*", "/search/*.bin"];

/// The headers that every answer should have: name and value.
pub fn security(site: &Site<'_>) -> Vec<(&'static str, String)> {
    // A page cannot say in its own text who may frame it.
    let policy = format!("{}; frame-ancestors 'none'", policy(&site.config.image_hosts));
    let mut headers = vec![
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
    ];
    if !site.config.files.index {
        headers.push(("X-Robots-Tag", "noindex".to_owned()));
    }
    headers
}

/// `_headers`, as several hosts read it.
pub(super) fn headers(site: &Site<'_>) -> OutputFile {
    let mut text = String::from("/*\n");
    for (name, value) in security(site) {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    for address in NAMED_BY_CONTENT {
        text.push_str(&format!("{address}\n  Cache-Control: {IMMUTABLE}\n"));
    }
    file("_headers", text)
}

/// `staticwebapp.config.json`, which says the same to another host.
pub(super) fn static_web_app(site: &Site<'_>) -> OutputFile {
    let mut global: Map<String, Value> =
        security(site).into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    global.insert("Cache-Control".to_owned(), "no-cache".into());
    let routes: Vec<Value> = NAMED_BY_CONTENT
        .iter()
        .map(|address| json!({"route": address, "headers": {"Cache-Control": IMMUTABLE}}))
        .collect();
    let config = json!({
        "globalHeaders": global,
        "routes": routes,
        "responseOverrides": {"404": {"rewrite": "/404.html"}},
        "mimeTypes": {".bin": "application/octet-stream", ".md": "text/markdown; charset=utf-8"},
    });
    file("staticwebapp.config.json", format!("{config:#}\n"))
}

/// `robots.txt`. Crawlers look for it at the root of a host only.
pub(super) fn robots(site: &Site<'_>) -> OutputFile {
    let mut text = String::from("User-agent: *\n");
    text.push_str(if site.config.files.index { "Allow: /\n" } else { "Disallow: /\n" });
    if has_sitemap(site) {
        text.push_str(&format!("\nSitemap: {}sitemap.xml\n", site.config.base_url));
    }
    file("robots.txt", text)
}
