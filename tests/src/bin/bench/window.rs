//! The real window: compares its start and memory with those of an empty window, and actions in the table of endpoints
//! with 10,000 rows and with 100.

use std::error::Error;
use std::time::Duration;

use aeon_simulator::{Handle, Options, Seed, Simulator};
use postern_tests::{Desktop, TestApp, built, button, program, signed_in};

use super::ratio::{Figure, Ratio};

/// How often to start each window; the medians are compared.
const STARTS: usize = 9;
/// How long after a window is usable its memory is read.
const REST: Duration = Duration::from_secs(5);
/// How long nothing happens.
const IDLE: Duration = Duration::from_secs(60);
/// 1,500 endpoints.
const MEMORY: Seed = Seed::Large {
    clusters: 500,
    regions: 3,
};
const FEW: (u32, u32) = (25, 4);
const MANY: (u32, u32) = (2_500, 4);
/// The limit for a keystroke.
const KEYSTROKE: Duration = Duration::from_millis(50);
const STEPS: &str = include_str!("steps.js");

type BenchResult<T> = Result<T, Box<dyn Error>>;

pub async fn run() -> BenchResult<Vec<Ratio>> {
    for needed in [program(), built("examples/empty_window")] {
        if !needed.is_file() {
            return Err(format!(
                "{} is missing: build it with `cargo xtask bench`",
                needed.display()
            )
            .into());
        }
    }
    let mut ratios = start_and_memory().await?;
    ratios.extend(table().await?);
    ratios.push(idle().await?);
    Ok(ratios)
}

async fn start_and_memory() -> BenchResult<Vec<Ratio>> {
    let desktop = Desktop::start().await;
    let service = simulator(MEMORY).await?;
    // Adds an account and caches its inventory for the starts below.
    let app = signed_in(&desktop, &service).await;
    app.quit().await;
    desktop.until_quit().await;

    let (mut ours, mut empty, mut memory) = (Vec::new(), Vec::new(), None);
    for round in 0..STARTS {
        let window = TestApp::open_program(&desktop, &built("examples/empty_window"), &[]).await;
        empty.push(window.age());
        let empty_memory = memory_at_rest(&window, round).await;
        window.quit().await;

        let app = TestApp::open(&desktop).await;
        let rows = "return document.querySelectorAll('[role=treegrid] [role=row]').length > 5";
        app.until_page("the endpoints", rows).await;
        ours.push(app.age());
        app.see(button("Refresh")).await;
        memory = memory_at_rest(&app, round)
            .await
            .zip(empty_memory)
            .or(memory);
        app.quit().await;
        desktop.until_quit().await;
    }
    let (ours_memory, empty_memory) = memory.ok_or("the memory was not read")?;
    Ok(vec![
        Ratio::new(
            "start to the endpoints / an empty window's start",
            median(ours)?,
            median(empty)?,
            Some(1.25),
        ),
        Ratio::new(
            "memory with 1,500 endpoints / an empty window's",
            Figure::Memory(ours_memory),
            Figure::Memory(empty_memory),
            Some(1.3),
        ),
    ])
}

/// The window's memory when it is at rest; only read in the first round.
async fn memory_at_rest(app: &TestApp<'_>, round: usize) -> Option<usize> {
    if round > 0 {
        return None;
    }
    tokio::time::sleep(REST).await;
    Some(app.memory())
}

/// How long actions in the table take, measured in the page: medians.
struct Steps {
    scroll: Duration,
    keystroke: Duration,
    select_all: Duration,
}

async fn table() -> BenchResult<Vec<Ratio>> {
    let few = steps(FEW).await?;
    let many = steps(MANY).await?;
    let ratio = |what: &str, many, few| {
        Ratio::new(
            format!("{what}: 10,000 rows / 100 rows"),
            many,
            few,
            Some(1.2),
        )
    };
    Ok(vec![
        ratio("scrolling a page", many.scroll, few.scroll),
        ratio("a keystroke in the search", many.keystroke, few.keystroke),
        Ratio::new(
            "a keystroke in 10,000 rows / 50 ms",
            many.keystroke,
            KEYSTROKE,
            Some(1.0),
        ),
        ratio("selecting all", many.select_all, few.select_all),
    ])
}

async fn steps((clusters, regions): (u32, u32)) -> BenchResult<Steps> {
    let desktop = Desktop::start().await;
    let service = simulator(Seed::Large { clusters, regions }).await?;
    let app = signed_in(&desktop, &service).await;
    let took = app.script_async(STEPS).await?;
    app.quit().await;
    let median = |of: &str| {
        let millis = took[of]
            .as_f64()
            .ok_or("the page returned no measurement")?;
        Ok::<_, Box<dyn Error>>(Duration::from_secs_f64(millis / 1000.0))
    };
    Ok(Steps {
        scroll: median("scroll")?,
        keystroke: median("keystroke")?,
        select_all: median("selectAll")?,
    })
}

/// The processor time that the open window uses while nothing happens. It is waited for, not measured against an
/// empty window: that one uses none.
async fn idle() -> BenchResult<Ratio> {
    let desktop = Desktop::start().await;
    let service = simulator(MEMORY).await?;
    let app = signed_in(&desktop, &service).await;
    app.see(button("Refresh")).await;
    tokio::time::sleep(REST).await;
    let before = app.cpu();
    tokio::time::sleep(IDLE).await;
    let used = app.cpu() - before;
    app.quit().await;
    Ok(Ratio::new(
        "processor time in 60 s with nothing changing / 0.5 %",
        used,
        IDLE / 200,
        Some(1.0),
    ))
}

async fn simulator(seed: Seed) -> BenchResult<Handle> {
    Ok(Simulator::start(seed, Options::default()).await?)
}

fn median(mut times: Vec<Duration>) -> BenchResult<Duration> {
    times.sort();
    Ok(*times
        .get(times.len() / 2)
        .ok_or("there are no measurements")?)
}
