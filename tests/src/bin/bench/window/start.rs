//! From the start of the process until the endpoints are on the screen, phase by phase, and the memory after that.

use std::path::Path;
use std::time::Duration;

use postern_tests::{Desktop, TestApp, built, button, program, signed_in};

use super::{BenchResult, REST, SEED, Sample, simulator};
use postern_tests::ratio::{Figure, Ratio};

/// How often to start each window; the medians are compared.
const STARTS: usize = 11;
/// In how many of these rounds the memory is read.
const MEMORY_READS: usize = 3;

/// The times of many starts of one window.
#[derive(Default)]
struct Starts {
    /// From the start of the process until the page is loaded from.
    navigation: Vec<Duration>,
    /// From there until something is painted.
    paint: Vec<Duration>,
    /// From the start of the process until what the window is for is painted.
    content: Vec<Duration>,
    /// From the start of the process until everything is loaded.
    loaded: Vec<Duration>,
    /// In bytes.
    memory: Vec<usize>,
}

/// The time from navigation until a moment that the page marked, in milliseconds.
const MARKED: &str = "return performance.getEntriesByName(arguments[0])[0].startTime";
/// The first frame with content.
const PAINTED: &str = "first-contentful-paint";

impl Starts {
    /// Takes the times of a window that is open, `content` and `loaded` being the moments that the page marked.
    async fn take(
        &mut self,
        app: &TestApp<'_>,
        program: &Path,
        content: &str,
        loaded: &str,
    ) -> BenchResult<()> {
        let navigation = app.navigation(program).await;
        let paint = moment(app, PAINTED).await?;
        let content = moment(app, content).await?;
        let loaded = moment(app, loaded).await?;
        self.navigation.push(navigation);
        self.paint.push(paint);
        self.content.push(navigation + content);
        self.loaded.push(navigation + loaded);
        Ok(())
    }

    fn memory(&mut self) -> BenchResult<Figure> {
        self.memory.sort_unstable();
        let median = self.memory.get(self.memory.len() / 2);
        Ok(Figure::Memory(*median.ok_or("the memory was not read")?))
    }
}

async fn moment(app: &TestApp<'_>, name: &str) -> BenchResult<Duration> {
    let is_marked = format!("return performance.getEntriesByName('{name}').length > 0");
    app.until_page(name, &is_marked).await;
    let millis = app.script(MARKED, vec![name.into()]);
    let millis = millis.await.as_f64().ok_or("the page marked no moment")?;
    Ok(Duration::from_secs_f64(millis / 1000.0))
}

pub(super) async fn run() -> BenchResult<Vec<Ratio>> {
    let desktop = Desktop::start().await;
    let service = simulator(SEED).await?;
    // Adds an account and caches its inventory for the starts below.
    let app = signed_in(&desktop, &service).await;
    app.quit().await;
    desktop.until_quit().await;

    let (mut ours, mut empty) = (Starts::default(), Starts::default());
    let empty_window = built("examples/empty_window");
    for round in 0..STARTS {
        let window = TestApp::open_program(&desktop, &empty_window, &[]).await;
        empty.take(&window, &empty_window, PAINTED, PAINTED).await?;
        if round < MEMORY_READS {
            tokio::time::sleep(REST).await;
            empty.memory.push(window.memory());
        }
        window.quit().await;

        let app = TestApp::open(&desktop).await;
        ours.take(&app, &program(), "rows", "table").await?;
        app.see(button("Refresh")).await;
        if round < MEMORY_READS {
            tokio::time::sleep(REST).await;
            ours.memory.push(app.memory());
        }
        app.quit().await;
        desktop.until_quit().await;
    }
    let memory = Ratio::new(
        "memory with 1,500 endpoints / an empty window's",
        ours.memory()?,
        empty.memory()?,
        Some(1.3),
    );
    let ratio = |what, ours, empty, limit| {
        Sample::of(ours).and_then(|ours| Ok(ours.to(&Sample::of(empty)?, what, limit)))
    };
    Ok(vec![
        ratio(
            "process start to navigation / an empty window's",
            ours.navigation,
            empty.navigation,
            Some(1.1),
        )?,
        ratio(
            "navigation to first paint / an empty window's",
            ours.paint,
            empty.paint,
            Some(4.0),
        )?,
        ratio(
            "start to the endpoints / an empty window's start",
            ours.content,
            empty.content.clone(),
            Some(1.25),
        )?,
        ratio(
            "start to everything loaded / an empty window's start",
            ours.loaded,
            empty.content,
            None,
        )?,
        memory,
    ])
}
