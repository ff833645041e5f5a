//! The journal's writer: one thread with the only connection. It processes writes in order and commits those
//! that are waiting together, so that the steps of many clusters share one wait for the disk.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::schema::{self, Opened};
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

/// Maximum number of writes per commit.
const MAX_PER_COMMIT: usize = 256;
/// Maximum number of failed writes, without a waiting caller, held for another attempt.
const BACKLOG: usize = 20_000;

/// Why the journal can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The journal of changes can't be used: {reason}.")]
pub struct JournalError {
    reason: String,
    cause: Cause,
}

/// Determines what the user can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    /// The disk, or another process using the file. Another attempt may succeed.
    Disk,
    /// Written by a newer version of Postern.
    Newer,
    /// The file is damaged.
    Damaged,
    /// Unreadable content, or the journal has been closed.
    Other,
}

impl JournalError {
    fn new(error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let reason = match error {
            rusqlite::Error::SqliteFailure(_, Some(text)) => text.clone(),
            other => other.to_string(),
        };
        let cause = match error.sqlite_error_code() {
            Some(
                Code::DiskFull
                | Code::ReadOnly
                | Code::SystemIoFailure
                | Code::CannotOpen
                | Code::DatabaseBusy
                | Code::DatabaseLocked
                | Code::OutOfMemory,
            ) => Cause::Disk,
            Some(Code::SchemaChanged) => Cause::Newer,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Cause::Damaged,
            _ => Cause::Other,
        };
        Self { reason, cause }
    }

    fn ended() -> Self {
        Self {
            reason: "it is closed".to_owned(),
            cause: Cause::Other,
        }
    }

    /// Whether another attempt may succeed.
    fn is_temporary(&self) -> bool {
        self.cause == Cause::Disk
    }
}

impl From<JournalError> for Problem {
    fn from(error: JournalError) -> Self {
        let hint = match error.cause {
            Cause::Disk => {
                "Check that the disk has free space and that Postern's data folder is writable."
            }
            Cause::Newer => {
                "Use the newer version of Postern, or move journal.sqlite3 out of the data folder to start a new one."
            }
            Cause::Damaged => {
                "Quit Postern and move journal.sqlite3 out of its data folder. Postern then creates a new one."
            }
            Cause::Other => "Restart Postern.",
        };
        Self::new(ProblemCode::Other, error.to_string(), hint)
    }
}

/// Problems that the user must know about.
#[derive(Debug, Default)]
struct Problems {
    /// The file was damaged, and a new one was created.
    aside: Option<Problem>,
    /// Postern couldn't check for unfinished changes when an account was last opened.
    lost: Option<Problem>,
}

fn replaced(aside: &Path) -> Problem {
    Problem::new(
        ProblemCode::Other,
        format!(
            "The journal of changes was damaged. It was moved to {}, and a new one was created.",
            aside.display()
        ),
        "Postern no longer knows which changes were unfinished. Check the endpoints that you changed \
         last.",
    )
}

/// Called before and after each commit; tests kill the process there.
pub type OnCommit = Arc<dyn Fn(Commit) + Send + Sync>;

/// The stage of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commit {
    /// Everything is written except the commit itself.
    Before,
    /// The data is durable.
    After,
}

/// May run more than once, since failed writes are retried.
type Write = Box<dyn Fn(&Connection) -> rusqlite::Result<()> + Send>;
type Read = Box<dyn FnOnce(Result<&mut Connection, JournalError>) + Send>;
type Done = oneshot::Sender<Result<(), JournalError>>;

enum Request {
    Write(Write, Option<Done>),
    Read(Read),
    Close(oneshot::Sender<()>),
}

/// The journal. Clones share it, and it is closed with the last of them.
#[derive(Clone)]
pub struct Journal {
    requests: mpsc::UnboundedSender<Request>,
    problems: Arc<Mutex<Problems>>,
}

impl Journal {
    /// The journal in this file. If it can't be opened, every write fails with the reason and tries again.
    pub fn open(file: PathBuf, on_commit: Option<OnCommit>) -> Self {
        Self::start(Box::new(move || schema::open(&file)), on_commit)
    }

    /// A journal in memory.
    pub fn in_memory() -> Self {
        Self::start(Box::new(schema::open_in_memory), None)
    }

    /// A journal on a simulated disk, written by a task instead of a thread.
    #[cfg(feature = "simulation")]
    pub fn simulated(disk: &super::disk::Disk) -> Self {
        let (requests, mut inbox) = mpsc::unbounded_channel();
        let problems: Arc<Mutex<Problems>> = Arc::default();
        let mut writer = Writer {
            open: disk.opener(),
            connection: None,
            problems: Arc::clone(&problems),
            backlog: Vec::new(),
            on_commit: Some(disk.on_commit()),
        };
        let disk = disk.clone();
        tokio::spawn(async move {
            let mut next = None;
            loop {
                let request = match next.take() {
                    Some(request) => request,
                    None => match inbox.recv().await {
                        Some(request) => request,
                        None => break,
                    },
                };
                disk.wait().await;
                if disk.has_crashed() {
                    break;
                }
                if !writer.process(request, &mut inbox, &mut next) {
                    break;
                }
            }
        });
        Self { requests, problems }
    }

    fn start(open: Opener, on_commit: Option<OnCommit>) -> Self {
        let (requests, mut inbox) = mpsc::unbounded_channel();
        let problems: Arc<Mutex<Problems>> = Arc::default();
        let writer = Writer {
            open,
            connection: None,
            problems: Arc::clone(&problems),
            backlog: Vec::new(),
            on_commit,
        };
        let thread = std::thread::Builder::new().name("journal".to_owned());
        if let Err(error) = thread.spawn(move || writer.run(&mut inbox)) {
            // Every call then fails because the journal is closed, so nothing is sent.
            tracing::error!(%error, "the journal's thread can't be started");
        }
        Self { requests, problems }
    }

    /// A problem that the user must know about: unfinished changes may not be found.
    pub fn problem(&self) -> Option<Problem> {
        let problems = lock(&self.problems);
        problems.lost.clone().or_else(|| problems.aside.clone())
    }

    /// Notes whether checking for unfinished changes failed.
    pub(super) fn looked_for(&self, error: Option<JournalError>) {
        lock(&self.problems).lost = error.map(|error| {
            let problem = Problem::from(error);
            let message = format!(
                "Postern couldn't check for unfinished changes. {}",
                problem.message
            );
            Problem { message, ..problem }
        });
    }

    /// Queues a write without waiting for it.
    pub(super) fn submit(
        &self,
        work: impl Fn(&Connection) -> rusqlite::Result<()> + Send + 'static,
    ) {
        if self
            .requests
            .send(Request::Write(Box::new(work), None))
            .is_err()
        {
            tracing::error!("the journal is closed, so a change's progress wasn't saved");
        }
    }

    /// Queues a write and waits until it is durable.
    pub(super) async fn write(
        &self,
        work: impl Fn(&Connection) -> rusqlite::Result<()> + Send + 'static,
    ) -> Result<(), JournalError> {
        let (done, written) = oneshot::channel();
        let request = Request::Write(Box::new(work), Some(done));
        self.requests
            .send(request)
            .map_err(|_| JournalError::ended())?;
        written.await.map_err(|_| JournalError::ended())?
    }

    /// Reads after all queued writes.
    pub(super) async fn read<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<R> + Send + 'static,
    ) -> Result<R, JournalError> {
        let (done, read) = oneshot::channel();
        let work: Read = Box::new(move |connection| {
            let result =
                connection.and_then(|open| work(open).map_err(|error| JournalError::new(&error)));
            // The caller may no longer wait.
            let _ = done.send(result);
        });
        self.requests
            .send(Request::Read(work))
            .map_err(|_| JournalError::ended())?;
        read.await.map_err(|_| JournalError::ended())?
    }

    /// Closes the file after all queued writes.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.requests.send(Request::Close(done)).is_ok() {
            let _ = closed.await;
        }
    }
}

pub(super) type Opener = Box<dyn Fn() -> rusqlite::Result<Opened> + Send>;

struct Writer {
    open: Opener,
    connection: Option<Connection>,
    problems: Arc<Mutex<Problems>>,
    /// Failed writes without a waiting caller (a step's progress), held until the disk has space again.
    backlog: Vec<Write>,
    on_commit: Option<OnCommit>,
}

impl Writer {
    fn run(mut self, inbox: &mut mpsc::UnboundedReceiver<Request>) {
        let mut next = None;
        while let Some(request) = next.take().or_else(|| inbox.blocking_recv()) {
            if !self.process(request, inbox, &mut next) {
                return;
            }
        }
    }

    /// Processes a request, and if it is a write, the writes behind it as well. `false` once it is closed.
    fn process(
        &mut self,
        request: Request,
        inbox: &mut mpsc::UnboundedReceiver<Request>,
        next: &mut Option<Request>,
    ) -> bool {
        match request {
            Request::Write(write, done) => {
                let mut writes = vec![(write, done)];
                while writes.len() < MAX_PER_COMMIT {
                    match inbox.try_recv() {
                        Ok(Request::Write(write, done)) => writes.push((write, done)),
                        Ok(other) => {
                            *next = Some(other);
                            break;
                        }
                        Err(_) => break,
                    }
                }
                self.write(writes);
            }
            Request::Read(read) => read(self.connected()),
            Request::Close(done) => {
                drop(self.connection.take());
                let _ = done.send(());
                return false;
            }
        }
        true
    }

    fn connected(&mut self) -> Result<&mut Connection, JournalError> {
        if self.connection.is_none() {
            let opened = (self.open)().map_err(|error| {
                tracing::error!(%error, "the journal can't be opened");
                JournalError::new(&error)
            })?;
            if let Some(aside) = opened.aside {
                lock(&self.problems).aside = Some(replaced(&aside));
            }
            self.connection = Some(opened.connection);
        }
        self.connection.as_mut().ok_or_else(JournalError::ended)
    }

    fn write(&mut self, writes: Vec<(Write, Option<Done>)>) {
        let backlog = std::mem::take(&mut self.backlog);
        let all: Vec<(Write, Option<Done>)> = backlog
            .into_iter()
            .map(|write| (write, None))
            .chain(writes)
            .collect();
        let on_commit = self.on_commit.clone();
        let results = match self.connected() {
            Ok(connection) => together(connection, &all, on_commit.as_ref()),
            Err(error) => vec![Err(error); all.len()],
        };
        for ((write, done), result) in all.into_iter().zip(results) {
            match (done, result) {
                (Some(done), result) => {
                    let _ = done.send(result);
                }
                (None, Ok(())) => {}
                (None, Err(error)) if error.is_temporary() && self.backlog.len() < BACKLOG => {
                    self.backlog.push(write);
                }
                (None, Err(error)) => tracing::error!(%error, "a change's progress wasn't saved"),
            }
        }
        if !self.backlog.is_empty() {
            tracing::warn!("{} journal writes are waiting", self.backlog.len());
        }
    }
}

type Results = Vec<Result<(), JournalError>>;

/// Runs all writes in one transaction. If the disk has no space for that, runs them one by one as long as it
/// has. A write that fails by itself doesn't affect the others.
fn together(
    connection: &mut Connection,
    writes: &[(Write, Option<Done>)],
    on_commit: Option<&OnCommit>,
) -> Results {
    let error = match commit(connection, writes, on_commit) {
        Ok(results) => return results,
        Err(error) => JournalError::new(&error),
    };
    if writes.len() == 1 || !error.is_temporary() {
        return vec![Err(error); writes.len()];
    }
    let mut results = Vec::with_capacity(writes.len());
    for write in writes {
        match commit(connection, std::slice::from_ref(write), on_commit) {
            Ok(mut result) => results.append(&mut result),
            Err(error) => {
                // Later writes depend on it, so they wait too.
                let error = JournalError::new(&error);
                results.resize(writes.len(), Err(error));
                break;
            }
        }
    }
    results
}

/// Runs one transaction. If it fails as a whole, nothing was written.
fn commit(
    connection: &mut Connection,
    writes: &[(Write, Option<Done>)],
    on_commit: Option<&OnCommit>,
) -> rusqlite::Result<Results> {
    let tell = |commit| on_commit.iter().for_each(|call| call(commit));
    let mut results = Vec::with_capacity(writes.len());
    let mut work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (write, _) in writes {
        let part = work.savepoint()?;
        match write(&part) {
            Ok(()) => {
                part.commit()?;
                results.push(Ok(()));
            }
            // After some errors (disk full, out of memory) SQLite rolls back the whole transaction.
            Err(error) if part.is_autocommit() => return Err(error),
            Err(error) => {
                part.finish()?;
                results.push(Err(JournalError::new(&error)));
            }
        }
    }
    tell(Commit::Before);
    #[cfg(feature = "simulation")]
    if super::disk::crashes() {
        work.rollback()?;
        return Err(super::disk::crashed());
    }
    work.commit()?;
    tell(Commit::After);
    Ok(results)
}
