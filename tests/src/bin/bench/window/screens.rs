//! How long it takes to open each screen for the first time after the start, and again.

use std::collections::BTreeMap;
use std::time::Duration;

use postern_tests::{Desktop, TestApp, button, signed_in};

use super::{BenchResult, REST, SEED, Sample, simulator};
use postern_tests::ratio::Ratio;

/// How often Postern is started; the medians count.
const STARTS: usize = 5;
const SCREENS: &str = include_str!("screens.js");

pub(super) async fn run() -> BenchResult<Vec<Ratio>> {
    let desktop = Desktop::start().await;
    let service = simulator(SEED).await?;
    signed_in(&desktop, &service).await.quit().await;
    desktop.until_quit().await;
    let (mut first, mut again) = (Opened::new(), Opened::new());
    for _ in 0..STARTS {
        let app = TestApp::open(&desktop).await;
        app.see(button("Refresh")).await;
        tokio::time::sleep(REST).await;
        for opened in [&mut first, &mut again] {
            for (name, millis) in open_all(&app).await? {
                opened.entry(name).or_default().push(millis);
            }
        }
        app.quit().await;
        desktop.until_quit().await;
    }
    let mut ratios = Vec::new();
    for (name, times) in first {
        let again = again.remove(&name).unwrap_or_default();
        let (first, again) = (Sample::of(times)?, Sample::of(again)?);
        let what = format!("{name} opened for the first time / opened again");
        ratios.push(first.to(&again, what, None));
    }
    Ok(ratios)
}

/// Times by the screen's name.
type Opened = BTreeMap<String, Vec<Duration>>;

async fn open_all(app: &TestApp<'_>) -> BenchResult<Vec<(String, Duration)>> {
    let took = app.script_async(SCREENS).await?;
    let took = took.as_object().ok_or("no screen was opened")?;
    let opened = took.iter().map(|(name, millis)| {
        let millis = millis.as_f64().ok_or("a time is not a number")?;
        Ok((name.clone(), Duration::from_secs_f64(millis / 1000.0)))
    });
    opened.collect()
}
