//! A service in the same process, in place of a connection: for a simulation without sockets, on virtual time.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use reqwest::{Request, Response};

/// Why there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// No connection, so nothing was sent.
    NotSent,
    /// The body could not be read: the list that it replaces was read too long ago. Nothing was sent.
    Body,
    /// The connection broke after the request went out.
    NoResponse,
}

/// The response, at some time. It is dropped when the caller stops waiting.
pub type Responding = Pin<Box<dyn Future<Output = Result<Response, Lost>> + Send>>;

/// Handles requests.
#[derive(Clone)]
pub struct Handler(Arc<dyn Fn(Request) -> Responding + Send + Sync>);

impl Handler {
    /// A handler that calls this function.
    pub fn new(handle: impl Fn(Request) -> Responding + Send + Sync + 'static) -> Self {
        Self(Arc::new(handle))
    }

    pub(super) fn handle(&self, request: Request) -> Responding {
        (self.0)(request)
    }
}

impl fmt::Debug for Handler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handler")
    }
}
