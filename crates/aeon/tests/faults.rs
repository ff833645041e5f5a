//! Everything that a server can do wrong, and what is retried.
#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

mod common;

use std::time::{Duration, Instant};

use aeon::wire::PseRegionRequest;
use aeon::{Client, Error, Moment};
use common::{Reply, Server, json, key, quick, status, with_header};
use serde_json::json as value;

fn account() -> Reply {
    json(value!({"data": {"spec": {"name": "Northwind"}, "info": {"id": "acc"}}}))
}

fn page(code: u16) -> Reply {
    Reply::Response(
        code,
        vec!["content-type: text/html".into()],
        "<html><body>Bad gateway</body></html>".into(),
    )
}

/// Creates endpoints.
async fn create(client: &Client) -> Result<(), Error> {
    let project = client.project("acc".into(), "pro".into());
    project.create_pses(&"clu".into(), &[]).await.map(drop)
}

/// Replaces a list that was read just now.
async fn edit(client: &Client) -> Result<(), Error> {
    let project = client.project("acc".into(), "pro".into());
    let nobody = PseRegionRequest {
        cluster_region_info_id: "reg".into(),
        security_principals: Vec::new(),
    };
    project
        .edit_pse(&"clu".into(), &"pse".into(), &nobody, Moment::now())
        .await
        .map(drop)
}

async fn remove(client: &Client) -> Result<(), Error> {
    let project = client.project("acc".into(), "pro".into());
    project.delete_pse(&"clu".into(), &"pse".into()).await
}

#[tokio::test]
async fn a_refusal_has_the_id_by_which_the_service_names_the_request() {
    let with_id = |header: &str| with_header(status(400, "No"), header);
    let long = format!("x-request-id: {}", "a".repeat(300));
    let echo = format!("x-request-id: {}", key().expose());
    let server = Server::script(vec![
        with_id("x-request-id: 8f3a-11"),
        with_id("X-Amzn-RequestId: 77"),
        with_id(&long),
        with_id(&echo),
        status(400, "No"),
    ])
    .await;
    let client = server.client();
    let mut ids = Vec::new();
    for _ in 0..5 {
        let error = client.account().await.unwrap_err();
        assert_eq!(error.status(), Some(400));
        ids.push(error.request_id().map(str::to_owned));
    }
    assert_eq!(ids[0].as_deref(), Some("8f3a-11"));
    assert_eq!(ids[1].as_deref(), Some("77"));
    assert!(ids[2].as_ref().unwrap().chars().count() <= 101);
    assert!(!ids[3].as_ref().unwrap().contains(key().expose()));
    assert_eq!(ids[4], None);
}

#[tokio::test]
async fn a_read_is_retried_after_a_gateway_error_a_429_and_a_lost_connection() {
    let faults = vec![
        page(502),
        page(503),
        page(504),
        status(429, "slow down"),
        Reply::Drop,
        account(),
    ];
    let server = Server::script(faults).await;
    let client = server.client();
    assert_eq!(client.account().await.unwrap().spec.name, "Northwind");
    assert_eq!(server.requests().len(), 6);
    assert_eq!(client.requests_sent(), 6);
}

#[tokio::test]
async fn a_read_is_not_retried_if_that_would_not_help() {
    for code in [400, 401, 403, 404, 409, 422, 418, 500, 501] {
        let server = Server::script(vec![status(code, "no"), account()]).await;
        assert_eq!(
            server.client().account().await.unwrap_err().status(),
            Some(code)
        );
        assert_eq!(server.requests().len(), 1, "{code}");
    }
}

#[tokio::test]
async fn a_web_page_that_refuses_may_be_a_proxy_s_or_mean_that_the_key_is_out_of_date() {
    for code in [401, 403] {
        let server = Server::script(vec![page(code)]).await;
        for result in [
            server.client().account().await.map(drop),
            edit(&server.client()).await,
        ] {
            let error = result.unwrap_err();
            assert!(
                matches!(error, Error::WebPage { status, .. } if status == code),
                "{error:?}"
            );
            assert!(!error.may_have_happened());
            let hint = error.hint();
            assert!(hint.contains("proxy") && hint.contains("key"), "{hint}");
        }
    }
    // In place of what was asked for, too.
    let server = Server::script(vec![page(200)]).await;
    let hint = server.client().account().await.unwrap_err().hint();
    assert!(hint.contains("proxy") && hint.contains("key"), "{hint}");
}

#[tokio::test]
async fn retries_end_at_the_deadline() {
    for reply in [page(503), status(429, "slow down"), Reply::Drop] {
        let server = Server::script(vec![reply]).await;
        let mut options = quick(server.base());
        options.retry.deadline = Duration::from_secs(1);
        let started = Instant::now();
        let error = Client::new(&options, key())
            .unwrap()
            .account()
            .await
            .unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(20), "{error}");
        assert!(server.requests().len() > 2, "{error}");
        assert!(!error.may_have_happened(), "a read changes nothing");
    }
}

#[tokio::test]
async fn a_create_is_retried_only_after_a_429_and_an_edit_never() {
    let too_many = || {
        vec![
            status(429, "slow down"),
            status(429, "slow down"),
            json(value!({"data": [{"info": {"id": "pse"}}]})),
        ]
    };
    let server = Server::script(too_many()).await;
    create(&server.client()).await.unwrap();
    assert_eq!(server.requests().len(), 3);
    // A retry could overwrite somebody else's edit.
    let server = Server::script(too_many()).await;
    let error = edit(&server.client()).await.unwrap_err();
    assert!(matches!(error, Error::RateLimited { .. }), "{error:?}");
    assert_eq!(server.requests().len(), 1);
    for code in [500, 502, 503, 504] {
        let server = Server::script(vec![page(code)]).await;
        let client = server.client();
        let errors = [
            create(&client).await,
            edit(&client).await,
            remove(&client).await,
        ];
        assert_eq!(server.requests().len(), 3, "one each");
        for error in errors {
            let error = error.unwrap_err();
            assert!(
                matches!(error, Error::Unavailable { .. }) && error.may_have_happened(),
                "{error:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_create_without_a_response_is_sent_once_and_may_have_happened() {
    for (reply, timed_out) in [(Reply::Drop, false), (Reply::Hang, true)] {
        let server = Server::script(vec![reply]).await;
        let mut options = quick(server.base());
        if timed_out {
            options.timeouts.total = Duration::from_millis(200);
        }
        let error = create(&Client::new(&options, key()).unwrap())
            .await
            .unwrap_err();
        assert_eq!(
            matches!(error, Error::Timeout { .. }),
            timed_out,
            "{error:?}"
        );
        assert_eq!(
            matches!(error, Error::Unreachable { .. }),
            !timed_out,
            "{error:?}"
        );
        assert!(error.may_have_happened());
        assert!(
            error.hint().contains("may have been done anyway"),
            "{}",
            error.hint()
        );
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_create_with_an_incomplete_response_may_have_happened() {
    for reply in [
        Reply::Cut("{\"data\": [".into()),
        json("{\"data\": ["),
        json(""),
    ] {
        let server = Server::script(vec![reply]).await;
        let error = create(&server.client()).await.unwrap_err();
        assert!(
            matches!(error, Error::BadAnswer { .. }) && error.may_have_happened(),
            "{error:?}"
        );
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn an_accepted_edit_is_distinguished_from_one_without_a_response() {
    let unusable = [
        Reply::Cut("{\"data\": {".into()),
        json("{\"data\": {"),
        json(""),
        json("<html>OK</html>"),
    ];
    for reply in unusable {
        let server = Server::script(vec![reply.clone()]).await;
        let error = edit(&server.client()).await.unwrap_err();
        assert!(error.was_taken(), "{reply:?}: {error:?}");
    }
    // The head of a 2xx is enough, even if the body never ends.
    let server = Server::script(vec![Reply::Stall]).await;
    let mut options = quick(server.base());
    options.timeouts.read = Duration::from_millis(100);
    let client = Client::new(&options, key()).unwrap();
    let error = edit(&client).await.unwrap_err();
    assert!(error.was_taken(), "{error:?}");
    assert!(matches!(
        client.account().await.unwrap_err(),
        Error::Timeout { .. }
    ));
    for reply in [Reply::Drop, page(502), status(409, "busy")] {
        let server = Server::script(vec![reply.clone()]).await;
        let error = edit(&server.client()).await.unwrap_err();
        assert!(!error.was_taken(), "{reply:?}: {error:?}");
    }
}

#[tokio::test]
async fn an_edit_is_sent_in_time_or_not_at_all() {
    let slow = with_header(status(429, "slow down"), "retry-after: 1");
    let pse = json(value!({"data": {"info": {"id": "pse"}}}));
    let server = Server::script(vec![slow, pse]).await;
    let mut options = quick(server.base());
    options.retry.max_delay = Duration::from_secs(1);
    options.retry.deadline = Duration::from_millis(900);
    options.timeouts.edit = Duration::from_millis(500);
    let client = Client::new(&options, key()).unwrap();
    // The 429 delays all requests by a second, this one included.
    assert!(client.account().await.is_err());
    let error = edit(&client).await.unwrap_err();
    assert!(
        matches!(error, Error::TooLate { age, .. } if age > options.timeouts.edit),
        "{error:?}"
    );
    assert!(!error.may_have_happened());
    assert_eq!(server.requests().len(), 1, "the edit was not sent");
    edit(&client).await.unwrap();
    let sent = server.requests().pop().unwrap();
    assert!(sent.line.starts_with("PUT "), "{}", sent.line);
    let length = sent.body.len().to_string();
    assert_eq!(sent.header("content-length"), Some(length.as_str()));
}

#[tokio::test]
async fn retry_after_is_honored_in_seconds_and_as_a_date() {
    let after = |header: String| async move {
        let slow = with_header(status(429, "slow down"), &format!("retry-after: {header}"));
        let server = Server::script(vec![slow, account()]).await;
        server.client().account().await.unwrap();
        assert_eq!(server.requests().len(), 2);
    };
    let started = Instant::now();
    after("1".to_owned()).await;
    assert!(started.elapsed() >= Duration::from_secs(1));

    let second = jiff::Timestamp::now().as_second() + 2;
    let date = jiff::Timestamp::from_second(second).unwrap();
    after(date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).await;
    assert!(jiff::Timestamp::now() >= date);
}

#[tokio::test]
async fn a_retry_after_date_counts_from_the_date_of_the_answer() {
    // This machine's clock is an hour behind, and an hour ahead.
    for offset in [3600, -3600] {
        let shown = |second: i64| {
            let at = jiff::Timestamp::from_second(second).unwrap();
            at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
        };
        let now = jiff::Timestamp::now().as_second() + offset;
        let slow = with_header(
            status(429, "slow down"),
            &format!("retry-after: {}", shown(now + 90)),
        );
        let slow = with_header(slow, &format!("date: {}", shown(now)));
        let server = Server::script(vec![slow]).await;
        let client = server.client();
        let error = client.account().await.unwrap_err();
        assert!(
            matches!(error, Error::RateLimited { retry_after: Some(wait), .. } if wait.as_secs() == 90),
            "{error:?}"
        );
        let ahead = client.clock_ahead().unwrap();
        assert!((ahead + offset).abs() < 60, "{ahead}");
    }
}

#[tokio::test]
async fn a_web_page_instead_of_a_refusal_is_not_blamed_on_the_key() {
    let page = "<!DOCTYPE html><html><HEAD><Title>Access\nDenied - ACME</Title></HEAD><body>no</body></html>";
    for code in [400, 401, 403, 407, 451] {
        let blocked = Reply::Response(code, vec!["content-type: text/html".into()], page.into());
        let server = Server::script(vec![with_header(
            blocked,
            "date: Sun, 06 Nov 1994 08:49:37 GMT",
        )])
        .await;
        let client = server.client();
        let error = client.account().await.unwrap_err();
        assert!(matches!(error, Error::WebPage { .. }), "{error:?}");
        assert_eq!(error.status(), Some(code));
        let text = error.to_string();
        assert!(text.contains("“Access Denied - ACME”"), "{text}");
        let hint = error.hint();
        assert!(hint.contains("proxy") && hint.contains("key"), "{hint}");
        // The page's clock is not the service's.
        assert_eq!(client.clock_ahead(), None);
    }
    // A page in place of a missing resource proves nothing, but is no reason to doubt the network.
    let missing = Reply::Response(404, Vec::new(), page.into());
    let server = Server::script(vec![missing]).await;
    let error = server.client().account().await.unwrap_err();
    assert!(matches!(error, Error::NotFound { .. }), "{error:?}");
}

#[tokio::test]
async fn a_retry_after_beyond_the_deadline_fails_at_once() {
    let server = Server::script(vec![with_header(
        status(429, "quota used up"),
        "Retry-After: 3600",
    )])
    .await;
    let started = Instant::now();
    let error = server.client().account().await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(5));
    assert!(
        matches!(error, Error::RateLimited { retry_after: Some(wait), .. } if wait.as_secs() == 3600),
        "{error:?}"
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_server_that_never_responds_is_a_timeout() {
    let server = Server::script(vec![Reply::Hang]).await;
    for (read, total) in [(100, 5000), (5000, 100)] {
        let mut options = quick(server.base());
        options.timeouts.read = Duration::from_millis(read);
        options.timeouts.total = Duration::from_millis(total);
        let error = Client::new(&options, key())
            .unwrap()
            .account()
            .await
            .unwrap_err();
        assert!(
            matches!(
                error,
                Error::Timeout {
                    may_have_happened: false,
                    ..
                }
            ),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn the_deadline_ends_an_attempt_that_hangs_after_a_retry() {
    let server = Server::script(vec![page(503), Reply::Hang]).await;
    let mut options = quick(server.base());
    options.timeouts.read = Duration::from_secs(60);
    options.timeouts.total = Duration::from_secs(60);
    options.retry.deadline = Duration::from_secs(2);
    let started = Instant::now();
    let error = Client::new(&options, key())
        .unwrap()
        .account()
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Unavailable { status: 503, .. }),
        "{error:?}"
    );
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn the_deadline_does_not_cut_off_a_change_that_is_sent_again() {
    let server = Server::script(vec![status(429, "slower"), Reply::Hang]).await;
    let mut options = quick(server.base());
    options.timeouts.total = Duration::from_secs(3);
    options.retry.deadline = Duration::from_secs(2);
    let error = create(&Client::new(&options, key()).unwrap())
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Timeout { after, .. } if after >= options.timeouts.total),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_unexpected_body_is_an_error_with_the_request_and_an_excerpt() {
    let long = format!("<html>{}\u{1b}[31m", "x".repeat(1000));
    let bodies = [
        (json("<!doctype html>log in"), "web page"),
        (json(&long), "web page"),
        (json(""), "empty"),
        (json("{\"data\": {\"info\""), "not valid JSON"),
        (json("{\"data\": 7}"), "can't be read"),
        (json("{\"data\": {\"spec\": {}, \"info\": {}}}"), "id"),
        (json("{}"), "no “data”"),
        (json("[]"), "no “data”"),
        (
            json("{\"error\": {\"detail\": \"odd\", \"status\": 200}}"),
            "odd",
        ),
        (Reply::Cut("{\"data\": ".into()), "cut short"),
        (
            Reply::Response(200, vec![], "\u{0}\u{1}\u{7f}".into()),
            "not valid JSON",
        ),
    ];
    for (reply, why) in bodies {
        let server = Server::script(vec![reply.clone()]).await;
        let error = server.client().account().await.unwrap_err();
        let Error::BadAnswer {
            request,
            reason,
            excerpt,
            status: 200,
            ..
        } = &error
        else {
            panic!("{reply:?}: {error:?}");
        };
        assert_eq!(request, "read the account");
        assert!(reason.contains(why), "{reply:?}: {reason}");
        assert!(
            excerpt.chars().count() <= 200 && !excerpt.chars().any(char::is_control),
            "{excerpt}"
        );
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_only_its_host_is_named() {
    let other = Server::script(vec![account()]).await;
    let place = format!("location: http://{}/elsewhere?token=secret", other.address);
    for code in [301, 302, 303, 307, 308] {
        let server = Server::script(vec![Reply::Response(
            code,
            vec![place.clone()],
            String::new(),
        )])
        .await;
        let error = server.client().account().await.unwrap_err();
        assert!(
            matches!(&error, Error::Redirected { to, .. } if to == "127.0.0.1"),
            "{error:?}"
        );
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_429_lowers_the_limit_on_requests_in_flight_and_quick_responses_raise_it() {
    let server = Server::script(vec![status(429, "slow down"), account()]).await;
    let client = server.client();
    let start = client.in_flight().limit;
    client.account().await.unwrap();
    assert_eq!(client.in_flight().limit, start / 2);
    let many = (0..60).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.account().await.map(drop) })
    });
    for one in many.collect::<Vec<_>>() {
        one.await.unwrap().unwrap();
    }
    assert!(
        client.in_flight().limit > start / 2,
        "{:?}",
        client.in_flight()
    );
    assert_eq!(client.in_flight().now, 0);
}

#[tokio::test]
async fn a_cancelled_call_releases_its_permit() {
    let server = Server::script(vec![Reply::Hang]).await;
    let client = server.client();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.account().await.map(drop) })
        })
        .collect();
    let waited = tokio::time::timeout(Duration::from_secs(5), async {
        while client.in_flight().now < 8 {
            tokio::task::yield_now().await;
        }
    });
    waited.await.expect("eight requests are in flight");
    for call in calls {
        call.abort();
        let _ = call.await;
    }
    assert_eq!(client.in_flight().now, 0);
}
