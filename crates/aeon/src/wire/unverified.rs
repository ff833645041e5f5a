//! What is not known for certain of the API, in this one place, so that one edit corrects it.
//!
//! - **Ping's path** ([`PING_PATH`]) comes from an older published schema; its answer's shape is not
//!   known: any answer that isn't a web page counts.
//! - **The PSE calls' path** ([`PSE_PATH`]): the vendor's tools make the calls, but no recorded request
//!   shows where.
//! - **The outer shape of a PSE create's body** ([`CreatePseBody`]): the list of regions is certain, the
//!   field around it is not.
//! - **The outer shape of a PSE create's answer** ([`CreatePseAnswer`]): "the region data, of which one
//!   matches your region". A list, one PSE, or a list in some field of `data` are all read.
//! - **A PSE edit's body** is one region spec as it stands, without an outer field: the vendor's tools
//!   pass it so.
//! - **A VPC create's body** ([`CreateVpcBody`]) comes from an older published schema.
//! - **The tasks' query**: `projectId` is spelt differently from its neighbours in that schema.
//! - **The restricted networks' path and answer**: the path comes from that schema (whether the cloud's
//!   code is in upper case is not known), the answer's shape from nowhere: every address range that
//!   stands anywhere in it is taken.
//! - **The states of PSEs, and of VPCs on their way**, beyond those that the vendor's tools wait for:
//!   see the enums in [`crate::wire`]. A word that isn't known is kept.
//! - **A list's next page** where only `links.next` names it: the token is taken from its query.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::decode::{self, Unreadable};
use super::{CloudCode, Pse, PseRegionRequest, VpcSpec};
use crate::client::TaskFilter;
use crate::client::request::Path;

/// Ping's path, below the API's root.
pub const PING_PATH: &str = "ping";

/// The last part of the PSE collection's path, below a cluster.
pub const PSE_PATH: &str = "private-service-endpoints";

/// A PSE create's body: a list of regions inside one outer field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatePseBody {
    /// The regions that get a PSE, and who may connect to it.
    pub private_service_endpoint_spec: Vec<PseRegionRequest>,
}

/// A PSE create's answer: one PSE for each region.
pub type CreatePseAnswer = super::Many<Pse>;

/// A VPC create's body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateVpcBody {
    /// The VPC that is asked for.
    pub spec: VpcSpec,
}

/// Reads a PSE create's answer in any of the shapes that it may have. A PSE in it that can't be read
/// doesn't fail the others: the cluster's own list of endpoints has them all.
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

/// Whether this is the service's answer to a ping; else why not.
pub(crate) fn read_ping(body: &[u8]) -> Result<(), String> {
    if body.trim_ascii_start().starts_with(b"<") {
        return Err(Unreadable::Html.to_string());
    }
    Ok(())
}

/// The restricted networks' path.
pub(crate) fn restricted_networks_path(cloud: &CloudCode) -> Path {
    Path::new()
        .fixed("networks")
        .id("cloud", cloud.as_str())
        .fixed("restricted")
}

/// Takes every address range that stands anywhere in the answer.
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

/// The tasks' query, as the service spells it.
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
