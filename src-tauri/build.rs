//! Declares the commands, so that a window may only call those that its capability allows by name.

#[path = "src/commands.rs"]
mod commands;

fn main() {
    // `cargo xtask bindings` sets this. Without it a capability that still names a removed command would fail the
    // build before the bindings could be generated.
    if std::env::var_os("POSTERN_WRITE_BINDINGS").is_some() {
        std::fs::write("capabilities/main.json", commands::capability())
            .expect("capabilities/main.json can be written");
    }
    let names: Vec<&str> = commands::COMMANDS.iter().map(|(_, name)| *name).collect();
    let manifest = tauri_build::AppManifest::new().commands(names.leak());
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the Tauri configuration is valid");
}
