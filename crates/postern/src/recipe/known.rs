//! What the inventory knows of an endpoint.

use super::{AwsConsumer, AzureConsumer, Consumer, Network, Params, YCQL_PORT, YSQL_PORT};
use crate::inventory::{Cloud, Cluster, Details, Endpoint, PrincipalView, Region};

/// Both of the database's ports.
pub(super) fn both_ports() -> Vec<u16> {
    vec![YSQL_PORT, YCQL_PORT]
}

impl Params {
    /// What the inventory knows of a region's endpoint, with both ports, for an application whose side
    /// looks like this. What the endpoint doesn't have yet stays empty, and becomes a placeholder.
    pub fn from_inventory(cluster: &Cluster, region: &Region, consumer: Consumer) -> Self {
        let mut params = Self {
            service_url: String::new(),
            account_id: String::new(),
            project_id: String::new(),
            cluster_name: cluster.name.clone(),
            cluster_id: cluster.id.as_str().to_owned(),
            region: region.region.clone(),
            pse_id: String::new(),
            service_name: String::new(),
            host: String::new(),
            zones: Vec::new(),
            principals: None,
            ports: both_ports(),
            consumer,
        };
        let texts = |list: &[PrincipalView]| list.iter().map(|p| p.text.clone()).collect();
        params.principals = region.endpoint.principals().map(texts);
        match &region.endpoint {
            Endpoint::None => {}
            Endpoint::Requested { .. } => {}
            Endpoint::Present(present) => {
                params.pse_id = present.pse_id.as_str().to_owned();
                params.host = present.host.clone().unwrap_or_default();
                let name = match &present.details {
                    Details::Loading { service_name }
                    | Details::Unreadable { service_name, .. } => service_name,
                    Details::Known {
                        service_name,
                        zones,
                        ..
                    } => {
                        params.zones.clone_from(zones);
                        service_name
                    }
                };
                params.service_name = name.clone().unwrap_or_default();
            }
        }
        params
    }

    /// The same, for an application that needs these ports only; none are as good as both.
    #[must_use]
    pub fn on_ports(mut self, ports: &[u16]) -> Self {
        if !ports.is_empty() {
            self.ports = ports.to_vec();
        }
        self
    }

    /// The same, with the service and the project that the cluster is in.
    #[must_use]
    pub fn in_project(mut self, service_url: &str, account_id: &str, project_id: &str) -> Self {
        service_url.clone_into(&mut self.service_url);
        account_id.clone_into(&mut self.account_id);
        project_id.clone_into(&mut self.project_id);
        self
    }
}

impl Network {
    /// An application of which nothing is known yet, on both ports; `None` for a cloud without private
    /// service endpoints.
    pub fn unknown(cloud: &Cloud) -> Option<Self> {
        Consumer::unknown(cloud).map(|consumer| Self {
            consumer,
            ports: both_ports(),
        })
    }
}

impl Consumer {
    /// An application's side in this cloud of which nothing is known yet; `None` for a cloud without
    /// private service endpoints.
    pub fn unknown(cloud: &Cloud) -> Option<Self> {
        match cloud {
            Cloud::Aws => Some(Self::Aws(AwsConsumer::default())),
            Cloud::Azure => Some(Self::Azure(AzureConsumer::default())),
            Cloud::Gcp | Cloud::Other(_) => None,
        }
    }
}
