//! A ratio of two figures from one run.

use std::fmt::{Display, Formatter, Result};
use std::time::Duration;

/// A ratio, what it is of, and what it may be at most.
pub struct Ratio {
    pub what: String,
    pub took: Figure,
    pub against: Figure,
    pub at_most: Option<f64>,
}

/// What was measured.
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
            #[expect(clippy::cast_precision_loss, reason = "a ratio needs no more")]
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
        at_most: Option<f64>,
    ) -> Self {
        Self {
            what: what.into(),
            took: took.into(),
            against: against.into(),
            at_most,
        }
    }

    pub fn value(&self) -> f64 {
        self.took.number() / self.against.number()
    }

    pub fn holds(&self) -> bool {
        self.at_most.is_none_or(|most| self.value() <= most)
    }
}

impl Display for Ratio {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self {
            what,
            took,
            against,
            at_most,
        } = self;
        let value = self.value();
        write!(f, "{what:<58} {took:>12} / {against:>12} = {value:>8.2}")?;
        match at_most {
            Some(most) if self.holds() => write!(f, "  (at most {most}: holds)"),
            Some(most) => write!(f, "  (at most {most}: DOES NOT HOLD)"),
            None => Ok(()),
        }
    }
}
