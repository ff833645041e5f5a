//! The requests that the simulator doesn't know.

use axum::body::to_bytes;
use axum::extract::{Request, State};
use std::sync::Arc;

use crate::refusal::Refusal;
use crate::service::{Service, lock};

/// How many are kept: the latest ones.
const MAX: usize = 100;
/// In bytes; nothing is said of a longer body.
const MAX_BODY: usize = 256 * 1024;

/// A request that the simulator doesn't know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRequest {
    /// The HTTP method.
    pub method: String,
    /// The path and the query.
    pub path: String,
    /// The body's JSON with every value replaced by its type.
    pub body: String,
}

/// Logs and keeps it.
pub(crate) fn note(service: &Service, method: &str, path: &str, body: &[u8]) {
    let request = UnknownRequest {
        method: method.to_owned(),
        path: path.to_owned(),
        body: aeon::wire::shape(body),
    };
    tracing::warn!(method, path, body = %request.body, "unknown request");
    let mut unknown = lock(&service.unknown);
    let over = (unknown.len() + 1).saturating_sub(MAX);
    unknown.drain(..over);
    unknown.push(request);
}

/// Answers every request that no route matches.
pub(crate) async fn answer(State(service): State<Arc<Service>>, request: Request) -> Refusal {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let body = to_bytes(body, MAX_BODY).await.unwrap_or_default();
    note(&service, parts.method.as_str(), path, &body);
    Refusal::new(404, "Not found")
}
