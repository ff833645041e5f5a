//! The program: showing it, picturing it, and what is generated from it or for it.

use std::fs;
use std::path::PathBuf;

use crate::page;
use crate::tools::{Failed, cargo, root, tauri, tool};

/// The icons that `tauri.conf.json` names.
const ICONS: &[&str] = &[
    "32x32.png",
    "128x128.png",
    "128x128@2x.png",
    "icon.icns",
    "icon.ico",
    "icon.png",
];

/// Opens Postern on the demo account; without a display, walks through it and saves pictures.
pub fn demo() -> Result<(), Failed> {
    build()?;
    if has_display() {
        return tool(built("postern"), &["--demo"]).run();
    }
    let pictures = target().join("demo");
    tool(built("walk"), &["demo"])
        .env("POSTERN_PICTURES", &pictures)
        .run()?;
    println!(
        "\nThere is no display here: the pictures are in {}",
        pictures.display()
    );
    Ok(())
}

/// Takes the README's pictures.
pub fn screenshots() -> Result<(), Failed> {
    build()?;
    tool(built("walk"), &["pictures"])
        .env("POSTERN_PICTURES", root().join("docs/pictures"))
        .run()
}

/// Measures, in release; the window too, against an empty one.
pub fn bench(arguments: &[String]) -> Result<(), Failed> {
    // Each program takes minutes to optimize at link time: only those that are measured are built.
    cargo(&[
        "build",
        "--release",
        "--workspace",
        "--bin",
        "postern",
        "--bin",
        "bench",
        "--example",
        "empty_window",
        "--features",
        "postern-app/bench",
    ])
    .run()?;
    tool(target().join("release/bench"), &[])
        .args(arguments)
        .run()
}

/// Generates the page's bindings.
pub fn bindings() -> Result<(), Failed> {
    page::stand_in()?;
    cargo(&["test", "--quiet", "--workspace", "--test", "bindings"])
        .env("POSTERN_WRITE_BINDINGS", "1")
        .run()
}

/// Generates the icons.
pub fn icons() -> Result<(), Failed> {
    let all = target().join("icons");
    let svg = root().join("icons/postern.svg");
    let paths = [
        &svg.display().to_string(),
        "--output",
        &all.display().to_string(),
    ]
    .map(str::to_owned);
    tauri(&["icon"]).args(&paths).run()?;
    for icon in ICONS {
        let to = root().join("icons").join(icon);
        fs::copy(all.join(icon), &to).map_err(|source| Failed::File { path: to, source })?;
    }
    Ok(())
}

/// Builds the programs. A test is built along with them so that every package is compiled with the
/// features that `cargo test --workspace` gives it, and not a second time for that.
pub fn build() -> Result<(), Failed> {
    cargo(&["build", "--workspace", "--bins", "--test", "bindings"]).run()
}

fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The folder that cargo builds in.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

fn built(program: &str) -> PathBuf {
    target()
        .join("debug")
        .join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
}
