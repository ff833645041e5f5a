//! The generated files match the commands, and every command is on the list.

use std::fs;
use std::path::Path;

const BINDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/ipc/bindings.ts");
const CAPABILITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/capabilities/main.json");
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// With `POSTERN_WRITE_BINDINGS=1` the tests write the files instead of comparing them.
fn is_writing() -> bool {
    std::env::var_os("POSTERN_WRITE_BINDINGS").is_some()
}

#[test]
fn the_pages_bindings_are_up_to_date() {
    if is_writing() {
        postern_app::write_typescript(Path::new(BINDINGS)).expect("it can be written");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let generated = folder.path().join("bindings.ts");
    postern_app::write_typescript(&generated).expect("every type has a TypeScript equivalent");
    let generated = fs::read_to_string(generated).expect("it was written");
    let committed = fs::read_to_string(BINDINGS).unwrap_or_default();
    assert!(
        generated == committed,
        "ui/src/ipc/bindings.ts is out of date: run `cargo xtask bindings` and commit it"
    );
}

#[test]
fn the_pages_capability_is_up_to_date() {
    if is_writing() {
        fs::write(CAPABILITY, postern_app::capability()).expect("it can be written");
        return;
    }
    let committed = fs::read_to_string(CAPABILITY).unwrap_or_default();
    assert!(
        postern_app::capability() == committed,
        "src-tauri/capabilities/main.json is out of date: run `cargo xtask bindings` and commit it"
    );
}

/// The compiler rejects a command on the list that doesn't exist, but not one that is missing from it.
#[test]
fn every_command_is_on_the_list() {
    let mut declared = Vec::new();
    for entry in fs::read_dir(SOURCES).expect("the folder exists") {
        let path = entry.expect("it can be read").path();
        let module = path.file_stem().and_then(|stem| stem.to_str());
        let module = module.expect("a module's name").to_owned();
        let source = fs::read_to_string(&path).expect("it can be read");
        for item in source.split("#[tauri::command").skip(1) {
            let (_, signature) = item.split_once("fn ").expect("a function");
            let name = signature.split(['(', '<']).next().unwrap_or_default();
            declared.push((module.clone(), name.to_owned()));
        }
    }
    let mut listed: Vec<(String, String)> = postern_app::COMMANDS
        .iter()
        .map(|(module, name)| ((*module).to_owned(), (*name).to_owned()))
        .collect();
    declared.sort();
    listed.sort();
    assert_eq!(
        declared, listed,
        "src/commands.rs doesn't have the commands that the sources declare"
    );
}
