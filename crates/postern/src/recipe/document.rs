//! Templates in JSON: values are put into a parsed document, which is written as JSON or YAML in the same order.

use serde_json::{Value, json};
use serde_saphyr::SerializerOptions;

/// Why reading one of our own files can't fail.
const OURS: &str = "the file is a part of the program and is read in a test";

/// Why writing can't fail.
const WRITABLE: &str = "strings, numbers and lists can always be written";

/// Reads a template.
pub(super) fn parse(template: &str) -> Value {
    serde_json::from_str(template).expect(OURS)
}

/// Sets what is at a path.
pub(super) fn set(document: &mut Value, path: &[&str], value: impl Into<Value>) {
    let mut place = document;
    for key in path {
        place = place.get_mut(*key).expect(OURS);
    }
    *place = value.into();
}

/// CloudFormation's `Ref`.
pub(super) fn reference(name: &str) -> Value {
    json!({ "Ref": name })
}

/// The document as YAML that readers of YAML 1.1 take for the same.
pub(super) fn to_yaml(document: &Value) -> String {
    let mut options = SerializerOptions::default();
    options.yaml_12 = false;
    options.prefer_block_scalars = false;
    serde_saphyr::to_string_with_options(document, options).expect(WRITABLE)
}

/// The document as JSON.
pub(super) fn to_json(document: &Value) -> String {
    let mut text = serde_json::to_string_pretty(document).expect(WRITABLE);
    text.push('\n');
    text
}
