//! Faults that can be injected into the responses of a route.

use std::str::FromStr;
use std::time::Duration;

/// A fault on a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `METHOD /end/of/the/route`, such as `GET /clusters` or `PUT /private-service-endpoints/{pse_id}`, or with an id
    /// for one resource only. The method is optional. `None` for every route.
    pub route: Option<String>,
    /// What goes wrong.
    pub kind: FaultKind,
    /// How often; `None` for every time until the faults are cleared.
    pub times: Option<u32>,
    /// How many requests pass first.
    pub after: u32,
    /// The API key whose requests it is for; `None` for every one.
    pub key: Option<String>,
}

/// The body of a [`FaultKind::Status`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The service's error shape with this detail.
    Json(String),
    /// A web page, as a proxy or load balancer sends it.
    Html,
    /// No body.
    Empty,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Responds with this status; the request has no effect.
    Status {
        /// The HTTP status.
        code: u16,
        /// The body of the response.
        body: Body,
    },
    /// Responds with 429; the request has no effect.
    RateLimit {
        /// The `Retry-After` header, rounded up to seconds; `None` for no such header.
        retry_after: Option<Duration>,
    },
    /// Delays the response by this much.
    Delay(Duration),
    /// The request takes effect; the connection breaks in the middle of the response's body.
    ResetMidBody,
    /// The request takes effect; the response is valid HTTP with the first half of the body.
    Truncate,
    /// The request takes effect; the response is a web page with status 200.
    NotJson,
    /// The request takes effect; every enum in the response has an unknown value.
    UnknownEnums,
    /// The request takes effect; the connection breaks before the first byte of the response. A request that the
    /// service refuses doesn't count: the fault waits for the next one.
    LoseAnswer,
    /// The request takes effect; the response is held back until the faults are cleared.
    Hold,
    /// Responds with this status when the faults are cleared; the request has no effect.
    HoldStatus(u16),
    /// The request has no effect, and there is no response.
    Hang,
    /// Responds with a redirect to another host; the request has no effect.
    Redirect,
    /// The continuation token of a list always leads to the first page.
    RepeatToken,
    /// The request takes effect; the response lacks a field, such as `security_principals`.
    Absent {
        /// The field's name, anywhere in the response.
        field: String,
        /// What is in its place.
        how: Absence,
    },
    /// The request takes effect; a list lacks the item with this name, as if it had moved between two pages.
    Lacks(String),
}

/// How a response lacks a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The field is `null`.
    Null,
    /// The field is missing.
    Missing,
    /// All fields of the object around it are missing: `"spec": {}`.
    Bare,
}

impl Fault {
    /// A fault on every request to `route`, until the faults are cleared.
    pub fn on(route: &str, kind: FaultKind) -> Self {
        Self {
            route: Some(route.to_owned()),
            kind,
            times: None,
            after: 0,
            key: None,
        }
    }

    /// Limits the fault to requests with this API key.
    pub fn for_key(self, key: &str) -> Self {
        Self {
            key: Some(key.to_owned()),
            ..self
        }
    }

    /// Limits the fault to `times` requests.
    pub fn times(self, times: u32) -> Self {
        Self {
            times: Some(times),
            ..self
        }
    }

    /// Lets `after` requests pass first.
    pub fn after(self, after: u32) -> Self {
        Self { after, ..self }
    }

    fn matches(&self, called: Called<'_>) -> bool {
        let Some(route) = &self.route else {
            return true;
        };
        [called.template, called.path]
            .iter()
            .any(|path| route_matches(route, called.method, path))
    }
}

/// What a request is for.
#[derive(Clone, Copy)]
pub(crate) struct Called<'a> {
    pub(crate) method: &'a str,
    /// With names in place of ids.
    pub(crate) template: &'a str,
    /// With ids.
    pub(crate) path: &'a str,
}

/// Whether `route` (`GET /clusters`, `/clusters`) matches this method and path, which may be a template.
pub(crate) fn route_matches(route: &str, method: &str, path: &str) -> bool {
    let (wanted, end) = match route.trim().split_once(' ') {
        Some((wanted, end)) => (Some(wanted), end.trim()),
        None => (None, route.trim()),
    };
    wanted.is_none_or(|wanted| wanted.eq_ignore_ascii_case(method)) && path.ends_with(end)
}

/// The faults that are in effect.
#[derive(Debug, Default)]
pub(crate) struct ActiveFaults(Vec<Fault>);

impl ActiveFaults {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self(faults)
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Counts a fault that was taken as not used.
    pub(crate) fn put_back(&mut self, kind: &FaultKind, called: Called<'_>) {
        let taken = |fault: &&mut Fault| fault.kind == *kind && fault.matches(called);
        if let Some(times) = self
            .0
            .iter_mut()
            .find(taken)
            .and_then(|fault| fault.times.as_mut())
        {
            *times += 1;
        }
    }

    /// The fault for this request, if any: the first one that matches. Uses it once.
    pub(crate) fn take(&mut self, called: Called<'_>, authorization: &str) -> Option<FaultKind> {
        for fault in &mut self.0 {
            if fault.times == Some(0) || !fault.matches(called) {
                continue;
            }
            let key = fault.key.as_deref();
            if key.is_some_and(|key| !authorization.ends_with(key)) {
                continue;
            }
            if fault.after > 0 {
                fault.after -= 1;
                continue;
            }
            if let Some(times) = &mut fault.times {
                *times -= 1;
            }
            return Some(fault.kind.clone());
        }
        None
    }
}

/// The text isn't a fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a fault; use [METHOD /path=]KIND[xTIMES][+AFTER], where KIND is a status such as 503, \
     503:html, 503:empty, or ratelimit, ratelimit:SECONDS, delay:MILLISECONDS, reset, truncate, html, \
     enums, lose, hold, hold:STATUS, hang, redirect, repeat-token, lacks:NAME, absent:FIELD, \
     absent:FIELD:HOW with HOW null, missing or bare"
)]
pub struct FaultError(String);

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        parse(text).ok_or_else(|| FaultError(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Fault> {
    let (route, rest) = match text.rsplit_once('=') {
        Some((route, rest)) => ((route.trim() != "*").then(|| route.trim().to_owned()), rest),
        None => (None, text),
    };
    let (rest, after) = match rest.rsplit_once('+') {
        Some((rest, after)) => (rest, after.parse().ok()?),
        None => (rest, 0),
    };
    // The `x` may be part of the kind: only digits after the last one are a count.
    let counted = rest
        .rsplit_once('x')
        .and_then(|(kind, times)| Some((kind, times.parse().ok()?)));
    let (kind, times) = match counted {
        Some((kind, times)) => (kind, Some(times)),
        None => (rest, None),
    };
    Some(Fault {
        route,
        kind: parse_kind(kind.trim())?,
        times,
        after,
        key: None,
    })
}

fn parse_kind(text: &str) -> Option<FaultKind> {
    let (word, value) = match text.split_once(':') {
        Some((word, value)) => (word, Some(value)),
        None => (text, None),
    };
    Some(match (word, value) {
        ("ratelimit", None) => FaultKind::RateLimit { retry_after: None },
        ("ratelimit", Some(seconds)) => FaultKind::RateLimit {
            retry_after: Some(Duration::from_secs(seconds.parse().ok()?)),
        },
        ("delay", Some(millis)) => FaultKind::Delay(Duration::from_millis(millis.parse().ok()?)),
        ("reset", None) => FaultKind::ResetMidBody,
        ("truncate", None) => FaultKind::Truncate,
        ("html", None) => FaultKind::NotJson,
        ("enums", None) => FaultKind::UnknownEnums,
        ("lose", None) => FaultKind::LoseAnswer,
        ("hold", None) => FaultKind::Hold,
        ("hold", Some(code)) => FaultKind::HoldStatus(parse_status(code)?),
        ("hang", None) => FaultKind::Hang,
        ("redirect", None) => FaultKind::Redirect,
        ("repeat-token", None) => FaultKind::RepeatToken,
        ("absent", Some(field)) => {
            let (field, how) = field.split_once(':').unwrap_or((field, "missing"));
            FaultKind::Absent {
                field: field.to_owned(),
                how: match how {
                    "null" => Absence::Null,
                    "missing" => Absence::Missing,
                    "bare" => Absence::Bare,
                    _ => return None,
                },
            }
        }
        ("lacks", Some(name)) => FaultKind::Lacks(name.to_owned()),
        (code, body) => FaultKind::Status {
            code: parse_status(code)?,
            body: match body {
                None => Body::Json("Simulated fault".to_owned()),
                Some("html") => Body::Html,
                Some("empty") => Body::Empty,
                Some(detail) => Body::Json(detail.to_owned()),
            },
        },
    })
}

fn parse_status(text: &str) -> Option<u16> {
    text.parse().ok().filter(|code| (200..600).contains(code))
}
