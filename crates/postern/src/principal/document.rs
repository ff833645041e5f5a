//! The principals in a pasted JSON document: a list, an IAM policy, the answer of `aws` or `az`.

use serde_json::Value;

use super::PrincipalCloud;

/// The strings of a JSON array or object that may be principals; `None` where the text is neither.
///
/// An object says under which key its principals stand. The first of these that occurs anywhere decides;
/// everything else (an `Action`, a `tenantId`) is left alone. A document with none of the keys gives all
/// of its strings and numbers.
pub(super) fn strings(cloud: PrincipalCloud, text: &str) -> Option<Vec<String>> {
    if !text.trim_start().starts_with(['[', '{']) {
        return None;
    }
    // serde_json refuses what is nested deeper than 128, so the recursion below is bounded.
    let document: Value = serde_json::from_str(text.trim()).ok()?;
    let keys: &[&str] = match cloud {
        // `aws iam get-role`, `aws sts get-caller-identity`; a policy; the list of allowed principals.
        PrincipalCloud::Aws => &["Arn", "AWS", "Principal"],
        // `az graph query`; `az account list`.
        PrincipalCloud::Azure => &["subscriptionId", "id"],
    };
    let mut found = Vec::new();
    if !keys.iter().any(|key| under(&document, key, &mut found)) {
        all(&document, &mut found);
    }
    Some(found)
}

/// Collects what stands under `key`, wherever it occurs; whether it does.
fn under(value: &Value, key: &str, found: &mut Vec<String>) -> bool {
    let mut occurs = false;
    match value {
        Value::Array(items) => {
            for item in items {
                occurs |= under(item, key, found);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == key {
                    all(value, found);
                    occurs = true;
                } else {
                    occurs |= under(value, key, found);
                }
            }
        }
        _ => {}
    }
    occurs
}

fn all(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Number(number) => found.push(number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| all(item, found)),
        Value::Object(fields) => fields.values().for_each(|value| all(value, found)),
        Value::Null | Value::Bool(_) => {}
    }
}
