//! Benches: each prints a ratio of two times from one run, so that a noisy machine disturbs both alike.
//!
//! `cargo xtask bench` runs it in release; the exit status is 1 where a ratio is over its bound.

mod inventory;

use std::error::Error;
use std::fmt::Display;
use std::process::ExitCode;
use std::time::Duration;

/// A ratio, what it is of, and what it may be at most.
struct Ratio {
    what: String,
    took: Duration,
    against: Duration,
    at_most: Option<f64>,
}

impl Ratio {
    fn value(&self) -> f64 {
        self.took.as_secs_f64() / self.against.as_secs_f64()
    }

    fn holds(&self) -> bool {
        self.at_most.is_none_or(|most| self.value() <= most)
    }
}

impl Display for Ratio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            what,
            took,
            against,
            at_most,
        } = self;
        write!(
            f,
            "{what:<58} {took:>9.3?} / {against:>9.3?} = {:>8.2}",
            self.value()
        )?;
        match at_most {
            Some(most) if self.holds() => write!(f, "  (at most {most}: holds)"),
            Some(most) => write!(f, "  (at most {most}: DOES NOT HOLD)"),
            None => Ok(()),
        }
    }
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let ratios = inventory::run().await?;
    for ratio in &ratios {
        println!("{ratio}");
    }
    let held = ratios.iter().all(Ratio::holds);
    Ok(if held {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
