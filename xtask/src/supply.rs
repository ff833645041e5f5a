//! Tests: every dependency has a version and a hash in the repository.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;

use crate::tools::{self, root};

/// The part of package-lock.json that is checked.
#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    integrity: Option<String>,
    resolved: Option<String>,
    /// Shipped inside another package, and covered by its hash.
    #[serde(default)]
    in_bundle: bool,
}

/// Packages in a package-lock.json without a hash, or with the address of a registry.
fn unsafe_packages(lock: &str) -> Vec<String> {
    let lock: Lock = serde_json::from_str(lock).expect("npm writes JSON");
    let packages = lock
        .packages
        .into_iter()
        .filter(|(path, _)| !path.is_empty());
    packages
        .filter_map(|(path, entry)| match entry {
            Entry {
                resolved: Some(_), ..
            } => Some(format!("{path} has an address")),
            Entry {
                integrity: None,
                in_bundle: false,
                ..
            } => Some(format!("{path} has no integrity")),
            _ => None,
        })
        .collect()
}

/// Lines of a requirements file without a version or without a hash.
fn unhashed(requirements: &str) -> Vec<String> {
    let joined = requirements.replace("\\\n", " ");
    let lines = joined.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter(|line| !line.contains("==") || !line.contains("--hash=sha256:"))
        .map(str::to_owned)
        .collect()
}

fn file(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("it is part of the project")
}

#[test]
fn every_package_of_the_page_has_an_integrity_and_names_no_registry() {
    let wrong = unsafe_packages(&file("ui/package-lock.json"));
    assert!(
        wrong.is_empty(),
        "Delete these entries from ui/package-lock.json and run `npm install --package-lock-only \
         --omit-lockfile-registry-resolved` in ui: {wrong:#?}"
    );
}

#[test]
fn a_package_without_integrity_and_one_with_an_address_are_found() {
    let lock = r#"{"packages": {
        "": {"name": "postern-ui"},
        "node_modules/good": {"integrity": "sha512-AA=="},
        "node_modules/good/node_modules/inside": {"inBundle": true},
        "node_modules/bare": {},
        "node_modules/from": {"integrity": "sha512-AA==", "resolved": "https://registry.example/from.tgz"}
    }}"#;
    assert_eq!(
        unsafe_packages(lock),
        [
            "node_modules/bare has no integrity",
            "node_modules/from has an address"
        ]
    );
}

#[test]
fn every_python_package_has_a_version_and_a_hash() {
    let requirements = file("tests/requirements.txt");
    assert_eq!(unhashed(&requirements), Vec::<String>::new());
    let wanted = file("tests/requirements.in");
    for line in wanted.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, version)) = line.split_once("==") {
            // Extras are listed as packages of their own.
            let name = name.split('[').next().unwrap_or(name);
            let pinned = format!("{name}=={version} ");
            assert!(
                requirements.contains(&pinned),
                "tests/requirements.txt is stale: it lacks {pinned}"
            );
        }
    }
}

#[test]
fn a_python_package_without_a_hash_is_found() {
    let hashed = "a==1 \\\n    --hash=sha256:00\n    # via b\n";
    assert_eq!(unhashed(&format!("{hashed}b==2\nc\n")), ["b==2", "c"]);
}

#[test]
fn cargo_takes_the_locked_versions_whatever_it_is_asked_to_do() {
    for command in ["build", "test", "clippy", "run", "metadata"] {
        let shown = tools::cargo(&[command, "--workspace"]).shown().to_owned();
        assert_eq!(shown, format!("cargo {command} --locked --workspace"));
    }
    assert_eq!(tools::cargo(&["fmt", "--all"]).shown(), "cargo fmt --all");
    assert!(file(".cargo/config.toml").contains("run --locked"));
}
