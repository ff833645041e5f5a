//! The AppStream metainfo, which software centers show.

use crate::tools::{TaskError, root};

use super::{Stamp, VERSION, read};

/// The committed file, with the version and its date filled in.
pub fn xml(stamp: &Stamp) -> Result<String, TaskError> {
    let template = read(&root().join("src-tauri/linux/postern.metainfo.xml"))?;
    Ok(template
        .replace("@VERSION@", VERSION)
        .replace("@DATE@", &stamp.format("%Y-%m-%d")))
}
