//! Declares the commands, so that a window may only call those that its capability allows by name.

#[expect(dead_code, reason = "the guards are for a table and a test")]
#[path = "src/commands.rs"]
mod commands;

fn main() {
    // `cargo xtask bindings` sets this. Without it a capability that still names a removed command would fail the
    // build before the bindings could be generated.
    if std::env::var_os("POSTERN_WRITE_BINDINGS").is_some() {
        for (file, text) in [
            ("capabilities/main.json", commands::capability()),
            ("capabilities/key.json", commands::key_capability()),
        ] {
            std::fs::write(file, text).expect("the capability can be written");
        }
    }
    let all = commands::COMMANDS.iter().chain([&commands::KEY_COMMAND]);
    let names: Vec<&str> = all.map(|(_, name)| *name).collect();
    let manifest = tauri_build::AppManifest::new().commands(names.leak());
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the Tauri configuration is valid");
}
