//! Walks through the main task in the real window, in the demo account, and saves a screenshot of each screen:
//! `walk demo` for `cargo xtask demo`, `walk pictures` for the README. `POSTERN_PICTURES` is the folder.

use fantoccini::key::Key;
use postern_tests::{
    Desktop, TestApp, any, button, checkbox, dialog, heading, row, searchbox, tab, textbox, within,
};

const REPORTS: &str = "arn:aws:iam::111122223333:role/reports";
const NEAR_MISS: &str = "5555-6666-7777";
/// An edit is confirmed once reads show it, about 20 s later.
const CONFIRMED: std::time::Duration = std::time::Duration::from_secs(90);

#[tokio::main]
async fn main() {
    let desktop = Desktop::start().await;
    if std::env::args().nth(1).as_deref() != Some("pictures") {
        let app = TestApp::open(&desktop).await;
        app.see(button("Add an account")).await;
        app.picture("1-welcome").await;
        app.quit().await;
    }
    let app = TestApp::open_with(&desktop, &["--demo"]).await;
    app.resize(1440, 900).await;
    app.see(heading("Endpoints")).await;
    app.see(button("Refresh")).await;
    theme(&app, "dark").await;
    match std::env::args().nth(1).as_deref() {
        Some("pictures") => pictures(&app).await,
        _ => demo(&app).await,
    }
    app.quit().await;
}

/// The main task: find an endpoint, add a principal, see the change confirmed.
async fn demo(app: &TestApp<'_>) {
    app.picture("2-endpoints").await;
    app.fill(searchbox("Search endpoints"), "orders us-west-2")
        .await;
    let line = row("orders us-west-2");
    app.click(any("gridcell").containing("us-west-2").inside(line))
        .await;
    app.see(heading("orders · us-west-2")).await;
    app.picture("3-endpoint").await;
    edit(app).await;
    app.picture("4-editor").await;
    app.click(button(&format!("Remove unrecognized {NEAR_MISS}")))
        .await;
    app.click(button("Review")).await;
    app.see(button("Apply change")).await;
    app.picture("5-review").await;
    app.click(button("Apply change")).await;
    app.picture("6-applying").await;
    let confirmed = || async {
        let dialog = dialog("Changes to orders").containing("Confirmed");
        app.has(dialog).await.then_some(())
    };
    assert!(
        within(CONFIRMED, confirmed).await.is_some(),
        "the change was not confirmed"
    );
    // The bar at the top and the button at the bottom: what is between them is painted with them.
    let bar = any("progressbar").inside(dialog("Changes to orders"));
    app.picture_with("7-confirmed", &[bar, button("Done")])
        .await;
    println!("Walked from the welcome screen to a confirmed change.");
}

/// The screenshots in the README.
async fn pictures(app: &TestApp<'_>) {
    app.picture("endpoints-dark").await;
    app.fill(searchbox("Search endpoints"), "orders").await;
    let line = row("orders us-west-2");
    app.click(any("gridcell").containing("us-west-2").inside(line))
        .await;
    app.see(heading("orders · us-west-2")).await;
    edit(app).await;
    app.picture("editor-dark").await;
    app.click(button(&format!("Remove unrecognized {NEAR_MISS}")))
        .await;
    app.click(button("Discard")).await;
    many(app).await;
    app.click(any("link").containing("Clusters")).await;
    app.see(heading("Clusters")).await;
    app.picture("clusters-light").await;
    app.click(button("Topology of orders")).await;
    app.see(heading("Topology")).await;
    app.see(any("link").containing("Shop")).await;
    app.picture("topology-light").await;
    app.click(any("link").containing("Access")).await;
    app.see(heading("Access")).await;
    app.click(any("radio").containing("Findings")).await;
    app.see(heading("Open to anyone").loosely()).await;
    app.picture("findings-light").await;
    connect(app).await;
    theme(app, "dark").await;
    app.click(button("Find anything").loosely()).await;
    app.type_focused("orders").await;
    app.see_text("us-west-2").await;
    app.picture("palette-dark").await;
}

/// The guide for connecting an application.
async fn connect(app: &TestApp<'_>) {
    app.click(any("link").containing("Endpoints")).await;
    app.fill(searchbox("Search endpoints"), "orders us-west-2")
        .await;
    app.see_text("in 1 cluster").await;
    let line = row("orders us-west-2");
    app.click(any("gridcell").containing("us-west-2").inside(line))
        .await;
    app.click(tab("Connect")).await;
    app.click(button("Open the guide")).await;
    app.see(tab("Set up")).await;
    app.click(tab("AWS CLI")).await;
    app.fill(textbox("VPC"), "vpc-0f4c1be2a97d33e10").await;
    app.see(button("Copy (2 blanks)")).await;
    app.picture("connect-light").await;
    app.click(tab("Troubleshooting")).await;
    let error = "An error occurred (InvalidServiceName) when calling CreateVpcEndpoint: The Vpc Endpoint \
                 Service 'com.amazonaws.vpce.us-west-2.vpce-svc-030d6b7e64f684b16' does not exist";
    app.fill(textbox("Paste an error"), error).await;
    app.see_text("most likely first").await;
    app.picture("troubleshooting-light").await;
}

/// Adds a principal to all endpoints on AWS.
async fn many(app: &TestApp<'_>) {
    theme(app, "light").await;
    app.fill(searchbox("Search endpoints"), "aws ready").await;
    app.see_text("in 8 clusters").await;
    app.click(checkbox("Select all rows shown")).await;
    app.click(button("Add principals…")).await;
    app.fill(textbox("Principals to add"), REPORTS).await;
    app.press(&[Key::Enter]).await;
    app.see(button(&format!("Remove {REPORTS}"))).await;
    app.click(button("Review").loosely()).await;
    let apply = button("Apply").loosely();
    app.see(apply.clone()).await;
    app.picture("review-light").await;
    theme(app, "dark").await;
    app.click(apply).await;
    app.see(any("dialog").containing("confirmed")).await;
    app.picture("progress-dark").await;
    app.click(button("Hide")).await;
    app.click(button("Clear search")).await;
    theme(app, "light").await;
}

/// Adds a principal, and types one with a mistake.
async fn edit(app: &TestApp<'_>) {
    app.click(tab("Access")).await;
    let field = || textbox("Who may connect");
    app.see(field()).await;
    app.fill(field(), REPORTS).await;
    app.press(&[Key::Enter]).await;
    app.see(button(&format!("Remove {REPORTS}"))).await;
    app.fill(field(), NEAR_MISS).await;
    app.press(&[Key::Enter]).await;
    app.see(button(&format!("Remove unrecognized {NEAR_MISS}")))
        .await;
}

async fn theme(app: &TestApp<'_>, theme: &str) {
    let script = format!("document.documentElement.dataset.theme = '{theme}'");
    app.script(&script, vec![]).await;
}
