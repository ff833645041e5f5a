//! The body of a request that rests on a read: it goes out while the read is fresh, or not at all.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use thiserror::Error;

use super::Rests;

/// The read is too old by the time when the connection is ready for the body. The service has not seen a
/// whole request, and so does nothing.
#[derive(Debug, Error)]
#[error("the read is {} ms old", .age.as_millis())]
pub(super) struct TooOld {
    pub(super) age: Duration,
}

/// A body that looks at the clock at the last moment: a connection may take seconds to be made.
pub(super) struct Body {
    bytes: Option<Bytes>,
    rests: Rests,
}

impl Body {
    pub(super) fn new(bytes: Vec<u8>, rests: Rests) -> Self {
        Self {
            bytes: Some(bytes.into()),
            rests,
        }
    }
}

impl Rests {
    /// Refuses where the read is too old.
    pub(super) fn check(self) -> Result<(), TooOld> {
        let age = self.asked.age();
        if age > self.at_most {
            return Err(TooOld { age });
        }
        Ok(())
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = TooOld;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TooOld>>> {
        let Some(bytes) = self.bytes.take() else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(self.rests.check().map(|()| Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
