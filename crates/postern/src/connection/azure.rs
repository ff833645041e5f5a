//! What the Azure CLI prints.

use serde_json::Value;

use super::{
    CloudEndpoint, ConnectionPhase, Subscription, Tag, document, entries, shown, text, texts,
};
use crate::principal::owner_key;

/// The subscriptions in the answer of `az account list`; `None` if it isn't one.
pub fn subscriptions(printed: &str) -> Option<Vec<Subscription>> {
    let document = document(printed)?;
    let read = |one: &Value| {
        Some(Subscription {
            id: owner_key(one.get("id")?.as_str()?)?,
            name: text(one, "name"),
            is_enabled: one.get("state").and_then(Value::as_str) != Some("Disabled"),
        })
    };
    Some(entries(&document, "value")?.filter_map(read).collect())
}

/// The private endpoints in the answer of `az network private-endpoint list`, each with the alias or ID of what it
/// connects to; `None` if it isn't one. `owner` is the subscription that was asked, for IDs that don't name it.
pub fn private_endpoints(printed: &str, owner: &str) -> Option<Vec<(CloudEndpoint, Vec<String>)>> {
    let document = document(printed)?;
    let endpoints = entries(&document, "value")?;
    Some(endpoints.filter_map(|one| endpoint(one, owner)).collect())
}

fn endpoint(one: &Value, owner: &str) -> Option<(CloudEndpoint, Vec<String>)> {
    let id = text(one, "id")?;
    let connections = [
        "manualPrivateLinkServiceConnections",
        "privateLinkServiceConnections",
    ];
    let connections: Vec<&Value> = connections
        .iter()
        .filter_map(|list| one.get(*list)?.as_array())
        .flatten()
        .collect();
    let states = connections
        .iter()
        .filter_map(|connection| connection.get("privateLinkServiceConnectionState"));
    let states: Vec<&Value> = states.collect();
    let state = states.iter().find_map(|state| text(state, "status"));
    let state = state.unwrap_or_else(|| "unknown".to_owned());
    let subnet = one.get("subnet").and_then(|subnet| text(subnet, "id"));
    let configurations = one.get("customDnsConfigs").and_then(Value::as_array);
    let configurations: Vec<&Value> = configurations.into_iter().flatten().collect();
    let targets = connections
        .iter()
        .filter_map(|connection| text(connection, "privateLinkServiceId"));
    let found = CloudEndpoint {
        name: text(one, "name").or_else(|| part(&id, "privateEndpoints")),
        owner: owner_in(&id).unwrap_or_else(|| owner.to_owned()),
        network: subnet.as_deref().and_then(network),
        subnets: subnet
            .as_deref()
            .and_then(|subnet| part(subnet, "subnets"))
            .into_iter()
            .collect(),
        phase: phase(&state),
        state,
        message: states.iter().find_map(|state| text(state, "description")),
        tags: tags(one),
        private_dns: None,
        hosts: configurations
            .iter()
            .filter_map(|one| text(one, "fqdn"))
            .collect(),
        addresses: configurations
            .iter()
            .flat_map(|one| texts(one, "ipAddresses"))
            .collect(),
        interfaces: Vec::new(),
        id,
    };
    Some((found, targets.collect()))
}

/// The subscription in a resource's ID.
pub(super) fn owner_in(id: &str) -> Option<String> {
    owner_key(&part(id, "subscriptions")?)
}

/// The part of a resource's ID after this one. IDs keep the case in which they were written.
fn part(id: &str, after: &str) -> Option<String> {
    let mut parts = id.split('/');
    parts.find(|part| part.eq_ignore_ascii_case(after))?;
    shown(parts.next()?)
}

/// The VNet of a subnet, with its resource group.
fn network(subnet: &str) -> Option<String> {
    let vnet = part(subnet, "virtualNetworks")?;
    Some(match part(subnet, "resourceGroups") {
        Some(group) => format!("{group}/{vnet}"),
        None => vnet,
    })
}

fn tags(one: &Value) -> Vec<Tag> {
    let tags = one.get("tags").and_then(Value::as_object);
    let tag = |(key, value): (&String, &Value)| {
        Some(Tag {
            key: shown(key)?,
            value: value.as_str().and_then(shown).unwrap_or_default(),
        })
    };
    tags.into_iter().flatten().filter_map(tag).collect()
}

fn phase(state: &str) -> ConnectionPhase {
    match state.to_ascii_lowercase().as_str() {
        "approved" => ConnectionPhase::Connected,
        "pending" => ConnectionPhase::Waiting,
        "rejected" | "disconnected" => ConnectionPhase::Ended,
        _ => ConnectionPhase::Unknown,
    }
}
