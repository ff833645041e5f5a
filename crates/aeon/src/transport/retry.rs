//! Whether and when to try again.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::Request;
use crate::{Error, Retry};

/// A connection that can't be made is tried for no longer than this: whoever typed a wrong port should
/// not wait for the whole deadline.
const CONNECT_DEADLINE: Duration = Duration::from_secs(5);

/// What an attempt came to, as far as trying again goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing was sent: there was no connection, and there may be one soon.
    NotSent,
    /// The connection went before any answer came.
    Lost,
    /// 429, with what `Retry-After` said.
    TooMany(Option<Duration>),
    /// 502, 503 or 504.
    Gateway,
    /// Trying again would not help or might do harm.
    Final,
}

impl Outcome {
    /// Whether a request may be sent again as it is. Only reads may be where the first one may have
    /// arrived, and nothing that was right only a moment ago.
    pub(super) fn may_repeat(self, request: &Request) -> bool {
        match self {
            Self::NotSent | Self::TooMany(_) => request.rests.is_none(),
            Self::Lost | Self::Gateway => !request.changes(),
            Self::Final => false,
        }
    }

    /// How long this kind of failure is tried for.
    pub(super) fn deadline(self, retry: &Retry) -> Duration {
        match self {
            Self::NotSent => retry.deadline.min(CONNECT_DEADLINE),
            _ => retry.deadline,
        }
    }

    /// How long to wait before attempt number `attempt` + 1: what the service asks for and a little
    /// more, else a back-off that doubles; with jitter, so that many don't come back at once.
    pub(super) fn wait(self, retry: &Retry, attempt: u32) -> Duration {
        let jitter = fastrand::f64();
        match self {
            Self::TooMany(Some(asked)) => asked + retry.base_delay.mul_f64(jitter),
            _ => {
                let doubled = retry
                    .base_delay
                    .saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
                doubled.min(retry.max_delay).mul_f64(0.5 + jitter / 2.0)
            }
        }
    }
}

/// Sorts an answer's status.
pub(super) fn of_error(error: &Error) -> Outcome {
    match error {
        Error::RateLimited { retry_after, .. } => Outcome::TooMany(*retry_after),
        Error::Unavailable {
            status: 502..=504, ..
        } => Outcome::Gateway,
        _ => Outcome::Final,
    }
}

/// Reads a `Retry-After`: seconds, or an HTTP date.
pub(super) fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    let now = now.duration_since(UNIX_EPOCH).ok()?;
    let seconds = u64::try_from(at.as_second()).ok()?;
    Some(Duration::from_secs(seconds).saturating_sub(now))
}

#[cfg(test)]
mod tests {
    use reqwest::Method;

    use super::super::Rests;
    use super::*;
    use crate::Moment;

    fn request(method: Method, rests: Option<Rests>) -> Request {
        Request {
            method,
            what: String::new(),
            template: String::new(),
            segments: Vec::new(),
            query: Vec::new(),
            body: None,
            rests,
        }
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let now = UNIX_EPOCH + Duration::from_secs(784_111_770);
        assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(retry_after(date, now), Some(Duration::from_secs(7)));
        let later = now + Duration::from_secs(60);
        assert_eq!(retry_after(date, later), Some(Duration::ZERO));
        for nonsense in ["", "soon", "-3", "1.5", "99999999999999"] {
            assert_eq!(retry_after(nonsense, now), None, "{nonsense}");
        }
    }

    #[test]
    fn waits_double_up_to_the_longest_and_are_spread() {
        let retry = Retry {
            deadline: Duration::from_secs(60),
            base_delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(1),
        };
        for (attempt, most) in [
            (1, 100),
            (2, 200),
            (3, 400),
            (4, 800),
            (5, 1000),
            (40, 1000),
        ] {
            for _ in 0..50 {
                let wait = Outcome::Gateway.wait(&retry, attempt);
                assert!(wait <= Duration::from_millis(most), "{attempt}: {wait:?}");
                assert!(
                    wait >= Duration::from_millis(most / 2),
                    "{attempt}: {wait:?}"
                );
            }
        }
        let asked = Outcome::TooMany(Some(Duration::from_secs(7)));
        assert!(asked.wait(&retry, 1) >= Duration::from_secs(7));
    }

    #[test]
    fn only_reads_are_repeated_where_the_first_may_have_arrived() {
        for method in [Method::POST, Method::DELETE] {
            let request = request(method, None);
            assert!(Outcome::NotSent.may_repeat(&request));
            assert!(Outcome::TooMany(None).may_repeat(&request));
            assert!(!Outcome::Lost.may_repeat(&request));
            assert!(!Outcome::Gateway.may_repeat(&request));
        }
        let read = request(Method::GET, None);
        assert!(Outcome::Lost.may_repeat(&read));
        assert!(Outcome::Gateway.may_repeat(&read));
        assert!(!Outcome::Final.may_repeat(&read));
    }

    #[test]
    fn what_replaces_a_whole_is_never_repeated() {
        let rests = Rests {
            asked: Moment::now(),
            at_most: Duration::from_secs(2),
        };
        let replaces = request(Method::PUT, Some(rests));
        for outcome in [
            Outcome::NotSent,
            Outcome::Lost,
            Outcome::TooMany(None),
            Outcome::Gateway,
            Outcome::Final,
        ] {
            assert!(!outcome.may_repeat(&replaces), "{outcome:?}");
        }
    }
}
