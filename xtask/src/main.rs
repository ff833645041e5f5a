//! The project's tasks: `cargo xtask --help`.

mod app;
mod bundle;
mod dev;
mod group;
mod layers;
mod mentions;
mod package;
mod packages;
mod page;
mod page_tests;
mod python;
mod rust_source;
mod rust_tests;
#[cfg(test)]
mod supply;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use tools::TaskError;

/// The project's tasks.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing (Debian packages, npm packages, the tests' Python tools) and build the page.
    Setup,
    /// Open Postern on the demo account with hot reload of the page.
    Dev,
    /// Open Postern on the demo account; without a display, walk through it and save screenshots.
    Demo,
    /// Run every check and test, or only the tests that match FILTER.
    Test {
        /// Part of a test's name, or of the path of a page test's file.
        filter: Option<String>,
    },
    /// Check formatting, lints and the layers of modules.
    Check,
    /// Run the benchmarks. They print ratios of two times from the same run.
    Bench {
        /// Passed on to the benchmark program.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Simulate changes on virtual time, with faults and another client, and check what Postern says about them.
    Simulate {
        /// Passed on to the simulation: `--runs N`, `--seed S`, `--faults none|network|process|all`, `--lag MODEL`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Search the memory of a release build for a key, as root.
    Memory,
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
    /// Take the README's screenshots in a real window.
    Screenshots {
        /// Take every screen instead, narrow and wide, dark and light, into target/gallery.
        #[arg(long)]
        all: bool,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<(), TaskError> {
    match task {
        Task::Setup => {
            setup()?;
            python::packages()
        }
        Task::Dev => {
            packages::install()?;
            page::packages()?;
            dev::dev()
        }
        Task::Demo => {
            setup()?;
            app::demo()
        }
        Task::Test { filter: None } => {
            setup()?;
            python::packages()?;
            test::all()
        }
        Task::Test {
            filter: Some(filter),
        } => {
            packages::install()?;
            page::packages()?;
            test::matching(&filter)
        }
        Task::Check => {
            page::packages()?;
            test::check()
        }
        Task::Bench { arguments } => {
            setup()?;
            app::bench(&arguments)
        }
        Task::Simulate { arguments } => {
            packages::install()?;
            app::simulate(&arguments)
        }
        Task::Memory => {
            setup()?;
            app::memory()
        }
        Task::Bundle { debug: true } => {
            setup()?;
            app::build()?;
            bundle::debug()
        }
        Task::Bundle { debug: false } => {
            setup()?;
            bundle::bundle()
        }
        Task::Bindings => app::bindings(),
        Task::Icons => {
            page::packages()?;
            app::icons()
        }
        Task::Screenshots { all } => {
            setup()?;
            if all {
                app::gallery()
            } else {
                app::screenshots()
            }
        }
    }
}

fn setup() -> Result<(), TaskError> {
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
        fs::read_to_string(tools::root().join(name)).expect("a file in the workspace root")
    }

    /// The tasks that a text mentions.
    fn mentioned(text: &str) -> Vec<String> {
        let after = text.split("cargo xtask ").skip(1);
        let words = after.map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next());
        words.flatten().map(str::to_owned).collect()
    }

    #[test]
    fn documents_mention_no_task_that_does_not_exist_and_readme_lists_all() {
        let arguments = Arguments::command();
        let tasks: Vec<&str> = arguments
            .get_subcommands()
            .map(|one| one.get_name())
            .collect();
        for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
            for task in mentioned(&document(name)) {
                assert!(tasks.contains(&task.as_str()), "{name}: cargo xtask {task}");
            }
        }
        let readme = mentioned(&document("README.md"));
        for task in tasks {
            assert!(
                readme.iter().any(|name| name == task),
                "README lacks {task}"
            );
        }
    }

    /// Files and folders of the repository that a text names between backticks.
    fn named_paths(text: &str) -> Vec<String> {
        let folders = [
            "crates/",
            "docs/",
            "src-tauri/",
            "tests/",
            "ui/",
            "xtask/",
            ".github/",
        ];
        let quoted = text.split('`').skip(1).step_by(2);
        quoted
            .filter(|text| folders.iter().any(|folder| text.starts_with(folder)))
            // NAME stands for a name of the reader's own; what is built isn't in the repository.
            .filter(|path| !path.split(['/', '.', ' ']).any(stands_for_a_name))
            .filter(|path| !path.starts_with("ui/dist") && !path.starts_with("ui/node_modules"))
            .map(str::to_owned)
            .collect()
    }

    fn stands_for_a_name(word: &str) -> bool {
        word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase())
    }

    #[test]
    fn files_that_documents_name_exist() {
        let decisions = fs::read_dir(tools::root().join("docs/decisions")).expect("decisions");
        let mut documents = vec![
            document("README.md"),
            document("ARCHITECTURE.md"),
            document("CONTRIBUTING.md"),
            document("SECURITY.md"),
        ];
        for decision in decisions.flatten() {
            documents.push(fs::read_to_string(decision.path()).expect("a decision"));
        }
        let named: Vec<String> = documents
            .iter()
            .flat_map(|text| named_paths(text))
            .collect();
        assert!(named.len() > 30, "{named:?}");
        let missing: Vec<_> = named
            .iter()
            .filter(|path| !tools::root().join(path).exists())
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    /// The Tauri CLI wouldn't find the project from `ui`.
    #[test]
    fn the_tauri_cli_runs_where_it_finds_the_project() {
        assert_eq!(tools::tauri(&[]).folder(), Some(tools::root()));
        assert!(tools::root().join("src-tauri/tauri.conf.json").exists());
        assert!(!document("README.md").contains("npm run tauri"));
    }
}
