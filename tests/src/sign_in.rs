//! Signs in from the welcome screen.

use aeon_simulator::Handle;

use crate::{Desktop, TestApp, button, heading, textbox};

/// Starts Postern, adds the admin key's account and waits for its endpoints.
pub async fn signed_in<'a>(desktop: &'a Desktop, service: &Handle) -> TestApp<'a> {
    let app = TestApp::open(desktop).await;
    app.click(button("Add an account")).await;
    name_service(&app, service).await;
    try_key(&app, &service.keys().admin).await;
    if cfg!(not(debug_assertions)) {
        // A release build ignores POSTERN_TEST_ANSWER, so the bench confirms the dialog.
        desktop.click_last_button_in("Confirm").await;
    }
    app.click(button("Add account")).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    app
}

/// Enters the service's address in the form for a key.
pub async fn name_service(app: &TestApp<'_>, service: &Handle) {
    app.click(button("Change address")).await;
    app.fill(textbox("Service address"), &service.base_url())
        .await;
}

/// Enters a key in its own window, and has it tested.
pub async fn try_key(app: &TestApp<'_>, key: &str) {
    app.click(button("Enter API key…")).await;
    app.desktop().type_in(KEY_WINDOW, key).await;
}

/// The title of the window in which a key is entered.
pub const KEY_WINDOW: &str = "API key";

/// Waits until the inventory has been read.
pub async fn loaded(app: &TestApp<'_>) {
    app.see(button("Refresh")).await;
}
