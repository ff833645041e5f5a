//! Locking removes every copy of the key from the process's memory.

use aeon_simulator::Handle;
use postern_tests::{Desktop, TestApp, button, heading, role, textbox, until};

use super::northwind::{loaded, northwind, quit_without_trace, signed_in};

/// The part that is different in each key.
fn signature(service: &Handle) -> String {
    let key = service.keys().admin;
    let (_, signature) = key.rsplit_once('.').expect("it has parts");
    signature.to_owned()
}

/// Waits, because requests in flight contain the key.
async fn until_gone(app: &TestApp<'_>, signature: &str) {
    until("the key to leave the memory", || async {
        (app.copies_in_memory(signature) == 0).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_leaves_no_copy_of_the_key() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let signature = signature(&service);
    // First typed, then read from the keyring.
    let app = signed_in(&desktop, &service).await;
    for _ in 0..2 {
        assert!(
            app.copies_in_memory(&signature) > 0,
            "the search must find it before the lock"
        );
        app.click(button("Lock")).await;
        app.see(heading("Northwind is locked")).await;
        until_gone(&app, &signature).await;
        app.click(button("Unlock")).await;
        app.see(heading("Endpoints")).await;
        loaded(&app).await;
    }
    quit_without_trace(app, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_while_the_demo_is_open_leaves_no_copy_of_the_key() {
    let desktop = Desktop::start().await;
    // The demo's simulator has the same keys as every other one, so this test needs another key.
    let signature = "bm9ib2R5LXRha2VzLXRoaXMtb25lLWluLXRoZS1kZW1v";
    let key = format!("eyJhbGciOiJub25lIn0.eyJzdWIiOiJvbmUifQ.{signature}");
    let app = TestApp::open(&desktop).await;
    app.click(button("Explore the demo")).await;
    app.see(heading("Endpoints")).await;
    app.click(button("Account: Demo")).await;
    app.click(role("menuitem", "Add an account…")).await;
    app.click(button("Change address")).await;
    app.fill(textbox("Service address"), "http://127.0.0.1:9")
        .await;
    app.fill(textbox("API key"), &key).await;
    app.click(button("Continue")).await;
    app.see_text("The key is kept in memory until").await;
    app.picture("key-kept").await;
    app.click(button("Close")).await;
    app.click(button("Discard")).await;
    app.see_no_text("The key is kept in memory until").await;
    assert!(
        app.copies_in_memory(signature) > 0,
        "the search must find it before the lock"
    );
    app.click(button("Lock")).await;
    app.see_text("The demo stays open").await;
    until_gone(&app, signature).await;
    app.quit().await;
}
