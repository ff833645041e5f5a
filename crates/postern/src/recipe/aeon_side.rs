//! What is done on Aeon's side.

use std::collections::BTreeSet;

use aeon::BaseUrl;
use aeon::wire::unverified::PSE_PATH;

use super::blanks::Blanks;
use super::fit::{ClusterName, Id, Listed, Reader, RegionCode, Unfit, or_empty};
use super::shell::Script;
use super::{Artefact, Language, Params, Side, hcl};
use crate::inventory::{Endpoint, EndpointStatus, Snapshot};

/// Where Aeon is, unless an account says otherwise.
const SERVICE: &str = "https://cloud.yugabyte.com";
/// Where its API is.
const API: &str = "/api/public/v1";

/// An endpoint as Terraform manages it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Managed {
    /// The cluster's name: names the resource.
    pub cluster_name: ClusterName,
    /// The cluster's id.
    pub cluster_id: Id,
    /// The region's code.
    pub region: RegionCode,
    /// The endpoint's id, by which it is imported; `None`: it doesn't exist yet.
    pub pse_id: Option<Id>,
    /// Who may connect; `None`: not known.
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
    /// Every endpoint of the snapshot's clusters that `wanted` says yes to, in the snapshot's order, but
    /// for those that are being deleted: they could not be imported, and would be made anew.
    ///
    /// # Errors
    /// What the service returned that doesn't fit a template.
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

/// Terraform for any number of endpoints of the service at this address (`None`: the ordinary one): one, a
/// cluster's, or the whole account's.
pub fn terraform_ybm(service_url: Option<&BaseUrl>, endpoints: &[Managed]) -> Artefact {
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
                    // What exists is taken over as it is, even if nobody may connect yet. A list that is not
                    // known is left to be filled in: Terraform would take everybody off who isn't on it.
                    let principals = match endpoint.principals.as_deref() {
                        Some([]) if endpoint.pse_id.is_some() => {
                            hcl::noted(hcl::strings(&[]), "nobody may connect yet")
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
    Artefact {
        id: "terraform-ybm",
        file_name: "terraform-ybm.tf",
        title: "Terraform",
        side: Side::Aeon,
        language: Language::Hcl,
        text: body.to_string(),
        placeholders: blanks.count(),
    }
}

/// The service's address without a slash at its end.
fn service(url: Option<&BaseUrl>) -> String {
    url.map_or_else(
        || SERVICE.to_owned(),
        |url| url.to_string().trim_end_matches('/').to_owned(),
    )
}

fn texts(listed: &[Listed]) -> Vec<String> {
    listed.iter().map(ToString::to_string).collect()
}

/// A name that no other resource of the file has: `orders_us_west_2`.
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

pub(super) fn ybm(params: &Params) -> Artefact {
    Script::new(include_str!("templates/ybm.sh"))
        .set(
            "CLUSTER_NAME",
            "The cluster, and the region of its endpoint.",
            "cluster name",
            params.cluster_name.as_str(),
        )
        .set("REGION", "", "region", params.region.as_str())
        .list(
            "SECURITY_PRINCIPALS",
            "Who may connect.",
            "security principals",
            &texts(params.principals.as_deref().unwrap_or_default()),
        )
        .set_or_empty(
            "ENDPOINT_ID",
            "The endpoint's id; empty: not known.",
            or_empty(params.pse_id.as_ref()),
        )
        .artefact("ybm", "ybm.sh", "ybm CLI", Side::Aeon)
}

pub(super) fn curl(params: &Params) -> Artefact {
    Script::new(include_str!("templates/aeon-curl.sh"))
        .set(
            "API",
            "The Aeon API.",
            "API",
            &format!("{}{API}", service(params.service_url.as_ref())),
        )
        .set(
            "ACCOUNT_ID",
            "Where the endpoint is.",
            "account id",
            or_empty(params.account_id.as_ref()),
        )
        .set(
            "PROJECT_ID",
            "",
            "project id",
            or_empty(params.project_id.as_ref()),
        )
        .set("CLUSTER_ID", "", "cluster id", params.cluster_id.as_str())
        .set("COLLECTION", "", "collection", PSE_PATH)
        .set(
            "ENDPOINT_ID",
            "",
            "endpoint id",
            or_empty(params.pse_id.as_ref()),
        )
        .artefact("aeon-curl", "aeon-curl.sh", "curl", Side::Aeon)
}

pub(super) fn check(params: &Params) -> Artefact {
    Script::new(include_str!("templates/check.sh"))
        .set(
            "PSE_HOST",
            "The name that applications connect to.",
            "host",
            params.host(),
        )
        .list_or_empty("PORTS", "YSQL is at 5433, YCQL at 9042.", &params.ports)
        .artefact("check", "check.sh", "Check from inside", Side::Inside)
}
