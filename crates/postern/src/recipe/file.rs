//! The form of a recipe's parameters in a file.

use aeon::{BaseUrl, BaseUrlError};
use serde::Deserialize;
use serde_json::Value;

use super::fit::{Reader, Unfit};
use super::{AwsConsumer, AzureConsumer, Consumer, Params};

/// Why a file of parameters can't be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It isn't JSON, or not of this form.
    #[error("the parameters can't be read: {0}")]
    Json(#[from] serde_json::Error),
    /// The cloud has no private service endpoints.
    #[error("{0:?} has no private service endpoints; cloud is AWS or AZURE")]
    Cloud(String),
    /// A field that is needed is empty.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// A port that there can't be.
    #[error("ports: 0 is no port")]
    Port,
    /// A character that no program can be given.
    #[error("a text holds a NUL character, which no command or template can hold")]
    Nul,
    /// A value that can't be put into a script.
    #[error("there is {0}")]
    Unfit(Unfit),
    /// The address of the service.
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

/// What the user adds, for either cloud; all of it may be missing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ConsumerFile {
    vpc_id: Option<String>,
    subnet_ids: Option<Vec<String>>,
    source: Option<String>,
    subscription: Option<String>,
    resource_group: Option<String>,
    vnet_resource_group: Option<String>,
    vnet: Option<String>,
    subnet: Option<String>,
}

impl Params {
    /// Reads a file of parameters. What only the user knows may be missing; it becomes a placeholder.
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
            }),
            "AZURE" => Consumer::Azure(AzureConsumer {
                subscription: consumer.subscription.unwrap_or_default(),
                resource_group: consumer.resource_group.unwrap_or_default(),
                vnet_resource_group: consumer.vnet_resource_group.unwrap_or_default(),
                vnet: consumer.vnet.unwrap_or_default(),
                subnet: consumer.subnet.unwrap_or_default(),
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
        })
    }
}

/// Whether a text anywhere holds a NUL.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(fields) => fields.values().any(has_nul),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
