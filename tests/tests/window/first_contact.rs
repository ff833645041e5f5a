//! A service that has its endpoints elsewhere, and calls the field of a create something else.

use aeon_simulator::{Durations, Options, Seed, Simulator};
use postern_tests::{Desktop, button, dialog, link, region};

use super::northwind::{
    SHOP, add, assert_principals, open, open_access, quit_without_trace, signed_in,
};

const MINE: &str = "arn:aws:iam::111122223333:role/reports";

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_speaks_another_dialect_is_learned_edited_and_gets_an_endpoint() {
    let dialect = "clusters/{cluster_id}/network/private-service-endpoints:region_specs";
    let options = Options {
        durations: Durations::quick(),
        dialect: dialect.parse().expect("a dialect"),
        ..Options::default()
    };
    let service = Simulator::start(Seed::Demo, options)
        .await
        .expect("a free port for the service");
    let desktop = Desktop::start().await;
    let app = signed_in(&desktop, &service).await;

    open_access(&app, "orders", "us-east-1").await;
    add(&app, MINE).await;
    app.click(button("Review")).await;
    app.click(button("Apply change")).await;
    app.see(dialog("Changes to orders").containing("Confirmed"))
        .await;
    app.click(button("Done")).await;
    let list = service
        .principals("orders", "us-east-1")
        .unwrap_or_default();
    assert!(list.contains(&MINE.to_owned()), "{list:?}");

    open(&app, "catalog", "eu-central-1").await;
    add(&app, SHOP).await;
    app.click(button("Review")).await;
    app.click(button("Create endpoint").inside(dialog("Review changes to catalog")))
        .await;
    app.see(dialog("Changes to catalog").containing("Confirmed"))
        .await;
    app.click(button("Done")).await;
    assert_eq!(service.pse_count("catalog"), 3);
    assert_principals(&service, "catalog", "eu-central-1", &[SHOP]);

    app.click(link("Settings")).await;
    let learned = region(&service.base_url());
    app.see(learned.clone().containing("Learned by reading an endpoint"))
        .await;
    app.see(learned.clone().containing("region_specs")).await;
    let scroll = "document.querySelector('section[aria-label=Diagnostics]').scrollIntoView()";
    app.script(scroll, Vec::new()).await;
    app.picture_with("diagnostics", std::slice::from_ref(&learned))
        .await;
    app.click(button("Copy diagnostics")).await;
    app.see_text("Copied diagnostics").await;
    app.click(button("Forget").inside(learned.clone())).await;
    app.see(learned.containing("Learned when you first create an endpoint"))
        .await;
    quit_without_trace(app, &service).await;
}
