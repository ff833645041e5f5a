//! The service becomes unreachable while the inventory is loading, and comes back.

use aeon_simulator::{Fault, FaultKind};
use postern_tests::{Desktop, TestApp, button, heading, row, searchbox, until};

use super::northwind::{name_service, northwind, open, quit_without_trace, try_key};

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_while_loading_is_shown_and_loading_resumes() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let reads = "GET /private-service-endpoints/{pse_id}";
    // The first details arrive; the other requests are in flight when the connections are cut.
    service.inject(Fault::on(reads, FaultKind::Hang).after(5));
    let app = TestApp::open(&desktop).await;
    app.click(button("Add an account")).await;
    name_service(&app, &service).await;
    try_key(&app, &service.keys().admin).await;
    app.click(button("Add account")).await;
    app.see(heading("Endpoints")).await;
    app.until_page(
        "a part of the details",
        "return /loading details, [1-9]/.test(document.body.innerText)",
    )
    .await;

    service.go_away().await;
    app.see_text("Offline").await;
    // What the lists returned can be used.
    app.fill(searchbox("Search endpoints"), "orders us-west-2")
        .await;
    app.see(row("orders us-west-2").containing("Ready")).await;

    service.clear_faults();
    service.come_back().await;
    // It retries by itself after a while; the user doesn't have to wait for that.
    let press = "[...document.querySelectorAll('button')]
                   .find((button) => button.textContent.includes('Try again'))?.click()";
    until("the missing details", || async {
        app.script(press, vec![]).await;
        app.has(button("Refresh")).await.then_some(())
    })
    .await;
    app.see_no_text("Offline").await;
    open(&app, "orders", "us-west-2").await;
    app.see(button("Copy service name").inside(row("orders us-west-2")))
        .await;
    quit_without_trace(app, &service).await;
}
