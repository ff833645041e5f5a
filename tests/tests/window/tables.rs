//! What every table offers: copying rows, row menus, and columns and filters that last.

use fantoccini::key::Key;
use postern_tests::{
    Desktop, TestApp, any, button, checkbox, columnheader, heading, link, loaded, menuitem,
    program, row, searchbox, textbox, until,
};

use super::northwind::{northwind, signed_in};

async fn copied(desktop: &Desktop, is_right: impl Fn(&str) -> bool) -> String {
    until("the clipboard", || async {
        let text = desktop.clipboard();
        is_right(&text).then_some(text)
    })
    .await
}

pub async fn press_with(app: &TestApp<'_>, with: Key, key: Key) {
    let keys = [with, key, Key::Null].map(char::from);
    app.type_focused(&keys.iter().collect::<String>()).await;
}

async fn until_focus(app: &TestApp<'_>, name: &str) {
    let focused = format!("return document.activeElement.ariaLabel === '{name}'");
    app.until_page(name, &focused).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn selected_rows_are_copied_in_every_form() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    app.fill(searchbox("Search endpoints"), "orders").await;
    app.see_text("in 1 cluster").await;
    app.press(&[Key::Down]).await;
    until_focus(&app, "orders").await;
    app.type_focused(" ").await;
    app.see(any("region").containing("3 endpoints in 1 cluster"))
        .await;

    // One service name a line.
    let name = |region| service.service_name("orders", region).expect("it is ready");
    let ctrl_c = format!("{}c{}", char::from(Key::Control), char::from(Key::Null));
    app.type_focused(&ctrl_c).await;
    let names = copied(&desktop, |text| text.lines().count() == 3).await;
    for region in ["us-east-1", "us-west-2", "eu-west-1"] {
        assert!(names.lines().any(|line| line == name(region)), "{names}");
    }
    app.see(any("alertdialog").containing("Copied 3 service names"))
        .await;

    // The row's menu, with the keyboard only.
    app.press(&[Key::Down]).await;
    until_focus(&app, "orders us-west-2").await;
    press_with(&app, Key::Shift, Key::F10).await;
    app.see(menuitem("Copy 3 service names")).await;
    for entry in [
        "Open",
        "Edit access",
        "Connect",
        "Topology",
        "Delete endpoint…",
    ] {
        assert!(app.has(menuitem(entry)).await, "{entry}");
    }
    app.picture("row-menu").await;
    app.type_focused("Copy as").await;
    app.press(&[Key::Right]).await;
    app.see(menuitem("Rows as CSV")).await;
    // Behind service names, hosts, principals, links and TSV.
    app.press(&[Key::Down; 5]).await;
    app.press(&[Key::Enter]).await;
    let csv = copied(&desktop, |text| text.starts_with("\"cluster\"")).await;
    assert_eq!(csv.lines().count(), 4);
    app.see(any("alertdialog").containing("Copied 3 rows as CSV"))
        .await;
    app.see_no(menuitem("Rows as CSV")).await;
    until_focus(&app, "orders us-west-2").await;

    // The selection's menu.
    for (entry, beginning) in [
        ("Rows as Markdown", "| cluster |"),
        ("Rows as TSV", "cluster\t"),
        ("Rows as JSON", "[\n"),
        ("Hosts", "host."),
        ("Principals", "arn:aws:iam::"),
    ] {
        app.click(button("Copy").inside(any("region").containing("3 endpoints")))
            .await;
        app.click(menuitem(entry)).await;
        let is_right = |text: &str| match entry {
            "Hosts" => text.lines().count() == 3 && !text.contains("vpce-svc"),
            _ => text.starts_with(beginning),
        };
        copied(&desktop, is_right).await;
        app.see_no(menuitem(entry)).await;
    }

    // A row that isn't selected stands for itself.
    app.fill(
        searchbox("Search endpoints"),
        "analytics-warehouse us-east-2",
    )
    .await;
    app.see(row("analytics-warehouse us-east-2")).await;
    app.press(&[Key::Down]).await;
    app.press(&[Key::Down]).await;
    until_focus(&app, "analytics-warehouse us-east-2").await;
    press_with(&app, Key::Shift, Key::F10).await;
    app.click(menuitem("Copy service name")).await;
    let one = service.service_name("analytics-warehouse", "us-east-2");
    copied(&desktop, |text| Some(text) == one.as_deref()).await;

    // Other tables have names and whole rows.
    app.click(link("Clusters").loosely()).await;
    app.see(row("orders").loosely()).await;
    let focus = "document.querySelector('[aria-label=\"Topology of orders\"]').focus()";
    app.script(focus, vec![]).await;
    press_with(&app, Key::Shift, Key::F10).await;
    app.click(menuitem("Copy as")).await;
    app.click(menuitem("Rows as TSV")).await;
    copied(&desktop, |text| text.starts_with("cluster\tid\t")).await;

    // A link that is opened on the desktop shows the endpoint that it was copied from.
    app.click(link("Endpoints").loosely()).await;
    let place = row("analytics-warehouse us-east-2");
    app.click(any("gridcell").containing("us-east-2").inside(place))
        .await;
    app.click(button("Close panel")).await;
    press_with(&app, Key::Shift, Key::F10).await;
    app.click(menuitem("Copy as")).await;
    app.click(menuitem("Links")).await;
    let copied = copied(&desktop, |text| text.starts_with("postern://endpoint/")).await;
    app.click(link("VPCs").loosely()).await;
    app.see(heading("VPCs")).await;
    let opened = desktop
        .command("timeout")
        .args(["20", program().to_str().expect("a path in UTF-8"), &copied])
        .output()
        .expect("it runs");
    assert!(opened.status.success(), "it hands over and exits");
    app.see(heading("analytics-warehouse · us-east-2")).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_filters_and_the_last_page_last() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    app.resize(1400, 800).await;
    app.see(columnheader("Zones")).await;
    app.click(button("Columns of Endpoints")).await;
    app.see(checkbox("Zones")).await;
    let zones = "[...document.querySelectorAll('[role=dialog] label')]
         .find((one) => one.textContent === 'Zones').querySelector('input').focus()";
    app.script(zones, vec![]).await;
    app.type_focused(" ").await;
    app.click(button("Move Host left")).await;
    app.picture("columns").await;
    app.press(&[Key::Escape]).await;
    app.see_no(columnheader("Zones")).await;
    app.see(columnheader("Host")).await;

    // A header's menu, and its width.
    let focus = "document.querySelector('[data-column=principals] button').focus()";
    app.script(focus, vec![]).await;
    press_with(&app, Key::Shift, Key::F10).await;
    app.see(menuitem("Hide Principals")).await;
    app.press(&[Key::Escape]).await;
    app.see_no(menuitem("Hide Principals")).await;
    app.script(focus, vec![]).await;
    press_with(&app, Key::Shift, Key::Right).await;
    const HEADS: &str =
        "return [...document.querySelectorAll('[data-column]')].map((head) => head.dataset.column)";
    const WIDTH: &str = "return Math.round(document.querySelector('[data-column=principals]')
         .getBoundingClientRect().width)";
    let heads = app.script(HEADS, vec![]).await;
    let host_first = serde_json::json!([
        "region",
        "state",
        "host",
        "service",
        "principals",
        "connections"
    ]);
    assert_eq!(heads, host_first);
    let width = app.script(WIDTH, vec![]).await;

    // Filters under a name.
    app.fill(searchbox("Search endpoints"), "orders").await;
    app.see_text("in 1 cluster").await;
    app.click(button("Views")).await;
    app.click(menuitem("Save view…")).await;
    app.fill(textbox("Name"), "Only orders").await;
    app.press(&[Key::Enter]).await;
    app.see(button("Only orders")).await;
    app.click(link("VPCs").loosely()).await;
    app.see(heading("VPCs")).await;
    // What was typed a moment ago is saved before the window closes.
    let saved = || async {
        let file = std::fs::read_to_string(desktop.config().join("views.json")).ok()?;
        file.contains("\"lastPage\": \"/vpcs\"").then_some(())
    };
    until("the views to be saved", saved).await;
    app.quit().await;

    let app = TestApp::open(&desktop).await;
    app.see(heading("VPCs")).await;
    app.click(link("Endpoints").loosely()).await;
    app.see(row("orders us-west-2")).await;
    assert_eq!(app.value(searchbox("Search endpoints")).await, "orders");
    app.resize(1400, 800).await;
    app.until_page(
        "the same columns",
        &format!(
            "{} + '' === '{}'",
            HEADS, "region,state,host,service,principals,connections"
        ),
    )
    .await;
    app.until_page("the same width", &format!("{WIDTH} === {width}"))
        .await;

    // Nothing of it stays on the lock screen, and it is back afterwards.
    app.click(button("Clear")).await;
    loaded(&app).await;
    app.click(button("Views")).await;
    app.click(menuitem("Only orders")).await;
    app.see_text("in 1 cluster").await;
    app.click(button("Lock")).await;
    app.see(heading("Northwind is locked")).await;
    app.click(button("Unlock")).await;
    app.see(row("orders us-west-2")).await;
    assert_eq!(app.value(searchbox("Search endpoints")).await, "orders");
    app.quit().await;
}
