//! Scripts and templates for Aeon, and the connection check script.

use std::collections::BTreeSet;

use aeon::BaseUrl;
use aeon::wire::unverified::PSE_PATHS;

use super::blanks::Blanks;
use super::fit::{ClusterName, Id, Listed, Reader, RegionCode, Unfit, or_empty};
use super::shell::Script;
use super::{Artifact, Language, Params, Side, hcl};
use crate::inventory::{Endpoint, EndpointStatus, Snapshot};

/// The default service address.
const SERVICE: &str = "https://cloud.yugabyte.com";
/// Path of the API.
const API: &str = "/api/public/v1";

/// An endpoint to be managed by Terraform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Managed {
    /// Names the resource.
    pub cluster_name: ClusterName,
    pub cluster_id: Id,
    pub region: RegionCode,
    /// Used for importing the endpoint; `None` if it doesn't exist yet.
    pub pse_id: Option<Id>,
    /// The security principals; `None` if unknown.
    pub principals: Option<Vec<Listed>>,
}

impl From<&Params> for Managed {
    fn from(params: &Params) -> Self {
        Self {
            cluster_name: params.cluster_name.clone(),
            cluster_id: params.cluster_id.clone(),
            region: params.region.clone(),
            pse_id: params.pse_id.clone(),
            principals: params.principals.clone(),
        }
    }
}

impl Managed {
    /// Every endpoint of the clusters that `wanted` accepts, in the snapshot's order. Endpoints being deleted are
    /// left out, since they couldn't be imported and Terraform would create them again.
    ///
    /// # Errors
    /// The values returned by the service that can't be put into a template.
    pub fn all(
        snapshot: &Snapshot,
        wanted: impl Fn(&crate::inventory::Cluster) -> bool,
    ) -> Result<Vec<Self>, Vec<Unfit>> {
        let clusters = snapshot.clusters.iter().filter(|cluster| wanted(cluster));
        let mut reader = Reader::default();
        let mut all = Vec::new();
        for cluster in clusters {
            for region in &cluster.regions {
                let Endpoint::Present(present) = &region.endpoint else {
                    continue;
                };
                if present.status == EndpointStatus::Deleting {
                    continue;
                }
                let cluster_name = reader.read(&cluster.name);
                let cluster_id = reader.read(cluster.id.as_str());
                let code = reader.read(&region.region);
                let pse_id = reader.read_known(present.pse_id.as_str());
                let principals = present
                    .principals
                    .as_ref()
                    .map(|list| reader.read_all(list.iter().map(|view| view.text.as_str())));
                if let (Some(cluster_name), Some(cluster_id), Some(region)) =
                    (cluster_name, cluster_id, code)
                {
                    all.push(Self {
                        cluster_name,
                        cluster_id,
                        region,
                        pse_id,
                        principals,
                    });
                }
            }
        }
        match reader.unfit.is_empty() {
            true => Ok(all),
            false => Err(reader.unfit),
        }
    }
}

/// A Terraform configuration for any number of endpoints. `service_url` is the service address; `None` for the
/// default.
pub fn terraform_ybm(service_url: Option<&BaseUrl>, endpoints: &[Managed]) -> Artifact {
    let mut blanks = Blanks::default();
    let mut body = hcl::parse(include_str!("templates/terraform-ybm.tf"));
    let url = service(service_url);
    let host = url.split_once("://").map_or(url.as_str(), |(_, host)| host);
    hcl::set_provider(&mut body, "host", hcl::string(host));
    let mut taken = BTreeSet::new();
    for endpoint in endpoints {
        let name = resource_name(endpoint, &mut taken);
        for mut block in
            hcl::parse(include_str!("templates/terraform-ybm-endpoint.tf")).into_blocks()
        {
            match block.ident.value().as_str() {
                "import" if endpoint.pse_id.is_none() => continue,
                "import" => {
                    let pse_id = or_empty(endpoint.pse_id.as_ref());
                    let id = format!("{pse_id},{}", endpoint.cluster_id);
                    hcl::point(&mut block, "to", &name);
                    hcl::set(&mut block, "id", hcl::string(&id));
                }
                "output" => {
                    hcl::rename(&mut block, &name);
                    hcl::point(&mut block, "value", &name);
                }
                _ => {
                    hcl::rename(&mut block, &name);
                    let cluster = hcl::string(endpoint.cluster_id.as_str());
                    hcl::set(&mut block, "cluster_id", cluster);
                    hcl::set(&mut block, "region", hcl::string(endpoint.region.as_str()));
                    // An existing endpoint is imported as is, even with an empty list. An unknown
                    // list becomes a placeholder, since Terraform would remove every principal not on it.
                    let principals = match endpoint.principals.as_deref() {
                        Some([]) if endpoint.pse_id.is_some() => {
                            hcl::noted(hcl::strings(&[]), "no principals yet")
                        }
                        list => {
                            let listed = texts(list.unwrap_or_default());
                            hcl::strings(&blanks.fill_all("security principals", &listed))
                        }
                    };
                    hcl::set(&mut block, "security_principals", principals);
                }
            }
            body.push(block);
        }
    }
    Artifact {
        id: "terraform-ybm",
        file_name: "terraform-ybm.tf",
        title: "Terraform",
        side: Side::Aeon,
        language: Language::Hcl,
        text: body.to_string(),
        placeholders: blanks.count(),
    }
}

/// The service address without a trailing slash.
fn service(url: Option<&BaseUrl>) -> String {
    url.map_or_else(
        || SERVICE.to_owned(),
        |url| url.to_string().trim_end_matches('/').to_owned(),
    )
}

fn texts(listed: &[Listed]) -> Vec<String> {
    listed.iter().map(ToString::to_string).collect()
}

/// A unique resource name such as `orders_us_west_2`.
fn resource_name(endpoint: &Managed, taken: &mut BTreeSet<String>) -> String {
    let text = format!("{}_{}", endpoint.cluster_name, endpoint.region);
    let mut name: String = text
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.insert_str(0, "pse_");
    }
    let numbered = |number: u32| match number {
        1 => name.clone(),
        more => format!("{name}_{more}"),
    };
    let free = (1..).map(numbered).find(|name| taken.insert(name.clone()));
    free.unwrap_or(name)
}

pub(super) fn ybm(params: &Params) -> Artifact {
    Script::new(include_str!("templates/ybm.sh"))
        .set(
            "CLUSTER_NAME",
            "The cluster and the endpoint's region.",
            "cluster name",
            params.cluster_name.as_str(),
        )
        .set("REGION", "", "region", params.region.as_str())
        .list(
            "SECURITY_PRINCIPALS",
            "Security principals.",
            "security principals",
            &texts(params.principals.as_deref().unwrap_or_default()),
        )
        .set_or_empty(
            "ENDPOINT_ID",
            "The endpoint's ID; empty if unknown.",
            or_empty(params.pse_id.as_ref()),
        )
        .artifact("ybm", "ybm.sh", "ybm CLI", Side::Aeon)
}

pub(super) fn curl(params: &Params) -> Artifact {
    Script::new(include_str!("templates/aeon-curl.sh"))
        .set(
            "API",
            "The Aeon API.",
            "API",
            &format!("{}{API}", service(params.service_url.as_ref())),
        )
        .set(
            "ACCOUNT_ID",
            "IDs of the account and the project, path of the cluster's endpoints, ID of the endpoint.",
            "account ID",
            or_empty(params.account_id.as_ref()),
        )
        .set(
            "PROJECT_ID",
            "",
            "project ID",
            or_empty(params.project_id.as_ref()),
        )
        .set("COLLECTION", "", "collection", &collection(params))
        .set(
            "ENDPOINT_ID",
            "",
            "endpoint ID",
            or_empty(params.pse_id.as_ref()),
        )
        .artifact("aeon-curl", "aeon-curl.sh", "curl", Side::Aeon)
}

fn collection(params: &Params) -> String {
    let path = params.pse_path.as_ref();
    let path = path.map_or(PSE_PATHS[0], |path| path.as_str());
    path.replace("{cluster_id}", params.cluster_id.as_str())
}

pub(super) fn check(params: &Params) -> Artifact {
    Script::new(include_str!("templates/check.sh"))
        .set(
            "PSE_HOST",
            "Host name that applications connect to.",
            "host",
            params.host(),
        )
        .list_or_empty("PORTS", "YSQL uses 5433, YCQL 9042.", &params.ports)
        .artifact("check", "check.sh", "Check from the network", Side::Inside)
}
