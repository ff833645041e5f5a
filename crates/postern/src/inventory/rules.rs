//! What may be done with a region's endpoint, and why not. Decided here and nowhere else: the plan, the review,
//! the page, the findings and the prerequisites all read this. Pure.

use aeon::wire::task_activity;

use super::{Cluster, ClusterPhase, Endpoint, EndpointStatus, Lack, LackKind, Present, Region};
use crate::cloud::Cloud;
use crate::permission::{Allowed, Permissions};

/// What may be done with a region's endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Whether one may be created.
    pub may_create: Allowed,
    /// Whether its list of principals may be edited.
    pub may_edit: Allowed,
    /// Whether it may be deleted.
    pub may_delete: Allowed,
}

impl Rules {
    fn and(self, other: &Allowed) -> Self {
        Self {
            may_create: self.may_create.and(other),
            may_edit: self.may_edit.and(other),
            may_delete: self.may_delete.and(other),
        }
    }
}

/// What may be done with a region's endpoint by a key that may do this: the key's role first, then what the
/// endpoint and the cluster are, then the state that the cluster is in.
pub fn rules(cluster: &Cluster, region: &Region, permissions: &Permissions) -> Rules {
    let allowed = permissions.endpoints();
    if allowed.refusal().is_some() {
        return Rules {
            may_create: allowed.clone(),
            may_edit: allowed.clone(),
            may_delete: allowed,
        };
    }
    let rules = endpoint_rules(cluster, region).and(&state_rule(cluster));
    if region.has_id() {
        return rules;
    }
    let no_id = Allowed::no(
        "The service didn't return this region's ID.",
        "Refresh. If it is still missing, make the change in the Aeon console.",
    );
    Rules {
        may_create: no_id.clone(),
        may_edit: no_id,
        ..rules
    }
}

/// What the endpoint is, and what the cluster lacks, decide: neither the key nor the cluster's state counts.
pub(crate) fn endpoint_rules(cluster: &Cluster, region: &Region) -> Rules {
    match &region.endpoint {
        Endpoint::None => Rules {
            may_create: may_have_one(cluster, region),
            may_edit: no_endpoint("Create one."),
            may_delete: no_endpoint(""),
        },
        Endpoint::Requested { .. } => {
            let creating = "The endpoint is still being created.";
            Rules {
                may_create: Allowed::no(creating, "Edit it when it is ready."),
                may_edit: Allowed::no(creating, "Edit it when it is ready."),
                may_delete: Allowed::no(creating, "Delete it when it is ready."),
            }
        }
        Endpoint::Present(present) if present.is_leaving() => {
            let deleting = Allowed::no("The endpoint is being deleted.", "");
            let waits = Allowed::waits("The existing endpoint is being deleted.");
            Rules {
                may_create: waits.and(&may_have_one(cluster, region)),
                may_edit: deleting.clone(),
                may_delete: deleting,
            }
        }
        Endpoint::Present(present) => Rules {
            may_create: if present.status == EndpointStatus::Failed {
                failed_in_the_way()
            } else {
                exists()
            },
            may_edit: may_edit(present),
            may_delete: in_progress(present),
        },
    }
}

fn may_edit(present: &Present) -> Allowed {
    if present.status == EndpointStatus::Failed {
        return failed();
    }
    if present.principals.is_none() {
        return unread();
    }
    match &present.pending {
        Some(pending) if !pending.overdue && !pending.deleting => {
            Allowed::waits("A change to this endpoint is being applied.")
        }
        _ => in_progress(present),
    }
}

/// The service takes one change of an endpoint at a time.
fn in_progress(present: &Present) -> Allowed {
    match present.status {
        EndpointStatus::Creating => Allowed::waits("The endpoint is being created."),
        EndpointStatus::Updating => Allowed::waits("The endpoint is being changed."),
        _ => Allowed::Yes,
    }
}

fn may_have_one(cluster: &Cluster, region: &Region) -> Allowed {
    let lack = lasting(cluster, region).into_iter().next();
    lack.map_or(Allowed::Yes, |lack| Allowed::no(lack.reason, &lack.remedy))
}

fn no_endpoint(remedy: &str) -> Allowed {
    Allowed::no("This region has no endpoint.", remedy)
}

pub(crate) fn exists() -> Allowed {
    Allowed::no(
        "This region already has an endpoint.",
        "Edit that one instead.",
    )
}

pub(crate) fn failed_in_the_way() -> Allowed {
    Allowed::no(
        "This region has an endpoint that failed.",
        "Delete it first, then create a new one.",
    )
}

pub(crate) fn failed() -> Allowed {
    Allowed::no(
        "The endpoint has failed and can't be edited.",
        "Delete it and create a new one.",
    )
}

fn unread() -> Allowed {
    Allowed::no(
        "The service didn't return this endpoint's principals.",
        "Refresh and try again: the list can't be edited until it has been read.",
    )
}

/// What the cluster's state allows.
pub(crate) fn state_rule(cluster: &Cluster) -> Allowed {
    match passing(cluster) {
        None => Allowed::Yes,
        Some(Passing {
            blocks: true, lack, ..
        }) => Allowed::no(lack.reason, &lack.remedy),
        Some(Passing { lack, .. }) => Allowed::waits(lack.reason),
    }
}

/// Everything that keeps a cluster as a whole from having, or now being given, a PSE; what never passes comes
/// first. A region on a cloud without PSEs doesn't count as long as another region can have one.
pub(super) fn lacks(cluster: &Cluster) -> Vec<Lack> {
    let (able, unable): (Vec<&Region>, Vec<&Region>) = cluster
        .regions
        .iter()
        .partition(|region| has_endpoints(&region.cloud));
    let lasting = match (able.as_slice(), unable.as_slice()) {
        ([], [region, ..]) => vec![without_endpoints(cluster, region)],
        ([], []) if !cluster.clouds.iter().any(has_endpoints) => cluster
            .clouds
            .first()
            .map(clusters_on)
            .into_iter()
            .collect(),
        _ => [sandbox(cluster), no_vpc(cluster, &able)]
            .into_iter()
            .flatten()
            .collect(),
    };
    with_passing(cluster, lasting)
}

/// The same of one region.
pub(super) fn region_lacks(cluster: &Cluster, region: &Region) -> Vec<Lack> {
    with_passing(cluster, lasting(cluster, region))
}

fn with_passing(cluster: &Cluster, lasting: Vec<Lack>) -> Vec<Lack> {
    let passing = passing(cluster).map(|passing| passing.lack);
    lasting.into_iter().chain(passing).collect()
}

/// What keeps a region from having a PSE and never passes.
fn lasting(cluster: &Cluster, region: &Region) -> Vec<Lack> {
    if !has_endpoints(&region.cloud) {
        return vec![without_endpoints(cluster, region)];
    }
    let lacks = [sandbox(cluster), no_vpc(cluster, &[region])];
    lacks.into_iter().flatten().collect()
}

fn has_endpoints(cloud: &Cloud) -> bool {
    matches!(cloud, Cloud::Aws | Cloud::Azure)
}

/// The region's cloud has no PSEs. Where all regions are on it, it is said of the cluster.
fn without_endpoints(cluster: &Cluster, region: &Region) -> Lack {
    let (cloud, code) = (&region.cloud, &region.region);
    if cloud.name().is_empty() {
        return Lack {
            kind: LackKind::Cloud,
            reason: format!("The service doesn't report which cloud {code} is on."),
            remedy: "Refresh, or check the cluster in the Aeon console.".to_owned(),
        };
    }
    if cluster.regions.iter().all(|other| other.cloud == *cloud) {
        return clusters_on(cloud);
    }
    Lack {
        reason: format!(
            "{code} is on {}, which has no private service endpoints.",
            cloud.name()
        ),
        ..clusters_on(cloud)
    }
}

fn clusters_on(cloud: &Cloud) -> Lack {
    let remedy = match cloud {
        Cloud::Gcp => "Connect over VPC peering or the public address instead.",
        _ => "Private service endpoints are available on AWS and Azure.",
    };
    Lack {
        kind: LackKind::Cloud,
        reason: format!(
            "Clusters on {} can't have private service endpoints.",
            cloud.name()
        ),
        remedy: remedy.to_owned(),
    }
}

fn sandbox(cluster: &Cluster) -> Option<Lack> {
    cluster.is_sandbox.then(|| Lack {
        kind: LackKind::Sandbox,
        reason: "A sandbox cluster can't have private service endpoints.".to_owned(),
        remedy: "Create a dedicated cluster in a VPC.".to_owned(),
    })
}

/// Those of the regions that are not in a VPC. (A sandbox never is, and says so already.)
fn no_vpc(cluster: &Cluster, regions: &[&Region]) -> Option<Lack> {
    let outside = regions.iter().filter(|region| region.vpc_id.is_none());
    let outside: Vec<&str> = outside.map(|region| region.region.as_str()).collect();
    if cluster.is_sandbox {
        return None;
    }
    let (subject, verb) = match outside.as_slice() {
        [] => return None,
        [one] => (format!("Region {one}"), "is"),
        many => (format!("Regions {}", many.join(", ")), "are"),
    };
    Some(Lack {
        kind: LackKind::NoVpc,
        reason: format!("{subject} {verb} not in a VPC."),
        remedy: "A cluster can't be moved into a VPC: create a new one in a VPC and move the data."
            .to_owned(),
    })
}

/// Something about a cluster that passes.
struct Passing {
    lack: Lack,
    /// Whether the user has to do something first; else it passes by itself.
    blocks: bool,
}

fn passing(cluster: &Cluster) -> Option<Passing> {
    let state = cluster.state.as_str();
    let (blocks, reason, remedy) = match cluster.phase {
        ClusterPhase::Active => return cluster.busy.as_ref().map(|busy| busy_with(&busy.task)),
        ClusterPhase::Paused => (
            true,
            "The cluster is paused.".to_owned(),
            "Resume it in the Aeon console.",
        ),
        ClusterPhase::Pausing => (
            true,
            "The cluster is being paused.".to_owned(),
            "Resume it in the Aeon console once it is paused.",
        ),
        ClusterPhase::Deleting => (true, "The cluster is being deleted.".to_owned(), ""),
        ClusterPhase::Failed => (
            true,
            format!("The cluster has failed (state {state})."),
            "Check it in the Aeon console.",
        ),
        ClusterPhase::Changing => (
            false,
            format!("The cluster is {}.", lower(state)),
            "Wait until it is active.",
        ),
        ClusterPhase::Unknown if state.is_empty() => (
            false,
            "The service doesn't report the cluster's state.".to_owned(),
            "Refresh.",
        ),
        ClusterPhase::Unknown => (
            false,
            format!(
                "The cluster's state is “{state}”, which this version of Postern doesn't know."
            ),
            "Check it in the Aeon console if changes keep waiting.",
        ),
    };
    Some(Passing {
        lack: Lack {
            kind: LackKind::NotActive,
            reason,
            remedy: remedy.to_owned(),
        },
        blocks,
    })
}

fn busy_with(task: &str) -> Passing {
    let activity = task_activity(task).unwrap_or_else(|| format!("busy ({})", lower(task)));
    Passing {
        lack: Lack {
            kind: LackKind::Busy,
            reason: format!("The cluster is {activity}."),
            remedy: "Wait until the task is done.".to_owned(),
        },
        blocks: false,
    }
}

/// A word of the API as people write it.
fn lower(word: &str) -> String {
    word.to_lowercase().replace('_', " ")
}
