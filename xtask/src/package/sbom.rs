//! The software bill of materials (SBOM), in the CycloneDX format.

use serde_json::{Value, json};

use crate::tools::TaskError;

use super::components::{Component, Components};
use super::{NAME, Stamp, VERSION};

/// The SBOM. A commit always gives the same bytes.
pub fn json(components: &Components, stamp: &Stamp) -> Result<String, TaskError> {
    let own = format!("pkg:generic/{NAME}@{VERSION}");
    let used: Vec<&String> = components.all.values().flat_map(|one| &one.uses).collect();
    let direct: Vec<&String> = components
        .all
        .keys()
        .filter(|purl| !used.contains(purl))
        .collect();
    let mut dependencies = vec![json!({ "ref": own, "dependsOn": direct })];
    dependencies.extend(
        components
            .all
            .iter()
            .map(|(purl, one)| json!({ "ref": purl, "dependsOn": one.uses })),
    );
    let bill = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": stamp.format("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": NAME,
                "version": VERSION,
                "purl": own,
                "licenses": [{ "expression": "Apache-2.0" }],
            },
        },
        "components": components.all.values().map(component).collect::<Vec<_>>(),
        "dependencies": dependencies,
    });
    let mut text = serde_json::to_string_pretty(&bill).map_err(|error| {
        TaskError::Missing(format!("The bill of materials can't be written: {error}"))
    })?;
    text.push('\n');
    Ok(text)
}

fn component(one: &Component) -> Value {
    let purl = one.purl();
    // Old crates write a slash for `OR`.
    let license = one.license.replace(" / ", "/").replace('/', " OR ");
    let mut entry = json!({
        "type": "library",
        "bom-ref": purl,
        "name": one.name,
        "version": one.version,
        "purl": purl,
        "licenses": [{ "expression": license }],
    });
    if let Some((algorithm, hash)) = &one.hash {
        entry["hashes"] = json!([{ "alg": algorithm, "content": hash }]);
    }
    if let Some(repository) = &one.repository {
        entry["externalReferences"] = json!([{ "type": "vcs", "url": repository }]);
    }
    entry
}
