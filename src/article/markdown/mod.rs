//! Markdown bodies: prepared for the parser, read into events, outlined.

pub mod cook;
pub mod element;
pub mod events;
mod limits;
pub mod mark;
pub mod outline;
pub mod tags;
