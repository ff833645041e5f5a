//! Parameters and programs that the tests share.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use postern::recipe::{
    Artifact, AwsConsumer, AzureConsumer, ClusterName, Consumer, Host, Id, Listed, Params,
    RegionCode, ServiceName, artifacts,
};

/// What a name may hold that no shell, template or parser may stumble over.
pub const NASTY: &str =
    "o'hare \"q\" $(touch pwned) `id` ${HOME} %{if} \\ & ; | > ünïcode 名前 !x #";

pub fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

pub fn region(text: &str) -> RegionCode {
    RegionCode::parse(text).unwrap()
}

pub fn host(text: &str) -> Option<Host> {
    Some(Host::parse(text).unwrap())
}

pub fn service(text: &str) -> Option<ServiceName> {
    Some(ServiceName::parse(text).unwrap())
}

pub fn listed(text: &str) -> Listed {
    Listed::parse(text).unwrap()
}

pub fn aws() -> Params {
    Params {
        service_url: None,
        account_id: None,
        project_id: None,
        cluster_name: ClusterName::parse("payments").unwrap(),
        cluster_id: id("0d9cf2b4-6a0f-4c51-9c5e-3a8f1f0a7b11"),
        region: region("eu-west-1"),
        pse_id: Some(id("7c2f0a1e-51f5-4a52-8f2e-2f6c7e9b1a00")),
        service_name: service("com.amazonaws.vpce.eu-west-1.vpce-svc-0fedcba9876543210"),
        host: host("pse-eu-west-1.0d9cf2b4-6a0f-4c51-9c5e-3a8f1f0a7b11.aws.yugabyte.cloud"),
        zones: vec!["euw1-az1".to_owned(), "euw1-az3".to_owned()],
        principals: Some(vec![listed("arn:aws:iam::210987654321:root")]),
        ports: vec![5433, 9042],
        pse_path: None,
        consumer: Consumer::Aws(AwsConsumer {
            vpc_id: "vpc-0123456789abcdef0".to_owned(),
            subnet_ids: vec![
                "subnet-0123456789abcdef1".to_owned(),
                "subnet-0123456789abcdef2".to_owned(),
            ],
            source: "sg-0123456789abcdef3".to_owned(),
            tags: vec!["team=payments".to_owned()],
        }),
    }
}

pub fn azure() -> Params {
    Params {
        region: region("northeurope"),
        service_name: service(
            "pls-a.0d9cf2b4-0000-4c51-9c5e-3a8f1f0a7b11.northeurope.azure.privatelinkservice",
        ),
        host: host("pse-northeurope.0d9cf2b4-6a0f-4c51-9c5e-3a8f1f0a7b11.azure.yugabyte.cloud"),
        zones: vec!["1".to_owned()],
        principals: Some(vec![listed("99999999-8888-7777-6666-555555555555")]),
        consumer: Consumer::Azure(AzureConsumer {
            subscription: "99999999-8888-7777-6666-555555555555".to_owned(),
            resource_group: "payments-rg".to_owned(),
            vnet_resource_group: "network-rg".to_owned(),
            vnet: "hub".to_owned(),
            subnet: "endpoints".to_owned(),
            zone_subscription: String::new(),
            zone_resource_group: String::new(),
        }),
        ..aws()
    }
}

/// The same with one text in every field that takes any, and none in those that the service may leave out.
pub fn with(params: Params, text: &str) -> Params {
    let is_empty = text.is_empty();
    let text = || text.to_owned();
    Params {
        cluster_name: ClusterName::parse(&text()).unwrap_or(params.cluster_name),
        account_id: (!is_empty).then(|| id("11111111-2222-4333-8444-555555555555")),
        project_id: (!is_empty).then(|| id("66666666-7777-4888-9999-000000000000")),
        pse_id: params.pse_id.filter(|_| !is_empty),
        service_name: params.service_name.filter(|_| !is_empty),
        host: params.host.filter(|_| !is_empty),
        zones: vec![text()],
        principals: match is_empty {
            true => Some(Vec::new()),
            false => params.principals,
        },
        consumer: match params.consumer {
            Consumer::Aws(_) => Consumer::Aws(AwsConsumer {
                vpc_id: text(),
                subnet_ids: vec![text(), text()],
                source: text(),
                tags: Vec::new(),
            }),
            Consumer::Azure(_) => Consumer::Azure(AzureConsumer {
                subscription: text(),
                resource_group: text(),
                vnet_resource_group: text(),
                vnet: text(),
                subnet: text(),
                zone_subscription: text(),
                zone_resource_group: text(),
            }),
        },
        ..params
    }
}

pub fn artifact(params: &Params, file_name: &str) -> Artifact {
    artifacts(params)
        .into_iter()
        .find(|artifact| artifact.file_name == file_name)
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
