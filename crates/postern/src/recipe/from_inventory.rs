//! Builds a recipe's parameters from the inventory.

use aeon::BaseUrl;

use super::fit::{Reader, Unfit};
use super::{AwsConsumer, AzureConsumer, Consumer, Network, Params, YCQL_PORT, YSQL_PORT};
use crate::cloud::Cloud;
use crate::inventory::{Cluster, Details, Endpoint, Region};

/// Both of the database's ports.
pub(super) fn both_ports() -> Vec<u16> {
    vec![YSQL_PORT, YCQL_PORT]
}

impl Params {
    /// Parameters for a region's endpoint and an application's network, with both ports. Values that the
    /// endpoint doesn't have yet stay empty and become placeholders.
    ///
    /// # Errors
    /// The values returned by the service that can't be put into a script.
    pub fn from_inventory(
        cluster: &Cluster,
        region: &Region,
        consumer: Consumer,
    ) -> Result<Self, Vec<Unfit>> {
        let mut pse_id = "";
        let mut service_name = "";
        let mut host = "";
        let mut zones = Vec::new();
        match &region.endpoint {
            Endpoint::None | Endpoint::Requested { .. } => {}
            Endpoint::Present(present) => {
                pse_id = present.pse_id.as_str();
                host = present.host.as_deref().unwrap_or_default();
                let name = match &present.details {
                    Details::Loading { service_name }
                    | Details::Unreadable { service_name, .. } => service_name,
                    Details::Known {
                        service_name,
                        zones: known,
                        ..
                    } => {
                        zones.clone_from(known);
                        service_name
                    }
                };
                service_name = name.as_deref().unwrap_or_default();
            }
        }
        let mut reader = Reader::default();
        let cluster_name = reader.read(&cluster.name);
        let cluster_id = reader.read(cluster.id.as_str());
        let code = reader.read(&region.region);
        let pse_id = reader.read_known(pse_id);
        let service_name = reader.read_known(service_name);
        let host = reader.read_known(host);
        let listed = region.endpoint.principals();
        let principals =
            listed.map(|list| reader.read_all(list.iter().map(|view| view.text.as_str())));
        match (cluster_name, cluster_id, code) {
            (Some(cluster_name), Some(cluster_id), Some(region)) if reader.unfit.is_empty() => {
                Ok(Self {
                    service_url: None,
                    account_id: None,
                    project_id: None,
                    cluster_name,
                    cluster_id,
                    region,
                    pse_id,
                    service_name,
                    host,
                    zones,
                    principals,
                    ports: both_ports(),
                    consumer,
                    pse_path: None,
                })
            }
            _ => Err(reader.unfit),
        }
    }

    /// Limits the ports to those that the application needs; an empty list means both.
    #[must_use]
    pub fn on_ports(mut self, ports: &[u16]) -> Self {
        if !ports.is_empty() {
            self.ports = ports.to_vec();
        }
        self
    }

    /// Adds the service address, and the account and project of the cluster.
    ///
    /// # Errors
    /// The values returned by the service that can't be put into a script.
    pub fn in_project(
        mut self,
        service_url: Option<&BaseUrl>,
        account_id: &str,
        project_id: &str,
    ) -> Result<Self, Vec<Unfit>> {
        let mut reader = Reader::default();
        self.service_url = service_url.cloned();
        self.account_id = reader.read_known(account_id);
        self.project_id = reader.read_known(project_id);
        match reader.unfit.is_empty() {
            true => Ok(self),
            false => Err(reader.unfit),
        }
    }
}

impl Network {
    /// Blank network details with both ports; `None` for a cloud without private service endpoints.
    pub fn unknown(cloud: &Cloud) -> Option<Self> {
        Consumer::unknown(cloud).map(|consumer| Self {
            consumer,
            ports: both_ports(),
        })
    }
}

impl Consumer {
    /// A blank network in this cloud; `None` for a cloud without private service endpoints.
    pub fn unknown(cloud: &Cloud) -> Option<Self> {
        match cloud {
            Cloud::Aws => Some(Self::Aws(AwsConsumer::default())),
            Cloud::Azure => Some(Self::Azure(AzureConsumer::default())),
            Cloud::Gcp | Cloud::Other(_) => None,
        }
    }
}
