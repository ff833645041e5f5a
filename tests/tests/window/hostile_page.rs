//! A hostile page can't send data out, load anything, or do more than the commands allow.

use std::io::ErrorKind;
use std::net::TcpListener;

use postern_tests::{Desktop, TestApp};

/// A server that must not receive any request.
struct Bait(TcpListener);

impl Bait {
    fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("it can be polled");
        Self(listener)
    }

    fn url(&self) -> String {
        format!(
            "http://{}/",
            self.0.local_addr().expect("it has an address")
        )
    }

    fn assert_no_request(&self) {
        match self.0.accept() {
            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
            Ok((_, from)) => panic!("the page sent a request from {from}"),
        }
    }
}

/// Runs a script in the page and returns the CSP directive that blocked it.
async fn blocked_by(app: &TestApp<'_>, deed: &str) -> String {
    let script = format!(
        "const rule = new Promise((told, late) => {{
           addEventListener('securitypolicyviolation', (event) => told(event.effectiveDirective), {{ once: true }});
           setTimeout(() => late(new Error('nothing was refused')), 5000);
         }});
         {deed};
         return await rule;"
    );
    let rule = app.script_async(&script).await;
    rule.unwrap_or_else(|error| panic!("{error}: {deed}"))
        .as_str()
        .expect("a name")
        .to_owned()
}

/// Calls a command without the bindings and returns the error.
async fn refused(app: &TestApp<'_>, command: &str, arguments: &str) -> String {
    let call = format!("return await window.__TAURI_INTERNALS__.invoke('{command}', {arguments})");
    match app.script_async(&call).await {
        Ok(answer) => panic!("{command} returned {answer}"),
        Err(reason) => reason,
    }
}

/// Trusted Types refuse what the rule for scripts would refuse later.
fn is_about_scripts(rule: &str) -> bool {
    rule.starts_with("script-src") || rule == "require-trusted-types-for"
}

#[tokio::test]
async fn foreign_scripts_do_not_run() {
    let desktop = Desktop::start().await;
    let app = TestApp::open(&desktop).await;

    let inline = "const script = document.createElement('script');
                  script.textContent = 'window.intruded = true';
                  document.body.append(script)";
    let rule = blocked_by(&app, &format!("try {{ {inline} }} catch {{}}")).await;
    assert!(is_about_scripts(&rule), "{rule}");
    let handler = "const trap = document.createElement('b');
                   trap.setAttribute('onclick', 'window.intruded = true');
                   document.body.append(trap); trap.click()";
    let rule = blocked_by(&app, &format!("try {{ {handler} }} catch {{}}")).await;
    assert!(is_about_scripts(&rule), "{rule}");
    let remote = "const script = document.createElement('script');
                  script.src = 'https://example.com/intruder.js';
                  document.body.append(script)";
    let rule = blocked_by(&app, &format!("try {{ {remote} }} catch {{}}")).await;
    assert!(is_about_scripts(&rule), "{rule}");
    // Where the engine knows Trusted Types, no text becomes markup.
    let markup = "if (!globalThis.trustedTypes) return 'unknown here';
                  try { document.body.insertAdjacentHTML('beforeend', '<i id=markup>x</i>') }
                  catch (error) { return error.name }
                  return 'inserted'";
    let markup = app.script_async(markup).await.expect("a result");
    assert!(
        markup == "TypeError" || markup == "unknown here",
        "{markup}"
    );
    let evaluated = app.script_async("return new Function('return 1')()").await;
    assert!(
        evaluated.is_err(),
        "text was run as a script: {evaluated:?}"
    );
    let intruded = app.script("return window.intruded ?? null", vec![]).await;
    assert!(intruded.is_null(), "{intruded}");
    app.quit().await;
}

#[tokio::test]
async fn the_page_cannot_load_from_or_send_to_other_hosts() {
    let desktop = Desktop::start().await;
    let app = TestApp::open(&desktop).await;
    let bait = Bait::listen();
    let url = bait.url();

    let deeds = [
        (format!("fetch('{url}').catch(() => 0)"), "connect-src"),
        (format!("navigator.sendBeacon('{url}', 'x')"), "connect-src"),
        (format!("try {{ new WebSocket('{}') }} catch {{}}", url.replace("http", "ws")), "connect-src"),
        (format!("new Image().src = '{url}x.png'"), "img-src"),
        (
            format!(
                "const frame = document.createElement('iframe'); frame.src = '{url}';
                 document.body.append(frame)"
            ),
            "frame-src",
        ),
        (
            format!(
                "const form = document.createElement('form'); form.action = '{url}'; form.method = 'post';
                 document.body.append(form); form.submit()"
            ),
            "form-action",
        ),
        (
            format!(
                "const style = document.createElement('link'); style.rel = 'stylesheet';
                 style.href = '{url}x.css'; document.head.append(style)"
            ),
            "style-src",
        ),
    ];
    for (deed, rule) in deeds {
        let stopped = blocked_by(&app, &deed).await;
        assert!(stopped.starts_with(rule), "{stopped} stopped {deed}");
    }
    bait.assert_no_request();
    app.quit().await;
}

#[tokio::test]
async fn the_page_cannot_connect_to_peers() {
    let desktop = Desktop::start().await;
    let app = TestApp::open(&desktop).await;
    // A frame has interfaces of its own.
    let interfaces = "const frame = document.createElement('iframe');
         document.body.append(frame);
         const names = ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport'];
         const found = [window, frame.contentWindow ?? window].flatMap((scope) =>
           names.filter((name) => typeof scope[name] !== 'undefined'));
         return { found, media: typeof navigator.mediaDevices?.getUserMedia };";
    let found = app.script_async(interfaces).await.expect("a result");
    assert_eq!(found["found"], serde_json::json!([]), "{found}");
    let prefetch =
        "return document.querySelector('meta[http-equiv=x-dns-prefetch-control]')?.content";
    let prefetch = app.script_async(prefetch).await.expect("a result");
    assert_eq!(prefetch, "off");
    app.quit().await;
}

#[tokio::test]
async fn the_window_cannot_navigate_away_from_the_page() {
    let desktop = Desktop::start().await;
    let app = TestApp::open(&desktop).await;
    let bait = Bait::listen();

    app.script(&format!("location.href = '{}'", bait.url()), vec![])
        .await;
    app.script(&format!("window.open('{}')", bait.url()), vec![])
        .await;
    app.script("location.href = 'data:text/html,elsewhere'", vec![])
        .await;
    postern_tests::until("the refusal in the log", || async {
        desktop
            .log()
            .contains("blocked navigation of the page to data://")
            .then_some(())
    })
    .await;
    let address = app
        .client()
        .current_url()
        .await
        .expect("the window is there");
    assert_eq!(
        (address.scheme(), address.host_str()),
        ("tauri", Some("localhost"))
    );
    assert_eq!(
        app.client()
            .windows()
            .await
            .expect("the window is there")
            .len(),
        1
    );
    bait.assert_no_request();
    app.quit().await;
}

#[tokio::test]
async fn only_allowed_commands_can_be_called() {
    let desktop = Desktop::start().await;
    let app = TestApp::open(&desktop).await;

    assert!(
        app.script("return window.__TAURI__ ?? null", vec![])
            .await
            .is_null()
    );
    let unknown = refused(&app, "give_me_the_key", "{}").await;
    assert!(
        unknown.contains("not found") || unknown.contains("not allowed"),
        "{unknown}"
    );
    // Commands that exist, but that the page may not call.
    for (command, arguments) in [
        (
            "plugin:window|set_title",
            "{ label: 'main', value: 'hacked' }",
        ),
        (
            "plugin:webview|create_webview_window",
            "{ options: { label: 'second', url: 'index.html' } }",
        ),
        (
            "plugin:event|emit",
            "{ event: 'state-changed', payload: null }",
        ),
        ("plugin:path|resolve_directory", "{ directory: 21 }"),
        ("plugin:app|version", "{}"),
        ("plugin:window-state|filename", "{}"),
    ] {
        let reason = refused(&app, command, arguments).await;
        assert!(
            reason.contains("not allowed") || reason.contains("not found"),
            "{command}: {reason}"
        );
    }
    let link = refused(&app, "open_link", "{ url: 'https://example.com/' }").await;
    assert!(link.contains("missing required key page"), "{link}");
    app.quit().await;
}
