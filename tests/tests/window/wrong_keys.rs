//! Keys that can't be used are rejected with a helpful message, and are not saved.

use aeon_simulator::Handle;
use postern_tests::{Desktop, TestApp, any, button, heading, textbox};

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
    // The field is empty for another key, and the page doesn't keep this one.
    assert_eq!(app.value(textbox("API key")).await, "");
    assert!(!app.html().await.contains(key), "the page contains the key");
    app.see(heading("Add an account")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_expired_and_malformed_keys_are_rejected_with_the_reason() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let keys = service.keys();
    let app = at_the_key_form(&desktop, &service).await;

    // A malformed or expired key is not sent.
    refused(
        &app,
        "swordfish",
        "An API key has three parts separated by dots; this text has 1.",
        "Paste the whole key",
    )
    .await;
    let cut = keys.admin.rsplit_once('.').expect("it has parts").0;
    refused(&app, cut, "this text has 2.", "Paste the whole key").await;
    refused(
        &app,
        &keys.expired,
        "This key expired on",
        "Make a new API key",
    )
    .await;
    assert_eq!(service.requests().total, 0);

    // A well-formed key that the service doesn't know.
    let (signed, signature) = keys.admin.rsplit_once('.').expect("it has parts");
    let wrong = format!(
        "{signed}.{}",
        signature
            .chars()
            .rev()
            .collect::<String>()
            .replace('A', "B")
    );
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
