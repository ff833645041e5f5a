//! The program's command line. The man page is generated from this file, so it uses nothing else of the crate.

use std::ffi::OsString;
use std::fmt;
use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ErrorKind};

/// Shows and edits the private service endpoints of YugabyteDB Aeon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Parser)]
#[command(name = "postern", version)]
pub struct Arguments {
    /// Open the demo account; nothing in it is real.
    #[arg(long)]
    pub demo: bool,
}

/// An answer on the terminal instead of a window.
#[derive(Debug)]
pub struct Answer(clap::Error);

impl Arguments {
    /// Reads the command line, which begins with the program's name.
    ///
    /// # Errors
    /// What to print instead of opening a window.
    pub fn from_command_line(
        arguments: impl IntoIterator<Item = OsString>,
    ) -> Result<Self, Answer> {
        Self::try_parse_from(arguments).map_err(Answer)
    }
}

impl Answer {
    /// Prints the answer and says with which status to end.
    #[must_use]
    pub fn print(&self) -> ExitCode {
        if self.0.use_stderr() {
            eprintln!("{self}");
            ExitCode::from(2)
        } else {
            println!("{self}");
            ExitCode::SUCCESS
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        if error.kind() != ErrorKind::UnknownArgument {
            let text = error.to_string();
            return match text.trim_end().strip_prefix("error: ") {
                Some(wrong) => write!(f, "postern: {wrong}"),
                None => f.write_str(text.trim_end()),
            };
        }
        let told = |kind| error.get(kind).map(ToString::to_string);
        let argument = told(ContextKind::InvalidArg).unwrap_or_default();
        let kind = if argument.starts_with('-') {
            "option"
        } else {
            "argument"
        };
        writeln!(f, "postern: unknown {kind} {argument}")?;
        if let Some(meant) = told(ContextKind::SuggestedArg) {
            writeln!(f, "Did you mean {meant}?")?;
        }
        f.write_str("Run postern --help for the options.")
    }
}
