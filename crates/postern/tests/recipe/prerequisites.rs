//! What must hold first, and what the inventory already knows.

use std::sync::Arc;

use aeon::ids::{AccountId, ClusterId, ProjectId, PseId, RegionInfoId, VpcId};
use postern::cloud::Cloud;
use postern::inventory::{
    Cluster, ClusterPhase, Details, Endpoint, EndpointStatus, Health, Lack, LackKind, Phase,
    Present, Region, Snapshot,
};
use postern::permission::{Allowed, Permissions};
use postern::principal::{PrincipalKind, PrincipalView};
use postern::recipe::{
    Consumer, Managed, Params, PrerequisiteKind as Kind, PrerequisiteState as State, is_allowed,
    prerequisites, terraform_ybm,
};

use super::support::{azure, id, listed};

pub(super) fn present(region: &str) -> Endpoint {
    Endpoint::Present(Present {
        pse_id: PseId::from(format!("pse-{region}").as_str()),
        host: Some(format!("pse-{region}.example")),
        status: EndpointStatus::Ready,
        state: "ACTIVE".to_owned(),
        principals: Some(vec![PrincipalView {
            text: "arn:aws:iam::123456789012:root".to_owned(),
            kind: PrincipalKind::Account,
            short: String::new(),
            warning: String::new(),
            owner: None,
        }]),
        details: Details::Known {
            service_name: Some(format!("com.amazonaws.vpce.{region}.vpce-svc-0a")),
            zones: vec!["usw2-az1".to_owned()],
            connections: Some(Vec::new()),
            read_at: "2026-01-01T00:00:00Z".parse().unwrap(),
        },
        pending: None,
    })
}

pub(super) fn region(code: &str, endpoint: Endpoint) -> Region {
    Region {
        id: RegionInfoId::from(code),
        region: code.to_owned(),
        cloud: Cloud::Aws,
        vpc_id: Some(VpcId::from("vpc")),
        nodes: Some(3),
        is_default: true,
        other_hosts: Vec::new(),
        endpoint,
        lacks: Vec::new(),
        may_create: Allowed::Yes,
        may_edit: Allowed::Yes,
        may_delete: Allowed::Yes,
    }
}

pub(super) fn cluster(regions: Vec<Region>) -> Cluster {
    Cluster {
        id: ClusterId::from("65f14618"),
        name: "orders".to_owned(),
        clouds: vec![Cloud::Aws],
        state: "ACTIVE".to_owned(),
        health: Health::Good,
        phase: ClusterPhase::Active,
        is_production: None,
        is_sandbox: false,
        tier: "PAID".to_owned(),
        cluster_type: None,
        software_version: String::new(),
        nodes: Some(3),
        fault_tolerance: "ZONE".to_owned(),
        vpc_ids: Vec::new(),
        vpc_names: Vec::new(),
        busy: None,
        lacks: Vec::new(),
        regions,
        problem: None,
    }
}

fn states(cluster: &Cluster) -> Vec<(Kind, State)> {
    let all = prerequisites(&cluster.regions[0]);
    assert!(
        all.iter()
            .all(|p| p.state == State::Met || !p.remedy.is_empty()),
        "{all:?}"
    );
    all.iter().map(|p| (p.kind, p.state)).collect()
}

#[test]
fn a_ready_endpoint_leaves_only_the_region_to_the_user() {
    let ready = cluster(vec![region("us-west-2", present("us-west-2"))]);
    let open: Vec<_> = states(&ready)
        .into_iter()
        .filter(|(_, state)| *state != State::Met)
        .collect();
    assert_eq!(open, [(Kind::SameRegion, State::AskUser)]);
    let all = prerequisites(&ready.regions[0]);
    assert!(
        all.iter()
            .any(|p| p.kind == Kind::AllowList && p.text.contains("No IP allow list is needed"))
    );
    assert!(all.iter().any(|p| p.text.contains("in us-west-2 too")));
}

#[test]
fn what_is_missing_is_said_with_a_remedy() {
    let lack = |kind| Lack {
        kind,
        reason: "Because.".to_owned(),
        remedy: "Do this.".to_owned(),
    };
    for (kind, expected) in [
        (LackKind::Cloud, Kind::Cloud),
        (LackKind::Sandbox, Kind::Vpc),
        (LackKind::NoVpc, Kind::Vpc),
        (LackKind::NotActive, Kind::Running),
        (LackKind::Busy, Kind::Running),
    ] {
        let mut lacking = cluster(vec![region("us-west-2", present("us-west-2"))]);
        lacking.regions[0].lacks = vec![lack(kind)];
        assert!(
            states(&lacking).contains(&(expected, State::Missing)),
            "{kind:?}"
        );
    }
    let mut outside = cluster(vec![region("us-west-2", present("us-west-2"))]);
    outside.regions[0].vpc_id = None;
    assert!(states(&outside).contains(&(Kind::Vpc, State::Missing)));

    let none = cluster(vec![region("us-west-2", Endpoint::None)]);
    assert!(states(&none).contains(&(Kind::Endpoint, State::Missing)));
    assert!(states(&none).contains(&(Kind::Principals, State::Missing)));

    let Endpoint::Present(mut failed) = present("us-west-2") else {
        unreachable!()
    };
    failed.status = EndpointStatus::Failed;
    let failed = cluster(vec![region("us-west-2", Endpoint::Present(failed))]);
    assert!(states(&failed).contains(&(Kind::Endpoint, State::Missing)));
}

#[test]
fn a_subscription_that_is_not_listed_is_known_beforehand() {
    let mut params = azure();
    assert_eq!(is_allowed(&params), Some(true));
    params.principals = Some(Vec::new());
    assert_eq!(is_allowed(&params), Some(false));
    params.principals = None;
    assert_eq!(is_allowed(&params), None, "the list was not read");
    params.consumer = Consumer::unknown(&Cloud::Azure).unwrap();
    assert_eq!(is_allowed(&params), None);
    assert_eq!(Consumer::unknown(&Cloud::Gcp), None);
}

#[test]
fn parameters_are_taken_from_the_inventory() {
    let cluster = cluster(vec![
        region("us-west-2", present("us-west-2")),
        region("us-east-1", Endpoint::None),
    ]);
    let unknown = || Consumer::unknown(&cluster.regions[0].cloud).unwrap();
    let params = Params::from_inventory(&cluster, &cluster.regions[0], unknown())
        .and_then(|params| params.in_project(None, "a", "p"))
        .unwrap();
    assert_eq!(params.host(), "pse-us-west-2.example");
    assert_eq!(
        params.service_name(),
        "com.amazonaws.vpce.us-west-2.vpce-svc-0a"
    );
    assert_eq!(params.zones, ["usw2-az1"]);
    assert_eq!(
        params.principals,
        Some(vec![listed("arn:aws:iam::123456789012:root")])
    );
    assert_eq!(params.ports, [5433, 9042]);
    assert_eq!(
        (params.account_id, params.project_id),
        (Some(id("a")), Some(id("p")))
    );
    let none = Params::from_inventory(&cluster, &cluster.regions[1], unknown()).unwrap();
    assert_eq!(
        (none.host, none.service_name, none.pse_id),
        (None, None, None)
    );
}

#[test]
fn terraform_takes_every_endpoint_that_is_wanted() {
    let mut other = cluster(vec![region("us-west-2", present("us-west-2"))]);
    other.name = "ledger".to_owned();
    // One on its way out could not be imported, and would be made anew.
    let mut going = present("eu-west-1");
    if let Endpoint::Present(present) = &mut going {
        present.status = EndpointStatus::Deleting;
    }
    let snapshot = Snapshot {
        version: 1,
        account_id: AccountId::from("a"),
        account_name: String::new(),
        project_id: ProjectId::from("p"),
        project_name: String::new(),
        phase: Phase::Ready,
        read_at: None,
        remembered: false,
        permissions: Permissions::default(),
        vpcs: Vec::new(),
        clusters: vec![
            Arc::new(cluster(vec![
                region("us-west-2", present("us-west-2")),
                region("us-east-1", Endpoint::None),
                region("eu-west-1", going),
            ])),
            Arc::new(other),
        ],
        unreadable: Vec::new(),
        asked: Vec::new(),
    };
    let account = terraform_ybm(None, &Managed::all(&snapshot, |_| true).unwrap()).text;
    assert_eq!(account.matches("\nimport {").count(), 2);
    assert!(
        account.contains("id = \"pse-us-west-2,65f14618\""),
        "{account}"
    );
    let one = terraform_ybm(
        None,
        &Managed::all(&snapshot, |cluster| cluster.name == "ledger").unwrap(),
    )
    .text;
    assert_eq!(one.matches("\nresource ").count(), 1);
    assert!(one.contains("\"ledger_us_west_2\""), "{one}");
}
