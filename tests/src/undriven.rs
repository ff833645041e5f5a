//! Postern without a WebDriver, for what a driven page doesn't allow: the end of its process.

use std::os::unix::fs::MetadataExt as _;
use std::process::{Command, Stdio};

use crate::desktop::Desktop;
use crate::process::Running;
use crate::{memory, paths};

/// Postern, operated by keys only.
pub struct Undriven<'a> {
    desktop: &'a Desktop,
    program: Running,
}

impl<'a> Undriven<'a> {
    /// Starts Postern and waits for its window.
    ///
    /// # Panics
    /// Postern does not start.
    pub async fn open(desktop: &'a Desktop) -> Self {
        Self::start(desktop, &[]).await
    }

    /// Starts Postern without root's rights, also if root runs the test, and waits for its window.
    ///
    /// # Panics
    /// Postern does not start.
    pub async fn open_without_rights(desktop: &'a Desktop) -> Self {
        Self::start(desktop, rights_dropped()).await
    }

    async fn start(desktop: &'a Desktop, wrapper: &[&str]) -> Self {
        let program = paths::program().display().to_string();
        let line = [wrapper, &[program.as_str(), "--allow-plain-http"]].concat();
        let program = Running::start(line[0], |program| {
            desktop.put_on(program);
            program
                .args(&line[1..])
                .stdout(Stdio::null())
                .stderr(desktop.output());
        });
        desktop.see_window("Postern").await;
        Self { desktop, program }
    }

    /// Presses keys (`ctrl+l`, `Return`, …) in the window.
    ///
    /// # Panics
    /// There is no window.
    pub async fn press(&self, keys: &[&str]) {
        self.desktop.press_keys("Postern", keys).await;
    }

    /// The number of Postern's own process.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.program.id()
    }

    /// The numbers of the web view's processes that run pages.
    #[must_use]
    pub fn page_processes(&self) -> Vec<u32> {
        page_processes(&self.program)
    }

    /// How often a text is in the memory of one process.
    ///
    /// # Panics
    /// The system does not report it.
    #[must_use]
    pub fn copies_in_page(&self, page: u32, text: &str) -> usize {
        memory::copies(page, text)
    }

    /// The processes, Postern's and its web view's, that have a text in memory: in UTF-8, UTF-16 or base64.
    ///
    /// # Panics
    /// The system does not report it.
    #[must_use]
    pub fn holders_in_memory(&self, text: &str) -> Vec<String> {
        memory::holders(self.program.all_started().chain([self.process()]), text)
    }
}

pub(crate) fn page_processes(program: &Running) -> Vec<u32> {
    let runs_page = |process: &u32| {
        std::fs::read_link(format!("/proc/{process}/exe"))
            .is_ok_and(|program| program.ends_with("WebKitWebProcess"))
    };
    program.all_started().filter(runs_page).collect()
}

/// A program as another one of the same user, without root's rights.
#[must_use]
pub fn without_rights(program: &str) -> Command {
    let line = [rights_dropped(), &[program]].concat();
    let mut command = Command::new(line[0]);
    command.args(&line[1..]);
    command
}

/// Root may read everything, so root's rights are dropped.
fn rights_dropped() -> &'static [&'static str] {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    if is_root {
        &["setpriv", "--bounding-set", "-all", "--inh-caps", "-all"]
    } else {
        &[]
    }
}
