//! What a cluster lacks before it can have a PSE.

use super::{Busy, Health, Lack, LackKind};

use crate::cloud::Cloud;

/// What the rules look at.
pub(super) struct Seen<'a> {
    pub cloud: &'a Cloud,
    pub free: bool,
    pub state: &'a str,
    pub health: Health,
    pub busy: Option<&'a Busy>,
    /// Codes of the regions that are not in a VPC.
    pub outside: &'a [&'a str],
}

/// All reasons, those that never pass first.
pub(super) fn lacks(seen: &Seen<'_>) -> Vec<Lack> {
    let lasting = if matches!(seen.cloud, Cloud::Aws | Cloud::Azure) {
        [sandbox(seen), no_vpc(seen)]
            .into_iter()
            .flatten()
            .collect()
    } else {
        vec![cloud(seen)]
    };
    let passing = [not_active(seen), busy(seen)].into_iter().flatten();
    lasting.into_iter().chain(passing).collect()
}

fn cloud(seen: &Seen<'_>) -> Lack {
    let remedy = if *seen.cloud == Cloud::Gcp {
        "Connect over VPC peering or the public address; private service endpoints exist on AWS and Azure."
    } else {
        "Private service endpoints exist on AWS and Azure."
    };
    Lack {
        kind: LackKind::Cloud,
        reason: format!(
            "Clusters on {} can't have private service endpoints.",
            seen.cloud.name()
        ),
        remedy: remedy.to_owned(),
    }
}

fn sandbox(seen: &Seen<'_>) -> Option<Lack> {
    seen.free.then(|| Lack {
        kind: LackKind::Sandbox,
        reason: "A sandbox cluster can't have private service endpoints.".to_owned(),
        remedy: "Create a dedicated cluster in a VPC.".to_owned(),
    })
}

fn no_vpc(seen: &Seen<'_>) -> Option<Lack> {
    // A sandbox is never in a VPC; saying both would be saying the same thing twice.
    if seen.outside.is_empty() || seen.free {
        return None;
    }
    let (subject, verb) = match seen.outside {
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

fn not_active(seen: &Seen<'_>) -> Option<Lack> {
    if seen.health == Health::Good {
        return None;
    }
    let (reason, remedy) = match (seen.state, seen.health) {
        ("PAUSED", _) => (
            "The cluster is paused.".to_owned(),
            "Resume it in the Aeon console.",
        ),
        ("PAUSING", _) => (
            "The cluster is being paused.".to_owned(),
            "Resume it in the Aeon console once it is paused.",
        ),
        ("DELETING", _) => ("The cluster is being deleted.".to_owned(), ""),
        (state, Health::Changing) => (
            format!("The cluster is {}.", state.to_lowercase().replace('_', " ")),
            "Wait until it is active.",
        ),
        (state, Health::Bad) => (
            format!("The cluster's state is {state}."),
            "See what the Aeon console says about it.",
        ),
        ("", _) => (
            "The service doesn't say the cluster's state.".to_owned(),
            "Refresh.",
        ),
        (state, _) => (
            format!("The cluster's state is {state}."),
            "Wait until it is active.",
        ),
    };
    Some(Lack {
        kind: LackKind::NotActive,
        reason,
        remedy: remedy.to_owned(),
    })
}

fn busy(seen: &Seen<'_>) -> Option<Lack> {
    // While the state itself says that something is going on, the task adds nothing.
    let busy = seen.busy.filter(|_| seen.health != Health::Changing)?;
    Some(Lack {
        kind: LackKind::Busy,
        reason: format!("A task is running on the cluster: {}.", busy.task),
        remedy: "Wait until it is done.".to_owned(),
    })
}
