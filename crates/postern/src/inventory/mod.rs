//! What is there now?

mod model;

pub use model::*;
