//! The processor time that the open window uses while nothing happens, and while one cluster changes. It is compared
//! with the time that passes, not with an empty window: that one uses none.

use std::time::Duration;

use postern_tests::{Desktop, button, signed_in};

use super::{BenchResult, REST, SEED, simulator};
use postern_tests::ratio::Ratio;

/// How long the window is watched.
const IDLE: Duration = Duration::from_secs(60);
/// A cluster of the simulated service.
const CLUSTER: &str = "cluster-00000";

pub(super) async fn run() -> BenchResult<Vec<Ratio>> {
    let desktop = Desktop::start().await;
    let service = simulator(SEED).await?;
    let app = signed_in(&desktop, &service).await;
    app.see(button("Refresh")).await;
    let used_in = async || {
        tokio::time::sleep(REST).await;
        let before = app.cpu();
        tokio::time::sleep(IDLE).await;
        app.cpu() - before
    };
    let nothing = used_in().await;
    service.set_cluster_state(CLUSTER, "UPDATING");
    app.click(button("Refresh")).await;
    let one_cluster = used_in().await;
    app.quit().await;
    Ok(vec![
        Ratio::new(
            "processor time in 60 s with nothing changing / 0.5 %",
            nothing,
            IDLE / 200,
            Some(1.0),
        ),
        Ratio::new(
            "processor time in 60 s with a cluster changing / 0.5 %",
            one_cluster,
            IDLE / 200,
            None,
        ),
    ])
}
