//! Whatever ends the use of a key removes every copy of it from the memory of all of Postern's processes.

use std::time::{Duration, Instant};

use aeon_simulator::Handle;
use postern_tests::{Desktop, TestApp, Undriven, button, heading, role, until, without_rights};

use super::northwind::{loaded, name_service, northwind, quit_without_trace, signed_in, try_key};

/// How long a key may stay in memory: requests in flight contain it.
const SOON: Duration = Duration::from_secs(10);

/// The part that is different in each key.
fn signature(service: &Handle) -> String {
    let key = service.keys().admin;
    let (_, signature) = key.rsplit_once('.').expect("it has parts");
    signature.to_owned()
}

/// Asserts that there were copies, and that soon there are none.
async fn gone_after(app: &TestApp<'_>, signature: &str, end: impl AsyncFnOnce()) {
    let before = app.holders_in_memory(signature);
    assert!(!before.is_empty(), "the search must find it before");
    end().await;
    assert_gone(|| app.holders_in_memory(signature)).await;
}

async fn assert_gone(holders: impl Fn() -> Vec<String>) {
    let start = Instant::now();
    let mut last = holders();
    while !last.is_empty() && start.elapsed() < SOON {
        tokio::task::yield_now().await;
        last = holders();
    }
    assert_eq!(last, [""; 0], "after {:?}", start.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_leaves_no_copy_of_the_key() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let signature = signature(&service);
    // First typed, then read from the keyring.
    let app = signed_in(&desktop, &service).await;
    for _ in 0..2 {
        gone_after(&app, &signature, async || {
            app.click(button("Lock")).await;
            app.see(heading("Northwind is locked")).await;
        })
        .await;
        app.click(button("Unlock")).await;
        app.see(heading("Endpoints")).await;
        loaded(&app).await;
    }
    quit_without_trace(app, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_account_and_a_dropped_key_leave_no_copy() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let signature = signature(&service);
    let app = TestApp::open(&desktop).await;
    app.click(button("Add an account")).await;
    name_service(&app, &service).await;
    try_key(&app, &service.keys().admin).await;
    app.see(button("Add account")).await;
    gone_after(&app, &signature, async || {
        app.click(button("Use another key")).await;
    })
    .await;
    name_service(&app, &service).await;
    try_key(&app, &service.keys().admin).await;
    app.click(button("Add account")).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    gone_after(&app, &signature, async || {
        app.click(button("Account: Northwind")).await;
        app.click(role("menuitem", "Remove…")).await;
        app.click(button("Remove account and key")).await;
        app.see(button("Explore the demo")).await;
    })
    .await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_while_the_demo_is_open_leaves_no_copy_of_the_key() {
    let desktop = Desktop::start().await;
    let signature = "bm9ib2R5LXRha2VzLXRoaXMtb25lLWluLXRoZS1kZW1v";
    let key = format!("eyJhbGciOiJub25lIn0.eyJzdWIiOiJvbmUifQ.{signature}");
    let app = TestApp::open(&desktop).await;
    app.click(button("Explore the demo")).await;
    app.see(heading("Endpoints")).await;
    app.click(button("Account: Demo")).await;
    app.click(role("menuitem", "Add an account…")).await;
    app.click(button("Change address")).await;
    app.fill(
        postern_tests::textbox("Service address"),
        "http://127.0.0.1:9",
    )
    .await;
    try_key(&app, &key).await;
    app.see_text("The key is kept in memory until").await;
    app.picture("key-kept").await;
    app.click(button("Close")).await;
    app.click(button("Discard")).await;
    app.see_no_text("The key is kept in memory until").await;
    gone_after(&app, signature, async || {
        app.click(button("Lock")).await;
        app.see_text("The demo stays open").await;
    })
    .await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_ends_the_process_of_the_page() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let signature = signature(&service);
    signed_in(&desktop, &service).await.quit().await;
    desktop.until_quit().await;
    let app = Undriven::open(&desktop).await;
    // The page knows the cluster, and the program the key.
    until("the account to open", || async {
        let page = *app.page_processes().first()?;
        (!app.holders_in_memory(&signature).is_empty() && app.copies_in_page(page, "telemetry") > 0)
            .then_some(())
    })
    .await;
    let before = app.page_processes();
    app.press(&["ctrl+l"]).await;
    until("another process for the page", || async {
        let now = app.page_processes();
        (now.len() == 1 && now != before).then_some(())
    })
    .await;
    assert_gone(|| app.holders_in_memory(&signature)).await;
    let page = app.page_processes()[0];
    assert_eq!(app.copies_in_page(page, "telemetry"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_programs_cannot_read_the_memory_and_a_crash_leaves_no_core() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    signed_in(&desktop, &service).await.quit().await;
    desktop.until_quit().await;
    // What a release build always does.
    desktop.set_variable("POSTERN_PRIVATE_MEMORY", "1");
    let app = Undriven::open_without_rights(&desktop).await;
    let process = app.process();
    // As another program of the same user.
    let is_readable = |process: u32| {
        let script = format!("cat /proc/{process}/maps > /dev/null");
        let read = without_rights("sh").args(["-c", &script]).output();
        read.expect("sh runs").status.success()
    };
    let mut other = without_rights("sleep")
        .arg("60")
        .spawn()
        .expect("sleep runs");
    until("the other program", || async {
        let name = std::fs::read_to_string(format!("/proc/{}/comm", other.id())).ok()?;
        (name.trim() == "sleep").then_some(())
    })
    .await;
    assert!(is_readable(other.id()), "an ordinary program is readable");
    other.kill().expect("it runs");
    other.wait().expect("it ends");
    assert!(!is_readable(process));
    let limits = std::fs::read_to_string(format!("/proc/{process}/limits")).expect("it runs");
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let soft = core.and_then(|line| line.split_whitespace().nth(4));
    assert_eq!(soft, Some("0"), "{limits}");
}
