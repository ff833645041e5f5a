//! The simulated company, and the ways to its screens that many stories begin with.

use std::time::Duration;

use aeon::{ApiKey, BaseUrl, Client, Proxy};
use aeon_simulator::{Durations, Handle, Options, Seed, Simulator};
use fantoccini::key::Key;
use futures_util::StreamExt;
use postern_tests::{
    TestApp, any, button, files_holding, heading, row, searchbox, tab, textbox, until, within,
};
pub use postern_tests::{loaded, name_service, signed_in, try_key};

/// A click that met a table on the move is given this long before it is made again.
const SOON: Duration = Duration::from_secs(5);

/// An account's root.
pub const SHOP: &str = "arn:aws:iam::301122334455:root";
/// A role.
pub const GATEWAY: &str = "arn:aws:iam::301122334455:role/orders-gateway";
/// Another role.
pub const BATCH: &str = "arn:aws:iam::418830294417:role/nightly-batch";
/// On `orders` in us-east-1 only.
pub const PARTNER: &str = "arn:aws:iam::772845091263:root";

/// The service, quick enough to wait for.
pub async fn northwind() -> Handle {
    with(Seed::Demo).await
}

/// The service with something else in it.
pub async fn with(seed: Seed) -> Handle {
    let options = Options {
        durations: Durations::quick(),
        ..Options::default()
    };
    Simulator::start(seed, options)
        .await
        .expect("a free port for the service")
}

/// Searches for an endpoint and opens it beside the table.
pub async fn open(app: &TestApp<'_>, cluster: &str, region: &str) {
    app.fill(
        searchbox("Search endpoints"),
        &format!("{cluster} {region}"),
    )
    .await;
    // Only once the other rows are gone does this one stay where it is clicked.
    app.see_text("in 1 cluster").await;
    let line = row(&format!("{cluster} {region}"));
    let title = heading(&format!("{cluster} · {region}"));
    let shown = || async { app.has(title.clone()).await.then_some(()) };
    for _ in 0..5 {
        app.click(any("gridcell").containing(region).inside(line.clone()))
            .await;
        if within(SOON, shown).await.is_some() {
            return;
        }
    }
    app.see(title).await;
}

/// Opens an endpoint's list of who may connect.
pub async fn open_access(app: &TestApp<'_>, cluster: &str, region: &str) {
    open(app, cluster, region).await;
    app.click(tab("Access")).await;
    app.see(textbox("Who may connect")).await;
}

/// Adds a principal to the list by typing it.
pub async fn add(app: &TestApp<'_>, principal: &str) {
    app.fill(textbox("Who may connect"), principal).await;
    app.press(&[Key::Enter]).await;
    app.see(button(&format!("Remove {principal}"))).await;
}

/// Asserts that the service has exactly this list, whatever its order.
pub fn assert_principals(service: &Handle, cluster: &str, region: &str, wanted: &[&str]) {
    let mut list = service
        .principals(cluster, region)
        .unwrap_or_else(|| panic!("{cluster} has no endpoint in {region}"));
    let mut wanted: Vec<String> = wanted.iter().map(|text| (*text).to_owned()).collect();
    list.sort();
    wanted.sort();
    assert_eq!(list, wanted, "{cluster} in {region}");
}

/// Quits, and asserts that nothing that was left behind holds the account's key: settings, pictures, logs,
/// what the web view keeps, what was printed.
pub async fn quit_without_trace(app: TestApp<'_>, service: &Handle) {
    let desktop = app.desktop();
    let key = service.keys().admin;
    assert!(!app.html().await.contains(&key), "the page holds the key");
    app.quit().await;
    desktop.until_alone().await;
    assert!(!desktop.log().is_empty(), "there is no log to look through");
    // The first part is every key's.
    for part in key.split('.').skip(1) {
        let holders = files_holding(desktop.home(), part);
        assert!(holders.is_empty(), "a part of the key is in {holders:?}");
    }
}

/// Another client, with the admin's key.
fn client(service: &Handle) -> Client {
    let base = BaseUrl::parse(&service.base_url()).expect("the service has an address");
    let mut options = aeon::Options::new(base);
    options.proxy = Proxy::None;
    let key = ApiKey::parse(&service.keys().admin).expect("the service makes keys");
    Client::new(&options, key).expect("a client for loopback")
}

/// Deletes an endpoint as another client, and waits until it is gone.
pub async fn delete_endpoint(service: &Handle, cluster: &str, region: &str) {
    let client = client(service);
    let account = client.account().await.expect("the key is good");
    let first = account.info.projects[0].id.clone();
    let project = client.project(account.info.id, first);
    let mut pages = project.clusters();
    let mut found = None;
    while let Some(page) = pages.next().await {
        let page = page.expect("clusters can be listed");
        found = found.or(page.items.into_iter().find(|one| one.spec.name == cluster));
    }
    let found = found.expect("there is such a cluster");
    let endpoint = found.info.endpoints().iter();
    let pse = endpoint
        .filter(|endpoint| endpoint.region == region)
        .find_map(|endpoint| endpoint.pse())
        .expect("it has an endpoint there");
    project
        .delete_pse(&found.info.id, &pse)
        .await
        .expect("it can be deleted");
    let gone = || async { service.principals(cluster, region).is_none().then_some(()) };
    until("the endpoint is gone", gone).await;
}
