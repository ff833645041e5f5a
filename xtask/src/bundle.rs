//! The packages that users install.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::app::target;
use crate::package::{self, Build, Components, Deb, LIMIT, Rpm, Tree};
use crate::tools::{TaskError, cargo, tauri, tool};

/// `cargo xtask bundle` has already built the page. Building it again would make cargo compile the program again.
const PAGE_IS_BUILT: &str = r#"{"build": {"beforeBuildCommand": null}}"#;

/// The extensions of packages and of the SBOM.
const KINDS: &[&str] = &["deb", "rpm", "msi", "exe", "dmg", "app", "json"];

/// Builds and checks this system's packages, and prints their paths.
pub fn bundle() -> Result<(), TaskError> {
    let folder = target().join("release/bundle");
    let failed = |source| TaskError::File {
        path: folder.clone(),
        source,
    };
    // Packages of earlier versions would be listed along with the new ones.
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    let components = Components::read()?;
    if cfg!(target_os = "linux") {
        linux(&components, &folder)?;
    } else {
        tauri(&["build", "--config", PAGE_IS_BUILT, "--", "--locked"]).run()?;
    }
    package::bill_of_materials(&components, &folder.join("sbom/postern.cdx.json"))?;
    println!();
    for package in packages(&folder).map_err(failed)? {
        println!("{}", package.display());
    }
    Ok(())
}

/// A deb and an RPM. No AppImage: the Tauri CLI would download programs for it.
fn linux(components: &Components, folder: &Path) -> Result<(), TaskError> {
    let build = [
        "build",
        "--no-bundle",
        "--config",
        PAGE_IS_BUILT,
        "--",
        "--locked",
    ];
    tauri(&build).run()?;
    let program = target().join("release/postern");
    check_no_switch(&program)?;
    let work = target().join("package");
    let tree = Tree::build(&work.join("root"), &program, components)?;
    let deb = Deb::pack(&tree, &folder.join("deb"), 9)?;
    let rpm = Rpm::pack(&tree, Build::Release, &target(), &work)?;

    package::check_texts(&tree)?;
    rpm.check(&tree)?;
    package::check_policy(&deb)?;
    deb.check_size(LIMIT)?;
    cargo(&["build", "--package", "postern-tests", "--bin", "opens"]).run()?;
    install_and_open(&deb, &work)
}

/// Fails if the program would take the answers to its confirmations from the environment, as a debug build does.
fn check_no_switch(program: &Path) -> Result<(), TaskError> {
    const SWITCH: &[u8] = b"POSTERN_TEST_";
    let bytes = fs::read(program).map_err(|source| TaskError::File {
        path: program.to_owned(),
        source,
    })?;
    if bytes.windows(SWITCH.len()).any(|part| part == SWITCH) {
        let message = "The release build has the switch that answers confirmations in tests.";
        return Err(TaskError::Missing(message.to_owned()));
    }
    Ok(())
}

/// Packs the debug build, which must be there, checks the RPM, and installs, opens and removes the deb.
pub fn debug() -> Result<(), TaskError> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let work = target().join("package-debug");
    let program = work.join("postern");
    let (built, copy) = (
        target().join("debug/postern"),
        program.display().to_string(),
    );
    tool(
        "install",
        &["-D", "--strip", &built.display().to_string(), &copy],
    )
    .run()?;
    let tree = Tree::build(&work.join("root"), &program, &Components::read()?)?;
    Rpm::pack(&tree, Build::Debug, &target(), &work)?.check(&tree)?;
    let deb = Deb::pack(&tree, &work.join("deb"), 0)?;
    install_and_open(&deb, &work)
}

fn install_and_open(deb: &Deb, work: &Path) -> Result<(), TaskError> {
    package::install_and_remove(deb, &work.join("installed"), |installed| {
        package::check_version(&installed.display().to_string())?;
        tool(target().join("debug/opens"), &[])
            .env("POSTERN_APP", installed)
            .env("POSTERN_PICTURES", work)
            .run()
    })
}

/// Each kind of package has a folder, which also holds the files that it was made from.
fn packages(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for kind in fs::read_dir(folder)? {
        for entry in fs::read_dir(kind?.path())? {
            let path = entry?.path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            if ending.is_some_and(|ending| KINDS.contains(&ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
