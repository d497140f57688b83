//! The frame of the preview's own pages.

use super::text::Html;

/// Begins a page called `title`.
pub(super) fn begin(title: &str) -> Html {
    let mut page = Html::default();
    page.raw(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'\">\n<title>",
    );
    page.text(title).raw(" · casebook preview</title>\n<link rel=\"stylesheet\" href=\"/_casebook/list.css\">\n<link rel=\"icon\" href=\"data:,\">\n<script type=\"module\" src=\"/_casebook/list.js\"></script>\n</head>\n<body class=\"casebook-own\">\n<a class=\"skip\" href=\"#main\">Skip to content</a>\n<header class=\"bar\"><a class=\"brand\" href=\"/_casebook/\">Findings</a><nav aria-label=\"Preview\"><a href=\"/index.html\">Open the site</a></nav></header>\n");
    page
}

/// Ends it.
pub(super) fn end(mut page: Html) -> Vec<u8> {
    page.raw("\n</body>\n</html>\n");
    page.0.into_bytes()
}
