//! Every artefact as people see it.

use postern::recipe::{Params, artefacts};

use super::support::{NASTY, aws, azure, with};

fn snapshot(case: &str, params: &Params) {
    for artefact in artefacts(params) {
        let name = format!("{case}-{}", artefact.file_name);
        insta::with_settings!({
            prepend_module_to_snapshot => false,
            omit_expression => true,
            description => format!("{:?}, {} to fill in", artefact.title, artefact.placeholders),
        }, {
            insta::assert_snapshot!(name, artefact.text);
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
        for artefact in artefacts(&params) {
            let marks: std::collections::BTreeSet<&str> = artefact
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
                usize::try_from(artefact.placeholders).unwrap(),
                "{}: {marks:?}",
                artefact.file_name
            );
            assert!(artefact.placeholders > 0, "{}", artefact.file_name);
        }
    }
    for artefact in artefacts(&aws()).iter().chain(&artefacts(&azure())) {
        let expected = if artefact.id == "aeon-curl" { 2 } else { 0 };
        assert_eq!(artefact.placeholders, expected, "{}", artefact.file_name);
    }
}
