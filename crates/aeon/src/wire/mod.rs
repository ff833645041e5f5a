//! The API's JSON, described once. Every type tolerates `null`, missing and unknown fields, and values that it
//! doesn't know; only an item's own id is required.
//!
//! Types, fields and values have the API's names. A doc line says what a name doesn't.

#![allow(
    missing_docs,
    reason = "the API's names; a doc that repeats them says nothing"
)]

mod account;
mod api_key;
mod cluster;
pub mod decode;
mod envelope;
mod guess;
mod lenient;
mod open_enum;
mod pse;
mod shape;
mod task;
pub mod unverified;
mod vpc;

pub use account::*;
pub use api_key::*;
pub use cluster::*;
pub use envelope::*;
pub use guess::{Guess, guess};
pub use pse::*;
pub use shape::shape;
pub use task::*;
pub use vpc::*;
