//! Keeps an edit from going out after the read that it is based on has become too old.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use thiserror::Error;

use crate::Moment;

/// Which read a request is based on. A PUT of a whole list overwrites what others changed since the list was
/// read, so it is sent soon after the read or not at all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Freshness {
    /// When the read was sent.
    pub(crate) read: Moment,
    /// How old the read may be when the request is sent.
    pub(crate) max_age: Duration,
}

/// The read was too old by the time the connection was ready for the body. The service never saw a whole
/// request, and so did nothing.
#[derive(Debug, Error)]
#[error("the read is {} ms old", .age.as_millis())]
pub(super) struct StaleRead {
    pub(super) age: Duration,
}

impl Freshness {
    /// Fails if the read is too old.
    pub(super) fn check(self) -> Result<(), StaleRead> {
        let age = self.read.age();
        if age > self.max_age {
            return Err(StaleRead { age });
        }
        Ok(())
    }
}

/// A body that checks the read's age when the connection asks for it: making a connection can take seconds.
pub(super) struct FreshBody {
    bytes: Option<Bytes>,
    freshness: Freshness,
}

impl FreshBody {
    pub(super) fn new(bytes: Vec<u8>, freshness: Freshness) -> Self {
        Self {
            bytes: Some(bytes.into()),
            freshness,
        }
    }
}

impl Body for FreshBody {
    type Data = Bytes;
    type Error = StaleRead;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StaleRead>>> {
        let Some(bytes) = self.bytes.take() else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(self.freshness.check().map(|()| Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
