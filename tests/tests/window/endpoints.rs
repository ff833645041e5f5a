//! The table of all endpoints: its content, search and copying.

use postern_tests::{Desktop, button, row, row_with, searchbox, until};

use super::northwind::{northwind, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn search_narrows_and_copying_reaches_the_clipboard() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    app.see(row("analytics-warehouse us-east-2")).await;

    app.fill(searchbox("Search endpoints"), "orders us-west-2")
        .await;
    let line = row("orders us-west-2");
    app.see(line.clone()).await;
    app.see_no(row("analytics-warehouse us-east-2")).await;
    assert!(!app.has(row("orders us-east-1")).await);
    app.see_text("1 endpoint in 1 cluster").await;

    let name = service
        .service_name("orders", "us-west-2")
        .expect("it is ready");
    // The check mark is visible only briefly, so a script records it.
    app.script(
        "new MutationObserver((changes) => { for (const change of changes) \
         if (change.target.ariaLabel === 'Copied service name') document.body.dataset.copied = 'yes'; \
         }).observe(document.body, { subtree: true, attributeFilter: ['aria-label'] })",
        vec![],
    )
    .await;
    app.click(button("Copy service name").inside(line)).await;
    until("the check mark", || async {
        let copied = app.script("return document.body.dataset.copied ?? ''", vec![]);
        (copied.await == "yes").then_some(())
    })
    .await;
    until("the clipboard", || async {
        (desktop.clipboard() == name).then_some(())
    })
    .await;

    // A principal on a list is found as well.
    app.fill(searchbox("Search endpoints"), "772845091263")
        .await;
    app.see(row("orders us-east-1")).await;
    app.see_no(row("orders us-west-2")).await;

    app.fill(searchbox("Search endpoints"), "nothing of the kind")
        .await;
    app.see_text("No matching endpoints").await;
    app.click(button("Clear search and filters")).await;
    app.see(row("analytics-warehouse us-east-2")).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clusters_that_cannot_have_an_endpoint_say_why() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    for (cluster, state) in [
        ("telemetry", "Not on GCP"),
        ("sandbox", "Sandbox"),
        ("marketing-site", "No VPC"),
    ] {
        app.fill(searchbox("Search endpoints"), cluster).await;
        app.see(row_with(&[state])).await;
        let create = button("Create endpoint").inside(row_with(&[state]));
        let reason = app.find(&create).await.attr("aria-description").await;
        let reason = reason.expect("the page is there").unwrap_or_default();
        assert!(!reason.is_empty(), "{cluster} shows no reason");
    }
    app.quit().await;
}
