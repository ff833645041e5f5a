//! Another client changes a list while it is being edited, and neither change is lost.

use postern_tests::{Desktop, button, dialog, region};

use super::northwind::{
    BATCH, GATEWAY, PARTNER, SHOP, add, assert_principals, delete_endpoint, northwind, open_access,
    quit_without_trace, signed_in,
};

const MINE: &str = "arn:aws:iam::111122223333:role/reports";
const THEIRS: &str = "arn:aws:iam::999988887777:root";
const LATER: &str = "arn:aws:iam::666655554444:user/auditor";

#[tokio::test(flavor = "multi_thread")]
async fn another_clients_changes_are_kept() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    open_access(&app, "orders", "us-east-1").await;
    add(&app, MINE).await;

    // Between reading and review it adds one and removes one.
    let list = [SHOP, GATEWAY, BATCH, THEIRS];
    service.set_principals("orders", "us-east-1", &list);
    app.click(button("Review")).await;
    app.see(dialog("Review changes to orders")).await;
    let step = region("Change access in us-east-1");
    app.see(step.clone().containing("Someone else changed this list"))
        .await;
    app.see(step.clone().containing(&format!("+ {THEIRS}")))
        .await;
    app.see(step.containing(&format!("− {PARTNER}"))).await;

    // Between review and apply it adds another one.
    let list = [SHOP, GATEWAY, BATCH, THEIRS, LATER];
    service.set_principals("orders", "us-east-1", &list);
    app.click(button("Apply change")).await;
    app.see(dialog("Changes to orders").containing("Confirmed"))
        .await;
    let all = [SHOP, GATEWAY, BATCH, THEIRS, LATER, MINE];
    assert_principals(&service, "orders", "us-east-1", &all);
    quit_without_trace(app, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_user_decides_when_both_sides_made_opposite_changes() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    open_access(&app, "orders", "us-east-1").await;
    add(&app, MINE).await;
    app.click(button(&format!("Remove {BATCH}"))).await;
    // The other client removes it as well, and adds it again after the review.
    service.set_principals("orders", "us-east-1", &[SHOP, GATEWAY, PARTNER]);
    app.click(button("Review")).await;
    app.see(dialog("Review changes to orders")).await;
    service.set_principals("orders", "us-east-1", &[SHOP, GATEWAY, PARTNER, BATCH]);
    app.click(button("Apply change")).await;

    let conflict =
        dialog("Changes to orders").containing("You and someone else changed the same principal");
    app.see(
        conflict
            .clone()
            .containing(&format!("{BATCH}: you removed it, they added it")),
    )
    .await;
    // Nothing is sent before the decision.
    assert_principals(
        &service,
        "orders",
        "us-east-1",
        &[SHOP, GATEWAY, PARTNER, BATCH],
    );
    app.click(button("Keep theirs")).await;
    app.see(dialog("Changes to orders").containing("Confirmed"))
        .await;
    let all = [SHOP, GATEWAY, PARTNER, BATCH, MINE];
    assert_principals(&service, "orders", "us-east-1", &all);
    quit_without_trace(app, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_endpoint_is_created_again_only_if_the_user_decides_so() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    open_access(&app, "orders", "us-east-1").await;
    add(&app, MINE).await;
    app.click(button("Review")).await;
    app.see(dialog("Review changes to orders")).await;
    delete_endpoint(&service, "orders", "us-east-1").await;
    app.click(button("Apply change")).await;
    app.see(dialog("Changes to orders").containing("The endpoint in us-east-1 no longer exists"))
        .await;
    assert_eq!(service.principals("orders", "us-east-1"), None);
    app.click(button("Create it again")).await;
    app.see(dialog("Changes to orders").containing("Confirmed"))
        .await;
    let all = [SHOP, GATEWAY, BATCH, PARTNER, MINE];
    assert_principals(&service, "orders", "us-east-1", &all);
    quit_without_trace(app, &service).await;
}
