//! The form of a recipe's parameters in a file.

use serde::Deserialize;

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
        let file: ParamsFile = serde_json::from_str(text)?;
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
        let params = Self {
            service_url: file.service_url.unwrap_or_default(),
            account_id: file.account_id.unwrap_or_default(),
            project_id: file.project_id.unwrap_or_default(),
            cluster_name: file.cluster_name,
            cluster_id: file.cluster_id,
            region: file.region,
            pse_id: file.pse_id.unwrap_or_default(),
            service_name: file.service_name,
            host: file.host,
            zones: file.availability_zones.unwrap_or_default(),
            principals: file.security_principals,
            ports,
            consumer,
        };
        if params.texts().any(|text| text.contains('\0')) {
            return Err(FileError::Nul);
        }
        Ok(params)
    }

    /// Every text of it.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let consumer: Vec<&str> = match &self.consumer {
            Consumer::Aws(aws) => aws
                .subnet_ids
                .iter()
                .map(String::as_str)
                .chain([aws.vpc_id.as_str(), aws.source.as_str()])
                .collect(),
            Consumer::Azure(azure) => vec![
                &azure.subscription,
                &azure.resource_group,
                &azure.vnet_resource_group,
                &azure.vnet,
                &azure.subnet,
            ],
        };
        let own = [
            self.service_url.as_str(),
            &self.account_id,
            &self.project_id,
            &self.cluster_name,
            &self.cluster_id,
            &self.region,
            &self.pse_id,
            &self.service_name,
            &self.host,
        ];
        let lists = self.zones.iter().chain(self.principals.iter().flatten());
        own.into_iter()
            .chain(lists.map(String::as_str))
            .chain(consumer)
    }
}
