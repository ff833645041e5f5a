//! VPCs are created with valid ranges, and deleted after their name is typed.

use fantoccini::key::Key;
use postern_tests::{Desktop, button, combobox, dialog, heading, link, row_with, textbox, until};

use super::northwind::{northwind, quit_without_trace, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_vpc_is_created_and_deleted() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    app.click(link("VPCs").loosely()).await;
    app.see(heading("VPCs")).await;
    app.click(button("Create VPC")).await;
    let form = dialog("Create a VPC");
    let create = button("Create VPC").inside(form.clone());
    app.fill(textbox("Name"), "analytics").await;
    app.fill(combobox("Region"), "eu-west-3").await;
    app.press(&[Key::Tab]).await;
    // An invalid range is rejected before anything is sent.
    app.fill(textbox("Range"), "10.0.0.0/33").await;
    app.click(create.clone()).await;
    app.see(form.containing("The prefix length")).await;
    assert!(!service.vpc_names().contains(&"analytics".to_owned()));
    app.fill(textbox("Range"), "10.77.0.0/24").await;
    app.click(create).await;
    app.see(row_with(&["analytics", "10.77.0.0/24", "Active"]))
        .await;
    assert!(service.vpc_names().contains(&"analytics".to_owned()));

    app.click(button("Delete analytics")).await;
    app.fill(textbox("Type analytics to confirm"), "analytic")
        .await;
    app.press(&[Key::Enter]).await;
    assert!(service.vpc_names().contains(&"analytics".to_owned()));
    app.fill(textbox("Type analytics to confirm"), "analytics")
        .await;
    app.click(button("Delete VPC")).await;
    let gone = || async { (!service.vpc_names().contains(&"analytics".to_owned())).then_some(()) };
    until("the VPC to be deleted", gone).await;
    app.see(row_with(&["data-platform"])).await;
    app.see_no(row_with(&["analytics"])).await;
    quit_without_trace(app, &service).await;
}
