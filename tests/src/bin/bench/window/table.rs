//! Actions in the table of endpoints with 10,000 rows and with 100, and what a change of one endpoint costs.

use std::time::Duration;

use aeon_simulator::{Handle, Seed};
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

/// How often each action is measured in one window and then in the other. A machine that becomes slower meanwhile must not
/// slow down only one of them.
const ROUNDS: usize = 8;

pub(super) async fn run() -> BenchResult<Vec<Ratio>> {
    let desktops = (Desktop::start().await, Desktop::start().await);
    let mut few = Table::open(&desktops.0, FEW).await?;
    let mut many = Table::open(&desktops.1, MANY).await?;
    for round in 0..ROUNDS {
        few.act(round).await?;
        many.act(round).await?;
    }
    for change in 0..CHANGES {
        few.change(change).await?;
        many.change(change).await?;
    }
    let (few, many) = (few.close().await?, many.close().await?);
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

/// A window with the table, and what was measured in it.
struct Table<'a> {
    app: TestApp<'a>,
    service: Handle,
    /// The id of the first endpoint's region, its code, and the principals at first.
    region: String,
    code: String,
    principals: Vec<String>,
    scroll: Vec<Value>,
    keystroke: Vec<Value>,
    select_all: Vec<Value>,
    change: Vec<Value>,
    bytes: Vec<u64>,
}

impl<'a> Table<'a> {
    async fn open(desktop: &'a Desktop, (clusters, regions): (u32, u32)) -> BenchResult<Self> {
        let service = simulator(Seed::Large { clusters, regions }).await?;
        let app = signed_in(desktop, &service).await;
        let region = first_region(&app).await?;
        let regions = service.regions(CHANGED);
        let code = regions.first().ok_or("the cluster has no region")?.clone();
        let principals = service
            .principals(CHANGED, &code)
            .ok_or("the first endpoint is another one")?;
        Ok(Self {
            app,
            service,
            region,
            code,
            principals,
            scroll: Vec::new(),
            keystroke: Vec::new(),
            select_all: Vec::new(),
            change: Vec::new(),
            bytes: Vec::new(),
        })
    }

    async fn act(&mut self, round: usize) -> BenchResult<()> {
        let script = format!("const round = {round};\n{STEPS}");
        let took = self.app.script_async(&script).await?;
        for (all, what) in [
            (&mut self.scroll, "scroll"),
            (&mut self.keystroke, "keystroke"),
            (&mut self.select_all, "selectAll"),
        ] {
            all.extend(took[what].as_array().into_iter().flatten().cloned());
        }
        Ok(())
    }

    /// Has one principal more or less on the first endpoint.
    async fn change(&mut self, change: usize) -> BenchResult<()> {
        let list: Vec<&str> = self.principals.iter().map(String::as_str).collect();
        let list = &list[change % 2..];
        self.service
            .set_principals(CHANGED, &self.code, &list[..list.len() - 1]);
        let region = Value::from(self.region.as_str());
        let script = format!("const region = {region};\n{CHANGE_SCRIPT}");
        let change = self.app.script_async(&script).await?;
        self.change.push(change["took"].clone());
        self.bytes
            .push(change["bytes"].as_u64().unwrap_or_default());
        Ok(())
    }

    async fn close(mut self) -> BenchResult<Steps> {
        self.app.quit().await;
        self.bytes.sort_unstable();
        Ok(Steps {
            scroll: Sample::of_millis(&self.scroll)?,
            keystroke: Sample::of_millis(&self.keystroke)?,
            select_all: Sample::of_millis(&self.select_all)?,
            change: Sample::of_millis(&self.change)?,
            change_bytes: usize::try_from(self.bytes[self.bytes.len() / 2])?,
        })
    }
}

/// How long actions in the table take, measured in the page.
struct Steps {
    scroll: Sample,
    keystroke: Sample,
    select_all: Sample,
    change: Sample,
    change_bytes: usize,
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
