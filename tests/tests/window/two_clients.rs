//! Somebody else changes a list while it is being edited: nothing of either side is lost.

use postern_tests::{Desktop, button, dialog, region};

use super::northwind::{
    BATCH, GATEWAY, PARTNER, SHOP, add, assert_principals, northwind, open_access,
    quit_without_trace, signed_in,
};

const MINE: &str = "arn:aws:iam::111122223333:role/reports";
const THEIRS: &str = "arn:aws:iam::999988887777:root";
const LATER: &str = "arn:aws:iam::666655554444:user/auditor";

#[tokio::test(flavor = "multi_thread")]
async fn what_another_client_changes_meanwhile_is_kept() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    open_access(&app, "orders", "us-east-1").await;
    add(&app, MINE).await;

    // Between reading and review: one added, one removed.
    let list = [SHOP, GATEWAY, BATCH, THEIRS];
    service.set_principals("orders", "us-east-1", &list);
    app.click(button("Review")).await;
    app.see(dialog("Review changes to orders")).await;
    let step = region("Change access in us-east-1");
    app.see(step.clone().containing("Somebody else changed this list"))
        .await;
    app.see(step.clone().containing(&format!("+ {THEIRS}")))
        .await;
    app.see(step.containing(&format!("− {PARTNER}"))).await;

    // Between review and sending: another one.
    let list = [SHOP, GATEWAY, BATCH, THEIRS, LATER];
    service.set_principals("orders", "us-east-1", &list);
    app.click(button("Apply change")).await;
    app.see(dialog("Changes to orders").containing("Confirmed"))
        .await;
    let all = [SHOP, GATEWAY, BATCH, THEIRS, LATER, MINE];
    assert_principals(&service, "orders", "us-east-1", &all);
    quit_without_trace(app, &service).await;
}
