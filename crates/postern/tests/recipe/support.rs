//! Parameters and programs that the tests share.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use postern::recipe::{Artefact, AwsConsumer, AzureConsumer, Consumer, Params, artefacts};

/// What a name may hold that no shell, template or parser may stumble over.
pub const NASTY: &str =
    "o'hare \"q\" $(touch pwned) `id` ${HOME} %{if} \\ & ; | > ünïcode 名前 !x #";

pub fn aws() -> Params {
    Params {
        service_url: String::new(),
        account_id: String::new(),
        project_id: String::new(),
        cluster_name: "payments".to_owned(),
        cluster_id: "0d9cf2b4-6a0f-4c51-9c5e-3a8f1f0a7b11".to_owned(),
        region: "eu-west-1".to_owned(),
        pse_id: "7c2f0a1e-51f5-4a52-8f2e-2f6c7e9b1a00".to_owned(),
        service_name: "com.amazonaws.vpce.eu-west-1.vpce-svc-0fedcba9876543210".to_owned(),
        host: "pse-eu-west-1.0d9cf2b4-6a0f-4c51-9c5e-3a8f1f0a7b11.aws.yugabyte.cloud".to_owned(),
        zones: vec!["euw1-az1".to_owned(), "euw1-az3".to_owned()],
        principals: Some(vec!["arn:aws:iam::210987654321:root".to_owned()]),
        ports: vec![5433, 9042],
        consumer: Consumer::Aws(AwsConsumer {
            vpc_id: "vpc-0123456789abcdef0".to_owned(),
            subnet_ids: vec![
                "subnet-0123456789abcdef1".to_owned(),
                "subnet-0123456789abcdef2".to_owned(),
            ],
            source: "sg-0123456789abcdef3".to_owned(),
        }),
    }
}

pub fn azure() -> Params {
    Params {
        region: "northeurope".to_owned(),
        service_name:
            "pls-a.0d9cf2b4-0000-4c51-9c5e-3a8f1f0a7b11.northeurope.azure.privatelinkservice"
                .to_owned(),
        host: "pse-northeurope.0d9cf2b4-6a0f-4c51-9c5e-3a8f1f0a7b11.azure.yugabyte.cloud"
            .to_owned(),
        zones: vec!["1".to_owned()],
        principals: Some(vec!["99999999-8888-7777-6666-555555555555".to_owned()]),
        consumer: Consumer::Azure(AzureConsumer {
            subscription: "99999999-8888-7777-6666-555555555555".to_owned(),
            resource_group: "payments-rg".to_owned(),
            vnet_resource_group: "network-rg".to_owned(),
            vnet: "hub".to_owned(),
            subnet: "endpoints".to_owned(),
        }),
        ..aws()
    }
}

/// The same with one text in every field.
pub fn with(params: Params, text: &str) -> Params {
    let text = || text.to_owned();
    Params {
        service_url: String::new(),
        account_id: text(),
        project_id: text(),
        cluster_name: text(),
        cluster_id: text(),
        region: text(),
        pse_id: text(),
        service_name: text(),
        host: text(),
        zones: vec![text()],
        principals: Some(vec![text(), text()]),
        ports: params.ports,
        consumer: match params.consumer {
            Consumer::Aws(_) => Consumer::Aws(AwsConsumer {
                vpc_id: text(),
                subnet_ids: vec![text(), text()],
                source: text(),
            }),
            Consumer::Azure(_) => Consumer::Azure(AzureConsumer {
                subscription: text(),
                resource_group: text(),
                vnet_resource_group: text(),
                vnet: text(),
                subnet: text(),
            }),
        },
    }
}

pub fn artefact(params: &Params, file_name: &str) -> Artefact {
    artefacts(params)
        .into_iter()
        .find(|artefact| artefact.file_name == file_name)
        .unwrap_or_else(|| panic!("{file_name} is not made for these parameters"))
}

/// A program of the environment that `cargo xtask setup` makes.
pub fn venv(program: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/venv/bin");
    let path = folder.join(program);
    assert!(
        path.exists(),
        "{} is missing: run `cargo xtask setup`",
        path.display()
    );
    path
}

/// Runs a program that must be there.
pub fn run(command: &mut Command) -> Output {
    let name = command.get_program().to_owned();
    command
        .output()
        .unwrap_or_else(|error| panic!("{name:?} can't be run (`cargo xtask setup`): {error}"))
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Both outputs of a program, for messages.
pub fn said(output: &Output) -> String {
    format!("{}\n{}", text(&output.stdout), text(&output.stderr))
}

/// Runs a program that must succeed, and gives what it prints.
pub fn succeed(command: &mut Command) -> String {
    let output = run(command);
    assert!(output.status.success(), "{command:?}\n{}", said(&output));
    text(&output.stdout)
}

/// A folder with programs in place of the real ones: scripts that note how they were called.
pub struct Stubs {
    folder: tempfile::TempDir,
}

impl Stubs {
    /// One program; `answers` is bash that prints what it is to say, with the arguments in `$*`.
    pub fn new(program: &str, answers: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("calls");
        fs::create_dir(folder.path().join("bin")).unwrap();
        let path = folder.path().join("bin").join(program);
        let script = format!(
            "#!/usr/bin/env bash\n{{ printf '%s\\0' \"$@\"; printf '\\1\\0'; }} >> '{}'\n{answers}\n",
            log.display()
        );
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a script with the programs in front of the real ones.
    pub fn bash(&self, script: &str, arguments: &[&str]) -> Output {
        let path = self.folder.path().join("script.sh");
        fs::write(&path, script).unwrap();
        let mut search = self.folder.path().join("bin").into_os_string();
        search.push(":");
        search.push(std::env::var_os("PATH").unwrap_or_default());
        run(bash(&path, &search)
            .args(arguments)
            .current_dir(self.folder.path()))
    }

    /// Every call so far, each as its arguments.
    pub fn calls(&self) -> Vec<Vec<String>> {
        let log = fs::read(self.folder.path().join("calls")).unwrap_or_default();
        let words: Vec<String> = log.split(|byte| *byte == 0).map(text).collect();
        words
            .split(|word| word == "\u{1}")
            .map(<[String]>::to_vec)
            .filter(|call| !call.iter().all(String::is_empty))
            .collect()
    }
}

fn bash(script: &Path, search: &OsStr) -> Command {
    let mut command = Command::new("bash");
    command
        .arg(script)
        .env("PATH", search)
        .env("POLL_SECONDS", "0")
        .env("WAIT_SECONDS", "5");
    command
}
