//! The middleware around every route: counting, latency and faults.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use serde_json::{Value, json};

use crate::connection::ConnectionInfo;
use crate::faults::{Absence, Body as FaultBody, Called, FaultKind};
use crate::refusal::Refusal;
use crate::routes::PREFIX;
use crate::routes::paging::token;
use crate::service::{Service, lock};

const HTML: &str = "<!DOCTYPE html>\n<html><head><title>Service notice</title></head>\
    <body><h1>Something went wrong</h1><p>Please try again later.</p></body></html>\n";

/// A request in flight. Its drop counts it out, even if the client disconnects.
struct CountedRequest(Arc<Service>);

impl CountedRequest {
    fn enter(service: &Arc<Service>, method: &str, template: &str) -> Self {
        lock(&service.counters).enter(method, template);
        Self(Arc::clone(service))
    }
}

impl Drop for CountedRequest {
    fn drop(&mut self) {
        lock(&self.0.counters).leave();
    }
}

/// A `Date` that is this much behind; `None` for the real one, which the server adds.
fn late_date(behind: Duration) -> Option<HeaderValue> {
    if behind.is_zero() {
        return None;
    }
    let date = Timestamp::now().checked_sub(behind).ok()?;
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&date);
    date.ok()?.parse().ok()
}

/// Counts the request, adds the latency, and applies a fault.
pub(crate) async fn layer(
    State(service): State<Arc<Service>>,
    ConnectInfo(ConnectionInfo(connection)): ConnectInfo<ConnectionInfo>,
    request: Request,
    next: Next,
) -> Response {
    let method = request.method().as_str().to_owned();
    let template = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(unknown)", MatchedPath::as_str);
    let template = template.strip_prefix(PREFIX).unwrap_or(template).to_owned();
    let path = request.uri().path().to_owned();
    let called = Called {
        method: &method,
        template: &template,
        path: &path,
    };
    let _counted = CountedRequest::enter(&service, &method, &template);
    // Before the fault is taken, so that a request that is held back can't miss the notification.
    let cleared = service.cleared.notified();
    let authorization = request.headers().get(header::AUTHORIZATION);
    let authorization = authorization.and_then(|value| value.to_str().ok());
    let authorization = authorization.unwrap_or_default();
    let fault = lock(&service.faults).take(called, authorization);
    let latency = service.latency();
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let respond = async |request| {
        let mut response = next.run(request).await;
        if let Some(date) = late_date(service.date_behind) {
            response.headers_mut().insert(header::DATE, date);
        }
        if response.status().is_success() {
            lock(&service.counters).succeeded(&method, &template);
        }
        response
    };
    let Some(fault) = fault else {
        return respond(request).await;
    };
    match fault {
        FaultKind::Status { code, body } => status(code, body),
        FaultKind::RateLimit { retry_after } => rate_limit(retry_after),
        FaultKind::Delay(delay) => {
            tokio::time::sleep(delay).await;
            respond(request).await
        }
        FaultKind::Hold => {
            let response = respond(request).await;
            cleared.await;
            response
        }
        FaultKind::HoldStatus(code) => {
            cleared.await;
            status(code, FaultBody::Json("Simulated fault".to_owned()))
        }
        FaultKind::Hang => std::future::pending().await,
        FaultKind::Redirect => Redirect::temporary("http://127.0.0.1:9/elsewhere").into_response(),
        FaultKind::NotJson => {
            let _ = respond(request).await;
            html(StatusCode::OK)
        }
        FaultKind::LoseAnswer => {
            let response = respond(request).await;
            if response.status().is_success() {
                connection.cut();
            } else {
                lock(&service.faults).put_back(&FaultKind::LoseAnswer, called);
            }
            response
        }
        FaultKind::ResetMidBody => reset_mid_body(respond(request).await).await,
        FaultKind::Truncate => {
            rewrite(respond(request).await, |body| body.slice(..body.len() / 2)).await
        }
        FaultKind::UnknownEnums => rewrite_json(respond(request).await, unknown_enums).await,
        FaultKind::Absent { field, how } => {
            rewrite_json(respond(request).await, |value| without(value, &field, how)).await
        }
        FaultKind::Lacks(name) => {
            rewrite_json(respond(request).await, |value| {
                if let Some(items) = value["data"].as_array_mut() {
                    items.retain(|item| item["spec"]["name"] != name);
                }
            })
            .await
        }
        FaultKind::RepeatToken => {
            rewrite_json(respond(request).await, |value| {
                if value["_metadata"].is_object() {
                    value["_metadata"]["continuation_token"] = json!(token(0));
                }
            })
            .await
        }
    }
}

fn html(status: StatusCode) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        HTML,
    )
        .into_response()
}

fn status(code: u16, body: FaultBody) -> Response {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match body {
        FaultBody::Json(detail) => Refusal::new(code, detail).into_response(),
        FaultBody::Html => html(status),
        FaultBody::Empty => status.into_response(),
    }
}

fn rate_limit(retry_after: Option<Duration>) -> Response {
    let mut response = Refusal::new(429, "Too many requests").into_response();
    if let Some(after) = retry_after {
        let seconds = after.as_secs() + u64::from(after.subsec_nanos() > 0);
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

async fn body_of(response: Response) -> (axum::http::response::Parts, Bytes) {
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    // The body is in memory, so reading it can't fail.
    (parts, to_bytes(body, usize::MAX).await.unwrap_or_default())
}

async fn rewrite(response: Response, change: impl FnOnce(Bytes) -> Bytes) -> Response {
    let (parts, body) = body_of(response).await;
    Response::from_parts(parts, Body::from(change(body)))
}

async fn rewrite_json(response: Response, change: impl FnOnce(&mut Value)) -> Response {
    rewrite(response, |body| match serde_json::from_slice(&body) {
        Ok(mut value) => {
            change(&mut value);
            value.to_string().into()
        }
        Err(_) => body,
    })
    .await
}

/// Announces the whole body, sends half of it, and breaks the connection.
async fn reset_mid_body(response: Response) -> Response {
    let (mut parts, body) = body_of(response).await;
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let half = body.slice(..body.len() / 2);
    let broken = stream::once(async {
        // Gives the first half time to leave.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
    });
    let body = stream::once(async move { Ok(half) }).chain(broken);
    Response::from_parts(parts, Body::from_stream(body))
}

/// The fields whose values are enums on the wire.
const ENUMS: &[&str] = &[
    "state",
    "state_v1",
    "accessibility_type",
    "cluster_tier",
    "cluster_type",
    "fault_tolerance",
    "status",
    "task_type",
    "entity_type",
    "operation_group",
];

fn without(value: &mut Value, field: &str, how: Absence) {
    match value {
        Value::Object(fields) if fields.contains_key(field) => match how {
            Absence::Null => fields[field] = Value::Null,
            Absence::Missing => drop(fields.remove(field)),
            Absence::Bare => fields.clear(),
        },
        Value::Object(fields) => fields
            .values_mut()
            .for_each(|value| without(value, field, how)),
        Value::Array(items) => items.iter_mut().for_each(|item| without(item, field, how)),
        _ => {}
    }
}

fn unknown_enums(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if field.is_string() && ENUMS.contains(&name.as_str()) {
                    *field = "FROM_THE_FUTURE".into();
                } else {
                    unknown_enums(field);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(unknown_enums),
        _ => {}
    }
}
