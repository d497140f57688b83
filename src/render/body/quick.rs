//! The cards of a quick start: a link and what it says stand in comments one after the other, and are shown as
//! one card that is the link.

use super::{Renderer, cards::host};
use crate::article::markdown::mark::Section;

/// The card at hand, as far as it was read.
#[derive(Debug, Default)]
pub(super) struct Quick {
    /// The parts that were begun and not ended, the outermost first.
    parts: Vec<Part>,
    /// The link: where it begins and ends in the output, and its address as it stands in an attribute.
    link: Option<(usize, usize, String)>,
}

#[derive(Debug)]
struct Part {
    section: Section,
    /// Where it begins in the output.
    from: usize,
    /// How many elements were open then.
    depth: usize,
}

impl Renderer<'_> {
    /// Begins a part of a card: its link, its text or its icon.
    pub(super) fn begin_quick(&mut self, section: Section) {
        // What is trimmed later must not lie before the part.
        self.trim_breaks();
        self.out.truncate(self.out.trim_end_matches(' ').len());
        let depth = self.frames.depth();
        self.quick.parts.retain(|part| part.depth < depth);
        if !self.quick.parts.is_empty() {
            // What is taken out with this part must not lie before the one around it.
            self.quick.link = None;
        }
        self.quick.parts.push(Part { section, from: self.out.len(), depth });
    }

    /// Ends a part of a card. It stays as it is where an element began in it and has not ended, or the other
    /// way round, for an author may end it anywhere: what is taken out must hold all of each element. So does a
    /// link without a text, and a text without a link.
    pub(super) fn end_quick(&mut self, section: Section) {
        self.trim_breaks();
        let depth = self.frames.depth();
        let whole = |part: &Part| part.section == section && part.depth == depth;
        let Some(Part { from, .. }) = self.quick.parts.pop().filter(whole) else {
            self.quick = Quick::default();
            return;
        };
        let part = self.out.get(from..).unwrap_or_default();
        match section {
            Section::QuickLink => {
                let href = part.split_once("href=\"").and_then(|(_, rest)| rest.split_once('"'));
                self.quick.link = href.map(|(href, _)| (from, self.out.len(), href.to_owned()));
            }
            Section::QuickText => {
                let Some((start, end, href)) = self.quick.link.take() else { return };
                let text = text_of(part);
                if text.is_empty() || self.out.get(end..from).is_none_or(|between| !between.trim().is_empty())
                {
                    return;
                }
                self.out.truncate(start);
                self.out.push_str("<a class=\"card card-link\" href=\"");
                self.out.push_str(&href);
                self.out.push_str("\"><span class=\"card-title\">");
                self.out.push_str(&text);
                self.out.push_str("</span><span class=\"card-kind\">");
                self.out.push_str(host(&href));
                self.out.push_str("</span></a>\n");
            }
            // Names a drawing of the portal's that no other site has.
            Section::QuickIcon => {
                self.out.truncate(from);
                self.quick.link = self.quick.link.take().filter(|(_, end, _)| *end <= from);
            }
            _ => {}
        }
    }
}

/// `html` without its tags.
fn text_of(html: &str) -> String {
    let outside = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    outside.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
