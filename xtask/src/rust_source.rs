//! Reads the sources of a crate: its modules, and the items in each.

use std::fs;
use std::path::{Path, PathBuf};

use syn::{Attribute, Expr, Item, Lit, Meta};

use crate::tools::TaskError;

/// One module of a crate, inline modules included.
pub struct Module {
    /// Its names below the crate: `["plan", "merge"]`; empty for the crate itself.
    pub path: Vec<String>,
    /// The file that it stands in.
    pub file: PathBuf,
    /// Whether it is compiled for tests only.
    pub only_tests: bool,
    /// What it declares. Its submodules follow as modules of their own.
    pub items: Vec<Item>,
}

/// Reads a crate from its root file (`lib.rs`, `main.rs` or a file of integration tests).
pub fn modules(root: &Path) -> Result<Vec<Module>, TaskError> {
    let mut found = Vec::new();
    let folder = root.parent().unwrap_or(Path::new("")).to_path_buf();
    let place = Place {
        path: Vec::new(),
        folder,
        only_tests: false,
    };
    read(root, place, &mut found)?;
    Ok(found)
}

/// Where a module stands.
struct Place {
    path: Vec<String>,
    /// Where the files of its submodules are.
    folder: PathBuf,
    only_tests: bool,
}

fn read(file: &Path, place: Place, found: &mut Vec<Module>) -> Result<(), TaskError> {
    let text = fs::read_to_string(file).map_err(|source| TaskError::File {
        path: file.to_path_buf(),
        source,
    })?;
    let parsed = syn::parse_file(&text)
        .map_err(|error| TaskError::Missing(format!("{}: {error}", file.display())))?;
    collect(file, parsed.items, place, found)
}

fn collect(
    file: &Path,
    items: Vec<Item>,
    place: Place,
    found: &mut Vec<Module>,
) -> Result<(), TaskError> {
    let mut own = Vec::new();
    let mut inner = Vec::new();
    for item in items {
        match item {
            Item::Mod(module) => inner.push(module),
            item => own.push(item),
        }
    }
    for module in inner {
        let name = module.ident.to_string();
        let below = Place {
            path: [place.path.clone(), vec![name.clone()]].concat(),
            folder: place.folder.join(&name),
            only_tests: place.only_tests || is_for_tests(&module.attrs),
        };
        if let Some((_, items)) = module.content {
            collect(file, items, below, found)?;
            continue;
        }
        let named = path_attribute(&module.attrs)
            .map(|path| file.parent().unwrap_or(Path::new("")).join(path));
        let beside = place.folder.join(format!("{name}.rs"));
        let inside = place.folder.join(&name).join("mod.rs");
        let file = named.unwrap_or(if beside.exists() { beside } else { inside });
        read(&file, below, found)?;
    }
    found.push(Module {
        path: place.path,
        file: file.to_path_buf(),
        only_tests: place.only_tests,
        items: own,
    });
    Ok(())
}

/// Whether an item has `#[cfg(test)]`.
pub fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Path>()
                .is_ok_and(|condition| condition.is_ident("test"))
    })
}

/// The file that `#[path = "…"]` names.
fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        let Meta::NameValue(pair) = &attribute.meta else {
            return None;
        };
        match &pair.value {
            Expr::Lit(value) if pair.path.is_ident("path") => match &value.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        }
    })
}
