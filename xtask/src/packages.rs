//! Installs what building and testing need from the system.

use std::path::Path;

use crate::tools::{TaskError, tool};

/// The Debian packages and what each is for.
const DEBIAN: &[(&str, &str)] = &[
    ("build-essential", "linking"),
    ("pkg-config", "locating libraries"),
    ("libwebkit2gtk-4.1-dev", "the window"),
    ("librsvg2-dev", "the window's icons"),
    ("libsecret-1-0", "the keyring"),
    ("gnome-keyring", "tests: a real keyring"),
    ("keepassxc", "tests: a keyring that asks for each program"),
    ("libkf5wallet-bin", "tests: KWallet as the keyring"),
    ("libqca-qt5-2-plugins", "tests: KWallet's encryption"),
    ("dbus-x11", "tests: a session bus"),
    ("xvfb", "tests: a virtual display"),
    ("webkit2gtk-driver", "tests: controlling the window"),
    (
        "libsecret-tools",
        "tests: the keyring as other programs see it",
    ),
    ("at-spi2-core", "tests: what a screen reader gets"),
    ("xclip", "tests: the clipboard"),
    ("x11-utils", "tests: native dialogs"),
    ("xdotool", "tests: pressing buttons in native dialogs"),
    ("openbox", "tests: minimizing the window"),
    ("strace", "tests: what the program writes"),
    ("shellcheck", "tests: the recipe scripts"),
    ("python3-venv", "tests: the cloud vendors' tools"),
    ("postgresql", "tests: a real server for the network check"),
    ("squid", "tests: a proxy with a login"),
    ("tinyproxy-bin", "tests: a proxy with a login"),
    ("mitmproxy", "tests: a proxy that inspects TLS"),
    ("lintian", "tests: Debian's policy on the package"),
    (
        "appstream",
        "tests: the package's entry in software centers",
    ),
    (
        "desktop-file-utils",
        "tests: the package's entry in the menu",
    ),
    ("libarchive-tools", "tests: what is in the RPM"),
    ("fakeroot", "tests: installing the package into a folder"),
];

/// The oldest Node.js that builds the page; `engines` in ui/package.json says the same.
const NODE: (u32, u32) = (20, 19);

/// Installs missing packages with `apt-get`; elsewhere, says what to install.
pub fn install() -> Result<(), TaskError> {
    if cfg!(target_os = "linux") {
        if Path::new("/usr/bin/apt-get").exists() {
            debian()?;
        } else {
            println!(
                "This isn't Debian or Ubuntu. Install the equivalents of these packages: {}",
                names(DEBIAN).join(" ")
            );
        }
    }
    node()
}

fn debian() -> Result<(), TaskError> {
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

fn apt(arguments: &[&str], packages: &[String]) -> Result<(), TaskError> {
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

fn node() -> Result<(), TaskError> {
    let (major, minor) = NODE;
    let wanted = format!("Install Node.js {major}.{minor} or newer: https://nodejs.org");
    let version = tool("node", &["--version"])
        .answer()
        .ok_or_else(|| TaskError::Missing(format!("Node.js isn't installed. {wanted}")))?;
    let mut numbers = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(str::parse::<u32>);
    let found = (numbers.next(), numbers.next());
    match found {
        (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= NODE => Ok(()),
        _ => Err(TaskError::Missing(format!(
            "Node.js {} is too old. {wanted}",
            version.trim()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::tools::root;

    #[test]
    fn the_oldest_node_is_the_same_everywhere() {
        let (major, minor) = super::NODE;
        for name in ["ui/package.json", "README.md"] {
            let text = fs::read_to_string(root().join(name)).expect("a file in the workspace");
            assert!(text.contains(&format!("{major}.{minor}")), "{name}");
        }
    }

    #[test]
    fn the_rust_version_is_the_same_everywhere() {
        let read = |name: &str| fs::read_to_string(root().join(name)).expect("a file");
        let version = |text: &str, key: &str| -> String {
            let line = text.lines().find(|line| line.starts_with(key));
            let value = line.and_then(|line| line.split('"').nth(1));
            value.expect(key).trim_end_matches(".0").to_owned()
        };
        let oldest = version(&read("Cargo.toml"), "rust-version");
        assert!(read("README.md").contains(&oldest), "README.md: {oldest}");
    }
}
