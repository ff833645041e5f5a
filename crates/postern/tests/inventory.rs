//! What there is, read from a simulated service that is slow, broken, away or large.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::time::Duration;

use aeon_simulator::{Absence, Body, Fault, FaultKind, Seed};
use common::{PSE_READS, Service, cluster, present, ready, region, service_name, until};
use postern::inventory::{
    Details, Endpoint, EndpointStatus, Inventory, LackKind, Pace, Phase, Snapshot,
};
use postern::permission::Permissions;
use postern::principal::PrincipalKind;
use postern::problem::ProblemCode;

fn status(code: u16) -> FaultKind {
    FaultKind::Status {
        code,
        body: Body::Json("Simulated fault".to_owned()),
    }
}

fn large(clusters: u32, regions: u32) -> Seed {
    Seed::Large { clusters, regions }
}

fn failed(snapshot: &Snapshot) -> Option<ProblemCode> {
    match &snapshot.phase {
        Phase::Failed { problem } => Some(problem.code),
        _ => None,
    }
}

fn details(snapshot: &Snapshot) -> impl Iterator<Item = &Details> {
    let regions = snapshot
        .clusters
        .iter()
        .flat_map(|cluster| &cluster.regions);
    regions.filter_map(|region| Some(&region.endpoint.present()?.details))
}

fn known(snapshot: &Snapshot) -> usize {
    let is_known = |details: &&Details| matches!(details, Details::Known { .. });
    details(snapshot).filter(is_known).count()
}

fn names(snapshot: &Snapshot) -> Vec<&str> {
    let clusters = snapshot.clusters.iter();
    clusters.map(|cluster| cluster.name.as_str()).collect()
}

/// A service whose clients soon give up.
async fn soon_lost(seed: Seed) -> Service {
    Service {
        deadline: Duration::from_secs(2),
        ..Service::start(seed).await
    }
}

/// Waits for something that only the simulator knows.
async fn come(condition: impl Fn() -> bool) {
    let come = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(common::BOUND, come).await.unwrap();
}

#[tokio::test]
async fn the_demo_account_loads() {
    let service = Service::start(Seed::Demo).await;
    let inventory = service.loaded().await;
    let now = inventory.snapshot();
    assert_eq!(now.account_name, "Northwind");
    assert!(!now.remembered && now.read_at.is_some());
    assert_eq!(now.unreadable, Vec::<String>::new());
    assert_eq!(now.vpcs.len(), 7);
    assert_eq!(now.clusters.len(), 13);
    assert!(names(&now).is_sorted());

    for code in ["us-west-2", "us-east-1", "eu-west-1"] {
        let present = present(&now, "orders", code).unwrap();
        assert_eq!(present.status, EndpointStatus::Ready);
        let expected = service.simulator.service_name("orders", code).unwrap();
        assert_eq!(service_name(present), Some(expected.as_str()));
        let texts: Vec<&str> = present
            .principals
            .iter()
            .flatten()
            .map(|view| view.text.as_str())
            .collect();
        assert_eq!(texts, service.simulator.principals("orders", code).unwrap());
    }
    let none = |code: &str| region(&now, "catalog", code).endpoint == Endpoint::None;
    assert!(none("eu-central-1") && none("ap-southeast-1"));

    let lacks = |name: &str| -> Vec<LackKind> {
        let lacks = cluster(&now, name).lacks.iter();
        lacks.map(|lack| lack.kind).collect()
    };
    assert_eq!(lacks("orders"), []);
    assert_eq!(lacks("telemetry"), [LackKind::Cloud]);
    assert_eq!(lacks("sandbox"), [LackKind::Sandbox]);
    assert!(lacks("marketing-site").contains(&LackKind::NoVpc));
    assert_eq!(lacks("loyalty"), [LackKind::NotActive]);
    assert_eq!(lacks("sessions"), [LackKind::Busy]);
    assert_eq!(
        cluster(&now, "sessions").busy.as_ref().unwrap().task,
        "UPGRADE_CLUSTER"
    );

    let wildcard = &region(&now, "sessions", "us-west-2")
        .endpoint
        .principals()
        .unwrap()[0];
    assert_eq!(wildcard.kind, PrincipalKind::Everyone);
    assert_ne!(wildcard.warning, "");
    let broken = present(&now, "sessions", "us-east-1").unwrap();
    assert_eq!(broken.status, EndpointStatus::Failed);

    // The PSE without a spec has its list from the cluster's answer.
    let name = "customer-identity-and-consent-management";
    assert_eq!(
        region(&now, name, "us-east-1")
            .endpoint
            .principals()
            .map(<[_]>::len),
        Some(2)
    );

    // What is being made is followed until it is there.
    let made = until(&inventory, "the new endpoint is ready", |now| {
        present(now, "inventory-emea", "eu-west-1").is_some_and(|present| {
            present.status == EndpointStatus::Ready && service_name(present).is_some()
        })
    })
    .await;
    let made = present(&made, "inventory-emea", "eu-west-1").unwrap();
    let expected = service
        .simulator
        .service_name("inventory-emea", "eu-west-1");
    assert_eq!(service_name(made), expected.as_deref());
}

#[tokio::test]
async fn a_list_is_followed_to_its_last_page() {
    let service = Service::start(large(250, 1)).await;
    let now = service.loaded().await.snapshot();
    let expected: Vec<String> = (0..250).map(|n| format!("cluster-{n:05}")).collect();
    assert_eq!(names(&now), expected);
    assert_eq!(known(&now), 250);
    assert_eq!(service.count("GET /clusters"), 3);
    assert_eq!(service.count(PSE_READS), 250);
}

#[tokio::test]
async fn the_pages_of_a_list_do_not_wait_for_the_details_of_earlier_ones() {
    let service = Service::start(large(300, 3)).await;
    let slow = |route, millis| Fault::on(route, FaultKind::Delay(Duration::from_millis(millis)));
    // So slow that no more than 16 requests are in flight. When the second page comes, 16 are, and details wait that
    // are held back when it is their turn: the third page has to go before them.
    let simulator = &service.simulator;
    simulator.inject(slow(PSE_READS, 2000).times(16));
    simulator.inject(Fault::on(PSE_READS, FaultKind::Hold));
    simulator.inject(slow("GET /clusters", 1500));
    let inventory = service.inventory(None).await;
    come(|| service.count("GET /clusters") == 3).await;
    simulator.clear_faults();
    until(&inventory, "all is read", |now| known(now) == 900).await;
}

#[tokio::test]
async fn an_endpoint_that_cannot_be_read_does_not_spoil_the_rest() {
    let service = Service::start(large(20, 2)).await;
    let fault = Fault::on(PSE_READS, status(500)).times(1).after(7);
    service.simulator.inject(fault);
    let inventory = service.loaded().await;
    let now = inventory.snapshot();
    assert_eq!((now.clusters.len(), known(&now)), (20, 39));

    let unreadable = |details: &Details| matches!(details, Details::Unreadable { .. });
    let mut regions = now.clusters.iter().flat_map(|cluster| &cluster.regions);
    let broken = regions.find(|region| {
        region
            .endpoint
            .present()
            .is_some_and(|present| unreadable(&present.details))
    });
    let broken = broken.unwrap();
    let Details::Unreadable { problem, .. } = &broken.endpoint.present().unwrap().details else {
        unreachable!("it was found by that")
    };
    assert!(problem.message.contains("500"), "{}", problem.message);
    // Its list is known all the same, from the cluster's answer.
    assert!(
        broken
            .endpoint
            .principals()
            .is_some_and(|list| !list.is_empty())
    );

    inventory.read_details(&broken.id).await.unwrap();
    assert_eq!(known(&inventory.snapshot()), 40);
}

#[tokio::test]
async fn a_load_that_is_cut_off_is_finished_when_the_service_is_back() {
    let service = soon_lost(large(12, 2)).await;
    let simulator = &service.simulator;
    simulator.inject(Fault::on(PSE_READS, FaultKind::Hang).after(10));
    let inventory = service.inventory(None).await;
    until(&inventory, "ten endpoints are read", |now| {
        matches!(
            now.phase,
            Phase::Loading {
                lists_complete: true,
                details_done: 10,
                ..
            }
        )
    })
    .await;

    simulator.go_away().await;
    simulator.clear_faults();
    let now = until(&inventory, "the load has failed", |now| {
        failed(now) == Some(ProblemCode::Offline)
    })
    .await;
    assert_eq!((now.clusters.len(), known(&now)), (12, 10));
    assert!(!now.remembered, "the lists were read in this run");

    simulator.reset_requests();
    simulator.come_back().await;
    let now = until(&inventory, "all is read", ready).await;
    assert_eq!(known(&now), 24);
    assert_eq!(service.count(PSE_READS), 14, "only what was missing");
}

#[tokio::test]
async fn a_service_that_answers_with_a_problem_is_not_away() {
    for kind in [status(500), FaultKind::RateLimit { retry_after: None }] {
        let service = soon_lost(Seed::Demo).await;
        service.simulator.inject(Fault::on("GET /clusters", kind));
        let inventory = service.inventory(None).await;
        until(&inventory, "the load has failed", |now| {
            failed(now) == Some(ProblemCode::Unavailable)
        })
        .await;
    }
}

#[tokio::test]
async fn a_refused_key_ends_all_polling_until_there_is_another() {
    let service = Service::start(Seed::Demo).await;
    let simulator = &service.simulator;
    let link = service.link();
    let about = service.about.clone();
    let inventory = Inventory::start(
        link.clone(),
        about,
        None,
        Permissions::default(),
        Pace::quick(),
    )
    .await;
    until(&inventory, "the first load is done", ready).await;
    simulator.reset_requests();
    // `sessions` is busy, so it is read again and again.
    come(|| simulator.requests().total > 5).await;

    simulator.inject(Fault {
        route: None,
        kind: status(401),
        times: None,
        after: 0,
        key: None,
    });
    let now = until(&inventory, "the key is refused", |now| {
        failed(now) == Some(ProblemCode::Unauthorized)
    })
    .await;
    assert_eq!(now.clusters.len(), 13, "what was read is still shown");
    assert!(link.is_refused());

    simulator.clear_faults();
    come(|| simulator.requests().now == 0).await;
    simulator.reset_requests();
    inventory.refresh();
    inventory.window_focused();
    // Ten times as long as the pace at which the busy cluster was read.
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(simulator.requests().total, 0);

    link.replace(service.client());
    until(&inventory, "it goes on with another key", ready).await;
}

#[tokio::test]
async fn a_late_refusal_of_the_old_key_is_not_the_new_one_s() {
    let service = Service::start(large(3, 1)).await;
    let link = service.link();
    let about = service.about.clone();
    let inventory = Inventory::start(
        link.clone(),
        about,
        None,
        Permissions::default(),
        Pace::quick(),
    )
    .await;
    let now = until(&inventory, "the first load is done", ready).await;
    let region = now.clusters[0].regions[0].id.clone();
    let later = FaultKind::RateLimit {
        retry_after: Some(Duration::from_secs(1)),
    };
    let simulator = &service.simulator;
    simulator.reset_requests();
    simulator.inject(Fault::on(PSE_READS, later).times(1));
    simulator.inject(Fault::on(PSE_READS, status(401)).times(1));
    let replaced = async {
        come(|| service.count(PSE_READS) == 1).await;
        link.replace(service.client());
    };
    let (read, ()) = tokio::join!(inventory.read_details(&region), replaced);
    read.unwrap();
    assert_eq!(service.count(PSE_READS), 2, "the old key was refused");
    assert!(!link.is_refused());
}

#[tokio::test]
async fn an_endpoint_that_is_gone_is_not_brought_back_by_an_older_read() {
    // Nothing changes in this account, so nothing else is read.
    let service = Service::start(large(1, 1)).await;
    let inventory = service.loaded().await;
    let simulator = &service.simulator;
    let now = inventory.snapshot();
    let (name, region) = (&now.clusters[0].name, &now.clusters[0].regions[0]);
    let is_there = || present(&inventory.snapshot(), name, &region.region).is_some();
    assert!(is_there());
    simulator.reset_requests();
    simulator.inject(Fault::on(PSE_READS, FaultKind::Hold).times(1));
    let gone = async {
        come(|| simulator.requests().done(PSE_READS) == 1).await;
        simulator.remove_pse(name, &region.region);
        inventory.read_details(&region.id).await.unwrap();
        assert!(!is_there(), "it is gone");
        simulator.clear_faults();
    };
    let (read, ()) = tokio::join!(inventory.read_details(&region.id), gone);
    read.unwrap();
    assert!(!is_there(), "it stays gone");
}

#[tokio::test]
async fn a_refresh_costs_the_lists_alone() {
    let service = Service::start(large(120, 2)).await;
    let inventory = service.loaded().await;
    let first = inventory.snapshot();
    service.simulator.reset_requests();

    inventory.refresh();
    let now = until(&inventory, "the refresh is done", |now| {
        now.read_at > first.read_at && ready(now)
    })
    .await;
    assert_eq!(known(&now), 240);
    assert_eq!(service.count("GET /clusters"), 2);
    assert_eq!(service.count("GET /vpcs"), 1);
    assert_eq!(service.count("GET /tasks"), 1);
    assert_eq!(service.simulator.requests().total, 4);

    // A list that somebody else has changed is noticed, and that endpoint alone is read again.
    let list = ["arn:aws:iam::999988887777:root"];
    let (name, code) = ("cluster-00003", first.clusters[3].regions[0].region.clone());
    service.simulator.set_principals(name, &code, &list);
    service.simulator.reset_requests();
    inventory.refresh();
    let again = until(&inventory, "the second refresh is done", |again| {
        again.read_at > now.read_at && ready(again)
    })
    .await;
    let principals = region(&again, name, &code).endpoint.principals().unwrap();
    assert_eq!(principals.len(), 1);
    assert_eq!(principals[0].text, list[0]);
    assert_eq!(service.count(PSE_READS), 1);
}

#[tokio::test]
async fn one_answer_that_does_not_find_an_endpoint_is_not_its_end() {
    let service = Service::start(large(3, 2)).await;
    let simulator = &service.simulator;
    // While everything is read for the first time, and when it is looked at by itself.
    simulator.inject(Fault::on(PSE_READS, status(404)).times(1));
    let inventory = service.loaded().await;
    let lost = |now: &Snapshot| {
        let lost = |details: &&Details| matches!(details, Details::Unreadable { problem, .. } if problem.code == ProblemCode::NotFound);
        details(now).filter(lost).count()
    };
    let now = inventory.snapshot();
    let all = details(&now).count();
    assert_eq!(lost(&now), 1, "it is still there, and says what happened");
    inventory.refresh();
    until(&inventory, "the next read finds it", |now| lost(now) == 0).await;

    let now = inventory.snapshot();
    let (name, region) = (&now.clusters[0].name, &now.clusters[0].regions[0]);
    let principals = |now: &Snapshot| {
        let endpoint = present(now, name, &region.region).unwrap();
        endpoint.principals.as_ref().map(Vec::len)
    };
    let before = principals(&now);
    assert!(before.is_some());
    simulator.inject(Fault::on(PSE_READS, status(404)).times(1));
    inventory.read_details(&region.id).await.unwrap();
    let now = inventory.snapshot();
    assert_eq!((details(&now).count(), lost(&now)), (all, 1));
    assert_eq!(principals(&now), before);
}

#[tokio::test]
async fn endpoints_that_are_all_not_found_cost_few_more_requests_and_stay() {
    let service = Service::start(large(30, 3)).await;
    service.simulator.inject(Fault::on(PSE_READS, status(404)));
    let inventory = service.loaded().await;
    let now = inventory.snapshot();
    let all = details(&now).count();
    assert!(all > 50, "{all}");
    assert_eq!(known(&now), 0);
    let asked = service.count("GET /clusters/{cluster_id}");
    assert!(asked < 70, "not a cluster for each of {all}: {asked}");
}

const CLUSTERS: &str = "GET /clusters";

#[tokio::test]
async fn a_cluster_that_moves_between_two_pages_stays() {
    let service = Service::start(Seed::Demo).await;
    let inventory = service.loaded().await;
    let simulator = &service.simulator;
    let moves = FaultKind::Lacks("orders".to_owned());
    simulator.inject(Fault::on(CLUSTERS, moves));
    simulator.reset_requests();
    let before = inventory.snapshot();
    inventory.refresh();
    let now = until(&inventory, "the refresh is done", |now| {
        now.read_at > before.read_at && ready(now)
    })
    .await;
    assert_eq!(names(&now), names(&before));
    assert_eq!(
        cluster(&now, "orders").regions.len(),
        cluster(&before, "orders").regions.len()
    );
    // While that can't be asked, nothing is concluded.
    simulator.inject(Fault::on("GET /clusters/{cluster_id}", status(500)));
    inventory.refresh();
    let now = until(&inventory, "the next refresh is done", |next| {
        next.read_at > now.read_at && ready(next)
    })
    .await;
    assert!(cluster(&now, "orders").problem.is_some());
    // One that is deleted goes, and so do its endpoints.
    simulator.clear_faults();
    simulator.remove_cluster("orders");
    inventory.refresh();
    until(&inventory, "it is gone", |now| {
        !names(now).contains(&"orders")
    })
    .await;
}

#[tokio::test]
async fn one_answer_that_does_not_find_a_cluster_is_not_its_end() {
    let service = Service::start(Seed::Demo).await;
    let inventory = service.loaded().await;
    let before = inventory.snapshot();
    let id = cluster(&before, "orders").id.clone();
    let simulator = &service.simulator;
    simulator.inject(Fault::on("GET /clusters/{cluster_id}", status(404)).times(1));
    assert!(inventory.read_cluster(&id).await.is_err());
    let now = inventory.snapshot();
    assert!(cluster(&now, "orders").problem.is_some());
    // The lists are asked, and name it.
    until(&inventory, "the lists are read again", |now| {
        now.read_at > before.read_at && ready(now) && cluster(now, "orders").problem.is_none()
    })
    .await;
    simulator.remove_cluster("orders");
    assert!(inventory.read_cluster(&id).await.is_err());
    until(&inventory, "it is gone", |now| {
        !names(now).contains(&"orders")
    })
    .await;
}

#[tokio::test]
async fn an_answer_without_the_endpoints_leaves_them() {
    let service = Service::start(Seed::Demo).await;
    let inventory = service.loaded().await;
    let before = inventory.snapshot();
    let absent = FaultKind::Absent {
        field: "cluster_endpoints".to_owned(),
        how: Absence::Null,
    };
    service.simulator.inject(Fault::on(CLUSTERS, absent));
    inventory.refresh();
    let now = until(&inventory, "the refresh is done", |now| {
        now.read_at > before.read_at && ready(now)
    })
    .await;
    assert_eq!(details(&now).count(), details(&before).count());
}

#[tokio::test]
async fn a_list_that_answers_lack_is_not_read_and_comes_with_the_next_one() {
    for how in [Absence::Null, Absence::Missing, Absence::Bare] {
        let service = Service::start(Seed::Demo).await;
        let simulator = &service.simulator;
        simulator.inject(Fault {
            route: None,
            kind: FaultKind::Absent {
                field: "security_principals".to_owned(),
                how,
            },
            times: None,
            after: 0,
            key: None,
        });
        let inventory = service.loaded().await;
        let now = inventory.snapshot();
        assert!(details(&now).count() > 10);
        for region in now.clusters.iter().flat_map(|cluster| &cluster.regions) {
            if let Some(present) = region.endpoint.present() {
                assert_eq!(present.principals, None, "{how:?}");
            }
        }
        simulator.clear_faults();
        inventory.refresh();
        until(&inventory, "the lists are there", |now| {
            let mut regions = now.clusters.iter().flat_map(|cluster| &cluster.regions);
            ready(now)
                && regions.all(|region| {
                    region.endpoint.present().is_none() || region.endpoint.principals().is_some()
                })
        })
        .await;
    }
}
