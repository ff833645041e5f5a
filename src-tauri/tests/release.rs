//! A release build has no switch that answers a dialog, or that changes times.

use std::path::Path;
use std::process::Command;

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/test_answer.rs");
const SWITCH: &[u8] = b"POSTERN_TEST_";

/// Compiles the file that has the switch under the condition that `src/lib.rs` has for it.
fn has_switch(debug_assertions: &str) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let main = folder.path().join("main.rs");
    let compiled = folder.path().join("program");
    let source = format!(
        "{} #[path = {SOURCE:?}] mod test_answer;
         fn main() {{ #[cfg(debug_assertions)] let _ = (test_answer::answer(), test_answer::lag()); }}",
        condition(),
    );
    std::fs::write(&main, source).expect("a file");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let built = Command::new(rustc)
        .args(["--edition=2024", "-C"])
        .arg(format!("debug-assertions={debug_assertions}"))
        .arg("-o")
        .arg(&compiled)
        .arg(&main)
        .status()
        .expect("rustc runs");
    assert!(built.success());
    let program = std::fs::read(&compiled).expect("a program");
    program.windows(SWITCH.len()).any(|part| part == SWITCH)
}

/// What stands before `mod test_answer;`.
fn condition() -> String {
    let lib = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs");
    let lib = std::fs::read_to_string(lib).expect("it can be read");
    let (before, _) = lib.split_once("mod test_answer;").expect("it is declared");
    let before = before.trim_end();
    let line = before.lines().last().unwrap_or_default();
    if line.starts_with("#[") { line } else { "" }.to_owned()
}

#[test]
fn only_a_debug_build_has_the_switch() {
    assert!(has_switch("yes"));
    assert!(!has_switch("no"));
}

/// The switch is nowhere else, so that the test above covers it.
#[test]
fn the_switch_is_in_one_file() {
    let mut folders = vec![
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/postern/src"),
    ];
    let mut with_switch = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read(&path).expect("it can be read");
            if text.windows(SWITCH.len()).any(|part| part == SWITCH) {
                with_switch.push(path);
            }
        }
    }
    assert_eq!(with_switch, [Path::new(SOURCE)]);
}
