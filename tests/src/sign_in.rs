//! From the first screen to an account.

use aeon_simulator::Handle;

use crate::{Desktop, TestApp, button, heading, textbox};

/// Postern with the admin's account in it, its endpoints shown.
pub async fn signed_in<'a>(desktop: &'a Desktop, service: &Handle) -> TestApp<'a> {
    let app = TestApp::open(desktop).await;
    app.click(button("Add an account")).await;
    name_service(&app, service).await;
    try_key(&app, &service.keys().admin).await;
    if cfg!(not(debug_assertions)) {
        // A release takes no answer from the environment: the bench presses the dialog's button.
        desktop.press_in("Confirm", &["Tab", "Return"]).await;
    }
    app.click(button("Add account")).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    app
}

/// Gives the form for a key this service's address.
pub async fn name_service(app: &TestApp<'_>, service: &Handle) {
    app.click(button("Change address")).await;
    app.fill(textbox("Service address"), &service.base_url())
        .await;
}

/// Types a key and has it tried.
pub async fn try_key(app: &TestApp<'_>, key: &str) {
    app.fill(textbox("API key"), key).await;
    app.click(button("Continue")).await;
}

/// Waits until everything has been read.
pub async fn loaded(app: &TestApp<'_>) {
    app.see(button("Refresh")).await;
}
