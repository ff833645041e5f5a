//! What a recipe is made from, and what comes out.

use aeon::BaseUrl;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::fit::{ClusterName, Host, Id, Listed, RegionCode, ServiceName, or_empty};

/// The port of YSQL.
pub const YSQL_PORT: u16 = 5433;
/// The port of YCQL.
pub const YCQL_PORT: u16 = 9042;

/// What is known of an endpoint, and what only the user knows of the application's side. What comes from the
/// service has been read into types that fit a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Params {
    /// The address of the Aeon service; `None`: the ordinary one.
    pub service_url: Option<BaseUrl>,
    /// The account of the cluster; `None`: not known.
    pub account_id: Option<Id>,
    /// The project of the cluster; `None`: not known.
    pub project_id: Option<Id>,
    /// The cluster's name.
    pub cluster_name: ClusterName,
    /// The cluster's id.
    pub cluster_id: Id,
    /// The region's code.
    pub region: RegionCode,
    /// The endpoint's id; `None`: there is no endpoint yet, or its id is not known.
    pub pse_id: Option<Id>,
    /// The service name (AWS) or alias (Azure); `None` until the endpoint is ready.
    pub service_name: Option<ServiceName>,
    /// The DNS name that applications connect to; `None` until there is one.
    pub host: Option<Host>,
    /// The zones that the endpoint serves, as Aeon names them. Only ids of zones reach an artefact
    /// ([`Params::zone_ids`]).
    pub zones: Vec<String>,
    /// Who may connect; `None`: not known, which is not the same as nobody.
    pub principals: Option<Vec<Listed>>,
    /// The ports that the application needs.
    pub ports: Vec<u16>,
    /// The application's side.
    pub consumer: Consumer,
}

/// The application's side. An empty text is a value that is still to be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "cloud", rename_all = "lowercase")]
pub enum Consumer {
    /// In AWS.
    Aws(AwsConsumer),
    /// In Azure.
    Azure(AzureConsumer),
}

/// The application's side in AWS.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AwsConsumer {
    /// The application's VPC.
    pub vpc_id: String,
    /// Subnets of the VPC.
    pub subnet_ids: Vec<String>,
    /// The security group or the range of addresses that the application connects from.
    pub source: String,
}

/// The application's side in Azure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AzureConsumer {
    /// The subscription's id.
    pub subscription: String,
    /// The resource group that the private endpoint goes to.
    pub resource_group: String,
    /// The resource group of the VNet; empty: the same.
    pub vnet_resource_group: String,
    /// The application's VNet.
    pub vnet: String,
    /// The subnet that the endpoint takes an address of.
    pub subnet: String,
}

/// What the user fills in for an application: its side, and the ports that it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Network {
    /// The application's side.
    pub consumer: Consumer,
    /// The ports that the application needs.
    pub ports: Vec<u16>,
}

/// A text that does something on the cloud's side or on Aeon's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Artefact {
    /// Tells it from the others.
    pub id: &'static str,
    /// The name of a file that it is saved as.
    pub file_name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Where it is used.
    pub side: Side,
    /// What it is written in.
    pub language: Language,
    /// The text.
    pub text: String,
    /// How many different values are still to be filled in; each is marked `<fill in: …>`.
    pub placeholders: u32,
}

/// Where an artefact is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// In AWS.
    Aws,
    /// In Azure.
    Azure,
    /// Against Aeon.
    Aeon,
    /// On a machine in the application's network.
    Inside,
}

/// What an artefact is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Steps for a person.
    Markdown,
    /// A bash script.
    Bash,
    /// CloudFormation.
    Yaml,
    /// An ARM template.
    Json,
    /// Terraform.
    Hcl,
}

impl Language {
    /// Whether a file of it is run as it stands.
    pub fn is_executable(self) -> bool {
        self == Self::Bash
    }
}

impl Params {
    /// A name for what is made on the cloud's side: the same whenever it is asked for, another for
    /// another cluster or region. Letters, digits and hyphens, 64 characters at most.
    pub fn resource_name(&self) -> String {
        let cluster: String = self.cluster_id.as_str().chars().take(8).collect();
        let name = format!("ybm-pse-{}-{cluster}", self.region);
        let name: String = name.chars().take(64).collect();
        name.trim_end_matches('-').to_owned()
    }

    /// The host, or an empty text.
    pub fn host(&self) -> &str {
        or_empty(self.host.as_ref())
    }

    /// The service name or alias, or an empty text.
    pub fn service_name(&self) -> &str {
        or_empty(self.service_name.as_ref())
    }

    /// The zones that are given by ids (`usw2-az1`), which mean the same in every AWS account. Names
    /// (`us-west-2a`) don't, so they say nothing of the user's subnets.
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

/// What a port is for.
pub(super) fn port_name(port: u16) -> String {
    match port {
        YSQL_PORT => "YSQL".to_owned(),
        YCQL_PORT => "YCQL".to_owned(),
        other => format!("port {other}"),
    }
}
