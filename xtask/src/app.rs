//! Tasks that run the program: demo, screenshots, benchmarks, and generated files.

use std::fs;
use std::path::PathBuf;

use crate::page;
use crate::tools::{TaskError, cargo, root, tauri, tool};

/// The icons that `tauri.conf.json` names.
const ICONS: &[&str] = &[
    "32x32.png",
    "128x128.png",
    "128x128@2x.png",
    "icon.icns",
    "icon.ico",
    "icon.png",
];

/// Opens Postern on the demo account; without a display, walks through it and saves screenshots.
pub fn demo() -> Result<(), TaskError> {
    build()?;
    if has_display() {
        return tool(built("postern"), &["--demo"]).run();
    }
    let pictures = target().join("demo");
    tool(built("walk"), &["demo"])
        .env("POSTERN_PICTURES", &pictures)
        .run()?;
    println!(
        "\nNo display found. The screenshots are in {}",
        pictures.display()
    );
    Ok(())
}

/// Takes the README's screenshots.
pub fn screenshots() -> Result<(), TaskError> {
    build()?;
    tool(built("walk"), &["pictures"])
        .env("POSTERN_PICTURES", root().join("docs/pictures"))
        .run()
}

/// Runs the simulation, optimized.
pub fn simulate(arguments: &[String]) -> Result<(), TaskError> {
    cargo(&["run", "-p", "simulation", "--profile", "simulation", "--"])
        .args(arguments)
        .run()
}

/// Takes a screenshot of every screen in each size and theme.
pub fn gallery() -> Result<(), TaskError> {
    build()?;
    let pictures = target().join("gallery");
    tool(built("gallery"), &[])
        .env("POSTERN_PICTURES", &pictures)
        .run()?;
    println!("The screenshots are in {}", pictures.display());
    Ok(())
}

/// Runs the benchmarks in release, including the window's against an empty one.
pub fn bench(arguments: &[String]) -> Result<(), TaskError> {
    // Link-time optimization takes minutes per program, so only the measured ones are built.
    cargo(&[
        "build",
        "--release",
        "--workspace",
        "--bin",
        "postern",
        "--bin",
        "bench",
        "--bin",
        "bench_plan",
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

/// Searches the memory of a release build. Only root may read it.
pub fn memory() -> Result<(), TaskError> {
    cargo(&["build", "--release", "--workspace", "--bin", "postern"]).run()?;
    let stories = [
        "window::memory::a_lock_ends_the_process_of_the_page",
        "window::memory::other_programs_cannot_read_the_memory_and_a_crash_leaves_no_core",
    ];
    cargo(&[
        "test",
        "--release",
        // One package alone would be built with other features, and everything below it again.
        "--workspace",
        "--test",
        "window",
        "--",
    ])
    .args(&stories.map(str::to_owned))
    .run()
}

/// Generates ui/src/ipc/bindings.ts.
pub fn bindings() -> Result<(), TaskError> {
    page::stand_in()?;
    cargo(&["test", "--quiet", "--workspace", "--test", "bindings"])
        .env("POSTERN_WRITE_BINDINGS", "1")
        .run()
}

/// Generates the icons.
pub fn icons() -> Result<(), TaskError> {
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
        fs::copy(all.join(icon), &to).map_err(|source| TaskError::File { path: to, source })?;
    }
    Ok(())
}

/// Builds the programs. Building one test with them gives every package the features that
/// `cargo test --workspace` gives it; otherwise the packages would be compiled twice.
pub fn build() -> Result<(), TaskError> {
    cargo(&["build", "--workspace", "--bins", "--test", "bindings"]).run()
}

pub fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Cargo's build folder.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

pub fn built(program: &str) -> PathBuf {
    target()
        .join("debug")
        .join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
}
