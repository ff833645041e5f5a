//! The program's arguments.

use clap::Parser;

/// A desktop application for the private service endpoints of YugabyteDB Aeon.
#[derive(Clone, Debug, Default, PartialEq, Eq, Parser)]
#[command(name = "postern", version)]
pub struct Arguments {
    /// Open the demo account, which is simulated
    #[arg(long)]
    pub demo: bool,
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use clap::error::ErrorKind;

    use super::Arguments;

    fn kind(argument: &str) -> ErrorKind {
        Arguments::try_parse_from(["postern", argument])
            .expect_err("it ends the program")
            .kind()
    }

    #[test]
    fn only_known_options_open_a_window() {
        assert_eq!(
            Arguments::try_parse_from(["postern"]).ok(),
            Some(Arguments { demo: false })
        );
        assert_eq!(
            Arguments::try_parse_from(["postern", "--demo"]).ok(),
            Some(Arguments { demo: true })
        );
        assert_eq!(kind("--help"), ErrorKind::DisplayHelp);
        assert_eq!(kind("--version"), ErrorKind::DisplayVersion);
        assert_eq!(kind("--dmeo"), ErrorKind::UnknownArgument);
        assert_eq!(kind("demo"), ErrorKind::UnknownArgument);
    }
}
