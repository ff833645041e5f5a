//! Decoding the API's JSON, whatever it omits or adds.
#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

use std::fmt::Debug;

use aeon::wire::decode::{self, Unreadable};
use aeon::wire::{self, AccessibilityType, CloudCode, ClusterState, PseState};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json as value};

const ACCOUNT: &str = include_str!("data/account.json");
const VPCS: &str = include_str!("data/vpcs.json");
const CLUSTERS: &str = include_str!("data/clusters.json");
const PSES: &str = include_str!("data/pses.json");
const TASKS: &str = include_str!("data/tasks.json");
const API_KEYS: &str = include_str!("data/api-keys.json");

fn list<T: DeserializeOwned>(text: &str) -> decode::List<T> {
    decode::list(text.as_bytes()).unwrap()
}

fn time(text: &str) -> Option<jiff::Timestamp> {
    Some(text.parse().unwrap())
}

#[test]
fn a_cluster_is_decoded_with_its_regions_and_endpoints() {
    let clusters = list::<wire::Cluster>(CLUSTERS).items;
    let orders = &clusters[0];
    assert_eq!(orders.info.state, ClusterState::Active);
    assert_eq!(orders.spec.clouds(), [CloudCode::Aws]);
    let regions = &orders.spec.cluster_region_info;
    let principals = regions[0].private_service_endpoint_info.as_ref().unwrap();
    assert_eq!(
        principals.security_principals.as_ref().map(Vec::len),
        Some(2)
    );
    assert_eq!(regions[1].private_service_endpoint_info, None);
    let pses: Vec<_> = orders
        .info
        .endpoints()
        .iter()
        .map(wire::ClusterEndpoint::pse)
        .collect();
    assert_eq!(
        pses,
        [None, Some("pse-1".into()), Some("pse-2".into())],
        "pse_id, or id if it is absent"
    );
    assert_eq!(
        orders.info.metadata.created_on,
        time("2021-10-19T00:00:00Z"),
        "without seconds"
    );
    assert_eq!(
        orders.info.metadata.updated_on,
        time("2023-01-26T05:31:35.063Z")
    );
}

#[test]
fn numbers_and_booleans_may_be_strings() {
    let size = &list::<wire::Cluster>(CLUSTERS).items[0].spec.cluster_info;
    assert_eq!(
        (size.num_nodes, size.is_production, size.version),
        (Some(6), Some(true), Some(7))
    );
    let node = size.node_info.as_ref().unwrap();
    assert_eq!(
        (node.memory_mb, node.disk_size_gb),
        (Some(16384), Some(100))
    );
}

#[test]
fn an_unknown_value_is_kept_and_null_becomes_the_default() {
    let clusters = list::<wire::Cluster>(CLUSTERS).items;
    let (icebox, bare) = (&clusters[1], &clusters[2]);
    assert_eq!(icebox.info.state, ClusterState::Other("FROZEN".into()));
    assert_eq!(serde_json::to_value(&icebox.info.state).unwrap(), "FROZEN");
    assert_eq!(
        icebox.info.endpoints()[0].accessibility_type,
        AccessibilityType::Other("TELEPATHY".into())
    );
    assert_eq!(
        icebox.info.metadata.created_on,
        time("2024-02-03T02:05:00Z"),
        "an offset"
    );
    assert_eq!(icebox.info.metadata.updated_on, None, "not a time");
    assert_eq!(bare.spec, wire::ClusterSpec::default());
    let pses = list::<wire::Pse>(PSES).items;
    assert_eq!(pses[1].spec, None);
    assert_eq!(pses[2].info.state, PseState::Other("WOBBLING".into()));
    assert_eq!(pses[2].info.service_name, None, "empty until it is ready");
}

#[test]
fn a_cluster_on_several_clouds_names_them_by_region_only() {
    let cluster = &list::<wire::Cluster>(CLUSTERS).items[3];
    assert_eq!(cluster.spec.cloud_info, None);
    assert_eq!(cluster.spec.network_info, None);
    let clouds = [CloudCode::Aws, CloudCode::Azure, CloudCode::Gcp];
    assert_eq!(cluster.spec.clouds(), clouds);
    for (code, cloud) in ["us-west-2", "WESTUS3", "us-west1"].into_iter().zip(clouds) {
        assert_eq!(cluster.spec.region_cloud(code), cloud);
    }
    assert_eq!(cluster.spec.region_cloud("mars"), CloudCode::default());
    let sent = serde_json::to_value(&cluster.spec).unwrap();
    assert!(sent.get("cloud_info").is_none() && sent.get("network_info").is_none());
}

#[test]
fn connections_that_a_response_omits_are_not_known() {
    let read = |info: Value| {
        let body = value!({"data": {"info": info}}).to_string();
        decode::one::<wire::Pse>(body.as_bytes())
            .unwrap()
            .info
            .connections
    };
    assert_eq!(read(value!({"id": "p"})), None);
    assert_eq!(read(value!({"id": "p", "connections": null})), None);
    assert_eq!(read(value!({"id": "p", "connections": []})), Some(vec![]));
    assert_eq!(
        read(value!({"id": "p", "connections": ["a"]})),
        Some(vec!["a".to_owned()])
    );
}

#[test]
fn the_other_lists_are_decoded() {
    let vpcs = list::<wire::Vpc>(VPCS);
    assert_eq!(
        (vpcs.items.len(), vpcs.skipped.len(), vpcs.next.as_deref()),
        (4, 1, Some("more"))
    );
    assert!(vpcs.skipped[0].contains("nameless"), "{:?}", vpcs.skipped);
    let tasks = list::<wire::Task>(TASKS).items;
    assert_eq!(
        tasks[0].info.task_progress_info.as_ref().unwrap().actions[0].percent_complete,
        40.0
    );
    assert_eq!(tasks[1].info.completed_on, time("2024-05-06T07:08:00Z"));
    let keys = list::<wire::ApiKeyEntry>(API_KEYS).items;
    assert_eq!(
        keys[0].info.role.as_ref().unwrap().info.display_name,
        "Developer"
    );
    assert_eq!(keys[1].spec.expire_after_hours, Some(0));
    let account: wire::Account = decode::one(ACCOUNT.as_bytes()).unwrap();
    assert_eq!(account.info.projects.len(), 2);
    assert_eq!(
        account.info.roles[0].permissions[1].resource_type,
        "SOMETHING_NEW"
    );
}

#[test]
fn decoding_drops_no_principal_because_the_list_is_sent_back_whole() {
    let read = |principals: Value| {
        let spec: wire::PseRegionSpec = serde_json::from_value(
            value!({"cluster_region_info_id": "r", "security_principals": principals}),
        )
        .unwrap();
        spec.security_principals
    };
    let list = |texts: &[&str]| Some(texts.iter().map(|text| (*text).to_owned()).collect());
    assert_eq!(
        read(value!(["a", 123_456_789_012_u64, null, {"arn": "b"}])),
        list(&["a", "123456789012", r#"{"arn":"b"}"#])
    );
    assert_eq!(read(value!("a")), list(&["a"]));
    assert_eq!(read(value!([])), list(&[]));
}

#[test]
fn a_list_that_a_response_omits_is_not_an_empty_one() {
    for spec in [
        value!({}),
        value!({"cluster_region_info_id": "r"}),
        value!({"security_principals": null}),
        value!({"security_principals": [null]}),
        value!({"security_principals": ""}),
        value!({"security_principals": {}}),
        value!({"security_principals": false}),
    ] {
        let read: wire::PseRegionSpec = serde_json::from_value(spec.clone()).unwrap();
        assert_eq!(read.security_principals, None, "{spec}");
        let again = serde_json::to_value(&read).unwrap();
        assert!(again.get("security_principals").is_none(), "{again}");
    }
    for endpoints in [value!(null), value!({}), value!("none")] {
        let info: wire::ClusterInfo =
            serde_json::from_value(value!({"id": "c", "cluster_endpoints": endpoints})).unwrap();
        assert_eq!(info.cluster_endpoints, None);
    }
    let info: wire::ClusterInfo = serde_json::from_value(value!({"id": "c"})).unwrap();
    assert_eq!(info.cluster_endpoints, None);
}

#[test]
fn bodies_that_cannot_be_decoded_are_distinguished() {
    let read = |text: &str| decode::one::<wire::Vpc>(text.as_bytes()).unwrap_err();
    assert_eq!(read(" \n"), Unreadable::Empty);
    assert_eq!(read(" <html>"), Unreadable::Html);
    assert!(matches!(read("{\"data\": {"), Unreadable::NotJson(_)));
    assert!(
        matches!(read("{\"error\": {\"detail\": \"no\"}}"), Unreadable::Service(error) if error.detail == "no")
    );
    assert_eq!(read("{\"dat\": {}}"), Unreadable::NoData);
    assert_eq!(read("{\"data\": [1, 2]}"), Unreadable::NotOne(2));
    assert!(matches!(
        read("{\"data\": {\"info\": {\"id\": \"\"}}}"),
        Unreadable::Item(_)
    ));
    assert!(matches!(
        decode::list::<wire::Vpc>(b"{\"data\": {}}"),
        Err(Unreadable::NotAList)
    ));
    assert!(
        decode::list::<wire::Vpc>(b"{\"data\": null}")
            .unwrap()
            .items
            .is_empty()
    );
    let deep = "[".repeat(100_000);
    assert!(matches!(read(&deep), Unreadable::NotJson(_)));
}

#[test]
fn of_a_name_that_occurs_twice_the_last_value_counts() {
    let text = r#"{"data": 1, "data": [{"info": {"id": "a"}, "info": {"id": "b", "state": "QUEUED", "state": "ACTIVE"}}]}"#;
    let pses = list::<wire::Pse>(text);
    assert_eq!(pses.skipped, Vec::<String>::new());
    assert_eq!(pses.items[0].info.id, "b".into());
    assert_eq!(pses.items[0].info.state, PseState::Active);
}

#[test]
fn the_message_of_an_error_is_found_in_the_usual_places() {
    for (body, detail) in [
        (r#"{"error": {"detail": "d", "status": 409}}"#, Some("d")),
        (r#"{"error": {"detail": "d", "status": "409"}}"#, Some("d")),
        (r#"{"error": "d"}"#, Some("d")),
        (r#"{"message": "d"}"#, Some("d")),
        (r#"{"error": {"detail": null}}"#, None),
        ("<html>", None),
        ("", None),
    ] {
        assert_eq!(
            decode::error_detail(body.as_bytes()).as_deref(),
            detail,
            "{body}"
        );
    }
}

/// What can happen to a value somewhere in a response.
#[derive(Clone, Debug)]
enum Mutation {
    Replace(Value),
    Drop,
    Add,
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        Just(Mutation::Drop),
        Just(Mutation::Add),
        prop_oneof![
            Just(Value::Null),
            Just(value!("UNKNOWN_WORD")),
            Just(value!("")),
            Just(value!(-1)),
            Just(value!(1.5e300)),
            Just(value!(true)),
            Just(value!([])),
            Just(value!([null, 7, {}])),
            Just(value!({})),
            Just(value!({"id": 5, "data": []})),
            any::<String>().prop_map(Value::String),
        ]
        .prop_map(Mutation::Replace),
    ]
}

/// The JSON pointers of everything in a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut into = |key: &str, child: &Value| {
        let place = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        found.push(place.clone());
        places(child, &place, found);
    };
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(at, item)| into(&at.to_string(), item)),
        Value::Object(fields) => fields.iter().for_each(|(key, field)| into(key, field)),
        _ => {}
    }
}

fn mutate(value: &mut Value, place: &str, mutation: Mutation) {
    let Some((parent, key)) = place.rsplit_once('/') else {
        return;
    };
    match mutation {
        Mutation::Replace(new) => {
            if let Some(old) = value.pointer_mut(place) {
                *old = new;
            }
        }
        Mutation::Drop => match value.pointer_mut(parent) {
            Some(Value::Object(fields)) => drop(fields.remove(key)),
            Some(Value::Array(items)) if !items.is_empty() => drop(items.remove(0)),
            _ => {}
        },
        Mutation::Add => {
            if let Some(Value::Object(fields)) = value.pointer_mut(parent) {
                fields.insert("a_field_of_next_year".into(), value!({"x": [1, null]}));
            }
        }
    }
}

/// Whether an item has the one field that is required.
fn has_id(item: &Value) -> bool {
    match item.pointer("/info/id") {
        Some(Value::String(id)) => !id.is_empty(),
        Some(Value::Number(_) | Value::Bool(_)) => true,
        _ => false,
    }
}

/// Decodes every item of a mutated response: only a missing id fails an item, and a decoded item survives a round
/// trip.
fn survives<T>(
    text: &str,
    mutations: &[(prop::sample::Index, Mutation)],
) -> Result<(), TestCaseError>
where
    T: DeserializeOwned + Serialize + PartialEq + Debug,
{
    let mut data: Value = serde_json::from_str::<Value>(text).unwrap()["data"].take();
    if !data.is_array() {
        data = Value::Array(vec![data]);
    }
    for (index, mutation) in mutations {
        let mut found = Vec::new();
        places(&data, "", &mut found);
        if !found.is_empty() {
            let place = &found[index.index(found.len())];
            mutate(&mut data, place, mutation.clone());
        }
    }
    let Value::Array(values) = &data else {
        return Ok(());
    };
    let whole = values.iter().filter(|value| has_id(value)).count();
    let body = value!({"data": data}).to_string();
    let list = decode::list::<T>(body.as_bytes())
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(list.items.len(), whole, "{:?}", list.skipped);
    prop_assert_eq!(list.skipped.len(), values.len() - whole);
    for item in list.items {
        let written = serde_json::to_string(&item).unwrap();
        let again: T = serde_json::from_str(&written)
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(again, item);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn only_a_missing_id_fails_an_item(
        mutations in prop::collection::vec((any::<prop::sample::Index>(), mutation()), 0..12),
    ) {
        survives::<wire::Account>(ACCOUNT, &mutations)?;
        survives::<wire::Vpc>(VPCS, &mutations)?;
        survives::<wire::Cluster>(CLUSTERS, &mutations)?;
        survives::<wire::Pse>(PSES, &mutations)?;
        survives::<wire::Task>(TASKS, &mutations)?;
        survives::<wire::ApiKeyEntry>(API_KEYS, &mutations)?;
    }

    #[test]
    fn decoding_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode::list::<wire::Cluster>(&bytes);
        let _ = decode::one::<wire::Pse>(&bytes);
        let _ = decode::error_detail(&bytes);
    }

    #[test]
    fn every_value_survives_a_round_trip(word in any::<String>()) {
        let state: PseState = serde_json::from_value(value!(word)).unwrap();
        prop_assert_eq!(serde_json::to_value(&state).unwrap(), value!(word));
    }

    #[test]
    fn the_paging_may_have_any_shape(metadata in prop_oneof![Just(value!(null)), Just(value!(7)), Just(value!({"continuation_token": 5, "links": 3})), Just(value!({"links": {"next": 4}}))]) {
        let body = value!({"data": [{"info": {"id": "v"}}], "_metadata": metadata}).to_string();
        prop_assert_eq!(decode::list::<wire::Vpc>(body.as_bytes()).unwrap().items.len(), 1);
    }
}
