//! Whether and when to retry.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::Request;
use crate::{Error, Retry};

/// How long to retry a connection that can't be made: after a typo in the port nobody should have to wait for
/// the whole deadline.
const CONNECT_DEADLINE: Duration = Duration::from_secs(5);

/// How an attempt failed, as far as it matters for a retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RetryClass {
    /// No connection, so nothing was sent. There may be one soon.
    NotSent,
    /// The connection broke before the response.
    Lost,
    /// 429, with the value of `Retry-After`.
    TooMany(Option<Duration>),
    /// 502, 503 or 504.
    Gateway,
    /// A retry would not help, or could do harm.
    Final,
}

impl RetryClass {
    /// Whether the request may be sent again. If the first one may have arrived, only a read may. An edit that
    /// is based on a read never may: after a delay that read is too old.
    pub(super) fn may_retry(self, request: &Request) -> bool {
        match self {
            Self::NotSent | Self::TooMany(_) => request.freshness.is_none(),
            Self::Lost | Self::Gateway => !request.changes(),
            Self::Final => false,
        }
    }

    /// For how long after the first attempt to retry.
    pub(super) fn deadline(self, retry: &Retry) -> Duration {
        match self {
            Self::NotSent => retry.deadline.min(CONNECT_DEADLINE),
            _ => retry.deadline,
        }
    }

    /// The delay after attempt number `attempt`: what the service asks for, else exponential back-off; with
    /// jitter, so that many clients don't return at once.
    pub(super) fn delay(self, retry: &Retry, attempt: u32) -> Duration {
        let jitter = fastrand::f64();
        let doubled = retry
            .base_delay
            .saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
        let backoff = doubled.min(retry.max_delay).mul_f64(0.5 + jitter / 2.0);
        match self {
            // 0, or a date in the past, is no reason to ask again at once.
            Self::TooMany(Some(asked)) => backoff.max(asked + retry.base_delay.mul_f64(jitter)),
            _ => backoff,
        }
    }
}

/// Classifies the error for a status other than 2xx.
pub(super) fn of_error(error: &Error) -> RetryClass {
    match error {
        Error::RateLimited { retry_after, .. } => RetryClass::TooMany(*retry_after),
        Error::Unavailable {
            status: 502..=504, ..
        } => RetryClass::Gateway,
        _ => RetryClass::Final,
    }
}

/// Parses `Retry-After`: seconds, or an HTTP date.
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

    use super::super::freshness::Freshness;
    use super::*;
    use crate::Moment;

    fn request(method: Method, freshness: Option<Freshness>) -> Request {
        Request {
            method,
            action: String::new(),
            template: String::new(),
            segments: Vec::new(),
            query: Vec::new(),
            body: None,
            freshness,
            ahead: false,
            observed: None,
        }
    }

    #[test]
    fn retry_after_is_parsed_as_seconds_and_as_a_date() {
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
    fn delays_double_up_to_the_maximum_and_have_jitter() {
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
                let wait = RetryClass::Gateway.delay(&retry, attempt);
                assert!(wait <= Duration::from_millis(most), "{attempt}: {wait:?}");
                assert!(
                    wait >= Duration::from_millis(most / 2),
                    "{attempt}: {wait:?}"
                );
            }
        }
        let asked = RetryClass::TooMany(Some(Duration::from_secs(7)));
        assert!(asked.delay(&retry, 1) >= Duration::from_secs(7));
        let at_once = RetryClass::TooMany(Some(Duration::ZERO));
        assert!(at_once.delay(&retry, 4) >= Duration::from_millis(400));
    }

    #[test]
    fn only_reads_are_retried_if_the_first_may_have_arrived() {
        for method in [Method::POST, Method::DELETE] {
            let request = request(method, None);
            assert!(RetryClass::NotSent.may_retry(&request));
            assert!(RetryClass::TooMany(None).may_retry(&request));
            assert!(!RetryClass::Lost.may_retry(&request));
            assert!(!RetryClass::Gateway.may_retry(&request));
        }
        let read = request(Method::GET, None);
        assert!(RetryClass::Lost.may_retry(&read));
        assert!(RetryClass::Gateway.may_retry(&read));
        assert!(!RetryClass::Final.may_retry(&read));
    }

    #[test]
    fn an_edit_based_on_a_read_is_never_retried() {
        let freshness = Freshness {
            read: Moment::now(),
            max_age: Duration::from_secs(2),
        };
        let replaces = request(Method::PUT, Some(freshness));
        for class in [
            RetryClass::NotSent,
            RetryClass::Lost,
            RetryClass::TooMany(None),
            RetryClass::Gateway,
            RetryClass::Final,
        ] {
            assert!(!class.may_retry(&replaces), "{class:?}");
        }
    }
}
