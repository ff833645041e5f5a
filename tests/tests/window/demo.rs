//! The demo account: everything can be tried in it, and nothing of it stays.

use postern_tests::{Desktop, TestApp, button, files_holding, heading, link, row_with, until};

#[tokio::test]
async fn it_opens_from_the_first_screen_and_says_everywhere_that_it_is_one() {
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
    // No account, no key, no inventory of it is kept.
    assert!(
        desktop.keyring_labels().is_empty(),
        "{:?}",
        desktop.keyring_labels()
    );
    let kept = files_holding(&desktop.config(), "127.0.0.1");
    assert!(kept.is_empty(), "{kept:?}");
    let app = TestApp::open(&desktop).await;
    app.see(button("Explore the demo")).await;
    app.quit().await;
}

#[tokio::test]
async fn it_opens_at_once_when_the_command_line_asks_for_it() {
    let desktop = Desktop::start().await;
    let app = TestApp::open_with(&desktop, &["--demo"]).await;
    app.see_text("Demo account: nothing is real").await;
    app.see(row_with(&["orders"])).await;
    // Its service listens to this machine alone, and ends with the window.
    until("the row's details", || async {
        app.text()
            .await
            .contains("com.amazonaws.vpce")
            .then_some(())
    })
    .await;
    app.quit().await;
}
