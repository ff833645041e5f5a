//! A program together with everything it starts, so that nothing of it is left over.

use std::io;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

/// A running program and whatever it started. All of it ends when this is dropped.
///
/// On Windows only the program itself is ended; Ctrl+C reaches the others through the console.
pub struct Group {
    child: Child,
}

impl Group {
    /// Starts a program as the leader of a process group. It gets no input: a terminal suspends
    /// background groups that read from it.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        command.stdin(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command.spawn()?;
        Ok(Self { child })
    }

    /// What [`signal`] takes.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The program's output, once, if it was started with a pipe.
    pub fn output(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// Waits for the program itself.
    pub fn wait(&mut self) -> io::Result<ExitStatus> {
        self.child.wait()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        signal(self.id(), "KILL");
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to all processes of a group.
pub fn signal(group: u32, signal: &str) {
    if cfg!(unix) {
        // A group that has ended already is no failure.
        let _ = Command::new("kill")
            .args([&format!("-{signal}"), "--", &format!("-{group}")])
            .stderr(Stdio::null())
            .status();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::{BufRead as _, BufReader};

    use super::*;

    fn runs(process: &str) -> bool {
        Command::new("kill")
            .args(["-0", process])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// A shell that starts another process in the background, and that process's id.
    fn shell(after: &str) -> (Group, String) {
        let script = format!("sleep 600 & echo $!; {after}");
        let mut command = Command::new("sh");
        command.args(["-c", &script]).stdout(Stdio::piped());
        let mut group = Group::start(&mut command).expect("there is a shell");
        let mut line = String::new();
        let output = group.output().expect("a pipe");
        BufReader::new(output).read_line(&mut line).expect("a line");
        (group, line.trim().to_owned())
    }

    #[test]
    fn what_a_program_started_ends_with_it_even_if_the_program_ended_first() {
        let (mut group, background) = shell("exit 3");
        assert_eq!(group.wait().expect("it ends").code(), Some(3));
        assert!(runs(&background));
        drop(group);
        assert!(!runs(&background) || is_zombie(&background));
    }

    #[test]
    fn a_signal_reaches_everything_that_a_program_started() {
        let (mut group, background) = shell("wait");
        signal(group.id(), "TERM");
        assert_eq!(group.wait().expect("it ends").code(), None);
        // The shell may end before the signal has arrived everywhere.
        while runs(&background) && !is_zombie(&background) {
            std::thread::yield_now();
        }
    }

    /// Ended, but not yet noticed by the process that has to.
    fn is_zombie(process: &str) -> bool {
        let state = Command::new("ps")
            .args(["-o", "stat=", "-p", process])
            .output();
        state.is_ok_and(|state| state.stdout.starts_with(b"Z"))
    }
}
