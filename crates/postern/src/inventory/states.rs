//! The service's words for states, as kinds that have a colour and that rules can ask about.

use aeon::wire;

use super::{EndpointStatus, Health};

/// A cluster's state. A word that ends in `ING` is taken for a change, one that ends in `FAILED` for a
/// failure, also where this version doesn't know it.
pub(crate) fn cluster_health(state: &wire::ClusterState) -> Health {
    use wire::ClusterState as S;
    match state {
        S::Active => Health::Good,
        S::Paused => Health::Stopped,
        S::Pausing | S::Queued | S::Creating | S::Updating | S::Resuming | S::Deleting => {
            Health::Changing
        }
        S::CreateFailed => Health::Bad,
        S::Other(word) => word_health(word),
    }
}

/// A VPC's state.
pub(crate) fn vpc_health(state: &wire::VpcState) -> Health {
    use wire::VpcState as S;
    match state {
        S::Active => Health::Good,
        S::Creating | S::Deleting => Health::Changing,
        S::Failed => Health::Bad,
        S::Other(word) => word_health(word),
    }
}

fn word_health(word: &str) -> Health {
    if word.ends_with("FAILED") {
        Health::Bad
    } else if word.ends_with("ING") || word == "QUEUED" {
        Health::Changing
    } else {
        Health::Unknown
    }
}

/// What a PSE's own state means; `None` where it says nothing or that the PSE is gone.
pub(crate) fn pse_status(state: &wire::PseState) -> Option<EndpointStatus> {
    use wire::PseState as S;
    Some(match state {
        S::Queued | S::Creating => EndpointStatus::Creating,
        S::Active => EndpointStatus::Ready,
        S::Updating => EndpointStatus::Updating,
        S::Deleting => EndpointStatus::Deleting,
        S::Failed => EndpointStatus::Failed,
        S::Deleted => return None,
        S::Other(word) if word.is_empty() => return None,
        S::Other(word) => word_status(word),
    })
}

/// What a cluster's endpoint entry says of a PSE: the newer field counts where it says something.
/// Gives the status and the service's own word for it. An entry without any state is a PSE that is only
/// just being made.
pub(crate) fn listed_status(endpoint: &wire::ClusterEndpoint) -> (EndpointStatus, String) {
    spoken_status(endpoint).unwrap_or((EndpointStatus::Creating, String::new()))
}

fn spoken_status(endpoint: &wire::ClusterEndpoint) -> Option<(EndpointStatus, String)> {
    use wire::{EndpointState as Old, EndpointStateV1 as New};
    let newer = endpoint.state_v1.as_ref().and_then(|state| {
        let status = match state {
            New::Enabled => EndpointStatus::Ready,
            New::Disabled => EndpointStatus::Disabled,
            New::Failed => EndpointStatus::Failed,
            New::Other(word) if word.is_empty() => return None,
            New::Other(word) => word_status(word),
        };
        Some((status, state.to_string()))
    });
    let older = endpoint.state.as_ref().and_then(|state| {
        let status = match state {
            Old::Active => EndpointStatus::Ready,
            Old::Failed => EndpointStatus::Failed,
            Old::Deleted => EndpointStatus::Deleting,
            Old::Other(word) if word.is_empty() => return None,
            Old::Other(word) => word_status(word),
        };
        Some((status, state.to_string()))
    });
    // A PSE that is being made is not in service yet: the older field says why.
    if let (Some((EndpointStatus::Disabled, _)), Some((status, _))) = (&newer, &older)
        && status.is_changing()
    {
        return older;
    }
    newer.or(older)
}

fn word_status(word: &str) -> EndpointStatus {
    match word {
        "ENABLED" | "ACTIVE" => EndpointStatus::Ready,
        "QUEUED" | "CREATING" | "ENABLING" | "PENDING" => EndpointStatus::Creating,
        "UPDATING" | "EDITING" => EndpointStatus::Updating,
        "DELETING" | "DISABLING" => EndpointStatus::Deleting,
        "DISABLED" => EndpointStatus::Disabled,
        word if word.ends_with("FAILED") => EndpointStatus::Failed,
        _ => EndpointStatus::Unknown,
    }
}

impl EndpointStatus {
    /// Whether it goes somewhere by itself, so that it is worth looking again soon.
    pub fn is_changing(self) -> bool {
        matches!(self, Self::Creating | Self::Updating | Self::Deleting)
    }
}
