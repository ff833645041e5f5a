//! What a run is like, apart from its seed.

use std::str::FromStr;

use aeon_simulator::Lag;
use postern::mutant::Mutant;

/// What a run is like, apart from its seed.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// What goes wrong.
    pub faults: Faults,
    /// How reads lag behind edits.
    pub lag: Lag,
    /// Whether the service lists the tasks of endpoints.
    pub tasks: bool,
    /// A part of the protocol to leave out.
    pub mutant: Option<Mutant>,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Faults {
    /// Nothing but lag and other clients.
    None,
    /// The network and the service.
    Network,
    /// Postern itself: it crashes, is locked, sleeps, and its clock jumps.
    Process,
    /// All of it.
    All,
}

impl Faults {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::None, Self::Network, Self::Process, Self::All];

    pub(crate) fn network(self) -> bool {
        matches!(self, Self::Network | Self::All)
    }

    pub(crate) fn process(self) -> bool {
        matches!(self, Self::Process | Self::All)
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Network => "network",
            Self::Process => "process",
            Self::All => "all",
        }
    }
}

impl FromStr for Faults {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|one| one.name() == text);
        found.ok_or_else(|| format!("`{text}` is not none, network, process or all"))
    }
}

/// The models of lag, with their names on the command line.
pub const LAGS: [(Lag, &str); 4] = [
    (Lag::Fixed, "fixed"),
    (Lag::Asynchronous, "asynchronous"),
    (Lag::Replicas, "replicas"),
    (Lag::GoesBack, "goes-back"),
];
