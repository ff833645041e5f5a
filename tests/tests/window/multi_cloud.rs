//! A cluster on three clouds: access is granted on both clouds that have endpoints, in one review.

use fantoccini::key::Key;
use postern_tests::{
    Desktop, any, button, checkbox, dialog, radio, region, row_with, searchbox, textbox,
};

use super::northwind::{SHOP, assert_principals, northwind, open, quit_without_trace, signed_in};

const CLUSTER: &str = "storefront";
const AUDIT: &str = "arn:aws:iam::111122223333:role/audit";
const FINANCE: &str = "0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1";
const REPORTS: &str = "a1b2c3d4-0000-4000-8000-112233445566";

#[tokio::test(flavor = "multi_thread")]
async fn access_is_granted_on_both_clouds_of_a_cluster_in_one_review() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;

    // The region on Google Cloud can have no endpoint, and says why.
    app.fill(searchbox("Search endpoints"), CLUSTER).await;
    app.see_text("in 1 cluster").await;
    app.see_text("AWS · Azure · GCP").await;
    app.see(row_with(&[
        "us-west1",
        "GCP, which has no private service endpoints",
    ]))
    .await;
    app.picture("multi-cloud-rows").await;

    app.click(checkbox("Select all rows shown")).await;
    let bar = region("Selection");
    app.see(bar.clone().containing("2 endpoints")).await;
    app.click(button("Add principals…").inside(bar)).await;
    // Each cloud's editor takes its own kind, and keeps what was entered while the other is shown.
    let field = textbox("Principals to add");
    app.fill(field.clone(), AUDIT).await;
    app.press(&[Key::Enter]).await;
    app.see(button(&format!("Remove {AUDIT}"))).await;
    app.click(radio("Azure").loosely()).await;
    app.fill(field, REPORTS).await;
    app.press(&[Key::Enter]).await;
    app.see(button(&format!("Remove {REPORTS}"))).await;
    app.click(radio("AWS").loosely()).await;
    app.see(button(&format!("Remove {AUDIT}"))).await;
    app.see(any("dialog").containing("2 principals to 2 endpoints in 1 cluster"))
        .await;
    app.picture("multi-cloud-add").await;
    app.click(button("Review").loosely()).await;

    app.see(dialog("Review").loosely()).await;
    app.see(
        region("Change access in us-west-2")
            .loosely()
            .containing(&format!("add {AUDIT}")),
    )
    .await;
    app.see(
        region("Change access in westus3")
            .loosely()
            .containing(&format!("add {REPORTS}")),
    )
    .await;
    app.picture("multi-cloud-review").await;
    assert_principals(&service, CLUSTER, "us-west-2", &[SHOP]);
    app.click(button("Apply 2 changes")).await;
    app.see(any("dialog").containing("all 2 confirmed")).await;
    app.click(button("Done")).await;
    assert_principals(&service, CLUSTER, "us-west-2", &[SHOP, AUDIT]);
    assert_principals(&service, CLUSTER, "westus3", &[FINANCE, REPORTS]);

    open(&app, CLUSTER, "westus3").await;
    app.see_text("Azure Private Link").await;
    quit_without_trace(app, &service).await;
}
