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
/// The parts of the window's.
const WINDOW_PARTS: [&str; 3] = ["start", "table", "idle"];
/// The plan is first, so that nothing else allocates while its memory is measured.
const BENCHES: [&str; 5] = [PLAN, PASTE, INVENTORY, BULK, WINDOW];

/// Counts allocated bytes on top of the system's allocator.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let named: Vec<String> = std::env::args().skip(1).collect();
    let known = || BENCHES.iter().chain(&WINDOW_PARTS).copied();
    if let Some(unknown) = named.iter().find(|name| !known().any(|one| one == **name)) {
        let known: Vec<&str> = known().collect();
        let known = known.join(", ");
        return Err(format!("unknown bench {unknown}; the benches are {known}").into());
    }
    let is_wanted = |name: &str| named.is_empty() || named.iter().any(|wanted| wanted == name);
    let mut ratios = Vec::new();
    for name in BENCHES {
        let parts = WINDOW_PARTS.map(|part| is_wanted(name) || is_wanted(part));
        if !is_wanted(name) && (name != WINDOW || !parts.contains(&true)) {
            continue;
        }
        let measured = match name {
            PLAN => plan::run()?,
            PASTE => paste::run(),
            BULK => bulk::run().await?,
            WINDOW => window::run(parts).await?,
            _ => inventory::run().await?,
        };
        for ratio in &measured {
            println!("{ratio}");
        }
        ratios.extend(measured);
    }
    let all_hold = ratios.iter().all(Ratio::holds);
    Ok(if all_hold {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
