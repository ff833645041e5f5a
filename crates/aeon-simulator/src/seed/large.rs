//! Many clusters, for benchmarks.

use aeon::wire::CloudCode;

use super::MAIN;
use super::build::{self, ClusterPlan};
use crate::state::{World, regions};

/// The highest number of VPCs in each region of a cloud.
const VPCS: u32 = 8;

/// Adds `clusters` clusters with `regions` regions each, two on AWS for each one on Azure. All PSEs are ready.
pub(super) fn plant(world: &mut World, clusters: u32, regions: u32) {
    let regions = usize::try_from(regions).unwrap_or(usize::MAX);
    let mut aws = Vec::new();
    let mut azure = Vec::new();
    for number in 0..VPCS.min(clusters) {
        let codes = &regions::AWS[..regions.min(regions::AWS.len())];
        let cidrs: Vec<String> = (0..codes.len())
            .map(|region| format!("10.{}.{region}.0/24", number + 1))
            .collect();
        let specs: Vec<_> = codes
            .iter()
            .zip(&cidrs)
            .map(|(code, cidr)| (*code, cidr.as_str()))
            .collect();
        aws.push(build::vpc(
            world,
            MAIN,
            &format!("aws-{number:02}"),
            &CloudCode::Aws,
            &specs,
        ));
        // On Azure a VPC has a single region.
        let codes = &regions::AZURE[..regions.min(regions::AZURE.len())];
        let ids: Vec<_> = codes
            .iter()
            .map(|code| {
                let name = format!("azure-{number:02}-{code}");
                build::vpc(world, MAIN, &name, &CloudCode::Azure, &[(*code, "")])
            })
            .collect();
        azure.push(ids);
    }
    for number in 0..clusters {
        let home = usize::try_from(number % VPCS).unwrap_or(0);
        let is_azure = number % 3 == 2;
        let (cloud, codes) = if is_azure {
            (CloudCode::Azure, regions::AZURE)
        } else {
            (CloudCode::Aws, regions::AWS)
        };
        let places: Vec<_> = codes
            .iter()
            .take(regions)
            .enumerate()
            .map(|(index, code)| {
                let vpc = if is_azure {
                    &azure[home][index]
                } else {
                    &aws[home]
                };
                (*code, Some(vpc))
            })
            .collect();
        let name = format!("cluster-{number:05}");
        let plan = ClusterPlan {
            name: &name,
            cloud: &cloud,
            regions: &places,
            public: number % 7 == 0,
            created: "2025-06-02T08:00:00Z",
        };
        build::cluster(world, MAIN, plan);
        for (code, _) in &places {
            let list = if is_azure {
                vec![
                    format!("4d1c7a52-0000-4000-8000-{:012x}", number % 16),
                    "9b2f3c10-5a77-4e0b-8d7c-1f2e3d4c5b6a".to_owned(),
                ]
            } else {
                vec![
                    format!(
                        "arn:aws:iam::{:012}:root",
                        200_000_000_000 + u64::from(number % 16)
                    ),
                    "arn:aws:iam::301122334455:role/app-gateway".to_owned(),
                    "arn:aws:iam::301122334455:role/batch".to_owned(),
                ]
            };
            let list: Vec<&str> = list.iter().map(String::as_str).collect();
            build::pse(world, &name, code, &list, usize::from(number % 5 != 0));
        }
    }
}
