//! Validates the form for creating a VPC.
//!
//! [`check`] validates a form field by field, and [`to_spec`] turns a valid form into a request. Violations
//! of the service's documented rules are errors. Where its limits aren't documented (the size of a range, the
//! characters of a name, a new region), there is a warning instead, and the service decides.

mod check;
mod cidr;
mod model;
mod place;
mod regions;

pub use check::{check, to_spec};
pub use model::*;
pub use regions::regions;
