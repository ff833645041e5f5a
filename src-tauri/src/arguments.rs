//! What the program was asked on its command line.

use std::process::ExitCode;

/// What to do at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StartWith {
    /// Open the demo account at once.
    pub demo: bool,
}

/// An answer on the terminal instead of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Something that was asked for.
    Told(String),
    /// An argument that means nothing to Postern.
    Unknown(String),
}

const HELP: &str = "\
Usage: postern [--demo]

  --demo     open the demo account: nothing in it is real
  --version  print the version
  --help     print this";

impl StartWith {
    /// Reads the arguments that follow the program's name.
    ///
    /// # Errors
    /// What to print instead of opening a window.
    pub fn from_arguments(arguments: impl IntoIterator<Item = String>) -> Result<Self, Answer> {
        let mut start = Self::default();
        for argument in arguments {
            match argument.as_str() {
                "--demo" => start.demo = true,
                "--version" | "-V" => {
                    return Err(Answer::Told(format!(
                        "postern {}",
                        env!("CARGO_PKG_VERSION")
                    )));
                }
                "--help" | "-h" => return Err(Answer::Told(HELP.to_owned())),
                _ => return Err(Answer::Unknown(argument)),
            }
        }
        Ok(start)
    }
}

impl Answer {
    /// Prints the answer and says with which status to end.
    #[must_use]
    pub fn print(&self) -> ExitCode {
        match self {
            Self::Told(text) => {
                println!("{text}");
                ExitCode::SUCCESS
            }
            Self::Unknown(argument) => {
                eprintln!("postern: what is “{argument}”?\n\n{HELP}");
                ExitCode::from(2)
            }
        }
    }
}
