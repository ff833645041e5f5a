//! The API's JSON, spelt once. Every type tolerates `null`, missing and unknown fields, and words that
//! it doesn't know; what it can't do without is an item's own id.

mod account;
mod api_key;
mod cluster;
pub mod decode;
mod envelope;
mod guess;
mod lenient;
mod open_enum;
mod pse;
mod task;
pub mod unverified;
mod vpc;

pub use account::*;
pub use api_key::*;
pub use cluster::*;
pub use envelope::*;
pub use guess::{Guess, guess};
pub use pse::*;
pub use task::*;
pub use vpc::*;
