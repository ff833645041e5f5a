//! KWallet keeps the key: Postern says what is missing while no wallet is the default one, and waits while KWallet asks.

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
