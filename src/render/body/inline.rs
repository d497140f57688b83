//! Links, images and marks within a body.

use pulldown_cmark::{Event, TagEnd};

use super::{MAX_DEPTH, Renderer, frames::Frame};
use crate::{
    article::markdown::{
        cook::is_mark,
        mark::{MarkKind, Section},
    },
    render::{
        html,
        links::{Picture, Target},
    },
};

impl<'a> Renderer<'a> {
    pub(super) fn start_link(&mut self, url: &str) {
        self.open_paragraph();
        let url = self.cooked.unmarked(url, self.file);
        let closing =
            if self.linked > 0 || self.frames.has_link() { String::new() } else { self.open_target(&url) };
        self.linked += 1;
        self.closings.push(closing);
        self.frames.push(Frame::inline(""));
    }

    /// Writes what opens a link to `url`, and returns what closes it.
    pub(super) fn open_target(&mut self, url: &str) -> String {
        match self.links.target(url) {
            Target::Text => String::new(),
            Target::Href(href) => {
                self.out.push_str("<a");
                html::set(&mut self.out, "href", &href);
                self.out.push('>');
                "</a>".to_owned()
            }
            Target::Button(href) => {
                self.out.push_str("<a class=\"button\"");
                html::set(&mut self.out, "href", &href);
                self.out.push('>');
                "</a>".to_owned()
            }
            Target::Portal(link) => {
                self.out.push_str(if link.button {
                    "<span class=\"portal portal-button\"><span class=\"portal-text\">"
                } else {
                    "<span class=\"portal\"><span class=\"portal-text\">"
                });
                let mut closing = String::from("</span>");
                let (path, parameters) = (link.path(), link.parameters());
                if !path.is_empty() {
                    closing.push_str(" <span class=\"portal-path\">");
                    html::text(&mut closing, &self.words.filled("body.in_portal", "path", &path));
                    closing.push_str("</span>");
                }
                if !parameters.is_empty() {
                    closing.push_str(" <span class=\"portal-params\">");
                    html::text(&mut closing, &parameters);
                    closing.push_str("</span>");
                }
                closing.push_str("</span>");
                closing
            }
        }
    }

    /// Collects an image's alternative text. `false` when the event is not for it.
    pub(super) fn alt_text(&mut self, event: &Event<'_>) -> bool {
        let Some((alt, _)) = &mut self.alt else { return false };
        match event {
            Event::Text(text) => alt.extend(text.chars().filter(|c| !is_mark(*c))),
            Event::Code(code) => alt.push_str(&self.cooked.unmarked(code, self.file)),
            Event::SoftBreak | Event::HardBreak => alt.push(' '),
            Event::End(TagEnd::Image) => {
                if let Some((alt, url)) = self.alt.take() {
                    self.image(&url, alt.trim());
                }
            }
            _ => {}
        }
        true
    }

    pub(super) fn image(&mut self, url: &str, alt: &str) {
        match self.links.picture(url) {
            Picture::Text => html::text(&mut self.out, alt),
            Picture::Local(image) => {
                let root = self.links.root;
                self.img(&format!("{root}{}", image.address), alt, (image.width, image.height));
            }
            Picture::Remote(address) => self.img(&address, alt, (0, 0)),
            Picture::Link(address, host) => {
                let key = if alt.is_empty() { "body.image" } else { "body.image_of" };
                let label = self.words.filled(key, "host", &host).replace("{alt}", alt);
                if self.linked > 0 {
                    html::text(&mut self.out, &label);
                    return;
                }
                self.out.push_str("<a class=\"image-link\"");
                html::set(&mut self.out, "href", &address);
                self.out.push('>');
                html::text(&mut self.out, &label);
                self.out.push_str("</a>");
            }
        }
    }

    fn img(&mut self, src: &str, alt: &str, (width, height): (u32, u32)) {
        self.out.push_str("<img");
        html::set(&mut self.out, "src", src);
        html::set(&mut self.out, "alt", alt);
        if width > 0 && height > 0 {
            html::set(&mut self.out, "width", &width.to_string());
            html::set(&mut self.out, "height", &height.to_string());
        }
        self.out.push_str(" loading=\"lazy\">");
    }

    pub(super) fn mark(&mut self, kind: MarkKind<'a>) {
        match kind {
            MarkKind::TokenOpen(_) if self.frames.depth() >= MAX_DEPTH => {}
            MarkKind::TokenOpen(name) => {
                self.open_paragraph();
                self.out.push_str("<span class=\"token\"");
                html::set(&mut self.out, "title", &self.words.filled("body.token", "name", name));
                self.out.push('>');
                self.frames.push(Frame::raw("$token", "</span>"));
            }
            MarkKind::TokenClose(_) => {
                self.frames.close_raw("$token", &mut self.out);
            }
            MarkKind::SectionOpen(section) => self.open_section(section),
            MarkKind::SectionClose(section) => {
                if self.break_paragraph() {
                    let is_closed = self.frames.close_raw(frame_name(section), &mut self.out);
                    if is_closed {
                        self.end_quick(section);
                    }
                }
            }
            MarkKind::PanelOpen(_) => self.open_panel(),
            MarkKind::PanelClose => {
                if self.break_paragraph() {
                    self.frames.close_raw(":::", &mut self.out);
                }
            }
            MarkKind::Tag(tag) => self.raw_tag(tag),
            MarkKind::Element(element) => self.element(&element),
            MarkKind::Literal(text) => self.plain(text),
        }
    }

    fn open_section(&mut self, section: Section) {
        if !self.break_paragraph() {
            return;
        }
        match section {
            _ if self.frames.depth() >= MAX_DEPTH => {}
            Section::QuickLink | Section::QuickText | Section::QuickIcon => {
                self.frames.close_raw(frame_name(section), &mut self.out);
                self.begin_quick(section);
                self.frames.push(Frame::raw(frame_name(section), ""));
            }
            section => {
                let class = section.name().to_ascii_lowercase();
                let key = format!("body.{class}");
                let label = self.words.text(&key);
                self.out.push_str(&format!("<section class=\"section section-{class}\""));
                html::set(&mut self.out, "aria-label", label);
                self.out.push_str("><p class=\"section-label\">");
                html::text(&mut self.out, label);
                self.out.push_str("</p>\n");
                self.frames.push(Frame::raw(frame_name(section), "</section>\n"));
            }
        }
    }

    fn open_panel(&mut self) {
        if !self.break_paragraph() {
            return;
        }
        // A panel ends where the next one begins.
        self.frames.close_raw(":::", &mut self.out);
        let Some(heading) = self.outline.headings.get(self.next_heading) else { return };
        self.next_heading += 1;
        let (opening, closing) = if self.frames.depth() < MAX_DEPTH {
            ("<section class=\"panel\">", "</section>\n")
        } else {
            ("", "")
        };
        self.out.push_str(opening);
        self.out.push_str("<h2");
        html::set(&mut self.out, "id", &heading.id);
        self.out.push('>');
        html::text(&mut self.out, &heading.text);
        self.out.push_str("</h2>\n");
        self.frames.push(Frame::raw(":::", closing));
    }
}

/// The name that a section's frame goes by; no raw tag is called like it.
fn frame_name(section: Section) -> &'static str {
    match section {
        Section::IssueDescription => "$issue",
        Section::RcaDescription => "$rca",
        Section::ResolutionDetails => "$resolution",
        Section::RecommendedActions => "$actions",
        Section::AdditionalInfo => "$info",
        Section::Salutation => "$salutation",
        Section::QuickLink => "$link",
        Section::QuickText => "$text",
        Section::QuickIcon => "$icon",
    }
}
