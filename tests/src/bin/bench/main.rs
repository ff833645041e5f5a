//! Benches. Each one prints ratios of two measurements from the same run, because noise affects both alike.
//!
//! `cargo xtask bench [NAME…]` runs all benches or those named, in release. The exit status is 1 if a ratio exceeds
//! its limit.

mod bulk;
mod inventory;
mod paste;
mod window;

use std::error::Error;
use std::process::{Command, ExitCode};

use postern_tests::{built, ratio};

const PLAN: &str = "plan";
const PASTE: &str = "paste";
const INVENTORY: &str = "inventory";
const BULK: &str = "bulk";
const START: &str = "start";
const SCREENS: &str = "screens";
const TABLE: &str = "table";
const IDLE: &str = "idle";
const BENCHES: [&str; 8] = [PLAN, PASTE, INVENTORY, BULK, START, SCREENS, TABLE, IDLE];
/// Names all of [`WINDOW_PARTS`].
const WINDOW: &str = "window";
const WINDOW_PARTS: [&str; 4] = [START, SCREENS, TABLE, IDLE];

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let named: Vec<String> = std::env::args().skip(1).collect();
    let known = || BENCHES.into_iter().chain([WINDOW]);
    if let Some(unknown) = named.iter().find(|name| !known().any(|one| one == **name)) {
        let known: Vec<&str> = known().collect();
        let known = known.join(", ");
        return Err(format!("unknown bench {unknown}; the benches are {known}").into());
    }
    let is_named = |name: &str| named.iter().any(|wanted| wanted == name);
    let wanted = BENCHES.into_iter().filter(|name| {
        named.is_empty() || is_named(name) || (is_named(WINDOW) && WINDOW_PARTS.contains(name))
    });
    let all_hold = match wanted.collect::<Vec<&str>>()[..] {
        [only] => run(only)?,
        ref several => apart(several)?,
    };
    Ok(if all_hold {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Runs each bench in a process of its own: what one of them leaves in the memory slows down the next.
fn apart(names: &[&str]) -> Result<bool, Box<dyn Error>> {
    let bench = std::env::current_exe()?;
    let mut all_hold = true;
    for name in names {
        all_hold &= Command::new(&bench).arg(name).status()?.success();
    }
    Ok(all_hold)
}

/// Runs a bench and prints its ratios; whether all of them hold.
#[tokio::main]
async fn run(name: &str) -> Result<bool, Box<dyn Error>> {
    let ratios = match name {
        // A program of its own: it counts what it allocates, which would slow down the others.
        PLAN => return Ok(Command::new(built("bench_plan")).status()?.success()),
        PASTE => paste::run(),
        INVENTORY => inventory::run().await?,
        BULK => bulk::run().await?,
        part => window::run(WINDOW_PARTS.map(|one| one == part)).await?,
    };
    Ok(ratio::print(&ratios))
}
