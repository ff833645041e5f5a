//! Why something is changed or accepted, and until when.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::problem::{Problem, ProblemCode};
use crate::text::shown;

/// Maximum length of a reason, in characters.
const REASON_MAX: usize = 500;
/// Maximum length of a ticket, in characters.
const TICKET_MAX: usize = 200;

/// The last day that is over nowhere: a day has passed once it has everywhere on Earth.
pub fn today(now: Timestamp) -> Date {
    Offset::constant(-12).to_datetime(now).date()
}

/// What the user says about a change. All of it is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangeNote {
    /// Why; empty if nothing was said.
    pub reason: String,
    /// The ticket, such as `OPS-123` or its address; empty if there is none.
    pub ticket: String,
    /// The last day on which the granted access is needed.
    #[specta(type = Option<String>)]
    pub until: Option<Date>,
}

/// Why and until when a finding is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Acceptance {
    pub reason: String,
    /// The last day on which it is accepted.
    #[specta(type = String)]
    pub until: Date,
    /// When it was accepted.
    #[specta(type = String)]
    pub at: Timestamp,
}

/// What is entered to accept a finding: the reason and the last day. Both are required.
///
/// # Errors
/// [`ProblemCode::Invalid`]: one is missing or can't be used.
pub fn checked_acceptance(
    reason: &str,
    until: &str,
    today: Date,
) -> Result<(String, Date), Problem> {
    let reason = line("reason", reason, REASON_MAX)?;
    match (reason.is_empty(), date(until.trim(), today)?) {
        (true, _) => Err(Problem::new(
            ProblemCode::Invalid,
            "There is no reason.",
            "Say why this can stay as it is.",
        )),
        (_, None) => Err(Problem::new(
            ProblemCode::Invalid,
            "There is no date.",
            "Enter the last day on which this is accepted, such as 2026-12-31.",
        )),
        (false, Some(until)) => Ok((reason, until)),
    }
}

/// The same as it was entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NoteDraft {
    pub reason: String,
    pub ticket: String,
    /// A date such as `2026-12-31`, or empty.
    pub until: String,
}

impl NoteDraft {
    /// What was entered, without blanks around it; `None` if nothing was.
    ///
    /// # Errors
    /// [`ProblemCode::Invalid`]: a text is too long or has line breaks, or the date is none, or before `today`.
    pub fn checked(&self, today: Date) -> Result<Option<ChangeNote>, Problem> {
        let note = ChangeNote {
            reason: line("reason", &self.reason, REASON_MAX)?,
            ticket: line("ticket", &self.ticket, TICKET_MAX)?,
            until: date(self.until.trim(), today)?,
        };
        Ok((note != ChangeNote::default()).then_some(note))
    }
}

fn date(text: &str, today: Date) -> Result<Option<Date>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let invalid =
        |message: String, hint: &str| Err(Problem::new(ProblemCode::Invalid, message, hint));
    match text.parse::<Date>() {
        Err(_) => invalid(
            format!("“{}” isn't a date.", shown(text)),
            "Enter year, month and day, such as 2026-12-31.",
        ),
        Ok(until) if until < today => invalid(
            "This date has passed.".to_owned(),
            "Enter today or a later date.",
        ),
        Ok(until) => Ok(Some(until)),
    }
}

fn line(what: &str, text: &str, most: usize) -> Result<String, Problem> {
    let text = text.trim();
    let invalid =
        |message: String, hint: &str| Err(Problem::new(ProblemCode::Invalid, message, hint));
    if text.chars().count() > most {
        invalid(
            format!("The {what} is too long: at most {most} characters."),
            "Shorten it.",
        )
    } else if text.chars().any(char::is_control) {
        invalid(
            format!("The {what} must be one line of text."),
            "Remove the line breaks.",
        )
    } else {
        Ok(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_one_line_each_and_its_date_is_not_past() {
        let today = jiff::civil::date(2026, 11, 28);
        let draft = |reason: &str, until: &str| NoteDraft {
            reason: reason.to_owned(),
            ticket: " OPS-1 ".to_owned(),
            until: until.to_owned(),
        };
        let kept = draft("  Load test ", " 2026-11-28 ").checked(today);
        let note = ChangeNote {
            reason: "Load test".to_owned(),
            ticket: "OPS-1".to_owned(),
            until: Some(today),
        };
        assert_eq!(kept, Ok(Some(note)));
        assert!(draft("x", "2026-11-27").checked(today).is_err());
        assert!(draft("x", "tomorrow").checked(today).is_err());
        assert!(draft("x", "2026-02-30").checked(today).is_err());
        assert!(draft("two\nlines", "").checked(today).is_err());
        assert!(draft(&"x".repeat(501), "").checked(today).is_err());
        assert_eq!(NoteDraft::default().checked(today), Ok(None));
    }
}
