//! Images that articles show: what they are by their content, not by their name.
//!
//! Works on bytes that `source` read.

use std::borrow::Cow;

use quick_xml::events::Event;

/// An image that can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// `articles/<folder>/…/<file>`.
    pub path: Box<str>,
    /// Where the site serves it: `images/<hash>.<ending>`.
    pub address: Box<str>,
    /// Width in pixels; 0 when the file does not say.
    pub width: u32,
    /// Height in pixels; 0 when the file does not say.
    pub height: u32,
    /// Why it cannot be shown.
    pub fault: Option<Cow<'static, str>>,
}

impl Image {
    /// Looks at the `bytes` of the file at `path`.
    pub fn new(path: &str, bytes: &[u8]) -> Self {
        let (ending, size, fault) = match imagesize::image_type(bytes) {
            Ok(kind) => {
                let ending = match kind {
                    imagesize::ImageType::Png => "png",
                    imagesize::ImageType::Gif => "gif",
                    imagesize::ImageType::Jpeg => "jpg",
                    imagesize::ImageType::Webp => "webp",
                    _ => "",
                };
                let size = imagesize::blob_size(bytes)
                    .map_or((0, 0), |size| (size.width as u32, size.height as u32));
                (ending, size, ending.is_empty().then_some("it is no PNG, JPEG, GIF, WebP or SVG"))
            }
            Err(_) => match svg(bytes) {
                Ok(size) => ("svg", size, None),
                Err(fault) => ("", (0, 0), Some(fault)),
            },
        };
        let hash = blake3::hash(bytes).to_hex();
        Self {
            path: path.into(),
            address: format!("images/{}.{ending}", &hash[..16]).into(),
            width: size.0,
            height: size.1,
            fault: fault.map(Cow::Borrowed),
        }
    }
}

impl Image {
    /// The image at `path` that cannot be shown because of `fault`: there are no bytes to look at.
    pub fn unreadable(path: &str, fault: impl Into<Cow<'static, str>>) -> Self {
        let fault = Some(fault.into());
        Self { path: path.into(), address: "images/".into(), width: 0, height: 0, fault }
    }
}

/// The size of an SVG, if `bytes` are one that cannot run anything.
fn svg(bytes: &[u8]) -> Result<(u32, u32), &'static str> {
    const FOREIGN: &str = "it is no PNG, JPEG, GIF, WebP or SVG";
    const ACTIVE: &str = "it holds a script, a handler, a style sheet, HTML or an address elsewhere";
    // What names an image without `url(`.
    const LOADING: [&str; 4] = ["url(", "image-set(", "image(", "src("];
    let text = std::str::from_utf8(bytes).map_err(|_| FOREIGN)?;
    let mut reader = quick_xml::Reader::from_str(text);
    let mut size = None;
    loop {
        let tag = match reader.read_event().map_err(|_| FOREIGN)? {
            Event::Start(tag) | Event::Empty(tag) => tag,
            Event::DocType(_) | Event::PI(_) => return Err(ACTIVE),
            Event::Eof => return size.ok_or(FOREIGN),
            _ => continue,
        };
        let name = tag.local_name();
        let name: &str = name.as_ref();
        if size.is_none() && name != "svg" {
            return Err(FOREIGN);
        }
        if ["script", "foreignObject", "style", "iframe", "handler", "set", "animate"]
            .iter()
            .any(|active| name.eq_ignore_ascii_case(active))
        {
            return Err(ACTIVE);
        }
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| FOREIGN)?;
            let key: &str = attribute.key.as_ref();
            let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| FOREIGN)?;
            let value = value.trim().to_ascii_lowercase();
            let leads_out = key.ends_with("href") && !value.starts_with('#');
            if key.to_ascii_lowercase().starts_with("on")
                || key == "style"
                || leads_out
                // A backslash spells any word in another way.
                || value.contains('\\')
                || LOADING.iter().any(|name| value.replace("url(#", "").contains(name))
                // Elements of HTML act as they do in pages.
                || key.starts_with("xmlns") && value.contains("xhtml")
            {
                return Err(ACTIVE);
            }
            attributes.push((key.to_owned(), value));
        }
        if size.is_none() {
            size = Some(svg_size(&attributes));
        }
    }
}

fn svg_size(attributes: &[(String, String)]) -> (u32, u32) {
    let get = |name: &str| {
        attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    };
    let pixels = |value: &str| {
        value.trim_end_matches("px").trim().parse::<f32>().ok().filter(|v| (1.0..=20_000.0).contains(v))
    };
    let sides = (get("width").and_then(pixels), get("height").and_then(pixels));
    let of_box = || {
        let mut parts = get("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).skip(2).map(pixels);
        Some((parts.next()??, parts.next()??))
    };
    let (width, height) = match sides {
        (Some(width), Some(height)) => (width, height),
        _ => of_box().unwrap_or_default(),
    };
    #[expect(clippy::cast_sign_loss, reason = "the values were checked to be at least 1")]
    (width.round() as u32, height.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_known_by_its_content() {
        let gif = b"GIF89a\x02\x00\x03\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x00\x00\x00\x00\x00,";
        let image = Image::new("articles/a/x.png", gif);
        assert_eq!((image.width, image.height, image.fault), (2, 3, None));
        assert!(image.address.starts_with("images/") && image.address.ends_with(".gif"));
        assert!(Image::new("articles/a/x.png", b"<html>").fault.is_some());
    }

    #[test]
    fn vector_images_are_taken_only_when_they_cannot_act() {
        let svg = |inner: &str| {
            Image::new(
                "a.svg",
                format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\">{inner}</svg>")
                    .as_bytes(),
            )
        };
        let plain = svg("<path d=\"M0 0\"/><use href=\"#a\"/>");
        assert_eq!((plain.width, plain.height, plain.fault), (20, 10, None));
        for active in [
            "<script/>",
            "<path onload=\"x\"/>",
            "<a href=\"javascript:x\"/>",
            "<foreignObject/>",
            "<image href=\"https://a.example\"/>",
            "<path fill=\"url(#a) url(https://a.example)\"/>",
            "<path fill=\"url&#40;https://a.example)\"/>",
            "<path fill=\"u\\72l(https://a.example)\"/>",
            "<path mask=\"-webkit-image-set('https://a.example' 1x)\"/>",
            "<img xmlns=\"http://www.w3.org/1999/xhtml\" src=\"https://a.example\"/>",
            "<h:meta xmlns:h=\"http://www.w3.org/1999/xhtml\" http-equiv=\"refresh\" content=\"0;x\"/>",
            "<g>",
        ] {
            assert!(svg(active).fault.is_some(), "{active}");
        }
    }
}
