//! The shape of a body: its JSON with every value replaced by its type.

use serde_json::Value;

/// In characters; a longer shape is cut.
const MAX: usize = 600;
/// Names longer than this are not the API's.
const MAX_NAME: usize = 60;

/// The shape of a body, such as `{"data":{"info":{"id":string}}}`. It has none of the body's values; names of fields
/// that may be data, such as a region or an id, are replaced by `*`.
pub fn shape(body: &[u8]) -> String {
    let start = body.trim_ascii_start();
    if start.is_empty() {
        return "empty".to_owned();
    }
    if start.starts_with(b"<") {
        return "a web page".to_owned();
    }
    let Ok(value) = serde_json::from_slice::<Value>(body) else {
        return "not JSON".to_owned();
    };
    let shape = of(&value);
    if shape.chars().count() <= MAX {
        return shape;
    }
    shape.chars().take(MAX - 1).chain(['…']).collect()
}

fn of(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "boolean".to_owned(),
        Value::Number(_) => "number".to_owned(),
        Value::String(_) => "string".to_owned(),
        Value::Array(items) => {
            let mut kinds: Vec<String> = Vec::new();
            for kind in items.iter().map(of) {
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
            format!("[{}]", kinds.join(" | "))
        }
        Value::Object(fields) => {
            let mut shapes: Vec<String> = Vec::new();
            for (name, value) in fields {
                let shape = format!("{}:{}", safe(name), of(value));
                if !shapes.contains(&shape) {
                    shapes.push(shape);
                }
            }
            format!("{{{}}}", shapes.join(","))
        }
    }
}

fn safe(name: &str) -> String {
    let is_name = !name.is_empty()
        && name.len() <= MAX_NAME
        && name.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    if is_name {
        format!("\"{name}\"")
    } else {
        "*".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn a_shape_has_the_names_and_types_of_a_body_but_none_of_its_values() {
        let body = br#"{"data":[{"spec":{"name":"shop-prod","n":3},"info":{"id":"1","up":true}},
            {"spec":{"name":"other","n":4},"info":{"id":"2","up":false}}],
            "endpoints":{"us-west-2":"a.example","westus3":null},"none":null}"#;
        let shape = shape(body);
        assert_eq!(
            shape,
            r#"{"data":[{"spec":{"name":string,"n":number},"info":{"id":string,"up":boolean}}],"endpoints":{*:string,*:null},"none":null}"#
        );
    }

    #[test]
    fn what_is_not_json_is_named_and_a_long_shape_is_cut() {
        assert_eq!(shape(b" \n"), "empty");
        assert_eq!(shape(b"<html>secret</html>"), "a web page");
        assert_eq!(shape(b"secret"), "not JSON");
        let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        let wide: String = (0..200)
            .map(|n| format!("\"{}\":1,", "ab".repeat(n % 20 + 1)))
            .collect();
        for body in [deep, format!("{{{}\"z\":{{}}}}", wide)] {
            assert!(shape(body.as_bytes()).chars().count() <= 600);
        }
    }
}
