//! What would change, did it?

mod model;

pub use model::*;
