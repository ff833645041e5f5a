//! The API's odder answers, and what becomes of them.

use std::collections::BTreeMap;

use aeon::wire;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::convert::{Context, cluster, listed_pses};
use super::facts::{Overlay, OverlayKind, Overlays, PseFacts, PseRead, Stamp};
use super::picture::{About, Picture};
use super::{Cluster, Details, Endpoint, EndpointStatus, Health, LackKind, Pending, Present};
use crate::cloud::Cloud;
use crate::permission::Permissions;

const ROOT: &str = "arn:aws:iam::112233445566:root";

/// A cluster on AWS in one region with a PSE, and what a test wants otherwise.
fn wire(edit: impl FnOnce(&mut Value)) -> wire::Cluster {
    let mut value = json!({
        "spec": {
            "name": "orders",
            "cloud_info": {"code": "AWS", "region": "us-west-2"},
            "cluster_info": {"cluster_tier": "PAID", "num_nodes": 3},
            "cluster_region_info": [{
                "placement_info": {"cloud_info": {"code": "AWS", "region": "us-west-2"}, "num_nodes": 3, "vpc_id": "vpc-1"},
                "is_default": true,
                "private_service_endpoint_info": {"cluster_region_info_id": "cri-1", "security_principals": [ROOT]},
            }],
        },
        "info": {
            "id": "c-1",
            "state": "ACTIVE",
            "cluster_region_info_details": [{"region": "us-west-2", "id": "cri-1"}],
            "cluster_endpoints": [{
                "id": "ep-1", "pse_id": "pse-1", "region": "us-west-2", "host": "pse-us-west-2.x.aws.ybdb.io",
                "accessibility_type": "PRIVATE_SERVICE_ENDPOINT", "state": "ACTIVE", "state_v1": "ENABLED",
            }],
        },
    });
    edit(&mut value);
    serde_json::from_value(value).expect("a cluster")
}

fn stamp(number: u64) -> Stamp {
    Stamp { number, at: None }
}

#[derive(Default)]
struct Around {
    pses: BTreeMap<aeon::ids::PseId, PseFacts>,
    overlays: Overlays,
}

impl Around {
    fn read(pse: Value, stamp: u64) -> Self {
        let pse: wire::Pse = serde_json::from_value(pse).expect("a PSE");
        let id = pse.info.id.clone();
        let read = PseRead {
            pse,
            at: Timestamp::UNIX_EPOCH,
            stamp: self::stamp(stamp),
        };
        let facts = PseFacts {
            read: Some(read),
            ..PseFacts::default()
        };
        Self {
            pses: BTreeMap::from([(id, facts)]),
            ..Self::default()
        }
    }

    fn overlay(kind: OverlayKind, overdue: bool) -> Self {
        let overlays = BTreeMap::from([("cri-1".into(), Overlay { kind, overdue })]);
        Self {
            overlays,
            ..Self::default()
        }
    }

    /// The cluster as it is shown when it was asked for at 10.
    fn show(&self, wire: &wire::Cluster) -> Cluster {
        let context = Context {
            stamp: stamp(10),
            vpc_names: &BTreeMap::from([("vpc-1".into(), "prod".to_owned())]),
            pses: &self.pses,
            overlays: &self.overlays,
            busy: None,
            problem: None,
            permissions: &Permissions::default(),
        };
        cluster(wire, &context)
    }
}

fn show(edit: impl FnOnce(&mut Value)) -> Cluster {
    Around::default().show(&wire(edit))
}

fn status(state: Value, state_v1: Value) -> (EndpointStatus, String) {
    let cluster = show(|cluster| {
        let endpoint = &mut cluster["info"]["cluster_endpoints"][0];
        endpoint["state"] = state;
        endpoint["state_v1"] = state_v1;
    });
    let present = cluster.regions[0].endpoint.present().expect("an endpoint");
    (present.status, present.state.clone())
}

#[test]
fn the_newer_state_field_counts_where_it_says_something() {
    use EndpointStatus as S;
    let cases = [
        (json!("ACTIVE"), json!("ENABLED"), S::Ready, "ENABLED"),
        (json!("ACTIVE"), Value::Null, S::Ready, "ACTIVE"),
        (
            json!("CREATING"),
            json!("DISABLED"),
            S::Creating,
            "CREATING",
        ),
        (json!("ACTIVE"), json!("DISABLED"), S::Disabled, "DISABLED"),
        (json!("ACTIVE"), json!("FAILED"), S::Failed, "FAILED"),
        (json!("ACTIVE"), json!("UPDATING"), S::Updating, "UPDATING"),
        (
            json!("ACTIVE"),
            json!("SOMETHING_NEW"),
            S::Unknown,
            "SOMETHING_NEW",
        ),
        (Value::Null, Value::Null, S::Creating, ""),
    ];
    for (state, state_v1, wanted, word) in cases {
        assert_eq!(
            status(state.clone(), state_v1.clone()),
            (wanted, word.to_owned()),
            "{state} {state_v1}"
        );
    }
}

fn texts(present: &Present) -> Vec<&str> {
    let list = present.principals.as_ref().expect("a list");
    list.iter().map(|view| view.text.as_str()).collect()
}

#[test]
fn a_list_without_an_endpoint_is_one_that_was_asked_for() {
    let cluster = show(|cluster| cluster["info"]["cluster_endpoints"] = Value::Null);
    let Endpoint::Requested { principals } = &cluster.regions[0].endpoint else {
        panic!()
    };
    let principals = principals.as_ref().expect("a list");
    assert_eq!(principals[0].text, ROOT);
}

#[test]
fn an_endpoint_without_a_list_is_there() {
    let cluster = show(|cluster| {
        cluster["spec"]["cluster_region_info"][0]["private_service_endpoint_info"] = Value::Null;
    });
    let present = cluster.regions[0].endpoint.present().expect("an endpoint");
    assert_eq!(present.principals, None, "not read is not nobody");
    assert_eq!(present.details, Details::Loading { service_name: None });
}

#[test]
fn a_list_that_no_answer_has_is_not_an_empty_one() {
    for absent in [
        json!({}),
        json!({"cluster_region_info_id": "cri-1"}),
        json!({"cluster_region_info_id": "cri-1", "security_principals": null}),
    ] {
        let bare = |cluster: &mut Value| {
            cluster["spec"]["cluster_region_info"][0]["private_service_endpoint_info"] =
                absent.clone();
        };
        let pse = json!({
            "spec": absent,
            "info": {"id": "pse-1", "state": "ACTIVE", "service_name": "svc"},
        });
        let list = |cluster: &Cluster| {
            let present = cluster.regions[0].endpoint.present().expect("an endpoint");
            present.principals.clone()
        };
        // The other answer has it.
        let cluster = Around::read(pse.clone(), 11).show(&wire(|_| {}));
        assert_eq!(list(&cluster).map(|list| list.len()), Some(1), "{absent}");
        // None has it.
        let cluster = Around::read(pse, 11).show(&wire(bare));
        assert_eq!(list(&cluster), None, "{absent}");
        // It was asked for, and no answer names it yet.
        let cluster = show(|cluster| {
            bare(cluster);
            cluster["info"]["cluster_endpoints"] = json!([]);
        });
        assert_eq!(
            cluster.regions[0].endpoint,
            Endpoint::Requested { principals: None },
            "{absent}"
        );
    }
}

#[test]
fn a_pse_without_an_id_of_its_own_goes_by_its_endpoint_s() {
    let wire = wire(|cluster| cluster["info"]["cluster_endpoints"][0]["pse_id"] = Value::Null);
    assert_eq!(listed_pses(&wire)[0].pse_id.as_str(), "ep-1");
}

#[test]
fn regions_without_ids_are_told_apart_and_not_changed() {
    let cluster = show(|cluster| {
        cluster["spec"]["cluster_region_info"][0]["private_service_endpoint_info"] = Value::Null;
        cluster["info"]["cluster_region_info_details"] =
            json!([{"region": "eu-west-1", "id": ""}, {"region": "us-west-2", "id": null}]);
    });
    let [first, second] = cluster.regions.as_slice() else {
        panic!("two regions: {:?}", cluster.regions);
    };
    assert_ne!(first.id, second.id);
    for region in [first, second] {
        assert!(!region.has_id());
        for rule in [&region.may_create, &region.may_edit] {
            let (reason, _) = rule.refusal().expect("no request can name it");
            assert!(reason.contains("region's ID"), "{reason}");
        }
    }
}

#[test]
fn regions_are_matched_by_their_code_in_any_order() {
    let cluster = show(|cluster| {
        cluster["info"]["cluster_region_info_details"] =
            json!([{"region": "eu-west-1", "id": "cri-2"}, {"region": "us-west-2", "id": "cri-1"}]);
    });
    let ids: Vec<(&str, &str)> = cluster
        .regions
        .iter()
        .map(|region| (region.region.as_str(), region.id.as_str()))
        .collect();
    assert_eq!(ids, [("us-west-2", "cri-1"), ("eu-west-1", "cri-2")]);
    assert!(matches!(cluster.regions[1].endpoint, Endpoint::None));
}

#[test]
fn a_later_read_of_the_pse_counts_and_an_earlier_one_does_not() {
    let pse = json!({
        "spec": {"cluster_region_info_id": "cri-1", "security_principals": ["*"]},
        "info": {"id": "pse-1", "state": "UPDATING", "service_name": "svc"},
    });
    let shown = |stamp| {
        let cluster = Around::read(pse.clone(), stamp).show(&wire(|_| {}));
        cluster.regions[0]
            .endpoint
            .present()
            .expect("an endpoint")
            .clone()
    };
    let (later, earlier) = (shown(11), shown(9));
    assert_eq!(
        (later.status, texts(&later)[0]),
        (EndpointStatus::Updating, "*")
    );
    assert_eq!(
        (earlier.status, texts(&earlier)[0]),
        (EndpointStatus::Ready, ROOT)
    );
    // The details are the same either way.
    assert_eq!(later.details, earlier.details);
    assert!(matches!(
        later.details,
        Details::Known {
            service_name: Some(_),
            ..
        }
    ));
}

#[test]
fn a_pse_that_is_gone_is_gone_whatever_an_earlier_list_says() {
    let facts = PseFacts {
        gone: Some(stamp(11)),
        ..PseFacts::default()
    };
    let around = Around {
        pses: BTreeMap::from([("pse-1".into(), facts)]),
        ..Around::default()
    };
    assert!(matches!(
        around.show(&wire(|_| {})).regions[0].endpoint,
        Endpoint::None
    ));
}

#[test]
fn what_was_sent_is_drawn_over_what_was_read() {
    let kind = OverlayKind::Edit {
        old: vec![ROOT.to_owned()],
        new: vec!["*".to_owned()],
    };
    let cluster = Around::overlay(kind, false).show(&wire(|_| {}));
    let present = cluster.regions[0].endpoint.present().expect("an endpoint");
    assert_eq!(texts(present), ["*"]);
    let pending = Pending {
        added: vec!["*".to_owned()],
        removed: vec![ROOT.to_owned()],
        deleting: false,
        overdue: false,
    };
    assert_eq!(present.pending, Some(pending));

    let bare = wire(|cluster| {
        cluster["info"]["cluster_endpoints"] = json!([]);
        cluster["spec"]["cluster_region_info"][0]["private_service_endpoint_info"] = Value::Null;
    });
    let kind = OverlayKind::Create {
        principals: vec![ROOT.to_owned()],
    };
    assert!(matches!(
        Around::overlay(kind, false).show(&bare).regions[0].endpoint,
        Endpoint::Requested { .. }
    ));
    let deleting = Around::overlay(OverlayKind::Delete, false).show(&wire(|_| {}));
    assert!(
        deleting.regions[0]
            .endpoint
            .present()
            .is_some_and(|present| present.pending.as_ref().is_some_and(|p| p.deleting))
    );
}

#[test]
fn what_was_sent_and_is_overdue_is_not_taken_for_what_is_there() {
    let kind = OverlayKind::Edit {
        old: vec![ROOT.to_owned()],
        new: vec!["*".to_owned()],
    };
    let cluster = Around::overlay(kind, true).show(&wire(|_| {}));
    let present = cluster.regions[0].endpoint.present().expect("an endpoint");
    assert_eq!(texts(present), [ROOT]);
    let pending = present.pending.as_ref().expect("it is still told");
    assert_eq!(
        (&pending.added[..], pending.overdue),
        (&["*".to_owned()][..], true)
    );

    let bare = wire(|cluster| {
        cluster["info"]["cluster_endpoints"] = json!([]);
        cluster["spec"]["cluster_region_info"][0]["private_service_endpoint_info"] = Value::Null;
    });
    let kind = OverlayKind::Create {
        principals: vec![ROOT.to_owned()],
    };
    assert_eq!(
        Around::overlay(kind, true).show(&bare).regions[0].endpoint,
        Endpoint::None
    );
}

#[test]
fn the_cluster_s_own_vpc_counts_for_regions_that_name_none() {
    let cluster = show(|cluster| {
        cluster["spec"]["cluster_region_info"][0]["placement_info"]["vpc_id"] = Value::Null;
        cluster["spec"]["network_info"] = json!({"single_tenant_vpc_id": "vpc-1"});
    });
    assert_eq!(
        (cluster.vpc_names, cluster.lacks),
        (vec!["prod".to_owned()], Vec::new())
    );
}

#[test]
fn a_cloud_that_nobody_knows_is_shown_by_its_name() {
    let cluster = show(|cluster| {
        for region in cluster["spec"]["cluster_region_info"]
            .as_array_mut()
            .expect("a list")
        {
            region["placement_info"]["cloud_info"]["code"] = json!("OCI");
        }
    });
    assert_eq!(cluster.clouds, [Cloud::Other("OCI".to_owned())]);
    assert_eq!(cluster.lacks[0].kind, LackKind::Cloud);
    assert_eq!(
        cluster.lacks[0].reason,
        "Clusters on OCI can't have private service endpoints."
    );
}

#[test]
fn states_that_nobody_knows_are_judged_by_their_ending() {
    let health = |state: &str| show(|cluster| cluster["info"]["state"] = json!(state)).health;
    assert_eq!(health("REBALANCING"), Health::Changing);
    assert_eq!(health("EDIT_FAILED"), Health::Bad);
    assert_eq!(health("HIBERNATED"), Health::Unknown);
}

/// A cluster on three clouds, as reads give it: without a cloud of its own.
fn on_three_clouds(edit: impl FnOnce(&mut Value)) -> Cluster {
    const SUBSCRIPTION: &str = "1b2c3d4e-5f60-4718-a9b0-c1d2e3f40516";
    let region = |code: &str, name: &str, list: Value| {
        json!({
            "placement_info": {"cloud_info": {"code": code, "region": name}, "vpc_id": format!("vpc-{code}")},
            "private_service_endpoint_info": list,
        })
    };
    show(|cluster| {
        let spec = cluster["spec"].as_object_mut().expect("an object");
        spec.remove("cloud_info");
        spec.remove("network_info");
        cluster["spec"]["cluster_info"]["is_multi_cloud"] = json!(false);
        cluster["spec"]["cluster_region_info"] = json!([
            region(
                "AWS",
                "us-west-2",
                json!({"cluster_region_info_id": "cri-1", "security_principals": [ROOT]})
            ),
            region(
                "AZURE",
                "westus3",
                json!({"cluster_region_info_id": "cri-2", "security_principals": [SUBSCRIPTION]})
            ),
            region("GCP", "us-west1", Value::Null),
        ]);
        cluster["info"]["cluster_region_info_details"] = json!([
            {"region": "us-west-2", "id": "cri-1"},
            {"region": "westus3", "id": "cri-2"},
            {"region": "us-west1", "id": "cri-3"},
        ]);
        for region in ["westus3", "us-west1"] {
            let host = format!("private.{region}.example");
            let private = json!({"id": region, "region": region, "host": host, "accessibility_type": "PRIVATE"});
            let endpoints = cluster["info"]["cluster_endpoints"]
                .as_array_mut()
                .expect("a list");
            endpoints.push(private);
        }
        edit(cluster);
    })
}

#[test]
fn the_cloud_belongs_to_the_region() {
    let cluster = on_three_clouds(|_| {});
    assert_eq!(cluster.clouds, [Cloud::Aws, Cloud::Azure, Cloud::Gcp]);
    let clouds: Vec<&Cloud> = cluster.regions.iter().map(|region| &region.cloud).collect();
    assert_eq!(clouds, [&Cloud::Aws, &Cloud::Azure, &Cloud::Gcp]);
    let warnings = cluster.regions.iter().map(|region| {
        let list = region.endpoint.principals().unwrap_or_default();
        list.iter().map(|view| view.warning.as_str()).collect()
    });
    let warnings: Vec<Vec<&str>> = warnings.collect();
    assert_eq!(warnings, [vec![""], vec![""], vec![]]);
    // Private addresses can't be used on Azure; on GCP they can.
    assert_eq!(cluster.regions[1].other_hosts, []);
    assert_eq!(cluster.regions[2].other_hosts.len(), 1);
    assert_eq!(cluster.lacks, []);
    let lacks = cluster.regions[2].lacks.iter();
    let reasons: Vec<&str> = lacks.map(|lack| lack.reason.as_str()).collect();
    assert_eq!(
        reasons,
        ["us-west1 is on GCP, which has no private service endpoints."]
    );
    assert!(cluster.regions[2].may_create.refusal().is_some());
    assert_eq!(cluster.regions[0].lacks, []);
}

#[test]
fn a_region_outside_a_vpc_counts_only_where_there_could_be_an_endpoint() {
    let without = |region: usize| {
        on_three_clouds(|cluster| {
            let info = &mut cluster["spec"]["cluster_region_info"][region];
            info["placement_info"]["vpc_id"] = Value::Null;
        })
    };
    assert_eq!(without(2).lacks, []);
    let azure = without(1);
    assert_eq!(azure.lacks[0].kind, LackKind::NoVpc);
    assert_eq!(azure.regions[0].lacks, []);
    assert_eq!(azure.regions[1].lacks[0].kind, LackKind::NoVpc);
}

#[test]
fn a_region_whose_cloud_is_not_reported_has_that_of_the_others_or_none() {
    let unreported = |cluster: &mut Value, region: usize| {
        cluster["spec"]["cluster_region_info"][region]["placement_info"]["cloud_info"]["code"] =
            Value::Null;
    };
    let mixed = on_three_clouds(|cluster| unreported(cluster, 2));
    assert_eq!(mixed.regions[2].cloud, Cloud::Other(String::new()));
    assert_eq!(mixed.clouds, [Cloud::Aws, Cloud::Azure]);
    assert_eq!(
        mixed.regions[2].lacks[0].reason,
        "The service doesn't report which cloud us-west1 is on."
    );
    let aws = on_three_clouds(|cluster| {
        unreported(cluster, 1);
        unreported(cluster, 2);
    });
    assert_eq!(aws.clouds, [Cloud::Aws]);
    let own = show(|cluster| unreported(cluster, 0));
    assert_eq!(own.clouds, [Cloud::Aws]);
}

#[test]
fn whether_a_cluster_is_for_production_is_not_guessed() {
    let production = |value: Value| {
        let wire = wire(|cluster| cluster["spec"]["cluster_info"]["is_production"] = value);
        Around::default().show(&wire).is_production
    };
    assert_eq!(production(json!(true)), Some(true));
    assert_eq!(production(json!(false)), Some(false));
    for odd in [Value::Null, json!("maybe"), json!(7)] {
        assert_eq!(production(odd), None);
    }
}

#[test]
fn a_snapshot_has_the_clusters_by_name_also_after_one_was_renamed_or_is_gone() {
    let mut picture = Picture::new(About {
        account_id: "a-1".into(),
        account_name: "Northwind".to_owned(),
        project_id: "p-1".into(),
        project_name: "default".to_owned(),
    });
    let named = |id: &str, name: &str| {
        wire(|value| {
            value["info"]["id"] = json!(id);
            value["spec"]["name"] = json!(name);
        })
    };
    let names = |picture: &mut Picture| {
        let clusters = picture.snapshot().clusters;
        let names = clusters.iter().map(|cluster| cluster.name.clone());
        names.collect::<Vec<_>>()
    };
    picture.put_cluster(named("c-1", "orders-10"), stamp(1));
    picture.put_cluster(named("c-2", "Orders-2"), stamp(1));
    assert_eq!(names(&mut picture), ["Orders-2", "orders-10"]);
    picture.put_cluster(named("c-2", "orders-20"), stamp(2));
    assert_eq!(names(&mut picture), ["orders-10", "orders-20"]);
    picture.put_cluster(named("c-3", "catalog"), stamp(2));
    assert_eq!(names(&mut picture), ["catalog", "orders-10", "orders-20"]);
    picture.remove_cluster(&"c-1".into());
    assert_eq!(names(&mut picture), ["catalog", "orders-20"]);
}
