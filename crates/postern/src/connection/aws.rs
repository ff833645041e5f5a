//! What the AWS CLI prints.

use serde_json::Value;

use super::{CloudEndpoint, ConnectionPhase, Tag, document, entries, shown, text, texts};
use crate::principal::owner_key;

/// The account number in the answer of `sts get-caller-identity`.
pub fn caller(printed: &str) -> Option<String> {
    owner_key(document(printed)?.get("Account")?.as_str()?)
}

/// The VPC endpoints in the answer of `ec2 describe-vpc-endpoints`; `None` if it isn't one. `owner` is the caller's
/// account, for those that don't say whose they are.
pub fn vpc_endpoints(printed: &str, owner: &str) -> Option<Vec<CloudEndpoint>> {
    let document = document(printed)?;
    let endpoints = entries(&document, "VpcEndpoints")?;
    Some(endpoints.filter_map(|one| endpoint(one, owner)).collect())
}

/// The accounts in the answer of `organizations list-accounts`, as a list of numbers and names that can be imported;
/// `None` if it isn't one.
pub fn accounts(printed: &str) -> Option<Vec<(String, String)>> {
    let document = document(printed)?;
    let accounts = entries(&document, "Accounts")?;
    let named = |one: &Value| Some((owner_key(one.get("Id")?.as_str()?)?, text(one, "Name")?));
    Some(accounts.filter_map(named).collect())
}

/// The addresses in the answer of `ec2 describe-network-interfaces`, each with its interface's ID; `None` if it isn't one.
pub fn addresses(printed: &str) -> Option<Vec<(String, String)>> {
    let document = document(printed)?;
    let interfaces = entries(&document, "NetworkInterfaces")?;
    let read = |one: &Value| {
        let id = text(one, "NetworkInterfaceId")?;
        Some((id, text(one, "PrivateIpAddress")?))
    };
    Some(interfaces.filter_map(read).collect())
}

fn endpoint(one: &Value, caller: &str) -> Option<CloudEndpoint> {
    let mut tags = tags(one);
    let name = tags.iter().position(|tag| tag.key == "Name");
    let name = name.map(|at| tags.remove(at).value);
    let owner = one.get("OwnerId").and_then(Value::as_str);
    let state = text(one, "State").unwrap_or_else(|| "unknown".to_owned());
    let hosts = one.get("DnsEntries").and_then(Value::as_array);
    let error = one.get("LastError");
    Some(CloudEndpoint {
        id: text(one, "VpcEndpointId")?,
        name: name.and_then(|name| shown(&name)),
        owner: owner
            .and_then(owner_key)
            .unwrap_or_else(|| caller.to_owned()),
        network: text(one, "VpcId"),
        subnets: texts(one, "SubnetIds"),
        phase: phase(&state),
        state,
        message: error.and_then(|error| text(error, "Message")),
        tags,
        private_dns: one.get("PrivateDnsEnabled").and_then(Value::as_bool),
        hosts: hosts
            .into_iter()
            .flatten()
            .filter_map(|entry| text(entry, "DnsName"))
            .collect(),
        addresses: Vec::new(),
        interfaces: texts(one, "NetworkInterfaceIds"),
    })
}

pub(crate) fn tags(one: &Value) -> Vec<Tag> {
    let tags = one.get("Tags").and_then(Value::as_array);
    let tag = |tag: &Value| {
        Some(Tag {
            key: text(tag, "Key")?,
            value: text(tag, "Value").unwrap_or_default(),
        })
    };
    tags.into_iter().flatten().filter_map(tag).collect()
}

/// AWS spells states with a capital in some answers and without in others.
fn phase(state: &str) -> ConnectionPhase {
    match state.to_ascii_lowercase().as_str() {
        "available" => ConnectionPhase::Connected,
        "pendingacceptance" | "pending" => ConnectionPhase::Waiting,
        "deleting" | "deleted" | "rejected" | "failed" | "expired" => ConnectionPhase::Ended,
        _ => ConnectionPhase::Unknown,
    }
}
