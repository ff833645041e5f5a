//! Northwind's clusters on Azure and GCP, those that can't have a PSE, and the account of Northwind Labs.

use aeon::wire::{AccessibilityType, CloudCode, ClusterState, ClusterTier, VpcState};

use super::build::{self, ClusterPlan, cluster, cluster_with, pse};
use super::demo::{AWS, SHOP};
use super::{MAIN, RESEARCH, STAGING};
use crate::state::World;

const AZURE: &CloudCode = &CloudCode::Azure;
const GCP: &CloudCode = &CloudCode::Gcp;

const FINANCE: &str = "0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1";
const PLATFORM: &str = "c4a8e2d6-5b1f-4f03-9d7a-2e8c6b5a4f10";
const AUDIT: &str = "7D2E9F40-1C3B-4A85-B6E7-9F0A1B2C3D4E";

pub(super) fn plant(world: &mut World) {
    azure(world);
    gcp_and_clusters_without_vpc(world);
    labs(world);
    // Last, so that everything else keeps its ids.
    on_three_clouds(world);
}

fn azure(world: &mut World) {
    let west = build::vpc(world, MAIN, "finance-westus3", AZURE, &[("westus3", "")]);
    let uk = build::vpc(world, MAIN, "finance-uksouth", AZURE, &[("uksouth", "")]);
    cluster(
        world,
        MAIN,
        ClusterPlan {
            name: "ledger",
            cloud: AZURE,
            regions: &[("westus3", Some(&west)), ("uksouth", Some(&uk))],
            public: false,
            created: "2024-05-21T09:30:00Z",
        },
    );
    pse(world, "ledger", "westus3", &[FINANCE, PLATFORM], 2);
    cluster(
        world,
        MAIN,
        ClusterPlan {
            name: "invoices",
            cloud: AZURE,
            regions: &[("uksouth", Some(&uk))],
            public: true,
            created: "2025-01-15T11:11:11Z",
        },
    );
    pse(world, "invoices", "uksouth", &[FINANCE, AUDIT], 1);
}

fn gcp_and_clusters_without_vpc(world: &mut World) {
    let gcp = build::vpc(
        world,
        MAIN,
        "telemetry-gcp",
        GCP,
        &[("us-west1", "10.40.0.0/22"), ("us-east4", "10.40.4.0/22")],
    );
    cluster(
        world,
        MAIN,
        ClusterPlan {
            name: "telemetry",
            cloud: GCP,
            regions: &[("us-west1", Some(&gcp)), ("us-east4", Some(&gcp))],
            public: false,
            created: "2024-08-30T18:45:00Z",
        },
    );
    let sandbox = ClusterPlan {
        name: "sandbox",
        cloud: AWS,
        regions: &[("us-west-2", None)],
        public: true,
        created: "2025-09-01T08:00:00Z",
    };
    cluster_with(world, MAIN, sandbox, |row| {
        let size = &mut row.wire.spec.cluster_info;
        size.cluster_tier = ClusterTier::Free;
        size.fault_tolerance = "NONE".to_owned();
        size.num_nodes = Some(1);
        size.is_production = Some(false);
        size.node_info = None;
        for endpoint in row.wire.info.cluster_endpoints.iter_mut().flatten() {
            endpoint.state_v1 = None;
        }
    });
    let bare = ClusterPlan {
        name: "marketing-site",
        cloud: AWS,
        regions: &[("eu-west-1", None)],
        public: true,
        created: "2023-05-17T13:37:00Z",
    };
    cluster_with(world, MAIN, bare, |row| {
        // An accessibility type and a state that no client knows.
        row.wire.info.state = ClusterState::from("REBALANCING");
        for region in &mut row.wire.spec.cluster_region_info {
            region
                .accessibility_types
                .push(AccessibilityType::from("EDGE"));
        }
    });
    // A VPC whose creation failed.
    build::vpc(
        world,
        MAIN,
        "retail-apac",
        AWS,
        &[("ap-northeast-1", "10.50.0.0/24")],
    );
    if let Some(vpc) = world.projects[MAIN].vpcs.last_mut() {
        vpc.info.state = VpcState::Failed;
        vpc.info.external_vpc_id = None;
    }
}

/// A cluster on three clouds. Its region on GCP can't have a PSE.
fn on_three_clouds(world: &mut World) {
    let vpc = |world: &World, name: &str| {
        let mut vpcs = world.projects[MAIN].vpcs.iter();
        let found = vpcs.find(|vpc| vpc.spec.name == name);
        found.map(|vpc| vpc.info.id.clone())
    };
    let [aws, azure, gcp] =
        ["prod-core", "finance-westus3", "telemetry-gcp"].map(|name| vpc(world, name));
    cluster(
        world,
        MAIN,
        ClusterPlan {
            name: "storefront",
            cloud: AWS,
            regions: &[
                ("us-west-2", aws.as_ref()),
                ("westus3", azure.as_ref()),
                ("us-west1", gcp.as_ref()),
            ],
            public: false,
            created: "2026-08-04T09:00:00Z",
        },
    );
    pse(world, "storefront", "us-west-2", &[SHOP], 1);
    pse(world, "storefront", "westus3", &[FINANCE], 1);
}

fn labs(world: &mut World) {
    let staging = build::vpc(
        world,
        STAGING,
        "staging",
        AWS,
        &[("us-west-2", "10.60.0.0/24")],
    );
    for name in ["orders-staging", "catalog-staging"] {
        let regions = [("us-west-2", Some(&staging))];
        let created = "2025-02-03T10:00:00Z";
        cluster(
            world,
            STAGING,
            ClusterPlan {
                name,
                cloud: AWS,
                regions: &regions,
                public: false,
                created,
            },
        );
    }
    pse(world, "orders-staging", "us-west-2", &[SHOP], 1);
    let research = build::vpc(world, RESEARCH, "research", AZURE, &[("northeurope", "")]);
    let regions = [("northeurope", Some(&research))];
    let created = "2025-07-22T15:30:00Z";
    cluster(
        world,
        RESEARCH,
        ClusterPlan {
            name: "vector-search",
            cloud: AZURE,
            regions: &regions,
            public: false,
            created,
        },
    );
    pse(world, "vector-search", "northeurope", &[PLATFORM], 0);
}
