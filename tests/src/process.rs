//! Processes that end with the test that starts them.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, SystemTime};

/// A process and its descendants. They are killed when this is dropped or the test dies.
pub(crate) struct Running {
    name: String,
    child: Child,
}

impl Running {
    /// Starts a program. `prepare` sets its arguments and environment.
    pub(crate) fn start(name: impl Into<String>, prepare: impl FnOnce(&mut Command)) -> Self {
        let name = name.into();
        // The death signal covers a test that is killed; the process group covers descendants.
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--", &name]);
        command.process_group(0);
        prepare(&mut command);
        let child = command.spawn().unwrap_or_else(|error| {
            panic!("can't start {name} (install it with `cargo xtask setup`): {error}")
        });
        Self { name, child }
    }

    /// Reads the first line that the program prints. Its output must be piped.
    pub(crate) fn first_line(&mut self) -> String {
        let output: ChildStdout = self.child.stdout.take().expect("the output is piped");
        let mut line = String::new();
        BufReader::new(output)
            .read_line(&mut line)
            .unwrap_or_else(|error| panic!("can't read the output of {}: {error}", self.name));
        let line = line.trim().to_owned();
        assert!(!line.is_empty(), "{} ended before it was ready", self.name);
        line
    }

    /// The memory of the program's descendants (their proportional set size), in bytes.
    pub(crate) fn memory_of_started(&self) -> usize {
        let sizes = self.all_started().filter_map(|number| {
            let text = std::fs::read_to_string(format!("/proc/{number}/smaps_rollup")).ok()?;
            let line = text.lines().find(|line| line.starts_with("Pss:"))?;
            line.split_whitespace().nth(1)?.parse::<usize>().ok()
        });
        sizes.sum::<usize>() * 1024
    }

    /// When a process began, to a hundredth of a second.
    ///
    /// # Panics
    /// The system does not report it.
    pub(crate) fn began(process: u32) -> SystemTime {
        let about = std::fs::read_to_string(format!("/proc/{process}/stat")).expect("it runs");
        let fields: Vec<&str> = about
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        // In hundredths of a second since the system began.
        let began: u64 = fields[19].parse().expect("a number");
        let uptime = std::fs::read_to_string("/proc/uptime").expect("the uptime can be read");
        let uptime = uptime.split_whitespace().next().expect("two numbers");
        let up = Duration::from_secs_f64(uptime.parse().expect("a number of seconds"));
        SystemTime::now() - up.saturating_sub(Duration::from_millis(10 * began))
    }

    /// The processor time that the program's living descendants have used.
    pub(crate) fn cpu_of_started(&self) -> Duration {
        // The kernel counts in hundredths of a second.
        let ticks = self.all_started().filter_map(|number| {
            let about = std::fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
            let fields: Vec<&str> = about.rsplit(')').next()?.split_whitespace().collect();
            // In user mode and in the kernel.
            let time = |at: usize| fields.get(at)?.parse::<u64>().ok();
            Some(time(11)? + time(12)?)
        });
        Duration::from_millis(10 * ticks.sum::<u64>())
    }

    /// The id of the descendant that runs this program.
    pub(crate) fn started(&self, other: &Path) -> Option<u32> {
        let other = other.canonicalize().ok()?;
        self.all_started().find(|number| {
            std::fs::read_link(format!("/proc/{number}/exe")).is_ok_and(|runs| runs == other)
        })
    }

    /// The program's own id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The ids of all descendants.
    pub(crate) fn all_started(&self) -> impl Iterator<Item = u32> {
        let group = self.child.id().to_string();
        let processes = std::fs::read_dir("/proc").expect("/proc can be read");
        let numbers = processes
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok()?.parse::<u32>().ok());
        numbers.filter(move |number| {
            // After the name in parentheses: state, parent, process group.
            let about = std::fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
            let fields = about.rsplit(')').next().unwrap_or_default();
            number.to_string() != group && fields.split_whitespace().nth(2) == Some(&group)
        })
    }

    /// The program's standard input, once.
    pub(crate) fn input(&mut self) -> std::process::ChildStdin {
        self.child.stdin.take().expect("the input is piped")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill")
            .args(["-KILL", "--", &group])
            .stderr(Stdio::null())
            .status();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
