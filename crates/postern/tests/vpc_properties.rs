//! What holds for every form.

use postern::cloud::Cloud;
use postern::vpc::{VpcDraft, VpcDraftRegion, check, to_spec};
use proptest::prelude::*;

fn cloud() -> impl Strategy<Value = Cloud> {
    prop_oneof![
        Just(Cloud::Aws),
        Just(Cloud::Azure),
        Just(Cloud::Gcp),
        any::<String>().prop_map(Cloud::Other),
    ]
}

/// Mostly what people type, now and then anything.
fn code() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["eu-west-1", "us-east-1", "westus3", "us-west1", ""]).prop_map(String::from),
        1 => "[a-zA-Z0-9 -]{0,20}",
        1 => any::<String>(),
    ]
}

fn range() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (any::<u8>(), any::<u8>(), 0..=34u8).prop_map(|(b, c, prefix)| format!("10.{b}.{c}.0/{prefix}")),
        2 => Just(String::new()),
        1 => "[0-9./: ]{0,20}",
        1 => any::<String>(),
    ]
}

fn draft() -> impl Strategy<Value = VpcDraft> {
    let name = prop_oneof![3 => "[a-z-]{1,12}".boxed(), 1 => any::<String>().boxed()];
    let region = (code(), range()).prop_map(|(region, cidr)| VpcDraftRegion { region, cidr });
    (
        name,
        cloud(),
        prop::option::of(range()),
        prop::collection::vec(region, 0..4),
    )
        .prop_map(|(name, cloud, parent_cidr, regions)| VpcDraft {
            name,
            cloud,
            parent_cidr,
            regions,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_form_that_checks_clean_converts_and_no_other_does(draft in draft()) {
        let check = check(&draft, &[], &[]);
        prop_assert_eq!(check.regions.len(), draft.regions.len());
        match to_spec(&draft) {
            Ok(spec) => {
                prop_assert!(check.is_clean());
                prop_assert_eq!(spec.region_specs.len(), draft.regions.len());
                for range in spec.region_specs.iter().filter_map(|region| region.cidr.as_deref()) {
                    let range: ipnet::Ipv4Net = range.parse().expect("a range");
                    prop_assert_eq!(range, range.trunc());
                }
            }
            Err(refused) => {
                prop_assert!(!check.is_clean());
                prop_assert_eq!(refused, check);
            }
        }
    }

    #[test]
    fn good_gcp_forms_are_clean(ranges in prop::collection::btree_set(22..=255u8, 1..5)) {
        let codes = postern::vpc::regions(&Cloud::Gcp);
        let regions = ranges.iter().zip(codes)
            .map(|(b, code)| VpcDraftRegion { region: (*code).to_owned(), cidr: format!("10.{b}.0.0/16") })
            .collect();
        let draft = VpcDraft { name: "edge".to_owned(), cloud: Cloud::Gcp, parent_cidr: None, regions };
        prop_assert!(to_spec(&draft).is_ok());
    }
}
