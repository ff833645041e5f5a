//! Runs programs from the workspace root and prints what it runs.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use crate::group::Group;

/// Why a task stopped early.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// A program couldn't be started.
    #[error("{program} can't be started: {source}")]
    NotStarted {
        /// The program.
        program: String,
        /// Why.
        source: std::io::Error,
    },
    /// A program failed.
    #[error("{command} failed: {status}")]
    Ended {
        /// The program with its arguments.
        command: String,
        /// Its status.
        status: ExitStatus,
    },
    /// A file couldn't be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Something that only a person can do or decide.
    #[error("{0}")]
    Missing(String),
}

/// The workspace root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder in the workspace")
}

/// A program to run.
pub struct Tool {
    command: Command,
    shown: String,
}

/// A program that runs in the workspace root.
pub fn tool(program: impl AsRef<OsStr>, arguments: &[&str]) -> Tool {
    let mut command = Command::new(program.as_ref());
    command.args(arguments).current_dir(root());
    let mut shown = program.as_ref().to_string_lossy().into_owned();
    for argument in arguments {
        shown = format!("{shown} {argument}");
    }
    Tool { command, shown }
}

/// The cargo that started this program, with the versions in Cargo.lock and no others.
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

/// npm, in the page's folder.
pub fn npm(arguments: &[&str]) -> Tool {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut tool = tool(program, arguments);
    tool.command.current_dir(root().join("ui"));
    tool
}

/// vitest, in the page's folder. Unlike a script of npm's it gets its arguments unchanged on every system.
pub fn vitest(arguments: &[&str]) -> Tool {
    let program = "node_modules/vitest/vitest.mjs";
    let mut tool = tool("node", &[&[program], arguments].concat());
    tool.command.current_dir(root().join("ui"));
    tool
}

/// The Tauri CLI. It looks for the project in the current folder and below, so it can't run in `ui`.
pub fn tauri(arguments: &[&str]) -> Tool {
    let cli = "ui/node_modules/@tauri-apps/cli/tauri.js";
    let mut tool = tool("node", &[&[cli], arguments].concat());
    tool.forget_this_package();
    tool
}

impl Tool {
    /// Drops what `cargo run` says about this package: build scripts that look at it would run again.
    fn forget_this_package(&mut self) {
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if ["CARGO_PKG_", "CARGO_MANIFEST_"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
            {
                self.command.env_remove(name);
            }
        }
    }

    /// The folder it runs in.
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

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Sets where its output goes.
    pub fn stdout(mut self, to: Stdio) -> Self {
        self.command.stdout(to);
        self
    }

    /// Has another program run it: `inside("env", &["-u", "LANG"])`. What was set of its environment stays.
    pub fn inside(self, program: &str, arguments: &[&str]) -> Self {
        let mut outer = Command::new(program);
        outer.args(arguments);
        outer.arg(self.command.get_program());
        outer.args(self.command.get_args());
        if let Some(folder) = self.command.get_current_dir() {
            outer.current_dir(folder);
        }
        for (name, value) in self.command.get_envs() {
            match value {
                Some(value) => outer.env(name, value),
                None => outer.env_remove(name),
            };
        }
        let shown = format!("{program} {} {}", arguments.join(" "), self.shown);
        Self {
            command: outer,
            shown,
        }
    }

    /// Prints the command and starts it with everything it will start as one group.
    pub fn start(mut self) -> Result<Group, TaskError> {
        println!("\n$ {}", self.shown);
        Group::start(&mut self.command).map_err(|source| TaskError::NotStarted {
            program: self.shown,
            source,
        })
    }

    /// Prints the command and starts it in the background, with its output in a file.
    pub fn start_into(mut self, log: &Path) -> Result<Background, TaskError> {
        let file = |source| TaskError::File {
            path: log.to_owned(),
            source,
        };
        let output = File::create(log).map_err(file)?;
        let errors = output.try_clone().map_err(file)?;
        self.command.stdout(output).stderr(errors);
        let command = self.shown.clone();
        Ok(Background {
            group: self.start()?,
            command,
            log: log.to_owned(),
        })
    }

    /// Prints the command, runs it and waits for it.
    pub fn run(self) -> Result<(), TaskError> {
        println!("\n$ {}", self.shown);
        self.quietly()
    }

    /// Runs it without printing the command, and waits for it.
    pub fn quietly(mut self) -> Result<(), TaskError> {
        let status = self
            .command
            .status()
            .map_err(|source| TaskError::NotStarted {
                program: self.shown.clone(),
                source,
            })?;
        if status.success() {
            Ok(())
        } else {
            Err(TaskError::Ended {
                command: self.shown,
                status,
            })
        }
    }

    /// Runs it quietly and returns its output; `None` if it fails or isn't installed.
    pub fn answer(mut self) -> Option<String> {
        let output = self.command.output().ok()?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        output.status.success().then_some(printed)
    }
}

/// A program that runs in the background. It ends when this is dropped.
pub struct Background {
    group: Group,
    command: String,
    log: PathBuf,
}

impl Background {
    /// Waits for the program and prints what it has printed.
    pub fn finish(mut self) -> Result<(), TaskError> {
        let status = self.group.wait();
        let file = |source| TaskError::File {
            path: self.log.clone(),
            source,
        };
        println!("\n$ {}", self.command);
        println!("{}", std::fs::read_to_string(&self.log).map_err(file)?);
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(TaskError::Ended {
                command: self.command,
                status,
            }),
            Err(source) => Err(TaskError::NotStarted {
                program: self.command,
                source,
            }),
        }
    }
}
