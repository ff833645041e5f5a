//! The demo account: everything works in it, and nothing of it is saved.

use postern_tests::{Desktop, TestApp, button, files_containing, heading, link, row_with, until};

#[tokio::test]
async fn the_demo_opens_from_the_welcome_screen_and_is_labeled_everywhere() {
    let desktop = Desktop::start().await;
    let app = TestApp::open(&desktop).await;
    app.click(button("Explore the demo")).await;
    app.see(row_with(&["orders"])).await;
    for page in ["Endpoints", "Clusters", "VPCs", "Settings"] {
        app.click(link(page)).await;
        app.see(heading(page)).await;
        app.see_text("Demo account: nothing is real").await;
    }
    app.quit().await;
    // Its account, key and inventory are not saved.
    assert!(
        desktop.keyring_labels().is_empty(),
        "{:?}",
        desktop.keyring_labels()
    );
    let kept = files_containing(&desktop.config(), "127.0.0.1");
    assert!(kept.is_empty(), "{kept:?}");
    let app = TestApp::open(&desktop).await;
    app.see(button("Explore the demo")).await;
    app.quit().await;
}

#[tokio::test]
async fn the_demo_opens_from_the_command_line() {
    let desktop = Desktop::start().await;
    let app = TestApp::open_with(&desktop, &["--demo"]).await;
    app.see_text("Demo account: nothing is real").await;
    app.see(row_with(&["orders"])).await;
    // Its service listens on loopback only, and stops with the window.
    until("the row's details", || async {
        app.text()
            .await
            .contains("com.amazonaws.vpce")
            .then_some(())
    })
    .await;
    app.quit().await;
}
