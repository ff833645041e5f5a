//! What a CLI gets to know of Postern's own environment.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Cli;

/// How long a command may take. The Azure CLI needs several seconds to start.
const LIMIT: Duration = Duration::from_secs(30);

/// The variables that a CLI needs: where it is, who the user is, how they sign in, and how the network is reached.
const PASSED: [&str; 36] = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "LANG",
    "LANGUAGE",
    "TZ",
    "TMPDIR",
    "TEMP",
    "TMP",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "DBUS_SESSION_BUS_ADDRESS",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "PYENV_ROOT",
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "WINDIR",
    "COMSPEC",
    "PATHEXT",
    "USERPROFILE",
    "HOMEDRIVE",
    "HOMEPATH",
    "APPDATA",
    "LOCALAPPDATA",
    "PROGRAMFILES",
    "PROGRAMDATA",
];
/// And whatever begins like this.
const PASSED_BEGINNINGS: [&str; 3] = ["AWS_", "AZURE_", "LC_"];

/// What makes the CLIs print JSON and ask nothing.
const SET: [(&str, &str); 6] = [
    ("AWS_PAGER", ""),
    ("AWS_CLI_AUTO_PROMPT", "off"),
    ("AZURE_CORE_COLLECT_TELEMETRY", "false"),
    ("AZURE_CORE_ONLY_SHOW_ERRORS", "true"),
    ("AZURE_CORE_NO_COLOR", "true"),
    ("AZURE_CORE_SURVEY_MESSAGE", "false"),
];

/// Where CLIs are looked for, what they get to know, and how long they may take.
#[derive(Clone, Debug)]
pub struct CliEnvironment {
    variables: Vec<(OsString, OsString)>,
    /// `None`: in the path and the usual folders.
    folders: Option<Vec<PathBuf>>,
    pub limit: Duration,
}

impl Default for CliEnvironment {
    fn default() -> Self {
        Self::of(std::env::vars_os())
    }
}

impl CliEnvironment {
    /// With these variables, as far as a CLI needs them.
    pub fn of(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let passed = |(name, _): &(OsString, OsString)| {
            let name = name.to_string_lossy().to_ascii_uppercase();
            PASSED.contains(&name.as_str())
                || PASSED_BEGINNINGS
                    .iter()
                    .any(|begin| name.starts_with(begin))
        };
        Self {
            variables: variables.into_iter().filter(passed).collect(),
            folders: None,
            limit: LIMIT,
        }
    }

    /// The same, looking for CLIs in these folders only.
    #[must_use]
    pub fn only_in(self, folders: Vec<PathBuf>) -> Self {
        Self {
            folders: Some(folders),
            ..self
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&OsStr> {
        let found = |(known, _): &&(OsString, OsString)| {
            known == name || (cfg!(windows) && known.eq_ignore_ascii_case(name))
        };
        let (_, value) = self.variables.iter().find(found)?;
        Some(value)
    }

    pub(super) fn home(&self) -> Option<&Path> {
        let home = self.get(if cfg!(windows) { "USERPROFILE" } else { "HOME" })?;
        Some(Path::new(home)).filter(|home| home.is_absolute())
    }

    /// The folders in which CLIs are looked for. An application that was started from a dock has a short path.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        if let Some(folders) = &self.folders {
            return folders.clone();
        }
        let path = self.get("PATH").map(OsStr::to_owned).unwrap_or_default();
        let mut folders: Vec<PathBuf> = std::env::split_paths(&path)
            .filter(|folder| folder.is_absolute())
            .collect();
        let usual: &[&str] = if cfg!(windows) {
            &[
                r"C:\Program Files\Amazon\AWSCLIV2",
                r"C:\Program Files\Microsoft SDKs\Azure\CLI2\wbin",
            ]
        } else {
            &[
                "/usr/local/bin",
                "/opt/homebrew/bin",
                "/opt/local/bin",
                "/usr/bin",
                "/bin",
                "/snap/bin",
                "/home/linuxbrew/.linuxbrew/bin",
            ]
        };
        folders.extend(usual.iter().map(PathBuf::from));
        if let Some(home) = self.home() {
            let own = [
                ".local/bin",
                "bin",
                ".pyenv/shims",
                ".asdf/shims",
                ".local/share/mise/shims",
                ".nix-profile/bin",
            ];
            folders.extend(own.iter().map(|folder| home.join(folder)));
        }
        let mut seen = Vec::new();
        folders.retain(|folder| {
            let is_new = !seen.contains(folder);
            seen.push(folder.clone());
            is_new
        });
        folders
    }

    /// The variables for a program. The CLIs are scripts or start others, so they need a whole path.
    pub(super) fn variables_for(&self, cli: Cli) -> Vec<(OsString, OsString)> {
        let is_set = |name: &OsString| SET.iter().any(|(set, _)| name == set) || name == "PATH";
        let kept = self.variables.iter().filter(|(name, _)| !is_set(name));
        let others = match cli {
            Cli::Aws => "AZURE_",
            Cli::Az => "AWS_",
        };
        // The secrets of one cloud are none of the other's business.
        let kept = kept.filter(|(name, _)| !name.to_string_lossy().starts_with(others));
        let mut variables: Vec<(OsString, OsString)> = kept.cloned().collect();
        let set = SET.iter().filter(|(name, _)| !name.starts_with(others));
        variables.extend(set.map(|(name, value)| ((*name).into(), (*value).into())));
        let path = self.get("PATH").map(OsStr::to_owned).unwrap_or_default();
        let own = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
        let all = own.chain(self.folders());
        if let Ok(path) = std::env::join_paths(all) {
            variables.push(("PATH".into(), path));
        }
        variables
    }
}
