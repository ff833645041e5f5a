//! Confirmations in native dialogs, answered as by a user.

use std::os::unix::fs::PermissionsExt as _;

use aeon_simulator::Handle;
use postern_tests::{Desktop, TestApp, button, heading, link, textbox, until};

use super::northwind::{name_service, northwind, quit_without_trace, signed_in, try_key};

/// The title of a confirmation's window.
const CONFIRM: &str = "Confirm";

/// The focus is on Cancel when the dialog opens.
const NO: &[&str] = &["Return"];

async fn at_the_key_form<'a>(desktop: &'a Desktop, service: &Handle) -> TestApp<'a> {
    let app = TestApp::open_asking(desktop).await;
    app.click(button("Add an account")).await;
    name_service(&app, service).await;
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_sent_to_a_new_address_only_after_confirmation() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = at_the_key_form(&desktop, &service).await;
    try_key(&app, &service.keys().admin).await;
    desktop.press_in(CONFIRM, NO).await;
    app.see_text("The key wasn't sent").await;
    assert_eq!(service.requests().total, 0);

    // The key is still in the form.
    app.see_text("The key is kept in memory until").await;
    app.click(button("Try again")).await;
    desktop.press_in(CONFIRM, &["Escape"]).await;
    app.see_text("The key wasn't sent").await;
    assert_eq!(service.requests().total, 0);
    app.click(button("Try again")).await;
    desktop.click_last_button_in(CONFIRM).await;
    app.click(button("Add account")).await;
    app.see(heading("Endpoints")).await;
    quit_without_trace(app, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_on_the_clipboard_is_read_after_confirmation_and_cleared_once_accepted() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let key = service.keys().admin;
    desktop.put_on_clipboard(&key);
    let app = TestApp::open_asking(&desktop).await;
    app.click(button("Add an account")).await;
    app.click(button("Change address")).await;
    let address = textbox("Service address");
    app.fill(address.clone(), "http://127.0.0.1:9").await;
    let paste = button("Paste and clear clipboard");
    app.click(paste.clone()).await;
    desktop.press_in(CONFIRM, NO).await;
    app.see_text("The key wasn't sent").await;
    app.click(paste).await;
    desktop.click_last_button_in(CONFIRM).await;
    app.see_text("The key is kept in memory until").await;
    assert_eq!(desktop.clipboard(), key);

    // At the right address it is accepted, and only then cleared.
    app.fill(address, &service.base_url()).await;
    app.click(button("Try again")).await;
    desktop.click_last_button_in(CONFIRM).await;
    app.see(button("Add account")).await;
    until("the clipboard to be cleared", || async {
        desktop.clipboard().is_empty().then_some(())
    })
    .await;
    quit_without_trace(app, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_are_chosen_in_the_native_dialog_and_copied() {
    let desktop = Desktop::start().await;
    let app = TestApp::open_asking(&desktop).await;
    app.click(button("Explore the demo")).await;
    app.click(link("Settings")).await;
    let file = desktop.home().join("company.pem");
    let authority = rcgen::generate_simple_self_signed(vec!["ca.example".to_owned()]);
    let pem = authority.expect("a certificate").cert.pem();
    std::fs::write(&file, &pem).expect("a file at home");
    let copy = desktop.config().join("ca.pem");

    let choose = button("Choose file…");
    app.click(choose.clone()).await;
    desktop.choose_in("Choose CA certificates", &file).await;
    desktop.press_in(CONFIRM, NO).await;
    app.see_text("Nothing changed because").await;
    assert!(!copy.exists());
    app.click(choose).await;
    desktop.choose_in("Choose CA certificates", &file).await;
    desktop.click_last_button_in(CONFIRM).await;
    app.see_text("company.pem").await;
    app.see_text("(1 certificate)").await;
    app.picture("certificates").await;
    let kept = std::fs::metadata(&copy).expect("it is copied");
    assert_eq!(kept.permissions().mode() & 0o777, 0o600);
    app.click(button("Remove")).await;
    app.see_no_text("company.pem").await;
    assert!(!copy.exists());
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_page_cannot_send_the_key_elsewhere_or_trust_a_certificate() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    app.quit().await;
    desktop.until_quit().await;
    let elsewhere = northwind().await;
    let key = service.keys().admin;
    desktop.put_on_clipboard(&key);
    let app = TestApp::open_asking(&desktop).await;
    app.see(heading("Endpoints")).await;
    let settings = app
        .script_async("return (await window.__TAURI_INTERNALS__.invoke('app_state')).settings")
        .await;

    // Everything else asks the user; while one dialog is open, further ones are answered with no.
    let proxy = "{ proxy: { kind: 'url', url: 'http://127.0.0.1:9/' } }";
    let clipboard = format!(
        "{{ host: '{}', source: 'clipboard' }}",
        elsewhere.base_url()
    );
    app.script(
        &format!(
            "window.first = window.__TAURI_INTERNALS__.invoke('set_proxy', {proxy})
               .then(() => 'done', (problem) => problem.code);"
        ),
        vec![],
    )
    .await;
    desktop.see_window(CONFIRM).await;
    for _ in 0..3 {
        let refused = invoke(&app, "try_key", &clipboard).await;
        assert!(refused.contains("declined"), "{refused}");
    }
    desktop.press_in(CONFIRM, NO).await;
    let first = app.script_async("return await window.first").await;
    assert_eq!(first.expect("a result"), "declined");

    assert_eq!(elsewhere.requests().total, 0);
    assert_eq!(desktop.clipboard(), key);
    let after = app
        .script_async("return (await window.__TAURI_INTERNALS__.invoke('app_state')).settings")
        .await;
    assert_eq!(after, settings);
    app.quit().await;
}

/// Calls a command without the bindings and returns the whole error.
async fn invoke(app: &TestApp<'_>, command: &str, arguments: &str) -> String {
    let call = format!(
        "return await window.__TAURI_INTERNALS__.invoke('{command}', {arguments})
           .then(() => 'answered', (problem) => JSON.stringify(problem));"
    );
    let error = app.script_async(&call).await.expect("a result");
    error.as_str().unwrap_or_default().to_owned()
}
