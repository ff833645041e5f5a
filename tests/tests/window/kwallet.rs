//! KWallet keeps the key: Postern says what is missing while no wallet is the default one, and waits while KWallet asks.

use aeon::ApiKey;
use postern::config::Profile;
use postern::keys::Keyring;
use postern_tests::{Desktop, KWALLET, KWallet, TestApp, button, heading};

use super::northwind::{loaded, northwind, quit_without_trace, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn kwallet_keeps_the_key_and_postern_waits_while_it_asks_for_the_password() {
    let (desktop, service) = (Desktop::without_keyring().await, northwind().await);
    let wallet = KWallet::start(&desktop).await;
    let app = TestApp::open(&desktop).await;
    app.click(button("Settings")).await;
    app.see_text("In use").await;
    app.picture("kwallet-no-default").await;
    app.quit().await;

    wallet.make_default();
    let app = signed_in(&desktop, &service).await;
    app.click(button("Lock")).await;
    app.see(heading("Northwind is locked")).await;
    app.click(button("Unlock")).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    quit_without_trace(app, &service).await;

    wallet.close();
    let app = TestApp::open(&desktop).await;
    app.see_text("is asking").await;
    app.picture("kwallet-asks").await;
    desktop.press_in(KWALLET, &["Escape"]).await;
    app.see(button("Try again")).await;
    app.picture("kwallet-declined").await;
    wallet.open();
    app.click(button("Try again")).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    quit_without_trace(app, &service).await;
}

/// In the process that is on KWallet's desktop.
const INSIDE: &str = "POSTERN_STORY_INSIDE";
const CALLS: &str = "window::kwallet::kwallet_gives_and_takes_a_key_in_every_session";
/// `{"alg":"none"}` . `{"sub":"one"}` . a signature.
const KEY: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvbmUifQ.c2lnbmF0dXJlLW9uZQ";

/// Each call has a session of its own, and KWallet can't use about one in a hundred: with that many, it is sure to meet some.
#[tokio::test(flavor = "multi_thread")]
async fn kwallet_gives_and_takes_a_key_in_every_session() {
    if std::env::var_os(INSIDE).is_some() {
        return call_often().await;
    }
    let desktop = Desktop::without_keyring().await;
    let wallet = KWallet::start(&desktop).await;
    wallet.make_default();
    let tests = std::env::current_exe().expect("this program has a path");
    let inside = desktop
        .command(&tests.to_string_lossy())
        .args(["--exact", CALLS, "--nocapture"])
        .env(INSIDE, "1")
        .output()
        .expect("it runs");
    let printed = String::from_utf8_lossy(&inside.stdout);
    let errors = String::from_utf8_lossy(&inside.stderr);
    assert!(inside.status.success(), "{printed}{errors}");
    assert!(printed.contains("1 passed"), "{printed}{errors}");
}

async fn call_often() {
    let profile: Profile = serde_json::from_value(serde_json::json!({
        "id": "8a4b1f0e-0d5f-4f0c-9d3c-6f7f1f2f3a4b", "name": "Work", "host": "https://cloud.yugabyte.com",
        "accountId": "a", "accountName": "A", "projectId": "p", "projectName": "default", "keyExpires": null,
        "keyStore": "keyring",
    }))
    .expect("a profile");
    let key = ApiKey::parse(KEY).expect("a key");
    let keyring = Keyring::default();
    for call in 0..300 {
        let written = if call % 2 == 0 {
            assert_eq!(keyring.remove(&profile).await, Ok(()), "removal {call}");
            keyring.write_new(&profile, &key).await
        } else {
            keyring.replace(&profile, &key).await
        };
        assert_eq!(written, Ok(()), "write {call}");
        let stored = keyring.read(&profile).await.map(|stored| stored.key);
        let stored = stored.unwrap_or_else(|error| panic!("read {call}: {error}"));
        assert!(stored.expose() == KEY, "read {call} has another key");
    }
}
