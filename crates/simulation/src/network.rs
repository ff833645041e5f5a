//! The way between a client and the service: it takes time, and loses things.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aeon::in_process::{Handler, Lost, Responding};
use aeon_simulator::Handle;
use axum::body::Bytes;
use axum::http;
use http_body_util::BodyExt;
use postern::journal::Disk;
use tokio::sync::oneshot;

use crate::trace::{Trace, shorts};

/// What may go wrong with a request, out of 1,000.
const FAULTY: u32 = 60;

/// A way to the service.
#[derive(Clone)]
pub(crate) struct Network {
    service: Handle,
    trace: Trace,
    name: &'static str,
    random: Arc<Mutex<fastrand::Rng>>,
    faulty: Arc<Mutex<bool>>,
    /// Whose process it belongs to: after a crash nothing is answered.
    disk: Option<Disk>,
}

enum Fate {
    Fine,
    NotSent,
    LostBefore,
    LostAfter,
    Hangs,
    HangsAfter,
    Status(u16, Option<u32>),
    StatusAfter(u16),
    CutShort,
}

impl Network {
    pub fn new(
        service: &Handle,
        trace: &Trace,
        name: &'static str,
        seed: u64,
        faulty: bool,
        disk: Option<Disk>,
    ) -> Self {
        Self {
            service: service.clone(),
            trace: trace.clone(),
            name,
            random: Arc::new(Mutex::new(fastrand::Rng::with_seed(seed))),
            faulty: Arc::new(Mutex::new(faulty)),
            disk,
        }
    }

    /// From now on nothing goes wrong.
    pub fn heal(&self) {
        *lock(&self.faulty) = false;
    }

    pub fn handler(&self) -> Handler {
        let network = self.clone();
        Handler::new(move |request| network.clone().respond(request))
    }

    fn respond(self, request: reqwest::Request) -> Responding {
        let (there, back, fate) = self.decide();
        Box::pin(async move {
            if matches!(fate, Fate::NotSent) {
                return Err(Lost::NotSent);
            }
            if self.disk.as_ref().is_some_and(Disk::has_crashed) {
                return std::future::pending().await;
            }
            // What has been handed to the system goes its way, whatever becomes of the caller.
            let request =
                http::Request::<reqwest::Body>::try_from(request).map_err(|_| Lost::NotSent)?;
            let (parts, body) = request.into_parts();
            let body = body.collect().await.map_err(|_| Lost::Body)?.to_bytes();
            self.check_journal(&parts.method, parts.uri.path());
            let (answer, answered) = oneshot::channel();
            let dead = self.disk.clone();
            tokio::spawn(self.carry(
                http::Request::from_parts(parts, body),
                there,
                back,
                fate,
                answer,
            ));
            let response = match answered.await {
                Ok(response) => response,
                Err(_) => std::future::pending().await,
            };
            if dead.is_some_and(|disk| disk.has_crashed()) {
                return std::future::pending().await;
            }
            response
        })
    }

    /// What changes something is in the journal before it goes out.
    fn check_journal(&self, method: &http::Method, path: &str) {
        let Some(disk) = &self.disk else { return };
        if *method == http::Method::GET {
            return;
        }
        let mut segments = path.rsplit('/');
        let last = segments.next().unwrap_or_default();
        let id = match *method {
            // …/clusters/ID/private-service-endpoints
            http::Method::POST => segments.next().unwrap_or_default(),
            _ => last,
        };
        if !disk.has_sent(id) {
            self.trace.unjournaled(format!("{method} {id}"));
        }
    }

    fn decide(&self) -> (Duration, Duration, Fate) {
        let mut random = lock(&self.random);
        let mut way = || Duration::from_millis(random.u64(10..150));
        let (there, back) = (way(), way());
        if !*lock(&self.faulty) || random.u32(..1000) >= FAULTY {
            return (there, back, Fate::Fine);
        }
        let fate = match random.u32(..12) {
            0 => Fate::NotSent,
            1 => Fate::LostBefore,
            2 | 3 => Fate::LostAfter,
            4 => Fate::Hangs,
            5 => Fate::HangsAfter,
            6 => Fate::Status(
                429,
                [None, Some(0), Some(3), Some(86_400)][random.usize(..4)],
            ),
            7 => Fate::Status([500, 502, 503, 404][random.usize(..4)], None),
            8 => Fate::StatusAfter([500, 502, 504][random.usize(..3)]),
            9 => Fate::CutShort,
            // A slow way there: the list may have changed by the time it arrives.
            _ => return (there * random.u32(5..60), back, Fate::Fine),
        };
        (there, back, fate)
    }

    async fn carry(
        self,
        request: http::Request<Bytes>,
        there: Duration,
        back: Duration,
        fate: Fate,
        answer: oneshot::Sender<Result<reqwest::Response, Lost>>,
    ) {
        let line = describe(&request);
        tokio::time::sleep(there).await;
        let early = match fate {
            Fate::LostBefore => Some(Err(Lost::NoResponse)),
            Fate::Hangs => return self.note(&line, "no answer, not done"),
            Fate::Status(code, after) => Some(Ok(status(code, after))),
            _ => None,
        };
        let result = match early {
            Some(result) => {
                let word = match &result {
                    Ok(response) => format!("{} not done", response.status().as_u16()),
                    Err(_) => "lost, not done".to_owned(),
                };
                self.note(&line, &word);
                result
            }
            None => {
                let Some(response) = self.service.call(request).await else {
                    return;
                };
                let (parts, body) = response.into_parts();
                let body = body.collect().await.map(|body| body.to_bytes());
                let body = body.unwrap_or_default();
                self.note(&line, parts.status.as_str());
                match fate {
                    Fate::HangsAfter => return,
                    Fate::LostAfter => Err(Lost::NoResponse),
                    Fate::StatusAfter(code) => Ok(status(code, None)),
                    Fate::CutShort => {
                        let half = body.slice(..body.len() / 2);
                        Ok(http::Response::from_parts(parts, half).into())
                    }
                    _ => Ok(http::Response::from_parts(parts, body).into()),
                }
            }
        };
        tokio::time::sleep(back).await;
        // The caller may have stopped waiting.
        let _ = answer.send(result);
    }

    fn note(&self, line: &Option<String>, word: &str) {
        if let Some(line) = line {
            self.trace.line(format!("{} {line}: {word}", self.name));
        }
    }
}

/// A request that changes something, in a line; `None` for a read.
fn describe(request: &http::Request<Bytes>) -> Option<String> {
    if request.method() == http::Method::GET {
        return None;
    }
    let body = String::from_utf8_lossy(request.body());
    let list: Vec<String> = body
        .split('"')
        .filter(|text| text.starts_with("arn:"))
        .map(str::to_owned)
        .collect();
    let path = request.uri().path().rsplit('/').next().unwrap_or_default();
    let path = path.get(..8).unwrap_or(path);
    Some(format!("{} {path} {}", request.method(), shorts(&list)))
}

fn status(code: u16, retry_after: Option<u32>) -> reqwest::Response {
    let body = format!(r#"{{"error":{{"detail":"Simulated","status":{code}}}}}"#);
    let mut response = http::Response::new(body);
    if let Ok(code) = http::StatusCode::from_u16(code) {
        *response.status_mut() = code;
    }
    if let Some(seconds) = retry_after {
        response
            .headers_mut()
            .insert(http::header::RETRY_AFTER, seconds.into());
    }
    response.into()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
