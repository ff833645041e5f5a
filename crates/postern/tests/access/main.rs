//! Who can reach what, and what looks wrong.

#![allow(clippy::unwrap_used, missing_docs)]

mod book;
mod export;
mod findings;
mod known;
mod model;
mod properties;
