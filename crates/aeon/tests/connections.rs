//! Failures between the client and the service: DNS, TLS, proxies, sockets.
#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

mod common;

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aeon::error::TlsFailure;
use aeon::{BaseUrl, Client, Error, Options, Proxy, ProxyUrl};
use common::tls::TlsServer;
use common::{Server, closed_port, json, key, once, quick};
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
async fn a_custom_ca_is_trusted_if_its_file_is_given() {
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
async fn with_http2_many_concurrent_requests_share_one_connection() {
    let connections = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&connections);
    // After the first one, no request gets a response until all have arrived: they are in flight together.
    let together = Arc::new(tokio::sync::Barrier::new(10));
    let received = Arc::new(AtomicUsize::new(0));
    let server = TlsServer::serving(
        "localhost",
        |_| (),
        vec![b"h2".to_vec(), b"http/1.1".to_vec()],
        move |stream| {
            let (seen, together) = (Arc::clone(&seen), Arc::clone(&together));
            let received = Arc::clone(&received);
            Box::pin(async move {
                assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
                seen.fetch_add(1, Ordering::Relaxed);
                let answer = service_fn(move |_| {
                    let together = Arc::clone(&together);
                    let is_first = received.fetch_add(1, Ordering::Relaxed) == 0;
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
async fn a_self_signed_ca_certificate_is_not_trusted() {
    let server = TlsServer::start("localhost", |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)
    })
    .await;
    let error = ping(&server.options(false)).await.unwrap_err();
    assert_tls(&error, TlsFailure::UnknownIssuer, "not trusted");
}

#[tokio::test]
async fn a_certificate_for_a_different_name_is_reported_as_such() {
    let server = TlsServer::start("elsewhere.example", |_| ()).await;
    let error = ping(&server.options(true)).await.unwrap_err();
    assert_tls(&error, TlsFailure::WrongName, "different host name");
}

#[tokio::test]
async fn an_expired_and_a_not_yet_valid_certificate_are_reported_as_such() {
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
async fn a_server_without_tls_is_an_error() {
    let server = Server::script(vec![json("{}")]).await;
    let base = BaseUrl::parse(&format!("https://{}", server.address)).unwrap();
    // The error depends on how the plain server reads the handshake; it is never a response.
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
async fn a_change_may_have_happened_if_tls_breaks_after_it_was_sent() {
    let server = TlsServer::serving(
        "localhost",
        |_| (),
        vec![b"http/1.1".to_vec()],
        |mut stream| {
            Box::pin(async move {
                let mut request = [0; 4096];
                let _ = tokio::io::AsyncReadExt::read(&mut stream, &mut request).await;
                // The request has arrived; what comes back can't be decrypted.
                let (mut raw, _) = stream.into_inner();
                let record = [&[23, 3, 3, 0, 32][..], &[7; 32]].concat();
                let _ = tokio::io::AsyncWriteExt::write_all(&mut raw, &record).await;
                while tokio::io::AsyncReadExt::read(&mut raw, &mut request)
                    .await
                    .is_ok_and(|n| n > 0)
                {}
            })
        },
    )
    .await;
    let client = Client::new(&server.options(true), key()).unwrap();
    let project = client.project("account".into(), "project".into());
    let error = project
        .delete_pse(&"cluster".into(), &"pse".into())
        .await
        .unwrap_err();
    assert!(error.may_have_happened(), "{error:?}");
    assert!(error.hint().contains("may have been done anyway"));
    let error = client.ping().await.unwrap_err();
    assert_tls(&error, TlsFailure::Handshake, "not secure");
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_reported_as_such() {
    let options = once(BaseUrl::parse("postern-nowhere.invalid").unwrap());
    let error = ping(&options).await.unwrap_err();
    assert!(
        matches!(&error, Error::Dns { host, .. } if host == "postern-nowhere.invalid"),
        "{error:?}"
    );
    assert!(error.hint().contains("spelling"), "{}", error.hint());
}

#[tokio::test]
async fn a_closed_port_is_unreachable_and_nothing_happened() {
    let (_socket, port) = closed_port();
    let base = BaseUrl::parse(&format!("http://127.0.0.1:{port}")).unwrap();
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
        "both are retried because nothing was sent"
    );
}

#[tokio::test]
async fn a_request_to_this_machine_uses_no_proxy() {
    let (server, proxy) = (
        Server::script(vec![json("{}")]).await,
        Server::script(vec![json("{}")]).await,
    );
    let mut options = quick(server.base());
    let url = format!("http://{}", proxy.address);
    options.proxy = Proxy::Url(ProxyUrl::parse(&url).unwrap());
    ping(&options).await.unwrap();
    assert_eq!((server.requests().len(), proxy.requests().len()), (1, 0));
}

#[tokio::test]
async fn a_proxy_that_reqwest_would_ignore_is_rejected() {
    // Longer than an HTTP address can be.
    let url = format!("http://{}@127.0.0.1:3128", "a".repeat(70_000));
    let options = Options {
        proxy: Proxy::Url(ProxyUrl::parse(&url).unwrap()),
        ..Options::new(BaseUrl::parse("aeon.example").unwrap())
    };
    let Err(Error::Config { reason }) = Client::new(&options, key()) else {
        panic!("requests would go direct");
    };
    assert_eq!(
        reason,
        "the proxy http://127.0.0.1:3128 (from the settings) can't be used"
    );
}

#[tokio::test]
async fn unusable_certificates_are_reported_before_anything_is_sent() {
    let base = BaseUrl::parse("aeon.example").unwrap();
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (pem, words) in [("", "no CA certificate"), (broken, "")] {
        let options = Options {
            certificates: Some(pem.as_bytes().into()),
            ..Options::new(base.clone())
        };
        let Err(Error::Config { reason }) = Client::new(&options, key()) else {
            panic!("{pem:?} is accepted");
        };
        assert!(reason.contains(words), "{reason}");
    }
}

#[tokio::test]
async fn an_edit_is_not_sent_on_a_connection_that_took_too_long_to_make() {
    let received: Arc<std::sync::Mutex<Vec<common::Received>>> = Arc::default();
    let recorder = Arc::clone(&received);
    let server = TlsServer::serving(
        "localhost",
        |_| (),
        Vec::new(),
        move |stream| {
            let recorder = Arc::clone(&recorder);
            Box::pin(async move { common::serve(stream, &recorder, &|_| json("{}")).await })
        },
    )
    .await;
    // A relay on which making a connection takes longer than a read stays fresh.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let relay = listener.local_addr().unwrap().port();
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
        base: BaseUrl::parse(&format!("https://localhost:{relay}")).unwrap(),
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
    assert!(received.lock().unwrap().is_empty());
    // On an existing connection it is sent.
    client.ping().await.unwrap();
    let error = edit().await;
    assert!(error.was_taken(), "{error:?}");
    assert_eq!(received.lock().unwrap().len(), 2);
    slow.abort();
}
