//! Runs the steps in order.

use std::net::SocketAddr;
use std::time::Instant;

use async_stream::stream;
use futures_util::Stream;

use super::messages::{self, Message};
use super::probe::{self, SslAnswer, within};
use super::{CheckStep, CheckStepKind, CheckTarget, Limits, tls};

/// The maximum number of addresses tried: an endpoint has one per availability zone.
const MAX_ADDRESSES: usize = 8;

/// Checks a host step by step and yields each step as it completes. Dropping the stream ends the check.
/// Nothing blocks, and no step takes longer than its limit.
pub fn run(target: CheckTarget, limits: Limits) -> impl Stream<Item = CheckStep> + Send + 'static {
    stream! {
        let started = Instant::now();
        let addresses = within(limits.resolve, probe::resolve(&target.host)).await;
        yield step(CheckStepKind::Resolve, &target.host, started, messages::resolved(&addresses, &target.endpoints));
        let ports: Vec<(u16, bool)> = target
            .ysql
            .iter()
            .map(|port| (*port, true))
            .chain(target.ycql.iter().map(|port| (*port, false)))
            .collect();
        for address in addresses.unwrap_or_default().into_iter().take(MAX_ADDRESSES) {
            for (port, speaks_ysql) in &ports {
                let address = SocketAddr::new(address, *port);
                let subject = address.to_string();
                let started = Instant::now();
                let stream = within(limits.connect, probe::connect(address)).await;
                yield step(CheckStepKind::Connect, &subject, started, messages::connected(&stream));
                let Ok(mut stream) = stream else { continue };
                if *speaks_ysql {
                    let started = Instant::now();
                    let answer = within(limits.answer, probe::ssl_request(&mut stream)).await;
                    yield step(CheckStepKind::SslRequest, &subject, started, messages::ssl_answered(&answer));
                    if !matches!(answer, Ok(SslAnswer::Yes)) {
                        continue;
                    }
                }
                let started = Instant::now();
                let version = within(limits.answer, tls::handshake(&target.host, stream)).await;
                yield step(CheckStepKind::Tls, &subject, started, messages::negotiated(&version));
            }
        }
    }
}

fn step(kind: CheckStepKind, subject: &str, started: Instant, message: Message) -> CheckStep {
    CheckStep {
        kind,
        subject: subject.to_owned(),
        outcome: message.outcome,
        text: message.text,
        meaning: message.meaning.to_owned(),
        trouble: message.trouble,
        took_ms: u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX),
    }
}
