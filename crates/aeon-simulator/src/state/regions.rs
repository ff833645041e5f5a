//! The regions that the simulated service offers.

use aeon::wire::CloudCode;

pub(crate) const AWS: &[&str] = &[
    "us-west-2",
    "us-east-1",
    "eu-west-1",
    "eu-central-1",
    "us-east-2",
    "ap-southeast-1",
    "ap-northeast-1",
    "eu-west-2",
    "ca-central-1",
    "ap-south-1",
    "us-west-1",
    "eu-north-1",
    "ap-southeast-2",
    "eu-west-3",
    "sa-east-1",
    "ap-northeast-2",
    "ap-northeast-3",
];
pub(crate) const AZURE: &[&str] = &[
    "westus3",
    "uksouth",
    "eastus2",
    "northeurope",
    "westeurope",
    "southeastasia",
    "eastus",
    "centralus",
    "japaneast",
    "australiaeast",
    "canadacentral",
    "germanywestcentral",
    "centralindia",
];
pub(crate) const GCP: &[&str] = &[
    "us-west1",
    "us-east4",
    "europe-west1",
    "europe-west3",
    "us-central1",
    "asia-southeast1",
    "us-east1",
    "europe-north1",
    "asia-northeast1",
    "australia-southeast1",
    "europe-west2",
];

/// A cloud's regions; none for an unknown cloud.
pub(crate) fn of(cloud: &CloudCode) -> &'static [&'static str] {
    match cloud {
        CloudCode::Aws => AWS,
        CloudCode::Azure => AZURE,
        CloudCode::Gcp => GCP,
        CloudCode::Other(_) => &[],
    }
}

/// The zones that a PSE serves, in the cloud's spelling.
pub(crate) fn zones(cloud: &CloudCode, region: &str) -> Vec<String> {
    match cloud {
        CloudCode::Aws => {
            // Zone ids such as `usw2-az1` for `us-west-2`, which mean the same zone in every AWS account.
            let mut parts = region.split('-');
            let mut short = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let letters = match part {
                    "northeast" => "ne",
                    "southeast" => "se",
                    "northwest" => "nw",
                    "southwest" => "sw",
                    other => other.get(..1).unwrap_or_default(),
                };
                short.push_str(letters);
            }
            (1..=3).map(|zone| format!("{short}-az{zone}")).collect()
        }
        _ => (1..=3).map(|zone| format!("{region}-{zone}")).collect(),
    }
}
