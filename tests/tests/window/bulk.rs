//! Many endpoints are changed at once, followed until they are confirmed, and reverted from the history.

use aeon_simulator::Handle;
use fantoccini::key::Key;
use postern_tests::{
    Desktop, TestApp, any, button, checkbox, dialog, link, region, searchbox, textbox,
};

use super::northwind::{assert_principals, northwind, quit_without_trace, signed_in};

const AUDIT: &str = "arn:aws:iam::111122223333:role/audit";
const PLACES: [(&str, &str); 3] = [
    ("orders", "us-west-2"),
    ("orders", "us-east-1"),
    ("orders", "eu-west-1"),
];

/// Searches, and selects all matches.
async fn select(app: &TestApp<'_>, cluster: &str) {
    app.fill(searchbox("Search endpoints"), cluster).await;
    app.see_text("in 1 cluster").await;
    app.click(checkbox("Select all rows shown")).await;
}

fn lists(service: &Handle) -> Vec<Vec<String>> {
    let list = |(cluster, region)| service.principals(cluster, region);
    PLACES.into_iter().filter_map(list).collect()
}

fn assert_lists(service: &Handle, wanted: &[Vec<String>]) {
    for ((cluster, region), list) in PLACES.into_iter().zip(wanted) {
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        assert_principals(service, cluster, region, &list);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_principal_is_added_to_all_but_one_endpoint_and_removed_again() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    let before = lists(&service);
    assert_eq!(before.len(), PLACES.len());

    select(&app, "orders").await;
    let bar = region("Selection");
    app.see(bar.clone().containing("3 endpoints in 1 cluster"))
        .await;
    select(&app, "catalog").await;
    app.see(bar.clone().containing("3 hidden by filters")).await;
    app.click(button("Add principals…").inside(bar)).await;
    app.fill(textbox("Principals to add"), AUDIT).await;
    app.press(&[Key::Enter]).await;
    app.see(button(&format!("Remove {AUDIT}"))).await;
    app.click(button("Review").loosely()).await;

    let step = |place: &str| format!("Change access in {place}");
    let first = region(&step("orders us-west-2"));
    app.see(first.containing(&format!("add {AUDIT}"))).await;
    app.click(checkbox(&format!("Include: {}", step("orders eu-west-1"))))
        .await;
    assert_eq!(lists(&service), before, "the review sent a change");
    app.click(button("Apply 4 changes")).await;
    app.see(any("dialog").containing("all 4 confirmed")).await;
    app.click(button("Done")).await;
    let mut after = before.clone();
    for list in &mut after[..2] {
        list.push(AUDIT.to_owned());
    }
    assert_lists(&service, &after);

    app.click(link("Changes")).await;
    let done = any("article")
        .containing("4 endpoints in 2 clusters")
        .nth(0);
    app.see(done).await;
    let line = any("listitem")
        .containing("Northwind")
        .containing("confirmed");
    app.click(any("button").inside(line.clone()).nth(0)).await;
    app.click(button("Revert 4 endpoints…").inside(line)).await;
    app.see(dialog("Review: Revert").loosely()).await;
    // These endpoints have connections, but it is what the user has just granted: nothing has to be typed.
    app.click(button("Apply 4 changes")).await;
    app.see(any("dialog").containing("all 4 confirmed")).await;
    app.click(button("Done")).await;
    assert_lists(&service, &before);
    quit_without_trace(app, &service).await;
}

/// The text of an exported plan that adds `AUDIT` to `orders` in us-east-1.
async fn exported(app: &TestApp<'_>) -> String {
    let script = format!(
        "const invoke = window.__TAURI_INTERNALS__.invoke;
         const snapshot = await invoke('snapshot');
         const orders = snapshot.clusters.items.find((cluster) => cluster.name === 'orders');
         const region = orders.regions.find((region) => region.region === 'us-east-1');
         const goal = {{ kind: 'add', regions: [region.id], principals: ['{AUDIT}'] }};
         window.planned = (await invoke('plan_bulk', {{ goal }})).id;"
    );
    app.script_async(&script).await.expect("it is planned");
    app.press(&[Key::Shift]).await;
    let copy = "const what = { kind: 'plan', batch: window.planned, exclude: [] };
         await window.__TAURI_INTERNALS__.invoke('copy_made', { what });";
    app.script_async(copy).await.expect("it is copied");
    app.desktop().clipboard()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_imported_plan_is_applied_to_the_current_lists() {
    const THEIRS: &str = "arn:aws:iam::998877665544:root";
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    let before = service.principals("orders", "us-east-1").expect("a list");
    let plan = exported(&app).await;
    assert!(plan.contains("\"postern_plan\": 1"), "{plan}");
    // Another client adds a principal before the plan is imported.
    let mut now: Vec<&str> = before.iter().map(String::as_str).collect();
    now.push(THEIRS);
    service.set_principals("orders", "us-east-1", &now);

    app.click(link("Changes").loosely()).await;
    app.click(button("Import plan…")).await;
    let text = textbox("Or paste the plan");
    app.fill(text.clone(), "{ \"postern_plan\": 1 ").await;
    app.click(button("Review")).await;
    app.see(any("alert").containing("The file is not JSON"))
        .await;
    app.press(&[Key::Escape]).await;
    desktop.put_on_clipboard(&plan);
    app.type_into(
        text,
        &format!("{}av{}", char::from(Key::Control), char::from(Key::Null)),
    )
    .await;
    app.click(button("Review")).await;
    app.see(region("Change access in us-east-1").containing(&format!("add {AUDIT}")))
        .await;
    assert_principals(&service, "orders", "us-east-1", &now);
    app.click(button("Apply change")).await;
    app.see(any("dialog").containing("Confirmed")).await;
    now.push(AUDIT);
    assert_principals(&service, "orders", "us-east-1", &now);
    app.click(button("Done")).await;
    quit_without_trace(app, &service).await;
}
