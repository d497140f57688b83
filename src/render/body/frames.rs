//! The stack of elements that are open, so that every one is closed, in order.

/// One open element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    closing: &'static str,
    kind: FrameKind,
    /// The raw tag's name, for [`FrameKind::Raw`].
    name: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FrameKind {
    /// Opened by the Markdown parser, which will close it.
    Block,
    Paragraph,
    Heading,
    Inline,
    /// Opened by a raw tag or comment, which may never be closed.
    Raw,
}

impl Frame {
    pub(super) fn block(closing: &'static str) -> Self {
        Self { closing, kind: FrameKind::Block, name: "" }
    }

    pub(super) fn paragraph() -> Self {
        Self { closing: "</p>\n", kind: FrameKind::Paragraph, name: "" }
    }

    pub(super) fn heading(closing: &'static str) -> Self {
        Self { closing, kind: FrameKind::Heading, name: "" }
    }

    pub(super) fn inline(closing: &'static str) -> Self {
        Self { closing, kind: FrameKind::Inline, name: "" }
    }

    fn is_heading(self) -> bool {
        self.kind == FrameKind::Heading
    }

    fn is_list(self) -> bool {
        matches!(self.closing, "</ol>\n" | "</ul>\n")
    }

    fn is_link(self) -> bool {
        self.kind == FrameKind::Raw && self.name == "a"
    }

    /// An element that the author opened; `name` is what closes it.
    pub(super) fn raw(name: &'static str, closing: &'static str) -> Self {
        Self { closing, kind: FrameKind::Raw, name }
    }
}

/// The open elements, outermost first.
#[derive(Debug, Default)]
pub(super) struct Frames {
    open: Vec<Frame>,
    /// How many of them are headings, lists of the parser's, and raw links: asked for at every text.
    headings: usize,
    lists: usize,
    links: usize,
}

impl Frames {
    pub(super) fn push(&mut self, frame: Frame) {
        self.headings += usize::from(frame.is_heading());
        self.lists += usize::from(frame.is_list());
        self.links += usize::from(frame.is_link());
        self.open.push(frame);
    }

    fn pop(&mut self) -> Option<Frame> {
        let frame = self.open.pop()?;
        self.headings -= usize::from(frame.is_heading());
        self.lists -= usize::from(frame.is_list());
        self.links -= usize::from(frame.is_link());
        Some(frame)
    }

    /// Closes the innermost element of the parser's, and all that the author left open within it.
    pub(super) fn close_parser(&mut self, out: &mut String) {
        while let Some(frame) = self.pop() {
            out.push_str(frame.closing);
            if frame.kind != FrameKind::Raw {
                return;
            }
        }
    }

    /// Closes the raw element `name`, if it is open within the innermost element of the parser's; whether it was.
    pub(super) fn close_raw(&mut self, name: &str, out: &mut String) -> bool {
        let raw = self
            .open
            .iter()
            .rev()
            .take_while(|frame| frame.kind == FrameKind::Raw)
            .position(|frame| frame.name == name);
        for _ in 0..raw.map_or(0, |depth| depth + 1) {
            if let Some(frame) = self.pop() {
                out.push_str(frame.closing);
            }
        }
        raw.is_some()
    }

    /// Closes everything.
    pub(super) fn close_all(&mut self, out: &mut String) {
        while let Some(frame) = self.pop() {
            out.push_str(frame.closing);
        }
    }

    /// The innermost raw element within the innermost element of the parser's.
    pub(super) fn raw_parent(&self) -> Option<&'static str> {
        self.open
            .last()
            .filter(|frame| frame.kind == FrameKind::Raw && !frame.name.is_empty())
            .map(|frame| frame.name)
    }

    /// Whether a raw link is open anywhere.
    pub(super) fn has_link(&self) -> bool {
        self.links > 0
    }

    pub(super) fn in_heading(&self) -> bool {
        self.headings > 0
    }

    /// Whether a list of the parser's is open.
    pub(super) fn in_list(&self) -> bool {
        self.lists > 0
    }

    /// Whether the innermost element of the parser's is a paragraph.
    pub(super) fn in_paragraph(&self) -> bool {
        self.innermost() == Some(FrameKind::Paragraph)
    }

    /// Whether a block may begin here.
    pub(super) fn at_block(&self) -> bool {
        matches!(self.innermost(), None | Some(FrameKind::Block))
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    fn innermost(&self) -> Option<FrameKind> {
        self.open.iter().rev().map(|frame| frame.kind).find(|kind| *kind != FrameKind::Raw)
    }
}
