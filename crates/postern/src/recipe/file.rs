//! Reads a recipe's parameters from a file.

use aeon::{BaseUrl, BaseUrlError};
use serde::Deserialize;
use serde_json::Value;

use super::fit::{Reader, Unfit};
use super::{AwsConsumer, AzureConsumer, Consumer, Params};

/// Why a parameters file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Invalid JSON or unexpected fields.
    #[error("the parameters couldn't be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{0:?} has no private service endpoints. Set cloud to AWS or AZURE")]
    Cloud(String),
    #[error("{0} is missing. Add it")]
    Empty(&'static str),
    #[error("ports: 0 isn't a valid port")]
    Port,
    /// No program can receive such a character as an argument.
    #[error("a text contains a NUL character. Remove it")]
    Nul,
    /// A value that can't be put into a script.
    #[error("the file has {0}")]
    Unfit(Unfit),
    #[error("service_url: {0}")]
    ServiceUrl(#[from] BaseUrlError),
}

/// `PARAMS.json`: names in snake case, and the cloud as the Aeon API spells it.
#[derive(Debug, Deserialize)]
struct ParamsFile {
    cloud: String,
    region: String,
    cluster_name: String,
    cluster_id: String,
    #[serde(default)]
    service_url: Option<String>,
    #[serde(default)]
    account_id: Option<String>,
    #[serde(default)]
    project_id: Option<String>,
    #[serde(default)]
    pse_id: Option<String>,
    service_name: String,
    host: String,
    #[serde(default)]
    availability_zones: Option<Vec<String>>,
    #[serde(default)]
    security_principals: Option<Vec<String>>,
    #[serde(default)]
    ports: Option<Vec<u16>>,
    #[serde(default)]
    consumer: Option<ConsumerFile>,
}

/// The user's part, for either cloud. Every field is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ConsumerFile {
    vpc_id: Option<String>,
    subnet_ids: Option<Vec<String>>,
    source: Option<String>,
    tags: Option<Vec<String>>,
    subscription: Option<String>,
    resource_group: Option<String>,
    vnet_resource_group: Option<String>,
    vnet: Option<String>,
    subnet: Option<String>,
    zone_subscription: Option<String>,
    zone_resource_group: Option<String>,
}

impl Params {
    /// Parses a parameters file. Missing values of the user's part become placeholders.
    ///
    /// # Errors
    /// Why it can't be used.
    pub fn from_json(text: &str) -> Result<Self, FileError> {
        let document: Value = serde_json::from_str(text)?;
        if has_nul(&document) {
            return Err(FileError::Nul);
        }
        let file: ParamsFile = serde_json::from_value(document)?;
        let cloud = file.cloud.to_ascii_uppercase();
        let consumer = file.consumer.unwrap_or_default();
        let consumer = match cloud.as_str() {
            "AWS" => Consumer::Aws(AwsConsumer {
                vpc_id: consumer.vpc_id.unwrap_or_default(),
                subnet_ids: consumer.subnet_ids.unwrap_or_default(),
                source: consumer.source.unwrap_or_default(),
                tags: consumer.tags.unwrap_or_default(),
            }),
            "AZURE" => Consumer::Azure(AzureConsumer {
                subscription: consumer.subscription.unwrap_or_default(),
                resource_group: consumer.resource_group.unwrap_or_default(),
                vnet_resource_group: consumer.vnet_resource_group.unwrap_or_default(),
                vnet: consumer.vnet.unwrap_or_default(),
                subnet: consumer.subnet.unwrap_or_default(),
                zone_subscription: consumer.zone_subscription.unwrap_or_default(),
                zone_resource_group: consumer.zone_resource_group.unwrap_or_default(),
            }),
            _ => return Err(FileError::Cloud(file.cloud)),
        };
        let needed = [
            ("region", &file.region),
            ("cluster_name", &file.cluster_name),
            ("cluster_id", &file.cluster_id),
            ("service_name", &file.service_name),
            ("host", &file.host),
        ];
        if let Some((name, _)) = needed.iter().find(|(_, value)| value.is_empty()) {
            return Err(FileError::Empty(name));
        }
        let ports = file.ports.unwrap_or_else(super::both_ports);
        if ports.is_empty() {
            return Err(FileError::Empty("ports"));
        }
        if ports.contains(&0) {
            return Err(FileError::Port);
        }
        let known = |value: Option<String>| value.unwrap_or_default();
        let service_url = match known(file.service_url).as_str() {
            "" => None,
            url => Some(BaseUrl::parse(url)?),
        };
        let mut reader = Reader::default();
        let account_id = reader.read_known(&known(file.account_id));
        let project_id = reader.read_known(&known(file.project_id));
        let cluster_name = reader.read(&file.cluster_name);
        let cluster_id = reader.read(&file.cluster_id);
        let region = reader.read(&file.region);
        let pse_id = reader.read_known(&known(file.pse_id));
        let service_name = reader.read_known(&file.service_name);
        let host = reader.read_known(&file.host);
        let listed = file.security_principals.as_deref();
        let principals = listed.map(|list| reader.read_all(list.iter().map(String::as_str)));
        if let Some(unfit) = reader.unfit.into_iter().next() {
            return Err(FileError::Unfit(unfit));
        }
        let (Some(cluster_name), Some(cluster_id), Some(region)) =
            (cluster_name, cluster_id, region)
        else {
            return Err(FileError::Empty("cluster_name"));
        };
        Ok(Self {
            service_url,
            account_id,
            project_id,
            cluster_name,
            cluster_id,
            region,
            pse_id,
            service_name,
            host,
            zones: file.availability_zones.unwrap_or_default(),
            principals,
            ports,
            consumer,
            pse_path: None,
        })
    }
}

/// Whether any text contains a NUL.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(fields) => fields.values().any(has_nul),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
