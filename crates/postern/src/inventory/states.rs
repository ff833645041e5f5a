//! The service's words for states, as kinds that have a color and that the rules use.

use aeon::wire;

use super::{ClusterPhase, EndpointStatus, Health};

/// A cluster's state, as the rules see it.
pub(crate) fn cluster_phase(state: &wire::ClusterState) -> ClusterPhase {
    use wire::ClusterState as S;
    match state {
        S::Active => ClusterPhase::Active,
        S::Paused => ClusterPhase::Paused,
        S::Pausing => ClusterPhase::Pausing,
        S::Queued | S::Bootstrapping | S::Creating | S::Modifying | S::Updating | S::Resuming => {
            ClusterPhase::Changing
        }
        S::Deleting => ClusterPhase::Deleting,
        S::CreateFailed => ClusterPhase::Failed,
        S::Other(word) => match wire::guess(word) {
            wire::Guess::Ready => ClusterPhase::Active,
            wire::Guess::Creating | wire::Guess::Changing => ClusterPhase::Changing,
            wire::Guess::Ending => ClusterPhase::Deleting,
            wire::Guess::Failed => ClusterPhase::Failed,
            wire::Guess::Off | wire::Guess::Unknown => ClusterPhase::Unknown,
        },
    }
}

impl ClusterPhase {
    /// Its color.
    pub fn health(self) -> Health {
        match self {
            Self::Active => Health::Good,
            Self::Paused => Health::Stopped,
            Self::Pausing | Self::Deleting | Self::Changing => Health::Changing,
            Self::Failed => Health::Bad,
            Self::Unknown => Health::Unknown,
        }
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
    match wire::guess(word) {
        wire::Guess::Ready => Health::Good,
        wire::Guess::Creating | wire::Guess::Changing | wire::Guess::Ending => Health::Changing,
        wire::Guess::Failed => Health::Bad,
        wire::Guess::Off | wire::Guess::Unknown => Health::Unknown,
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
    match wire::guess(word) {
        wire::Guess::Ready => EndpointStatus::Ready,
        wire::Guess::Creating => EndpointStatus::Creating,
        wire::Guess::Changing => EndpointStatus::Updating,
        wire::Guess::Ending => EndpointStatus::Deleting,
        wire::Guess::Off => EndpointStatus::Disabled,
        wire::Guess::Failed => EndpointStatus::Failed,
        wire::Guess::Unknown => EndpointStatus::Unknown,
    }
}

impl EndpointStatus {
    /// Whether it goes somewhere by itself, so that it is worth looking again soon.
    pub fn is_changing(self) -> bool {
        matches!(self, Self::Creating | Self::Updating | Self::Deleting)
    }
}
