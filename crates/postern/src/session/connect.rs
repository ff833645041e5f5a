//! The way from an endpoint to a connection: recipes, prerequisites, troubles, checks.

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
    self, Artefact, ConnectionString, ConsumerCheck, Link, Managed, Network, Params, Prerequisite,
    Unfit, YCQL_PORT, YSQL_PORT,
};
use crate::trouble::{self, Diagnosis, Symptom, Trouble};

/// What can be done for an application with this network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Recipes {
    /// What is wrong with the form, field by field.
    pub check: ConsumerCheck,
    /// What the service returned that can't be put into a script, each in a sentence. If there is any,
    /// nothing is made.
    pub unfit: Vec<String>,
    /// Whether the application's side is among the principals; nothing where that can't be told.
    pub allowed: Option<bool>,
    /// Scripts, templates and steps.
    pub artefacts: Vec<Artefact>,
    /// Pages of the cloud's console.
    pub links: Vec<Link>,
    /// Ways to connect once it works.
    pub strings: Vec<ConnectionString>,
    /// What can go wrong, to pick from.
    pub symptoms: Vec<Symptom>,
}

/// Which endpoints Terraform is to manage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TerraformScope {
    /// All of a cluster's.
    #[serde(rename_all = "camelCase")]
    Cluster {
        /// The cluster.
        cluster_id: ClusterId,
    },
    /// All there are.
    Account,
}

impl App {
    /// What must hold before an application can connect to this region's endpoint.
    ///
    /// # Errors
    /// The region is not known.
    pub fn prerequisites(&self, region: &RegionInfoId) -> Result<Vec<Prerequisite>, Problem> {
        let (_, cluster, at) = self.place(region)?;
        Ok(recipe::prerequisites(&cluster, &cluster.regions[at]))
    }

    /// What the user filled in for this cloud and region before; nothing where the cloud has no private
    /// service endpoints.
    ///
    /// # Errors
    /// The region is not known.
    pub fn network(&self, region: &RegionInfoId) -> Result<Option<Network>, Problem> {
        let (_, cluster, at) = self.place(region)?;
        let Some(unknown) = Network::unknown(&cluster.cloud) else {
            return Ok(None);
        };
        let profile = self.core.seat(|taken| taken.and_then(|t| t.profile));
        let code = &cluster.regions[at].region;
        let known =
            profile.and_then(|profile| self.core.networks.get(profile, code, &unknown.consumer));
        Ok(Some(known.unwrap_or(unknown)))
    }

    /// Remembers what the user filled in, for this profile, cloud and region. Of the demo nothing is
    /// remembered.
    ///
    /// # Errors
    /// The region is not known, or the file can't be written.
    pub async fn remember_network(
        &self,
        region: &RegionInfoId,
        network: Network,
    ) -> Result<(), Problem> {
        let (_, cluster, at) = self.place(region)?;
        fits(&cluster, &network)?;
        let Some(profile) = self.core.seat(|taken| taken.and_then(|t| t.profile)) else {
            return Ok(());
        };
        let core = Arc::clone(&self.core);
        let code = cluster.regions[at].region.clone();
        let kept =
            tokio::task::spawn_blocking(move || core.networks.set(profile, &code, network)).await;
        Ok(kept.expect("writing a file does not panic")?)
    }

    /// Everything that can be done for an application with this network, as far as it is filled in.
    ///
    /// # Errors
    /// The region is not known, or the network is another cloud's.
    pub fn recipes(&self, region: &RegionInfoId, network: &Network) -> Result<Recipes, Problem> {
        let check = recipe::check(&network.consumer);
        let symptoms = trouble::symptoms(&network.consumer);
        Ok(match self.params(region, network)? {
            Ok(params) => Recipes {
                check,
                unfit: Vec::new(),
                allowed: recipe::is_allowed(&params),
                artefacts: recipe::artefacts(&params),
                links: recipe::links(&params),
                strings: recipe::connection_strings(&params),
                symptoms,
            },
            Err(unfit) => Recipes {
                check,
                unfit: unfit.iter().map(returned).collect(),
                allowed: None,
                artefacts: Vec::new(),
                links: Vec::new(),
                strings: Vec::new(),
                symptoms,
            },
        })
    }

    /// Terraform for many endpoints.
    ///
    /// # Errors
    /// No account is unlocked, there is no endpoint, or the service returned what doesn't fit a template.
    pub async fn terraform(&self, scope: TerraformScope) -> Result<Artefact, Problem> {
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
                    "There is no private service endpoint to manage.",
                    "Create one first.",
                ));
            }
            Ok(recipe::terraform_ybm(Some(&service), &endpoints))
        });
        made.await.expect("making a template does not panic")
    }

    /// What is the matter with a text that was pasted, the likeliest first; empty: it is not known.
    ///
    /// # Errors
    /// The region is not known, or the network is another cloud's.
    pub fn diagnose(
        &self,
        region: &RegionInfoId,
        network: &Network,
        text: &str,
    ) -> Result<Vec<Diagnosis>, Problem> {
        let params = self.fitting_params(region, network)?;
        Ok(trouble::diagnose(text, &params))
    }

    /// The cause of a symptom, and what helps with this endpoint.
    ///
    /// # Errors
    /// The region is not known, or the network is another cloud's.
    pub fn explain(
        &self,
        region: &RegionInfoId,
        network: &Network,
        trouble: Trouble,
    ) -> Result<Diagnosis, Problem> {
        let params = self.fitting_params(region, network)?;
        Ok(trouble::explain(trouble, "", &params))
    }

    /// Begins to check the connection from this machine. `host` is a name or an address in place of the
    /// endpoint's host; empty: the endpoint's host.
    ///
    /// # Errors
    /// The region is not known, or its endpoint has no host yet.
    pub fn start_check(
        &self,
        region: RegionInfoId,
        network: &Network,
        host: &str,
    ) -> Result<(), Problem> {
        let (_, cluster, _) = self.place(&region)?;
        fits(&cluster, network)?;
        let host = match host.trim() {
            "" => {
                let host = self.fitting_params(&region, network)?.host;
                host.map(|host| host.to_string()).unwrap_or_default()
            }
            other => other.to_owned(),
        };
        if host.is_empty() {
            return Err(Problem::new(
                ProblemCode::NotFound,
                "The endpoint has no host yet.",
                "Wait until it is ready, or name a host.",
            ));
        }
        // No ports are as good as both.
        let ports = match network.ports.as_slice() {
            [] => &[YSQL_PORT, YCQL_PORT],
            ports => ports,
        };
        let (ycql, ysql): (Vec<u16>, Vec<u16>) = ports.iter().partition(|port| **port == YCQL_PORT);
        let target = CheckTarget { host, ysql, ycql };
        let open = self.core.unlocked()?;
        open.checks.start(region, target, Limits::default());
        Ok(())
    }

    /// Ends a check; what was found stays.
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

    fn look(&self) -> Result<Arc<Snapshot>, Problem> {
        Ok(self.core.unlocked()?.inventory.snapshot())
    }

    /// The region's cluster, and which of its regions it is.
    fn place(
        &self,
        region: &RegionInfoId,
    ) -> Result<(Arc<Snapshot>, Arc<Cluster>, usize), Problem> {
        let snapshot = self.look()?;
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
                "This region of the cluster is not there any more.",
                "Refresh and look again.",
            )
        })?;
        Ok((snapshot, cluster, at))
    }

    /// What recipes are made from, or what the service returned that doesn't fit them.
    fn params(
        &self,
        region: &RegionInfoId,
        network: &Network,
    ) -> Result<Result<Params, Vec<Unfit>>, Problem> {
        let (snapshot, cluster, at) = self.place(region)?;
        fits(&cluster, network)?;
        let service = base(&self.core.unlocked()?.host)?;
        let params =
            Params::from_inventory(&cluster, &cluster.regions[at], network.consumer.clone());
        Ok(params.and_then(|params| {
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

/// What the service returned, in a sentence.
fn returned(unfit: &Unfit) -> String {
    format!("The service returned {unfit}")
}

fn nothing_made(unfit: &[Unfit]) -> Problem {
    let all: Vec<String> = unfit.iter().map(returned).collect();
    Problem::new(
        ProblemCode::Invalid,
        all.join(" "),
        "Nothing was made from it. Look at the cluster in the Aeon console.",
    )
}

/// Whether an application's side is in the cluster's cloud.
fn fits(cluster: &Cluster, network: &Network) -> Result<(), Problem> {
    let same = |known: Network| {
        std::mem::discriminant(&known.consumer) == std::mem::discriminant(&network.consumer)
    };
    if Network::unknown(&cluster.cloud).is_some_and(same) {
        return Ok(());
    }
    Err(Problem::new(
        ProblemCode::Invalid,
        format!(
            "The cluster is on {}, and what was filled in is of another cloud.",
            cluster.cloud.name()
        ),
        "",
    ))
}
