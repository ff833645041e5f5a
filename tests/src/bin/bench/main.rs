//! Benches: each prints a ratio of two figures from one run, so that a noisy machine disturbs both alike.
//!
//! `cargo xtask bench` runs it in release; the exit status is 1 where a ratio is over its bound.
//! Arguments name the benches that are run; without any, all are.

mod bulk;
mod inventory;
mod plan;
mod ratio;
mod window;

use std::error::Error;
use std::process::ExitCode;

use peak_alloc::PeakAlloc;

use ratio::Ratio;

const PLAN: &str = "plan";
const INVENTORY: &str = "inventory";
const BULK: &str = "bulk";
const WINDOW: &str = "window";
/// The plan comes first: nothing else allocates while it is measured.
const BENCHES: [&str; 4] = [PLAN, INVENTORY, BULK, WINDOW];

/// Counts what is allocated: two atomic numbers on top of the system's allocator.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let named: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = named.iter().find(|name| !BENCHES.contains(&name.as_str())) {
        return Err(format!("{unknown} is no bench: there are {}", BENCHES.join(", ")).into());
    }
    let mut ratios = Vec::new();
    for name in BENCHES {
        if !named.is_empty() && !named.iter().any(|wanted| wanted == name) {
            continue;
        }
        ratios.extend(match name {
            PLAN => plan::run()?,
            BULK => bulk::run().await?,
            WINDOW => window::run().await?,
            _ => inventory::run().await?,
        });
    }
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
