//! The `decode` example, run as a user runs it.
#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// The example's binary. Cargo doesn't tell tests where an example is, and doesn't build it for a single test
/// file, so it is built here, in the directory that this test was built in.
fn binary() -> &'static PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        let profile = test.parent().and_then(|deps| deps.parent()).unwrap();
        // The variables that cargo sets for a test would make build scripts run again.
        let set_by_cargo = [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_CRATE_",
            "CARGO_BIN_",
            "CARGO_PRIMARY_",
        ];
        let mut cargo = Command::new(env!("CARGO"));
        for (name, _) in std::env::vars_os() {
            if name
                .to_str()
                .is_some_and(|name| set_by_cargo.iter().any(|start| name.starts_with(start)))
            {
                cargo.env_remove(name);
            }
        }
        let built = cargo
            .args([
                "build",
                "--locked",
                "--quiet",
                "--package",
                "aeon",
                "--example",
                "decode",
                "--target-dir",
            ])
            .arg(profile.parent().unwrap())
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()
            .unwrap();
        assert!(built.success());
        profile
            .join("examples")
            .join(format!("decode{}", std::env::consts::EXE_SUFFIX))
    })
}

fn data(file: &str) -> String {
    format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"))
}

fn decode(kind: &str, file: &str) -> Output {
    Command::new(binary()).args([kind, file]).output().unwrap()
}

#[track_caller]
fn decoded(kind: &str, file: &str) -> String {
    let output = decode(kind, &data(file));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Passes a text on standard input and expects an error message.
#[track_caller]
fn rejected(kind: &str, text: &str) -> String {
    let mut child = Command::new(binary())
        .args([kind, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

#[track_caller]
fn assert_lines(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(
            text.lines().any(|found| found.trim() == *line),
            "“{line}” is missing in:\n{text}"
        );
    }
}

#[test]
fn each_kind_of_response_is_described() {
    assert_lines(
        &decoded("account", "account.json"),
        &[
            "account Northwind (acc-1)",
            "2 projects",
            "2 roles",
            "CLUSTER: READ UPDATE",
        ],
    );
    assert_lines(
        &decoded("projects", "account.json"),
        &["2 projects", "production (pro-1)", "(unnamed) (pro-2)"],
    );
    assert_lines(
        &decoded("vpcs", "vpcs.json"),
        &[
            "4 VPCs",
            "VPC payments (vpc-1): AWS ACTIVE",
            "unknown VPC state: MELTING",
            "unknown cloud: ORACLE",
            "1 item skipped:",
            "more pages follow",
        ],
    );
    assert_lines(
        &decoded("clusters", "clusters.json"),
        &[
            "4 clusters",
            "cluster storefront (clu-4): AWS · AZURE · GCP PAID ACTIVE",
            "AZURE westus3 (reg-5), VPC vpc-2, no endpoint",
            "GCP us-west1 (reg-6), VPC vpc-3, no endpoint",
            "cluster orders (clu-1): AWS PAID ACTIVE",
            "AWS us-west-2 (reg-1), VPC vpc-1, endpoint for 2 principals",
            "eu-west-1 PRIVATE_SERVICE_ENDPOINT (pse-2) ACTIVE: (unnamed)",
            "last page",
            "unknown cluster state: FROZEN",
            "unknown cluster tier: GOLD",
            "unknown access type: TELEPATHY",
            "unknown endpoint state: DREAMING",
        ],
    );
    assert_lines(
        &decoded("pse", "pses.json"),
        &[
            "3 private service endpoints",
            "service name: com.amazonaws.vpce.us-west-2.vpce-svc-0123456789abcdef0",
            "2 principals",
            "principals: unknown",
            "1 connection: vpce-0aaa",
            "unknown PSE state: WOBBLING",
        ],
    );
    assert_lines(
        &decoded("tasks", "tasks.json"),
        &[
            "task EDIT_CLUSTER tas-2: IN_PROGRESS, locking, on CLUSTER clu-1",
            "Configure nodes: 40%",
            "unknown task state: ON_HOLIDAY",
        ],
    );
    assert_lines(
        &decoded("api-keys", "api-keys.json"),
        &[
            "API key ci (key-1): ACTIVE, role Developer",
            "unknown API key status: SLEEPING",
        ],
    );
    assert_lines(
        &decoded("error", "error-expired.json"),
        &[
            "error, status 401: JWT has expired",
            "the API key has expired",
        ],
    );
    assert_lines(
        &decoded("error", "error-busy.json"),
        &["error, status 409: Cluster is not in an active state"],
    );
}

#[test]
fn a_single_item_and_a_list_are_distinguished_and_both_decoded() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path().to_str().unwrap();
    std::fs::write(
        path,
        r#"{"data": {"spec": {"name": "solo", "cluster_info": null}, "info": {"id": "s"}}}"#,
    )
    .unwrap();
    let text = String::from_utf8(decode("clusters", path).stdout).unwrap();
    assert_lines(&text, &["one cluster, not a list"]);
    std::fs::write(
        path,
        r#"{"data": [{"spec": {"name": "solo", "cluster_info": null}, "info": {"id": "s"}}]}"#,
    )
    .unwrap();
    let text = String::from_utf8(decode("cluster", path).stdout).unwrap();
    assert_lines(&text, &["a list of one cluster"]);
    let clusters = std::fs::read_to_string(data("clusters.json")).unwrap();
    assert!(rejected("cluster", &clusters).contains("a list of 4"));
}

#[test]
fn what_cannot_be_decoded_is_rejected_with_the_reason() {
    for (kind, text, why) in [
        ("clusters", "", "it is empty"),
        ("clusters", "<html>log in</html>", "a web page"),
        ("clusters", "{\"data\": [", "not valid JSON"),
        ("clusters", "[]", "no “data”"),
        ("account", "{\"data\": [1, 2]}", "a list of 2"),
        ("account", "{\"data\": {\"info\": {}}}", "id"),
        ("pse", "{\"data\": 5}", "can't be read"),
        ("error", "{\"data\": []}", "isn't an error"),
        ("error", "{}", "no “data”"),
    ] {
        let message = rejected(kind, text);
        assert!(message.contains(why), "{kind} {text}: {message}");
    }
    let expired = std::fs::read_to_string(data("error-expired.json")).unwrap();
    for kind in [
        "account", "vpcs", "clusters", "cluster", "pse", "tasks", "api-keys",
    ] {
        assert!(rejected(kind, &expired).contains("Aeon returned an error (401): JWT has expired"));
    }
    for (kind, file, why) in [
        (
            "cluster",
            "account.json",
            "This is an account, not a cluster",
        ),
        ("account", "error-busy.json", "Aeon returned an error"),
        ("vpcs", "clusters.json", "This is a cluster, not a VPC"),
        ("clusters", "tasks.json", "This is a task, not a cluster"),
        ("tasks", "api-keys.json", "This is an API key, not a task"),
        (
            "api-keys",
            "pses.json",
            "This is a private service endpoint, not an API key",
        ),
    ] {
        let message = rejected(kind, &std::fs::read_to_string(data(file)).unwrap());
        assert!(message.contains(why), "{kind} {file}: {message}");
    }
    let nameless = r#"{"data": [{"spec": {"region_specs": []}, "info": {}}]}"#;
    for (kind, text, why) in [
        ("clusters", r#"{"data": [{"info": {}}]}"#, "it has none of"),
        ("clusters", nameless, "This is a VPC, not a cluster"),
        ("vpcs", nameless, "none of its items can be read"),
        ("error", r#"{"error": {}}"#, "neither a status nor a detail"),
    ] {
        let message = rejected(kind, text);
        assert!(message.contains(why), "{kind} {text}: {message}");
    }
    let missing = decode("vpcs", "/nowhere/response.json");
    assert_eq!(missing.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&missing.stderr).contains("Can't read /nowhere/response.json: ")
    );
}
