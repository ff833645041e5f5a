//! What a user is told, step by step.

use std::time::Duration;

use futures_util::{StreamExt as _, pin_mut};
use postern::check::{
    CheckOutcome, CheckStep, CheckStepKind, CheckTarget, KnownEndpoint, Limits, run,
};
use postern::private_address::is_private;
use postern::trouble::Trouble;

use super::listeners::{Does, dropped, listen};
use super::port::free_port;
use super::postgres::Postgres;

const PATIENT: Limits = Limits {
    resolve: Duration::from_secs(20),
    connect: Duration::from_secs(20),
    answer: Duration::from_secs(20),
};
/// For servers that never answer.
const HASTY: Limits = Limits {
    answer: Duration::from_millis(50),
    ..PATIENT
};

fn target(ysql: &[u16], ycql: &[u16]) -> CheckTarget {
    CheckTarget {
        host: "127.0.0.1".to_owned(),
        ysql: ysql.to_vec(),
        ycql: ycql.to_vec(),
        endpoints: Vec::new(),
    }
}

async fn all(target: CheckTarget, limits: Limits) -> Vec<CheckStep> {
    run(target, limits).collect().await
}

fn outcomes(steps: &[CheckStep]) -> Vec<(CheckStepKind, CheckOutcome)> {
    steps.iter().map(|step| (step.kind, step.outcome)).collect()
}

#[tokio::test]
async fn a_real_postgresql_with_tls_passes_every_step() {
    let server = tokio::task::spawn_blocking(|| Postgres::start(true))
        .await
        .unwrap();
    let steps = all(target(&[server.port], &[]), PATIENT).await;
    let good = [
        CheckStepKind::Resolve,
        CheckStepKind::Connect,
        CheckStepKind::SslRequest,
        CheckStepKind::Tls,
    ];
    assert_eq!(
        outcomes(&steps),
        good.map(|kind| (kind, CheckOutcome::Good)),
        "{steps:?}"
    );
    assert_eq!(steps[0].text, "127.0.0.1: private.");
    assert_eq!(steps[1].subject, format!("127.0.0.1:{}", server.port));
    assert!(steps[3].text.starts_with("TLS 1.3."), "{steps:?}");
    assert!(
        steps
            .iter()
            .all(|step| step.meaning.is_empty() && step.trouble.is_none())
    );
}

#[tokio::test]
async fn a_real_postgresql_without_tls_is_told_from_a_cluster() {
    let server = tokio::task::spawn_blocking(|| Postgres::start(false))
        .await
        .unwrap();
    let steps = all(target(&[server.port], &[]), PATIENT).await;
    assert_eq!(
        outcomes(&steps[2..]),
        [(CheckStepKind::SslRequest, CheckOutcome::Warning)],
        "{steps:?}"
    );
    assert!(steps[2].meaning.contains("always use TLS"));
}

#[tokio::test]
async fn ycql_is_asked_for_tls() {
    let steps = all(target(&[], &[listen(Does::Tls).await]), PATIENT).await;
    assert_eq!(
        outcomes(&steps[1..]),
        [
            (CheckStepKind::Connect, CheckOutcome::Good),
            (CheckStepKind::Tls, CheckOutcome::Good)
        ],
        "{steps:?}"
    );
    let steps = all(target(&[], &[listen(Does::Nothing).await]), HASTY).await;
    assert_eq!(
        outcomes(&steps[2..]),
        [(CheckStepKind::Tls, CheckOutcome::Failed)],
        "{steps:?}"
    );
    assert!(steps[2].text.contains("no answer within the time limit"));
}

#[tokio::test]
async fn each_way_to_fail_has_a_meaning() {
    for (does, text, trouble) in [
        (
            Does::Nothing,
            "no answer within the time limit",
            Some(Trouble::Refused),
        ),
        (
            Does::HangUp,
            "closed the connection",
            Some(Trouble::Refused),
        ),
        (Does::Say(b"H"), "didn't come from a YSQL server", None),
    ] {
        let steps = all(target(&[listen(does).await], &[]), HASTY).await;
        assert_eq!(
            outcomes(&steps[2..]),
            [(CheckStepKind::SslRequest, CheckOutcome::Failed)],
            "{steps:?}"
        );
        assert!(steps[2].text.contains(text), "{steps:?}");
        assert_eq!(steps[2].trouble, trouble);
        assert!(!steps[2].meaning.is_empty());
    }
    // Says that it goes on with TLS, and doesn't.
    let steps = all(target(&[listen(Does::Say(b"S")).await], &[]), HASTY).await;
    assert_eq!(
        outcomes(&steps[3..]),
        [(CheckStepKind::Tls, CheckOutcome::Failed)],
        "{steps:?}"
    );
}

#[tokio::test]
async fn a_port_without_a_listener_is_refused_and_the_next_is_tried() {
    let (closed, open) = (free_port(), listen(Does::Tls).await);
    let steps = all(target(&[closed], &[open]), PATIENT).await;
    assert_eq!(
        outcomes(&steps[1..]),
        [
            (CheckStepKind::Connect, CheckOutcome::Failed),
            (CheckStepKind::Connect, CheckOutcome::Good),
            (CheckStepKind::Tls, CheckOutcome::Good),
        ],
        "{steps:?}"
    );
    assert_eq!(steps[1].trouble, Some(Trouble::Refused));
}

#[tokio::test]
async fn a_connection_that_takes_too_long_is_given_up() {
    let (port, _listener, _queue) = dropped().await;
    let hasty = Limits {
        connect: Duration::from_millis(100),
        ..PATIENT
    };
    let steps = all(target(&[port], &[]), hasty).await;
    assert_eq!(
        outcomes(&steps[1..]),
        [(CheckStepKind::Connect, CheckOutcome::Failed)],
        "{steps:?}"
    );
    assert_eq!(steps[1].trouble, Some(Trouble::TimedOut));
    assert!(steps[1].meaning.contains("security group"));
}

#[tokio::test]
async fn a_name_that_does_not_resolve_ends_the_check() {
    let nowhere = CheckTarget {
        host: "no-such-host.invalid".to_owned(),
        ..target(&[5433], &[9042])
    };
    let steps = all(nowhere, PATIENT).await;
    assert_eq!(
        outcomes(&steps),
        [(CheckStepKind::Resolve, CheckOutcome::Failed)],
        "{steps:?}"
    );
    assert_eq!(steps[0].trouble, Some(Trouble::Name));
}

#[tokio::test]
async fn the_addresses_are_compared_with_those_of_the_known_endpoints() {
    let known = |name: &str, address: &str| KnownEndpoint {
        name: name.to_owned(),
        addresses: vec![address.parse().unwrap()],
    };
    let resolved = async |endpoints: Vec<KnownEndpoint>| {
        let target = CheckTarget {
            endpoints,
            ..target(&[], &[])
        };
        all(target, PATIENT).await.remove(0)
    };
    let own = resolved(vec![known("old", "10.0.0.9"), known("shop", "127.0.0.1")]).await;
    assert_eq!(own.outcome, CheckOutcome::Good);
    assert_eq!(own.text, "127.0.0.1: of the endpoint shop.");
    let other = resolved(vec![known("shop", "10.0.0.9")]).await;
    assert_eq!(other.outcome, CheckOutcome::Warning);
    assert_eq!(
        other.text,
        "127.0.0.1: not an address of the endpoint shop (10.0.0.9)."
    );
    assert_eq!(other.trouble, Some(Trouble::Name));
}

/// The second step never comes, as the server says nothing; the first ones are seen all the same.
#[tokio::test]
async fn each_step_is_told_as_soon_as_it_is_done() {
    let port = listen(Does::Nothing).await;
    let steps = run(target(&[port], &[]), PATIENT);
    pin_mut!(steps);
    assert_eq!(steps.next().await.unwrap().kind, CheckStepKind::Resolve);
    assert_eq!(steps.next().await.unwrap().kind, CheckStepKind::Connect);
    let pending = futures_util::poll!(steps.next());
    assert!(pending.is_pending());
}

#[test]
fn private_addresses_are_told_from_public_ones() {
    for private in [
        "10.0.0.1",
        "172.16.0.1",
        "172.31.9.9",
        "192.168.1.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.1.1",
        "fd00::1",
        "fe80::1",
        "::1",
        "::ffff:10.0.0.1",
    ] {
        assert!(is_private(&private.parse().unwrap()), "{private}");
    }
    for public in [
        "8.8.8.8",
        "172.32.0.1",
        "100.128.0.1",
        "192.169.0.1",
        "2600::1",
        "::ffff:8.8.8.8",
    ] {
        assert!(!is_private(&public.parse().unwrap()), "{public}");
    }
}
