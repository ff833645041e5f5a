//! Starting Postern.

use futures_util::StreamExt;
use postern_tests::{Desktop, TestApp, program, until};

#[tokio::test]
async fn postern_opens_its_window() {
    let desktop = Desktop::start().await;
    let app = TestApp::open(&desktop).await;
    assert_eq!(
        app.client().title().await.expect("the window is there"),
        "Postern"
    );
    app.quit().await;
}

#[tokio::test]
async fn a_second_start_shows_the_first_window_and_exits() {
    let desktop = Desktop::start().await;
    let app = TestApp::open(&desktop).await;
    // It hands over to the first one and exits; a second window would be killed by `timeout`, with status 124. It does so
    // before the toolkit starts, which needs the display: ending while the toolkit's threads run can crash.
    let second = desktop
        .command("timeout")
        .arg("20")
        .arg(program())
        .env_remove("DISPLAY")
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(second.status.success(), "{}: {said}", second.status);
    until("the first window", || async {
        app.client().title().await.ok()
    })
    .await;
    app.quit().await;
}

#[tokio::test]
async fn a_start_while_another_instance_quits_opens_a_window() {
    let desktop = Desktop::start().await;
    // It still owns the name, and quits when it is asked to take the arguments.
    let ending = zbus::connection::Builder::address(desktop.bus_address())
        .and_then(|bus| bus.name("app.postern.Postern.SingleInstance"))
        .expect("an address and a name")
        .build()
        .await
        .expect("it is on the bus");
    let gone = tokio::spawn(async move {
        let mut calls = zbus::MessageStream::from(&ending);
        while let Some(Ok(message)) = calls.next().await {
            if message
                .header()
                .member()
                .is_some_and(|name| name == "ExecuteCallback")
            {
                return;
            }
        }
        panic!("it was not asked to take the arguments");
    });
    let app = TestApp::open(&desktop).await;
    gone.await.expect("the other instance was asked first");
    until("the window", || async { app.client().title().await.ok() }).await;
    app.quit().await;
}
