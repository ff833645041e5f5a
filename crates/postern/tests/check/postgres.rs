//! A real PostgreSQL for as long as a test needs it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::port::free_port;

/// A server on loopback.
pub struct Postgres {
    pub port: u16,
    server: Child,
    // Removed after the server has ended.
    _folder: tempfile::TempDir,
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Debian's `postgresql`, which isn't on the path, or another on the path.
fn program(name: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let debian = versions
        .flatten()
        .map(|version| version.path().join("bin").join(name));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let paths: Vec<PathBuf> = std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .collect();
    debian
        .chain(paths)
        .find(|path| path.is_file())
        .unwrap_or_else(|| panic!("{name} is missing: run `cargo xtask setup`"))
}

fn id(arguments: &[&str]) -> u32 {
    let printed = Command::new("id").args(arguments).output().unwrap().stdout;
    let printed = String::from_utf8(printed).unwrap();
    printed
        .trim()
        .parse()
        .expect("PostgreSQL does not run as root, and its package makes a user postgres: run `cargo xtask setup`")
}

/// The user that the server runs as: PostgreSQL refuses to be root.
struct User(Option<(u32, u32)>);

impl User {
    fn choose() -> Self {
        Self((id(&["-u"]) == 0).then(|| (id(&["-u", "postgres"]), id(&["-g", "postgres"]))))
    }

    fn command(&self, program: &Path) -> Command {
        let Some((user, group)) = self.0 else {
            return Command::new(program);
        };
        let mut command = Command::new("setpriv");
        command.args([
            format!("--reuid={user}"),
            format!("--regid={group}"),
            "--clear-groups".to_owned(),
            "--".to_owned(),
        ]);
        command.arg(program);
        command
    }

    fn own(&self, path: &Path) {
        if let Some((user, group)) = self.0 {
            chown(path, Some(user), Some(group)).unwrap();
        }
    }
}

impl Postgres {
    /// Starts one, with or without TLS.
    pub fn start(with_tls: bool) -> Self {
        let user = User::choose();
        let folder = tempfile::tempdir().unwrap();
        user.own(folder.path());
        let data = folder.path().join("data");
        let made = user
            .command(&program("initdb"))
            .args([
                "--no-sync",
                "--auth=trust",
                "--username=admin",
                "--no-instructions",
                "-D",
            ])
            .arg(&data)
            .env("LC_ALL", "C")
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );

        let certificate =
            rcgen::generate_simple_self_signed(vec!["db.example".to_owned()]).unwrap();
        let (cert, key) = (data.join("server.crt"), data.join("server.key"));
        fs::write(&cert, certificate.cert.pem()).unwrap();
        fs::write(&key, certificate.signing_key.serialize_pem()).unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        user.own(&cert);
        user.own(&key);

        let port = free_port();
        let ssl = if with_tls { "ssl=on" } else { "ssl=off" };
        let server = user
            .command(&program("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", ssl, "-c", "fsync=off"])
            .args([
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
            ])
            .env("LC_ALL", "C")
            .current_dir(folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut started = Self {
            port,
            server,
            _folder: folder,
        };
        let said = BufReader::new(started.server.stderr.take().unwrap());
        let mut log = String::new();
        for line in said.lines().map_while(Result::ok) {
            if line.contains("ready to accept connections") {
                return started;
            }
            log = format!("{log}{line}\n");
        }
        panic!("PostgreSQL did not start: {log}");
    }
}
