//! A private desktop: a screen, a home folder, a session bus and an unlocked keyring.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use tempfile::TempDir;

use crate::process::Running;
use crate::wait::{PATIENCE, until, within};

/// The keyring's password.
const PASSWORD: &str = "x";

/// The keyring's default collection.
const LOGIN: &str = "/org/freedesktop/secrets/collection/login";

/// The file in the home folder that Postern's output goes to.
const OUTPUT: &str = "printed.txt";

/// How long a dialog may take to close after it accepted its input.
const CLOSE_TIME: Duration = Duration::from_secs(3);

/// A private desktop. Its processes end when it is dropped.
pub struct Desktop {
    home: TempDir,
    display: String,
    bus_address: String,
    keyring: Mutex<Option<Running>>,
    window_manager: Mutex<Option<Running>>,
    variables: Mutex<Vec<(String, String)>>,
    _screen: Running,
    _bus: Running,
}

impl Desktop {
    /// Starts a desktop with an unlocked keyring.
    ///
    /// # Panics
    /// A program that it needs isn't installed or doesn't start.
    pub async fn start() -> Self {
        let desktop = Self::without_keyring().await;
        desktop.start_keyring().await;
        desktop
    }

    /// Starts a desktop without a keyring.
    ///
    /// # Panics
    /// A program that it needs isn't installed or doesn't start.
    pub async fn without_keyring() -> Self {
        let home = tempfile::Builder::new()
            .prefix("postern-desktop-")
            .tempdir()
            .expect("a home folder");
        for folder in ["config", "data", "cache", "state", "run", "tmp"] {
            fs::create_dir_all(home.path().join(folder)).expect("a folder at home");
        }
        // The session's sockets are here, and their programs require a private folder.
        fs::set_permissions(home.path().join("run"), fs::Permissions::from_mode(0o700))
            .expect("a private folder");

        let mut screen = Running::start("Xvfb", |xvfb| {
            xvfb.args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1440x900x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        });
        let display = format!(":{}", screen.first_line());

        let bus = home.path().join("run/bus.conf");
        fs::write(&bus, bus_config(&home.path().join("run"))).expect("a file at home");
        let mut bus = Running::start("dbus-daemon", |daemon| {
            daemon
                .args(["--nofork", "--nopidfile", "--print-address=1"])
                .arg(format!("--config-file={}", bus.display()))
                .stdout(Stdio::piped())
                .stderr(Stdio::null());
            set_environment(daemon, home.path(), &display, "");
        });
        let bus_address = bus.first_line();
        Self {
            home,
            display,
            bus_address,
            keyring: Mutex::new(None),
            window_manager: Mutex::new(None),
            variables: Mutex::default(),
            _screen: screen,
            _bus: bus,
        }
    }

    /// Starts and unlocks the keyring, with what was stored before.
    ///
    /// # Panics
    /// It doesn't start.
    pub async fn start_keyring(&self) {
        let mut keyring = Running::start("gnome-keyring-daemon", |daemon| {
            daemon
                .args(["--foreground", "--unlock", "--components=secrets"])
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            self.put_on(daemon);
        });
        keyring
            .input()
            .write_all(PASSWORD.as_bytes())
            .expect("the keyring accepts its password");
        *self.keyring.lock().expect("the lock is not poisoned") = Some(keyring);
        until("the keyring", || async { self.has_keyring().then_some(()) }).await;
    }

    /// Starts a window manager, which most stories don't need: with it, windows have a stacking order and can be
    /// minimized.
    ///
    /// # Panics
    /// It doesn't start.
    pub async fn start_window_manager(&self) {
        let manager = Running::start("openbox", |openbox| {
            openbox
                .args(["--sm-disable"])
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            self.put_on(openbox);
        });
        *self
            .window_manager
            .lock()
            .expect("the lock is not poisoned") = Some(manager);
        until("the window manager", || async {
            // Only a window manager knows the number of desktops.
            (!self.xdotool(&["get_num_desktops"]).is_empty()).then_some(())
        })
        .await;
    }

    /// Minimizes a window.
    ///
    /// # Panics
    /// It doesn't appear, or stays.
    pub async fn minimize(&self, title: &str) {
        let window = self.see_window(title).await;
        self.xdotool(&["windowminimize", "--sync", &window]);
    }

    /// Shows a minimized window again.
    pub fn restore(&self, title: &str) {
        let pattern = format!("^{title}$");
        let found = self.xdotool(&["search", "--name", &pattern]);
        for window in found.lines() {
            self.xdotool(&["windowactivate", window]);
        }
    }

    /// Clicks the last button of a native window again and again until it closes.
    ///
    /// # Panics
    /// It doesn't appear, or doesn't close.
    pub async fn click_last_button_in(&self, title: &str) {
        let window = self.see_window(title).await;
        let closed = || async {
            let size = self.xdotool(&["getwindowgeometry", "--shell", &window]);
            let of = |name: &str| {
                let line = size.lines().find_map(|line| line.strip_prefix(name))?;
                line.parse::<i32>().ok()
            };
            if let (Some(width), Some(height)) = (of("WIDTH="), of("HEIGHT=")) {
                let (x, y) = ((width - 40).to_string(), (height - 24).to_string());
                self.xdotool(&["mousemove", "--window", &window, &x, &y, "click", "1"]);
            }
            (self.window(title).as_ref() != Some(&window)).then_some(())
        };
        until(&format!("the window “{title}” to close"), closed).await;
    }

    /// Whether a native window with this title is visible now.
    #[must_use]
    pub fn has_window(&self, title: &str) -> bool {
        self.window(title).is_some()
    }

    /// Stops the keyring.
    ///
    /// # Panics
    /// It doesn't leave the bus.
    pub async fn stop_keyring(&self) {
        drop(
            self.keyring
                .lock()
                .expect("the lock is not poisoned")
                .take(),
        );
        until("the keyring to stop", || async {
            (!self.has_keyring()).then_some(())
        })
        .await;
    }

    /// Locks the keyring. Nobody will enter its password.
    ///
    /// # Panics
    /// It can't be locked.
    pub fn lock_keyring(&self) {
        let locked = self
            .command("dbus-send")
            .args([
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.secrets",
            ])
            .args([
                "/org/freedesktop/secrets",
                "org.freedesktop.Secret.Service.Lock",
            ])
            .arg(format!("array:objpath:{LOGIN}"))
            .output()
            .expect("dbus-send runs");
        assert!(
            locked.status.success(),
            "{}",
            String::from_utf8_lossy(&locked.stderr)
        );
    }

    /// The labels of the keyring's entries, as its own program shows them.
    ///
    /// # Panics
    /// The keyring doesn't respond.
    #[must_use]
    pub fn keyring_labels(&self) -> Vec<String> {
        let property = |path: &str, of: &str, name: &str| {
            let output = self
                .command("dbus-send")
                .args([
                    "--session",
                    "--print-reply=literal",
                    "--dest=org.freedesktop.secrets",
                ])
                .args([path, "org.freedesktop.DBus.Properties.Get"])
                .args([format!("string:{of}"), format!("string:{name}")])
                .output()
                .expect("dbus-send runs");
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            let value = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            value.trim_start_matches("variant").trim().to_owned()
        };
        let items = property(LOGIN, "org.freedesktop.Secret.Collection", "Items");
        let paths = items
            .split_whitespace()
            .filter(|part| part.starts_with('/'));
        paths
            .map(|path| property(path, "org.freedesktop.Secret.Item", "Label"))
            .collect()
    }

    /// The home folder, which also contains the XDG folders.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Postern's output so far.
    #[must_use]
    pub fn printed(&self) -> String {
        fs::read_to_string(self.home().join(OUTPUT)).unwrap_or_default()
    }

    /// The file for Postern's output.
    pub(crate) fn output(&self) -> fs::File {
        let mut append = fs::OpenOptions::new();
        append
            .create(true)
            .append(true)
            .open(self.home().join(OUTPUT))
            .expect("a file at home")
    }

    /// Postern's log file.
    #[must_use]
    pub fn log(&self) -> String {
        let folder = self.home().join("data/app.postern.Postern/logs");
        fs::read_to_string(folder.join("postern.log")).unwrap_or_default()
    }

    /// Postern's configuration folder.
    #[must_use]
    pub fn config(&self) -> PathBuf {
        self.home().join("config/app.postern.Postern")
    }

    /// The text on the clipboard; empty if there is none.
    ///
    /// # Panics
    /// `xclip` isn't installed.
    #[must_use]
    pub fn clipboard(&self) -> String {
        let read = self
            .command("timeout")
            .args(["5", "xclip", "-selection", "clipboard", "-out"])
            .stderr(Stdio::null())
            .output()
            .expect("xclip runs");
        String::from_utf8_lossy(&read.stdout).into_owned()
    }

    /// Copies a text to the clipboard, as another program would.
    ///
    /// # Panics
    /// `xclip` isn't installed.
    pub fn put_on_clipboard(&self, text: &str) {
        let mut xclip = self
            .command("xclip")
            .args(["-selection", "clipboard", "-in"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("xclip runs");
        xclip
            .stdin
            .take()
            .expect("the input is piped")
            .write_all(text.as_bytes())
            .expect("xclip takes the text");
        // It leaves a background process that serves the text and ends with the screen.
        xclip.wait().expect("xclip runs");
    }

    /// Waits for a native window with this title.
    ///
    /// # Panics
    /// It doesn't appear.
    pub async fn see_window(&self, title: &str) -> String {
        let what = format!("the window “{title}”");
        until(&what, || async { self.window(title) }).await
    }

    /// Presses keys (`Return`, `Tab`, …) in a native window, and waits until it closes.
    ///
    /// # Panics
    /// It doesn't appear, or doesn't close.
    pub async fn press_in(&self, title: &str, keys: &[&str]) {
        let window = self.press_keys(title, keys).await;
        let what = format!("the window “{title}” to close");
        let closed = || async { (self.window(title).as_ref() != Some(&window)).then_some(()) };
        until(&what, closed).await;
    }

    /// Presses keys in a native window, and returns its id.
    ///
    /// # Panics
    /// It doesn't appear.
    pub async fn press_keys(&self, title: &str, keys: &[&str]) -> String {
        let window = self.see_window(title).await;
        // Without a window manager nothing else would focus it.
        self.xdotool(&["windowfocus", "--sync", &window]);
        for key in keys {
            self.xdotool(&["key", key]);
        }
        window
    }

    /// Types a text into the focused field of a window of the program, then presses Return, and waits until it closes.
    ///
    /// # Panics
    /// It doesn't appear, or doesn't close.
    pub async fn type_in(&self, title: &str, text: &str) {
        let window = self.see_window(title).await;
        let closed = || async { (self.window(title).as_ref() != Some(&window)).then_some(()) };
        // The first keys can be lost while the page gets the focus. Then they are typed again, but not while the window
        // may still be closing: they would go to another one.
        for _ in 0..2 {
            self.xdotool(&["windowfocus", "--sync", &window]);
            self.xdotool(&["key", "ctrl+a"]);
            self.xdotool(&["type", "--delay", "1", text]);
            self.xdotool(&["key", "Return"]);
            if within(PATIENCE / 2, closed).await.is_some() {
                return;
            }
        }
        panic!("the window “{title}” doesn't close");
    }

    /// Presses a key without a meaning in a window, if it is there. Postern does some things only right after a press,
    /// and what a WebDriver presses reaches the page but not the window.
    pub(crate) fn touch(&self, title: &str) {
        let pattern = format!("^{title}$");
        let window = ["search", "--onlyvisible", "--name", &pattern];
        self.xdotool(&[&window[..], &["windowfocus", "key", "Shift_L"]].concat());
    }

    /// Chooses a file in a file dialog.
    ///
    /// # Panics
    /// It doesn't appear, or doesn't close.
    pub async fn choose_in(&self, title: &str, file: &Path) {
        let window = self.see_window(title).await;
        let file = file.display().to_string();
        let closed = || async { (self.window(title).as_ref() != Some(&window)).then_some(()) };
        let what = format!("the file dialog “{title}” to close");
        // The dialog can lose keys while its location field opens; then they are typed again.
        let typed = || async {
            self.xdotool(&["windowfocus", "--sync", &window]);
            self.xdotool(&["key", "ctrl+l"]);
            self.xdotool(&["key", "ctrl+a"]);
            self.xdotool(&["type", "--delay", "20", &file]);
            self.xdotool(&["key", "Return"]);
            within(CLOSE_TIME, closed).await
        };
        until(&what, typed).await;
    }

    fn window(&self, title: &str) -> Option<String> {
        let pattern = format!("^{title}$");
        let found = self.xdotool(&["search", "--onlyvisible", "--name", &pattern]);
        found.lines().next().map(str::to_owned)
    }

    fn xdotool(&self, arguments: &[&str]) -> String {
        let output = self.command("xdotool").args(arguments).output();
        let output = output.expect("xdotool runs (install it with `cargo xtask setup`)");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// A command with this desktop's environment.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        self.put_on(&mut command);
        command
    }

    /// The session bus's address.
    #[must_use]
    pub fn bus_address(&self) -> &str {
        &self.bus_address
    }

    /// Sets an environment variable for programs that are started from now on.
    ///
    /// # Panics
    /// Another test thread panicked while setting one.
    pub fn set_variable(&self, name: &str, value: &str) {
        let mut variables = self.variables.lock().expect("the lock is not poisoned");
        variables.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn put_on(&self, command: &mut Command) {
        set_environment(command, self.home.path(), &self.display, &self.bus_address);
        command.envs(
            self.variables
                .lock()
                .expect("the lock is not poisoned")
                .clone(),
        );
    }

    /// Waits until Postern has quit: the next start would be handed over to it.
    ///
    /// # Panics
    /// When it stays.
    pub async fn until_quit(&self) {
        until("Postern to quit", || async {
            (!self.has_owner("app.postern.Postern.SingleInstance")).then_some(())
        })
        .await;
    }

    fn has_keyring(&self) -> bool {
        self.has_owner("org.freedesktop.secrets")
    }

    /// Whether a program on the session bus owns this name.
    fn has_owner(&self, name: &str) -> bool {
        self.command("dbus-send")
            .args([
                "--session",
                "--print-reply=literal",
                "--dest=org.freedesktop.DBus",
                "/",
            ])
            .arg("org.freedesktop.DBus.NameHasOwner")
            .arg(format!("string:{name}"))
            .output()
            .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("true"))
    }
}

/// The configuration of a session bus without service activation, so that no keyring starts by itself.
fn bus_config(sockets: &Path) -> String {
    format!(
        r#"<busconfig>
  <type>session</type>
  <listen>unix:dir={}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        sockets.display()
    )
}

/// Replaces a command's environment with the desktop's.
fn set_environment(command: &mut Command, home: &Path, display: &str, bus_address: &str) {
    command.env_clear();
    for inherited in [
        "PATH",
        "LANG",
        "RUST_LOG",
        "RUST_BACKTRACE",
        "LD_LIBRARY_PATH",
    ] {
        if let Some(value) = std::env::var_os(inherited) {
            command.env(inherited, value);
        }
    }
    command
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("XDG_STATE_HOME", home.join("state"))
        .env("XDG_RUNTIME_DIR", home.join("run"))
        .env("TMPDIR", home.join("tmp"))
        .env("DISPLAY", display)
        .env("DBUS_SESSION_BUS_ADDRESS", bus_address)
        .env("GDK_BACKEND", "x11")
        .env("GSETTINGS_BACKEND", "memory")
        // There is no accessibility bus and no GPU.
        .env("NO_AT_BRIDGE", "1")
        .env("GTK_A11Y", "none")
        .env("LIBGL_ALWAYS_SOFTWARE", "1");
}
