//! Runs the user's own `aws` and `az`, to read what only the other side of a connection knows.
//!
//! Postern decides the program, the verb and every argument; nothing goes through a shell, and every verb only reads. A
//! program gets no input, no environment but what it needs, a time limit, and a limit for what it prints.

mod command;
mod environment;
mod failure;
mod profiles;
mod program;
mod run;

pub use command::CliCommand;
pub use environment::CliEnvironment;
pub use failure::{CliFailure, CliFailureKind};
pub use profiles::{AwsProfile, aws_profiles};
pub use program::{Cli, find, fits};
pub use run::run;
