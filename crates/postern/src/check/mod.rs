//! Does the private link work from this machine?
//!
//! [`run`] resolves the host, connects to each port, and speaks the first words of the protocol there:
//! a PostgreSQL `SSLRequest` and a TLS handshake for YSQL, a TLS handshake for YCQL. Nothing is sent that
//! needs a user or a password. Each step has a time limit and is given out as soon as it is done.

mod messages;
mod model;
mod probe;
mod run;
mod tls;

pub use model::*;
pub use run::run;
