//! YAML and JSON templates: inserts values into a parsed document, keeping its order.

use serde_saphyr::SerializerOptions;
use yaml_serde::{Mapping, Value};

/// Why parsing our own templates can't fail.
const OURS: &str = "the template is built in, and a test parses it";

/// Why writing can't fail.
const WRITABLE: &str = "strings, numbers and lists always serialize";

/// Parses a template in YAML or JSON (which is also YAML).
pub(super) fn parse(template: &str) -> Value {
    yaml_serde::from_str(template).expect(OURS)
}

/// Sets the value at a path.
pub(super) fn set(document: &mut Value, path: &[&str], value: impl Into<Value>) {
    let mut place = document;
    for key in path {
        place = place.get_mut(*key).expect(OURS);
    }
    *place = value.into();
}

/// CloudFormation's `Ref`.
pub(super) fn reference(name: &str) -> Value {
    let mut reference = Mapping::new();
    reference.insert("Ref".into(), name.into());
    Value::Mapping(reference)
}

/// The document as YAML that YAML 1.1 parsers read the same way.
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
