//! What the benches print: a ratio of two measurements from the same run.

use std::fmt::{Display, Formatter, Result};
use std::time::Duration;

/// A ratio, its description and its limit.
pub struct Ratio {
    pub what: String,
    pub took: Figure,
    pub against: Figure,
    pub limit: Option<f64>,
    /// How far the middle half of the measurements spreads, as a share of their median.
    pub noise: Option<f64>,
}

/// A measurement.
#[derive(Clone, Copy)]
pub enum Figure {
    Time(Duration),
    /// Bytes.
    Memory(usize),
}

impl Figure {
    fn number(self) -> f64 {
        match self {
            Self::Time(time) => time.as_secs_f64(),
            #[expect(clippy::cast_precision_loss, reason = "precise enough for a ratio")]
            Self::Memory(bytes) => bytes as f64,
        }
    }
}

impl From<Duration> for Figure {
    fn from(time: Duration) -> Self {
        Self::Time(time)
    }
}

impl Display for Figure {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let text = match self {
            Self::Time(time) => format!("{time:.3?}"),
            Self::Memory(bytes) => format!("{:.1} KiB", Self::Memory(*bytes).number() / 1024.0),
        };
        f.pad(&text)
    }
}

impl Ratio {
    pub fn new(
        what: impl Into<String>,
        took: impl Into<Figure>,
        against: impl Into<Figure>,
        limit: Option<f64>,
    ) -> Self {
        Self {
            what: what.into(),
            took: took.into(),
            against: against.into(),
            limit,
            noise: None,
        }
    }

    pub fn with_noise(mut self, noise: f64) -> Self {
        self.noise = Some(noise);
        self
    }

    pub fn value(&self) -> f64 {
        self.took.number() / self.against.number()
    }

    pub fn holds(&self) -> bool {
        self.limit.is_none_or(|limit| self.value() <= limit)
    }
}

/// Prints ratios; whether all of them hold.
pub fn print(ratios: &[Ratio]) -> bool {
    for ratio in ratios {
        println!("{ratio}");
    }
    ratios.iter().all(Ratio::holds)
}

impl Display for Ratio {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self {
            what,
            took,
            against,
            limit,
            noise,
        } = self;
        let value = self.value();
        write!(f, "{what:<58} {took:>12} / {against:>12} = {value:>8.2}")?;
        if let Some(noise) = noise {
            write!(f, " ± {:.0} %", noise * 100.0)?;
        }
        match limit {
            Some(limit) if self.holds() => write!(f, "  (limit {limit}: ok)"),
            Some(limit) => write!(f, "  (limit {limit}: EXCEEDED)"),
            None => Ok(()),
        }
    }
}
