//! Input and output of recipes.

use aeon::BaseUrl;
use aeon::first_contact::PsePath;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::fit::{ClusterName, Host, Id, Listed, RegionCode, ServiceName, or_empty};

/// YSQL's default port.
pub const YSQL_PORT: u16 = 5433;
/// YCQL's default port.
pub const YCQL_PORT: u16 = 9042;

/// An endpoint, and the application's network as entered by the user. Values from the service have types that are
/// safe in a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Params {
    /// The service address; `None` for the default.
    pub service_url: Option<BaseUrl>,
    /// `None` if unknown.
    pub account_id: Option<Id>,
    /// `None` if unknown.
    pub project_id: Option<Id>,
    pub cluster_name: ClusterName,
    pub cluster_id: Id,
    pub region: RegionCode,
    /// The endpoint's ID; `None` if there is no endpoint yet or its ID is unknown.
    pub pse_id: Option<Id>,
    /// The service name (AWS) or alias (Azure); `None` until the endpoint is ready.
    pub service_name: Option<ServiceName>,
    /// The host name that applications connect to; `None` until the endpoint has one.
    pub host: Option<Host>,
    /// The endpoint's zones, as named by Aeon. Only zone IDs are used in artifacts ([`Params::zone_ids`]).
    pub zones: Vec<String>,
    /// The security principals; `None` if unknown, as opposed to an empty list.
    pub principals: Option<Vec<Listed>>,
    pub ports: Vec<u16>,
    pub consumer: Consumer,
    /// The path of endpoints, where the service is known to have another than the likeliest one.
    pub pse_path: Option<PsePath>,
}

/// The application's network. An empty text is a blank to be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "cloud", rename_all = "lowercase")]
pub enum Consumer {
    Aws(AwsConsumer),
    Azure(AzureConsumer),
}

/// The application's network in AWS.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AwsConsumer {
    pub vpc_id: String,
    pub subnet_ids: Vec<String>,
    /// Security group or address range that the application connects from.
    pub source: String,
    /// Tags for what is created, as `key=value`, if a policy of the organization demands some.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// The application's network in Azure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AzureConsumer {
    pub subscription: String,
    /// Resource group for the private endpoint.
    pub resource_group: String,
    /// Resource group of the VNet; empty if it is the same.
    pub vnet_resource_group: String,
    pub vnet: String,
    /// Subnet for the private endpoint.
    pub subnet: String,
    /// Subscription of the private DNS zone; empty if it is the same.
    #[serde(default)]
    pub zone_subscription: String,
    /// Resource group of the private DNS zone; empty if it is the private endpoint's.
    #[serde(default)]
    pub zone_resource_group: String,
}

/// The network details that the user enters: the application's network and the ports it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Network {
    pub consumer: Consumer,
    pub ports: Vec<u16>,
}

/// A script, template or set of instructions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Artifact {
    /// Identifies the artifact.
    pub id: &'static str,
    /// Default file name.
    pub file_name: &'static str,
    /// Display name.
    pub title: &'static str,
    pub side: Side,
    pub language: Language,
    pub text: String,
    /// Number of different values to be filled in; each is marked `<fill in: …>`.
    pub placeholders: u32,
}

/// Where an artifact is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// In AWS.
    Aws,
    /// In Azure.
    Azure,
    /// With the Aeon API.
    Aeon,
    /// On a machine in the application's network.
    Inside,
}

/// The format of an artifact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Instructions.
    Markdown,
    Bash,
    Yaml,
    Json,
    Hcl,
}

impl Language {
    /// Whether it is saved as an executable file.
    pub fn is_executable(self) -> bool {
        self == Self::Bash
    }
}

impl Params {
    /// A name for resources created in the cloud: stable, and different for each cluster and region. Letters,
    /// digits and hyphens, at most 64 characters.
    pub fn resource_name(&self) -> String {
        let cluster: String = self.cluster_id.as_str().chars().take(8).collect();
        let name = format!("ybm-pse-{}-{cluster}", self.region);
        let name: String = name.chars().take(64).collect();
        name.trim_end_matches('-').to_owned()
    }

    /// The host name, or an empty text.
    pub fn host(&self) -> &str {
        or_empty(self.host.as_ref())
    }

    /// The service name or alias, or an empty text.
    pub fn service_name(&self) -> &str {
        or_empty(self.service_name.as_ref())
    }

    /// The zones that Aeon names by ID (`usw2-az1`), which is the same in every AWS account. Zone names
    /// (`us-west-2a`) differ between accounts, so they can't be compared with the user's subnets.
    pub fn zone_ids(&self) -> Vec<&str> {
        let zones = self.zones.iter().map(String::as_str);
        zones.filter(|zone| is_zone_id(zone)).collect()
    }
}

/// `^[a-z]{2,4}\d-az\d+$`
fn is_zone_id(zone: &str) -> bool {
    let Some((region, number)) = zone.split_once("-az") else {
        return false;
    };
    let letters = region.trim_end_matches(|c: char| c.is_ascii_digit());
    (2..=4).contains(&letters.len())
        && letters.bytes().all(|byte| byte.is_ascii_lowercase())
        && region.len() == letters.len() + 1
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name of a port.
pub(super) fn port_name(port: u16) -> String {
    match port {
        YSQL_PORT => "YSQL".to_owned(),
        YCQL_PORT => "YCQL".to_owned(),
        other => format!("port {other}"),
    }
}
