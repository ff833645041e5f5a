//! Responses that Postern must not use, as the user sees them.

use aeon_simulator::{Absence, Fault, FaultKind};
use postern_tests::{Desktop, TestApp, any, button, heading, row, searchbox, tab, textbox};

use super::northwind::{GATEWAY, add, assert_principals, loaded, northwind, open, open_access};
use super::northwind::{SHOP, signed_in};

async fn refreshed(app: &TestApp<'_>) {
    app.click(button("Refresh")).await;
    loaded(app).await;
}

/// Screenshots at two widths and in both themes.
async fn pictures(app: &TestApp<'_>, name: &str) {
    for (width, theme) in [
        (1000, "light"),
        (1000, "dark"),
        (1600, "dark"),
        (1600, "light"),
    ] {
        let script = format!("document.documentElement.dataset.theme = '{theme}'");
        app.script(&script, vec![]).await;
        app.resize(width, 800).await;
        app.picture(&format!("{name}-{width}-{theme}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_the_service_does_not_return_is_not_an_empty_one() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let before = service
        .principals("orders", "us-west-2")
        .expect("an endpoint");
    service.inject(Fault {
        route: None,
        kind: FaultKind::Absent {
            field: "security_principals".to_owned(),
            how: Absence::Null,
        },
        times: None,
        after: 0,
        key: None,
    });
    let app = signed_in(&desktop, &service).await;
    open(&app, "orders", "us-west-2").await;
    app.see(row("orders us-west-2").containing("Not read"))
        .await;
    app.click(tab("Access")).await;
    app.see_text("Principals not read").await;
    app.see_no(textbox("Who may connect")).await;
    pictures(&app, "not-read").await;
    app.click(any("link").containing("Access")).await;
    app.see(heading("Access")).await;
    app.see_text("so this page doesn't show who can connect there")
        .await;
    app.click(any("radio").containing("By endpoint")).await;
    app.see_text("Not read").await;
    pictures(&app, "access-not-read").await;

    // Once it is returned it can be edited, and no principal is lost.
    let partner = "arn:aws:iam::998877665544:root";
    service.clear_faults();
    app.click(any("link").containing("Endpoints")).await;
    refreshed(&app).await;
    open_access(&app, "orders", "us-west-2").await;
    add(&app, partner).await;
    app.click(button("Review")).await;
    app.click(button("Apply change")).await;
    app.see(any("dialog").containing("Confirmed")).await;
    let list: Vec<&str> = before.iter().map(String::as_str).chain([partner]).collect();
    assert!(list.contains(&SHOP) && list.contains(&GATEWAY));
    assert_principals(&service, "orders", "us-west-2", &list);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_with_control_characters_is_never_put_into_a_script() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    service.rename_cluster("orders", "orders\u{1b}[2J\u{7}");
    let app = signed_in(&desktop, &service).await;
    app.fill(searchbox("Search endpoints"), "orders us-west-2")
        .await;
    app.see_text("in 1 cluster").await;
    app.click(any("gridcell").containing("us-west-2")).await;
    app.click(tab("Connect")).await;
    app.click(button("Open the guide")).await;
    app.see_text("Postern can't make scripts or templates for this endpoint")
        .await;
    app.see_no(tab("AWS CLI")).await;
    pictures(&app, "unfit").await;
    app.quit().await;
}
