//! Faults on demand: what can go wrong with an answer, and on which route.

use std::str::FromStr;
use std::time::Duration;

/// A fault on a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `METHOD /the/end/of/the/route`, such as `GET /clusters` or `PUT
    /// /private-service-endpoints/{pse_id}`; the method may be left out. `None`: every route.
    pub route: Option<String>,
    /// What goes wrong.
    pub kind: FaultKind,
    /// How often; `None`: until the faults are cleared.
    pub times: Option<u32>,
    /// How many requests pass unharmed first.
    pub after: u32,
}

/// A faulty answer's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The service's error shape with this detail.
    Json(String),
    /// A page for people, as a proxy or a load balancer sends it.
    Html,
    /// Nothing.
    Empty,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Another status instead of the work.
    Status {
        /// The status.
        code: u16,
        /// The body.
        body: Body,
    },
    /// 429 instead of the work.
    RateLimit {
        /// The `Retry-After` header, rounded up to whole seconds; `None`: no such header.
        retry_after: Option<Duration>,
    },
    /// The answer takes this much longer.
    Delay(Duration),
    /// The work is done; the connection breaks in the middle of the answer's body.
    ResetMidBody,
    /// The work is done; the answer is well-formed HTTP but its body ends half-way.
    Truncate,
    /// The work is done; the answer is an HTML page with status 200.
    NotJson,
    /// The work is done; every enum in the answer has a value that nobody knows.
    UnknownEnums,
    /// The work is done; the connection breaks before a single byte of the answer. (Where the service refuses
    /// the work there is nothing to lose: the fault waits for the next request.)
    LoseAnswer,
    /// The work is done; the answer is held back until the faults are cleared.
    Hold,
    /// Nothing is done and no answer comes.
    Hang,
    /// A redirect to another host instead of the work.
    Redirect,
    /// A list's continuation token leads to the same page again, for ever.
    RepeatToken,
    /// The work is done; the answer doesn't have a field that it should, such as `security_principals`.
    Absent {
        /// The field, wherever in the answer it stands.
        field: String,
        /// What is there instead.
        how: Absence,
    },
    /// The work is done; a list lacks the item of this name, as if it had moved between two pages.
    Lacks(String),
}

/// How an answer lacks a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// It is `null`.
    Null,
    /// It is missing.
    Missing,
    /// So are all fields around it: `"spec": {}`.
    Bare,
}

impl Fault {
    /// A fault on every request to `route` until it is cleared.
    pub fn on(route: &str, kind: FaultKind) -> Self {
        Self {
            route: Some(route.to_owned()),
            kind,
            times: None,
            after: 0,
        }
    }

    /// The same fault, at most `times` times.
    pub fn times(self, times: u32) -> Self {
        Self {
            times: Some(times),
            ..self
        }
    }

    /// The same fault after `after` requests that pass unharmed.
    pub fn after(self, after: u32) -> Self {
        Self { after, ..self }
    }

    fn matches(&self, method: &str, template: &str) -> bool {
        let Some(route) = &self.route else {
            return true;
        };
        route_matches(route, method, template)
    }
}

/// Whether `route` (`GET /clusters`, `/clusters`) means this method and route template.
pub(crate) fn route_matches(route: &str, method: &str, template: &str) -> bool {
    let (wanted, path) = match route.trim().split_once(' ') {
        Some((wanted, path)) => (Some(wanted), path.trim()),
        None => (None, route.trim()),
    };
    wanted.is_none_or(|wanted| wanted.eq_ignore_ascii_case(method)) && template.ends_with(path)
}

/// The faults that are armed.
#[derive(Debug, Default)]
pub(crate) struct Armed(Vec<Fault>);

impl Armed {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self(faults)
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// A fault that struck did no harm: it strikes once more.
    pub(crate) fn spare(&mut self, kind: &FaultKind, method: &str, template: &str) {
        let struck = |fault: &&mut Fault| fault.kind == *kind && fault.matches(method, template);
        if let Some(times) = self
            .0
            .iter_mut()
            .find(struck)
            .and_then(|fault| fault.times.as_mut())
        {
            *times += 1;
        }
    }

    /// What goes wrong with this request, if anything; the first fault that matches is used up once.
    pub(crate) fn strike(&mut self, method: &str, template: &str) -> Option<FaultKind> {
        for fault in &mut self.0 {
            if fault.times == Some(0) || !fault.matches(method, template) {
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

/// A text that doesn't describe a fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a fault: write [METHOD /path=]KIND[xTIMES][+AFTER], with KIND a status such as 503, \
     503:html, 503:empty, or ratelimit, ratelimit:SECONDS, delay:MILLISECONDS, reset, truncate, html, \
     enums, lose, hold, hang, redirect, repeat-token, lacks:NAME, absent:FIELD, \
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
    // Only digits behind the last `x` are a count.
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
            code: code.parse().ok().filter(|code| (200..600).contains(code))?,
            body: match body {
                None => Body::Json("Simulated fault".to_owned()),
                Some("html") => Body::Html,
                Some("empty") => Body::Empty,
                Some(detail) => Body::Json(detail.to_owned()),
            },
        },
    })
}
