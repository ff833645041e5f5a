//! Starting Postern.

use postern_tests::{Desktop, TestApp, program, until};

#[tokio::test]
async fn postern_starts_with_its_page() {
    let desktop = Desktop::start().await;
    let app = TestApp::open(&desktop).await;
    assert_eq!(
        app.client().title().await.expect("the window is there"),
        "Postern"
    );
    app.quit().await;
}

#[tokio::test]
async fn a_second_start_leaves_the_first_alone() {
    let desktop = Desktop::start().await;
    let app = TestApp::open(&desktop).await;
    // It hands over to the first and ends; `timeout` would end a second window with status 124.
    let second = desktop
        .command("timeout")
        .arg("20")
        .arg(program())
        .output()
        .expect("it runs");
    assert!(
        second.status.success(),
        "{}",
        String::from_utf8_lossy(&second.stderr)
    );
    until("the first window", || async {
        app.client().title().await.ok()
    })
    .await;
    app.quit().await;
}
