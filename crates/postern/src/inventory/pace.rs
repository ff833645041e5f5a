//! How often things are read, and how long is waited: in one place, so that tests run fast.

use std::time::Duration;

/// How often things are read, and how long is waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Between two reads of what is changing; the last one repeats. Also between two attempts on a busy
    /// cluster.
    pub follow: Vec<Duration>,
    /// How long the first load waits if the inventory is remembered, so that the window is drawn before.
    pub head_start: Duration,
    /// Between two refreshes while nothing is changing.
    pub refresh: Duration,
    /// When the window gains focus, what is older than this is refreshed.
    pub focus: Duration,
    /// After a load that failed; the last one repeats.
    pub retry: Vec<Duration>,
    /// A refresh by hand reads the details again that are older than this.
    pub details: Duration,
    /// Between two snapshots.
    pub publish: Duration,
    /// How far a read can be behind what was sent: 20 s according to the vendor's own tools, and a margin.
    pub lag: Duration,
    /// How much longer than that an edit is watched.
    pub margin: Duration,
    /// Between two reads of an edit that is being watched.
    pub watch: Duration,
    /// While up to this many endpoints are being changed, each is read on its own; more of them share reads of all
    /// clusters.
    pub few: usize,
    /// Hints of somebody else on a cluster that are younger than this are not looked for again.
    pub hints: Duration,
    /// How long an edit may take until a read agrees.
    pub edit: Duration,
    /// How long a create may take: the vendor's tools wait as long.
    pub create: Duration,
    /// How long a delete may take before it is told that it takes long. It may still end well.
    pub delete: Duration,
    /// How long a busy cluster is waited for.
    pub busy: Duration,
    /// How long a step waits at most because the service asks for it.
    pub longest: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        let seconds = |list: &[u64]| list.iter().copied().map(Duration::from_secs).collect();
        Self {
            follow: seconds(&[2, 3, 5, 8, 10]),
            head_start: Duration::from_millis(600),
            refresh: Duration::from_mins(5),
            focus: Duration::from_secs(30),
            retry: seconds(&[5, 10, 30, 60]),
            details: Duration::from_mins(10),
            publish: Duration::from_millis(100),
            lag: Duration::from_secs(25),
            margin: Duration::from_secs(5),
            watch: Duration::from_secs(1),
            few: 4,
            hints: Duration::from_secs(1),
            edit: Duration::from_mins(2),
            create: Duration::from_mins(40),
            delete: Duration::from_mins(10),
            busy: Duration::from_mins(30),
            longest: Duration::from_mins(5),
        }
    }
}

impl Pace {
    /// The same rules in fractions of a second, for a service that is just as quick.
    pub fn quick() -> Self {
        let millis = |list: &[u64]| list.iter().copied().map(Duration::from_millis).collect();
        Self {
            follow: millis(&[20, 30, 50]),
            head_start: Duration::ZERO,
            retry: millis(&[20, 50, 100]),
            focus: Duration::ZERO,
            publish: Duration::from_millis(5),
            lag: Duration::from_secs(1),
            margin: Duration::from_millis(100),
            watch: Duration::from_millis(20),
            hints: Duration::from_millis(20),
            edit: Duration::from_secs(10),
            create: Duration::from_secs(20),
            delete: Duration::from_secs(20),
            busy: Duration::from_secs(10),
            longest: Duration::from_millis(200),
            ..Self::default()
        }
    }

    /// How long to wait before the next read of what is changing, after `done` of them.
    pub(crate) fn follow_after(&self, done: usize) -> Duration {
        step(&self.follow, done)
    }

    /// How long to wait before the next load, after `failures` in a row (at least one).
    pub(crate) fn retry_after(&self, failures: usize) -> Duration {
        step(&self.retry, failures.saturating_sub(1))
    }
}

fn step(steps: &[Duration], index: usize) -> Duration {
    let step = steps.get(index).or(steps.last());
    step.copied().unwrap_or(Duration::from_secs(10))
}
