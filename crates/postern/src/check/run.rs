//! The steps in order.

use std::net::SocketAddr;
use std::time::Instant;

use async_stream::stream;
use futures_util::Stream;

use super::messages::{self, Said};
use super::probe::{self, SslAnswer, within};
use super::{Limits, Step, StepKind, Target, tls};

/// More addresses than this are not tried: an endpoint has one a zone.
const MOST_ADDRESSES: usize = 8;

/// Checks a host, step by step. Each step is given out when it is done; dropping the stream ends the
/// check. Nothing blocks and nothing waits longer than its limit.
pub fn run(target: Target, limits: Limits) -> impl Stream<Item = Step> + Send + 'static {
    stream! {
        let begun = Instant::now();
        let addresses = within(limits.resolve, probe::resolve(&target.host)).await;
        yield step(StepKind::Resolve, &target.host, begun, messages::resolved(&addresses));
        let ports: Vec<(u16, bool)> = target
            .ysql
            .iter()
            .map(|port| (*port, true))
            .chain(target.ycql.iter().map(|port| (*port, false)))
            .collect();
        for address in addresses.unwrap_or_default().into_iter().take(MOST_ADDRESSES) {
            for (port, speaks_ysql) in &ports {
                let address = SocketAddr::new(address, *port);
                let subject = address.to_string();
                let begun = Instant::now();
                let stream = within(limits.connect, probe::connect(address)).await;
                yield step(StepKind::Connect, &subject, begun, messages::connected(&stream));
                let Ok(mut stream) = stream else { continue };
                if *speaks_ysql {
                    let begun = Instant::now();
                    let answer = within(limits.answer, probe::ssl_request(&mut stream)).await;
                    yield step(StepKind::SslRequest, &subject, begun, messages::ssl_answered(&answer));
                    if !matches!(answer, Ok(SslAnswer::Yes)) {
                        continue;
                    }
                }
                let begun = Instant::now();
                let version = within(limits.answer, tls::handshake(&target.host, stream)).await;
                yield step(StepKind::Tls, &subject, begun, messages::negotiated(&version));
            }
        }
    }
}

fn step(kind: StepKind, subject: &str, begun: Instant, said: Said) -> Step {
    Step {
        kind,
        subject: subject.to_owned(),
        outcome: said.outcome,
        text: said.text,
        meaning: said.meaning.to_owned(),
        trouble: said.trouble,
        took_ms: u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX),
    }
}
