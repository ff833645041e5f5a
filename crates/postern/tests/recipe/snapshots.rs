//! Every artifact as people see it.

use postern::recipe::{Params, artifacts};

use super::support::{NASTY, aws, azure, with};

fn snapshot(case: &str, params: &Params) {
    for artifact in artifacts(params) {
        let name = format!("{case}-{}", artifact.file_name);
        insta::with_settings!({
            prepend_module_to_snapshot => false,
            omit_expression => true,
            description => format!("{:?}, {} to fill in", artifact.title, artifact.placeholders),
        }, {
            insta::assert_snapshot!(name, artifact.text);
        });
    }
}

#[test]
fn plain_values() {
    snapshot("aws", &aws());
    snapshot("azure", &azure());
}

#[test]
fn nasty_values() {
    let text = format!("{NASTY}\nsecond line");
    snapshot("aws-nasty", &with(aws(), &text));
    snapshot("azure-nasty", &with(azure(), &text));
}

/// Nothing is known of the application's side, and the endpoint is not ready.
#[test]
fn values_that_are_missing() {
    let empty = |params| {
        let mut params = with(params, "");
        params.zones = Vec::new();
        params.principals = Some(Vec::new());
        params
    };
    for params in [empty(aws()), empty(azure())] {
        for artifact in artifacts(&params) {
            let marks: std::collections::BTreeSet<&str> = artifact
                .text
                .split("<fill in: ")
                .skip(1)
                .filter_map(|rest| rest.split_once('>'))
                // The scripts look for such marks themselves.
                .filter(|(what, _)| !what.contains('"'))
                .map(|(what, _)| what)
                .collect();
            assert_eq!(
                marks.len(),
                usize::try_from(artifact.placeholders).unwrap(),
                "{}: {marks:?}",
                artifact.file_name
            );
            assert!(artifact.placeholders > 0, "{}", artifact.file_name);
        }
    }
    for artifact in artifacts(&aws()).iter().chain(&artifacts(&azure())) {
        let expected = if artifact.id == "aeon-curl" { 2 } else { 0 };
        assert_eq!(artifact.placeholders, expected, "{}", artifact.file_name);
    }
}
