//! The page's bindings say what the commands are now.

use std::path::Path;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/ipc/bindings.ts");

/// With `POSTERN_WRITE_BINDINGS=1` this writes the file instead of comparing it.
#[test]
fn the_pages_bindings_are_fresh() {
    if std::env::var_os("POSTERN_WRITE_BINDINGS").is_some() {
        postern_app::write_typescript(Path::new(COMMITTED)).expect("written");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let fresh = folder.path().join("bindings.ts");
    postern_app::write_typescript(&fresh).expect("every type can be said in TypeScript");
    let fresh = std::fs::read_to_string(fresh).expect("written");
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(
        fresh == committed,
        "ui/src/ipc/bindings.ts is stale: run `cargo xtask bindings` and commit it"
    );
}
