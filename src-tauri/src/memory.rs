//! Protects the program's memory, which contains the key while an account is unlocked.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Disables core dumps, and on Linux denies other programs of the same user access to this one's memory.
pub fn keep_memory_private() {
    // Only the soft limit, so that programs started from here, such as a browser, may raise it again.
    let none = Rlimit {
        current: Some(0),
        ..getrlimit(Resource::Core)
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        eprintln!("Postern can't disable core dumps: {error}");
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            eprintln!("Postern can't protect its memory from other programs: {error}");
        }
    }
}
