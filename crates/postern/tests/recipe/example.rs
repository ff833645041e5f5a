//! The example, as a user runs it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use super::support::{run, said};

const AWS: &str = r#"{"cloud": "AWS", "region": "us-east-1", "cluster_name": "c", "cluster_id": "1234",
    "service_name": "com.amazonaws.vpce.us-east-1.vpce-svc-0a", "host": "pse.example",
    "availability_zones": ["use1-az1"], "security_principals": ["arn:aws:iam::123456789012:root"],
    "ports": [5433]}"#;

fn example(params: &str, folder: &Path) -> Output {
    let file = folder.join("params.json");
    fs::write(&file, params).unwrap();
    let mut command = Command::new(env!("CARGO"));
    // What cargo tells this test about itself would have build scripts run anew.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_")
            && name != "CARGO_HOME"
            && name != "CARGO_TARGET_DIR"
        {
            command.env_remove(name);
        }
    }
    let arguments = [
        "run",
        "--quiet",
        "--package",
        "postern",
        "--example",
        "recipes",
        "--",
    ];
    run(command
        .args(arguments)
        .arg(file)
        .arg(folder.join("out"))
        .current_dir(env!("CARGO_MANIFEST_DIR")))
}

fn files(folder: &Path) -> Vec<String> {
    let listed = fs::read_dir(folder.join("out")).unwrap().flatten();
    let mut names: Vec<String> = listed
        .map(|entry| {
            let mode = entry.metadata().unwrap().permissions().mode();
            let name = entry.file_name().to_string_lossy().into_owned();
            assert_eq!(mode & 0o111 != 0, name.ends_with(".sh"), "{name}: {mode:o}");
            name
        })
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn every_artifact_of_the_cloud_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let output = example(AWS, folder.path());
    assert!(output.status.success(), "{}", said(&output));
    assert!(
        said(&output).contains("aws-cli.sh: 3 still to be filled in"),
        "{}",
        said(&output)
    );
    let names = [
        "aws-cli-undo.sh",
        "aws-cli.sh",
        "check.sh",
        "cloudformation.yaml",
        "terraform-aws.tf",
        "terraform-ybm.tf",
        "ybm.sh",
    ];
    assert_eq!(files(folder.path()), names);

    let folder = tempfile::tempdir().unwrap();
    let params = AWS.replace("AWS", "AZURE").replace(
        "\"ports\": [5433]",
        r#""consumer": {"subscription": "s", "vnet": "v", "subnet": null, "new_field": 1}"#,
    );
    let output = example(&params, folder.path());
    assert!(output.status.success(), "{}", said(&output));
    let names = [
        "arm.json",
        "azure-cli-undo.sh",
        "azure-cli.sh",
        "check.sh",
        "terraform-azure.tf",
        "terraform-ybm.tf",
        "ybm.sh",
    ];
    assert_eq!(files(folder.path()), names);
}

#[test]
fn what_is_wrong_with_the_parameters_is_said() {
    for (params, message) in [
        ("{", "params.json: the parameters couldn't be read: EOF"),
        ("{\"cloud\": \"AWS\"}", "missing field `region`"),
        (
            &AWS.replace("AWS", "GCP"),
            "\"GCP\" has no private service endpoints",
        ),
        (&AWS.replace("pse.example", ""), "host is missing"),
        (&AWS.replace("[5433]", "[]"), "ports is missing"),
        (&AWS.replace("[5433]", "[0]"), "0 isn't a valid port"),
        (&AWS.replace("[5433]", "[70000]"), "expected u16"),
        (&AWS.replace("pse.example", "a\\u0000b"), "NUL"),
        (
            &AWS.replace("pse.example", "-f/etc/passwd"),
            "the file has a host name that can't be used in a script",
        ),
        (
            &AWS.replace("us-east-1\",", "x/../..\","),
            "the file has a region name that can't be used in a script",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let output = example(params, folder.path());
        assert_eq!(output.status.code(), Some(1), "{params}: {}", said(&output));
        assert!(
            said(&output).contains(message),
            "{params}: {}",
            said(&output)
        );
        assert!(!folder.path().join("out").exists());
    }
}
