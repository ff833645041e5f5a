//! Requests, put together from what is fixed in a path and what is an id.

use reqwest::Method;
use serde::Serialize;

use crate::transport::{Request, Rests};

/// What every path starts with.
const ROOT: [&str; 3] = ["api", "public", "v1"];

/// A path: the segments that are sent, and the same with names for the ids, for the log.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    segments: Vec<String>,
    template: String,
}

impl Path {
    /// The API's root.
    pub(crate) fn new() -> Self {
        Self {
            segments: ROOT.map(str::to_owned).to_vec(),
            template: String::new(),
        }
    }

    /// A segment that is always the same.
    pub(crate) fn fixed(mut self, segment: &str) -> Self {
        self.template = format!("{}/{segment}", self.template);
        self.segments.push(segment.to_owned());
        self
    }

    /// A segment that is an id.
    pub(crate) fn id(mut self, name: &str, id: &str) -> Self {
        self.template = format!("{}/{{{name}}}", self.template);
        // Dots alone would climb up the path instead of naming a thing in it.
        let lone_dots = matches!(id, "." | "..");
        self.segments.push(if lone_dots {
            "%2E".repeat(id.len())
        } else {
            id.to_owned()
        });
        self
    }
}

pub(super) fn get(what: &str, path: Path) -> Request {
    request(Method::GET, what, path)
}

pub(super) fn delete(what: &str, path: Path) -> Request {
    request(Method::DELETE, what, path)
}

pub(super) fn post(what: &str, path: Path, body: &impl Serialize) -> Request {
    with_body(request(Method::POST, what, path), body)
}

/// Replaces a whole that was read before.
pub(super) fn put(what: &str, path: Path, body: &impl Serialize, rests: Rests) -> Request {
    let request = with_body(request(Method::PUT, what, path), body);
    Request {
        rests: Some(rests),
        ..request
    }
}

fn request(method: Method, what: &str, path: Path) -> Request {
    Request {
        method,
        what: what.to_owned(),
        template: path.template,
        segments: path.segments,
        query: Vec::new(),
        body: None,
        rests: None,
    }
}

fn with_body(mut request: Request, body: &impl Serialize) -> Request {
    let bytes =
        serde_json::to_vec(body).expect("the wire types have only string keys and plain values");
    request.body = Some(bytes);
    request
}
