//! The bench of plans, which measures their memory, too. `bench plan` runs it.

mod plan;

use std::error::Error;
use std::process::ExitCode;

use peak_alloc::PeakAlloc;
use postern_tests::ratio;

/// Counts allocated bytes on top of the system's allocator.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    Ok(if ratio::print(&plan::run()?) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
