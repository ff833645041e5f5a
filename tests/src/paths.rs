//! Where the program under test is, and where pictures go.

use std::path::{Path, PathBuf};

/// The folder of this build, such as `target/debug`.
fn build_folder() -> PathBuf {
    let program = std::env::current_exe().expect("a program knows its own path");
    let folder = program.parent().expect("a program is in a folder");
    // Tests are built one folder deeper.
    match folder.parent() {
        Some(above) if folder.ends_with("deps") => above.to_path_buf(),
        _ => folder.to_path_buf(),
    }
}

/// The program under test: `POSTERN_APP`, or the one that was built beside this test.
///
/// # Panics
/// When it has not been built.
#[must_use]
pub fn program() -> PathBuf {
    let path = std::env::var_os("POSTERN_APP")
        .map_or_else(|| build_folder().join("postern"), PathBuf::from);
    assert!(
        path.is_file(),
        "{} is missing: build it first with `cargo xtask test`, or name it in POSTERN_APP",
        path.display()
    );
    path
}

/// A program that was built along with this one, such as `examples/empty_window`.
#[must_use]
pub fn beside(name: &str) -> PathBuf {
    build_folder().join(name)
}

/// The file for a picture: `POSTERN_PICTURES`, or `target/window-tests`.
pub(crate) fn picture(name: &str) -> PathBuf {
    let folder = std::env::var_os("POSTERN_PICTURES").map_or_else(
        || {
            build_folder()
                .parent()
                .unwrap_or(Path::new("."))
                .join("window-tests")
        },
        PathBuf::from,
    );
    std::fs::create_dir_all(&folder).expect("pictures need a folder");
    folder.join(format!("{name}.png"))
}
