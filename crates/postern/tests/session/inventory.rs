//! What is shown of the service, and when it is read.

use std::collections::HashSet;
use std::time::Duration;

use aeon_simulator::{Body, Fault, FaultKind, Seed};
use postern::config::KeyStore;
use postern::inventory::{
    Details, Endpoint, EndpointStatus, LackKind, Pace, Phase, Places, Snapshot,
};
use postern::problem::ProblemCode;
use postern::session::{AppOptions, SessionStatus};

use crate::support::{PSE, Stage, on_explicit_time, quick, service_name, simulator, until};

fn fail(code: u16) -> FaultKind {
    FaultKind::Status {
        code,
        body: Body::Html,
    }
}

#[tokio::test]
async fn every_endpoint_is_shown_with_its_details() {
    let stage = Stage::demo().await;
    let snapshot = stage.snapshot();
    assert!(!snapshot.remembered);
    let orders = stage.cluster("orders");
    let codes: Vec<&str> = orders
        .regions
        .iter()
        .map(|region| region.region.as_str())
        .collect();
    assert_eq!(codes, ["us-west-2", "us-east-1", "eu-west-1"]);
    assert_eq!(orders.vpc_names, ["prod-core"]);
    assert!(orders.lacks.is_empty(), "{:?}", orders.lacks);
    for code in codes {
        let present = stage.present("orders", code).unwrap();
        assert_eq!(present.status, EndpointStatus::Ready);
        assert_eq!(
            service_name(&present),
            stage.sim.service_name("orders", code)
        );
        assert!(service_name(&present).is_some());
        assert_eq!(
            Some(stage.principals("orders", code)),
            stage.sim.principals("orders", code)
        );
        // The host is read, never built: this cluster is an old one.
        assert!(present.host.unwrap().ends_with(".aws.ybdb.io"));
    }
    // An endpoint whose own answer has no list, and one whose id is its endpoint's.
    let odd = [
        "customer-identity-and-consent-management",
        "analytics-warehouse",
    ];
    for (cluster, region) in [(odd[0], "us-east-1"), (odd[1], "us-east-2")] {
        assert_eq!(
            Some(stage.principals(cluster, region)),
            stage.sim.principals(cluster, region)
        );
    }
    assert_eq!(
        stage.present("sessions", "us-east-1").unwrap().status,
        EndpointStatus::Failed
    );
    assert!(matches!(
        stage.region("ledger", "uksouth").endpoint,
        Endpoint::None
    ));
}

#[tokio::test]
async fn a_cluster_says_what_keeps_it_from_having_endpoints() {
    let stage = Stage::demo().await;
    let lacks = |name: &str| {
        let cluster = stage.cluster(name);
        cluster
            .lacks
            .iter()
            .map(|lack| lack.kind)
            .collect::<Vec<_>>()
    };
    assert_eq!(lacks("telemetry"), [LackKind::Cloud]);
    assert_eq!(lacks("sandbox"), [LackKind::Sandbox]);
    assert_eq!(lacks("loyalty"), [LackKind::NotActive]);
    assert_eq!(lacks("sessions"), [LackKind::Busy]);
    let outside = stage.cluster("marketing-site");
    assert_eq!(outside.lacks[0].kind, LackKind::NoVpc);
    assert_eq!(outside.lacks[0].reason, "Region eu-west-1 is not in a VPC.");
}

#[tokio::test]
async fn private_hosts_on_azure_are_not_offered() {
    let stage = Stage::demo().await;
    let ways = |cluster: &str, region: &str| -> Vec<String> {
        let region = stage.region(cluster, region);
        region
            .other_hosts
            .into_iter()
            .map(|host| host.accessibility)
            .collect()
    };
    assert!(!ways("ledger", "westus3").contains(&"PRIVATE".to_owned()));
    assert!(ways("orders", "us-west-2").contains(&"PRIVATE".to_owned()));
}

#[tokio::test]
async fn more_clusters_than_a_page_holds_are_all_there() {
    let sim = simulator(Seed::Large {
        clusters: 260,
        regions: 2,
    })
    .await;
    let options = AppOptions {
        pace: Pace {
            publish: Duration::from_millis(100),
            ..Pace::quick()
        },
        ..quick()
    };
    let stage = Stage::with(sim, options, |keys| keys.admin).await;
    let snapshot = stage.snapshot();
    assert_eq!(snapshot.clusters.len(), 260);
    let known = snapshot
        .clusters
        .iter()
        .flat_map(|cluster| &cluster.regions)
        .filter(|region| {
            let details = region.endpoint.present().map(|present| &present.details);
            matches!(
                details,
                Some(Details::Known {
                    service_name: Some(_),
                    ..
                })
            )
        });
    assert_eq!(known.count(), 520);
    assert!(stage.sim.requests().of("GET /clusters") >= 3);
    // Bundled: far fewer versions than answers.
    assert!(snapshot.version < 300, "{} versions", snapshot.version);
}

#[tokio::test]
async fn rows_are_there_before_the_details() {
    let sim = simulator(Seed::Demo).await;
    sim.inject(Fault::on(&format!("GET {PSE}"), FaultKind::Hang));
    let stage = Stage::empty(sim, quick()).await;
    stage.add("Work", &stage.sim.keys().admin).await.unwrap();
    until("the lists are read", || {
        let snapshot = stage.app.snapshot()?;
        matches!(
            snapshot.phase,
            Phase::Loading {
                lists_complete: true,
                ..
            }
        )
        .then_some(())
    })
    .await;
    let present = stage.present("orders", "us-east-1").unwrap();
    assert_eq!(present.details, Details::Loading { service_name: None });
    assert_eq!(
        Some(stage.principals("orders", "us-east-1")),
        stage.sim.principals("orders", "us-east-1")
    );
}

#[tokio::test]
async fn one_endpoint_that_can_not_be_read_does_not_hide_the_rest() {
    // Nothing changes in this account, so nothing is read again by itself.
    let sim = simulator(Seed::Large {
        clusters: 6,
        regions: 2,
    })
    .await;
    sim.inject(Fault::on(&format!("GET {PSE}"), fail(500)).times(1));
    let stage = Stage::with(sim, quick(), |keys| keys.admin).await;
    let snapshot = stage.snapshot();
    let endpoints = snapshot
        .clusters
        .iter()
        .flat_map(|cluster| &cluster.regions);
    let broken: Vec<_> = endpoints
        .filter(|region| {
            let details = region.endpoint.present().map(|present| &present.details);
            matches!(details, Some(Details::Unreadable { .. }))
        })
        .collect();
    assert_eq!(broken.len(), 1, "one answer was an error");
    // Asked for again it is there.
    let id = broken[0].id.clone();
    stage.app.read_details(id.clone()).await.unwrap();
    let snapshot = stage.snapshot();
    let region = snapshot
        .clusters
        .iter()
        .flat_map(|cluster| &cluster.regions)
        .find(|region| region.id == id);
    assert!(matches!(
        region.unwrap().endpoint.present().unwrap().details,
        Details::Known { .. }
    ));
}

#[tokio::test]
async fn a_warm_refresh_reads_the_lists_alone() {
    let sim = simulator(Seed::Large {
        clusters: 120,
        regions: 2,
    })
    .await;
    let stage = Stage::with(sim, quick(), |keys| keys.admin).await;
    let before = stage.snapshot().read_at;
    stage.sim.reset_requests();
    stage.app.refresh().await.unwrap();
    until("the refresh", || {
        (stage.snapshot().read_at != before).then_some(())
    })
    .await;
    stage.ready().await;
    let requests = stage.sim.requests();
    assert_eq!(requests.of(&format!("GET {PSE}")), 0);
    assert!(requests.of("GET /clusters") >= 2);
    assert!(
        requests.total <= requests.of("GET /clusters") + requests.of("GET /vpcs") + 1,
        "{requests:?}"
    );
}

#[tokio::test]
async fn what_the_list_shows_to_be_changed_is_read_again() {
    let stage = Stage::demo().await;
    let principal = "arn:aws:iam::112233445566:root";
    stage
        .sim
        .set_principals("orders", "us-east-1", &[principal]);
    stage.sim.reset_requests();
    stage.app.refresh().await.unwrap();
    until("the new list", || {
        (stage.principals("orders", "us-east-1") == [principal]).then_some(())
    })
    .await;
    stage.ready().await;
    assert!(stage.sim.requests().of(&format!("GET {PSE}")) >= 1);
}

#[tokio::test]
async fn the_last_known_picture_is_there_after_a_restart_without_the_service() {
    let stage = Stage::demo().await;
    let name = service_name(&stage.present("orders", "us-west-2").unwrap());
    let read_at = stage.snapshot().read_at;
    stage.sim.go_away().await;
    let stage = stage.restarted().await;
    // The key was kept for one session only: give it again, while the service is away.
    assert!(matches!(
        stage.status().await,
        Some(SessionStatus::NeedsKey { .. } | SessionStatus::Unlocking { .. })
    ));
    stage.sim.come_back().await;
    let tried = stage.try_key(&stage.sim.keys().admin).await.unwrap();
    stage.sim.go_away().await;
    let profile = stage.app.state().await.profiles[0].id;
    stage
        .app
        .replace_key(profile, tried.draft, KeyStore::Session)
        .await
        .unwrap();
    let snapshot = stage.snapshot();
    assert!(snapshot.remembered);
    assert_eq!(snapshot.read_at, read_at);
    assert_eq!(
        service_name(&stage.present("orders", "us-west-2").unwrap()),
        name
    );
    let problem = until("it says that it is offline", || {
        match &stage.snapshot().phase {
            Phase::Failed { problem } => Some(problem.clone()),
            _ => None,
        }
    })
    .await;
    assert_eq!(problem.code, ProblemCode::Offline);
    // Back again, it goes on by itself, and reads no details that it knows.
    stage.sim.reset_requests();
    stage.sim.come_back().await;
    stage.ready().await;
    assert!(!stage.snapshot().remembered);
    assert!(
        stage.sim.requests().of(&format!("GET {PSE}")) < 8,
        "{:?}",
        stage.sim.requests()
    );
}

#[tokio::test]
async fn a_remembered_inventory_is_shown_before_the_service_is_read() {
    let mut options = quick();
    options.pace.head_start = Duration::from_hours(1);
    options.pace.focus = Duration::from_secs(30);
    // Nothing is remembered yet, so the first load doesn't wait.
    let stage = Stage::with(simulator(Seed::Demo).await, options, |keys| keys.admin).await;
    let stage = stage.restarted().await;
    let tried = stage.try_key(&stage.sim.keys().admin).await.unwrap();
    let profile = stage.app.state().await.profiles[0].id;
    stage.sim.reset_requests();
    stage
        .app
        .replace_key(profile, tried.draft, KeyStore::Session)
        .await
        .unwrap();
    stage.app.window_focused();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let snapshot = stage.snapshot();
    assert!(snapshot.remembered && !snapshot.clusters.is_empty());
    assert_eq!(stage.sim.requests().of("GET /clusters"), 0);

    stage.app.refresh().await.unwrap();
    until("the inventory is read", || {
        (!stage.snapshot().remembered).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_service_that_goes_away_in_the_middle_of_a_load_is_waited_for() {
    let sim = simulator(Seed::Large {
        clusters: 150,
        regions: 3,
    })
    .await;
    sim.inject(Fault::on(
        &format!("GET {PSE}"),
        FaultKind::Delay(Duration::from_millis(20)),
    ));
    let stage = Stage::empty(sim, quick()).await;
    stage.add("Work", &stage.sim.keys().admin).await.unwrap();
    until("half of it", || match stage.app.snapshot()?.phase {
        Phase::Loading { details_done, .. } if details_done > 20 => Some(()),
        _ => None,
    })
    .await;
    stage.sim.go_away().await;
    until("it fails", || {
        matches!(stage.snapshot().phase, Phase::Failed { .. }).then_some(())
    })
    .await;
    assert_eq!(stage.snapshot().clusters.len(), 150, "what was read stays");
    stage.sim.clear_faults();
    stage.sim.come_back().await;
    stage.ready().await;
    let snapshot = stage.snapshot();
    let mut regions = snapshot
        .clusters
        .iter()
        .flat_map(|cluster| &cluster.regions);
    assert!(regions.all(|region| {
        let details = region.endpoint.present().map(|present| &present.details);
        matches!(details, Some(Details::Known { .. }))
    }));
}

#[tokio::test]
async fn a_list_that_was_asked_for_earlier_does_not_hide_a_later_read() {
    let sim = simulator(Seed::Large {
        clusters: 3,
        regions: 1,
    })
    .await;
    let stage = Stage::with(sim, quick(), |keys| keys.admin).await;
    let (name, code) = {
        let cluster = stage.snapshot().clusters[0].clone();
        (cluster.name.clone(), cluster.regions[0].region.clone())
    };
    // The list of clusters is made first and comes last, after the VPCs.
    stage
        .sim
        .inject(Fault::on("GET /clusters", FaultKind::Hold).times(1));
    let later = FaultKind::RateLimit {
        retry_after: Some(Duration::from_secs(1)),
    };
    stage.sim.inject(Fault::on("GET /vpcs", later).times(1));
    let before = stage.snapshot().read_at;
    stage.sim.reset_requests();
    stage.app.refresh().await.unwrap();
    until("the list was answered", || {
        (stage.sim.requests().done("GET /clusters") == 1).then_some(())
    })
    .await;
    let principal = "arn:aws:iam::112233445566:root";
    stage.sim.set_principals(&name, &code, &[principal]);
    let draft = stage.adding(&name, &code, "arn:aws:iam::223344556677:root");
    stage.plan(draft).await;
    assert_eq!(stage.principals(&name, &code), [principal]);
    let version = stage.snapshot().version;
    until("the VPCs are there", || {
        let read = stage.sim.requests().done("GET /vpcs") == 1;
        (read && stage.snapshot().version > version).then_some(())
    })
    .await;
    stage.sim.reset_requests();
    stage.sim.clear_faults();
    until("the refresh is done", || {
        (stage.snapshot().read_at != before).then_some(())
    })
    .await;
    stage.ready().await;
    assert_eq!(stage.principals(&name, &code), [principal]);
    let requests = stage.sim.requests();
    let reads = requests.of(&format!("GET {PSE}"));
    assert_eq!(reads, 0, "the old list is not taken for a change");
}

#[tokio::test]
async fn a_damaged_cache_is_set_aside() {
    let stage = Stage::demo().await;
    let file = stage.folder.path().join("data/inventory.sqlite3");
    stage.app.close().await;
    let Stage {
        sim,
        app,
        folder,
        options,
    } = stage;
    drop(app);
    std::fs::write(
        &file,
        "this is no database, and long enough to be taken for a damaged one",
    )
    .unwrap();
    for beside in ["inventory.sqlite3-wal", "inventory.sqlite3-shm"] {
        let _ = std::fs::remove_file(folder.path().join("data").join(beside));
    }
    let paths = postern::session::Paths {
        config: folder.path().join("config"),
        data: folder.path().join("data"),
    };
    let app = postern::session::App::open(paths, options.clone()).await;
    let stage = Stage {
        sim,
        app,
        folder,
        options,
    };
    stage.add("Again", &stage.sim.keys().admin).await.unwrap();
    stage.ready().await;
    assert!(
        stage
            .folder
            .path()
            .join("data/inventory.sqlite3.damaged")
            .exists()
    );
}

#[tokio::test]
async fn what_is_changing_is_followed_until_it_is_done() {
    // The demo begins with an endpoint that is being made.
    let stage = Stage::demo().await;
    let present = until("the endpoint is ready", || {
        let present = stage.present("inventory-emea", "eu-west-1")?;
        service_name(&present).is_some().then_some(present)
    })
    .await;
    assert_eq!(present.status, EndpointStatus::Ready);
    assert_eq!(
        service_name(&present),
        stage.sim.service_name("inventory-emea", "eu-west-1")
    );
}

#[tokio::test]
async fn a_busy_cluster_shows_its_task_until_it_is_over() {
    let stage = on_explicit_time().await;
    let hour = Duration::from_hours(1);
    stage.sim.start_task("orders", "EDIT_CLUSTER", hour);
    stage.app.refresh().await.unwrap();
    let busy = until("it is busy", || stage.cluster("orders").busy.clone()).await;
    assert_eq!(busy.task, "EDIT_CLUSTER");
    stage.sim.step(hour);
    until("it is free", || {
        stage.cluster("orders").busy.is_none().then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_window_s_focus_brings_news_and_idle_time_does_not() {
    let options = AppOptions {
        pace: Pace {
            focus: Duration::ZERO,
            ..Pace::quick()
        },
        ..quick()
    };
    // Nothing in it is changing, so nothing is followed.
    let sim = simulator(Seed::Large {
        clusters: 3,
        regions: 1,
    })
    .await;
    let stage = Stage::with(sim, options, |keys| keys.admin).await;
    let before = stage.snapshot().read_at;
    stage.sim.reset_requests();
    // Many times as long as what is changing would wait to be read again.
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(stage.sim.requests().total, 0);
    stage.app.window_focused();
    until("a refresh", || {
        (stage.snapshot().read_at != before).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_role_that_may_not_list_vpcs_still_sees_clusters() {
    let sim = simulator(Seed::Demo).await;
    let refused = FaultKind::Status {
        code: 403,
        body: Body::Json("No READ on VPC".to_owned()),
    };
    sim.inject(Fault::on("GET /vpcs", refused));
    let stage = Stage::with(sim, quick(), |keys| keys.admin).await;
    assert!(!stage.snapshot().clusters.is_empty());
    assert_eq!(
        stage.snapshot().unreadable.len(),
        1,
        "{:?}",
        stage.snapshot().unreadable
    );
}

#[tokio::test]
async fn words_that_nobody_knows_are_shown_as_they_are() {
    let stage = Stage::demo().await;
    stage.sim.set_cluster_state("orders", "HIBERNATED");
    stage.app.refresh().await.unwrap();
    until("the word", || {
        (stage.cluster("orders").state == "HIBERNATED").then_some(())
    })
    .await;
}

/// Makes the ids of a list from those before it and an update, as the page does.
fn placed<T, Id: Clone>(
    before: &[Id],
    items: &[T],
    places: &Places,
    id: impl Fn(&T) -> Id,
) -> Vec<Id> {
    let stays = |at: &usize| !places.removed.contains(&u32::try_from(*at).unwrap());
    let kept = (0..before.len()).filter(stays);
    let mut list: Vec<Id> = kept.map(|at| before[at].clone()).collect();
    for (item, at) in items.iter().zip(&places.at) {
        list.insert(usize::try_from(*at).unwrap(), id(item));
    }
    list
}

#[tokio::test]
async fn only_what_is_new_since_a_snapshot_is_sent() {
    let stage = Stage::demo().await;
    let ids = |snapshot: &Snapshot| -> Vec<_> {
        snapshot.clusters.iter().map(|one| one.id.clone()).collect()
    };
    let all = stage.app.snapshot_since(None).unwrap();
    let before = stage.snapshot();
    assert_eq!(all.base, None);
    assert_eq!(all.clusters.items.len(), before.clusters.len());
    assert_eq!(all.vpcs.len(), before.vpcs.len());

    // One endpoint's list: its cluster is all that is sent.
    let orders = stage.cluster("orders");
    let region = stage.region("orders", "us-east-1");
    let list = ["arn:aws:iam::301122334455:root"];
    stage.sim.set_principals("orders", "us-east-1", &list);
    stage.app.read_details(region.id).await.unwrap();
    until("the new list", || {
        (stage.principals("orders", "us-east-1") == list).then_some(())
    })
    .await;
    let one = stage.app.snapshot_since(Some(all.token)).unwrap();
    assert_eq!(one.base, Some(all.token));
    let new: Vec<_> = one.clusters.items.iter().map(|one| &one.id).collect();
    assert_eq!(new, [&orders.id]);
    assert_eq!(one.cluster_places.at, one.cluster_places.removed);
    assert!(one.vpcs.is_empty(), "{:?}", one.vpcs);

    // A refresh in which one was renamed and one is gone.
    stage.sim.rename_cluster("orders", "zz-orders");
    stage.sim.remove_cluster("sessions");
    stage.app.refresh().await.unwrap();
    until("the renamed cluster", || {
        let snapshot = stage.snapshot();
        let has = |name| snapshot.clusters.iter().any(|one| one.name == name);
        (has("zz-orders") && !has("sessions")).then_some(())
    })
    .await;
    stage.ready().await;
    let next = stage.app.snapshot_since(Some(one.token)).unwrap();
    assert_eq!(next.base, Some(one.token));
    let list = placed(
        &ids(&before),
        &next.clusters.items,
        &next.cluster_places,
        |one| one.id.clone(),
    );
    assert_eq!(list, ids(&stage.snapshot()));

    // Another one than the last that was given out, such as another account's, builds on nothing.
    let again = stage.app.snapshot_since(Some(all.token)).unwrap();
    assert_eq!(again.base, None);
    assert_eq!(again.clusters.items.len(), list.len());
    assert_ne!(again.token, next.token);
}

#[tokio::test]
async fn what_regions_share_is_sent_once() {
    let stage = Stage::demo().await;
    let sent = stage.app.snapshot_since(None).unwrap().clusters;
    let snapshot = stage.snapshot();
    let regions: Vec<_> = snapshot
        .clusters
        .iter()
        .flat_map(|cluster| &cluster.regions)
        .collect();
    assert_eq!(sent.shared.len(), regions.len());
    let place = |at: &u32| usize::try_from(*at).unwrap();
    for (region, shared) in regions.iter().zip(&sent.shared) {
        assert_eq!(sent.answers[place(&shared.may_create)], region.may_create);
        assert_eq!(sent.answers[place(&shared.may_edit)], region.may_edit);
        assert_eq!(sent.answers[place(&shared.may_delete)], region.may_delete);
        let list = shared.principals.iter().flatten();
        let list: Vec<_> = list.map(|at| &sent.principals[place(at)]).collect();
        let principals = region.endpoint.principals();
        assert_eq!(shared.principals.is_some(), principals.is_some());
        assert_eq!(list, principals.into_iter().flatten().collect::<Vec<_>>());
    }

    let all: HashSet<_> = sent.principals.iter().collect();
    assert_eq!(all.len(), sent.principals.len());
    let json = serde_json::to_string(&sent.items).unwrap();
    assert!(!json.contains("principals") && !json.contains("mayEdit"));
}
