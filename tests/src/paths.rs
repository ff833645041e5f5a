//! The paths of the program under test and of screenshots.

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

/// The program under test: `POSTERN_APP`, or `postern` in the folder of this build.
///
/// # Panics
/// It has not been built.
#[must_use]
pub fn program() -> PathBuf {
    let path = std::env::var_os("POSTERN_APP")
        .map_or_else(|| build_folder().join("postern"), PathBuf::from);
    assert!(
        path.is_file(),
        "{} is missing: build it with `cargo xtask test`, or set POSTERN_APP to its path",
        path.display()
    );
    path
}

/// Another program in the folder of this build, such as `examples/empty_window`.
#[must_use]
pub fn built(name: &str) -> PathBuf {
    build_folder().join(name)
}

/// The path of a screenshot in `POSTERN_PICTURES` or `target/window-tests`.
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
    std::fs::create_dir_all(&folder).expect("the folder for screenshots can be created");
    folder.join(format!("{name}.png"))
}
