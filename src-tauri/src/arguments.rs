//! The program's command line. The man page is generated from this file, so it uses nothing else from the crate.

use std::ffi::OsString;
use std::fmt;
use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ErrorKind};

/// Shows and edits the private service endpoints of YugabyteDB Aeon.
#[derive(Clone, Debug, Default, PartialEq, Eq, Parser)]
#[command(name = "postern", version)]
pub struct Arguments {
    /// Open the demo account, which is simulated.
    #[arg(long)]
    pub demo: bool,
    /// Allow service addresses with plain HTTP on this machine, for a simulator.
    #[arg(long)]
    pub allow_plain_http: bool,
    /// A link to an endpoint, which is shown.
    #[arg(value_parser = link)]
    pub link: Option<String>,
}

/// Anything else isn't taken for a link.
fn link(text: &str) -> Result<String, String> {
    if text.starts_with("postern:") {
        Ok(text.to_owned())
    } else {
        Err("not a link to an endpoint".to_owned())
    }
}

/// Why the program exits without opening a window: help, version or an error.
#[derive(Debug)]
pub struct EarlyExit(clap::Error);

impl Arguments {
    /// Parses the command line, which starts with the program's name.
    ///
    /// # Errors
    /// [`EarlyExit`] if no window is to be opened.
    pub fn from_command_line(
        arguments: impl IntoIterator<Item = OsString>,
    ) -> Result<Self, EarlyExit> {
        Self::try_parse_from(arguments).map_err(EarlyExit)
    }
}

impl EarlyExit {
    /// Prints the text and returns the exit status.
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

impl fmt::Display for EarlyExit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        let text = |kind| error.get(kind).map(ToString::to_string);
        if error.kind() == ErrorKind::ValueValidation {
            let argument = text(ContextKind::InvalidValue).unwrap_or_default();
            writeln!(f, "postern: unknown argument {argument}")?;
            return f.write_str("Run postern --help for the options.");
        }
        if error.kind() != ErrorKind::UnknownArgument {
            let all = error.to_string();
            return match all.trim_end().strip_prefix("error: ") {
                Some(message) => write!(f, "postern: {message}"),
                None => f.write_str(all.trim_end()),
            };
        }
        let argument = text(ContextKind::InvalidArg).unwrap_or_default();
        let kind = if argument.starts_with('-') {
            "option"
        } else {
            "argument"
        };
        writeln!(f, "postern: unknown {kind} {argument}")?;
        if let Some(suggested) = text(ContextKind::SuggestedArg) {
            writeln!(f, "Did you mean {suggested}?")?;
        }
        f.write_str("Run postern --help for the options.")
    }
}
