//! A simulator of the YugabyteDB Aeon public API: a state machine behind HTTP on loopback.
//!
//! It implements what is known of the API and returns 404 for everything else, never a made-up success. Not
//! known of the real service, and decided here: which permission governs PSEs (`CLUSTER` `UPDATE`), the limits
//! of VPC ranges, the restricted networks and their outer shape, the wording of most error details, and that an
//! invalid principal is accepted if the list already contains it.

mod auth;
mod clock;
mod connection;
mod counters;
mod fault_layer;
mod faults;
mod handle;
mod options;
mod refusal;
mod routes;
mod seed;
mod service;
mod state;
mod test_handle;
mod unknown;

pub use auth::Keys;
pub use counters::Counters;
pub use faults::{Absence, Body, Fault, FaultError, FaultKind};
pub use handle::{Error, Handle, Simulator};
pub use options::{
    Clock, DeleteConnected, DeleteConnectedError, Dialect, DialectError, Durations, Lag, Options,
    Seed, SeedError,
};
pub use state::applied::{Applied, Operation};
pub use unknown::UnknownRequest;
