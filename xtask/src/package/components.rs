//! Third-party software in the program: crates, npm packages and fonts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::tools::{TaskError, cargo, root, tool};

use super::read;

/// Development tools that put code of their own into the built page: base styles and the module loader.
const PARTS_OF_TOOLS: &[&str] = &["node_modules/tailwindcss", "node_modules/vite"];

/// All third-party components.
pub struct Components {
    /// By package URL.
    pub all: BTreeMap<String, Component>,
}

/// A crate or an npm package.
#[derive(Clone, Debug, Default)]
pub struct Component {
    /// `rust` or `npm`.
    pub kind: &'static str,
    pub name: String,
    pub version: String,
    /// An SPDX expression; old crates write `/` for `OR`.
    pub license: String,
    pub authors: Vec<String>,
    /// The URL of its repository.
    pub repository: Option<String>,
    /// Where its files are on this machine.
    pub folder: PathBuf,
    /// The lock file's hash: the algorithm as CycloneDX names it, and the value in hex.
    pub hash: Option<(&'static str, String)>,
    /// The package URLs of its own dependencies.
    pub uses: BTreeSet<String>,
}

impl Component {
    /// The package URL.
    pub fn purl(&self) -> String {
        let kind = if self.kind == "rust" { "cargo" } else { "npm" };
        format!(
            "pkg:{kind}/{}@{}",
            self.name.replace('@', "%40"),
            self.version
        )
    }

    pub fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

impl Components {
    /// Reads the lock files and the installed packages.
    pub fn read() -> Result<Self, TaskError> {
        let all = crates()?.into_iter().chain(page()?);
        Ok(Self {
            all: all.map(|one| (one.purl(), one)).collect(),
        })
    }
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Crate>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Crate {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    #[serde(default)]
    authors: Vec<String>,
    repository: Option<String>,
    source: Option<String>,
    manifest_path: PathBuf,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    dependencies: Vec<String>,
}

/// The crates that are linked into the program on this system.
fn crates() -> Result<Vec<Component>, TaskError> {
    let host = tool("rustc", &["--version", "--verbose"]).answer();
    let host = host
        .as_deref()
        .and_then(|text| text.lines().find_map(|line| line.strip_prefix("host: ")))
        .ok_or_else(|| TaskError::Missing("rustc doesn't report its host target.".to_owned()))?;
    // Only `cargo tree` resolves features for this one package; `cargo metadata` has everything else.
    let tree = [
        "tree",
        "--package",
        "postern-app",
        "--edges",
        "normal,no-proc-macro",
        "--target",
        host,
        "--prefix",
        "none",
        "--format",
        "{p}",
    ];
    let tree = answer(cargo(&tree), "cargo tree")?;
    let linked: BTreeSet<(&str, &str)> = tree
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?, words.next()?.strip_prefix('v')?))
        })
        .collect();
    let metadata = [
        "metadata",
        "--format-version",
        "1",
        "--filter-platform",
        host,
    ];
    let metadata: Metadata = parse(
        &answer(cargo(&metadata), "cargo metadata")?,
        "cargo metadata",
    )?;
    let hashes = checksums()?;
    let theirs: BTreeMap<&str, &Crate> = metadata
        .packages
        .iter()
        .filter(|one| one.source.is_some() && linked.contains(&(&*one.name, &*one.version)))
        .map(|one| (one.id.as_str(), one))
        .collect();
    let uses: BTreeMap<&str, &[String]> = metadata
        .resolve
        .nodes
        .iter()
        .map(|node| (node.id.as_str(), node.dependencies.as_slice()))
        .collect();
    let component = |one: &Crate| Component {
        kind: "rust",
        name: one.name.clone(),
        version: one.version.clone(),
        license: one.license.clone().unwrap_or_default(),
        authors: one.authors.clone(),
        repository: one.repository.clone(),
        folder: one
            .manifest_path
            .parent()
            .map(Path::to_path_buf)
            .unwrap_or_default(),
        hash: hashes
            .get(&(one.name.clone(), one.version.clone()))
            .map(|hash| ("SHA-256", hash.clone())),
        uses: BTreeSet::new(),
    };
    Ok(theirs
        .values()
        .map(|one| Component {
            uses: uses
                .get(one.id.as_str())
                .into_iter()
                .copied()
                .flatten()
                .filter_map(|id| theirs.get(id.as_str()))
                .map(|used| component(used).purl())
                .collect(),
            ..component(one)
        })
        .collect())
}

/// Hashes in Cargo.lock, by name and version.
fn checksums() -> Result<BTreeMap<(String, String), String>, TaskError> {
    let lock = read(&root().join("Cargo.lock"))?;
    let value = |block: &str, key: &str| {
        let line = block
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
        line.map(|value| value.trim_matches('"').to_owned())
    };
    let blocks = lock.split("[[package]]").skip(1);
    Ok(blocks
        .filter_map(|block| {
            Some((
                (value(block, "name")?, value(block, "version")?),
                value(block, "checksum")?,
            ))
        })
        .collect())
}

#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, Locked>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Locked {
    #[serde(default)]
    version: String,
    #[serde(default)]
    license: String,
    integrity: Option<String>,
    #[serde(default)]
    dev: bool,
    #[serde(default)]
    dev_optional: bool,
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
}

/// The part of a package.json that names the author.
#[derive(Deserialize)]
struct Manifest {
    author: Option<Author>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Author {
    Text(String),
    Named { name: String },
}

/// The npm packages in the built page.
fn page() -> Result<Vec<Component>, TaskError> {
    let lock: Lock = parse(
        &read(&root().join("ui/package-lock.json"))?,
        "ui/package-lock.json",
    )?;
    let built_in = |path: &str, one: &Locked| {
        !path.is_empty() && (!(one.dev || one.dev_optional) || PARTS_OF_TOOLS.contains(&path))
    };
    let title = |path: &str, one: &Locked| Component {
        kind: "npm",
        name: path
            .rsplit("node_modules/")
            .next()
            .unwrap_or(path)
            .to_owned(),
        version: one.version.clone(),
        ..Component::default()
    };
    let mut found = Vec::new();
    for (path, one) in lock
        .packages
        .iter()
        .filter(|(path, one)| built_in(path, one))
    {
        let folder = root().join("ui").join(path);
        let manifest: Manifest = parse(&read(&folder.join("package.json"))?, path)?;
        let author = manifest.author.map(|author| match author {
            Author::Text(name) | Author::Named { name } => name,
        });
        let uses = one.dependencies.keys().filter_map(|name| {
            // npm's resolution: the nested package first, then the top-level one.
            let used = [
                format!("{path}/node_modules/{name}"),
                format!("node_modules/{name}"),
            ];
            let (at, used) = used.iter().find_map(|at| lock.packages.get_key_value(at))?;
            built_in(at, used).then(|| title(at, used).purl())
        });
        found.push(Component {
            license: one.license.clone(),
            authors: author.into_iter().collect(),
            hash: one.integrity.as_deref().and_then(sha512),
            uses: uses.collect(),
            folder,
            ..title(path, one)
        });
    }
    Ok(found)
}

/// An `integrity` value in hex.
fn sha512(integrity: &str) -> Option<(&'static str, String)> {
    use base64::Engine as _;

    let bytes =
        base64::engine::general_purpose::STANDARD.decode(integrity.strip_prefix("sha512-")?);
    let hex = bytes
        .ok()?
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Some(("SHA-512", hex))
}

fn answer(asked: crate::tools::Tool, what: &str) -> Result<String, TaskError> {
    asked
        .answer()
        .ok_or_else(|| TaskError::Missing(format!("{what} failed. Run it by hand to see why.")))
}

fn parse<T: DeserializeOwned>(text: &str, what: &str) -> Result<T, TaskError> {
    serde_json::from_str(text)
        .map_err(|error| TaskError::Missing(format!("{what} can't be read: {error}")))
}
