//! A list of principals is edited, reviewed, applied and confirmed.

use fantoccini::key::Key;
use postern_tests::{Desktop, TestApp, any, button, dialog, region, textbox};

use super::northwind::{
    BATCH, GATEWAY, PARTNER, SHOP, add, assert_principals, northwind, open_access,
    quit_without_trace, signed_in,
};

const REPORTS: &str = "arn:aws:iam::111122223333:role/reports";

/// Opens the review of the edit.
async fn review(app: &TestApp<'_>, cluster: &str) {
    app.click(button("Review")).await;
    app.see(dialog(&format!("Review changes to {cluster}")))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_principal_is_added_and_one_removed_and_nothing_else_changes() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    open_access(&app, "orders", "us-west-2").await;
    let before = [SHOP, GATEWAY, BATCH];
    assert_principals(&service, "orders", "us-west-2", &before);

    add(&app, REPORTS).await;
    app.click(button(&format!("Remove {BATCH}"))).await;
    app.see(button(&format!("Keep {BATCH}"))).await;
    app.see_text("1 added, 1 removed, in 1 region").await;

    review(&app, "orders").await;
    let step = region("Change access in us-west-2");
    app.see(step.clone().containing(&format!("add {REPORTS}")))
        .await;
    app.see(step.clone().containing(&format!("remove {BATCH}")))
        .await;
    app.see(step.containing("the 3 existing connections stay up"))
        .await;
    // A review sends nothing, and warns that a removed principal is connected.
    assert_principals(&service, "orders", "us-west-2", &before);
    let name = textbox("Type").loosely();
    app.fill(name, BATCH).await;
    app.fill(textbox("Reason (optional)"), "Monthly reports")
        .await;
    app.fill(textbox("Ticket (optional)"), "OPS-1").await;
    app.fill(textbox("Access until (optional)"), "2099-12-31")
        .await;
    app.picture("review-note").await;

    app.click(button("Apply change")).await;
    app.see(dialog("Changes to orders").containing("Confirmed"))
        .await;
    assert_principals(&service, "orders", "us-west-2", &[SHOP, GATEWAY, REPORTS]);
    for (place, list) in [
        ("us-east-1", &[SHOP, GATEWAY, BATCH, PARTNER][..]),
        ("eu-west-1", &[SHOP, GATEWAY, BATCH][..]),
    ] {
        assert_principals(&service, "orders", place, list);
    }

    app.click(button("Done")).await;
    app.see(button(&format!("Remove {REPORTS}"))).await;
    app.see_no(button(&format!("Remove {BATCH}"))).await;
    app.see_text("No changes").await;
    quit_without_trace(app, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_invalid_piece_of_a_pasted_text_is_rejected_with_a_reason() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    open_access(&app, "orders", "eu-west-1").await;

    let path = "arn:aws:iam::590217736104:role/analytics/reporting";
    desktop.put_on_clipboard(&format!("{REPORTS}, 555566667777\n{path}; swordfish"));
    app.type_into(
        textbox("Who may connect"),
        &format!("{}v{}", char::from(Key::Control), char::from(Key::Null)),
    )
    .await;

    // The valid one is accepted; each of the others has its own reason.
    app.see(button(&format!("Remove {REPORTS}"))).await;
    for rubbish in ["555566667777", path, "swordfish"] {
        app.see(button(&format!("Remove unrecognized {rubbish}")))
            .await;
        assert!(!app.has(button(&format!("Remove {rubbish}"))).await);
    }
    let piece = |rubbish: &str| {
        any("listitem")
            .containing("AWS principal")
            .containing(rubbish)
    };
    app.see(piece("swordfish")).await;
    app.see_text("3 unrecognized entries").await;
    let blocked = app.find(&button("Review")).await;
    let blocked = blocked
        .attr("aria-disabled")
        .await
        .expect("it is on the page");
    assert_eq!(blocked.as_deref(), Some("true"));

    // A near miss is fixed with one press.
    app.click(button("Use arn:aws:iam::555566667777:root"))
        .await;
    app.see(button("Remove arn:aws:iam::555566667777:root"))
        .await;
    app.click(button(&format!("Remove unrecognized {path}")))
        .await;
    app.click(button("Remove unrecognized swordfish")).await;
    app.see_text("2 added, in 1 region").await;

    review(&app, "orders").await;
    app.click(button("Apply change")).await;
    app.see(dialog("Changes to orders").containing("Confirmed"))
        .await;
    let after = [
        SHOP,
        GATEWAY,
        BATCH,
        REPORTS,
        "arn:aws:iam::555566667777:root",
    ];
    assert_principals(&service, "orders", "eu-west-1", &after);
    quit_without_trace(app, &service).await;
}
