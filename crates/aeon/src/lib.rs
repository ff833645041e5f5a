//! A client for the YugabyteDB Aeon public API.
//!
//! [`Client`] has one method for each call; [`wire`] has the types of the API's JSON, [`ids`] those of its
//! ids. This crate knows HTTP and the API; it knows nothing about Postern.
//!
//! Invariants: the key goes into the `Authorization` header and nowhere else; a list is read to its last
//! page or is an error; a request that may have changed something is never sent twice.

pub mod base_url;
pub mod client;
pub mod clock;
pub mod error;
pub mod ids;
pub mod key;
pub mod moment;
mod options;
mod proxy;
mod public_text;
mod transport;
pub mod wire;

pub use base_url::{BaseUrl, BaseUrlError};
pub use client::first_contact::{self, FirstContact};
pub use client::{Client, Page, Pages, Project, TaskFilter};
pub use error::{Detail, Error};
pub use key::{ApiKey, KeyFormError, NEVER, expiry};
pub use moment::{Moment, Timed};
pub use options::{Options, Retry, Timeouts};
pub use proxy::{Proxy, ProxyUrl, ProxyUrlError};
pub use public_text::public_text;
#[cfg(feature = "simulation")]
pub use transport::in_process;
pub use transport::{Failure, Failures, InFlight, ProxySource, Route, SYSTEM_READS};
