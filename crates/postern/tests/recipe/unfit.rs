//! What the service returns is data: what doesn't fit a script is named, and nothing is made of it.

use aeon::ids::{ClusterId, PseId};
use postern::inventory::{Details, Endpoint};
use postern::recipe::{Consumer, Params, Unfit, artifacts};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::prerequisites::{cluster, present, region};

/// What was used against the scripts, and what else a shell, a path, a resolver or a terminal acts on.
const HOSTILE: &[&str] = &[
    "x/../../../providers/Microsoft.Compute/virtualMachines/v/start",
    "westeurope/../x",
    "..",
    "-f/etc/passwd",
    "-x",
    "@198.51.100.7",
    "+short",
    "a b",
    "a\nb",
    "a\r\ntouch pwned\r\n",
    "\u{1b}[201~touch pwned\n",
    "a\u{7}",
    "a\u{9b}31m",
    "a\u{202e}b",
    "a\u{200b}b",
    "$(touch pwned)",
    "`touch pwned`",
    "';touch pwned;'",
    "\"",
    "a;b",
    "a|b",
    "a&b",
    "a?b#c",
    "a%2fb",
    "a\\b",
    "file:///etc/passwd",
    "ünïcode",
    "a_b..c",
];

/// The fields of a file of parameters that the service fills in.
const FIELDS: &[&str] = &[
    "region",
    "host",
    "service_name",
    "cluster_id",
    "cluster_name",
    "pse_id",
    "account_id",
    "project_id",
    "security_principals",
];

fn file(cloud: &str, field: &str, text: &str) -> String {
    let mut file = json!({
        "cloud": cloud,
        "region": "westeurope",
        "cluster_name": "orders",
        "cluster_id": "0d9cf2b4-6a0f-4c51-9c5e-3a8f1f0a7b11",
        "service_name": "pls.0d9cf2b4-6a0f-4c51-9c5e-3a8f1f0a7b11.westeurope.azure.privatelinkservice",
        "host": "pse.azure.yugabyte.cloud",
        "pse_id": "7c2f0a1e-51f5-4a52-8f2e-2f6c7e9b1a00",
        "account_id": "11111111-2222-4333-8444-555555555555",
        "project_id": "66666666-7777-4888-9999-000000000000",
        "security_principals": ["99999999-8888-7777-6666-555555555555"],
    });
    file[field] = match field {
        "security_principals" => json!([text]),
        _ => Value::from(text),
    };
    file.to_string()
}

/// Whether a text fits a field, by rules of its own.
fn fits(field: &str, text: &str) -> bool {
    let ascii = |more: &str| {
        text.chars()
            .all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    let begins = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let is_line = text
        .chars()
        .all(|c| !(c.is_control() || "\u{2028}\u{2029}\u{ad}\u{200b}\u{202e}\u{feff}".contains(c)));
    match field {
        "region" => text.len() <= 40 && begins && ascii("-") && text == text.to_lowercase(),
        "host" => {
            let is_part = |part: &str| {
                (1..64).contains(&part.len()) && !part.starts_with('-') && !part.ends_with('-')
            };
            text.len() <= 253 && ascii(".-") && text.split('.').all(is_part)
        }
        "service_name" => {
            let parts = !text.contains("..") && !text.ends_with('.');
            text.len() <= 512 && begins && ascii(".-_") && parts
        }
        "cluster_name" => is_line,
        "security_principals" => {
            is_line && !text.contains(char::is_whitespace) && !text.starts_with(['-', '@'])
        }
        _ => text.len() <= 64 && begins && ascii("-"),
    }
}

/// What the inventory has for the same.
fn from_inventory(field: &str, text: &str) -> Result<Params, Vec<Unfit>> {
    let mut region = region("us-west-2", present("us-west-2"));
    let Endpoint::Present(present) = &mut region.endpoint else {
        panic!("it is there");
    };
    let service = &mut present.details;
    match field {
        "host" => present.host = Some(text.to_owned()),
        "pse_id" => present.pse_id = PseId::from(text),
        "service_name" => {
            *service = Details::Loading {
                service_name: Some(text.to_owned()),
            };
        }
        "security_principals" => {
            present.principals.as_mut().unwrap()[0].text = text.to_owned();
        }
        _ => {}
    }
    if field == "region" {
        region.region = text.to_owned();
    }
    let mut cluster = cluster(vec![region]);
    match field {
        "cluster_name" => cluster.name = text.to_owned(),
        "cluster_id" => cluster.id = ClusterId::from(text),
        _ => {}
    }
    let project = |name: &str| if field == name { text } else { "p" };
    Params::from_inventory(
        &cluster,
        &cluster.regions[0],
        Consumer::unknown(&cluster.regions[0].cloud).unwrap(),
    )?
    .in_project(None, project("account_id"), project("project_id"))
}

#[test]
fn nothing_is_made_of_what_does_not_fit() {
    let mut refused = 0;
    for field in FIELDS {
        for text in HOSTILE {
            for cloud in ["AWS", "AZURE"] {
                let read = Params::from_json(&file(cloud, field, text));
                assert_eq!(read.is_ok(), fits(field, text), "{field}: {text:?}");
            }
            let known = from_inventory(field, text);
            assert_eq!(known.is_ok(), fits(field, text), "{field}: {text:?}");
            refused += usize::from(known.is_err());
        }
    }
    assert!(refused > 200, "{refused}");
    // What Azure's scripts once took for a path, and a resolver for an option.
    for (field, text) in [
        ("region", HOSTILE[0]),
        ("host", "-f/etc/passwd"),
        ("host", "@198.51.100.7"),
        ("cluster_name", "orders\u{15}touch pwned\r"),
    ] {
        assert!(Params::from_json(&file("AZURE", field, text)).is_err());
        assert!(from_inventory(field, text).is_err());
    }
}

#[test]
fn the_reason_names_the_field_and_shows_the_value_without_acting_on_it() {
    let error = Params::from_json(&file("AZURE", "region", "x/../\u{1b}[2J")).unwrap_err();
    let said = error.to_string();
    assert!(
        said.contains("a region name that can't be used in a script"),
        "{said}"
    );
    assert!(said.contains("x/../\\u{1b}[2J"), "{said}");
    assert!(!said.contains('\u{1b}'));
    let all = from_inventory("host", "a\nb").unwrap_err();
    assert_eq!(all.len(), 1);
    assert_eq!(
        (all[0].what, all[0].text.as_str()),
        ("a host name", "a\\u{a}b")
    );
}

fn foreign() -> impl Strategy<Value = String> {
    let hostile = prop::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned);
    prop_oneof![
        2 => ("[a-z0-9.-]{0,8}", hostile, "[a-z0-9.-]{0,8}").prop_map(|(a, b, c)| a + &b + &c),
        1 => "[a-zA-Z0-9._-]{1,70}",
        1 => "[^\0]{1,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    /// By either door; and what gets through holds nothing that a shell or a path acts on.
    #[test]
    fn only_what_fits_gets_into_an_artifact(field in prop::sample::select(FIELDS.to_vec()), text in foreign()) {
        let is_free = matches!(field, "cluster_name" | "security_principals");
        for read in [Params::from_json(&file("AZURE", field, &text)).ok(), from_inventory(field, &text).ok()] {
            if !is_free {
                prop_assert_eq!(read.is_some(), fits(field, &text), "{}: {:?}", field, text);
            } else if !fits(field, &text) {
                prop_assert!(read.is_none(), "{}: {:?}", field, text);
            }
            let Some(params) = read else { continue };
            for artifact in artifacts(&params) {
                let hidden = |c: char| (c.is_control() && c != '\n') || "\u{200b}\u{202e}".contains(c);
                prop_assert!(!artifact.text.contains(hidden), "{}: {:?}", artifact.file_name, text);
            }
        }
    }
}
