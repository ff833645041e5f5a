//! What was done, by whom, and how it ended?

mod model;

pub use model::*;
