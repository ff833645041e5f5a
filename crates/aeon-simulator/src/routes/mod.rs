//! The HTTP door: each handler reads the request, asks the world, and answers.

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
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::auth::{KeyRow, Role};
use crate::inject;
use crate::shared::Shared;
use paging::Paging;

/// Where the API stands on its host.
pub(crate) const PREFIX: &str = "/api/public/v1";

type App = Arc<Shared>;
type Answer = Result<Reply, Refusal>;

/// A request that the service refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: u16,
    detail: String,
}

impl Refusal {
    pub(crate) fn new(status: u16, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({"error": {"detail": self.detail, "status": self.status}}).to_string();
        reply(self.status, body)
    }
}

/// A request that was done.
pub(crate) struct Reply(u16, String);

impl Reply {
    fn empty() -> Self {
        Self(204, String::new())
    }

    /// `{"data": …}` around a thing.
    fn one(status: u16, thing: impl Serialize) -> Self {
        Self(status, json!({"data": thing}).to_string())
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        reply(self.0, self.1)
    }
}

fn reply(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if body.is_empty() {
        return status.into_response();
    }
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// A request whose key was accepted.
struct Call {
    app: App,
    key: KeyRow,
    path: String,
    query: Vec<(String, String)>,
}

impl Call {
    fn role(&self) -> Role {
        self.key.role
    }

    fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The page that is asked for.
    fn paging(&self) -> Result<Paging<'_>, Refusal> {
        Paging::read(self)
    }
}

impl FromRequestParts<App> for Call {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let header = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let key = app.world().authenticate(header)?;
        let uri = parts
            .extensions
            .get::<OriginalUri>()
            .map_or_else(|| parts.uri.clone(), |OriginalUri(uri)| uri.clone());
        let query = axum::extract::Query::try_from_uri(&uri)
            .map_err(|_| Refusal::new(400, "The query can not be read"))?;
        Ok(Self {
            app: Arc::clone(app),
            key,
            path: uri.path().to_owned(),
            query: query.0,
        })
    }
}

/// Reads a JSON body, or refuses with 400.
fn parse<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    serde_json::from_slice(body)
        .map_err(|error| Refusal::new(400, format!("The request body can not be read: {error}")))
}

/// `{"spec": …}`: the body of a create or an edit.
#[derive(serde::Deserialize)]
struct SpecBody<T> {
    spec: T,
}

async fn unknown() -> Refusal {
    Refusal::new(404, "Not found")
}

/// The whole API. What isn't here is answered with 404.
pub(crate) fn router(app: App) -> Router {
    let pses = format!(
        "/clusters/{{cluster_id}}/{}",
        aeon::wire::unverified::PSE_PATH
    );
    let project = Router::new()
        .route("/vpcs", get(vpcs::list).post(vpcs::create))
        .route("/vpcs/{vpc_id}", get(vpcs::read).delete(vpcs::delete))
        .route(
            "/vpc-peerings",
            get(vpcs::list_peerings).post(vpcs::create_peering),
        )
        .route(
            "/vpc-peerings/{peering_id}",
            get(vpcs::read_peering).delete(vpcs::delete_peering),
        )
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
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        .layer(from_fn_with_state(Arc::clone(&app), inject::layer))
        .with_state(app)
}
