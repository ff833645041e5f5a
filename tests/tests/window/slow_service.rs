//! A service that takes two seconds for each answer, and an account with hundreds of clusters.

use std::time::Duration;

use aeon_simulator::{Body, Fault, FaultKind, Handle, Seed};
use fantoccini::key::Key;
use postern_tests::{
    Desktop, TestApp, any, button, checkbox, heading, name_service, region, searchbox, tab,
    textbox, try_key, until,
};

use super::northwind::{loaded, open, quit_without_trace, with};

const NEW: &str = "arn:aws:iam::112233445566:root";
const ENDPOINT: &str = "GET /private-service-endpoints/{pse_id}";
const CLUSTER: &str = "GET /clusters/{cluster_id}";
/// Two in three clusters are on AWS.
const CLUSTERS: u32 = 501;
const ON_AWS: usize = 334;

fn slow(route: &str) -> Fault {
    Fault::on(route, FaultKind::Delay(Duration::from_secs(2)))
}

fn refused(route: &str) -> Fault {
    let body = Body::Json("Not now".to_owned());
    Fault::on(route, FaultKind::Status { code: 400, body })
}

/// The number before some words on the page.
async fn number_before(app: &TestApp<'_>, words: &str) -> Option<usize> {
    let text = app.text().await;
    let (before, _) = text.split_once(words)?;
    before.rsplit(char::is_whitespace).next()?.parse().ok()
}

/// Waits until at least that number of clusters has been read. Returns how many have been.
async fn read_at_least(app: &TestApp<'_>, least: usize, total: usize) -> usize {
    let words = format!(" of {total} clusters read");
    let enough = || async {
        let read = number_before(app, &words).await?;
        (read >= least).then_some(read)
    };
    until(&format!("{least}{words}"), enough).await
}

/// The number of clusters that could not be read, once the review says it.
async fn not_read(app: &TestApp<'_>) -> usize {
    let words = " clusters could not be read";
    until(words, || number_before(app, words)).await
}

/// The endpoints that let somebody in.
fn open_to_new(service: &Handle) -> usize {
    let has_new = |name: &String| {
        let list = service.principals(name, "us-west-2").unwrap_or_default();
        list.contains(&NEW.to_owned())
    };
    service
        .cluster_names()
        .iter()
        .filter(|name| has_new(name))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_of_clusters_are_read_slowly_while_the_page_is_usable_and_what_was_read_is_applied()
 {
    let seed = Seed::Large {
        clusters: CLUSTERS,
        regions: 1,
    };
    let (desktop, service) = (Desktop::start().await, with(seed).await);
    service.inject(slow(ENDPOINT));
    let app = TestApp::open(&desktop).await;
    app.click(button("Add an account")).await;
    name_service(&app, &service).await;
    try_key(&app, &service.keys().admin).await;
    app.click(button("Add account")).await;

    // The endpoints are read for as long as their answers take; meanwhile one is found and opened.
    open(&app, "cluster-00300", "us-west-2").await;
    app.click(tab("Access")).await;
    app.see(textbox("Who may connect")).await;
    assert!(
        !app.has(button("Refresh")).await,
        "everything has been read"
    );
    app.press(&[Key::Escape]).await;
    app.see_no(heading("cluster-00300 · us-west-2")).await;
    service.clear_faults();
    loaded(&app).await;

    app.fill(searchbox("Search endpoints"), "us-west-2").await;
    app.see(any("status").containing(&format!("{ON_AWS} endpoints in {ON_AWS} clusters")))
        .await;
    app.click(checkbox("Select all rows shown")).await;
    let bar = region("Selection");
    app.click(button("Add principals…").inside(bar)).await;
    app.fill(textbox("Principals to add"), NEW).await;
    app.press(&[Key::Enter]).await;
    app.see(button(&format!("Remove {NEW}"))).await;
    service.inject(refused(CLUSTER).times(3));
    service.inject(slow(CLUSTER));
    app.click(button("Review").loosely()).await;

    // It is counted, and the user need not wait for all of it.
    let first = read_at_least(&app, 1, ON_AWS).await;
    let later = read_at_least(&app, first + 10, ON_AWS).await;
    app.see_text("3 failed").await;
    app.click(button("Skip the rest and review")).await;
    let left = number_before(&app, " clusters could not be read").await;
    let left = match left {
        Some(left) => left,
        None => {
            until("what was not read", || {
                number_before(&app, " clusters could not be read")
            })
            .await
        }
    };
    assert!(
        left <= ON_AWS - later && left > 3,
        "{left} left after {later}"
    );
    app.see(button(&format!("Apply {} changes", ON_AWS - left)))
        .await;

    // Only the others are read again, slowly once more.
    service.reset_requests();
    app.click(button(&format!("Retry {left} clusters"))).await;
    read_at_least(&app, 10, left).await;
    app.click(button("Skip the rest and review")).await;
    let last = not_read(&app).await;
    assert!(last < left, "{last} of {left} left");
    assert!(service.requests().of(CLUSTER) <= left as u64);

    // What was read is applied.
    service.clear_faults();
    let chosen = ON_AWS - last;
    app.click(button(&format!("Apply {chosen} changes"))).await;
    let sent = || async { (open_to_new(&service) == chosen).then_some(()) };
    until("the changes", sent).await;
    let confirmed = format!("all {chosen} confirmed");
    app.see(any("dialog").containing(&confirmed)).await;
    app.click(button("Done")).await;
    quit_without_trace(app, &service).await;
}
