//! Plans that are confirmed in a native dialog, under a window manager.

use std::time::{Duration, Instant};

use aeon_simulator::Handle;
use postern_tests::{Desktop, TestApp, heading, until};
use serde_json::Value;

use super::northwind::{northwind, signed_in};

const CONFIRM: &str = "Confirm";
const STRANGER: &str = "arn:aws:iam::112233445566:root";
const INERT: Duration = Duration::from_millis(700);

/// Postern with an account, asking in its dialogs.
async fn asking<'a>(desktop: &'a Desktop, service: &Handle) -> TestApp<'a> {
    desktop.start_window_manager().await;
    signed_in(desktop, service).await.quit().await;
    desktop.until_quit().await;
    let app = TestApp::open_asking(desktop).await;
    app.see(heading("Endpoints")).await;
    postern_tests::loaded(&app).await;
    app
}

/// Has the page plan and apply access for a new owner, without its review.
async fn grant(app: &TestApp<'_>) {
    let script = format!(
        "const {{ invoke }} = window.__TAURI_INTERNALS__;
         const snapshot = await invoke('snapshot');
         const cluster = snapshot.clusters.items.find((one) => one.name === 'orders');
         const regions = cluster.regions.filter((one) => one.region === 'us-west-2').map((one) => one.id);
         const plan = await invoke('plan_bulk', {{ goal: {{ kind: 'add', regions, principals: ['{STRANGER}'] }} }});
         window.applied = invoke('apply_bulk', {{ batch: plan.id, confirmations: [], exclude: [] }})
           .then(() => 'applied', (problem) => problem.code);"
    );
    app.script_async(&script).await.expect("it is planned");
}

async fn result(app: &TestApp<'_>) -> Value {
    let result = app.script_async("return await window.applied").await;
    result.expect("a result")
}

fn is_granted(service: &Handle) -> bool {
    let list = service.principals("orders", "us-west-2");
    list.is_some_and(|list| list.contains(&STRANGER.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn access_for_a_new_owner_is_granted_only_by_the_dialogs_button() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = asking(&desktop, &service).await;
    // The focus is on Cancel, which is also the default.
    for key in ["Return", "Escape", "space"] {
        grant(&app).await;
        desktop.press_in(CONFIRM, &[key]).await;
        assert_eq!(result(&app).await, "declined", "{key}");
    }
    assert!(!is_granted(&service));
    // The other button takes nothing at first.
    let started = Instant::now();
    grant(&app).await;
    desktop.click_last_button_in(CONFIRM).await;
    assert!(started.elapsed() >= INERT, "{:?}", started.elapsed());
    assert_eq!(result(&app).await, "applied");
    until("the principal on the service's list", || async {
        is_granted(&service).then_some(())
    })
    .await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_over_a_hidden_window_and_a_lock_ends_a_question() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = asking(&desktop, &service).await;
    desktop.minimize("Postern").await;
    // The program hears of it as the page does.
    app.until_page("a hidden page", "return document.hidden")
        .await;
    grant(&app).await;
    assert_eq!(result(&app).await, "declined");
    assert!(!desktop.has_window(CONFIRM));
    desktop.restore("Postern");
    until("the window", || async {
        desktop.has_window("Postern").then_some(())
    })
    .await;
    grant(&app).await;
    desktop.see_window(CONFIRM).await;
    // A lock loads the page again, so nothing comes back to this one.
    app.script("window.__TAURI_INTERNALS__.invoke('lock')", vec![])
        .await;
    app.see(heading("Northwind is locked")).await;
    until("the dialog to close", || async {
        (!desktop.has_window(CONFIRM)).then_some(())
    })
    .await;
    assert!(!is_granted(&service));
    app.quit().await;
}
