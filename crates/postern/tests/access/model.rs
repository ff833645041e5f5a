//! Snapshots made by hand.

use std::sync::Arc;

use jiff::Timestamp;

use postern::access::{AccessView, KeyFacts, ListFacts, view};
use postern::cloud::Cloud;
use postern::inventory::{
    Cluster, ClusterPhase, Details, Endpoint, EndpointStatus, Health, OtherHost, Phase, Present,
    Region, Snapshot,
};
use postern::permission::{Allowed, Permissions};
use postern::principal::{self, Names, PrincipalCloud, PrincipalView};

pub const SHOP: &str = "arn:aws:iam::301122334455:root";
pub const GATEWAY: &str = "arn:aws:iam::301122334455:role/gateway";
pub const PARTNER: &str = "arn:aws:iam::772845091263:root";
pub const CHINA: &str = "arn:aws-cn:iam::772845091263:root";
pub const PATH: &str = "arn:aws:iam::590217736104:role/analytics/reporting";
pub const FINANCE: &str = "0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1";

pub fn views(cloud: &Cloud, texts: &[&str]) -> Vec<PrincipalView> {
    let cloud = if *cloud == Cloud::Azure {
        PrincipalCloud::Azure
    } else {
        PrincipalCloud::Aws
    };
    texts
        .iter()
        .map(|text| principal::view(cloud, text))
        .collect()
}

/// An endpoint in service with a connection.
pub fn endpoint(cloud: &Cloud, texts: &[&str]) -> Present {
    Present {
        pse_id: "pse".into(),
        host: Some("pse.example.com".to_owned()),
        status: EndpointStatus::Ready,
        state: "ACTIVE".to_owned(),
        principals: Some(views(cloud, texts)),
        details: known(1),
        pending: None,
    }
}

pub fn known(connections: usize) -> Details {
    Details::Known {
        service_name: Some("com.amazonaws.vpce.svc".to_owned()),
        zones: Vec::new(),
        connections: Some((0..connections).map(|n| format!("vpce-{n}")).collect()),
        read_at: Timestamp::UNIX_EPOCH,
    }
}

pub fn region(cluster: &str, code: &str, endpoint: Endpoint) -> Region {
    Region {
        id: format!("{cluster}/{code}").as_str().into(),
        region: code.to_owned(),
        cloud: Cloud::Aws,
        vpc_id: Some("vpc".into()),
        nodes: Some(3),
        is_default: false,
        other_hosts: Vec::new(),
        endpoint,
        lacks: Vec::new(),
        may_create: Allowed::Yes,
        may_edit: Allowed::Yes,
        may_delete: Allowed::Yes,
    }
}

/// A region of an AWS cluster with an endpoint in service.
pub fn open_to(cluster: &str, code: &str, texts: &[&str]) -> Region {
    region(
        cluster,
        code,
        Endpoint::Present(endpoint(&Cloud::Aws, texts)),
    )
}

pub fn public(mut region: Region) -> Region {
    region.other_hosts = vec![OtherHost {
        accessibility: "PUBLIC".to_owned(),
        host: "db.example.com".to_owned(),
    }];
    region
}

/// The region with its endpoint changed.
pub fn with(mut region: Region, change: impl FnOnce(&mut Present)) -> Region {
    if let Endpoint::Present(present) = &mut region.endpoint {
        change(present);
    }
    region
}

/// The clouds of a cluster's regions, each once.
pub fn clouds_of(cluster: &Cluster) -> Vec<Cloud> {
    let mut clouds = Vec::new();
    for region in &cluster.regions {
        if !clouds.contains(&region.cloud) {
            clouds.push(region.cloud.clone());
        }
    }
    clouds
}

pub fn cluster(name: &str, regions: Vec<Region>) -> Cluster {
    Cluster {
        id: name.into(),
        name: name.to_owned(),
        clouds: vec![Cloud::Aws],
        state: "ACTIVE".to_owned(),
        health: Health::Good,
        phase: ClusterPhase::Active,
        is_production: None,
        is_sandbox: false,
        tier: "PAID".to_owned(),
        cluster_type: None,
        software_version: String::new(),
        nodes: None,
        fault_tolerance: String::new(),
        vpc_ids: Vec::new(),
        vpc_names: Vec::new(),
        busy: None,
        lacks: Vec::new(),
        regions,
        problem: None,
    }
}

pub fn snapshot(clusters: Vec<Cluster>) -> Snapshot {
    Snapshot {
        version: 7,
        account_id: "account".into(),
        account_name: "Northwind".to_owned(),
        project_id: "project".into(),
        project_name: "default".to_owned(),
        phase: Phase::Ready,
        read_at: Some(Timestamp::UNIX_EPOCH),
        remembered: false,
        permissions: Permissions::default(),
        vpcs: Vec::new(),
        clusters: clusters.into_iter().map(Arc::new).collect(),
        unreadable: Vec::new(),
        asked: Vec::new(),
    }
}

/// A key that says nothing of its end.
pub fn endless() -> KeyFacts {
    KeyFacts {
        expires: None,
        now: Timestamp::UNIX_EPOCH,
        today: jiff::civil::Date::ZERO,
    }
}

pub fn seen(snapshot: &Snapshot) -> AccessView {
    view(
        snapshot,
        &ListFacts::default(),
        &Names::default(),
        &endless(),
    )
}
