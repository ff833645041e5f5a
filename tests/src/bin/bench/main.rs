//! Benches. Each one prints ratios of two measurements from the same run, because noise affects both alike.
//!
//! `cargo xtask bench [NAME…]` runs all benches or those named, in release. The exit status is 1 if a ratio exceeds
//! its limit.

mod bulk;
mod inventory;
mod paste;
mod plan;
mod ratio;
mod window;

use std::error::Error;
use std::process::ExitCode;

use peak_alloc::PeakAlloc;

use ratio::Ratio;

const PLAN: &str = "plan";
const PASTE: &str = "paste";
const INVENTORY: &str = "inventory";
const BULK: &str = "bulk";
const WINDOW: &str = "window";
/// The plan is first, so that nothing else allocates while its memory is measured.
const BENCHES: [&str; 5] = [PLAN, PASTE, INVENTORY, BULK, WINDOW];

/// Counts allocated bytes on top of the system's allocator.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let named: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = named.iter().find(|name| !BENCHES.contains(&name.as_str())) {
        return Err(format!(
            "unknown bench {unknown}; the benches are {}",
            BENCHES.join(", ")
        )
        .into());
    }
    let mut ratios = Vec::new();
    for name in BENCHES {
        if !named.is_empty() && !named.iter().any(|wanted| wanted == name) {
            continue;
        }
        ratios.extend(match name {
            PLAN => plan::run()?,
            PASTE => paste::run(),
            BULK => bulk::run().await?,
            WINDOW => window::run().await?,
            _ => inventory::run().await?,
        });
    }
    for ratio in &ratios {
        println!("{ratio}");
    }
    let all_hold = ratios.iter().all(Ratio::holds);
    Ok(if all_hold {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
