//! The program's memory, which holds the key while an account is unlocked.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Sees to it that a crash leaves no core dump, and on Linux that no other program of the same user reads
/// this one's memory. (Only in a release: the tests look into the memory.)
pub fn keep_memory_private() {
    // Programs that are started from here, such as a browser, may raise it again.
    let none = Rlimit {
        current: Some(0),
        ..getrlimit(Resource::Core)
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        eprintln!("Postern can't switch core dumps off: {error}");
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            eprintln!("Postern can't keep its memory from other programs: {error}");
        }
    }
}
