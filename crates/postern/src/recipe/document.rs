//! Templates in YAML and JSON: values put into a parsed document, which keeps its order.

use yaml_serde::Value;
use yaml_serde::value::{Tag, TaggedValue};

/// Why reading one of our own files can't fail.
const OURS: &str = "the file is a part of the program and is read in a test";

/// Reads a template in YAML, or in JSON, which is YAML as well.
pub(super) fn parse(template: &str) -> Value {
    yaml_serde::from_str(template).expect(OURS)
}

/// Sets what is at a path.
pub(super) fn set(document: &mut Value, path: &[&str], value: impl Into<Value>) {
    let mut place = document;
    for key in path {
        place = place.get_mut(*key).expect(OURS);
    }
    *place = value.into();
}

/// CloudFormation's `!Ref`.
pub(super) fn reference(name: &str) -> Value {
    Value::Tagged(Box::new(TaggedValue {
        tag: Tag::new("Ref"),
        value: Value::from(name),
    }))
}

/// The document as YAML.
pub(super) fn to_yaml(document: &Value) -> String {
    yaml_serde::to_string(document).expect("strings, numbers and lists can always be written")
}

/// The document as JSON.
pub(super) fn to_json(document: &Value) -> String {
    let mut text = serde_json::to_string_pretty(document)
        .expect("strings, numbers and lists can always be written");
    text.push('\n');
    text
}
