//! What must be installed before anything can be built or tested.

use std::path::Path;

use crate::tools::{Failed, tool};

/// Debian's packages, and what each is for.
const DEBIAN: &[(&str, &str)] = &[
    ("build-essential", "linking"),
    ("pkg-config", "finding libraries"),
    ("libwebkit2gtk-4.1-dev", "the window"),
    ("librsvg2-dev", "the window's icons"),
    ("libsecret-1-0", "the keyring"),
    ("gnome-keyring", "tests: a real keyring"),
    ("dbus-x11", "tests: a session bus"),
    ("xvfb", "tests: a screen"),
    ("webkit2gtk-driver", "tests: driving the window"),
    (
        "libsecret-tools",
        "tests: the keyring as another program sees it",
    ),
    ("xclip", "tests: the clipboard"),
    ("x11-utils", "tests: the desktop's own windows"),
    ("xdotool", "tests: pressing buttons in them"),
    ("shellcheck", "tests: the scripts of the recipes"),
    ("python3-venv", "tests: the clouds' own tools"),
    ("postgresql", "tests: a real server for the network check"),
    ("lintian", "tests: Debian's policy on the package"),
    (
        "appstream",
        "tests: the package's entry in software centers",
    ),
    (
        "desktop-file-utils",
        "tests: the package's entry in the menu",
    ),
    ("fakeroot", "tests: installing the package into a folder"),
];

/// The oldest Node.js that builds the page.
const NODE: (u32, u32) = (20, 19);

/// Installs the packages that are missing, where there is `apt-get`; says what to install elsewhere.
pub fn install() -> Result<(), Failed> {
    if cfg!(target_os = "linux") {
        if Path::new("/usr/bin/apt-get").exists() {
            debian()?;
        } else {
            println!(
                "This isn't Debian or Ubuntu. Install what these are called here: {}",
                names(DEBIAN).join(" ")
            );
        }
    }
    node()
}

fn debian() -> Result<(), Failed> {
    let missing: Vec<_> = DEBIAN
        .iter()
        .copied()
        .filter(|(package, _)| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    for (package, purpose) in &missing {
        println!("missing: {package} ({purpose})");
    }
    apt(&["update"], &[])?;
    apt(
        &["install", "--yes", "--no-install-recommends"],
        &names(&missing),
    )
}

fn names(packages: &[(&str, &str)]) -> Vec<String> {
    packages
        .iter()
        .map(|(package, _)| (*package).to_owned())
        .collect()
}

fn is_installed(package: &str) -> bool {
    tool(
        "dpkg-query",
        &["--show", "--showformat=${db:Status-Status}", package],
    )
    .answer()
    .is_some_and(|status| status.trim() == "installed")
}

fn apt(arguments: &[&str], packages: &[String]) -> Result<(), Failed> {
    let is_root = tool("id", &["-u"])
        .answer()
        .is_some_and(|id| id.trim() == "0");
    let apt = if is_root {
        tool("apt-get", arguments)
    } else {
        tool("sudo", &[&["apt-get"], arguments].concat())
    };
    apt.env("DEBIAN_FRONTEND", "noninteractive")
        .args(packages)
        .run()
}

fn node() -> Result<(), Failed> {
    let (major, minor) = NODE;
    let wanted = format!("Install Node.js {major}.{minor} or newer: https://nodejs.org");
    let version = tool("node", &["--version"])
        .answer()
        .ok_or_else(|| Failed::Missing(format!("There is no Node.js. {wanted}")))?;
    let mut numbers = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(str::parse::<u32>);
    let found = (numbers.next(), numbers.next());
    match found {
        (Some(Ok(has)), Some(Ok(and))) if (has, and) >= NODE => Ok(()),
        _ => Err(Failed::Missing(format!(
            "Node.js is {}. {wanted}",
            version.trim()
        ))),
    }
}
