//! Many endpoints at once, while others are at work on the same ones.

use std::time::Duration;

use aeon_simulator::{Fault, FaultKind, Seed};
use postern::change::StepState;
use postern::cloud::Cloud;

use crate::support::{PSE, Stage, quick, simulator, sorted};

/// Longer than the test: it ends when the test says so.
const UPGRADE: Duration = Duration::from_mins(10);
const NEW: &str = "arn:aws:iam::112233445566:root";

#[tokio::test]
async fn forty_endpoints_in_twelve_clusters_end_with_exactly_the_right_lists() {
    const THEIRS: &str = "arn:aws:iam::998877665544:root";
    const GONE: &str = "arn:aws:iam::301122334455:role/batch";
    let seed = Seed::Large {
        clusters: 18,
        regions: 4,
    };
    let stage = Stage::with(simulator(seed).await, quick(), |keys| keys.admin).await;
    let snapshot = stage.snapshot();
    let aws = snapshot
        .clusters
        .iter()
        .filter(|cluster| cluster.clouds == [Cloud::Aws]);
    let mut places: Vec<(String, String)> = Vec::new();
    for (number, cluster) in aws.enumerate() {
        let take = if number < 4 { 4 } else { 3 };
        let regions = cluster.regions.iter().take(take);
        places.extend(regions.map(|region| (cluster.name.clone(), region.region.clone())));
    }
    let places: Vec<(&str, &str)> = places
        .iter()
        .map(|(cluster, region)| (cluster.as_str(), region.as_str()))
        .collect();
    assert_eq!(places.len(), 40);
    let before: Vec<Vec<String>> = places
        .iter()
        .map(|(cluster, region)| stage.truth(cluster, region))
        .collect();
    let others = |stage: &Stage| {
        let everywhere = stage.sim.cluster_names().into_iter().flat_map(|name| {
            let regions = stage.cluster(&name).regions.clone();
            regions
                .into_iter()
                .map(move |region| (name.clone(), region.region))
        });
        let rest = everywhere
            .filter(|(cluster, region)| !places.contains(&(cluster.as_str(), region.as_str())));
        rest.map(|(cluster, region)| stage.truth(&cluster, &region))
            .collect::<Vec<_>>()
    };
    let untouched = others(&stage);

    let plan = stage.bulk(stage.letting_in(&places, &[NEW])).await;
    assert_eq!(plan.title, "Add 1122…5566 root to 40 endpoints");
    assert_eq!((plan.plans.len(), plan.unchanged), (12, 0));

    // Another client edits between the review and the sending …
    let edit = |(cluster, region): (&str, &str)| {
        let mut list = stage.sim.principals(cluster, region).unwrap();
        list.retain(|text| text != GONE);
        list.push(THEIRS.to_owned());
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        stage.sim.set_principals(cluster, region, &list);
    };
    let early = [places[9], places[20]];
    early.into_iter().for_each(edit);
    // … and while two clusters are busy, on those.
    let busy = [places[0].0, places[39].0];
    for cluster in busy {
        stage.sim.start_task(cluster, "UPGRADE_CLUSTER", UPGRADE);
    }
    // A storm of refusals, and the answer to an edit that is lost.
    let storm = FaultKind::RateLimit { retry_after: None };
    stage
        .sim
        .inject(Fault::on(&format!("PUT {PSE}"), storm).times(6).after(3));
    stage.sim.inject(
        Fault::on(&format!("PUT {PSE}"), FaultKind::LoseAnswer)
            .times(1)
            .after(15),
    );
    let changes = stage.app.apply_bulk(plan.id, vec![], vec![]).await.unwrap();
    for cluster in busy {
        let change = changes
            .iter()
            .find(|change| change.cluster_name == cluster)
            .unwrap();
        stage
            .step(change.id, 0, |state| {
                matches!(state, StepState::Waiting { .. })
            })
            .await;
    }
    let late = [places[1], places[38]];
    late.into_iter().for_each(edit);
    stage.sim.step(UPGRADE);

    for change in &changes {
        stage.confirmed(change.id).await;
    }
    for (place, before) in places.iter().zip(before) {
        let mut wanted = before;
        if early.contains(place) || late.contains(place) {
            wanted.retain(|text| text != GONE);
            wanted.push(THEIRS.to_owned());
        }
        wanted.push(NEW.to_owned());
        assert_eq!(stage.truth(place.0, place.1), sorted(wanted), "{place:?}");
    }
    assert_eq!(others(&stage), untouched, "nothing else was touched");
}
