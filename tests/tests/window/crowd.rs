//! Forty endpoints are changed at once, while other clients change them too and requests fail.

use std::time::Duration;

use aeon_simulator::{Fault, FaultKind, Handle, Seed};
use fantoccini::key::Key;
use postern_tests::{Desktop, TestApp, any, button, checkbox, region, searchbox, textbox, within};

use super::northwind::{quit_without_trace, signed_in, with};

const NEW: &str = "arn:aws:iam::112233445566:root";
const THEIRS: &str = "arn:aws:iam::998877665544:root";
const GONE: &str = "arn:aws:iam::301122334455:role/batch";
const EDITS: &str = "PUT /private-service-endpoints/{pse_id}";
/// Longer than the test, which ends it.
const UPGRADE: Duration = Duration::from_mins(30);
/// A cluster's steps run one after the other, each with a read that confirms it.
const ALL_DONE: Duration = Duration::from_secs(180);

/// The regions of the endpoints.
const REGIONS: [&str; 4] = ["us-west-2", "us-east-1", "eu-west-1", "eu-central-1"];

type Place = (String, &'static str);

/// Three regions of all twelve clusters on AWS, and a fourth one of four of them.
fn places() -> Vec<Place> {
    let clusters = (0..18).filter(|number| number % 3 != 2);
    let names: Vec<String> = clusters
        .map(|number| format!("cluster-{number:05}"))
        .collect();
    let mut places = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let regions = if number < 4 {
            &REGIONS[..]
        } else {
            &REGIONS[..3]
        };
        places.extend(regions.iter().map(|region| (name.clone(), *region)));
    }
    places
}

/// Searches, and selects all matches.
async fn select(app: &TestApp<'_>, words: &str, found: &str) {
    app.fill(searchbox("Search endpoints"), words).await;
    app.see(any("status").containing(found)).await;
    app.click(checkbox("Select all rows shown")).await;
}

fn list(service: &Handle, (cluster, region): &Place) -> Vec<String> {
    service.principals(cluster, region).expect("an endpoint")
}

/// Another client removes a principal and adds one.
fn edit(service: &Handle, place: &Place) {
    let mut now = list(service, place);
    now.retain(|text| text != GONE);
    now.push(THEIRS.to_owned());
    let now: Vec<&str> = now.iter().map(String::as_str).collect();
    service.set_principals(&place.0, place.1, &now);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_principal_is_added_to_forty_endpoints_despite_edits_and_faults() {
    let seed = Seed::Large {
        clusters: 18,
        regions: 4,
    };
    let (desktop, service) = (Desktop::start().await, with(seed).await);
    let app = signed_in(&desktop, &service).await;
    let places = places();
    let before: Vec<_> = places.iter().map(|place| list(&service, place)).collect();

    for code in &REGIONS[..3] {
        select(&app, &format!("aws {code}"), "12 endpoints in 12 clusters").await;
    }
    for (cluster, code) in places.iter().filter(|(_, code)| *code == REGIONS[3]) {
        select(
            &app,
            &format!("{cluster} {code}"),
            "1 endpoint in 1 cluster",
        )
        .await;
    }
    let bar = region("Selection");
    app.see(bar.clone().containing("40 endpoints in 12 clusters"))
        .await;
    app.click(button("Add principals…").inside(bar)).await;
    app.fill(textbox("Principals to add"), NEW).await;
    app.press(&[Key::Enter]).await;
    app.see(button(&format!("Remove {NEW}"))).await;
    app.click(button("Review").loosely()).await;
    app.see(button("Apply 40 changes")).await;

    // Between review and apply another client edits and two clusters become busy. Then come many 429s and a lost
    // response.
    let early = [&places[9], &places[20]];
    early.into_iter().for_each(|place| edit(&service, place));
    let busy = [&places[0].0, &places[39].0];
    for cluster in busy {
        service.start_task(cluster, "UPGRADE_CLUSTER", UPGRADE);
    }
    let storm = FaultKind::RateLimit { retry_after: None };
    service.inject(Fault::on(EDITS, storm).times(6).after(3));
    service.inject(Fault::on(EDITS, FaultKind::LoseAnswer).times(1).after(15));
    app.click(button("Apply 40 changes")).await;
    app.see(any("dialog").containing("is being upgraded")).await;

    // While those clusters wait, it edits them as well.
    let late = [&places[1], &places[38]];
    late.into_iter().for_each(|place| edit(&service, place));
    service.step(UPGRADE);
    let over = || async { app.has(button("Done")).await.then_some(()) };
    let _ = within(ALL_DONE, over).await;
    app.see(any("dialog").containing("all 40 confirmed")).await;
    for (place, before) in places.iter().zip(before) {
        let mut wanted = before;
        if early.contains(&place) || late.contains(&place) {
            wanted.retain(|text| text != GONE);
            wanted.push(THEIRS.to_owned());
        }
        wanted.push(NEW.to_owned());
        wanted.sort();
        let mut now = list(&service, place);
        now.sort();
        assert_eq!(now, wanted, "{place:?}");
    }
    app.click(button("Done")).await;
    quit_without_trace(app, &service).await;
}
