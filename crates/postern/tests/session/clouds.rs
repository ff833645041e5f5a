//! Whose connections they are, with the real AWS CLI against a stand-in for AWS, the real Azure CLI (where there is one)
//! against a stand-in for Azure, and programs that misbehave.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use aeon_simulator::Seed;
use postern::access::FindingKind;
use postern::cloud_cli::{Cli, CliEnvironment, CliFailure, CliFailureKind};
use postern::connection::{ConnectionPhase, Standing};
use postern::problem::ProblemCode;
use postern::session::{
    AppOptions, ConnectionsView, ConsentPrompt, ConsentRequest, LookupCommandState,
};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Stage, quick, simulator};

pub const FINANCE: &str = "0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1";
/// On no list.
pub const STRANGER: &str = "99999999-8888-7777-6666-555555555555";

/// A cloud in miniature, which ends with the test.
pub struct StandIn {
    server: Child,
    pub about: Value,
    pub folder: TempDir,
}

impl Drop for StandIn {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl StandIn {
    /// Azure with two subscriptions, for the real Azure CLI, if there is one.
    pub fn azure(alias: &str) -> Self {
        let real = std::env::var_os("PATH").and_then(|path| {
            let mut files = std::env::split_paths(&path).map(|folder| folder.join("az"));
            files.find(|file| file.is_file())
        });
        let real = real.map(|file| file.display().to_string());
        if real.is_none() {
            println!(
                "NOT CHECKED: az isn't installed, so a stand-in that prints the same runs in its place."
            );
        }
        let (finance, stranger) = (format!("{FINANCE}=Finance"), format!("{STRANGER}=Old Team"));
        let mut arguments = vec![alias, &stranger, &finance, "--"];
        arguments.extend(real.as_deref());
        Self::start("azure.py", &arguments)
    }

    pub fn start(script: &str, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut server = Command::new(venv("python"))
            .arg(root().join("tests/clouds").join(script))
            .arg(folder.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the stand-in can be started (`cargo xtask setup`)");
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let about = serde_json::from_str(&line).expect("the stand-in says what it holds");
        Self {
            server,
            about,
            folder,
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn venv(program: &str) -> PathBuf {
    let path = root().join("target/venv/bin").join(program);
    assert!(
        path.exists(),
        "{} is missing: run `cargo xtask setup`",
        path.display()
    );
    path
}

/// CLIs in one folder only, with the AWS CLI's files in another.
pub fn clis(programs: &Path, files: &Path) -> CliEnvironment {
    let variables: Vec<(OsString, OsString)> = vec![
        ("PATH".into(), std::env::var_os("PATH").unwrap_or_default()),
        ("HOME".into(), files.into()),
        ("AWS_CONFIG_FILE".into(), files.join("config").into()),
        ("AEON_API_KEY".into(), "secret of another program".into()),
        ("POSTERN_SECRET".into(), "secret".into()),
        ("AZURE_CLIENT_SECRET".into(), "azure's own".into()),
    ];
    CliEnvironment::of(variables).only_in(vec![programs.to_owned()])
}

async fn stage(cli: CliEnvironment) -> Stage {
    let options = AppOptions { cli, ..quick() };
    Stage::with(simulator(Seed::Demo).await, options, |keys| keys.admin).await
}

/// A folder with a program of this name, a script for `sh`.
pub fn program(name: &str, script: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(
        folder.path().join("config"),
        "[default]\n[profile it's; $(x)]\n",
    )
    .unwrap();
    folder
}

impl Stage {
    pub async fn switch_on(&self, profiles: &[&str]) {
        let profiles = profiles.iter().map(|&one| one.to_owned()).collect();
        self.app.set_cloud_access(true, profiles).await.unwrap();
    }

    async fn connections(&self, cluster: &str, region: &str) -> ConnectionsView {
        let region = self.region(cluster, region).id;
        self.app.connections(&region).await.unwrap()
    }

    async fn look_up(&self, cluster: &str, region: &str) -> ConnectionsView {
        let id = self.region(cluster, region).id;
        self.app.look_up(id).await.unwrap();
        self.looked_up(cluster, region).await
    }

    async fn looked_up(&self, cluster: &str, region: &str) -> ConnectionsView {
        let start = Instant::now();
        loop {
            let view = self.connections(cluster, region).await;
            if !view.is_running {
                return view;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "{view:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

fn failures(view: &ConnectionsView) -> Vec<&CliFailure> {
    let states = view.commands.iter().map(|command| &command.state);
    states
        .filter_map(|state| match state {
            LookupCommandState::Failed { failure, .. } => Some(failure),
            _ => None,
        })
        .collect()
}

#[tokio::test]
async fn aws_says_whose_the_connections_are() {
    let sim = simulator(Seed::Demo).await;
    let service = sim.service_name("orders", "us-west-2").unwrap();
    let aws = StandIn::start("aws.py", &[&service, "us-west-2"]);
    let of = |profile: &str| {
        let id = aws.about["endpoints"][profile]["id"].as_str();
        id.unwrap().to_owned()
    };
    let (shop, partner) = (of("shop"), of("partner"));
    sim.set_connections(
        "orders",
        "us-west-2",
        &[&shop, &partner, "vpce-0ffffffffffffffff"],
    );
    let cli = clis(venv("aws").parent().unwrap(), aws.folder.path());
    let options = AppOptions { cli, ..quick() };
    let stage = Stage::with(sim, options, |keys| keys.admin).await;

    // Bare IDs, and nothing is run.
    let before = stage.connections("orders", "us-west-2").await;
    assert!(!before.is_on && before.plan.is_empty() && before.commands.is_empty());
    assert!(before.connections.iter().all(|one| one.owner.is_none()));
    let refused = stage.app.look_up(stage.region("orders", "us-west-2").id);
    assert_eq!(refused.await.unwrap_err().code, ProblemCode::Forbidden);

    stage.switch_on(&["shop", "partner", "expired"]).await;
    let planned = stage.connections("orders", "us-west-2").await;
    assert_eq!(planned.plan.len(), 6);
    assert!(planned.plan.contains(&format!(
        "aws ec2 describe-vpc-endpoints --region us-west-2 --filters 'Name=service-name,Values={service}' --profile \
         shop --output json"
    )), "{:?}", planned.plan);
    let view = stage.look_up("orders", "us-west-2").await;
    let [of_shop, of_partner, unknown] = view.connections.as_slice() else {
        panic!("{view:?}");
    };
    assert_eq!(of_shop.id, shop);
    assert_eq!(of_shop.owner.as_deref(), Some("301122334455"));
    assert_eq!(of_shop.standing, Some(Standing::Listed));
    let found = of_shop.found.as_ref().unwrap();
    assert_eq!(found.name.as_deref(), Some("shop-orders"));
    assert_eq!(
        found.network.as_deref(),
        aws.about["endpoints"]["shop"]["vpc"].as_str()
    );
    assert_eq!(found.phase, ConnectionPhase::Connected);
    assert_eq!(found.private_dns, Some(true));
    assert_eq!(
        (found.tags[0].key.as_str(), found.tags[0].value.as_str()),
        ("team", "shop")
    );
    assert_eq!(of_partner.owner.as_deref(), Some("772845091263"));
    assert_eq!(of_partner.standing, Some(Standing::NotListed));
    assert!(unknown.found.is_none() && unknown.is_reported);
    assert_eq!(
        found.addresses,
        [aws.about["endpoints"]["shop"]["address"].as_str().unwrap()]
    );

    // The profile whose sign-in has expired is told apart, and doesn't spoil the others.
    let [expired] = failures(&view).try_into().unwrap();
    assert_eq!(expired.kind, CliFailureKind::SignedOut, "{expired:?}");
    assert_eq!(
        expired.remedy.as_deref(),
        Some("aws sso login --profile expired")
    );

    // Who is connected without being on the list is a finding, which its fix ends.
    let access = stage.app.access().await.unwrap();
    let is_it = |kind: FindingKind| kind == FindingKind::ConnectedNotListed;
    let findings: Vec<_> = access
        .findings
        .iter()
        .filter(|one| is_it(one.kind))
        .collect();
    let [finding] = findings.as_slice() else {
        panic!("{findings:?}");
    };
    assert_eq!(
        finding.title,
        "772845091263 is connected to orders in us-west-2 but not on its list"
    );
    let goal = finding.fixes[0].goal.clone();
    let plan = stage.app.plan_bulk(goal).await.unwrap();
    let typed = stage.app.to_type(plan.id, vec![]).await.unwrap();
    let changes = stage.app.apply_bulk(plan.id, typed, vec![]).await.unwrap();
    stage.confirmed(changes[0].id).await;
    stage.ready().await;
    let after = stage.app.access().await.unwrap();
    assert!(!after.findings.iter().any(|one| is_it(one.kind)));

    // The organization's names can be imported.
    let list = stage
        .app
        .names_from_cli(Some("root".to_owned()))
        .await
        .unwrap();
    assert!(list.contains("Northwind Shop"), "{list}");
    let imported = stage.app.import_names(&list, false).await.unwrap();
    assert!(imported >= 1);
    // The same list marks its accounts as the user's own.
    assert_eq!(stage.app.import_names(&list, false).await.unwrap(), 0);
    assert_eq!(stage.app.import_names(&list, true).await.unwrap(), imported);
    assert_eq!(stage.app.import_names(&list, true).await.unwrap(), 0);
    let access = stage.app.access().await.unwrap();
    let is_foreign = |kind: FindingKind| kind == FindingKind::NotOurs;
    assert!(access.findings.iter().any(|one| is_foreign(one.kind)));
}

#[tokio::test]
async fn azure_says_whose_the_connections_are() {
    let sim = simulator(Seed::Demo).await;
    let alias = sim.service_name("ledger", "westus3").unwrap();
    let azure = StandIn::azure(&alias);
    let id = |subscription: &str| azure.about[subscription].as_str().unwrap().to_owned();
    // The case of IDs in Azure varies.
    let reported = [
        id(FINANCE).replace("resourceGroups", "RESOURCEGROUPS"),
        id(STRANGER),
    ];
    sim.set_connections("ledger", "westus3", &[&reported[0], &reported[1]]);
    let cli = clis(azure.folder.path(), azure.folder.path());
    let options = AppOptions { cli, ..quick() };
    let stage = Stage::with(sim, options, |keys| keys.admin).await;

    // The ID alone names the subscription.
    let before = stage.connections("ledger", "westus3").await;
    assert_eq!(before.connections[1].standing, Some(Standing::NotListed));

    stage.switch_on(&[]).await;
    let view = stage.look_up("ledger", "westus3").await;
    assert_eq!(failures(&view), Vec::<&CliFailure>::new());
    let [first, second] = view.connections.as_slice() else {
        panic!("{view:?}");
    };
    assert_eq!(first.owner.as_deref(), Some(FINANCE));
    assert_eq!(first.standing, Some(Standing::Listed));
    let found = first.found.as_ref().unwrap();
    assert_eq!(found.network.as_deref(), Some("apps/hub"));
    assert_eq!(found.subnets, ["endpoints"]);
    assert_eq!(found.phase, ConnectionPhase::Connected);
    assert_eq!(found.addresses, ["10.9.0.7"]);
    assert_eq!(found.tags[0].value, "finance");
    assert_eq!(second.owner.as_deref(), Some(STRANGER));
    let list = stage.app.names_from_cli(None).await.unwrap();
    assert!(list.contains("Old Team"), "{list}");
}

#[tokio::test]
async fn a_program_gets_fixed_arguments_and_only_the_environment_that_it_needs() {
    let folder = program(
        "aws",
        "env > env.txt; printf '%s\\n' \"$@\" >> args.txt; echo '{\"Account\": \"301122334455\"}'",
    );
    let stage = stage(clis(folder.path(), folder.path())).await;
    stage.switch_on(&["it's; $(x)"]).await;
    let view = stage.look_up("orders", "us-west-2").await;
    let args = fs::read_to_string(folder.path().join("args.txt")).unwrap();
    assert!(
        args.starts_with(
            "sts\nget-caller-identity\n--region\nus-west-2\n--profile\nit's; $(x)\n--output\njson\n"
        ),
        "{args}"
    );
    // Shown as it can be pasted into a shell.
    let shown = &view.commands[0].text;
    assert!(
        shown.ends_with(r#"--profile "it's; "'$(x)' --output json"#),
        "{shown}"
    );
    let environment = fs::read_to_string(folder.path().join("env.txt")).unwrap();
    assert!(environment.contains("AWS_CONFIG_FILE=") && environment.contains("AWS_PAGER=\n"));
    for absent in ["secret", "azure's own", "AEON", "POSTERN"] {
        assert!(!environment.contains(absent), "{absent} in {environment}");
    }
    // The second answer is no list of endpoints.
    let [failure] = failures(&view).try_into().unwrap();
    assert_eq!(failure.kind, CliFailureKind::NotAnAnswer);
}

#[tokio::test]
async fn a_program_that_hangs_is_ended_with_all_that_it_started() {
    let folder = program("aws", "sleep 1000 & echo $! > child; wait");
    let mut cli = clis(folder.path(), folder.path());
    cli.limit = Duration::from_secs(1);
    let stage = stage(cli).await;
    stage.switch_on(&["default"]).await;
    let view = stage.look_up("orders", "us-west-2").await;
    let [failure] = failures(&view).try_into().unwrap();
    assert_eq!(failure.kind, CliFailureKind::TimedOut);
    assert_eq!(
        failure.message,
        "aws didn't finish within 1 s. It was stopped."
    );
    ended(folder.path()).await;

    // The user can stop it, too; so does a lock.
    fs::remove_file(folder.path().join("child")).unwrap();
    let region = stage.region("orders", "us-west-2").id;
    stage.app.look_up(region.clone()).await.unwrap();
    started(folder.path()).await;
    stage.app.stop_look_up(&region).unwrap();
    ended(folder.path()).await;
    let view = stage.looked_up("orders", "us-west-2").await;
    assert_eq!(view.commands[0].state, LookupCommandState::Stopped);
    fs::remove_file(folder.path().join("child")).unwrap();
    stage.app.look_up(region).await.unwrap();
    started(folder.path()).await;
    stage.app.lock().await.unwrap();
    ended(folder.path()).await;
}

fn child(folder: &Path) -> Option<String> {
    let id = fs::read_to_string(folder.join("child")).ok()?;
    Some(id.trim().to_owned()).filter(|id| !id.is_empty())
}

async fn started(folder: &Path) {
    crate::support::until("the program runs", || child(folder)).await;
}

/// Waits until the program's child is gone, or a zombie that nobody has collected.
async fn ended(folder: &Path) {
    let id = child(folder).unwrap();
    crate::support::until("its child ends", || {
        let ps = Command::new("ps").args(["-o", "stat=", "-p", &id]).output();
        let state = String::from_utf8(ps.unwrap().stdout).unwrap();
        (state.trim().is_empty() || state.starts_with('Z')).then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_endless_answer_is_not_read() {
    let folder = program("aws", "exec yes '[{\"x\": 1}]'");
    let stage = stage(clis(folder.path(), folder.path())).await;
    stage.switch_on(&["default"]).await;
    let view = stage.look_up("orders", "us-west-2").await;
    let [failure] = failures(&view).try_into().unwrap();
    assert_eq!(failure.kind, CliFailureKind::NotAnAnswer);
}

#[tokio::test]
async fn what_fails_says_what_to_do() {
    let cases = [
        (
            "An error occurred (ExpiredToken) when calling the GetCallerIdentity operation",
            CliFailureKind::SignedOut,
        ),
        (
            "Error when retrieving token from sso: Token has expired and refresh failed",
            CliFailureKind::SignedOut,
        ),
        (
            "Unable to locate credentials. You can configure credentials by running \"aws configure\".",
            CliFailureKind::SignedOut,
        ),
        (
            "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation",
            CliFailureKind::WrongCredentials,
        ),
        (
            "An error occurred (UnauthorizedOperation): You are not authorized to perform this operation.",
            CliFailureKind::Denied,
        ),
        (
            "Could not connect to the endpoint URL: \"https://sts.amazonaws.com/\"",
            CliFailureKind::Unreachable,
        ),
        (
            "The config profile (default) could not be found",
            CliFailureKind::ProfileGone,
        ),
        ("Segmentation fault", CliFailureKind::Other),
    ];
    for (said, kind) in cases {
        let folder = program("aws", &format!("cat >&2 <<'END'\n{said}\nEND\nexit 254"));
        let stage = stage(clis(folder.path(), folder.path())).await;
        stage.switch_on(&["default"]).await;
        let view = stage.look_up("orders", "us-west-2").await;
        let [failure] = failures(&view).try_into().unwrap();
        assert_eq!(failure.kind, kind, "{said}");
        assert_eq!(failure.said, said);
        assert!(!failure.hint.is_empty());
    }
    // The Azure CLI calls it a success that nobody is signed in.
    let folder = program("az", "echo '[]'");
    let stage = stage(clis(folder.path(), folder.path())).await;
    stage.switch_on(&[]).await;
    let view = stage.look_up("ledger", "westus3").await;
    let [failure] = failures(&view).try_into().unwrap();
    assert_eq!(failure.kind, CliFailureKind::SignedOut);
    assert_eq!(failure.remedy.as_deref(), Some("az login"));
}

#[tokio::test]
async fn nothing_is_run_that_the_user_did_not_allow() {
    let folder = program("aws", "touch ran");
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let agrees = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    let (log, answer) = (asked.clone(), agrees.clone());
    let confirm = ConsentPrompt::new(move |request: ConsentRequest| {
        log.lock().unwrap().push(request);
        let answer = answer.load(std::sync::atomic::Ordering::SeqCst);
        async move { answer }
    });
    let cli = clis(folder.path(), folder.path());
    let options = AppOptions {
        cli,
        confirm,
        ..quick()
    };
    let stage = Stage::with(simulator(Seed::Demo).await, options, |keys| keys.admin).await;
    asked.lock().unwrap().clear();
    agrees.store(false, std::sync::atomic::Ordering::SeqCst);
    let app = &stage.app;
    let on = |profiles: &[&str]| {
        let profiles = profiles.iter().map(|&one| one.to_owned()).collect();
        app.set_cloud_access(true, profiles)
    };

    assert_eq!(
        on(&["default"]).await.unwrap_err().code,
        ProblemCode::Declined
    );
    for other in ["", "--debug", "nobody", "/etc/passwd"] {
        assert_eq!(
            on(&[other]).await.unwrap_err().code,
            ProblemCode::Invalid,
            "{other}"
        );
    }
    let file = folder.path().join("aws");
    let declined = app.use_cli(Cli::Aws, file.clone()).await;
    assert_eq!(declined.unwrap_err().code, ProblemCode::Declined);
    let unusable = app.use_cli(Cli::Aws, folder.path().join("config")).await;
    assert_eq!(unusable.unwrap_err().code, ProblemCode::Invalid);
    let names = app.names_from_cli(Some("default".to_owned())).await;
    assert_eq!(names.unwrap_err().code, ProblemCode::Forbidden);
    {
        let asked = asked.lock().unwrap();
        let titles: Vec<String> = asked.iter().map(ConsentRequest::title).collect();
        assert_eq!(
            titles,
            [
                "Let Postern run the AWS and Azure CLIs for Work?",
                "Use this program as the AWS CLI?"
            ]
        );
        let lines = asked[0].lines();
        assert_eq!(lines[0], format!("AWS CLI: {}", file.display()));
        assert_eq!(lines[1], "Azure CLI: not found");
    }
    // It is off in the demo, whatever holds elsewhere.
    agrees.store(true, std::sync::atomic::Ordering::SeqCst);
    on(&["default"]).await.unwrap();
    assert!(stage.connections("orders", "us-west-2").await.is_on);
    assert!(!folder.path().join("ran").exists());
    // A missing Azure CLI is said before anything is run.
    let azure = stage.connections("ledger", "westus3").await;
    assert_eq!(azure.obstacle.unwrap().kind, CliFailureKind::Missing);
    stage.app.set_cloud_access(true, vec![]).await.unwrap();
    let none = stage.connections("orders", "us-west-2").await;
    assert_eq!(none.obstacle.unwrap().kind, CliFailureKind::NoProfile);
    // A program that was chosen and is gone isn't replaced by another.
    app.use_cli(Cli::Aws, file.clone()).await.unwrap();
    let stage = stage.restarted().await;
    fs::remove_file(file).unwrap();
    stage.add("Again", &stage.sim.keys().admin).await.unwrap();
    let access = stage.app.cloud_access().await.unwrap();
    assert!(access.aws.is_chosen && access.aws.program.is_none() && !access.is_on);
    let key = secrecy::SecretString::from(stage.sim.keys().admin);
    stage
        .app
        .open_demo(stage.sim.base_url(), key)
        .await
        .unwrap();
    assert_eq!(
        stage.app.cloud_access().await.unwrap_err().code,
        ProblemCode::Forbidden
    );
}
