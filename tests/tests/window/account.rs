//! An account is added by typing its key, which is then in the keyring and nowhere else.

use std::time::Duration;

use aeon_simulator::{Body, Fault, FaultKind};
use postern_tests::{
    Desktop, KEY_WINDOW, TestApp, any, button, heading, menuitem, option, radio, region, row_with,
    searchbox, textbox,
};

use super::northwind::{
    loaded, name_service, northwind, open, quit_without_trace, signed_in, try_key,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_key_is_saved_in_the_keyring_and_its_endpoints_are_shown() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let key = service.keys().admin;
    let app = TestApp::open(&desktop).await;

    app.click(button("Add an account")).await;
    name_service(&app, &service).await;
    try_key(&app, &key).await;

    // The key's account is shown before the key is saved.
    app.see(region("The key's account").containing("Northwind"))
        .await;
    assert_eq!(app.value(textbox("Name in Postern")).await, "Northwind");
    assert_eq!(desktop.keyring_labels(), [""; 0]);
    app.click(button("Add account")).await;

    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    app.fill(searchbox("Search endpoints"), "orders").await;
    for place in ["us-west-2", "us-east-1", "eu-west-1"] {
        app.see(row_with(&[place, "Ready"])).await;
    }
    open(&app, "orders", "us-west-2").await;
    app.see(button("Copy service name")).await;

    // The keyring's own program finds the entry, and it is the key.
    let host = service.base_url().replace("http://", "");
    assert_eq!(
        desktop.keyring_labels(),
        [format!("Postern – Northwind ({host})")]
    );
    let found = desktop
        .command("secret-tool")
        .args(["search", "--all", "service", "Postern"])
        .output()
        .expect("secret-tool runs");
    assert!(
        String::from_utf8_lossy(&found.stdout)
            .contains(&format!("secret = {}\n{key}", service.base_url())),
        "the keyring does not give the key"
    );

    quit_without_trace(app, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_opens_the_account_as_it_was_marked_without_asking_for_the_key() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    app.click(button("Account: Northwind")).await;
    app.click(menuitem("Environment…")).await;
    app.click(button("Other Environment")).await;
    app.click(option("Production")).await;
    app.picture("environment").await;
    app.click(button("Save")).await;
    app.see_no(button("Save")).await;
    quit_without_trace(app, &service).await;

    let app = TestApp::open(&desktop).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    open(&app, "orders", "us-west-2").await;
    app.see(button("Account: Northwind")).await;
    app.see_text("Production").await;
    app.picture("production").await;
    assert!(!app.has(button("Enter new key…")).await);
    quit_without_trace(app, &service).await;
}

/// Counts how often the page was changed, and how often it had no sidebar then.
const WATCH_SIDEBAR: &str = "
    window.sidebar = { changes: 0, missing: 0 };
    new MutationObserver(() => {
        window.sidebar.changes += 1;
        if (!document.querySelector('nav[aria-label=Main]')) window.sidebar.missing += 1;
    }).observe(document.body, { childList: true, subtree: true });";

#[tokio::test(flavor = "multi_thread")]
async fn another_account_is_chosen_and_the_sidebar_stays_while_it_is_unlocked() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    app.click(button("Account: Northwind")).await;
    app.click(menuitem("Add an account…")).await;
    name_service(&app, &service).await;
    try_key(&app, &service.keys().admin).await;
    app.fill(textbox("Name in Postern"), "Northwind again")
        .await;
    app.click(button("Add account")).await;
    app.see(button("Account: Northwind again")).await;
    loaded(&app).await;
    open(&app, "orders", "us-west-2").await;

    app.script(WATCH_SIDEBAR, Vec::new()).await;
    app.click(button("Account: Northwind again")).await;
    app.click(menuitem("Switch to Northwind")).await;
    app.see(button("Account: Northwind")).await;
    loaded(&app).await;
    // The search belonged to the other account.
    assert_eq!(app.value(searchbox("Search endpoints")).await, "");
    let sidebar = app.script("return window.sidebar", Vec::new()).await;
    assert_ne!(sidebar["changes"], 0);
    assert_eq!(sidebar["missing"], 0);
    quit_without_trace(app, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_for_this_session_only_is_not_saved() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = TestApp::open(&desktop).await;
    app.click(button("Add an account")).await;
    name_service(&app, &service).await;
    try_key(&app, &service.keys().admin).await;
    let choice = radio("For this session only").loosely();
    app.type_into(choice, " ").await;
    app.click(button("Add account")).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    assert_eq!(desktop.keyring_labels(), [""; 0]);
    quit_without_trace(app, &service).await;

    // After a restart Postern has the account but not its key.
    service.reset_requests();
    let app = TestApp::open(&desktop).await;
    app.see(heading("Northwind needs a new key")).await;
    app.see(any("status").containing("was stored for one session only"))
        .await;
    assert_eq!(service.requests().total, 0);
    app.click(button("Enter new key…")).await;
    desktop.type_in(KEY_WINDOW, &service.keys().admin).await;
    app.see(heading("Endpoints")).await;
    assert_eq!(desktop.keyring_labels(), [""; 0]);
    quit_without_trace(app, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_rejected_during_a_session_can_be_replaced() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    open(&app, "orders", "us-west-2").await;
    let expired = FaultKind::Status {
        code: 401,
        body: Body::Json("JWT has expired".to_owned()),
    };
    service.inject(Fault {
        route: None,
        kind: expired,
        times: None,
        after: 0,
        key: None,
    });
    // A cluster that is followed may have been read already.
    let refresh = "document.querySelector('button[aria-label=Refresh]')?.click()";
    app.script(refresh, vec![]).await;
    app.see(heading("Northwind needs a new key")).await;
    app.see_no_text("orders").await;
    // No further request is sent, for many times the delay between reads of a busy cluster.
    service.reset_requests();
    app.see(any("status").containing("Postern sends no requests until then"))
        .await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(service.requests().total, 0);

    service.clear_faults();
    app.click(button("Enter new key…")).await;
    desktop.type_in(KEY_WINDOW, &service.keys().admin).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    open(&app, "orders", "us-west-2").await;
    quit_without_trace(app, &service).await;
}
