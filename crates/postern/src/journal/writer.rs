//! The journal's owner: one thread with the one connection. Writes are taken in order; those that have
//! come together are committed together, so that many clusters' steps share one wait for the disk.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, mpsc};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use super::schema::{self, Opened};
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

/// So many writes share a commit at most.
const TOGETHER: usize = 256;
/// So many writes that nobody waits for are kept for another attempt.
const BACKLOG: usize = 20_000;

/// Why the journal can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The journal of changes can't be used: {reason}.")]
pub struct JournalError {
    reason: String,
    cause: Cause,
}

/// What is to be done about it hangs on this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    /// The disk, or whoever else holds the file: another attempt may go better.
    Disk,
    /// A newer Postern wrote it.
    Newer,
    /// It is no longer a whole database.
    Damaged,
    /// What stands in it can't be understood, or the journal has ended.
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

    /// Whether another attempt may go better.
    fn passes(&self) -> bool {
        self.cause == Cause::Disk
    }
}

impl From<JournalError> for Problem {
    fn from(error: JournalError) -> Self {
        let hint = match error.cause {
            Cause::Disk => {
                "See that there is room on the disk and that Postern's data folder can be written."
            }
            Cause::Newer => {
                "Use that newer Postern; or move journal.sqlite3 out of the data folder to begin a new one."
            }
            Cause::Damaged => {
                "Quit Postern and move journal.sqlite3 out of its data folder; a new one is begun then."
            }
            Cause::Other => "Start Postern again.",
        };
        Self::new(ProblemCode::Other, error.to_string(), hint)
    }
}

/// What the user has to know.
#[derive(Debug, Default)]
struct Trouble {
    /// The file was damaged, and a new one begun.
    aside: Option<Problem>,
    /// What was under way couldn't be looked for when an account was last opened.
    lost: Option<Problem>,
}

fn begun_anew(aside: &Path) -> Problem {
    Problem::new(
        ProblemCode::Other,
        format!(
            "The journal of changes was damaged: it was kept as {}, and a new one was begun.",
            aside.display()
        ),
        "What was under way when Postern last ended is not known any more: look at the endpoints that you \
         changed last.",
    )
}

/// Is told of each commit, before and after it; tests end the process there.
pub type OnCommit = Arc<dyn Fn(Commit) + Send + Sync>;

/// Where a commit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commit {
    /// Everything is written but the commit.
    Before,
    /// It will be found again, whatever happens.
    After,
}

/// May be done more than once: what failed is done again.
type Write = Box<dyn Fn(&Connection) -> rusqlite::Result<()> + Send>;
type Read = Box<dyn FnOnce(Result<&mut Connection, JournalError>) + Send>;
type Done = oneshot::Sender<Result<(), JournalError>>;

enum Order {
    Write(Write, Option<Done>),
    Read(Read),
    Close(oneshot::Sender<()>),
}

/// The journal. Clones share it; it is closed with the last of them.
#[derive(Clone)]
pub struct Journal {
    orders: mpsc::Sender<Order>,
    trouble: Arc<Mutex<Trouble>>,
}

impl Journal {
    /// The journal in this file. Where it can't be opened, every write says why and tries again.
    pub fn open(file: PathBuf, on_commit: Option<OnCommit>) -> Self {
        Self::start(Box::new(move || schema::open(&file)), on_commit)
    }

    /// A journal that is gone when it is dropped.
    pub fn in_memory() -> Self {
        Self::start(Box::new(schema::open_in_memory), None)
    }

    fn start(open: Opener, on_commit: Option<OnCommit>) -> Self {
        let (orders, inbox) = mpsc::channel();
        let trouble: Arc<Mutex<Trouble>> = Arc::default();
        let owner = Owner {
            open,
            connection: None,
            trouble: Arc::clone(&trouble),
            backlog: Vec::new(),
            on_commit,
        };
        let thread = std::thread::Builder::new().name("journal".to_owned());
        if let Err(error) = thread.spawn(move || owner.run(&inbox)) {
            // Every call says that the journal is closed then, and nothing is sent.
            tracing::error!(%error, "the journal's thread can't be started");
        }
        Self { orders, trouble }
    }

    /// What the user has to know of it: that what was under way may not be found again.
    pub fn trouble(&self) -> Option<Problem> {
        let trouble = lock(&self.trouble);
        trouble.lost.clone().or_else(|| trouble.aside.clone())
    }

    /// Says whether what was under way could be looked for.
    pub(super) fn looked_for(&self, error: Option<JournalError>) {
        lock(&self.trouble).lost = error.map(|error| {
            let problem = Problem::from(error);
            let message = format!(
                "What was under way when Postern last ended can't be looked for. {}",
                problem.message
            );
            Problem { message, ..problem }
        });
    }

    /// Writes after what was asked for before, without waiting for it.
    pub(super) fn submit(
        &self,
        work: impl Fn(&Connection) -> rusqlite::Result<()> + Send + 'static,
    ) {
        if self
            .orders
            .send(Order::Write(Box::new(work), None))
            .is_err()
        {
            tracing::error!("the journal has ended: a change's progress is not kept");
        }
    }

    /// Writes after what was asked for before; when this returns, it will be found again.
    pub(super) async fn write(
        &self,
        work: impl Fn(&Connection) -> rusqlite::Result<()> + Send + 'static,
    ) -> Result<(), JournalError> {
        let (done, written) = oneshot::channel();
        let order = Order::Write(Box::new(work), Some(done));
        self.orders.send(order).map_err(|_| JournalError::ended())?;
        written.await.map_err(|_| JournalError::ended())?
    }

    /// Reads, after everything that was to be written.
    pub(super) async fn read<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<R> + Send + 'static,
    ) -> Result<R, JournalError> {
        let (done, read) = oneshot::channel();
        let work: Read = Box::new(move |connection| {
            let result =
                connection.and_then(|open| work(open).map_err(|error| JournalError::new(&error)));
            // Whoever asked may be gone.
            let _ = done.send(result);
        });
        self.orders
            .send(Order::Read(work))
            .map_err(|_| JournalError::ended())?;
        read.await.map_err(|_| JournalError::ended())?
    }

    /// Closes the file, after everything that was to be written.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.orders.send(Order::Close(done)).is_ok() {
            let _ = closed.await;
        }
    }
}

type Opener = Box<dyn Fn() -> rusqlite::Result<Opened> + Send>;

struct Owner {
    open: Opener,
    connection: Option<Connection>,
    trouble: Arc<Mutex<Trouble>>,
    /// Writes that failed and that nobody waits for: a step's progress, kept for when there is room again.
    backlog: Vec<Write>,
    on_commit: Option<OnCommit>,
}

impl Owner {
    fn run(mut self, inbox: &mpsc::Receiver<Order>) {
        let mut next = None;
        while let Some(order) = next.take().or_else(|| inbox.recv().ok()) {
            match order {
                Order::Write(write, done) => {
                    let mut writes = vec![(write, done)];
                    while writes.len() < TOGETHER {
                        match inbox.try_recv() {
                            Ok(Order::Write(write, done)) => writes.push((write, done)),
                            Ok(other) => {
                                next = Some(other);
                                break;
                            }
                            Err(_) => break,
                        }
                    }
                    self.write(writes);
                }
                Order::Read(read) => read(self.connected()),
                Order::Close(done) => {
                    drop(self.connection.take());
                    let _ = done.send(());
                    return;
                }
            }
        }
    }

    fn connected(&mut self) -> Result<&mut Connection, JournalError> {
        if self.connection.is_none() {
            let opened = (self.open)().map_err(|error| {
                tracing::error!(%error, "the journal can't be opened");
                JournalError::new(&error)
            })?;
            if let Some(aside) = opened.aside {
                lock(&self.trouble).aside = Some(begun_anew(&aside));
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
                (None, Err(error)) if error.passes() && self.backlog.len() < BACKLOG => {
                    self.backlog.push(write);
                }
                (None, Err(error)) => tracing::error!(%error, "a change's progress is not kept"),
            }
        }
        if !self.backlog.is_empty() {
            tracing::warn!("{} writes of the journal wait", self.backlog.len());
        }
    }
}

type Results = Vec<Result<(), JournalError>>;

/// Does all of it in one transaction; where there isn't room for that, one after the other for as long as
/// there is. What fails by itself leaves the rest as it is.
fn together(
    connection: &mut Connection,
    writes: &[(Write, Option<Done>)],
    on_commit: Option<&OnCommit>,
) -> Results {
    let error = match commit(connection, writes, on_commit) {
        Ok(results) => return results,
        Err(error) => JournalError::new(&error),
    };
    if writes.len() == 1 || !error.passes() {
        return vec![Err(error); writes.len()];
    }
    let mut results = Vec::with_capacity(writes.len());
    for write in writes {
        match commit(connection, std::slice::from_ref(write), on_commit) {
            Ok(mut result) => results.append(&mut result),
            Err(error) => {
                // What comes after it rests on it: it waits, too.
                let error = JournalError::new(&error);
                results.resize(writes.len(), Err(error));
                break;
            }
        }
    }
    results
}

/// One transaction; where it fails as a whole, nothing was written.
fn commit(
    connection: &mut Connection,
    writes: &[(Write, Option<Done>)],
    on_commit: Option<&OnCommit>,
) -> rusqlite::Result<Results> {
    let tell = |commit| on_commit.iter().for_each(|told| told(commit));
    let mut results = Vec::with_capacity(writes.len());
    let mut work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (write, _) in writes {
        let part = work.savepoint()?;
        match write(&part) {
            Ok(()) => {
                part.commit()?;
                results.push(Ok(()));
            }
            // With some errors (a full disk, no memory) SQLite takes the whole transaction back.
            Err(error) if part.is_autocommit() => return Err(error),
            Err(error) => {
                part.finish()?;
                results.push(Err(JournalError::new(&error)));
            }
        }
    }
    tell(Commit::Before);
    work.commit()?;
    tell(Commit::After);
    Ok(results)
}
