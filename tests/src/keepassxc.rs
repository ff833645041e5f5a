//! KeePassXC as the desktop's Secret Service.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use crate::Desktop;
use crate::process::Running;
use crate::wait::until;

/// The database's password.
const PASSWORD: &str = "x";

/// The group that other programs may use, by its id in hexadecimal and in base64.
const GROUP: (&str, &str) = (
    "{5f0c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1}",
    "XwwffpPUTBqPUmp+LZDDsQ==",
);

/// The title (a pattern) of the window in which KeePassXC asks whether a program may read an entry.
pub const KEEPASSXC_ASKS: &str = "KeePassXC - +Access Request";

/// KeePassXC with an unlocked database, until this is dropped.
pub struct KeePassXc {
    _program: Running,
}

impl KeePassXc {
    /// Starts it on a desktop without a keyring. It asks before a program reads an entry that it didn't write.
    ///
    /// # Panics
    /// It isn't installed or doesn't start.
    pub async fn start(desktop: &Desktop) -> Self {
        let folder = desktop.home().join("config/keepassxc");
        fs::create_dir_all(&folder).expect("a folder at home");
        let settings = "[General]\nConfigVersion=2\nUpdateCheckMessageShown=true\n\n\
                        [FdoSecrets]\nEnabled=true\nShowNotification=false\nConfirmAccessItem=true\n";
        fs::write(folder.join("keepassxc.ini"), settings).expect("a file at home");
        let database = desktop.home().join("keys.kdbx");
        if !database.exists() {
            make_database(desktop);
        }
        let mut program = Running::start("keepassxc", |keepassxc| {
            keepassxc
                .arg("--pw-stdin")
                .arg(&database)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            desktop.put_on(keepassxc);
        });
        writeln!(program.input(), "{PASSWORD}").expect("it reads the password");
        // It is on the bus before its database is open.
        let is_open = || async { has_default_collection(desktop).then_some(()) };
        until("KeePassXC's database", is_open).await;
        Self { _program: program }
    }
}

fn has_default_collection(desktop: &Desktop) -> bool {
    let path = desktop
        .command("dbus-send")
        .args(["--session", "--print-reply=literal"])
        .args(["--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"])
        .args(["org.freedesktop.Secret.Service.ReadAlias", "string:default"])
        .output()
        .expect("dbus-send runs");
    path.status.success() && String::from_utf8_lossy(&path.stdout).trim() != "/"
}

/// Makes a database with one group, which other programs may use.
fn make_database(desktop: &Desktop) {
    let xml = format!(
        "<KeePassFile><Meta><CustomData><Item><Key>FDO_SECRETS_EXPOSED_GROUP</Key><Value>{}</Value></Item>\
         </CustomData></Meta><Root><Group><UUID>{}</UUID><Name>Root</Name></Group></Root></KeePassFile>",
        GROUP.0, GROUP.1
    );
    let (source, database) = (
        desktop.home().join("keys.xml"),
        desktop.home().join("keys.kdbx"),
    );
    fs::write(&source, xml).expect("a file at home");
    let mut import = desktop
        .command("keepassxc-cli")
        .args(["import", "--set-password"])
        .args([&source, &database])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("keepassxc-cli runs (install it with `cargo xtask setup`)");
    let mut input = import.stdin.take().expect("the input is piped");
    write!(input, "{PASSWORD}\n{PASSWORD}\n").expect("it reads the password");
    drop(input);
    assert!(
        import.wait().expect("it ends").success(),
        "the database can't be made"
    );
}
