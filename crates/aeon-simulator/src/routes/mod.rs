//! The routes of the API: each handler reads the request, calls the world and returns the response.

mod account;
mod clusters;
pub(crate) mod paging;
mod pses;
mod vpcs;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::auth::{KeyRow, Role};
use crate::refusal::Refusal;
use crate::service::Service;
use crate::unknown;
use paging::Paging;

/// The path of the API on its host.
pub(crate) const PREFIX: &str = "/api/public/v1";

type RouteResult = Result<ApiResponse, Refusal>;

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({"error": {"detail": self.detail, "status": self.status}}).to_string();
        respond(self.status, body)
    }
}

/// A successful response: status and body.
pub(crate) struct ApiResponse(u16, String);

impl ApiResponse {
    fn empty() -> Self {
        Self(204, String::new())
    }

    /// A body of the form `{"data": …}`.
    fn one(status: u16, resource: impl Serialize) -> Self {
        Self(status, json!({"data": resource}).to_string())
    }
}

impl IntoResponse for ApiResponse {
    fn into_response(self) -> Response {
        respond(self.0, self.1)
    }
}

fn respond(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if body.is_empty() {
        return status.into_response();
    }
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// A request with a valid key.
struct ApiRequest {
    service: Arc<Service>,
    key: KeyRow,
    path: String,
    query: Vec<(String, String)>,
}

impl ApiRequest {
    fn role(&self) -> Role {
        self.key.role
    }

    fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The requested page of a list.
    fn paging(&self) -> Result<Paging<'_>, Refusal> {
        Paging::read(self)
    }
}

impl FromRequestParts<Arc<Service>> for ApiRequest {
    type Rejection = Refusal;

    async fn from_request_parts(
        parts: &mut Parts,
        service: &Arc<Service>,
    ) -> Result<Self, Refusal> {
        let header = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let key = service.world().authenticate(header)?;
        let uri = parts
            .extensions
            .get::<OriginalUri>()
            .map_or_else(|| parts.uri.clone(), |OriginalUri(uri)| uri.clone());
        let query = axum::extract::Query::try_from_uri(&uri)
            .map_err(|_| Refusal::new(400, "The query cannot be read"))?;
        Ok(Self {
            service: Arc::clone(service),
            key,
            path: uri.path().to_owned(),
            query: query.0,
        })
    }
}

/// Parses a JSON body; fails with 400.
fn parse<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    serde_json::from_slice(body)
        .map_err(|error| Refusal::new(400, format!("The request body cannot be read: {error}")))
}

/// The body of a create or an edit: `{"spec": …}`.
#[derive(serde::Deserialize)]
struct SpecBody<T> {
    spec: T,
}

/// The whole API. Everything else is a 404.
pub(crate) fn router(service: Arc<Service>) -> Router {
    let pses = format!("/{}", service.dialect.path);
    let project = Router::new()
        .route("/vpcs", get(vpcs::list).post(vpcs::create))
        .route("/vpcs/{vpc_id}", get(vpcs::read).delete(vpcs::delete))
        .route("/clusters", get(clusters::list).post(clusters::create))
        .route(
            "/clusters/{cluster_id}",
            get(clusters::read)
                .put(clusters::edit)
                .delete(clusters::delete),
        )
        .route("/clusters/{cluster_id}/pause", post(clusters::pause))
        .route("/clusters/{cluster_id}/resume", post(clusters::resume))
        .route(&pses, post(pses::create))
        .route(
            &format!("{pses}/{{pse_id}}"),
            get(pses::read).put(pses::edit).delete(pses::delete),
        );
    let api = Router::new()
        .route("/ping", get(account::ping))
        .route("/account", get(account::account))
        .route("/accounts/{account_id}/tasks", get(account::tasks))
        .route("/accounts/{account_id}/api-keys", get(account::api_keys))
        .route("/networks/{cloud}/restricted", get(account::restricted))
        .nest("/accounts/{account_id}/projects/{project_id}", project);
    Router::new()
        .nest(PREFIX, api)
        .fallback(unknown::answer)
        .method_not_allowed_fallback(unknown::answer)
        .with_state(service)
}
