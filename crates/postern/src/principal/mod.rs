//! What did the user paste?

mod verdict;

pub use verdict::*;
