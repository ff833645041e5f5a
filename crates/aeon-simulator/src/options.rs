//! What a simulator is started with.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::faults::Fault;

/// What the simulated service holds at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seed {
    /// A believable company: a dozen clusters on AWS, Azure and GCP, some with something wrong.
    Demo,
    /// Accounts with nothing in them.
    Empty,
    /// Many clusters, each with a ready PSE in every region.
    Large {
        /// How many clusters.
        clusters: u32,
        /// How many regions each has.
        regions: u32,
    },
}

/// A text that is not a seed's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a seed: use demo, empty or large:CLUSTERSxREGIONS, such as large:500x3")]
pub struct SeedError(String);

/// The most regions that `Seed::Large` gives a cluster: as many as the simulator knows for a cloud.
const MOST_REGIONS: u32 = 12;

impl FromStr for Seed {
    type Err = SeedError;

    fn from_str(text: &str) -> Result<Self, SeedError> {
        let large = |size: &str| {
            let (clusters, regions) = size.split_once('x')?;
            let (clusters, regions) = (clusters.parse().ok()?, regions.parse().ok()?);
            ((1..=MOST_REGIONS).contains(&regions) && clusters <= 100_000)
                .then_some(Self::Large { clusters, regions })
        };
        match text {
            "demo" => Ok(Self::Demo),
            "empty" => Ok(Self::Empty),
            other => other
                .strip_prefix("large:")
                .and_then(large)
                .ok_or_else(|| SeedError(other.to_owned())),
        }
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Demo => f.write_str("demo"),
            Self::Empty => f.write_str("empty"),
            Self::Large { clusters, regions } => write!(f, "large:{clusters}x{regions}"),
        }
    }
}

/// Which clock moves the simulated service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// Things move on by themselves, in real time.
    #[default]
    Auto,
    /// Time stands still but for [`Handle::step`](crate::Handle::step) and
    /// [`Handle::settle`](crate::Handle::settle).
    Explicit,
}

/// How long the service's work takes, in the simulator's own time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Durations {
    /// A task on a cluster or a VPC: create, pause, resume, edit, delete.
    pub task: Duration,
    /// Making a PSE.
    pub create: Duration,
    /// Changing a PSE's list.
    pub edit: Duration,
    /// Deleting a PSE.
    pub delete: Duration,
    /// How long reads still give the old list after an edit was accepted.
    pub read_lag: Duration,
    /// From a PSE that is ready to its first connection.
    pub connect: Duration,
}

impl Default for Durations {
    fn default() -> Self {
        Self {
            task: Duration::from_secs(60),
            create: Duration::from_secs(45),
            edit: Duration::from_secs(8),
            delete: Duration::from_secs(20),
            read_lag: Duration::from_secs(20),
            connect: Duration::from_secs(90),
        }
    }
}

impl Durations {
    /// Fractions of a second, for tests that run on real time.
    pub fn quick() -> Self {
        Self {
            task: Duration::from_millis(400),
            create: Duration::from_millis(400),
            edit: Duration::from_millis(150),
            delete: Duration::from_millis(200),
            read_lag: Duration::from_millis(300),
            connect: Duration::from_millis(500),
        }
    }
}

/// How a simulator behaves. The default: real time, a free port, no delay, no faults.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The clock.
    pub clock: Clock,
    /// The TCP port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Real time that passes before each answer.
    pub latency: Duration,
    /// At most this much real time is added to `latency`, differently each time.
    pub jitter: Duration,
    /// Faults that are armed from the start.
    pub faults: Vec<Fault>,
    /// How long the service's work takes.
    pub durations: Durations,
}
