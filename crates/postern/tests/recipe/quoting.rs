//! Whatever a value is, it stays one value.

use std::fs;
use std::process::Command;

use postern::recipe::{Artifact, Language, Params, artifacts, quote};
use proptest::prelude::*;

use super::support::{NASTY, Stubs, aws, azure, run, said, succeed, text, with};

/// Any text but an empty one (which is a missing value) and one with NUL (which no argument can hold).
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[^\0]{1,40}",
        // What shells give a meaning to.
        "[-'\"`$(){}\\[\\]\\\\!#&;|<>*?~= \t\r\n%^@:,./a-z]{1,24}",
    ]
}

fn scripts(params: &Params) -> Vec<Artifact> {
    let all = artifacts(params).into_iter();
    all.filter(|a| a.language == Language::Bash).collect()
}

/// The variables of a script that hold what was given.
fn variables(file_name: &str) -> &'static [&'static str] {
    match file_name {
        "aws-cli.sh" => &["VPC_ID", "SUBNET_IDS", "APP_SOURCE"],
        "aws-cli-undo.sh" => &["VPC_ID"],
        "azure-cli.sh" => &[
            "SUBSCRIPTION",
            "RESOURCE_GROUP",
            "VNET_RESOURCE_GROUP",
            "VNET_NAME",
            "SUBNET_NAME",
        ],
        "azure-cli-undo.sh" => &[
            "SUBSCRIPTION",
            "RESOURCE_GROUP",
            "VNET_RESOURCE_GROUP",
            "VNET_NAME",
        ],
        // What they hold has been read into types that take nothing else (`unfit.rs`).
        "ybm.sh" | "aeon-curl.sh" | "check.sh" => &[],
        other => panic!("{other}: which variables does it have?"),
    }
}

/// Runs a script until its first command, and gives what its variables hold then.
fn held(script: &Artifact) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("held");
    let names: String = variables(script.file_name)
        .iter()
        .map(|name| format!(" \"${{{name}[@]}}\""))
        .collect();
    let text = format!(
        "trap 'printf \"%s\\0\"{names} > \"$OUT\"' EXIT\nPATH=/nowhere\n{}",
        script.text
    );
    let path = folder.path().join("script.sh");
    fs::write(&path, text).unwrap();
    run(Command::new("bash")
        .arg(&path)
        .env("OUT", &out)
        .env_remove("YBM_API_KEY")
        .current_dir(folder.path()));
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().collect();
    assert_eq!(left.len(), 2, "a value was run: {left:?}");
    let held = fs::read(&out).unwrap();
    let mut held: Vec<String> = held.split(|byte| *byte == 0).map(self::text).collect();
    held.pop();
    held
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn a_value_reaches_each_script_unchanged(value in any_text()) {
        for script in scripts(&with(aws(), &value)).iter().chain(&scripts(&with(azure(), &value))) {
            let checked = run(Command::new("bash").args(["-n", "-c", &script.text]));
            prop_assert!(checked.status.success(), "{}: {}", script.file_name, said(&checked));
            if variables(script.file_name).is_empty() {
                continue;
            }
            for held in held(script) {
                prop_assert_eq!(&held, &value, "{}", script.file_name);
            }
        }
    }

    #[test]
    fn a_quoted_value_is_one_argument(values in proptest::collection::vec("[^\0]{0,20}", 1..20)) {
        let words: Vec<String> = values.iter().map(|value| quote(value)).collect();
        let printed = run(Command::new("bash").args(["-c", &format!("printf '%s\\0' {}", words.join(" "))]));
        let mut arrived: Vec<String> = printed.stdout.split(|byte| *byte == 0).map(text).collect();
        arrived.pop();
        prop_assert_eq!(arrived, values);
    }
}

#[test]
fn shellcheck_has_nothing_to_say() {
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        ("aws", aws()),
        ("azure", azure()),
        ("aws-nasty", with(aws(), NASTY)),
        ("azure-nasty", with(azure(), NASTY)),
        ("aws-empty", with(aws(), "")),
        ("azure-empty", with(azure(), "")),
    ];
    let mut command = Command::new("shellcheck");
    for (case, params) in &cases {
        for script in scripts(params) {
            let path = folder.path().join(format!("{case}-{}", script.file_name));
            fs::write(&path, &script.text).unwrap();
            command.arg(path);
            assert!(script.text.starts_with("#!/usr/bin/env bash\n"));
            assert!(script.text.contains("\nset -euo pipefail\n"));
        }
    }
    // What single quotes keep from being expanded is meant to be kept.
    command.args(["--exclude", "SC2016"]);
    succeed(&mut command);
}

/// To the end of each script, in the programs' own arguments.
#[test]
fn a_nasty_value_is_one_argument_of_the_clouds_programs() {
    let stubs = Stubs::new("ybm", "echo 'No endpoints found'; [ \"$4\" != list ]");
    let params = with(aws(), NASTY);
    let script = scripts(&params)
        .into_iter()
        .find(|a| a.id == "ybm")
        .unwrap();
    let output = stubs.bash(&script.text, &[]);
    assert!(output.status.success(), "{}", said(&output));
    let calls = stubs.calls();
    let create = calls
        .iter()
        .find(|call| call.contains(&"create".to_owned()))
        .unwrap();
    assert_eq!(create.iter().filter(|word| *word == NASTY).count(), 1);
    assert!(!stubs.folder().join("pwned").exists());
}

/// A script that still has placeholders does nothing at all.
#[test]
fn nothing_is_run_while_a_value_is_missing() {
    let programs = [
        ("aws-cli.sh", "aws"),
        ("aws-cli-undo.sh", "aws"),
        ("azure-cli.sh", "az"),
        ("azure-cli-undo.sh", "az"),
        ("ybm.sh", "ybm"),
        ("aeon-curl.sh", "curl"),
        ("check.sh", "getent"),
    ];
    for params in [with(aws(), ""), with(azure(), "")] {
        for script in scripts(&params) {
            let program = programs
                .iter()
                .find(|(file, _)| *file == script.file_name)
                .unwrap_or_else(|| panic!("{}: what does it run?", script.file_name));
            let stubs = Stubs::new(program.1, "");
            let text = format!("export YBM_API_KEY=k\n{}", script.text);
            let output = stubs.bash(&text, &[]);
            assert_eq!(output.status.code(), Some(1), "{}", said(&output));
            assert!(said(&output).contains("replace <fill in: "));
            assert_eq!(stubs.calls(), Vec::<Vec<String>>::new());
        }
    }
}
