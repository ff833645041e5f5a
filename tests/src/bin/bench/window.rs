//! The real window: its start and its memory against those of an empty window of the same kind, and what a
//! step in the table of endpoints costs with 10,000 rows against one with 100.

use std::error::Error;
use std::time::Duration;

use aeon_simulator::{Handle, Options, Seed, Simulator};
use postern_tests::{Desktop, TestApp, beside, button, program, signed_in};

use super::ratio::{Figure, Ratio};

/// How often each window is started; the medians are compared.
const STARTS: usize = 9;
/// A window's memory is read so long after it is usable.
const REST: Duration = Duration::from_secs(5);
/// 1,500 endpoints.
const MEMORY: Seed = Seed::Large {
    clusters: 500,
    regions: 3,
};
const FEW: (u32, u32) = (25, 4);
const MANY: (u32, u32) = (2_500, 4);
/// The most that a keystroke may take.
const KEYSTROKE: Duration = Duration::from_millis(50);
const STEPS: &str = include_str!("steps.js");

type Outcome<T> = Result<T, Box<dyn Error>>;

pub async fn run() -> Outcome<Vec<Ratio>> {
    for needed in [program(), beside("examples/empty_window")] {
        if !needed.is_file() {
            return Err(format!(
                "{} is missing: `cargo xtask bench` builds it",
                needed.display()
            )
            .into());
        }
    }
    let mut ratios = start_and_memory().await?;
    ratios.extend(table().await?);
    Ok(ratios)
}

async fn start_and_memory() -> Outcome<Vec<Ratio>> {
    let desktop = Desktop::start().await;
    let service = simulator(MEMORY).await?;
    // From now on there is an account whose last picture is known.
    let app = signed_in(&desktop, &service).await;
    app.quit().await;
    desktop.until_alone().await;

    let (mut ours, mut empty, mut memory) = (Vec::new(), Vec::new(), None);
    for round in 0..STARTS {
        let window = TestApp::open_program(&desktop, &beside("examples/empty_window"), &[]).await;
        empty.push(window.age());
        let empty_memory = rested(&window, round).await;
        window.quit().await;

        let app = TestApp::open(&desktop).await;
        let rows = "return document.querySelectorAll('[role=treegrid] [role=row]').length > 5";
        app.until_page("the endpoints", rows).await;
        ours.push(app.age());
        app.see(button("Refresh")).await;
        memory = rested(&app, round).await.zip(empty_memory).or(memory);
        app.quit().await;
        desktop.until_alone().await;
    }
    let (ours_memory, empty_memory) = memory.ok_or("no memory was read")?;
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

/// The window's memory after a while, in the first round.
async fn rested(app: &TestApp<'_>, round: usize) -> Option<usize> {
    if round > 0 {
        return None;
    }
    tokio::time::sleep(REST).await;
    Some(app.memory())
}

/// What a step takes in a table, in the page's own time: the median of many.
struct Steps {
    scroll: Duration,
    keystroke: Duration,
    select_all: Duration,
}

async fn table() -> Outcome<Vec<Ratio>> {
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

async fn steps((clusters, regions): (u32, u32)) -> Outcome<Steps> {
    let desktop = Desktop::start().await;
    let service = simulator(Seed::Large { clusters, regions }).await?;
    let app = signed_in(&desktop, &service).await;
    let took = app.script_async(STEPS).await?;
    app.quit().await;
    let median = |of: &str| {
        let millis = took[of].as_f64().ok_or("the page measured nothing")?;
        Ok::<_, Box<dyn Error>>(Duration::from_secs_f64(millis / 1000.0))
    };
    Ok(Steps {
        scroll: median("scroll")?,
        keystroke: median("keystroke")?,
        select_all: median("selectAll")?,
    })
}

async fn simulator(seed: Seed) -> Outcome<Handle> {
    Ok(Simulator::start(seed, Options::default()).await?)
}

fn median(mut times: Vec<Duration>) -> Outcome<Duration> {
    times.sort();
    Ok(*times.get(times.len() / 2).ok_or("nothing was measured")?)
}
