//! Keys that can't be used are rejected with a helpful message, and are not saved.

use aeon_simulator::Handle;
use postern_tests::{Desktop, TestApp, any, button, heading};

use super::northwind::{name_service, northwind, quit_without_trace, try_key};

async fn at_the_key_form<'a>(desktop: &'a Desktop, service: &Handle) -> TestApp<'a> {
    let app = TestApp::open(desktop).await;
    app.click(button("Add an account")).await;
    name_service(&app, service).await;
    app
}

async fn refused(app: &TestApp<'_>, key: &str, why: &str, advice: &str) {
    try_key(app, key).await;
    app.see(any("alert").containing(why).containing(advice))
        .await;
    // The page never had it.
    assert!(!app.html().await.contains(key), "the page contains the key");
    app.see(heading("Add an account")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_expired_and_malformed_keys_are_rejected_with_the_reason() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let keys = service.keys();
    let app = at_the_key_form(&desktop, &service).await;

    // A malformed key is not sent.
    refused(
        &app,
        "swordfish",
        "An API key has three parts separated by dots; this text has 1.",
        "Paste the whole key",
    )
    .await;
    let cut = keys.admin.rsplit_once('.').expect("it has parts").0;
    refused(&app, cut, "this text has 2.", "Paste the whole key").await;
    assert_eq!(service.requests().total, 0);
    // One that has expired by this machine's clock is, since the clock may be wrong.
    refused(
        &app,
        &keys.expired,
        "This key expired on",
        "Create a new API key",
    )
    .await;
    assert_eq!(service.requests().total, 1);

    // A well-formed key that the service doesn't know.
    let (signed, signature) = keys.admin.rsplit_once('.').expect("it has parts");
    // Only the first character, so that it is still valid base64.
    let other = if signature.starts_with('A') { 'B' } else { 'A' };
    let wrong = format!("{signed}.{other}{}", &signature[1..]);
    refused(
        &app,
        &wrong,
        "The service rejected this key.",
        "Check that you pasted the whole key",
    )
    .await;

    assert_eq!(desktop.keyring_labels(), [""; 0]);
    // The right key is accepted in the same form.
    try_key(&app, &keys.admin).await;
    app.see(button("Add account")).await;
    quit_without_trace(app, &service).await;
}
