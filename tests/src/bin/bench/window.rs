//! The real window: compares its start and memory with those of an empty window, the first opening of each screen with the
//! next, and actions in the table of endpoints with 10,000 rows and with 100.

mod idle;
mod screens;
mod start;
mod table;

use std::error::Error;
use std::time::Duration;

use aeon_simulator::{Handle, Options, Seed, Simulator};
use postern_tests::{built, program};

use postern_tests::ratio::Ratio;

/// How long after a window is usable its memory and its processor time are read.
const REST: Duration = Duration::from_secs(5);
/// 1,500 endpoints.
const SEED: Seed = Seed::Large {
    clusters: 500,
    regions: 3,
};

type BenchResult<T> = Result<T, Box<dyn Error>>;

/// Runs the parts that are wanted: start, screens, table, idle.
pub async fn run([start, screens, table, idle]: [bool; 4]) -> BenchResult<Vec<Ratio>> {
    for needed in [program(), built("examples/empty_window")] {
        if !needed.is_file() {
            return Err(format!(
                "{} is missing: build it with `cargo xtask bench`",
                needed.display()
            )
            .into());
        }
    }
    let mut ratios = Vec::new();
    if start {
        ratios.extend(start::run().await?);
    }
    if screens {
        ratios.extend(screens::run().await?);
    }
    if table {
        ratios.extend(table::run().await?);
    }
    if idle {
        ratios.extend(idle::run().await?);
    }
    Ok(ratios)
}

async fn simulator(seed: Seed) -> BenchResult<Handle> {
    Ok(Simulator::start(seed, Options::default()).await?)
}

/// Measurements of the same thing.
struct Sample {
    median: Duration,
    /// How far the middle half spreads, as a share of the median.
    noise: f64,
}

impl Sample {
    fn of(mut times: Vec<Duration>) -> BenchResult<Self> {
        times.sort();
        let at = |quarters: usize| times.get(times.len() * quarters / 4).copied();
        let (Some(low), Some(median), Some(high)) = (at(1), at(2), at(3)) else {
            return Err("there are no measurements".into());
        };
        let spread = high - low;
        Ok(Self {
            median,
            noise: spread.as_secs_f64() / median.as_secs_f64(),
        })
    }

    /// Measurements that scripts returned, in milliseconds.
    fn of_millis(all: &[serde_json::Value]) -> BenchResult<Self> {
        let times = all.iter().map(|millis| {
            let millis = millis.as_f64().ok_or("a measurement is not a number")?;
            Ok(Duration::from_secs_f64(millis / 1000.0))
        });
        Self::of(times.collect::<BenchResult<_>>()?)
    }

    /// This against another sample.
    fn to(&self, other: &Self, what: impl Into<String>, limit: Option<f64>) -> Ratio {
        Ratio::new(what, self.median, other.median, limit).with_noise(self.noise.max(other.noise))
    }

    /// This against a fixed time.
    fn to_fixed(&self, time: Duration, what: impl Into<String>) -> Ratio {
        Ratio::new(what, self.median, time, Some(1.0)).with_noise(self.noise)
    }
}
