//! Actions in the table of endpoints with 10,000 rows and with 100, and what a change of one endpoint costs.

use std::time::Duration;

use aeon_simulator::Seed;
use postern_tests::{Desktop, TestApp, button, signed_in};
use serde_json::Value;

use super::{BenchResult, Sample, simulator};
use postern_tests::ratio::{Figure, Ratio};

const FEW: (u32, u32) = (25, 4);
const MANY: (u32, u32) = (2_500, 4);
/// The limit for a keystroke.
const KEYSTROKE: Duration = Duration::from_millis(50);
/// The limits for a change of one endpoint: in the page, and in bytes from Rust to the page.
const CHANGE: Duration = Duration::from_millis(16);
const CHANGE_BYTES: usize = 32 * 1024;
/// How often an endpoint changes; the medians count.
const CHANGES: usize = 15;
const STEPS: &str = include_str!("steps.js");
const CHANGE_SCRIPT: &str = include_str!("change.js");
/// The first cluster that the table lists; its first endpoint changes.
const CHANGED: &str = "cluster-00000";

/// How long actions in the table take, measured in the page.
struct Steps {
    scroll: Sample,
    keystroke: Sample,
    select_all: Sample,
    change: Sample,
    change_bytes: usize,
}

pub(super) async fn run() -> BenchResult<Vec<Ratio>> {
    let few = steps(FEW).await?;
    let many = steps(MANY).await?;
    let against_few = |what: &str| format!("{what}: 10,000 rows / 100 rows");
    let limit = Some(1.2);
    Ok(vec![
        many.scroll
            .to(&few.scroll, against_few("scrolling a page"), limit),
        many.keystroke.to(
            &few.keystroke,
            against_few("a keystroke in the search"),
            limit,
        ),
        many.keystroke
            .to_fixed(KEYSTROKE, "a keystroke in 10,000 rows / 50 ms"),
        many.select_all
            .to(&few.select_all, against_few("selecting all"), limit),
        many.change
            .to(&few.change, against_few("a change of one endpoint"), None),
        many.change
            .to_fixed(CHANGE, "a change in 10,000 rows, in the page / 16 ms"),
        Ratio::new(
            "a change in 10,000 rows, from Rust to the page / 32 KiB",
            Figure::Memory(many.change_bytes),
            Figure::Memory(CHANGE_BYTES),
            Some(1.0),
        ),
    ])
}

async fn steps((clusters, regions): (u32, u32)) -> BenchResult<Steps> {
    let desktop = Desktop::start().await;
    let service = simulator(Seed::Large { clusters, regions }).await?;
    let app = signed_in(&desktop, &service).await;
    let took = app.script_async(STEPS).await?;
    let region = first_region(&app).await?;
    let script = format!("const region = {};\n{CHANGE_SCRIPT}", Value::from(region));
    let regions = service.regions(CHANGED);
    let code = regions.first().ok_or("the cluster has no region")?;
    let list = service
        .principals(CHANGED, code)
        .ok_or("the first endpoint is another one")?;
    let (mut times, mut bytes) = (Vec::new(), Vec::new());
    for change in 0..CHANGES {
        // One principal more or less.
        let list: Vec<&str> = list.iter().map(String::as_str).skip(change % 2).collect();
        service.set_principals(CHANGED, code, &list[..list.len() - 1]);
        let change = app.script_async(&script).await?;
        times.push(change["took"].clone());
        bytes.push(change["bytes"].as_u64().unwrap_or_default());
    }
    app.quit().await;
    bytes.sort_unstable();
    Ok(Steps {
        scroll: Sample::of_millis(&took["scroll"])?,
        keystroke: Sample::of_millis(&took["keystroke"])?,
        select_all: Sample::of_millis(&took["selectAll"])?,
        change: Sample::of_millis(&Value::Array(times))?,
        change_bytes: usize::try_from(bytes[bytes.len() / 2])?,
    })
}

/// The region of the first endpoint, which the page's address names once its panel is open.
async fn first_region(app: &TestApp<'_>) -> BenchResult<String> {
    let open = "document.querySelector('[role=treegrid] [role=row][aria-level=\"2\"]').click()";
    app.script(open, vec![]).await;
    app.until_page(
        "an open endpoint",
        "return location.hash.includes('region=')",
    )
    .await;
    let region = "return new URLSearchParams(location.hash.split('?')[1]).get('region')";
    let region = app.script(region, vec![]).await;
    app.click(button("Close panel")).await;
    let region = region.as_str().ok_or("no endpoint is open")?;
    Ok(region.trim_matches('"').to_owned())
}
