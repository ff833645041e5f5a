//! How a simulator is started.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use aeon::first_contact::{FieldName, PsePath, TemplateError};
use aeon::wire::unverified::{PSE_FIELDS, PSE_PATHS};

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

/// Where the service has its PSEs, and what it calls the field of a create. Neither is certain of the real one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The path of a cluster's PSEs, below a project.
    pub path: PsePath,
    /// The one field of a create's body.
    pub field: FieldName,
}

impl Dialect {
    /// Every dialect that the client knows.
    pub fn all() -> Vec<Self> {
        let paths = PSE_PATHS
            .iter()
            .filter_map(|path| PsePath::parse(path).ok());
        let fields: Vec<FieldName> = PSE_FIELDS
            .iter()
            .filter_map(|field| FieldName::parse(field).ok())
            .collect();
        paths
            .flat_map(|path| {
                fields.clone().into_iter().map(move |field| Self {
                    path: path.clone(),
                    field,
                })
            })
            .collect()
    }
}

impl Default for Dialect {
    fn default() -> Self {
        Self::all().swap_remove(0)
    }
}

/// The text isn't a dialect.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is not a dialect; use PATH:FIELD, such as clusters/{{cluster_id}}/endpoints:specs, or only one of \
     the two. {reason}"
)]
pub struct DialectError {
    text: String,
    reason: TemplateError,
}

impl FromStr for Dialect {
    type Err = DialectError;

    fn from_str(text: &str) -> Result<Self, DialectError> {
        let failed = |reason| DialectError {
            text: text.to_owned(),
            reason,
        };
        let (path, field) = match text.split_once(':') {
            Some((path, field)) => (path, field),
            None if text.contains('/') => (text, ""),
            None => ("", text),
        };
        let mut dialect = Self::default();
        if !path.is_empty() {
            dialect.path = PsePath::parse(path).map_err(failed)?;
        }
        if !field.is_empty() {
            dialect.field = FieldName::parse(field).map_err(failed)?;
        }
        Ok(dialect)
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

/// How reads lag behind accepted edits of a PSE's list. None of the models shows a list that was replaced longer
/// than [`Durations::read_lag`] ago.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lag {
    /// Every edit shows after exactly that time.
    #[default]
    Fixed,
    /// Every edit shows after a random time up to that; one that is replaced before may never show.
    Asynchronous,
    /// Three replicas, each with delays of its own; each read goes to one of them.
    Replicas,
    /// Each read returns any list that was current within that time, also an older one than the read before.
    GoesBack,
}

/// How long the service's operations take, in simulated time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Durations {
    /// A task on a cluster or a VPC: create, pause, resume, edit, delete.
    pub task: Duration,
    /// Creating a PSE.
    pub create: Duration,
    /// How long changing a PSE's list keeps the cluster locked and the PSE updating; zero for not at all. Whether
    /// the real service does so is not known.
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

/// What deleting a PSE does while connections exist. The real service's behavior is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeleteConnected {
    /// The PSE is deleted, and its connections are dropped.
    #[default]
    Drop,
    /// The request fails with 400, as AWS refuses to delete an endpoint service that has connections.
    Refuse,
    /// The request is accepted, and after a while the PSE is in service again.
    Return,
    /// The request is accepted, and the PSE stays in `DELETING`.
    Hang,
}

impl FromStr for DeleteConnected {
    type Err = DeleteConnectedError;

    fn from_str(text: &str) -> Result<Self, DeleteConnectedError> {
        match text {
            "drop" => Ok(Self::Drop),
            "refuse" => Ok(Self::Refuse),
            "return" => Ok(Self::Return),
            "hang" => Ok(Self::Hang),
            other => Err(DeleteConnectedError(other.to_owned())),
        }
    }
}

/// The text isn't a [`DeleteConnected`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a behavior; use drop, refuse, return or hang")]
pub struct DeleteConnectedError(String);

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
    /// What deleting a PSE does while connections exist.
    pub delete_connected: DeleteConnected,
    /// How reads lag behind edits.
    pub lag: Lag,
    /// Whether the list of tasks leaves out those of PSEs. Whether the real service lists them is not known.
    pub hide_pse_tasks: bool,
    /// Whether a cluster's `updated_on` stays as it is when one of its PSEs is changed. Whether the real service's does
    /// is not known.
    pub keep_updated_on: bool,
    /// How far the `Date` of responses is behind this machine's clock.
    pub date_behind: Duration,
    /// The seed of everything that is random.
    pub random: u64,
    /// What isn't certain of the real service.
    pub dialect: Dialect,
}
