//! Waits for conditions instead of fixed times.

use std::time::{Duration, Instant};

/// How long any step of a window test may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Polls `ask` until it returns a value.
///
/// # Panics
/// It returns none within [`PATIENCE`]; `what` names the awaited thing in the message.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, ask: impl FnMut() -> F) -> T {
    match within(PATIENCE, ask).await {
        Some(value) => value,
        None => panic!("gave up waiting for {what} after {} s", PATIENCE.as_secs()),
    }
}

/// Polls `ask` until it returns a value; `None` after `patience`.
pub async fn within<T, F: Future<Output = Option<T>>>(
    patience: Duration,
    mut ask: impl FnMut() -> F,
) -> Option<T> {
    let started = Instant::now();
    loop {
        // A poll that never ends counts as one without a value.
        let left = patience.saturating_sub(started.elapsed());
        if let Some(value) = tokio::time::timeout(left, ask()).await.ok()? {
            return Some(value);
        }
        // The timeout above polls the future once even if no time is left.
        if left.is_zero() {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waiting_ends_even_if_every_poll_returns_at_once() {
        let never = within(Duration::from_millis(100), || async { None::<()> });
        let ended = tokio::time::timeout(PATIENCE, never).await;
        assert_eq!(ended, Ok(None));
    }
}
