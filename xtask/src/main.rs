//! The project's errands: `cargo xtask --help`.

mod app;
mod bundle;
mod package;
mod packages;
mod page;
mod python;
#[cfg(test)]
mod supply;
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
    /// Build this system's packages: deb and rpm on Linux.
    Bundle {
        /// Pack the debug build as a deb instead, to try the packaging in a minute.
        #[arg(long)]
        debug: bool,
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
        Errand::Bundle { debug: true } => setup()
            .and_then(|()| app::build())
            .and_then(|()| bundle::debug()),
        Errand::Bundle { debug: false } => setup().and_then(|()| bundle::bundle()),
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

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::CommandFactory;

    use super::*;

    fn document(name: &str) -> String {
        fs::read_to_string(tools::root().join(name)).expect("it is in the workspace's root")
    }

    #[test]
    fn every_errand_in_the_documents_exists_and_the_readme_names_each() {
        let arguments = Arguments::command();
        let errands: Vec<&str> = arguments
            .get_subcommands()
            .map(|one| one.get_name())
            .collect();
        let named = |text: &str| -> Vec<String> {
            let after = text.split("cargo xtask ").skip(1);
            let words = after.map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next());
            words.flatten().map(str::to_owned).collect()
        };
        for name in ["README.md", "ARCHITECTURE.md"] {
            for errand in named(&document(name)) {
                assert!(
                    errands.contains(&errand.as_str()),
                    "{name}: cargo xtask {errand}"
                );
            }
        }
        let readme = named(&document("README.md"));
        for errand in errands.iter().filter(|errand| **errand != "check") {
            assert!(
                readme.iter().any(|name| name == errand),
                "README lacks {errand}"
            );
        }
    }

    /// From `ui` the Tauri CLI doesn't find the project.
    #[test]
    fn the_tauri_cli_runs_where_it_finds_the_project() {
        assert_eq!(tools::tauri(&[]).folder(), Some(tools::root()));
        assert!(tools::root().join("src-tauri/tauri.conf.json").exists());
        assert!(!document("README.md").contains("npm run tauri"));
    }
}
