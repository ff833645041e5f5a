//! Batches: changes that were reviewed and started together.

use super::app::App;
use crate::change::BatchId;
use crate::problem::Problem;

impl App {
    /// Calls a batch off: what was sent is finished, the rest is not sent.
    ///
    /// # Errors
    /// There is no such batch.
    pub async fn cancel_batch(&self, batch: BatchId) -> Result<(), Problem> {
        self.core.unlocked()?.engine.cancel_batch(batch).await
    }

    /// Tries everything of a batch again that failed, was not confirmed or not sent.
    ///
    /// # Errors
    /// There is no such batch.
    pub async fn retry_failed(&self, batch: BatchId) -> Result<(), Problem> {
        self.core.unlocked()?.engine.retry_failed(batch).await
    }

    /// Goes on with what of a batch was left when Postern ended or the account was locked.
    ///
    /// # Errors
    /// There is no such batch.
    pub async fn resume_batch(&self, batch: BatchId) -> Result<(), Problem> {
        self.core.unlocked()?.engine.resume_batch(batch).await
    }

    /// Gives up what of a batch was left when Postern ended or the account was locked.
    ///
    /// # Errors
    /// There is no such batch.
    pub async fn discard_batch(&self, batch: BatchId) -> Result<(), Problem> {
        self.core.unlocked()?.engine.discard_batch(batch).await
    }

    /// Takes a batch off the list of changes; what was not sent is given up. It stays in the history.
    ///
    /// # Errors
    /// Something of it was sent and is still being confirmed; that stays.
    pub async fn dismiss_batch(&self, batch: BatchId) -> Result<(), Problem> {
        self.core.unlocked()?.engine.dismiss_batch(batch).await
    }
}
