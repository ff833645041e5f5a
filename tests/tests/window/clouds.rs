//! Whose connections they are: the user's own AWS and Azure CLIs.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use fantoccini::key::Key;
use postern_tests::{
    Desktop, StandIn, TestApp, any, button, checkbox, cli_programs, dialog, heading, link, option,
    tab, textbox,
};

use super::northwind::{northwind, open, signed_in};

const FINANCE: &str = "0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1";
/// On no list.
const OLD_TEAM: &str = "99999999-8888-7777-6666-555555555555";

/// Lets Postern run the CLIs with these profiles, from the panel of an endpoint.
async fn switch_on(app: &TestApp<'_>, profiles: &[&str]) {
    app.click(button("Look up owners…")).await;
    app.type_into(checkbox("Run them in this account"), " ")
        .await;
    for profile in profiles {
        app.type_into(checkbox(profile), " ").await;
    }
    app.picture("clouds-settings").await;
    app.click(button("Save")).await;
    app.see_no(dialog("AWS and Azure CLIs").loosely()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_users_clis_say_whose_the_connections_are() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let name = |cluster: &str, region: &str| service.service_name(cluster, region).expect("ready");
    let aws = StandIn::aws(&name("orders", "us-west-2"), "us-west-2");
    let (finance, old) = (format!("{FINANCE}=Finance"), format!("{OLD_TEAM}=Old Team"));
    let azure = StandIn::azure(&name("ledger", "westus3"), &[&finance, &old]);
    let ids = |about: &serde_json::Value| about.as_str().expect("an ID").to_owned();
    let [shop, partner] = ["shop", "partner"].map(|one| ids(&aws.about["endpoints"][one]["id"]));
    service.set_connections("orders", "us-west-2", &[&shop, &partner]);
    let [of_finance, of_old] = [FINANCE, OLD_TEAM].map(|one| ids(&azure.about[one]));
    service.set_connections("ledger", "westus3", &[&of_finance, &of_old]);
    let folders = std::env::join_paths([azure.folder(), &cli_programs()]).expect("a path");
    desktop.set_variable("POSTERN_TEST_CLI_FOLDERS", &folders.to_string_lossy());
    let config = aws.folder().join("config").display().to_string();
    desktop.set_variable("AWS_CONFIG_FILE", &config);
    let app = signed_in(&desktop, &service).await;

    open(&app, "orders", "us-west-2").await;
    app.see_text(&shop).await;
    switch_on(&app, &["shop", "partner", "expired"]).await;
    app.see_text("Runs 6 commands").await;
    app.click(button("Look up owners")).await;
    app.see_text("shop-orders").await;
    app.see_text("partner-orders").await;
    app.see_text("not on the access list").await;
    // The expired sign-in is told apart, with the command that renews it.
    app.see_text("aws sso login --profile expired").await;
    app.picture("clouds-aws").await;

    open(&app, "ledger", "westus3").await;
    app.click(button("Look up owners")).await;
    app.see_text("apps/hub").await;
    app.picture("clouds-azure").await;

    // Names come straight from the organization and from Azure.
    app.click(link("Access").loosely()).await;
    app.click(button("Import names…")).await;
    app.click(button("Read from")).await;
    app.click(any("menuitem").containing("Azure subscriptions"))
        .await;
    app.see_text("Old Team").await;
    app.click(button("Import 2 names")).await;
    app.click(any("radio").containing("Findings")).await;
    let title = format!("Old Team ({OLD_TEAM}) is connected to ledger in westus3");
    app.see_text(&title).await;
    app.see_text("772845091263 is connected to orders in us-west-2")
        .await;
    app.picture("clouds-findings").await;
    app.quit().await;
}

/// Opens the guide for an endpoint.
async fn open_guide(app: &TestApp<'_>, cluster: &str, region: &str) {
    app.click(link("Endpoints").loosely()).await;
    open(app, cluster, region).await;
    app.click(tab("Connect")).await;
    app.click(button("Open the guide")).await;
    app.see(tab("Set up")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pre_flight_says_which_subnets_fit_and_fills_them_in() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let name = |cluster: &str, region: &str| service.service_name(cluster, region).expect("ready");
    let aws = StandIn::aws(&name("orders", "us-west-2"), "us-west-2");
    let shop = &aws.about["endpoints"]["shop"];
    let text = |about: &serde_json::Value| about.as_str().expect("a text").to_owned();
    let (vpc, best, address) = (
        text(&shop["vpc"]),
        text(&shop["subnets"]["a2"]),
        text(&shop["address"]),
    );
    service.set_connections("orders", "us-west-2", &[&text(&shop["id"])]);
    service.set_pse_host("orders", "us-west-2", &address);
    let finance = format!("{FINANCE}=Finance");
    let azure = StandIn::azure(&name("ledger", "westus3"), &[&finance]);
    let folders = std::env::join_paths([azure.folder(), &cli_programs()]).expect("a path");
    desktop.set_variable("POSTERN_TEST_CLI_FOLDERS", &folders.to_string_lossy());
    let config = aws.folder().join("config").display().to_string();
    desktop.set_variable("AWS_CONFIG_FILE", &config);
    let app = signed_in(&desktop, &service).await;
    let run = || button("Run: Pre-flight");
    let again = || button("Run again: Pre-flight");

    open_guide(&app, "orders", "us-west-2").await;
    app.click(button("Set up…")).await;
    app.type_into(checkbox("Run them in this account"), " ")
        .await;
    for profile in ["shop", "partner"] {
        app.type_into(checkbox(profile), " ").await;
    }
    app.click(button("Save")).await;
    app.see_text("Runs 4 commands").await;
    // The account of `partner` can't see the service: it is one to add.
    app.click(button("AWS profile").loosely()).await;
    app.click(option("partner")).await;
    app.click(run()).await;
    app.see_text("Account 772845091263 can't see the service in us-west-2.")
        .await;
    app.picture("pre-flight-not-visible").await;
    app.click(button("Add this account…")).await;
    app.see(any("dialog").containing("arn:aws:iam::772845091263:root"))
        .await;
    app.press(&[Key::Escape]).await;
    app.see_no(any("dialog")).await;

    app.click(button("AWS profile").loosely()).await;
    app.click(option("shop")).await;
    app.click(again()).await;
    app.see_text("can see the service in us-west-2a, us-west-2c")
        .await;
    app.see_text("isn't verified (pendingVerification)").await;
    app.picture("pre-flight").await;
    app.click(button(&format!("Use {vpc} and its subnets")))
        .await;
    app.see_text("The subnet fits.").await;
    assert_eq!(app.value(textbox("VPC")).await, vpc);
    assert_eq!(app.value(textbox("Subnets")).await, best);
    for (width, height) in [(1000, 700), (1600, 1000)] {
        app.resize(width, height).await;
        for theme in ["dark", "light"] {
            let script = format!("document.documentElement.dataset.theme = '{theme}'");
            app.script(&script, vec![]).await;
            app.picture(&format!("pre-flight-{width}-{theme}")).await;
        }
    }

    // A check compares the host's addresses with those of the endpoint, once they were looked up.
    app.click(tab("Check")).await;
    app.click(button("Look up owners")).await;
    app.see_text("shop-orders").await;
    app.see_no(button("Stop")).await;
    app.click(button("Check")).await;
    app.see_text(&format!("{address}: of the endpoint shop-orders."))
        .await;
    app.picture("check-compared").await;

    open_guide(&app, "ledger", "westus3").await;
    app.click(run()).await;
    app.see_text("Your sign-in can see 1 subscription.").await;
    app.picture("pre-flight-subscriptions").await;
    app.click(button(&format!("Use Finance ({FINANCE})"))).await;
    assert_eq!(app.value(textbox("Subscription ID")).await, FINANCE);
    app.fill(textbox("Resource group"), "apps").await;
    app.fill(textbox("VNet"), "hub").await;
    app.see_text("Runs 3 commands next").await;
    app.click(again()).await;
    app.see_text("it is delegated to Microsoft.Web/serverFarms")
        .await;
    app.click(button("Use hub and its subnets")).await;
    app.see_text("The subnet fits.").await;
    assert_eq!(app.value(textbox("Subnet")).await, "endpoints");
    app.picture("pre-flight-azure").await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_and_a_hanging_cli_leave_the_window_usable() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("aws");
    fs::write(&file, "#!/bin/sh\nsleep 1000 & wait\n").expect("a file");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("a program");
    fs::write(folder.path().join("config"), "[default]\n").expect("a file");
    desktop.set_variable(
        "POSTERN_TEST_CLI_FOLDERS",
        &folder.path().display().to_string(),
    );
    desktop.set_variable("POSTERN_TEST_CLI_LIMIT", "4");
    let config = folder.path().join("config").display().to_string();
    desktop.set_variable("AWS_CONFIG_FILE", &config);
    let app = signed_in(&desktop, &service).await;

    open(&app, "ledger", "westus3").await;
    switch_on(&app, &["default"]).await;
    app.see_text("The Azure CLI wasn't found.").await;
    app.picture("clouds-missing").await;

    open(&app, "orders", "us-west-2").await;
    app.click(button("Look up owners")).await;
    app.see(button("Stop")).await;
    // Everything else works meanwhile.
    app.click(link("Clusters")).await;
    app.see(heading("Clusters")).await;
    app.click(link("Endpoints").loosely()).await;
    open(&app, "orders", "us-west-2").await;
    app.see_text("aws didn't finish within 4 s. It was stopped.")
        .await;
    app.picture("clouds-hanging").await;
    app.click(button("Look up again")).await;
    app.click(button("Stop")).await;
    app.see(button("Look up again")).await;
    app.quit().await;
}
