//! Apollo elements as the cards that the portal would show, with their texts and no live data.

use super::{MAX_DEPTH, Renderer, frames::Frame};
use crate::{
    article::{markdown::element::Element, url::Destination},
    render::html,
};

impl Renderer<'_> {
    pub(super) fn element(&mut self, element: &Element<'_>) {
        if !self.break_paragraph() {
            return;
        }
        let tag = element.tag;
        if tag.is("videoGroup") {
            if tag.closing {
                self.frames.close_raw("$videos", &mut self.out);
            } else if self.frames.depth() < MAX_DEPTH {
                self.out.push_str("<div class=\"video-group\">\n");
                self.frames.push(Frame::raw("$videos", "</div>\n"));
            }
        } else if tag.closing {
            // The close of an element whose opening was read alone.
        } else if tag.is("insight") {
            let count = element.field("maxInsightCount");
            let count = if count.is_empty() { "3" } else { count };
            // Only a question that is asked is worth a line.
            let asks = element.field("additionalInputsReq");
            let asks = if asks.eq_ignore_ascii_case("true") { self.words.text("article.yes") } else { "" };
            let rows = [
                ("insight.symptoms", element.field("symptomId")),
                ("insight.running", element.field("executionText")),
                ("insight.timeout", element.field("timeoutText")),
                ("insight.nothing", element.field("noResultText")),
                ("insight.failed", element.field("failedText")),
                ("insight.most", count),
                ("insight.more", asks),
            ];
            let title = self.words.text("insight.title");
            self.card("insight", "insight.name", title, &rows);
        } else if tag.is("metric") {
            let name = element.field("name");
            let title = element.field("title");
            let rows = [
                ("metric.metric", if title.is_empty() { "" } else { name }),
                ("metric.aggregation", element.field("aggregationType")),
                ("metric.span", element.field("timeSpanDuration")),
            ];
            self.card("metric", "metric.name", if title.is_empty() { name } else { title }, &rows);
        } else if tag.is("video") {
            self.video(element.field("src"), element.field("title"));
        } else if tag.is("azureKB") {
            let title = self.words.text("knowledge.title");
            self.card("kb", "knowledge.name", title, &[("knowledge.client", element.field("client"))]);
        }
    }

    /// A card; `kind` and the names of the rows are keys of strings.
    fn card(&mut self, class: &str, kind: &str, title: &str, rows: &[(&str, &str)]) {
        self.out.push_str(&format!("<div class=\"card card-{class}\"><p class=\"card-kind\">"));
        html::text(&mut self.out, self.words.text(kind));
        self.out.push_str("</p><p class=\"card-title\">");
        html::text(&mut self.out, title);
        self.out.push_str("</p>");
        let mut rows = rows.iter().filter(|(_, value)| !value.is_empty()).peekable();
        if rows.peek().is_some() {
            self.out.push_str("<dl>");
            for (name, value) in rows {
                self.out.push_str("<dt>");
                html::text(&mut self.out, self.words.text(name));
                self.out.push_str("</dt><dd>");
                html::text_with_entities(&mut self.out, value);
                self.out.push_str("</dd>");
            }
            self.out.push_str("</dl>");
        }
        self.out.push_str("</div>\n");
    }

    /// A video as a facade: a picture that casebook draws, and nothing of the video loads until it is
    /// pressed.
    fn video(&mut self, src: &str, title: &str) {
        let words = self.words;
        let title = if title.is_empty() { words.text("body.video") } else { title };
        let address = match Destination::parse(src) {
            Destination::Web(address) => Some(address),
            _ => None,
        };
        match &address {
            Some(address) => {
                self.out.push_str("<a class=\"card card-video\"");
                html::set(&mut self.out, "href", address);
                self.out.push_str("><span class=\"card-title\">");
            }
            None => self.out.push_str("<div class=\"card card-video\"><span class=\"card-title\">"),
        }
        html::text(&mut self.out, title);
        self.out.push_str("</span>");
        if let Some(address) = &address {
            self.out.push_str("<span class=\"card-kind\">");
            html::text(&mut self.out, &words.filled("body.video_from", "host", host(address)));
            self.out.push_str("</span>");
        }
        self.out.push_str(if address.is_some() { "</a>\n" } else { "</div>\n" });
    }
}

/// The host of a whole address.
pub(super) fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}
