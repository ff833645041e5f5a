//! Which accounts, and where is the key?

mod model;

pub use model::*;
