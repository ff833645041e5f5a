//! The row, the panel and the actions on a selection agree on what can be done with an endpoint.

use std::time::Duration;

use aeon_simulator::Handle;
use postern_tests::{
    By, Desktop, TestApp, button, checkbox, region, row, searchbox, tab, textbox, until,
};

use super::northwind::{northwind, open, quit_without_trace, signed_in};

/// A cluster with an endpoint, and the region in which it has none.
const CLUSTER: &str = "catalog";
const WITH: &str = "us-west-2";
const WITHOUT: &str = "eu-central-1";

#[tokio::test(flavor = "multi_thread")]
async fn row_panel_and_selection_agree_in_every_state_of_a_cluster() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;

    service.set_cluster_state(CLUSTER, "RESUMING");
    expect(&app, "The cluster is resuming.", true).await;

    service.set_cluster_state(CLUSTER, "PAUSED");
    expect(&app, "The cluster is paused.", false).await;

    service.set_cluster_state(CLUSTER, "HIBERNATED");
    expect(&app, "The cluster's state is “HIBERNATED”", true).await;

    service.set_cluster_state(CLUSTER, "ACTIVE");
    hold(&service);
    expect(&app, "The cluster is being changed.", true).await;
    quit_without_trace(app, &service).await;
}

/// Has a task run on the cluster for as long as the story takes.
fn hold(service: &Handle) {
    service.start_task(CLUSTER, "EDIT_CLUSTER", Duration::from_secs(600));
}

/// Reads the account again, and sees that everything is offered, or nothing is, for this reason.
async fn expect(app: &TestApp<'_>, reason: &str, allowed: bool) {
    app.click(button("Refresh")).await;
    // The panel of a region without an endpoint names the reason either way.
    open(app, CLUSTER, WITHOUT).await;
    app.see_text(reason).await;
    editor(app, allowed).await;
    app.fill(searchbox("Search endpoints"), CLUSTER).await;
    let missing = row(&format!("{CLUSTER} {WITHOUT}"));
    offered(app, button("Create endpoint").inside(missing), allowed).await;

    open(app, CLUSTER, WITH).await;
    app.click(tab("Access")).await;
    editor(app, allowed).await;
    if !allowed {
        app.see_text(reason).await;
    }
    app.click(button("Close panel")).await;

    app.fill(searchbox("Search endpoints"), CLUSTER).await;
    app.see_text("in 1 cluster").await;
    app.click(checkbox("Select all rows shown")).await;
    for action in ["Add principals…", "Remove…", "Create…", "Delete…"] {
        offered(app, button(action).inside(region("Selection")), allowed).await;
    }
    app.click(button("Clear").inside(region("Selection"))).await;
}

async fn editor(app: &TestApp<'_>, allowed: bool) {
    let field = textbox("Who may connect");
    if allowed {
        app.see(field).await;
    } else {
        app.see_no(field).await;
    }
}

/// Waits until a button can be pressed, or can't.
async fn offered(app: &TestApp<'_>, by: By, allowed: bool) {
    until(&format!("{by} to be offered: {allowed}"), || async {
        let disabled = app.find(&by).await.attr("aria-disabled").await.ok()?;
        ((disabled.as_deref() != Some("true")) == allowed).then_some(())
    })
    .await;
}
