//! What the program answers on a terminal, where it opens no window.
#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

use std::process::{Command, Output};

fn postern(arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_postern"))
        .args(arguments)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn help_names_every_option() {
    let (status, printed, wrong) = postern(&["--help"]);
    assert_eq!((status, wrong.as_str()), (Some(0), ""));
    for word in [
        "Usage: postern [OPTIONS] [LINK]",
        "--demo",
        "Open the demo account",
        "--version",
    ] {
        assert!(printed.contains(word), "{word}: {printed}");
    }
}

#[test]
fn version_is_the_packages() {
    let version = format!("postern {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(postern(&["--version"]), (Some(0), version, String::new()));
}

#[test]
fn an_unknown_option_is_named() {
    let (status, printed, wrong) = postern(&["--x"]);
    assert_eq!((status, printed.as_str()), (Some(2), ""));
    assert_eq!(
        wrong,
        "postern: unknown option --x\nRun postern --help for the options.\n"
    );
}

#[test]
fn a_misspelled_option_is_guessed() {
    let (status, _, wrong) = postern(&["--dmeo"]);
    assert_eq!(status, Some(2));
    assert!(
        wrong.starts_with("postern: unknown option --dmeo\nDid you mean --demo?\n"),
        "{wrong}"
    );
}

#[test]
fn an_argument_that_is_no_option_is_named() {
    let (status, _, wrong) = postern(&["orders"]);
    assert_eq!(status, Some(2));
    assert!(
        wrong.starts_with("postern: unknown argument orders\n"),
        "{wrong}"
    );
}

#[test]
fn an_option_given_twice_is_refused() {
    let (status, _, wrong) = postern(&["--demo", "--demo"]);
    assert_eq!(status, Some(2));
    assert!(
        wrong.starts_with("postern: the argument '--demo' cannot be used multiple times"),
        "{wrong}"
    );
}
