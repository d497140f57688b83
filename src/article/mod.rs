//! One article: its header, what the header means, and its body.

pub mod attribute;
pub mod cloud;
pub mod header;
pub mod kind;
pub mod metadata;
