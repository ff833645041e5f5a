//! Can this VPC be made?
//!
//! [`check`] says what is wrong with a form, field by field, and [`to_spec`] turns a form with nothing
//! wrong into what the service is asked for. An error is what the service's rules or arithmetic forbid.
//! Where the service's bound isn't documented (the size of a range, the characters of a name, a region
//! that is new), there is a warning instead, and the service has the last word.

mod check;
mod cidr;
mod model;
mod place;
mod regions;

pub use check::{check, to_spec};
pub use model::*;
pub use regions::regions;
