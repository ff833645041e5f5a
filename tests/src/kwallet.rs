//! KWallet as the desktop's Secret Service.

use std::fs;
use std::process::Stdio;

use crate::Desktop;
use crate::process::Running;
use crate::wait::until;

/// The title of KWallet's windows.
pub const KWALLET: &str = "KDE Wallet Service";

const WALLET: &str = "/org/freedesktop/secrets/collection/kdewallet";

/// Where KWallet is on the bus, with the path of its object.
const KDE: [&str; 2] = ["--dest=org.kde.kwalletd5", "/modules/kwalletd5"];
const SECRETS: [&str; 2] = ["--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"];

/// KWallet with an open wallet, until this is dropped.
pub struct KWallet<'a> {
    desktop: &'a Desktop,
    _program: Running,
}

impl<'a> KWallet<'a> {
    /// Starts it on a desktop without a keyring, with a wallet that is open but isn't yet the default one for programs
    /// that use the Secret Service.
    ///
    /// # Panics
    /// It isn't installed or doesn't start.
    pub async fn start(desktop: &'a Desktop) -> Self {
        let settings = "[Wallet]\nEnabled=true\nFirst Use=false\nDefault Wallet=kdewallet\nPrompt on Open=false\n\n\
                        [org.freedesktop.secrets]\napiEnabled=true\n";
        fs::write(desktop.home().join("config/kwalletrc"), settings).expect("a file at home");
        // A new wallet isn't on the bus before the next start.
        let made = Self::run(desktop).await;
        made.open();
        let file = desktop.home().join("data/kwalletd/kdewallet.kwl");
        until("KWallet's file", || async { file.exists().then_some(()) }).await;
        drop(made);
        let wallet = Self::run(desktop).await;
        wallet.open();
        wallet
    }

    async fn run(desktop: &'a Desktop) -> Self {
        let program = Running::start("kwalletd5", |kwallet| {
            kwallet.stdout(Stdio::null()).stderr(Stdio::null());
            desktop.put_on(kwallet);
        });
        let wallet = Self {
            desktop,
            _program: program,
        };
        until("KWallet", || async {
            let secrets = wallet.call(
                SECRETS,
                &["org.freedesktop.Secret.Service.ReadAlias", "string:default"],
            );
            secrets.map(drop)
        })
        .await;
        wallet
    }

    /// Opens the wallet without asking, as a login does.
    pub fn open(&self) {
        let hash = format!("array:byte:{}", vec!["120"; 56].join(","));
        let arguments = [
            "org.kde.KWallet.pamOpen",
            "string:kdewallet",
            &hash,
            "int32:0",
        ];
        let opened = self.call(KDE, &arguments);
        assert!(opened.is_some(), "the wallet can't be opened");
    }

    /// Makes the wallet the one that programs use.
    ///
    /// # Panics
    /// KWallet refuses.
    pub fn make_default(&self) {
        let wallet = format!("objpath:{WALLET}");
        let arguments = [
            "org.freedesktop.Secret.Service.SetAlias",
            "string:default",
            &wallet,
        ];
        assert!(self.call(SECRETS, &arguments).is_some(), "it is refused");
    }

    /// Closes the wallet for all programs.
    ///
    /// # Panics
    /// KWallet refuses.
    pub fn close(&self) {
        let arguments = ["org.kde.KWallet.close", "string:kdewallet", "boolean:true"];
        assert!(self.call(KDE, &arguments).is_some(), "it is refused");
    }

    /// Calls a method. None if it fails.
    fn call(&self, object: [&str; 2], method: &[&str]) -> Option<String> {
        let answer = self
            .desktop
            .command("dbus-send")
            .args(["--session", "--print-reply=literal"])
            .args(object)
            .args(method)
            .output()
            .expect("dbus-send runs");
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        answer.status.success().then_some(text)
    }
}
