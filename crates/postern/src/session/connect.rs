//! Helps to connect an application to an endpoint: prerequisites, recipes, troubleshooting and checks.

use std::sync::Arc;

use aeon::ids::{ClusterId, RegionInfoId};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::app::App;
use super::checks::CheckRun;
use super::client::base;
use crate::check::{CheckTarget, Limits};
use crate::inventory::{Cluster, Region, Snapshot};
use crate::problem::{Problem, ProblemCode};
use crate::recipe::{
    self, Artifact, ConnectionString, ConsolePage, ConsumerCheck, Link, Managed, Network, Params,
    Prerequisite, Unfit, YCQL_PORT, YSQL_PORT,
};
use crate::trouble::{self, Diagnosis, Symptom, Trouble};

/// Everything for connecting an application in a given network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Recipes {
    /// Errors in the form, by field.
    pub check: ConsumerCheck,
    /// Values returned by the service that can't be put into a script, one sentence each. If there are any,
    /// nothing is generated.
    pub unfit: Vec<String>,
    /// Whether the application's account is among the principals; `None` if unknown.
    pub allowed: Option<bool>,
    /// Scripts, templates and steps.
    pub artifacts: Vec<Artifact>,
    /// Links to pages of the cloud's console.
    pub links: Vec<Link>,
    /// Connection strings.
    pub strings: Vec<ConnectionString>,
    /// Symptoms that the user can choose from.
    pub symptoms: Vec<Symptom>,
}

/// The endpoints that Terraform should manage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TerraformScope {
    /// Those of one cluster.
    #[serde(rename_all = "camelCase")]
    Cluster { cluster_id: ClusterId },
    /// All of them.
    Account,
}

impl App {
    /// The address of a page of the cloud's console for this region, with the network details that are saved.
    ///
    /// # Errors
    /// The region no longer exists, or a page for its network is asked for and the details aren't saved.
    pub fn console_page(
        &self,
        region: &RegionInfoId,
        page: ConsolePage,
    ) -> Result<String, Problem> {
        let unknown = || {
            Problem::new(
                ProblemCode::NotFound,
                "Postern doesn't know the address of that page.",
                "Open the cloud's console in a browser.",
            )
        };
        let network = self.network(region)?.ok_or_else(unknown)?;
        let links = recipe::links(&self.fitting_params(region, &network)?);
        let found = links.into_iter().find(|link| link.page == page);
        Ok(found.ok_or_else(unknown)?.url)
    }

    /// What is needed before an application can connect to this region's endpoint.
    ///
    /// # Errors
    /// The region no longer exists.
    pub fn prerequisites(&self, region: &RegionInfoId) -> Result<Vec<Prerequisite>, Problem> {
        let (_, cluster, at) = self.place(region)?;
        Ok(recipe::prerequisites(&cluster.regions[at]))
    }

    /// The network details that the user last entered for this cloud and region, or blank ones; `None` if the
    /// cloud has no private service endpoints.
    ///
    /// # Errors
    /// The region no longer exists.
    pub fn network(&self, region: &RegionInfoId) -> Result<Option<Network>, Problem> {
        let (_, cluster, at) = self.place(region)?;
        let Some(unknown) = Network::unknown(&cluster.regions[at].cloud) else {
            return Ok(None);
        };
        let profile = self
            .core
            .with_active(|active| active.and_then(|t| t.profile));
        let code = &cluster.regions[at].region;
        let known =
            profile.and_then(|profile| self.core.networks.get(profile, code, &unknown.consumer));
        Ok(Some(known.unwrap_or(unknown)))
    }

    /// Saves the network details that the user entered, for this profile, cloud and region. Nothing is saved
    /// for the demo.
    ///
    /// # Errors
    /// The region no longer exists, or the file can't be written.
    pub async fn remember_network(
        &self,
        region: &RegionInfoId,
        network: Network,
    ) -> Result<(), Problem> {
        let (_, cluster, at) = self.place(region)?;
        fits(&cluster.regions[at], &network)?;
        let Some(profile) = self
            .core
            .with_active(|active| active.and_then(|t| t.profile))
        else {
            return Ok(());
        };
        let code = cluster.regions[at].region.clone();
        Ok(self.core.networks.set(profile, code, network).await?)
    }

    /// Everything for connecting an application in this network; blank details stay blank.
    ///
    /// # Errors
    /// The region no longer exists, or the network is on another cloud.
    pub fn recipes(&self, region: &RegionInfoId, network: &Network) -> Result<Recipes, Problem> {
        let check = recipe::check(&network.consumer);
        let symptoms = trouble::symptoms(&network.consumer);
        Ok(match self.params(region, network)? {
            Ok(params) => Recipes {
                check,
                unfit: Vec::new(),
                allowed: recipe::is_allowed(&params),
                artifacts: recipe::artifacts(&params),
                links: recipe::links(&params),
                strings: recipe::connection_strings(&params),
                symptoms,
            },
            Err(unfit) => Recipes {
                check,
                unfit: unfit.iter().map(returned).collect(),
                allowed: None,
                artifacts: Vec::new(),
                links: Vec::new(),
                strings: Vec::new(),
                symptoms,
            },
        })
    }

    /// A Terraform configuration for many endpoints.
    ///
    /// # Errors
    /// No account is unlocked, there are no endpoints, or the service returned a value that can't be put into
    /// the template.
    pub async fn terraform(&self, scope: TerraformScope) -> Result<Artifact, Problem> {
        let open = self.core.unlocked()?;
        let (snapshot, service) = (open.inventory.snapshot(), open.host.clone());
        let made = tokio::task::spawn_blocking(move || {
            let service = base(&service)?;
            let endpoints = Managed::all(&snapshot, |cluster| match &scope {
                TerraformScope::Cluster { cluster_id } => cluster.id == *cluster_id,
                TerraformScope::Account => true,
            })
            .map_err(|unfit| nothing_made(&unfit))?;
            if endpoints.is_empty() {
                return Err(Problem::new(
                    ProblemCode::NotFound,
                    "There are no private service endpoints to manage.",
                    "Create an endpoint first.",
                ));
            }
            Ok(recipe::terraform_ybm(Some(&service), &endpoints))
        });
        made.await.expect("rendering a template doesn't panic")
    }

    /// The likely causes of a pasted error message, most likely first; empty if it isn't recognized.
    ///
    /// # Errors
    /// The region no longer exists, or the network is on another cloud.
    pub fn diagnose(
        &self,
        region: &RegionInfoId,
        network: &Network,
        text: &str,
    ) -> Result<Vec<Diagnosis>, Problem> {
        let params = self.fitting_params(region, network)?;
        Ok(trouble::diagnose(text, &params))
    }

    /// The cause of a symptom and the fixes for this endpoint.
    ///
    /// # Errors
    /// The region no longer exists, or the network is on another cloud.
    pub fn explain(
        &self,
        region: &RegionInfoId,
        network: &Network,
        trouble: Trouble,
    ) -> Result<Diagnosis, Problem> {
        let params = self.fitting_params(region, network)?;
        Ok(trouble::explain(trouble, "", &params))
    }

    /// Starts a connection check of the endpoint from this machine, on the database's ports that the network needs.
    ///
    /// # Errors
    /// The region no longer exists, or its endpoint has no host yet.
    pub fn start_check(&self, region: RegionInfoId, network: &Network) -> Result<(), Problem> {
        let host = self.fitting_params(&region, network)?.host;
        let host = host.ok_or_else(|| {
            Problem::new(
                ProblemCode::NotFound,
                "The endpoint has no host yet.",
                "Wait until the endpoint is ready.",
            )
        })?;
        // No selection means both ports. The page can't have others tried.
        let wanted = |port: &u16| network.ports.is_empty() || network.ports.contains(port);
        let only = |port: u16| Some(port).filter(wanted).into_iter().collect::<Vec<u16>>();
        let target = CheckTarget {
            host: host.to_string(),
            ysql: only(YSQL_PORT),
            ycql: only(YCQL_PORT),
            endpoints: self.known_endpoints(&region)?,
        };
        let open = self.core.unlocked()?;
        open.checks.start(region, target, Limits::default());
        Ok(())
    }

    /// Stops a check and keeps its results.
    ///
    /// # Errors
    /// No account is unlocked.
    pub fn stop_check(&self, region: &RegionInfoId) -> Result<(), Problem> {
        self.core.unlocked()?.checks.stop(region);
        Ok(())
    }

    /// The last check of each endpoint.
    pub fn checks(&self) -> Vec<CheckRun> {
        let open = self.core.current();
        open.map(|open| open.checks.all()).unwrap_or_default()
    }

    fn snapshot_now(&self) -> Result<Arc<Snapshot>, Problem> {
        Ok(self.core.unlocked()?.inventory.snapshot())
    }

    /// The region's cluster, and the region's index in it.
    pub(super) fn place(
        &self,
        region: &RegionInfoId,
    ) -> Result<(Arc<Snapshot>, Arc<Cluster>, usize), Problem> {
        let snapshot = self.snapshot_now()?;
        let found = snapshot.clusters.iter().find_map(|cluster| {
            let at = cluster
                .regions
                .iter()
                .position(|r: &Region| r.id == *region)?;
            Some((Arc::clone(cluster), at))
        });
        let (cluster, at) = found.ok_or_else(|| {
            Problem::new(
                ProblemCode::NotFound,
                "This region no longer exists.",
                "Refresh, then try again.",
            )
        })?;
        Ok((snapshot, cluster, at))
    }

    /// The parameters for recipes, or the values returned by the service that can't be used in them.
    fn params(
        &self,
        region: &RegionInfoId,
        network: &Network,
    ) -> Result<Result<Params, Vec<Unfit>>, Problem> {
        let (snapshot, cluster, at) = self.place(region)?;
        fits(&cluster.regions[at], network)?;
        let open = self.core.unlocked()?;
        let service = base(&open.host)?;
        let learned = open.link.client().first_contact().facts();
        let params =
            Params::from_inventory(&cluster, &cluster.regions[at], network.consumer.clone());
        Ok(params.and_then(|mut params| {
            params.pse_path = learned.path.map(|path| path.value);
            params.on_ports(&network.ports).in_project(
                Some(&service),
                snapshot.account_id.as_str(),
                snapshot.project_id.as_str(),
            )
        }))
    }

    fn fitting_params(&self, region: &RegionInfoId, network: &Network) -> Result<Params, Problem> {
        self.params(region, network)?
            .map_err(|unfit| nothing_made(&unfit))
    }
}

/// A sentence about an unusable value.
fn returned(unfit: &Unfit) -> String {
    format!("The service returned {unfit}")
}

fn nothing_made(unfit: &[Unfit]) -> Problem {
    let all: Vec<String> = unfit.iter().map(returned).collect();
    Problem::new(
        ProblemCode::Invalid,
        all.join(" "),
        "No script was generated. Check the cluster in the Aeon console.",
    )
}

/// Checks that the network is on the region's cloud.
fn fits(region: &Region, network: &Network) -> Result<(), Problem> {
    let same = |known: Network| {
        std::mem::discriminant(&known.consumer) == std::mem::discriminant(&network.consumer)
    };
    if Network::unknown(&region.cloud).is_some_and(same) {
        return Ok(());
    }
    Err(Problem::new(
        ProblemCode::Invalid,
        format!(
            "{} is on {}, but these network details are for another cloud.",
            region.region,
            region.cloud.name()
        ),
        "",
    ))
}
