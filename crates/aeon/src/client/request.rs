//! Builds requests from the fixed segments of a path and the ids in it.

use reqwest::Method;
use serde::Serialize;

use crate::transport::{Freshness, Request};

/// The segments that every path starts with.
const ROOT: [&str; 3] = ["api", "public", "v1"];

/// A path: the segments to send, and a template with names in place of the ids, for the log.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    segments: Vec<String>,
    template: String,
}

impl Path {
    /// The API's root, `/api/public/v1`.
    pub(crate) fn new() -> Self {
        Self {
            segments: ROOT.map(str::to_owned).to_vec(),
            template: String::new(),
        }
    }

    /// Appends a segment that is part of the API.
    pub(crate) fn fixed(mut self, segment: &str) -> Self {
        self.template = format!("{}/{segment}", self.template);
        self.segments.push(segment.to_owned());
        self
    }

    /// Appends an id; the template gets `{name}` in its place.
    pub(crate) fn id(mut self, name: &str, id: &str) -> Self {
        self.template = format!("{}/{{{name}}}", self.template);
        // A lone `.` or `..` would be resolved away instead of sent as an id.
        let dot_segment = matches!(id, "." | "..");
        self.segments.push(if dot_segment {
            "%2E".repeat(id.len())
        } else {
            id.to_owned()
        });
        self
    }
}

/// A path below a cluster, such as `clusters/{cluster_id}/private-service-endpoints`, appended to `project`.
pub(super) fn below_cluster(project: Path, template: &str, cluster: &str) -> Path {
    template.split('/').fold(project, |path, segment| {
        if segment == super::first_contact::CLUSTER {
            path.id("cluster", cluster)
        } else {
            path.fixed(segment)
        }
    })
}

pub(super) fn get(action: &str, path: Path) -> Request {
    request(Method::GET, action, path)
}

pub(super) fn delete(action: &str, path: Path) -> Request {
    request(Method::DELETE, action, path)
}

pub(super) fn post(action: &str, path: Path, body: &impl Serialize) -> Request {
    with_body(request(Method::POST, action, path), body)
}

/// A PUT that replaces something read at a known time.
pub(super) fn put(
    action: &str,
    path: Path,
    body: &impl Serialize,
    freshness: Freshness,
) -> Request {
    let request = with_body(request(Method::PUT, action, path), body);
    Request {
        freshness: Some(freshness),
        ..request
    }
}

fn request(method: Method, action: &str, path: Path) -> Request {
    Request {
        method,
        action: action.to_owned(),
        template: path.template,
        segments: path.segments,
        query: Vec::new(),
        body: None,
        freshness: None,
        ahead: false,
        observed: None,
    }
}

fn with_body(mut request: Request, body: &impl Serialize) -> Request {
    let bytes =
        serde_json::to_vec(body).expect("the wire types have only string keys and plain values");
    request.body = Some(bytes);
    request
}
