//! The form for a new VPC: what is refused, what is only pointed out.

use std::sync::Arc;

use aeon::wire::CloudCode;
use postern::cloud::Cloud;
use postern::inventory::{Health, Vpc, VpcRegion};
use postern::vpc::{VpcCheck, VpcDraft, VpcDraftRegion, check, regions, to_spec};

fn draft(cloud: Cloud, regions: &[(&str, &str)]) -> VpcDraft {
    let regions = regions
        .iter()
        .map(|(region, cidr)| VpcDraftRegion {
            region: (*region).to_owned(),
            cidr: (*cidr).to_owned(),
        })
        .collect();
    VpcDraft {
        name: "edge-eu".to_owned(),
        cloud,
        parent_cidr: None,
        regions,
    }
}

fn existing(name: &str, cidr: &str) -> Arc<Vpc> {
    Arc::new(Vpc {
        id: "11111111-2222-3333-4444-555555555555".into(),
        name: name.to_owned(),
        cloud: Cloud::Aws,
        state: "ACTIVE".to_owned(),
        health: Health::Good,
        parent_cidr: None,
        regions: vec![VpcRegion {
            region: "eu-west-1".to_owned(),
            cidr: Some(cidr.to_owned()),
        }],
        external_id: None,
        cluster_ids: Vec::new(),
        peerings: 0,
    })
}

/// What is said of the only region's range.
fn range_error(cidr: &str) -> Option<String> {
    check(&draft(Cloud::Aws, &[("eu-west-1", cidr)]), &[], &[]).regions[0]
        .cidr
        .clone()
}

fn alone(draft: &VpcDraft) -> VpcCheck {
    check(draft, &[], &[])
}

#[test]
fn a_new_aws_vpc_has_one_region_with_a_range() {
    let good = draft(Cloud::Aws, &[(" us-east-1 ", " 10.2.0.0/20 ")]);
    assert_eq!(
        alone(&good),
        VpcCheck {
            regions: vec![Default::default()],
            ..VpcCheck::default()
        }
    );
    let spec = to_spec(&good).expect("nothing is wrong");
    assert_eq!(
        (spec.name.as_str(), spec.cloud, spec.parent_cidr),
        ("edge-eu", CloudCode::Aws, None)
    );
    assert_eq!(spec.region_specs[0].region, "us-east-1");
    assert_eq!(spec.region_specs[0].cidr.as_deref(), Some("10.2.0.0/20"));

    assert!(alone(&draft(Cloud::Aws, &[])).form.is_some());
    assert!(
        range_error("")
            .expect("a range is needed")
            .contains("10.0.0.0/24")
    );
    let two = draft(
        Cloud::Aws,
        &[("eu-west-1", "10.1.0.0/20"), ("us-east-1", "10.2.0.0/20")],
    );
    assert!(
        alone(&two)
            .form
            .is_some_and(|said| said.contains("one region"))
    );
    let twice = alone(&draft(
        Cloud::Gcp,
        &[("us-west1", "10.1.0.0/20"), ("us-west1", "10.2.0.0/20")],
    ));
    assert_eq!(twice.regions[0].region, None);
    assert!(
        twice.regions[1]
            .region
            .as_deref()
            .is_some_and(|said| said.contains("already"))
    );
    let parent = VpcDraft {
        parent_cidr: Some("10.0.0.0/16".to_owned()),
        ..good
    };
    assert!(alone(&parent).parent_cidr.is_some());
}

#[test]
fn documented_limits_are_refused_before_the_service_does() {
    for (cidr, says) in [
        ("11.0.0.0/24", "private"),
        ("172.16.0.0/12", "/16 to /26"),
        ("10.0.0.0/27", "/16 to /26"),
        ("10.3.4.0/24", "10.3.0.0/16, which is reserved"),
        ("10.4.0.0/16", "reserved"),
    ] {
        let said = range_error(cidr).unwrap_or_else(|| panic!("{cidr} is accepted"));
        assert!(said.contains(says), "{cidr}: {said}");
    }
    // Reserved on GCP only.
    assert_eq!(range_error("10.21.0.0/24"), None);
    let parent = |cidr: &str| {
        let draft = VpcDraft {
            parent_cidr: Some(cidr.to_owned()),
            ..draft(Cloud::Gcp, &[])
        };
        alone(&draft).parent_cidr
    };
    assert_eq!(parent("10.22.0.0/18"), None);
    assert_eq!(parent("10.3.0.0/16"), None);
    assert!(parent("10.21.64.0/18").is_some_and(|said| said.contains("reserved")));
    for cidr in ["10.0.0.0/15", "10.0.0.0/19"] {
        assert!(parent(cidr).is_some_and(|said| said.contains("/16 to /18")));
    }
}

#[test]
fn the_third_vpc_in_a_region_is_the_last_unless_support_has_raised_the_limit() {
    let vpcs = ["a", "b", "c"].map(|name| existing(name, "10.9.0.0/16"));
    let warnings = |vpcs: &[Arc<Vpc>], region: &str| {
        check(&draft(Cloud::Aws, &[(region, "10.1.0.0/24")]), vpcs, &[]).warnings
    };
    assert_eq!(warnings(&vpcs[..2], "eu-west-1"), Vec::<String>::new());
    assert_eq!(warnings(&vpcs, "eu-west-2"), Vec::<String>::new());
    let full = warnings(&vpcs, "eu-west-1");
    assert!(full[0].contains("eu-west-1 has 3 VPCs"), "{full:?}");
}

#[test]
fn an_azure_vpc_has_one_region_and_no_range() {
    let good = draft(Cloud::Azure, &[("westus3", "")]);
    let spec = to_spec(&good).expect("nothing is wrong");
    assert_eq!(spec.region_specs[0].cidr, None);
    assert!(alone(&draft(Cloud::Azure, &[])).form.is_some());
    assert!(
        alone(&draft(Cloud::Azure, &[("westus3", ""), ("uksouth", "")]))
            .form
            .is_some()
    );
    let ranged =
        to_spec(&draft(Cloud::Azure, &[("westus3", "10.0.0.0/24")])).expect_err("it has a range");
    assert!(ranged.regions[0].cidr.is_some());
}

#[test]
fn a_gcp_vpc_has_one_range_or_regions_never_both() {
    let of_regions = draft(Cloud::Gcp, &[("us-west1", "10.1.0.0/24")]);
    assert!(to_spec(&of_regions).is_ok());
    let of_parent = VpcDraft {
        parent_cidr: Some(" 10.0.0.0/16 ".to_owned()),
        ..draft(Cloud::Gcp, &[])
    };
    assert_eq!(
        to_spec(&of_parent)
            .expect("nothing is wrong")
            .parent_cidr
            .as_deref(),
        Some("10.0.0.0/16")
    );
    let both = VpcDraft {
        parent_cidr: Some("10.0.0.0/16".to_owned()),
        ..of_regions
    };
    assert!(alone(&both).form.is_some());
    let neither = VpcDraft {
        parent_cidr: Some(" ".to_owned()),
        ..draft(Cloud::Gcp, &[])
    };
    assert!(alone(&neither).form.is_some());
    let crooked = VpcDraft {
        parent_cidr: Some("10.0.0.1/16".to_owned()),
        ..draft(Cloud::Gcp, &[])
    };
    assert!(
        alone(&crooked)
            .parent_cidr
            .is_some_and(|said| said.contains("10.0.0.0/16"))
    );
}

#[test]
fn a_cloud_that_is_not_known_is_refused() {
    let unknown =
        to_spec(&draft(Cloud::Other("OCI".to_owned()), &[("x", "")])).expect_err("not known");
    assert!(unknown.form.is_some_and(|said| said.contains("OCI")));
}

#[test]
fn a_range_is_a_whole_ipv4_network() {
    assert_eq!(range_error("10.0.0.0/24"), None);
    for (cidr, says) in [
        ("10.0.3.7/16", "10.0.0.0/16"),
        ("10.0.3.7", "10.0.3.0/24"),
        ("10.0.0.0/33", "0 to 32"),
        ("10.0.0.0/x", "0 to 32"),
        ("fd00::/48", "IPv4"),
        ("ten", "10.0.0.0/24"),
        ("127.0.0.0/16", "127.0.0.0/8"),
        ("169.254.0.0/16", "169.254.0.0/16"),
        ("0.0.0.0/0", "0.0.0.0/8"),
        ("239.0.0.0/16", "224.0.0.0/3"),
    ] {
        let said = range_error(cidr).unwrap_or_else(|| panic!("{cidr} is accepted"));
        assert!(said.contains(says), "{cidr}: {said}");
    }
}

#[test]
fn ranges_may_not_overlap_each_other_or_restricted_ones() {
    let overlapping = alone(&draft(
        Cloud::Gcp,
        &[("us-west1", "10.1.0.0/16"), ("us-east4", "10.1.128.0/20")],
    ));
    assert_eq!(overlapping.regions[0].cidr, None);
    assert!(
        overlapping.regions[1]
            .cidr
            .as_deref()
            .is_some_and(|said| said.contains("us-west1"))
    );

    let restricted = [
        "10.1.4.0/24".parse().expect("a range"),
        "fd00::/8".parse().expect("a range"),
    ];
    let hit = check(
        &draft(Cloud::Aws, &[("eu-west-1", "10.1.0.0/16")]),
        &[],
        &restricted,
    );
    assert!(
        hit.regions[0]
            .cidr
            .as_deref()
            .is_some_and(|said| said.contains("10.1.4.0/24"))
    );
    let beside = check(
        &draft(Cloud::Aws, &[("eu-west-1", "10.2.0.0/16")]),
        &[],
        &restricted,
    );
    assert!(beside.is_clean() && beside.warnings.is_empty());
}

#[test]
fn what_may_be_a_mistake_is_pointed_out_and_not_refused() {
    let warned = |name: &str, region: &str, cidr: &str, says: &str| {
        let draft = VpcDraft {
            name: name.to_owned(),
            ..draft(Cloud::Aws, &[(region, cidr)])
        };
        let check = check(&draft, &[existing("payments", "10.9.0.0/16")], &[]);
        assert!(check.is_clean(), "{check:?}");
        assert_eq!(check.warnings.len(), 1, "{check:?}");
        assert!(check.warnings[0].contains(says), "{check:?}");
    };
    warned("edge", "eu-west-1", "10.9.4.0/24", "payments");
    warned("edge", "eu-west-9", "10.0.0.0/24", "eu-west-9");
    warned("edge_2", "eu-west-1", "10.0.0.0/24", "hyphens");
    warned(&"e".repeat(64), "eu-west-1", "10.0.0.0/24", "63");
}

#[test]
fn a_name_is_given_and_not_taken() {
    let named = |name: &str| {
        let draft = VpcDraft {
            name: name.to_owned(),
            ..draft(Cloud::Azure, &[("westus3", "")])
        };
        check(&draft, &[existing("payments", "10.9.0.0/16")], &[]).name
    };
    assert_eq!(named("edge"), None);
    assert!(named(" ").is_some());
    assert!(named("two\nlines").is_some());
    assert!(named("payments ").is_some_and(|said| said.contains("already")));
}

#[test]
fn a_region_is_written_as_its_code() {
    let said = |cloud: Cloud, region: &str| {
        alone(&draft(cloud, &[(region, "")])).regions[0]
            .region
            .clone()
    };
    assert!(said(Cloud::Azure, "West US 3").is_some_and(|said| said.contains("westus3")));
    assert!(said(Cloud::Aws, "EU-West-1").is_some_and(|said| said.contains("eu-west-1")));
    for (cloud, region) in [
        (Cloud::Aws, ""),
        (Cloud::Aws, "ireland"),
        (Cloud::Aws, "eu-west-1a"),
        (Cloud::Azure, "us-west-2"),
        (Cloud::Gcp, "us-west-2"),
        (Cloud::Gcp, "us-west4-a"),
    ] {
        assert!(said(cloud.clone(), region).is_some(), "{cloud:?} {region}");
    }
}

#[test]
fn every_known_region_is_taken_without_a_word() {
    for cloud in [Cloud::Aws, Cloud::Azure, Cloud::Gcp] {
        assert!(regions(&cloud).is_sorted(), "{cloud:?}");
        for region in regions(&cloud) {
            let check = alone(&draft(cloud.clone(), &[(region, "")]));
            assert_eq!(check.regions[0].region, None);
            assert_eq!(check.warnings, Vec::<String>::new());
        }
    }
    assert!(regions(&Cloud::Other("OCI".to_owned())).is_empty());
}
