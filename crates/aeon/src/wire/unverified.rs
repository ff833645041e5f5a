//! Assumptions about the API that are not verified, in one place, so that a correction is one edit.
//!
//! - **The path of ping** ([`PING_PATH`]) comes from an older published schema. The shape of the response is
//!   not known: anything but a web page counts.
//! - **The path of the PSE calls** ([`PSE_PATHS`]): the vendor's tools make these calls, but no recorded request
//!   shows the path. The client learns it ([`FirstContact`](crate::FirstContact)).
//! - **The body of a PSE create** ([`create_pse_body`]): the list of regions is certain, the name of the field
//!   around it is not ([`PSE_FIELDS`]). The client learns it.
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

/// Where a cluster's PSEs may be, below a project; the likeliest first.
pub const PSE_PATHS: [&str; 6] = [
    "clusters/{cluster_id}/private-service-endpoints",
    "clusters/{cluster_id}/private_service_endpoints",
    "clusters/{cluster_id}/private-service-endpoint",
    "cluster/{cluster_id}/private-service-endpoints",
    "clusters/{cluster_id}/network/private-service-endpoints",
    "clusters/{cluster_id}/endpoints",
];

/// What the one field of a PSE create may be called; the likeliest first.
pub const PSE_FIELDS: [&str; 8] = [
    "private_service_endpoint_spec",
    "private_service_endpoint_specs",
    "region_specs",
    "private_service_endpoint_region_specs",
    "private_service_endpoint_region_spec",
    "private_service_endpoints",
    "specs",
    "spec",
];

/// The body of a PSE create: in one field, the regions that get a PSE, and the principals that may connect to it.
pub fn create_pse_body(field: &str, regions: &[PseRegionRequest]) -> Value {
    let regions = serde_json::json!(regions);
    Value::Object([(field.to_owned(), regions)].into_iter().collect())
}

/// The response to a PSE create: one PSE for each region.
pub type CreatePseResponse = super::ListBody<Pse>;

/// The body of a VPC create.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateVpcBody {
    /// The VPC to create.
    pub spec: VpcSpec,
}

/// Decodes the response to a PSE create. PSEs that can't be decoded are skipped: the cluster's own list of
/// endpoints has them all.
pub(crate) fn read_created_pses(body: &[u8]) -> Result<Vec<Pse>, Unreadable> {
    decode::list(body).map(|list| list.items)
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
