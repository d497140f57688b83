//! Apollo elements as the cards that the portal would show, with their texts and no live data.

use super::{Renderer, frames::Frame};
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
            } else {
                self.out.push_str("<div class=\"video-group\">\n");
                self.frames.push(Frame::raw("$videos", "</div>\n"));
            }
        } else if tag.closing {
            // The close of an element whose opening was read alone.
        } else if tag.is("insight") {
            let count = element.field("maxInsightCount");
            let count = if count.is_empty() { "3" } else { count };
            let rows = [
                ("Symptoms", element.field("symptomId")),
                ("While it runs", element.field("executionText")),
                ("When it takes too long", element.field("timeoutText")),
                ("When nothing is found", element.field("noResultText")),
                ("When it fails", element.field("failedText")),
                ("Shows at most", count),
                ("Asks the customer for more", element.field("additionalInputsReq")),
            ];
            self.card("insight", "Insight", "Checks of your resource run here in the portal", &rows);
        } else if tag.is("metric") {
            let name = element.field("name");
            let title = element.field("title");
            let rows = [
                ("Metric", if title.is_empty() { "" } else { name }),
                ("Aggregation", element.field("aggregationType")),
                ("Time span", element.field("timeSpanDuration")),
            ];
            self.card("metric", "Metric", if title.is_empty() { name } else { title }, &rows);
        } else if tag.is("video") {
            self.video(element.field("src"), element.field("title"));
        } else if tag.is("azureKB") {
            self.card(
                "kb",
                "Knowledge base",
                "Matching articles are listed here in the portal",
                &[("Client", element.field("client"))],
            );
        }
    }

    fn card(&mut self, class: &str, kind: &str, title: &str, rows: &[(&str, &str)]) {
        self.out.push_str(&format!(
            "<div class=\"card card-{class}\"><p class=\"card-kind\">{kind}</p><p class=\"card-title\">"
        ));
        html::text(&mut self.out, title);
        self.out.push_str("</p>");
        let mut rows = rows.iter().filter(|(_, value)| !value.is_empty()).peekable();
        if rows.peek().is_some() {
            self.out.push_str("<dl>");
            for (name, value) in rows {
                self.out.push_str(&format!("<dt>{name}</dt><dd>"));
                html::text_with_entities(&mut self.out, value);
                self.out.push_str("</dd>");
            }
            self.out.push_str("</dl>");
        }
        self.out.push_str("</div>\n");
    }

    /// A video is a link: nothing of it loads with the page.
    fn video(&mut self, src: &str, title: &str) {
        let title = if title.is_empty() { "Video" } else { title };
        self.out.push_str(
            "<div class=\"card card-video\"><p class=\"card-kind\">Video</p><p class=\"card-title\">",
        );
        match Destination::parse(src) {
            Destination::Web(address) => {
                self.out.push_str("<a");
                html::set(&mut self.out, "href", &address);
                self.out.push('>');
                html::text(&mut self.out, title);
                self.out.push_str("</a>");
            }
            _ => html::text(&mut self.out, title),
        }
        self.out.push_str("</p></div>\n");
    }
}
