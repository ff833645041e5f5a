//! Northwind, a realistic company: some of its clusters are not ready, some have problems.

use std::time::Duration;

use aeon::wire::{CloudCode, ClusterState, PseState};

use super::build::{self, ClusterPlan, cluster, cluster_with, pse, pse_with};
use super::{MAIN, other_clouds};
use crate::state::World;
use crate::state::event::Event;
use crate::state::task::TaskRow;

pub(super) const AWS: &CloudCode = &CloudCode::Aws;

pub(super) const SHOP: &str = "arn:aws:iam::301122334455:root";
const GATEWAY: &str = "arn:aws:iam::301122334455:role/orders-gateway";
const BATCH: &str = "arn:aws:iam::418830294417:role/nightly-batch";
const DATA: &str = "arn:aws:iam::590217736104:root";
const PARTNER: &str = "arn:aws:iam::772845091263:root";
const ON_CALL: &str = "arn:aws:iam::301122334455:user/on-call";
/// An ARN with a path, which an endpoint service doesn't accept: older lists contain some.
const WITH_PATH: &str = "arn:aws:iam::590217736104:role/analytics/reporting";

pub(super) fn plant(world: &mut World) {
    aws(world);
    other_clouds::plant(world);
    history(world);
}

fn aws(world: &mut World) {
    let prod = build::vpc(
        world,
        MAIN,
        "prod-core",
        AWS,
        &[
            ("us-west-2", "10.20.0.0/22"),
            ("us-east-1", "10.20.4.0/22"),
            ("eu-west-1", "10.20.8.0/22"),
        ],
    );
    let retail = build::vpc(
        world,
        MAIN,
        "retail-global",
        AWS,
        &[
            ("us-west-2", "10.24.0.0/24"),
            ("us-east-1", "10.24.1.0/24"),
            ("eu-central-1", "10.24.2.0/24"),
            ("ap-southeast-1", "10.24.3.0/24"),
        ],
    );
    let data = build::vpc(
        world,
        MAIN,
        "data-platform",
        AWS,
        &[("us-east-2", "10.30.0.0/23"), ("us-east-1", "10.30.2.0/23")],
    );

    cluster_with(
        world,
        MAIN,
        ClusterPlan {
            name: "orders",
            cloud: AWS,
            regions: &[
                ("us-west-2", Some(&prod)),
                ("us-east-1", Some(&prod)),
                ("eu-west-1", Some(&prod)),
            ],
            public: false,
            created: "2023-01-26T05:31:35.063Z",
        },
        |row| row.domain = "ybdb.io",
    );
    pse(world, "orders", "us-west-2", &[SHOP, GATEWAY, BATCH], 3);
    pse(
        world,
        "orders",
        "us-east-1",
        &[SHOP, GATEWAY, BATCH, PARTNER],
        2,
    );
    pse(world, "orders", "eu-west-1", &[SHOP, GATEWAY, BATCH], 1);

    cluster(
        world,
        MAIN,
        ClusterPlan {
            name: "catalog",
            cloud: AWS,
            regions: &[
                ("us-west-2", Some(&retail)),
                ("us-east-1", Some(&retail)),
                ("eu-central-1", Some(&retail)),
                ("ap-southeast-1", Some(&retail)),
            ],
            public: true,
            created: "2023-09-11T14:02:10.400Z",
        },
    );
    pse(world, "catalog", "us-west-2", &[SHOP, DATA], 2);
    pse_with(world, "catalog", "us-east-1", &[SHOP, DATA], 0, |pse| {
        pse.no_state_v1 = true
    });

    cluster(
        world,
        MAIN,
        ClusterPlan {
            name: "sessions",
            cloud: AWS,
            regions: &[("us-west-2", Some(&prod)), ("us-east-1", Some(&prod))],
            public: false,
            created: "2024-02-19T21:40:00Z",
        },
    );
    pse(world, "sessions", "us-west-2", &["*"], 4);
    pse_with(world, "sessions", "us-east-1", &[SHOP], 0, |pse| {
        pse.state = PseState::Failed;
        pse.service_name = None;
        pse.zones.clear();
    });

    cluster(
        world,
        MAIN,
        ClusterPlan {
            name: "analytics-warehouse",
            cloud: AWS,
            regions: &[("us-east-2", Some(&data))],
            public: true,
            created: "2022-11-03T10:15:00Z",
        },
    );
    // The PSE's id is its endpoint's id, as in older responses.
    pse_with(
        world,
        "analytics-warehouse",
        "us-east-2",
        &[DATA, WITH_PATH],
        1,
        |pse| {
            pse.endpoint_id = pse.id.to_string();
        },
    );

    let name = "customer-identity-and-consent-management";
    cluster_with(
        world,
        MAIN,
        ClusterPlan {
            name,
            cloud: AWS,
            regions: &[("us-east-1", Some(&data)), ("us-east-2", Some(&data))],
            public: false,
            created: "2025-04-28T07:55:12Z",
        },
        |row| row.wire.info.health_info.state = "NEEDS_ATTENTION".to_owned(),
    );
    pse_with(world, name, "us-east-1", &[SHOP, ON_CALL], 1, |pse| {
        pse.null_spec = true
    });
    pse(world, name, "us-east-2", &[SHOP, ON_CALL], 0);

    // Its PSE is still being created.
    cluster(
        world,
        MAIN,
        ClusterPlan {
            name: "inventory-emea",
            cloud: AWS,
            regions: &[("eu-west-1", Some(&prod)), ("us-east-1", Some(&prod))],
            public: false,
            created: "2024-10-07T16:20:33Z",
        },
    );
    pse(world, "inventory-emea", "us-east-1", &[SHOP], 1);
    pse_with(world, "inventory-emea", "eu-west-1", &[SHOP], 0, |pse| {
        pse.state = PseState::Creating;
        pse.service_name = None;
        pse.zones.clear();
    });
    operations_in_progress(world);

    cluster_with(
        world,
        MAIN,
        ClusterPlan {
            name: "loyalty",
            cloud: AWS,
            regions: &[("eu-central-1", Some(&retail))],
            public: false,
            created: "2024-06-14T12:00:00Z",
        },
        |row| row.wire.info.state = ClusterState::Paused,
    );
    pse(world, "loyalty", "eu-central-1", &[SHOP], 0);
}

/// Operations in progress when the demo starts: the creation of a PSE, an upgrade.
fn operations_in_progress(world: &mut World) {
    let mut ids = ["inventory-emea", "sessions"].map(|name| {
        world
            .by_name(name)
            .map_or_else(String::new, |(_, row)| row.wire.info.id.to_string())
    });
    let creating = world
        .by_name("inventory-emea")
        .and_then(|(_, row)| row.pse_in("eu-west-1"))
        .map(|pse| pse.id.to_string());
    let [inventory, sessions] = &mut ids;
    let lasts = world.durations.create;
    world.start_task(
        MAIN,
        ("CLUSTER", inventory),
        "CREATE_PRIVATE_SERVICE_ENDPOINT",
        lasts,
    );
    if let Some(pse) = creating {
        let cluster = std::mem::take(inventory);
        world.schedule_in(
            lasts,
            Event::PseReady {
                project: MAIN,
                cluster,
                pse,
            },
        );
    }
    world.start_task(
        MAIN,
        ("CLUSTER", sessions),
        "UPGRADE_CLUSTER",
        Duration::from_secs(25 * 60),
    );
}

/// Finished tasks.
fn history(world: &mut World) {
    let now = world.now();
    let past = [
        ("orders", "EDIT_CLUSTER", 3, false),
        ("catalog", "CREATE_PRIVATE_SERVICE_ENDPOINT", 9, false),
        ("sessions", "CREATE_PRIVATE_SERVICE_ENDPOINT", 20, true),
        ("loyalty", "PAUSE_CLUSTER", 26, false),
    ];
    for (cluster, task_type, hours, fails) in past {
        let entity_id = world
            .by_name(cluster)
            .map_or_else(String::new, |(_, row)| row.wire.info.id.to_string());
        let start = now - hours * Duration::from_secs(3600);
        let id = world.ids.uuid();
        world.tasks.push(TaskRow {
            id,
            project: MAIN,
            entity_id,
            entity_type: "CLUSTER",
            task_type: task_type.to_owned(),
            locking: true,
            start,
            end: start + Duration::from_secs(8 * 60),
            fails,
            hidden: false,
        });
    }
}
