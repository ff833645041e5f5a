//! Saves a screenshot of every screen of the demo account, narrow and wide, in dark and light, to look through after a
//! change that touches many of them. `POSTERN_PICTURES` is the folder. `gallery dialogs` takes only the dialogs about
//! accounts, names and findings.

use aeon_simulator::{Options, Seed, Simulator};
use fantoccini::key::Key;
use postern_tests::{
    Desktop, TestApp, any, button, checkbox, dialog, heading, menuitem, name_service, row,
    searchbox, tab, textbox, try_key,
};

/// The window's sizes: the narrowest that the design is made for, and those of common screens.
const SIZES: [(u32, u32); 3] = [(1000, 700), (1280, 800), (1920, 1080)];

/// Each screen's address, its name in the file, and the heading that it has once it is there.
const SCREENS: [(&str, &str, &str); 10] = [
    ("/endpoints", "endpoints", "Endpoints"),
    ("/connect", "connect", "Connect"),
    ("/topology", "topology", "Topology"),
    ("/clusters", "clusters", "Clusters"),
    ("/vpcs", "vpcs", "VPCs"),
    ("/access", "access", "Access"),
    ("/access?by=endpoint", "access-by-endpoint", "Access"),
    ("/access?by=findings", "findings", "Access"),
    ("/changes", "changes", "Changes"),
    ("/settings", "settings", "Settings"),
];

#[tokio::main]
async fn main() {
    let desktop = Desktop::start().await;
    if std::env::args().nth(1).as_deref() == Some("dialogs") {
        return dialogs(&desktop).await;
    }
    let app = TestApp::open(&desktop).await;
    app.see(button("Add an account")).await;
    shots(&app, "welcome").await;
    app.click(button("Add an account")).await;
    shots(&app, "add-account").await;
    app.quit().await;

    let app = TestApp::open_with(&desktop, &["--demo"]).await;
    app.see(button("Refresh")).await;
    for (address, name, title) in SCREENS {
        go(&app, address).await;
        app.see(heading(title)).await;
        shots(&app, name).await;
    }
    go(&app, "/accounts").await;
    shots(&app, "accounts").await;
    panels(&app).await;
    failed(&app).await;
    app.quit().await;
    // Last: it leaves accounts behind.
    dialogs(&desktop).await;
}

/// What is asked about a key's projects, an account, names and findings.
async fn dialogs(desktop: &Desktop) {
    let service = Simulator::start(Seed::Demo, Options::default())
        .await
        .expect("a free port for the service");
    let app = TestApp::open(desktop).await;
    app.click(button("Add an account")).await;
    name_service(&app, &service).await;
    try_key(&app, &service.keys().two_projects).await;
    app.see(button("Add 2 accounts")).await;
    shots(&app, "add-projects").await;
    app.click(button("Add 2 accounts")).await;
    app.see(heading("Endpoints")).await;
    go(&app, "/accounts").await;
    app.click(button("More actions").loosely()).await;
    app.click(menuitem("Environment…")).await;
    app.see(any("dialog").containing("Environment")).await;
    shots(&app, "environment").await;
    app.click(button("Cancel")).await;
    app.quit().await;

    let app = TestApp::open_with(desktop, &["--demo"]).await;
    app.see(button("Refresh")).await;
    go(&app, "/access?by=findings").await;
    app.click(button("Accept…").loosely()).await;
    app.see(dialog("Accept a finding")).await;
    shots(&app, "accept-finding").await;
    app.click(button("Cancel")).await;
    go(&app, "/access").await;
    app.click(button("Import names…")).await;
    let list = format!(
        "Account ID,Name{}772845091263,Contoso",
        char::from(Key::Enter)
    );
    app.fill(textbox("List of accounts"), &list).await;
    app.see(button("Import 1 name")).await;
    shots(&app, "import-names").await;
    app.press(&[Key::Escape]).await;
    app.quit().await;

    let app = TestApp::open_with(desktop, &["--demo"]).await;
    app.see(button("Refresh")).await;
    go(&app, "/settings").await;
    for (section, name) in [("Notifications", "notifications"), ("About", "about")] {
        let script =
            format!("document.querySelector('section[aria-label=\"{section}\"]').scrollIntoView()");
        app.script(&script, vec![]).await;
        shots(&app, &format!("settings-{name}")).await;
    }
    app.quit().await;
}

/// A failed endpoint, the plan that recreates it, and the bar of a selection.
async fn failed(app: &TestApp<'_>) {
    app.press(&[Key::Escape]).await;
    go(app, "/endpoints?q=").await;
    app.see(searchbox("Search endpoints")).await;
    app.fill(searchbox("Search endpoints"), "sessions").await;
    app.see_text("in 1 cluster").await;
    app.click(
        any("gridcell")
            .containing("us-east-1")
            .inside(row("sessions us-east-1")),
    )
    .await;
    app.click(tab("Overview")).await;
    shots(app, "panel-failed").await;
    app.click(button("Recreate endpoint…")).await;
    app.see(dialog("Review changes to sessions")).await;
    shots(app, "review-recreate").await;
    app.click(button("Back")).await;
    app.click(button("Close panel")).await;
    app.fill(searchbox("Search endpoints"), "a").await;
    app.click(checkbox("Select all rows shown")).await;
    shots(app, "selection").await;
}

/// What opens over or beside a screen.
async fn panels(app: &TestApp<'_>) {
    go(app, "/vpcs").await;
    app.click(button("Create VPC")).await;
    app.see(dialog("Create a VPC")).await;
    shots(app, "create-vpc").await;
    app.click(button("Cancel")).await;

    go(app, "/endpoints").await;
    app.see(heading("Endpoints")).await;
    app.fill(searchbox("Search endpoints"), "orders us-west-2")
        .await;
    app.see_text("in 1 cluster").await;
    let line = row("orders us-west-2");
    app.click(any("gridcell").containing("us-west-2").inside(line))
        .await;
    for name in ["Overview", "Access", "Connect", "Activity"] {
        app.click(tab(name)).await;
        shots(app, &format!("panel-{}", name.to_lowercase())).await;
    }
    app.click(tab("Connect")).await;
    app.click(button("Open the guide")).await;
    for name in ["Set up", "Check", "Troubleshooting"] {
        app.click(tab(name).loosely()).await;
        shots(
            app,
            &format!("guide-{}", name.to_lowercase().replace(' ', "-")),
        )
        .await;
    }
    app.click(button("Find anything").loosely()).await;
    app.see(any("combobox").loosely()).await;
    shots(app, "palette").await;
}

async fn go(app: &TestApp<'_>, address: &str) {
    app.script(&format!("location.hash = '#{address}'"), vec![])
        .await;
    app.settle().await;
}

/// One screenshot for each size and theme.
async fn shots(app: &TestApp<'_>, name: &str) {
    for (width, height) in SIZES {
        app.resize(width, height).await;
        for theme in ["dark", "light"] {
            let script = format!("document.documentElement.dataset.theme = '{theme}'");
            app.script(&script, vec![]).await;
            app.settle().await;
            app.picture(&format!("{name}-{width}-{theme}")).await;
        }
    }
}
