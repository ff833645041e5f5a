//! What stands between the client and the service: DNS, TLS, proxies, sockets.
#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

mod common;

use std::convert::Infallible;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aeon::error::TlsFailure;
use aeon::{BaseUrl, Client, Error, Options, Proxy, ProxyUrl};
use common::tls::TlsServer;
use common::{Reply, Server, json, key, once, quick};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{BasicConstraints, IsCa, date_time_ymd};
use tokio::net::TcpListener;

async fn ping(options: &Options) -> Result<(), Error> {
    Client::new(options, key()).unwrap().ping().await
}

#[track_caller]
fn assert_tls(error: &Error, expected: TlsFailure, word: &str) {
    assert!(
        matches!(error, Error::Tls { kind, .. } if *kind == expected),
        "{error:?}"
    );
    assert!(error.to_string().contains(word), "{error}");
    assert!(!error.hint().is_empty());
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_where_its_file_is_named() {
    let server = TlsServer::start("localhost", |_| ()).await;
    ping(&server.options(true)).await.unwrap();
    let error = ping(&server.options(false)).await.unwrap_err();
    assert_tls(&error, TlsFailure::UnknownIssuer, "not trusted");
    assert!(
        error.hint().contains("CA certificate file"),
        "{}",
        error.hint()
    );
}

#[tokio::test]
async fn one_connection_carries_many_requests_at_once_where_the_server_has_http2() {
    let connections = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&connections);
    // After the first nobody is answered until all have asked: they are under way together.
    let together = Arc::new(tokio::sync::Barrier::new(10));
    let asked = Arc::new(AtomicUsize::new(0));
    let server = TlsServer::serving(
        "localhost",
        |_| (),
        vec![b"h2".to_vec(), b"http/1.1".to_vec()],
        move |stream| {
            let (seen, together) = (Arc::clone(&seen), Arc::clone(&together));
            let asked = Arc::clone(&asked);
            Box::pin(async move {
                assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
                seen.fetch_add(1, Ordering::Relaxed);
                let answer = service_fn(move |_| {
                    let together = Arc::clone(&together);
                    let is_first = asked.fetch_add(1, Ordering::Relaxed) == 0;
                    async move {
                        if !is_first {
                            together.wait().await;
                        }
                        Ok::<_, Infallible>(hyper::Response::new("{}".to_owned()))
                    }
                });
                let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(TokioIo::new(stream), answer).await;
            })
        },
    )
    .await;
    let client = Client::new(&server.options(true), key()).unwrap();
    client.ping().await.unwrap();
    let pings = futures_util::future::join_all((0..10).map(|_| client.ping())).await;
    assert!(pings.iter().all(Result::is_ok), "{pings:?}");
    assert_eq!(connections.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_certificate_that_is_its_own_authority_is_not_trusted() {
    let server = TlsServer::start("localhost", |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)
    })
    .await;
    let error = ping(&server.options(false)).await.unwrap_err();
    assert_tls(&error, TlsFailure::UnknownIssuer, "not trusted");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_told_as_that() {
    let server = TlsServer::start("elsewhere.example", |_| ()).await;
    let error = ping(&server.options(true)).await.unwrap_err();
    assert_tls(&error, TlsFailure::WrongName, "another name");
}

#[tokio::test]
async fn a_certificate_out_of_its_time_is_told_as_that() {
    let server = TlsServer::start("localhost", |params| {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    })
    .await;
    assert_tls(
        &ping(&server.options(true)).await.unwrap_err(),
        TlsFailure::Expired,
        "expired",
    );
    let server = TlsServer::start("localhost", |params| {
        params.not_before = date_time_ymd(2090, 1, 1);
        params.not_after = date_time_ymd(2091, 1, 1);
    })
    .await;
    assert_tls(
        &ping(&server.options(true)).await.unwrap_err(),
        TlsFailure::NotYetValid,
        "not valid yet",
    );
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_told_as_that() {
    let server = Server::script(vec![json("{}")]).await;
    let base = BaseUrl::parse(&format!("https://{}", server.address)).unwrap();
    // What comes back depends on how the plain server takes the greeting; it is never an answer.
    let mut options = quick(base);
    options.timeouts.connect = std::time::Duration::from_millis(300);
    options.retry.deadline = std::time::Duration::from_millis(400);
    let error = ping(&options).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Tls { .. } | Error::Timeout { .. } | Error::Unreachable { .. }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn garbage_instead_of_tls_is_a_handshake_failure() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let task = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = tokio::io::AsyncWriteExt::write_all(
                &mut stream,
                b"SSH-2.0-OpenSSH_9.6 not a web server\r\n",
            )
            .await;
            let mut rest = [0; 1024];
            while tokio::io::AsyncReadExt::read(&mut stream, &mut rest)
                .await
                .is_ok_and(|n| n > 0)
            {}
        }
    });
    let base = BaseUrl::parse(&format!("https://127.0.0.1:{port}")).unwrap();
    let error = ping(&quick(base)).await.unwrap_err();
    task.abort();
    assert_tls(&error, TlsFailure::Handshake, "not secure");
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_told_as_that() {
    let options = once(BaseUrl::parse("postern-nowhere.invalid").unwrap());
    let error = ping(&options).await.unwrap_err();
    assert!(
        matches!(&error, Error::Dns { host, .. } if host == "postern-nowhere.invalid"),
        "{error:?}"
    );
    assert!(error.hint().contains("spelling"), "{}", error.hint());
}

/// A port that nobody listens on.
async fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().port()
}

#[tokio::test]
async fn nobody_listening_is_unreachable_and_surely_did_nothing() {
    let base = BaseUrl::parse(&format!("http://127.0.0.1:{}", closed_port().await)).unwrap();
    let mut options = quick(base);
    options.retry.deadline = std::time::Duration::from_secs(1);
    let client = Client::new(&options, key()).unwrap();
    let project = client.project("acc".into(), "pro".into());
    let read = client.account().await.unwrap_err();
    let write = project.create_pses(&"clu".into(), &[]).await.unwrap_err();
    for error in [read, write] {
        assert!(
            matches!(
                &error,
                Error::Unreachable {
                    may_have_happened: false,
                    ..
                }
            ),
            "{error:?}"
        );
        assert!(
            error.to_string().to_lowercase().contains("refused"),
            "{error}"
        );
    }
    assert!(
        client.requests_sent() > 4,
        "both are tried again: nothing had been sent"
    );
}

async fn through(proxy: &str) -> Error {
    let mut options = once(BaseUrl::parse("aeon.example").unwrap());
    options.proxy = Proxy::Url(ProxyUrl::parse(proxy).unwrap());
    assert!(!format!("{options:?}").contains("hunter2"));
    ping(&options).await.unwrap_err()
}

#[tokio::test]
async fn a_proxys_failures_are_told_apart_and_never_hold_its_password() {
    let wants_login = Server::script(vec![Reply::Answer(
        407,
        vec!["proxy-authenticate: Basic".into()],
        String::new(),
    )])
    .await;
    let refuses = Server::script(vec![Reply::Answer(403, vec![], String::new())]).await;
    let breaks = Server::script(vec![Reply::Drop]).await;
    let closed = closed_port().await;
    let cases = [
        (
            format!("http://me:hunter2@{}", wants_login.address),
            "user name and password (407)",
        ),
        (
            format!("http://me:hunter2@{}", refuses.address),
            "refused the way to aeon.example",
        ),
        (format!("http://me:hunter2@{}", breaks.address), "broke off"),
        (
            format!("http://me:hunter2@127.0.0.1:{closed}"),
            "the proxy can't be reached",
        ),
        (
            "http://me:hunter2@no-proxy.invalid:3128".to_owned(),
            "the proxy can't be reached",
        ),
    ];
    for (proxy, words) in cases {
        let error = through(&proxy).await;
        assert!(matches!(error, Error::Proxy { .. }), "{proxy}: {error:?}");
        assert!(error.to_string().contains(words), "{error}");
        assert!(!format!("{error:?} {error}").contains("hunter2"));
    }
    let asked = wants_login.asked();
    assert_eq!(asked[0].line, "CONNECT aeon.example:443");
    assert!(
        asked[0].header("authorization").is_none(),
        "the proxy doesn't get the key"
    );
}

#[tokio::test]
async fn a_request_that_stays_on_this_machine_takes_no_proxy() {
    let (server, proxy) = (
        Server::script(vec![json("{}")]).await,
        Server::script(vec![json("{}")]).await,
    );
    let mut options = quick(server.base());
    let url = format!("http://{}", proxy.address);
    options.proxy = Proxy::Url(ProxyUrl::parse(&url).unwrap());
    ping(&options).await.unwrap();
    assert_eq!((server.asked().len(), proxy.asked().len()), (1, 0));
}

#[tokio::test]
async fn a_proxy_that_the_connector_would_pass_over_is_refused() {
    // Longer than an HTTP address can be.
    let url = format!("http://{}@127.0.0.1:3128", "a".repeat(70_000));
    let options = Options {
        proxy: Proxy::Url(ProxyUrl::parse(&url).unwrap()),
        ..Options::new(BaseUrl::parse("aeon.example").unwrap())
    };
    let Err(Error::Config { reason }) = Client::new(&options, key()) else {
        panic!("requests would go direct");
    };
    assert_eq!(reason, "the proxy http://127.0.0.1:3128 can't be used");
}

#[tokio::test]
async fn a_ca_file_that_cannot_be_used_is_told_before_anything_is_sent() {
    let base = BaseUrl::parse("aeon.example").unwrap();
    let empty = tempfile::NamedTempFile::new().unwrap();
    let mut broken = tempfile::NamedTempFile::new().unwrap();
    broken
        .write_all(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        .unwrap();
    let missing = empty.path().with_extension("missing");
    for (file, words) in [
        (missing.as_path(), "can't be read"),
        (empty.path(), "no certificate"),
        (broken.path(), ""),
    ] {
        let options = Options {
            ca_file: Some(file.to_owned()),
            ..Options::new(base.clone())
        };
        let Err(Error::Config { reason }) = Client::new(&options, key()) else {
            panic!("{file:?} is taken");
        };
        assert!(reason.contains(words), "{reason}");
    }
}

#[tokio::test]
async fn an_edit_is_not_sent_over_a_connection_that_took_too_long_to_make() {
    let asked: Arc<std::sync::Mutex<Vec<common::Asked>>> = Arc::default();
    let heard = Arc::clone(&asked);
    let server = TlsServer::serving(
        "localhost",
        |_| (),
        Vec::new(),
        move |stream| {
            let heard = Arc::clone(&heard);
            Box::pin(async move { common::serve(stream, &heard, &|_| json("{}")).await })
        },
    )
    .await;
    // A road on which every connection takes longer to be made than a read stays fresh.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let road = listener.local_addr().unwrap().port();
    let address = server.address;
    let slow = tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            tokio::spawn(async move {
                tokio::time::sleep(std::time::Duration::from_millis(400)).await;
                let mut far = tokio::net::TcpStream::connect(address).await.unwrap();
                let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
            });
        }
    });
    let mut options = Options {
        base: BaseUrl::parse(&format!("https://localhost:{road}")).unwrap(),
        ..server.options(true)
    };
    options.timeouts.edit = std::time::Duration::from_millis(200);
    let client = Client::new(&options, key()).unwrap();
    let edit = async || {
        let nobody = aeon::wire::PseRegionRequest {
            cluster_region_info_id: "reg".into(),
            security_principals: Vec::new(),
        };
        let project = client.project("acc".into(), "pro".into());
        let (cluster, pse) = ("clu".into(), "pse".into());
        project
            .edit_pse(&cluster, &pse, &nobody, aeon::Moment::now())
            .await
            .unwrap_err()
    };
    let error = edit().await;
    assert!(matches!(error, Error::TooLate { .. }), "{error:?}");
    assert!(asked.lock().unwrap().is_empty());
    // Over one that stands already it goes out.
    client.ping().await.unwrap();
    let error = edit().await;
    assert!(error.was_taken(), "{error:?}");
    assert_eq!(asked.lock().unwrap().len(), 2);
    slow.abort();
}
