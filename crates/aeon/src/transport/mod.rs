//! Sends a request and returns its response: the key in the header, timeouts, retries, pacing. No error or log
//! line that leaves this module contains a key.

pub(crate) mod connect;
pub(crate) mod failure;
mod failures;
mod freshness;
#[cfg(feature = "simulation")]
pub mod in_process;
mod limiter;
mod proxy_failure;
mod redact;
mod refused_tunnel;
mod response;
mod retry;
mod route;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use tokio::time::Instant;
use url::Url;

use connect::Connections;
pub use failures::{Failure, Failures};
use freshness::FreshBody;
pub(crate) use freshness::Freshness;
pub use limiter::InFlight;
use limiter::{Limiter, Permit};
use retry::RetryClass;
pub use route::{ProxySource, Route, SYSTEM_READS};

use crate::{ApiKey, BaseUrl, Error, FirstContact, Moment, Options, Retry, Timeouts};

/// A request, without the base address and the key.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// Anything but GET counts as a change.
    pub(crate) method: Method,
    /// What it does, for error messages: "list the clusters".
    pub(crate) action: String,
    /// The path with names in place of ids, for the log.
    pub(crate) template: String,
    /// The path's segments, not encoded.
    pub(crate) segments: Vec<String>,
    /// The query's names and values, not encoded.
    pub(crate) query: Vec<(&'static str, String)>,
    /// The JSON body.
    pub(crate) body: Option<Vec<u8>>,
    /// The read that it is based on, if it replaces a whole list.
    pub(crate) freshness: Option<Freshness>,
    /// Whether it goes ahead of the queue: the next request needs its response.
    pub(crate) ahead: bool,
    /// Where to note the form of the last response.
    pub(crate) observed: Option<Observed>,
}

/// The status of a response and the shape of its body.
pub(crate) type Observed = Arc<std::sync::Mutex<Option<(u16, String)>>>;

impl Request {
    /// Whether the request can change anything.
    pub(crate) fn changes(&self) -> bool {
        self.method != Method::GET
    }
}

/// A 2xx response.
#[derive(Debug)]
pub(crate) struct Success {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The complete body.
    pub(crate) body: Vec<u8>,
    /// When the request was sent.
    pub(crate) asked: Moment,
}

/// Sends requests with one key to one address. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Transport(Arc<Inner>);

struct Inner {
    connections: Connections,
    #[cfg(feature = "simulation")]
    in_process: Option<in_process::Handler>,
    base: BaseUrl,
    key: ApiKey,
    retry: Retry,
    timeouts: Timeouts,
    limiter: Arc<Limiter>,
    sent: AtomicU64,
    first_contact: FirstContact,
    failures: Failures,
    /// By how many seconds this machine's clock is ahead of the service's; [`UNKNOWN`] until there is a response.
    clock_ahead: AtomicI64,
}

/// No response has told the time.
const UNKNOWN: i64 = i64::MIN;

impl Transport {
    pub(crate) fn new(options: &Options, key: ApiKey) -> Result<Self, Error> {
        Ok(Self(Arc::new(Inner {
            connections: Connections::new(options)?,
            #[cfg(feature = "simulation")]
            in_process: options.in_process.clone(),
            base: options.base.clone(),
            key,
            retry: options.retry,
            timeouts: options.timeouts,
            limiter: Limiter::new(),
            sent: AtomicU64::new(0),
            first_contact: options.first_contact.clone(),
            failures: options.failures.clone(),
            clock_ahead: AtomicI64::new(UNKNOWN),
        })))
    }

    /// What is known of the service beyond its documented parts.
    pub(crate) fn first_contact(&self) -> &FirstContact {
        &self.0.first_contact
    }

    pub(crate) fn in_flight(&self) -> InFlight {
        self.0.limiter.in_flight()
    }

    pub(crate) fn requests_sent(&self) -> u64 {
        self.0.sent.load(Ordering::Relaxed)
    }

    /// By how many seconds this machine's clock is ahead of the service's.
    pub(crate) fn clock_ahead(&self) -> Option<i64> {
        let ahead = self.0.clock_ahead.load(Ordering::Relaxed);
        (ahead != UNKNOWN).then_some(ahead)
    }

    /// How requests leave this machine.
    pub(crate) fn route(&self) -> Route {
        (*self.0.connections.peek().route).clone()
    }

    /// Has later requests open new connections.
    pub(crate) fn reconnect(&self) {
        self.0.connections.replace(&self.0.connections.peek());
    }

    pub(crate) fn base(&self) -> &BaseUrl {
        &self.0.base
    }

    /// For a request that is based on a read of this time.
    pub(crate) fn freshness(&self, read: Moment) -> Freshness {
        Freshness {
            read,
            max_age: self.0.timeouts.edit,
        }
    }

    /// Sends a request, with retries where they are safe and can help, until there is a response or the deadline
    /// is near.
    pub(crate) async fn send(&self, request: &Request) -> Result<Success, Error> {
        let sent = self.with_retries(request).await;
        if let Err(error) = &sent {
            self.0.failures.note(request, error);
        }
        sent
    }

    async fn with_retries(&self, request: &Request) -> Result<Success, Error> {
        let inner = &*self.0;
        // An edit goes ahead of the queue, too, while the read that it is based on is fresh.
        let ahead = request.ahead || request.freshness.is_some();
        let mut permit = inner.limiter.enter(ahead).await;
        let started = Instant::now();
        let mut attempt = 1;
        let mut previous: Option<Error> = None;
        loop {
            let left = inner.retry.deadline.saturating_sub(started.elapsed());
            let (error, class) = match inner.attempt(request, &permit, left, attempt).await {
                Ok(success) => return Ok(success),
                Err(failed) => failed,
            };
            let wait = class.delay(&inner.retry, attempt);
            let deadline = class.deadline(&inner.retry);
            if !class.may_retry(request) || started.elapsed() + wait >= deadline {
                // If the deadline cut off this attempt, the previous failure says more.
                let cut = left < inner.timeouts.total
                    && matches!(
                        error,
                        Error::Timeout {
                            may_have_happened: false,
                            ..
                        }
                    );
                return Err(previous.filter(|_| cut).unwrap_or(error));
            }
            // Let others send during the delay.
            drop(permit);
            tokio::time::sleep(wait).await;
            let left = inner.retry.deadline.saturating_sub(started.elapsed());
            permit = match tokio::time::timeout(left, inner.limiter.enter(true)).await {
                Ok(permit) => permit,
                Err(_) => return Err(error),
            };
            previous = Some(error);
            attempt += 1;
        }
    }

    /// The error for a complete response that can't be used. `reason` may contain text from the service.
    pub(crate) fn unusable(&self, request: &Request, success: &Success, reason: &str) -> Error {
        response::unusable(
            request,
            success.status,
            self.clean(reason),
            &success.body,
            self.0.key.expose(),
        )
    }

    /// Text from the service on one line of no more than 200 characters, with keys redacted.
    pub(crate) fn clean(&self, text: &str) -> String {
        redact::excerpt(text.as_bytes(), self.0.key.expose())
    }
}

impl Inner {
    async fn attempt(
        &self,
        request: &Request,
        permit: &Permit,
        left: Duration,
        attempt: u32,
    ) -> Result<Success, (Error, RetryClass)> {
        // `FreshBody` checks again: making a connection may take seconds.
        if let Some(Err(old)) = request.freshness.map(Freshness::check) {
            return Err((failure::too_late(request, &old), RetryClass::Final));
        }
        let url = self.url(request);
        let (started, asked) = (Instant::now(), Moment::now());
        self.sent.fetch_add(1, Ordering::Relaxed);
        // The deadline decides whether a change is sent again, but doesn't cut it off: its outcome would be unknown.
        let bound = if request.changes() {
            self.timeouts.total
        } else {
            self.timeouts.total.min(left)
        };
        let used = self.connections.current();
        let http_request = self.http_request(&used.client, request, url.clone(), bound);
        #[cfg(feature = "simulation")]
        let sent = match &self.in_process {
            Some(handler) => {
                self.in_process(handler, http_request, request, bound)
                    .await?
            }
            None => http_request.send().await,
        };
        #[cfg(not(feature = "simulation"))]
        let sent = http_request.send().await;
        let log = |status: u16| {
            let ms = started.elapsed().as_millis();
            tracing::debug!(method = %request.method, path = %request.template, status, ms, attempt, "request");
        };
        let response = match sent {
            Ok(response) => response,
            Err(error) => {
                log(0);
                if error.is_timeout() && !error.is_connect() {
                    self.connections.replace(&used);
                }
                return Err(self
                    .classified(&error, request, &used.route, started.elapsed())
                    .await);
            }
        };
        let status = response.status();
        let headers = response.headers().clone();
        let body = response::read(response).await;
        log(status.as_u16());
        if let Some(observed) = &request.observed {
            let form = (status.as_u16(), crate::wire::shape(&body.bytes));
            *observed
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner) = Some(form);
        }
        if let Some(date) = response::date(&headers)
            && !crate::wire::decode::is_web_page(&body.bytes)
        {
            let ahead = crate::clock::timestamp().as_second() - date.as_second();
            self.clock_ahead.store(ahead, Ordering::Relaxed);
        }
        if matches!(body.error, Some(response::BodyError::TimedOut)) {
            self.connections.replace(&used);
        }
        if !status.is_success() {
            let key = self.key.expose();
            let error = response::of_status(request, &url, status, &headers, &body.bytes, key);
            let class = retry::of_error(&error);
            if let RetryClass::TooMany(asked) = class {
                // Other requests wait as well, but one response must not stop them for hours.
                let pause = asked.unwrap_or_default().min(self.retry.max_delay);
                self.limiter.too_many(permit, pause);
            }
            return Err((error, class));
        }
        self.limiter.on_response(started.elapsed());
        match body.error {
            None => Ok(Success {
                status: status.as_u16(),
                body: body.bytes,
                asked,
            }),
            // For a change the 2xx alone says that it was accepted.
            Some(response::BodyError::TimedOut) if !request.changes() => Err((
                Error::Timeout {
                    request: request.action.clone(),
                    host: used.route.to(self.base.host()),
                    after: started.elapsed(),
                    may_have_happened: false,
                },
                RetryClass::Final,
            )),
            Some(error) => {
                let reason = match error {
                    response::BodyError::TooLong => "it is too large",
                    response::BodyError::TimedOut => "the rest of it did not arrive in time",
                    response::BodyError::CutShort => "it was cut short",
                };
                let key = self.key.expose();
                let reason = reason.to_owned();
                Err((
                    response::unusable(request, status.as_u16(), reason, &body.bytes, key),
                    RetryClass::Final,
                ))
            }
        }
    }

    /// Hands a request to the service in this process. A connection that breaks, and a time-out, are classified
    /// here: reqwest's errors can't be made.
    #[cfg(feature = "simulation")]
    async fn in_process(
        &self,
        handler: &in_process::Handler,
        http_request: reqwest::RequestBuilder,
        request: &Request,
        bound: Duration,
    ) -> Result<Result<reqwest::Response, reqwest::Error>, (Error, RetryClass)> {
        let http_request = match http_request.build() {
            Ok(built) => built,
            Err(error) => return Ok(Err(error)),
        };
        let started = Instant::now();
        let (action, host) = (request.action.clone(), self.base.host().to_owned());
        let lost = match tokio::time::timeout(bound, handler.handle(http_request)).await {
            Ok(Ok(response)) => return Ok(Ok(response)),
            Ok(Err(lost)) => lost,
            Err(_) => {
                let error = Error::Timeout {
                    request: action,
                    host,
                    after: started.elapsed(),
                    may_have_happened: request.changes(),
                };
                return Err((error, RetryClass::Final));
            }
        };
        if lost == in_process::Lost::Body
            && let Some(Err(old)) = request.freshness.map(Freshness::check)
        {
            return Err((failure::too_late(request, &old), RetryClass::Final));
        }
        let sent = lost == in_process::Lost::NoResponse;
        let error = Error::Unreachable {
            request: action,
            host,
            reason: "the connection broke".to_owned(),
            may_have_happened: sent && request.changes(),
        };
        let class = if sent {
            RetryClass::Lost
        } else {
            RetryClass::NotSent
        };
        Err((error, class))
    }

    /// The error for a request that got no response. Where a proxy opened no connection it is asked why.
    async fn classified(
        &self,
        error: &reqwest::Error,
        request: &Request,
        route: &Route,
        waited: Duration,
    ) -> (Error, RetryClass) {
        let (host, port) = (self.base.host(), self.base.port());
        let refused = match route {
            Route::Proxy { proxy, .. } if failure::is_refused_tunnel(error) => {
                refused_tunnel::ask(proxy, host, port, self.timeouts.connect).await
            }
            _ => None,
        };
        failure::classify(error, request, host, route, refused, waited)
    }

    fn url(&self, request: &Request) -> Url {
        let segments: Vec<&str> = request.segments.iter().map(String::as_str).collect();
        let mut url = self.base.join(&segments);
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        url
    }

    fn http_request(
        &self,
        client: &reqwest::Client,
        request: &Request,
        url: Url,
        bound: Duration,
    ) -> reqwest::RequestBuilder {
        let mut builder = client
            .request(request.method.clone(), url)
            .timeout(bound)
            .header(ACCEPT, "application/json")
            .header(AUTHORIZATION, self.authorization());
        if let Some(body) = &request.body {
            builder =
                builder
                    .header(CONTENT_TYPE, "application/json")
                    .body(match request.freshness {
                        Some(freshness) => {
                            reqwest::Body::wrap(FreshBody::new(body.clone(), freshness))
                        }
                        None => body.clone().into(),
                    });
        }
        builder
    }

    fn authorization(&self) -> HeaderValue {
        let mut value = HeaderValue::try_from(format!("Bearer {}", self.key.expose()))
            .expect("a parsed key has only characters that a header may contain");
        value.set_sensitive(true);
        value
    }
}
