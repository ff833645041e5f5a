//! Checks from this machine whether the private link works.
//!
//! [`run`] resolves the host, connects to each port, and starts the protocol there:
//! a PostgreSQL `SSLRequest` and a TLS handshake for YSQL, a TLS handshake for YCQL. It needs no
//! user name or password. Each step has a time limit and is reported as soon as it completes.

mod messages;
mod model;
mod probe;
mod run;
mod tls;

pub use model::*;
pub use run::run;
