//! Postern in its window, operated as by a user.

use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::by::By;
use crate::desktop::Desktop;
use crate::memory;
use crate::painted::{self, Point};
use crate::paths;
use crate::port::free_port;
use crate::process::Running;
use crate::undriven::page_processes;
use crate::wait::{PATIENCE, until, within};

/// The title of the window.
const WINDOW: &str = "Postern";

const FIND: &str = include_str!("page/find.js");
const POINT: &str = include_str!("page/point.js");
const REPAINT: &str = include_str!("page/repaint.js");
const STILL: &str = include_str!("page/still.js");

/// Postern, running on a [`Desktop`].
pub struct TestApp<'a> {
    desktop: &'a Desktop,
    client: Client,
    driver: Running,
}

impl<'a> TestApp<'a> {
    /// Starts Postern and waits for its page.
    ///
    /// # Panics
    /// Postern does not start.
    pub async fn open(desktop: &'a Desktop) -> Self {
        // A release build takes a service with plain HTTP only if it is told to.
        let arguments: &[&str] = if cfg!(debug_assertions) {
            &[]
        } else {
            &["--allow-plain-http"]
        };
        Self::open_with(desktop, arguments).await
    }

    /// Starts Postern with arguments and waits for its page.
    ///
    /// # Panics
    /// Postern does not start.
    pub async fn open_with(desktop: &'a Desktop, arguments: &[&str]) -> Self {
        Self::open_program(desktop, &paths::program(), arguments).await
    }

    /// Starts Postern without automatic answers to its dialogs: a test answers them with [`Desktop::press_in`].
    ///
    /// # Panics
    /// Postern does not start.
    pub async fn open_asking(desktop: &'a Desktop) -> Self {
        Self::start(desktop, &paths::program(), &[], None).await
    }

    /// Starts Postern with its dialogs answered with no.
    ///
    /// # Panics
    /// Postern does not start.
    pub async fn open_declining(desktop: &'a Desktop) -> Self {
        Self::start(desktop, &paths::program(), &[], Some("no")).await
    }

    /// Starts a program with a web view and waits for its page. Postern's dialogs are answered with yes.
    ///
    /// # Panics
    /// Postern does not start.
    pub async fn open_program(desktop: &'a Desktop, program: &Path, arguments: &[&str]) -> Self {
        Self::start(desktop, program, arguments, Some("yes")).await
    }

    async fn start(
        desktop: &'a Desktop,
        program: &Path,
        arguments: &[&str],
        answer: Option<&str>,
    ) -> Self {
        let port = free_port();
        let driver = Running::start("WebKitWebDriver", |driver| {
            driver
                .args(["--host=127.0.0.1", &format!("--port={port}")])
                .stdout(Stdio::null())
                .stderr(desktop.output());
            desktop.put_on(driver);
            driver
                .env("TAURI_AUTOMATION", "true")
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .env("POSTERN_TEST_LAG", "3")
                .envs(answer.map(|answer| ("POSTERN_TEST_ANSWER", answer)));
        });
        let capabilities = json!({
            "browserName": "wry",
            "webkitgtk:browserOptions": { "binary": program, "args": arguments },
        });
        let capabilities: Capabilities = capabilities
            .as_object()
            .cloned()
            .expect("capabilities are an object");
        let address = format!("http://127.0.0.1:{port}");
        until("WebKitWebDriver", || async {
            TcpStream::connect(("127.0.0.1", port)).ok()
        })
        .await;
        let mut window = ClientBuilder::new(HttpConnector::new());
        window.capabilities(capabilities);
        let client = match tokio::time::timeout(PATIENCE, window.connect(&address)).await {
            Ok(Ok(client)) => client,
            Err(_) => panic!(
                "Postern did not open a window\n\nLog:\n{}",
                desktop.printed()
            ),
            Ok(Err(error)) => panic!(
                "Postern can't start: {error}\n\nLog:\n{}",
                desktop.printed()
            ),
        };
        let app = Self {
            desktop,
            client,
            driver,
        };
        app.until_page(
            "a page",
            "return document.readyState === 'complete' && !!document.body.innerText.trim()",
        )
        .await;
        app
    }

    /// Quits Postern. The desktop, its files and its keyring stay.
    pub async fn quit(self) {
        let Self { client, driver, .. } = self;
        // The driver closes the window, which quits the program.
        let _ = tokio::time::timeout(PATIENCE, client.close()).await;
        drop(driver);
    }

    /// How long it took from the start of this program's process until its page was loaded from.
    ///
    /// # Panics
    /// The program does not run.
    pub async fn navigation(&self, program: &Path) -> Duration {
        let process = self.driver.started(program).expect("the program runs");
        let origin = self.script("return performance.timeOrigin", vec![]).await;
        let origin = Duration::from_secs_f64(origin.as_f64().expect("a time") / 1000.0);
        (SystemTime::UNIX_EPOCH + origin)
            .duration_since(Running::began(process))
            .unwrap_or_default()
    }

    /// The memory of the program and its web view's processes (their proportional set size), in bytes.
    ///
    /// # Panics
    /// The system does not report it.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.driver.memory_of_started()
    }

    /// The number of Postern's own process (not of its web view's).
    ///
    /// # Panics
    /// Postern does not run.
    #[must_use]
    pub fn process(&self) -> u32 {
        let process = self.driver.started(&paths::program());
        process.expect("Postern runs")
    }

    /// The numbers of the web view's processes that run pages.
    #[must_use]
    pub fn page_processes(&self) -> Vec<u32> {
        page_processes(&self.driver)
    }

    /// The processor time that the program and its web view's processes have used.
    ///
    /// # Panics
    /// The system does not report it.
    #[must_use]
    pub fn cpu(&self) -> Duration {
        self.driver.cpu_of_started()
    }

    /// The processes, Postern's and its web view's, that have a text in memory: in UTF-8, UTF-16 or base64.
    ///
    /// # Panics
    /// The system does not report it.
    #[must_use]
    pub fn holders_in_memory(&self, text: &str) -> Vec<String> {
        memory::holders(self.driver.all_started(), text)
    }

    /// The desktop that Postern runs on.
    #[must_use]
    pub fn desktop(&self) -> &'a Desktop {
        self.desktop
    }

    /// The WebDriver session, for what has no method here.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Waits until an element is on the page.
    ///
    /// # Panics
    /// It does not appear.
    pub async fn see(&self, by: By) {
        self.find(&by).await;
    }

    /// Waits until no such element is on the page.
    ///
    /// # Panics
    /// It does not disappear.
    pub async fn see_no(&self, by: By) {
        let gone = within(PATIENCE, || async {
            self.look(&by).await.is_none().then_some(())
        });
        if gone.await.is_none() {
            self.fail(&format!("{by} is still there")).await;
        }
    }

    /// Waits until the page shows a text.
    ///
    /// # Panics
    /// It does not appear.
    pub async fn see_text(&self, text: &str) {
        let shown = || async { self.text().await.contains(text).then_some(()) };
        if within(PATIENCE, shown).await.is_none() {
            self.fail(&format!("the text “{text}” did not appear"))
                .await;
        }
    }

    /// Waits until the page no longer shows a text.
    ///
    /// # Panics
    /// It does not disappear.
    pub async fn see_no_text(&self, text: &str) {
        let gone = || async { (!self.text().await.contains(text)).then_some(()) };
        if within(PATIENCE, gone).await.is_none() {
            self.fail(&format!("the text “{text}” is still there"))
                .await;
        }
    }

    /// Whether an element is on the page now.
    pub async fn has(&self, by: By) -> bool {
        self.look(&by).await.is_some()
    }

    /// The number of such elements on the page now.
    pub async fn count(&self, by: By) -> u64 {
        self.script(FIND, vec![by.to_json(), json!("count")])
            .await
            .as_u64()
            .unwrap_or_default()
    }

    /// Clicks an element, once it is on the page, doesn't move and can be clicked.
    ///
    /// # Panics
    /// It does not appear.
    pub async fn click(&self, by: By) {
        let clicked = || async {
            let element = self.look(&by).await?;
            if element.attr("aria-disabled").await.ok()?.as_deref() == Some("true")
                || !element.is_enabled().await.ok()?
            {
                return None;
            }
            // A click goes to a position, so it would miss an element that moves.
            let still = self.client.execute_async(STILL, vec![json!(element)]);
            if still.await.ok()? != Value::Bool(true) {
                return None;
            }
            self.desktop.touch(WINDOW);
            // The page may render it again before the click; then try again.
            element.click().await.ok()
        };
        if within(PATIENCE, clicked).await.is_none() {
            self.fail(&format!("{by} can't be clicked")).await;
        }
    }

    /// Replaces a field's text by typing.
    ///
    /// # Panics
    /// When the field does not come.
    pub async fn fill(&self, by: By, text: &str) {
        let element = self.find(&by).await;
        let select_all = format!("{}a{}", char::from(Key::Control), char::from(Key::Null));
        let typed = async {
            element.send_keys(&select_all).await?;
            element
                .send_keys(&char::from(Key::Delete).to_string())
                .await?;
            element.send_keys(text).await
        };
        if let Err(error) = self.answer(typed).await {
            self.fail(&format!("can't type into {by}: {error}")).await;
        }
    }

    /// Types into an element, after its text.
    ///
    /// # Panics
    /// It does not appear.
    pub async fn type_into(&self, by: By, text: &str) {
        let element = self.find(&by).await;
        if let Err(error) = self.answer(element.send_keys(text)).await {
            self.fail(&format!("can't type into {by}: {error}")).await;
        }
    }

    /// Presses keys in the focused element.
    ///
    /// # Panics
    /// The window is closed.
    pub async fn press(&self, keys: &[Key]) {
        let keys: String = keys.iter().map(|key| char::from(*key)).collect();
        self.type_focused(&keys).await;
    }

    /// Types a text into the focused element.
    ///
    /// # Panics
    /// The window is closed.
    pub async fn type_focused(&self, text: &str) {
        self.desktop.touch(WINDOW);
        let typed = async { self.client.active_element().await?.send_keys(text).await };
        if let Err(error) = self.answer(typed).await {
            self.fail(&format!("can't type: {error}")).await;
        }
    }

    /// The text that an element shows.
    ///
    /// # Panics
    /// It does not appear.
    pub async fn read(&self, by: By) -> String {
        let read = || async { self.look(&by).await?.text().await.ok() };
        match within(PATIENCE, read).await {
            Some(text) => text,
            None => self.fail(&format!("{by} did not appear")).await,
        }
    }

    /// A field's value.
    ///
    /// # Panics
    /// It does not appear.
    pub async fn value(&self, by: By) -> String {
        // The page may render it again before it is read; then try again.
        let read = || async { self.look(&by).await?.prop("value").await.ok()? };
        match within(PATIENCE, read).await {
            Some(value) => value,
            None => self.fail(&format!("{by} did not appear")).await,
        }
    }

    /// All text that the page shows.
    pub async fn text(&self) -> String {
        let text = self
            .script("return document.body?.innerText ?? ''", vec![])
            .await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// The whole document, hidden parts included.
    pub async fn html(&self) -> String {
        let html = self
            .script("return document.documentElement.outerHTML", vec![])
            .await;
        html.as_str().unwrap_or_default().to_owned()
    }

    /// Runs a script in the page and returns its result.
    ///
    /// # Panics
    /// The script throws.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        match self.answer(self.client.execute(script, arguments)).await {
            Ok(value) => value,
            Err(error) => panic!("a script failed in the page: {error}\n{script}"),
        }
    }

    /// Runs the body of an `async` function in the page and returns its result.
    ///
    /// # Errors
    /// The message of what the script threw.
    ///
    /// # Panics
    /// The script can't be run.
    pub async fn script_async(&self, body: &str) -> Result<Value, String> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => {{ {body} }})().then(
               (value) => done({{ ok: value ?? null }}),
               (error) => done({{ failed: error?.message ?? (typeof error === 'string' ? error : JSON.stringify(error)) }}),
             );"
        );
        let result = self
            .answer(self.client.execute_async(&script, vec![]))
            .await;
        let result = result.unwrap_or_else(|error| panic!("a script failed: {error}\n{body}"));
        match result.get("failed") {
            Some(reason) => Err(reason.as_str().unwrap_or_default().to_owned()),
            None => Ok(result["ok"].clone()),
        }
    }

    /// Waits until a script returns `true`.
    ///
    /// # Panics
    /// It does not.
    pub async fn until_page(&self, what: &str, script: &str) {
        let holds = || async {
            let result = self.client.execute(script, vec![]).await.ok()?;
            (result == Value::Bool(true)).then_some(())
        };
        if within(PATIENCE, holds).await.is_none() {
            self.fail(&format!("gave up waiting for {what}")).await;
        }
    }

    async fn screenshot(&self) -> Result<Vec<u8>, CmdError> {
        self.client.execute(REPAINT, vec![]).await?;
        self.client.screenshot().await
    }

    /// Saves a screenshot of the window as `target/window-tests/NAME.png`.
    ///
    /// # Panics
    /// The screenshot fails.
    pub async fn picture(&self, name: &str) {
        self.until_painted().await;
        let picture = tokio::time::timeout(PATIENCE, self.screenshot()).await;
        let picture = picture
            .expect("the screenshot is taken in time")
            .expect("the screenshot can be taken");
        std::fs::write(paths::picture(name), picture).expect("the picture can be saved");
    }

    /// Saves a screenshot in which all of these elements are painted. A screenshot can be one frame behind the page.
    ///
    /// # Panics
    /// One is not on the page, or not painted.
    pub async fn picture_with(&self, name: &str, elements: &[By]) {
        let painted = || async {
            let mut points = Vec::new();
            for by in elements {
                let element = json!(self.look(by).await?);
                let point = self.client.execute(POINT, vec![element]).await.ok()?;
                points.push(Point::from_json(&point)?);
            }
            let picture = self.screenshot().await.ok()?;
            painted::shows(&picture, &points).then_some(picture)
        };
        match within(PATIENCE, painted).await {
            Some(picture) => {
                std::fs::write(paths::picture(name), picture).expect("the picture can be saved");
            }
            None => self.fail(&format!("{name} was not painted")).await,
        }
    }

    /// Waits until all finite animations on the page have ended.
    ///
    /// # Panics
    /// One does not end.
    pub async fn settle(&self) {
        let resting =
            "return document.getAnimations().every((moving) => moving.playState !== 'running'
            || moving.effect?.getComputedTiming().iterations === Infinity)";
        self.until_page("animations to end", resting).await;
    }

    /// Waits until the page is painted. A screenshot before the first frame would never return.
    async fn until_painted(&self) {
        let frames = "await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))";
        self.script_async(frames)
            .await
            .expect("the page is painted");
    }

    /// Resizes the window.
    ///
    /// # Panics
    /// The window is closed.
    pub async fn resize(&self, width: u32, height: u32) {
        self.answer(self.client.set_window_size(width, height))
            .await
            .expect("the window can be resized");
    }

    /// The element, once it is on the page.
    ///
    /// # Panics
    /// It does not appear.
    pub async fn find(&self, by: &By) -> Element {
        match within(PATIENCE, || self.look(by)).await {
            Some(element) => element,
            None => self.fail(&format!("{by} did not appear")).await,
        }
    }

    async fn look(&self, by: &By) -> Option<Element> {
        let found = self
            .client
            .execute(FIND, vec![by.to_json(), json!("find")])
            .await;
        let found = match found {
            Ok(found) => found,
            Err(CmdError::Standard(error)) if error.error() == "javascript error" => {
                panic!("searching for {by} failed in the page: {error}")
            }
            // The page is being replaced; the caller tries again.
            Err(_) => return None,
        };
        let id = found.as_object()?.values().next()?.as_str()?.to_owned();
        Some(Element::from_element_id(
            self.client.clone(),
            ElementRef::from(id),
        ))
    }

    /// The driver's answer. It has no time-out of its own: a page whose script never ends never answers.
    async fn answer<T>(&self, call: impl Future<Output = T>) -> T {
        match tokio::time::timeout(2 * PATIENCE, call).await {
            Ok(answer) => answer,
            Err(_) => self.fail("the window stopped answering").await,
        }
    }

    async fn fail(&self, what: &str) -> ! {
        let name = std::thread::current()
            .name()
            .unwrap_or("window")
            .replace("::", "-");
        let picture = tokio::time::timeout(PATIENCE, self.screenshot()).await;
        if let Ok(Ok(picture)) = picture {
            let _ = std::fs::write(paths::picture(&format!("failed-{name}")), picture);
        }
        let list = self.client.execute(FIND, vec![Value::Null, json!("list")]);
        let elements = match tokio::time::timeout(PATIENCE, list).await {
            Ok(list) => list
                .ok()
                .and_then(|list| list.as_str().map(str::to_owned))
                .unwrap_or_default(),
            Err(_) => {
                "(it does not answer: its script runs without end, or the program hangs)".to_owned()
            }
        };
        panic!(
            "{what} (after {} s)\n\nThe page shows:\n{elements}\n\nScreenshot: {}\n\nLog:\n{}",
            PATIENCE.as_secs(),
            paths::picture(&format!("failed-{name}")).display(),
            self.desktop.printed(),
        )
    }
}
