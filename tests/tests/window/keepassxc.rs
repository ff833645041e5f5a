//! KeePassXC keeps the key: it asks the user before another program, or Postern after a restart, reads it.

use postern_tests::{Desktop, KEEPASSXC_ASKS, KeePassXc, TestApp, button, heading};

use super::northwind::{loaded, northwind, quit_without_trace, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn postern_waits_while_keepassxc_asks_whether_it_may_read_the_key() {
    let (desktop, service) = (Desktop::without_keyring().await, northwind().await);
    let keyring = KeePassXc::start(&desktop).await;
    let app = signed_in(&desktop, &service).await;
    quit_without_trace(app, &service).await;

    let app = TestApp::open(&desktop).await;
    app.see_text("is asking").await;
    app.picture("keepassxc-asks").await;
    desktop.press_in(KEEPASSXC_ASKS, &["Return"]).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    app.see(button("Account: Northwind")).await;
    quit_without_trace(app, &service).await;
    drop(keyring);
}
