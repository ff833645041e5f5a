//! The key: its form, and that no error or log line contains it.
#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};

use aeon::wire::CloudCode;
use aeon::{ApiKey, BaseUrl, BaseUrlError, Client, Error, KeyFormError};
use common::{Reply, Server, json, jwt, key, key_text, once, status};
use proptest::prelude::*;
use serde_json::json as value;

#[test]
fn white_space_and_bearer_around_a_key_are_ignored() {
    let text = key_text();
    for given in [
        text.clone(),
        format!("  {text}\n"),
        format!("Bearer {text}"),
        format!("bearer   {text} "),
    ] {
        assert_eq!(ApiKey::parse(&given).unwrap().expose(), text);
    }
    assert_eq!(
        format!("{:?} {:#?}", key(), Some(key())),
        "<redacted> Some(\n    <redacted>,\n)"
    );
}

#[test]
fn a_keys_expiry_is_read_from_its_claims() {
    let end: jiff::Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
    let ends = ApiKey::parse(&jwt(&value!({"exp": end.as_second()}))).unwrap();
    assert_eq!(ends.expires(), Some(end));
    assert!(ends.is_expired(end));
    assert!(!ends.is_expired(end - std::time::Duration::from_secs(1)));
    for claims in [
        value!({}),
        value!({"exp": null}),
        value!({"exp": "soon"}),
        value!({"exp": i64::MAX}),
        // What the service gives a key that never expires.
        value!({"exp": "2099-12-31T00:00:00Z".parse::<jiff::Timestamp>().unwrap().as_second()}),
    ] {
        let unlimited = ApiKey::parse(&jwt(&claims)).unwrap();
        assert_eq!(unlimited.expires(), None, "{claims}");
        assert!(!unlimited.is_expired(jiff::Timestamp::MAX));
    }
}

#[test]
fn what_cannot_be_a_key_is_rejected_with_a_message_that_does_not_repeat_it() {
    let text = key_text();
    let parts: Vec<_> = text.split('.').collect();
    let cases = [
        String::new(),
        "  \n ".into(),
        "Bearer ".into(),
        "hunter2-hunter2".into(),
        format!("{}.{}", parts[0], parts[1]),
        format!("{text}.{}", parts[2]),
        format!("{}..{}", parts[0], parts[2]),
        format!("\"{text}\""),
        text.replace('.', ". "),
        format!("{}.{}.{}", parts[1], &parts[0][1..], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!(
            "{}.{}.{}",
            parts[0],
            &parts[1][..parts[1].len() - 3],
            parts[2]
        ),
        "a.b.c".into(),
        "x".repeat(20_000),
    ];
    for case in cases {
        let error = ApiKey::parse(&case).expect_err(&case);
        let text_of_errors = format!("{error} {error:?}");
        assert!(
            !parts.iter().any(|part| text_of_errors.contains(part))
                && !text_of_errors.contains("hunter2"),
            "{text_of_errors}"
        );
        assert!(error.to_string().ends_with('.'), "{error}");
    }
    assert_eq!(ApiKey::parse(" ").unwrap_err(), KeyFormError::Empty);
    let at = format!("{}.{} .{}", parts[0], parts[1], parts[2]);
    let expected = parts[0].len() + 1 + parts[1].len() + 1;
    assert!(
        matches!(ApiKey::parse(&at).unwrap_err(), KeyFormError::Character { at, .. } if at == expected)
    );
}

#[test]
fn an_address_is_https_unless_it_is_this_machine() {
    for (given, read) in [
        ("cloud.yugabyte.com", "https://cloud.yugabyte.com"),
        (
            " https://Cloud.Yugabyte.com/ ",
            "https://cloud.yugabyte.com",
        ),
        ("aeon.example:8443", "https://aeon.example:8443"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("http://localhost", "http://localhost"),
        ("http://[::1]:80/", "http://[::1]"),
        ("localhost:9000", "https://localhost:9000"),
    ] {
        assert_eq!(
            BaseUrl::parse(given).map(|url| url.to_string()),
            Ok(read.to_owned())
        );
    }
    use BaseUrlError::{Empty, Extra, Malformed, PlainHttp, Scheme, UserInfo};
    assert_eq!(BaseUrl::parse(" "), Err(Empty));
    for host in [
        "aeon.example",
        "localhost.example",
        "127.0.0.1.example",
        "10.0.0.1",
        "[::2]",
    ] {
        assert!(
            matches!(
                BaseUrl::parse(&format!("http://{host}")),
                Err(PlainHttp { .. })
            ),
            "{host}"
        );
    }
    assert!(matches!(
        BaseUrl::parse("ftp://aeon.example"),
        Err(Scheme { .. })
    ));
    assert!(matches!(
        BaseUrl::parse("https://me@aeon.example"),
        Err(UserInfo)
    ));
    assert!(matches!(
        BaseUrl::parse("http://localhost:1@aeon.example"),
        Err(UserInfo)
    ));
    for extra in ["/api", "/?a=b", "/#x"] {
        assert!(
            matches!(
                BaseUrl::parse(&format!("https://aeon.example{extra}")),
                Err(Extra { .. })
            ),
            "{extra}"
        );
    }
    assert!(matches!(BaseUrl::parse("https://"), Err(Malformed { .. })));
    assert!(matches!(BaseUrl::parse("two words"), Err(Malformed { .. })));
}

/// Collects log lines.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_error_log_line_or_debug_output_contains_the_key_even_if_the_server_echoes_it() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    // For the whole process: the log lines of the other tests must not contain a key either.
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let text = key_text();
    let echo = format!(
        "bad header Authorization: Bearer {text} and {}",
        text.split('.').next_back().unwrap()
    );
    let html = format!("<html>{}{echo}</html>", " ".repeat(10));
    let straddling = format!("<html>{}{echo}</html>", "x".repeat(170));
    let mut replies: Vec<Reply> = [400, 401, 403, 404, 409, 418, 422, 429, 500, 503]
        .map(|code| status(code, &echo))
        .into();
    replies.extend([400, 500].map(|code| Reply::Response(code, vec![], html.clone())));
    replies.extend([
        json(&html),
        json(&straddling),
        json(&echo),
        Reply::Cut(echo.clone()),
    ]);
    replies.push(json(value!({"error": {"detail": echo}})));
    replies.push(json(value!({"data": {"info": {"id": echo}}, "x": echo})));
    replies.push(json(value!({"data": [echo, echo]})));
    replies.push(Reply::Response(
        302,
        vec![format!("location: https://{}.example/{text}", "x")],
        String::new(),
    ));
    for reply in replies {
        let server = Server::script(vec![reply]).await;
        let options = once(server.base());
        let client = Client::new(&options, key()).unwrap();
        let project = client.project("acc".into(), "pro".into());
        let mut text_of_errors = format!("{client:?} {project:?} {options:?} {:?}", key());
        let results: [Result<(), Error>; 5] = [
            client.account().await.map(drop),
            project.vpc(&"v".into()).await.map(drop),
            project.create_pses(&"clu".into(), &[]).await.map(drop),
            client.ping().await,
            client.restricted_networks(&CloudCode::Aws).await.map(drop),
        ];
        for error in results.into_iter().filter_map(Result::err) {
            assert!(!matches!(error, Error::Timeout { .. }), "{error}");
            text_of_errors += &format!(
                "{error} {error:?} {error:#?} {} {}",
                error.hint(),
                error.request()
            );
        }
        for part in text.split('.') {
            assert!(!text_of_errors.contains(part), "{text_of_errors}");
        }
    }
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        logged.contains("path=/accounts/{account}/projects/{project}/vpcs/{vpc}"),
        "{logged}"
    );
    assert!(
        logged.contains("method=GET") && logged.contains("status=409") && logged.contains("ms="),
        "{logged}"
    );
    for part in text.split('.') {
        assert!(!logged.contains(part), "the log contains a part of the key");
    }
}

#[tokio::test]
async fn each_error_says_what_was_tried_what_happened_and_what_to_do() {
    for (code, detail, expected) in [
        (
            400,
            "name is taken",
            "Could not read the account: Aeon rejected the request (400: name is taken).",
        ),
        (
            401,
            "JWT has expired",
            "Could not read the account: the API key has expired.",
        ),
        (
            401,
            "Invalid JWT",
            "Could not read the account: Aeon rejected the API key (401: Invalid JWT).",
        ),
        (
            403,
            "Cluster is not in paused state",
            "Could not read the account: Aeon doesn't allow it (403: Cluster is not in paused state).",
        ),
        (404, "", "Could not read the account: not found (404)."),
        (
            409,
            "Cluster is not in an active state",
            "Could not read the account now: another operation is in progress (409: Cluster is not in an active state).",
        ),
        (
            422,
            "no",
            "Could not read the account: Aeon rejected the request (422: no).",
        ),
        (
            500,
            "oh.",
            "Could not read the account: Aeon reported a server error (500: oh).",
        ),
        (
            451,
            "law",
            "Could not read the account: Aeon refused the request (451: law).",
        ),
    ] {
        let server = Server::script(vec![status(code, detail)]).await;
        let error = server.client().account().await.unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert_eq!(
            (error.status(), error.request()),
            (Some(code), "read the account")
        );
        assert!(error.hint().ends_with('.'), "{}", error.hint());
        let expired = matches!(error, Error::Unauthorized { expired: true, .. });
        assert_eq!(expired, detail == "JWT has expired");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parsing_a_key_or_an_address_never_panics(text in any::<String>()) {
        let _ = ApiKey::parse(&text);
        let _ = BaseUrl::parse(&text);
    }

    #[test]
    fn a_broken_key_is_never_repeated(cut in 0..200_usize) {
        let text = key_text();
        let broken: String = text.chars().take(cut).collect();
        if let Err(error) = ApiKey::parse(&broken) {
            let text_of_errors = format!("{error:?}{error}");
            for part in text.split('.') {
                prop_assert!(!text_of_errors.contains(part));
            }
        }
    }
}
