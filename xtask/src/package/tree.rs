//! The files of a package, laid out as on the user's machine.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::tools::{TaskError, root, tool};

use super::components::Components;
use super::{ID, NAME, Stamp, changelog, man, metainfo, notices, read, stamp, write};

/// Icons: the folder in the icon theme, and the file in `icons`.
const ICONS: &[(&str, &str)] = &[
    ("32x32", "32x32.png"),
    ("128x128", "128x128.png"),
    ("256x256", "128x128@2x.png"),
    ("512x512", "icon.png"),
    ("scalable", "postern.svg"),
];

/// A folder with the files of a package.
pub struct Tree {
    /// The folder that corresponds to `/`.
    pub folder: PathBuf,
    /// The date of its files.
    pub stamp: Stamp,
}

impl Tree {
    /// Fills a folder, which is emptied first.
    pub fn build(
        folder: &Path,
        program: &Path,
        components: &Components,
    ) -> Result<Self, TaskError> {
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(|source| TaskError::File {
                path: folder.to_path_buf(),
                source,
            })?;
        }
        let tree = Self {
            folder: folder.to_path_buf(),
            stamp: stamp()?,
        };
        tree.copy(program, &format!("usr/bin/{NAME}"))?;
        tree.copy(
            &root().join("src-tauri/linux/postern.desktop"),
            "usr/share/applications/Postern.desktop",
        )?;
        tree.copy(
            &root().join("src-tauri/linux/postern.policy"),
            &format!("usr/share/polkit-1/actions/{ID}.policy"),
        )?;
        let metainfo = format!("usr/share/metainfo/{ID}.metainfo.xml");
        tree.write(&metainfo, metainfo::xml(&tree.stamp)?)?;
        for (size, icon) in ICONS {
            let ending = icon.rsplit('.').next().unwrap_or_default();
            let to = format!("usr/share/icons/hicolor/{size}/apps/{NAME}.{ending}");
            tree.copy(&root().join("icons").join(icon), &to)?;
        }
        tree.write(
            &format!("usr/share/man/man1/{NAME}.1"),
            man::page(&tree.stamp)?,
        )?;
        let doc = format!("usr/share/doc/{NAME}");
        tree.write(
            &format!("{doc}/copyright"),
            notices::debian_copyright(components)?,
        )?;
        // Plain: the package's xz packs it in half of what gzip makes of it.
        tree.write(&format!("{doc}/NOTICES"), notices::notices(components)?)?;
        let changes = read(&root().join("CHANGELOG.md"))?;
        tree.write(
            &format!("{doc}/changelog"),
            changelog::debian(&changes, &tree.stamp)?,
        )?;
        tree.copy(
            &standard_library()?,
            &format!("{doc}/rust-standard-library.html"),
        )?;
        for file in [
            format!("usr/share/man/man1/{NAME}.1"),
            format!("{doc}/changelog"),
        ] {
            let path = tree.folder.join(file).display().to_string();
            tool("gzip", &["-9n", &path]).quietly()?;
        }
        tool(
            "chmod",
            &["-R", "u=rwX,go=rX", &tree.folder.display().to_string()],
        )
        .quietly()?;
        tool("chmod", &["755", &tree.path(&format!("usr/bin/{NAME}"))]).quietly()?;
        Ok(tree)
    }

    /// The files for Tauri's RPM: by their place on the user's machine, without those that Tauri adds itself.
    pub fn beside_the_program(&self) -> Result<BTreeMap<String, PathBuf>, TaskError> {
        let own = ["usr/bin/", "usr/share/applications/", "usr/share/icons/"];
        let files = self.files()?.into_iter();
        Ok(files
            .filter(|file| {
                !own.iter().any(|start| file.starts_with(start)) || file.ends_with(".svg")
            })
            .map(|file| (format!("/{file}"), self.folder.join(&file)))
            .collect())
    }

    /// The paths of its files, relative to the folder.
    pub fn files(&self) -> Result<Vec<String>, TaskError> {
        let listed = tool(
            "find",
            &[
                &self.folder.display().to_string(),
                "-type",
                "f",
                "-printf",
                "%P\\n",
            ],
        )
        .answer();
        let listed = listed
            .ok_or_else(|| TaskError::Missing("The package's files can't be listed.".to_owned()))?;
        let mut files: Vec<String> = listed.lines().map(str::to_owned).collect();
        files.retain(|file| !file.starts_with("DEBIAN/"));
        files.sort();
        Ok(files)
    }

    /// A file's path, for a command line.
    pub fn path(&self, file: &str) -> String {
        self.folder.join(file).display().to_string()
    }

    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) -> Result<(), TaskError> {
        write(&self.folder.join(file), text)
    }

    fn copy(&self, from: &Path, to: &str) -> Result<(), TaskError> {
        let bytes = fs::read(from).map_err(|source| TaskError::File {
            path: from.to_path_buf(),
            source,
        })?;
        self.write(to, bytes)
    }
}

/// The copyright notices of Rust's standard library, which is linked into the program.
fn standard_library() -> Result<PathBuf, TaskError> {
    let sysroot = tool("rustc", &["--print", "sysroot"])
        .answer()
        .unwrap_or_default();
    let file = Path::new(sysroot.trim()).join("share/doc/rust/COPYRIGHT-library.html");
    if file.is_file() {
        Ok(file)
    } else {
        Err(TaskError::Missing(format!(
            "{} is missing. It comes with the Rust that https://rustup.rs installs.",
            file.display()
        )))
    }
}
