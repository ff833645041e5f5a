//! Assumptions about the API that are not verified, in one place, so that a correction is one edit.
//!
//! - **The path of ping** ([`PING_PATH`]) comes from an older published schema. The shape of the response is
//!   not known: anything but a web page counts.
//! - **The path of the PSE calls** ([`PSE_PATH`]): the vendor's tools make these calls, but no recorded request
//!   shows the path.
//! - **The body of a PSE create** ([`CreatePseBody`]): the list of regions is certain, the field around it is
//!   not.
//! - **The response to a PSE create** ([`CreatePseResponse`]) is described as "the region data, of which one
//!   matches your region". A list, one PSE, and a list in some field of `data` are all accepted.
//! - **The body of a PSE edit** is one region spec without an outer field, as the vendor's tools pass it.
//! - **The body of a VPC create** ([`CreateVpcBody`]) comes from an older published schema.
//! - **The query of the tasks**: that schema spells `projectId` differently from its neighbors.
//! - **The restricted networks**: the path comes from that schema (whether the cloud's code is in upper case is
//!   not known). The shape of the response is not documented: every address range anywhere in it counts.
//! - **The states of PSEs, and the transitional states of VPCs**, beyond those that the vendor's tools wait for:
//!   see the enums in [`crate::wire`]. An unknown value is kept.
//! - **The next page of a list** if only `links.next` names it: the token is taken from its query.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::decode::{self, Unreadable};
use super::{CloudCode, Pse, PseRegionRequest, VpcSpec};
use crate::client::TaskFilter;
use crate::client::request::Path;

/// Below the API's root.
pub const PING_PATH: &str = "ping";

/// The collection of PSEs, below a cluster.
pub const PSE_PATH: &str = "private-service-endpoints";

/// The body of a PSE create: a list of regions in one outer field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatePseBody {
    /// The regions that get a PSE, and the principals that may connect to it.
    pub private_service_endpoint_spec: Vec<PseRegionRequest>,
}

/// The response to a PSE create: one PSE for each region.
pub type CreatePseResponse = super::ListBody<Pse>;

/// The body of a VPC create.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateVpcBody {
    /// The VPC to create.
    pub spec: VpcSpec,
}

/// Decodes the response to a PSE create in any of the shapes that it may have. PSEs that can't be decoded are
/// skipped: the cluster's own list of endpoints has them all.
pub(crate) fn read_created_pses(body: &[u8]) -> Result<Vec<Pse>, Unreadable> {
    if decode::is_list(body)? {
        return decode::list(body).map(|list| list.items);
    }
    decode::one::<Pse>(body)
        .map(|pse| vec![pse])
        .or_else(|error| {
            let value: Value = decode::one(body)?;
            let lists = value
                .as_object()
                .into_iter()
                .flat_map(|fields| fields.values());
            lists
                .filter_map(Value::as_array)
                .map(|items| {
                    let read = |item: &Value| Pse::deserialize(item).ok();
                    items.iter().filter_map(read).collect::<Vec<_>>()
                })
                .find(|pses| !pses.is_empty())
                .ok_or(error)
        })
}

/// Whether this is the service's response to a ping; if not, why.
pub(crate) fn read_ping(body: &[u8]) -> Result<(), String> {
    if body.trim_ascii_start().starts_with(b"<") {
        return Err(Unreadable::Html.to_string());
    }
    Ok(())
}

/// The path of a cloud's restricted networks.
pub(crate) fn restricted_networks_path(cloud: &CloudCode) -> Path {
    Path::new()
        .fixed("networks")
        .id("cloud", cloud.as_str())
        .fixed("restricted")
}

/// Collects every address range anywhere in the response.
pub(crate) fn read_restricted_networks(body: &[u8]) -> Result<Vec<String>, String> {
    fn collect(value: &Value, ranges: &mut Vec<String>) {
        match value {
            Value::String(text) if is_range(text) => ranges.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|item| collect(item, ranges)),
            Value::Object(fields) => fields.values().for_each(|field| collect(field, ranges)),
            _ => {}
        }
    }
    fn is_range(text: &str) -> bool {
        let Some((address, bits)) = text.split_once('/') else {
            return false;
        };
        address.parse::<std::net::IpAddr>().is_ok()
            && bits.parse::<u8>().is_ok_and(|bits| bits <= 128)
    }
    let data: Value = match decode::is_list(body) {
        Ok(true) => {
            let list = decode::list(body).map_err(|error| error.to_string())?;
            Value::Array(list.items)
        }
        Ok(false) => decode::one(body).map_err(|error| error.to_string())?,
        Err(error) => return Err(error.to_string()),
    };
    let mut ranges = Vec::new();
    collect(&data, &mut ranges);
    Ok(ranges)
}

/// The query of the tasks, as the service spells it.
pub(crate) fn task_query(filter: &TaskFilter) -> Vec<(&'static str, String)> {
    [
        (
            "projectId",
            filter.project_id.as_ref().map(ToString::to_string),
        ),
        ("entity_id", filter.entity_id.clone()),
        ("entity_type", filter.entity_type.clone()),
        ("task_type", filter.task_type.clone()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}
