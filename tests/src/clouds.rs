//! AWS and Azure in miniature, for the user's own CLIs.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

use crate::process::Running;

/// A cloud in miniature, which ends when it is dropped.
pub struct StandIn {
    /// What the script says that there is.
    pub about: Value,
    folder: TempDir,
    _server: Running,
}

impl StandIn {
    /// Two AWS accounts with an endpoint of this service each, and the AWS CLI's `config` with a profile for each.
    ///
    /// # Panics
    /// It doesn't start.
    #[must_use]
    pub fn aws(service: &str, region: &str) -> Self {
        Self::start("aws.py", &[service, region])
    }

    /// Azure subscriptions (`ID=NAME`) with a private endpoint of this service each, and a program `az` that is signed in
    /// there. If the Azure CLI isn't installed, it is a stand-in too.
    ///
    /// # Panics
    /// It doesn't start.
    #[must_use]
    pub fn azure(alias: &str, subscriptions: &[&str]) -> Self {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut files = std::env::split_paths(&path).map(|folder| folder.join("az"));
        let real = files.find(|file| file.is_file());
        let real = real.map(|file| file.display().to_string());
        if real.is_none() {
            println!(
                "NOT CHECKED: az isn't installed, so a stand-in that prints the same runs in its place."
            );
        }
        let mut arguments = [&[alias], subscriptions, &["--"]].concat();
        arguments.extend(real.as_deref());
        Self::start("azure.py", &arguments)
    }

    /// The folder with what the script wrote.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn start(script: &str, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let script = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("clouds")
            .join(script);
        let python = programs().join("python").display().to_string();
        let mut server = Running::start(&python, |server| {
            server
                .arg(script)
                .arg(folder.path())
                .args(arguments)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped());
        });
        let about = serde_json::from_str(&server.first_line()).expect("a line of JSON");
        Self {
            about,
            folder,
            _server: server,
        }
    }
}

/// The folder of Python's programs that `cargo xtask setup` installs, with the real AWS CLI.
///
/// # Panics
/// It hasn't been run.
#[must_use]
pub fn programs() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/venv/bin");
    assert!(folder.join("aws").exists(), "run `cargo xtask setup`");
    folder.canonicalize().expect("it exists")
}
