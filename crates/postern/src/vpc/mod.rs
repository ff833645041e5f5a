//! Can this VPC be made?

mod model;

pub use model::*;
