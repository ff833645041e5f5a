//! The project's errands: `cargo xtask --help`.

mod app;
mod packages;
mod page;
mod python;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use tools::Failed;

/// The project's errands.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Arguments {
    #[command(subcommand)]
    errand: Errand,
}

#[derive(Subcommand)]
enum Errand {
    /// Install what is missing: Debian packages, the page's packages, the tests' Python; build the page.
    Setup,
    /// Open Postern on the demo account; without a display, walk through it and save pictures.
    Demo,
    /// Formatting, lints, the page's tests, Rust's tests, the window's tests.
    Test,
    /// Formatting and lints alone.
    Check,
    /// Print ratios, each of two times from one run.
    Bench {
        /// What the bench program is given.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Generate ui/src/ipc/bindings.ts from the commands.
    Bindings,
    /// Generate every icon size from icons/postern.svg.
    Icons,
    /// Take the README's pictures in the real window.
    Screenshots,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().errand {
        Errand::Setup => setup().and_then(|()| python::packages()),
        Errand::Demo => setup().and_then(|()| app::demo()),
        Errand::Test => setup()
            .and_then(|()| python::packages())
            .and_then(|()| test::all()),
        Errand::Check => page::packages().and_then(|()| test::check()),
        Errand::Bench { arguments } => setup().and_then(|()| app::bench(&arguments)),
        Errand::Bindings => app::bindings(),
        Errand::Icons => page::packages().and_then(|()| app::icons()),
        Errand::Screenshots => setup().and_then(|()| app::screenshots()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprintln!("xtask: {failed}");
            ExitCode::FAILURE
        }
    }
}

fn setup() -> Result<(), Failed> {
    packages::install()?;
    page::packages()?;
    page::build()
}
