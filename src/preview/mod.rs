//! A site in memory that follows its files: what `casebook serve` shows.
//!
//! [`Desk`] takes the edits and keeps what they do not touch; what it makes is a [`Stages`], one value that
//! is whole and never changes, and that answers every address as a build of the same files would. Knows
//! neither files nor sockets: what was read comes in as values, what is asked for goes out as values.

mod about;
mod answer;
mod board;
mod desk;
mod edition;
mod faults;
mod injected;
mod list;
mod look;
mod own;
mod own_page;
mod portal;
mod stages;
mod text;

pub use about::Place;
pub use answer::{Answer, Asked, Content};
pub use board::{Board, Change, Noted};
pub use desk::{Desk, Edit, Settings};
pub use stages::{Assets, Fault, Stages};
