//! XML as text, through quick-xml's writer.

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

/// A document that is being written. A `Vec` takes all that is written to it, so nothing here can fail.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// With its declaration and the start of its root.
    pub(super) fn new(root: &str, attributes: &[(&str, &str)], capacity: usize) -> Self {
        let mut xml = Self(Writer::new(Vec::with_capacity(capacity)));
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        xml.line();
        xml.open(root, attributes);
        xml.line();
        xml
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let mut start = BytesStart::new(name);
        for attribute in attributes {
            start.push_attribute(*attribute);
        }
        self.write(Event::Start(start));
    }

    pub(super) fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let mut start = BytesStart::new(name);
        for attribute in attributes {
            start.push_attribute(*attribute);
        }
        self.write(Event::Empty(start));
    }

    /// An element with a text. What no XML document can hold is left out.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        let is_odd =
            |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
        if text.contains(is_odd) {
            self.write(Event::Text(BytesText::new(&text.replace(is_odd, ""))));
        } else {
            self.write(Event::Text(BytesText::new(text)));
        }
        self.close(name);
    }

    pub(super) fn line(&mut self) {
        self.0.get_mut().push(b'\n');
    }

    /// The document with the end of its root.
    pub(super) fn finish(mut self, root: &str) -> Vec<u8> {
        self.close(root);
        self.line();
        self.0.into_inner()
    }

    fn write(&mut self, event: Event<'_>) {
        let _ = self.0.write_event(event);
    }
}
