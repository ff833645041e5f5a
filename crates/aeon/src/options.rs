//! Settings of the client: address, trust, proxy, time limits.

use std::sync::Arc;
use std::time::Duration;

use crate::{BaseUrl, Failures, FirstContact, Proxy};

/// Settings of a [`Client`](crate::Client).
#[derive(Clone, Debug)]
pub struct Options {
    /// The service's address.
    pub base: BaseUrl,
    /// CA certificates to trust in addition to the system's, in PEM.
    pub certificates: Option<Arc<[u8]>>,
    /// The proxy. Requests to an `http` address never use one: they stay on this machine.
    pub proxy: Proxy,
    /// Time limits of a single attempt.
    pub timeouts: Timeouts,
    /// Time limits of a call with all its attempts.
    pub retry: Retry,
    /// The `User-Agent` header.
    pub user_agent: String,
    /// A service in this process; requests go to it instead of to a connection.
    #[cfg(feature = "simulation")]
    pub in_process: Option<crate::transport::in_process::Handler>,
    /// What was learned of the service, shared by all clients of one address.
    pub first_contact: FirstContact,
    /// Where failed requests are noted.
    pub failures: Failures,
}

impl Options {
    /// The defaults: the system's trust store and proxy, `User-Agent: postern/<version>`.
    pub fn new(base: BaseUrl) -> Self {
        Self {
            base,
            certificates: None,
            proxy: Proxy::System,
            timeouts: Timeouts::default(),
            retry: Retry::default(),
            user_agent: concat!("postern/", env!("CARGO_PKG_VERSION")).to_owned(),
            #[cfg(feature = "simulation")]
            in_process: None,
            first_contact: FirstContact::default(),
            failures: Failures::default(),
        }
    }
}

/// Time limits of a single attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For making the connection, TLS included.
    pub connect: Duration,
    /// Between two pieces of a response.
    pub read: Duration,
    /// From sending the request to the last byte of the response.
    pub total: Duration,
    /// From reading a list to sending the edit that replaces it.
    pub edit: Duration,
    /// Of silence on an HTTP/2 connection, in use or idle, before it is pinged.
    pub ping_after: Duration,
    /// For the response to a ping; without one the connection counts as dead. `ping_after` and `ping` together
    /// are less than `read`, so that a read on a dead connection is retried on a new one.
    pub ping: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
            total: Duration::from_secs(60),
            edit: Duration::from_secs(2),
            ping_after: Duration::from_secs(10),
            ping: Duration::from_secs(10),
        }
    }
}

/// Time limits of a call with all its attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// From a call's first attempt to its end. Time in the queue before the first attempt doesn't count: the
    /// requests ahead of it have deadlines of their own.
    pub deadline: Duration,
    /// The first delay; each one after it is up to twice as long.
    pub base_delay: Duration,
    /// The longest delay, unless the service asks for a longer one.
    pub max_delay: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(60),
            base_delay: Duration::from_millis(250),
            max_delay: Duration::from_secs(8),
        }
    }
}
