//! One request and its answer: the key in its header, timeouts, trying again, pacing, and nothing secret
//! in any word that leaves this module.

mod answer;
mod connect;
mod failure;
mod limiter;
mod redact;
mod rested;
mod retry;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use url::Url;

use connect::Connections;
pub use limiter::InFlight;
use limiter::{Limiter, Permit};
use retry::Outcome;

use crate::{ApiKey, BaseUrl, Error, Moment, Options, Retry, Timeouts};

/// What is to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The HTTP method.
    pub(crate) method: Method,
    /// What it does, as a person would say it: "list the clusters".
    pub(crate) what: String,
    /// The path with placeholders, for the log.
    pub(crate) template: String,
    /// The path's segments.
    pub(crate) segments: Vec<String>,
    /// The query.
    pub(crate) query: Vec<(&'static str, String)>,
    /// The body, as JSON text.
    pub(crate) body: Option<Vec<u8>>,
    /// The read that it rests on, where it replaces a whole that was read a moment ago, and with it whatever
    /// somebody else has changed since: after a wait it may be wrong.
    pub(crate) rests: Option<Rests>,
}

/// On which read a request rests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rests {
    /// When the read was asked for.
    pub(crate) asked: Moment,
    /// How old the read may be when the request goes out.
    pub(crate) at_most: Duration,
}

impl Request {
    /// Whether it changes anything on the service's side.
    pub(crate) fn changes(&self) -> bool {
        self.method != Method::GET
    }
}

/// A 2xx answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The body, whole.
    pub(crate) body: Vec<u8>,
    /// When the request went out that it answers.
    pub(crate) asked: Moment,
}

/// Sends requests for one key to one address.
#[derive(Clone)]
pub(crate) struct Transport(Arc<Inner>);

struct Inner {
    connections: Connections,
    base: BaseUrl,
    key: ApiKey,
    retry: Retry,
    timeouts: Timeouts,
    limiter: Arc<Limiter>,
    sent: AtomicU64,
}

impl Transport {
    pub(crate) fn new(options: &Options, key: ApiKey) -> Result<Self, Error> {
        Ok(Self(Arc::new(Inner {
            connections: Connections::new(options)?,
            base: options.base.clone(),
            key,
            retry: options.retry,
            timeouts: options.timeouts,
            limiter: Limiter::new(),
            sent: AtomicU64::new(0),
        })))
    }

    pub(crate) fn in_flight(&self) -> InFlight {
        self.0.limiter.in_flight()
    }

    pub(crate) fn requests_sent(&self) -> u64 {
        self.0.sent.load(Ordering::Relaxed)
    }

    pub(crate) fn base(&self) -> &BaseUrl {
        &self.0.base
    }

    /// What a request rests on that is made from a read.
    pub(crate) fn rests_on(&self, asked: Moment) -> Rests {
        Rests {
            asked,
            at_most: self.0.timeouts.edit,
        }
    }

    /// Sends it, again where that is safe and helps, until there is an answer or the deadline is near.
    pub(crate) async fn send(&self, request: &Request) -> Result<Answer, Error> {
        let inner = &*self.0;
        // What rests on a read goes ahead, while that is still so.
        let mut permit = inner.limiter.enter(request.rests.is_some()).await;
        let started = Instant::now();
        let mut attempt = 1;
        let mut before: Option<Error> = None;
        loop {
            let left = inner.retry.deadline.saturating_sub(started.elapsed());
            let (error, outcome) = match inner.attempt(request, &permit, left, attempt).await {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed,
            };
            let wait = outcome.wait(&inner.retry, attempt);
            let deadline = outcome.deadline(&inner.retry);
            if !outcome.may_repeat(request) || started.elapsed() + wait >= deadline {
                // An attempt that the deadline cut off says less than what went wrong before it.
                let cut = left < inner.timeouts.total
                    && matches!(
                        error,
                        Error::Timeout {
                            may_have_happened: false,
                            ..
                        }
                    );
                return Err(before.filter(|_| cut).unwrap_or(error));
            }
            // Whoever waits takes nobody's place meanwhile.
            drop(permit);
            tokio::time::sleep(wait).await;
            let left = inner.retry.deadline.saturating_sub(started.elapsed());
            permit = match tokio::time::timeout(left, inner.limiter.enter(true)).await {
                Ok(permit) => permit,
                Err(_) => return Err(error),
            };
            before = Some(error);
            attempt += 1;
        }
    }

    /// An answer that came whole but can't be used. The reason may repeat text of the service's.
    pub(crate) fn bad(&self, request: &Request, answer: &Answer, reason: &str) -> Error {
        answer::bad(
            request,
            answer.status,
            self.clean(reason),
            &answer.body,
            self.0.key.expose(),
        )
    }

    /// Text of the service's on one line of no more than 200 characters, with no key in it.
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
    ) -> Result<Answer, (Error, Outcome)> {
        // The connection may have to be made first, which takes longer than most: the body looks once more.
        if let Some(Err(old)) = request.rests.map(Rests::check) {
            return Err((failure::too_late(request, &old), Outcome::Final));
        }
        let url = self.url(request);
        let (started, asked) = (Instant::now(), Moment::now());
        self.sent.fetch_add(1, Ordering::Relaxed);
        let bound = self.timeouts.total.min(left);
        let used = self.connections.current();
        let sent = self
            .http_request(&used.client, request, url.clone(), bound)
            .send()
            .await;
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
                return Err(failure::sort(
                    &error,
                    request,
                    self.base.host(),
                    started.elapsed(),
                ));
            }
        };
        let status = response.status();
        let headers = response.headers().clone();
        let body = answer::read(response).await;
        log(status.as_u16());
        if matches!(body.broken, Some(answer::Broken::TimedOut)) {
            self.connections.replace(&used);
        }
        if !status.is_success() {
            let key = self.key.expose();
            let error = answer::error(request, &url, status, &headers, &body.bytes, key);
            let outcome = retry::of_error(&error);
            if let Outcome::TooMany(asked) = outcome {
                // Others should wait as well, but not for hours because of one answer.
                let pause = asked.unwrap_or_default().min(self.retry.max_delay);
                self.limiter.too_many(permit, pause);
            }
            return Err((error, outcome));
        }
        self.limiter.answered(started.elapsed());
        match body.broken {
            None => Ok(Answer {
                status: status.as_u16(),
                body: body.bytes,
                asked,
            }),
            // What changes something was taken: a 2xx says so, whatever becomes of its body.
            Some(answer::Broken::TimedOut) if !request.changes() => Err((
                Error::Timeout {
                    request: request.what.clone(),
                    host: self.base.host().to_owned(),
                    after: started.elapsed(),
                    may_have_happened: false,
                },
                Outcome::Final,
            )),
            Some(broken) => {
                let reason = match broken {
                    answer::Broken::TooLong => "it is too long",
                    answer::Broken::TimedOut => "the rest of it did not arrive in time",
                    answer::Broken::CutShort => "it was cut short",
                };
                let key = self.key.expose();
                let reason = reason.to_owned();
                Err((
                    answer::bad(request, status.as_u16(), reason, &body.bytes, key),
                    Outcome::Final,
                ))
            }
        }
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
            builder = builder
                .header(CONTENT_TYPE, "application/json")
                .body(match request.rests {
                    Some(rests) => reqwest::Body::wrap(rested::Body::new(body.clone(), rests)),
                    None => body.clone().into(),
                });
        }
        builder
    }

    fn authorization(&self) -> HeaderValue {
        let mut value = HeaderValue::try_from(format!("Bearer {}", self.key.expose()))
            .expect("a parsed key has only letters, digits, dots, dashes and underscores");
        value.set_sensitive(true);
        value
    }
}
