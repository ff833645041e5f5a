//! Endpoints are created in regions without one, and deleted after their name is typed.

use postern_tests::{Desktop, any, button, checkbox, dialog, region, row, textbox};

use super::northwind::{
    SHOP, add, assert_principals, northwind, open, quit_without_trace, signed_in,
};

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_is_created_in_every_region_without_one() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    assert_eq!(service.pse_count("catalog"), 2);
    let app = signed_in(&desktop, &service).await;
    open(&app, "catalog", "eu-central-1").await;

    add(&app, SHOP).await;
    app.type_into(checkbox("ap-southeast-1"), " ").await;
    app.see_text("2 endpoints, 1 principal").await;
    app.click(button("Review")).await;
    app.see(region("Create endpoint in eu-central-1")).await;
    app.see(region("Create endpoint in ap-southeast-1")).await;
    assert_eq!(service.pse_count("catalog"), 2);
    app.click(button("Apply 2 changes")).await;
    app.see(dialog("Changes to catalog").containing("all 2 confirmed"))
        .await;
    app.click(button("Done")).await;

    assert_eq!(service.pse_count("catalog"), 4);
    for place in ["eu-central-1", "ap-southeast-1"] {
        assert_principals(&service, "catalog", place, &[SHOP]);
    }
    app.see(row("catalog eu-central-1").containing("Ready"))
        .await;
    app.see(any("tab").containing("Overview")).await;
    quit_without_trace(app, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_is_deleted_after_its_name_is_typed() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    open(&app, "orders", "eu-west-1").await;
    app.click(button("Delete endpoint…")).await;

    let review = dialog("Review changes to orders");
    app.see(
        review
            .clone()
            .containing("Aeon may refuse this while 1 connection exists"),
    )
    .await;
    let delete = button("Delete endpoint").inside(review.clone());
    let field = textbox("Type").loosely().inside(review);
    let disabled = async || {
        let button = app.find(&delete).await;
        let disabled = button.attr("aria-disabled").await.expect("it is there");
        disabled.as_deref() == Some("true")
    };
    assert!(disabled().await, "it can be deleted without typing a name");
    app.see(textbox("Type").loosely()).await;
    app.fill(field.clone(), "orders/us-west-2").await;
    assert!(
        disabled().await,
        "it can be deleted with another endpoint's name"
    );
    app.press(&[fantoccini::key::Key::Enter]).await;
    assert_eq!(service.pse_count("orders"), 3);

    app.fill(field, "orders/eu-west-1").await;
    app.click(delete).await;
    app.see(dialog("Changes to orders").containing("Confirmed"))
        .await;
    assert_eq!(service.pse_count("orders"), 2);
    assert!(service.principals("orders", "eu-west-1").is_none());
    assert!(service.principals("orders", "us-west-2").is_some());
    app.click(button("Done")).await;
    app.see(row("orders eu-west-1").containing("Create endpoint"))
        .await;
    quit_without_trace(app, &service).await;
}
