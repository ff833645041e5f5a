//! Running programs from the workspace's root, and saying so.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// Why an errand ended early.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// A program could not be started.
    #[error("{program} can't be started: {source}")]
    NotStarted {
        /// The program.
        program: String,
        /// Why.
        source: std::io::Error,
    },
    /// A program ended with a failure.
    #[error("{command} failed: {status}")]
    Ended {
        /// The program with its arguments.
        command: String,
        /// Its status.
        status: ExitStatus,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Something that only a person can do.
    #[error("{0}")]
    Missing(String),
}

/// The workspace's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder of the workspace")
}

/// A program to run.
pub struct Tool {
    command: Command,
    shown: String,
}

/// A program, run in the workspace's root.
pub fn tool(program: impl AsRef<OsStr>, arguments: &[&str]) -> Tool {
    let mut command = Command::new(program.as_ref());
    command.args(arguments).current_dir(root());
    let mut shown = program.as_ref().to_string_lossy().into_owned();
    for argument in arguments {
        shown = format!("{shown} {argument}");
    }
    Tool { command, shown }
}

/// The cargo that runs this, with the versions in Cargo.lock and no others.
pub fn cargo(arguments: &[&str]) -> Tool {
    let (command, rest) = arguments.split_at(arguments.len().min(1));
    // Formatting resolves no versions, and knows no such option.
    let locked: &[&str] = if command == ["fmt"] {
        &[]
    } else {
        &["--locked"]
    };
    let arguments = [command, locked, rest].concat();
    let mut tool = tool(
        std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")),
        &arguments,
    );
    tool.forget_this_package();
    tool.shown = format!("cargo {}", arguments.join(" "));
    tool
}

/// npm, run in the page's folder.
pub fn npm(arguments: &[&str]) -> Tool {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut tool = tool(program, arguments);
    tool.command.current_dir(root().join("ui"));
    tool
}

/// The Tauri CLI. It looks for the project in the folder that it runs in and below: from `ui` it finds none.
pub fn tauri(arguments: &[&str]) -> Tool {
    let cli = "ui/node_modules/@tauri-apps/cli/tauri.js";
    let mut tool = tool("node", &[&[cli], arguments].concat());
    tool.forget_this_package();
    tool
}

impl Tool {
    /// What `cargo run` tells this program about itself would make build scripts that look at it run anew.
    fn forget_this_package(&mut self) {
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if ["CARGO_PKG_", "CARGO_MANIFEST_"]
                .iter()
                .any(|told| name.starts_with(told))
            {
                self.command.env_remove(name);
            }
        }
    }

    /// Where it runs.
    #[cfg(test)]
    pub fn folder(&self) -> Option<&Path> {
        self.command.get_current_dir()
    }

    /// The program with its arguments.
    #[cfg(test)]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Adds arguments.
    pub fn args(mut self, arguments: &[String]) -> Self {
        self.command.args(arguments);
        for argument in arguments {
            self.shown = format!("{} {argument}", self.shown);
        }
        self
    }

    /// Runs it in another folder.
    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets a variable of its environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Says what is run, runs it, and waits for it.
    pub fn run(self) -> Result<(), Failed> {
        println!("\n$ {}", self.shown);
        self.quietly()
    }

    /// Runs it without saying so.
    pub fn quietly(mut self) -> Result<(), Failed> {
        let status = self.command.status().map_err(|source| Failed::NotStarted {
            program: self.shown.clone(),
            source,
        })?;
        if status.success() {
            Ok(())
        } else {
            Err(Failed::Ended {
                command: self.shown,
                status,
            })
        }
    }

    /// Runs it quietly and gives what it prints; `None` where it fails or isn't there.
    pub fn answer(mut self) -> Option<String> {
        let output = self.command.output().ok()?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        output.status.success().then_some(printed)
    }
}
