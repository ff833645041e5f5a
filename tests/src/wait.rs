//! Waiting for a condition, never for time alone.

use std::time::{Duration, Instant};

/// How long anything in a window test may take, on a machine that is busy with other tests.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Asks until the answer is there.
///
/// # Panics
/// When there is none after [`PATIENCE`]; `what` says what was waited for.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, ask: impl FnMut() -> F) -> T {
    match within(PATIENCE, ask).await {
        Some(value) => value,
        None => panic!("waited {} s in vain for {what}", PATIENCE.as_secs()),
    }
}

/// Asks until the answer is there, or the time is up.
pub async fn within<T, F: Future<Output = Option<T>>>(
    patience: Duration,
    mut ask: impl FnMut() -> F,
) -> Option<T> {
    let begun = Instant::now();
    loop {
        // A question that is never answered counts as one that was answered with no.
        let left = patience.saturating_sub(begun.elapsed());
        if let Some(value) = tokio::time::timeout(left, ask()).await.ok()? {
            return Some(value);
        }
        // A question that is answered at once is in time however late it is asked.
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
    async fn waiting_ends_also_where_every_answer_comes_at_once() {
        let never = within(Duration::from_millis(100), || async { None::<()> });
        let ended = tokio::time::timeout(PATIENCE, never).await;
        assert_eq!(ended, Ok(None));
    }
}
