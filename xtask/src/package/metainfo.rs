//! What software centers show.

use crate::tools::{Failed, root};

use super::{Stamp, VERSION, read};

/// The committed file with this version and its date.
pub fn xml(stamp: &Stamp) -> Result<String, Failed> {
    let template = read(&root().join("src-tauri/linux/postern.metainfo.xml"))?;
    Ok(template
        .replace("@VERSION@", VERSION)
        .replace("@DATE@", &stamp.format("%Y-%m-%d")))
}
