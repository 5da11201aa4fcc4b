//! Lines to instruments: opening them, and a transaction layer that never takes a late reply for an answer.

mod hardware;
mod transaction;

pub use hardware::HardwareConnector;
pub use transaction::{Link, LinkError, LinkSettings, Resync, Stamped, Wiring};

use hadal_rigs::description::Endpoint;
use std::future::Future;
use std::io;
use std::pin::Pin;
use tokio::io::{AsyncRead, AsyncWrite};

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An open line: bytes in, bytes out.
pub trait Line: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Line for T {}

/// Opens lines. A twin's connector hands out in-memory pipes, the hardware's opens ports and sockets.
pub trait Connector: Send + Sync {
    /// Opens a fresh line to the instrument `name`; the previous one, if any, has been dropped.
    fn open<'a>(&'a self, name: &'a str, endpoint: &'a Endpoint) -> BoxFuture<'a, io::Result<Box<dyn Line>>>;
}

#[cfg(test)]
mod tests;
