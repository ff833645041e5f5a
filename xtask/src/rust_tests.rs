//! Finds Rust tests by name in the sources, so that only the matching test programs are built.

use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use serde_json::Value;
use syn::{Attribute, Item};

use crate::rust_source::{Module, modules};
use crate::tools::{TaskError, cargo};

/// A test program that cargo builds.
pub struct Program {
    /// How cargo is told to build it: `--lib`, `--bin NAME` or `--test NAME`.
    pub selection: Vec<String>,
    /// Its root file.
    pub root: PathBuf,
}

/// The workspace's test programs.
pub fn programs() -> Result<Vec<Program>, TaskError> {
    let metadata = cargo(&["metadata", "--no-deps", "--format-version", "1"])
        .answer()
        .and_then(|text| serde_json::from_str::<Value>(&text).ok())
        .ok_or_else(|| TaskError::Missing("cargo metadata doesn't work here".to_owned()))?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages = list(&metadata["packages"]).into_iter();
    let targets = packages.flat_map(|package| list(&package["targets"]));
    let tested = targets.filter(|target| target["test"] == true);
    Ok(tested.filter_map(|target| program(&target)).collect())
}

fn program(target: &Value) -> Option<Program> {
    let name = target["name"].as_str()?.to_owned();
    let selection = match target["kind"][0].as_str()? {
        "lib" => vec!["--lib".to_owned()],
        kind @ ("bin" | "test") => vec![format!("--{kind}"), name],
        _ => return None,
    };
    let root = PathBuf::from(target["src_path"].as_str()?);
    Some(Program { selection, root })
}

/// The tests of a crate by the names that the test program gives them, such as `plan::tests::merges`.
pub fn names(root: &Path) -> Result<Vec<String>, TaskError> {
    let mut names: Vec<String> = modules(root)?.iter().flat_map(in_module).collect();
    names.sort();
    Ok(names)
}

fn in_module(module: &Module) -> Vec<String> {
    let mut names = Vec::new();
    for item in &module.items {
        match item {
            Item::Fn(function) if function.attrs.iter().any(makes_a_test) => {
                names.push(function.sig.ident.to_string());
            }
            // `proptest!` holds whole test functions.
            Item::Macro(item) if item.ident.is_none() => {
                functions(item.mac.tokens.clone(), &mut names);
            }
            _ => {}
        }
    }
    let full = |name: String| [module.path.clone(), vec![name]].concat().join("::");
    names.into_iter().map(full).collect()
}

/// `#[test]`, `#[tokio::test]`.
fn makes_a_test(attribute: &Attribute) -> bool {
    let last = attribute.path().segments.last();
    last.is_some_and(|segment| segment.ident == "test")
}

fn functions(tokens: TokenStream, names: &mut Vec<String>) {
    let mut follows_fn = false;
    for token in tokens {
        let TokenTree::Ident(word) = token else {
            follows_fn = false;
            continue;
        };
        if follows_fn {
            names.push(word.to_string());
        }
        follows_fn = word == "fn";
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::tools::root;

    #[test]
    fn the_sources_name_the_same_tests_as_the_test_program() {
        let this = std::env::current_exe().expect("a program knows its path");
        let listed = Command::new(this)
            .args(["--list", "--format", "terse"])
            .output();
        let listed = String::from_utf8(listed.expect("it runs").stdout).expect("UTF-8");
        let listed: Vec<&str> = listed
            .lines()
            .filter_map(|line| line.strip_suffix(": test"))
            .collect();
        let found = names(&root().join("xtask/src/main.rs")).expect("readable sources");
        assert_eq!(found, listed);
    }

    #[test]
    fn property_tests_and_nested_modules_are_found() {
        let named = |root: &str| names(&crate::tools::root().join(root)).expect("readable sources");
        let has = |root: &str, part: &str| named(root).iter().any(|name| name.starts_with(part));
        assert!(has("tests/tests/window.rs", "window::lock::"));
        assert!(!named("crates/postern/tests/principal_properties.rs").is_empty());
    }

    #[test]
    fn every_test_program_of_the_workspace_is_known() {
        let programs = programs().expect("cargo works");
        let has = |selection: &[&str], root: &str| {
            programs
                .iter()
                .any(|one| one.selection == selection && one.root.ends_with(root))
        };
        assert!(has(&["--test", "window"], "tests/tests/window.rs"));
        assert!(has(&["--lib"], "crates/postern/src/lib.rs"));
        assert!(has(&["--bin", "xtask"], "xtask/src/main.rs"));
    }
}
