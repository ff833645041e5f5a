//! The other end of the YugabyteDB Aeon public API: a state machine behind HTTP on loopback.
//!
//! It answers as the API facts say, and 404 to everything that they don't name: never a made-up success.
//! What isn't known of the real service and was chosen here: which permission governs PSEs (`CLUSTER`
//! `UPDATE`), the limits of VPC ranges, the restricted networks and their outer shape, the wording of
//! most error details, and that a principal of a wrong form stays acceptable where the list holds it.

mod auth;
mod clock;
mod counters;
mod faults;
mod handle;
mod inject;
mod inside;
mod line;
mod options;
mod routes;
mod seed;
mod shared;
mod state;

pub use auth::Keys;
pub use counters::Counters;
pub use faults::{Absence, Body, Fault, FaultError, FaultKind};
pub use handle::{Error, Handle, Simulator};
pub use options::{Clock, Durations, Options, Seed, SeedError};
