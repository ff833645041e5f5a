//! How a simulator is started.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::faults::Fault;

/// The initial data of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seed {
    /// A realistic company: a dozen clusters on AWS, Azure and GCP, some of them with problems.
    Demo,
    /// Accounts and projects without clusters and VPCs.
    Empty,
    /// Many clusters, each with a ready PSE in every region.
    Large {
        /// The number of clusters.
        clusters: u32,
        /// The number of regions of each cluster.
        regions: u32,
    },
}

/// The text isn't a seed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a seed; use demo, empty or large:CLUSTERSxREGIONS, such as large:500x3")]
pub struct SeedError(String);

/// The highest number of regions of a cluster in [`Seed::Large`].
const MAX_REGIONS: u32 = 12;

impl FromStr for Seed {
    type Err = SeedError;

    fn from_str(text: &str) -> Result<Self, SeedError> {
        let large = |size: &str| {
            let (clusters, regions) = size.split_once('x')?;
            let (clusters, regions) = (clusters.parse().ok()?, regions.parse().ok()?);
            ((1..=MAX_REGIONS).contains(&regions) && clusters <= 100_000)
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

/// The clock of the simulated service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// Operations progress in real time.
    #[default]
    Auto,
    /// Time advances only by [`Handle::step`](crate::Handle::step) and
    /// [`Handle::settle`](crate::Handle::settle).
    Explicit,
}

/// How long the service's operations take, in simulated time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Durations {
    /// A task on a cluster or a VPC: create, pause, resume, edit, delete.
    pub task: Duration,
    /// Creating a PSE.
    pub create: Duration,
    /// Changing a PSE's list.
    pub edit: Duration,
    /// Deleting a PSE.
    pub delete: Duration,
    /// How long reads return the old list after an edit was accepted.
    pub read_lag: Duration,
    /// From the moment a PSE is ready to its first connection.
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
    /// Fractions of a second, for tests in real time.
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

/// How a simulator behaves. The defaults are real time, a free port, no latency and no faults.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What moves the simulated time.
    pub clock: Clock,
    /// The TCP port on 127.0.0.1; 0 for a free one.
    pub port: u16,
    /// Real time before each response.
    pub latency: Duration,
    /// A random addition to `latency`, up to this much real time.
    pub jitter: Duration,
    /// Faults to inject from the start.
    pub faults: Vec<Fault>,
    /// How long operations take.
    pub durations: Durations,
}
