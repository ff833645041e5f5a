//! The simulated company, and steps that many stories share.

use std::time::Duration;

use aeon::{ApiKey, BaseUrl, Client, Proxy};
use aeon_simulator::{Durations, Handle, Options, Seed, Simulator};
use fantoccini::key::Key;
use futures_util::StreamExt;
use postern_tests::{
    TestApp, any, button, files_containing, heading, row, searchbox, tab, textbox, until, within,
};
pub use postern_tests::{loaded, name_service, signed_in, try_key};

/// How long a click may take to have an effect before it is repeated: the table may have moved.
const SOON: Duration = Duration::from_secs(5);

/// The root of an account.
pub const SHOP: &str = "arn:aws:iam::301122334455:root";
/// A role.
pub const GATEWAY: &str = "arn:aws:iam::301122334455:role/orders-gateway";
/// Another role.
pub const BATCH: &str = "arn:aws:iam::418830294417:role/nightly-batch";
/// On `orders` in us-east-1 only.
pub const PARTNER: &str = "arn:aws:iam::772845091263:root";

/// The demo's service, with short operations.
pub async fn northwind() -> Handle {
    with(Seed::Demo).await
}

/// The service with another seed.
pub async fn with(seed: Seed) -> Handle {
    let options = Options {
        durations: Durations::quick(),
        ..Options::default()
    };
    Simulator::start(seed, options)
        .await
        .expect("a free port for the service")
}

/// Searches for an endpoint and opens its panel.
pub async fn open(app: &TestApp<'_>, cluster: &str, region: &str) {
    app.fill(
        searchbox("Search endpoints"),
        &format!("{cluster} {region}"),
    )
    .await;
    // The row moves until the other rows are gone.
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

/// Opens an endpoint's list of principals.
pub async fn open_access(app: &TestApp<'_>, cluster: &str, region: &str) {
    open(app, cluster, region).await;
    app.click(tab("Access")).await;
    app.see(textbox("Who may connect")).await;
}

/// Types a principal and adds it.
pub async fn add(app: &TestApp<'_>, principal: &str) {
    app.fill(textbox("Who may connect"), principal).await;
    app.press(&[Key::Enter]).await;
    app.see(button(&format!("Remove {principal}"))).await;
}

/// Asserts that the service has exactly this list, in any order.
pub fn assert_principals(service: &Handle, cluster: &str, region: &str, wanted: &[&str]) {
    let mut list = service
        .principals(cluster, region)
        .unwrap_or_else(|| panic!("{cluster} has no endpoint in {region}"));
    let mut wanted: Vec<String> = wanted.iter().map(|text| (*text).to_owned()).collect();
    list.sort();
    wanted.sort();
    assert_eq!(list, wanted, "{cluster} in {region}");
}

/// Quits, and asserts that no file contains the account's key: settings, cache, logs, the web view's data, output.
pub async fn quit_without_trace(app: TestApp<'_>, service: &Handle) {
    let desktop = app.desktop();
    let key = service.keys().admin;
    assert!(
        !app.html().await.contains(&key),
        "the page contains the key"
    );
    app.quit().await;
    desktop.until_quit().await;
    assert!(!desktop.log().is_empty(), "the log is empty");
    // The first part is the same in every key.
    for part in key.split('.').skip(1) {
        let holders = files_containing(desktop.home(), part);
        assert!(holders.is_empty(), "{holders:?} contain a part of the key");
    }
}

/// Another client, with the admin key.
fn client(service: &Handle) -> Client {
    let base = BaseUrl::parse(&service.base_url()).expect("the service has a valid address");
    let mut options = aeon::Options::new(base);
    options.proxy = Proxy::None;
    let key = ApiKey::parse(&service.keys().admin).expect("the service's keys are valid");
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
    until("the endpoint to be deleted", gone).await;
}
