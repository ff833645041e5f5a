//! Where a key must not turn up: logs at their most talkative, and writes to files.

use std::process::Command;

use postern_tests::{Desktop, SecureService, TestApp, button, heading, textbox};

use super::northwind::{loaded, northwind, quit_without_trace, try_key};

/// Libraries that see a key or the messages that contain one.
const LIBRARIES: &[&str] = &[
    "h2",
    "hyper",
    "hyper_util",
    "reqwest",
    "rustls",
    "tokio_rustls",
    "tauri",
    "wry",
    "tao",
    "zbus",
    "secret_service",
    "keyring_core",
    "zbus_secret_service_keyring_store",
    "arboard",
    "rusqlite",
    "tower",
    "http",
    "mio",
    "tokio",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_most_talkative_log_has_no_key_also_over_tls_and_http2() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let secure = SecureService::before(&service).await;
    let libraries = LIBRARIES.iter().flat_map(|name| {
        // A more specific target overrides a less specific one.
        [format!("{name}=trace"), format!("{name}::client=trace")]
    });
    let filter: Vec<String> = std::iter::once("trace".to_owned())
        .chain(libraries)
        .collect();
    desktop.set_variable("RUST_LOG", &filter.join(","));
    let authority = desktop.home().join("authority.pem");
    std::fs::write(&authority, secure.authority()).expect("a file at home");
    desktop.set_variable("SSL_CERT_FILE", &authority.display().to_string());

    let app = TestApp::open(&desktop).await;
    app.click(button("Add an account")).await;
    app.click(button("Change address")).await;
    app.fill(textbox("Service address"), &secure.url()).await;
    try_key(&app, &service.keys().admin).await;
    app.click(button("Add account")).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    app.click(button("Lock")).await;
    app.see(heading("Northwind is locked")).await;
    app.click(button("Unlock")).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    assert_eq!(secure.protocol().as_deref(), Some("h2"));
    let log = desktop.log();
    assert!(
        log.contains("DEBUG") || log.contains("TRACE"),
        "the log isn't talkative"
    );
    // It searches the log and everything else at home.
    quit_without_trace(app, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_write_to_any_file_has_the_key() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let writes = desktop.home().join("writes.txt");
    // Only these calls stop the program. Memory that is mapped to files is searched by reading the files.
    let script = format!(
        "#!/bin/sh\nexec strace --follow-forks --seccomp-bpf --decode-fds=path --string-limit=65536 \
         --trace=write,writev,pwrite64,pwritev,pwritev2 --output={} {} \"$@\"\n",
        writes.display(),
        postern_tests::program().display(),
    );
    let wrapper = desktop.home().join("traced");
    std::fs::write(&wrapper, script).expect("a file at home");
    let executable = Command::new("chmod").arg("+x").arg(&wrapper).status();
    assert!(executable.is_ok_and(|done| done.success()));

    let app = TestApp::open_program(&desktop, &wrapper, &[]).await;
    app.click(button("Add an account")).await;
    super::northwind::name_service(&app, &service).await;
    let key = service.keys().admin;
    try_key(&app, &key).await;
    app.click(button("Add account")).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    app.click(button("Lock")).await;
    app.see(heading("Northwind is locked")).await;
    app.quit().await;
    desktop.until_quit().await;

    let (_, signature) = key.rsplit_once('.').expect("it has parts");
    let traced =
        std::fs::read_to_string(&writes).expect("strace ran (install it with `cargo xtask setup`)");
    // Sockets and pipes between processes may have it: the keyring's, and those to the service.
    let to_file = |line: &&str| {
        let target = line.split_once('<').map_or("", |(_, rest)| rest);
        target.starts_with('/') && !target.starts_with("/dev/null")
    };
    let lines: Vec<&str> = traced.lines().filter(to_file).collect();
    assert!(
        lines.iter().any(|line| line.contains("profiles.json")),
        "the trace has no writes to Postern's files"
    );
    for line in lines {
        assert!(
            !line.contains(signature),
            "the key is written: {}",
            &line[..line.len().min(200)]
        );
    }
}
