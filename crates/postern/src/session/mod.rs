//! What is an unlocked account?

mod model;

pub use model::*;
