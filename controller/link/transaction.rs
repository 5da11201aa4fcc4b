//! One request outstanding, a deadline, and no late reply ever taken for an answer.
//!
//! A serial reply carries no number, so after a missed deadline the line is suspect: the next transaction first waits
//! until it has been quiet for longer than the slowest reply, opens it anew and throws away what was waiting. A
//! protocol whose replies name their request ([`Resync::Identified`]) goes on at once: its decoder skips strangers.

use super::{Connector, Line};
use crate::clock::Clock;
use crate::recorder::{RecordFailed, Recorder};
use hadal_record::event::Direction;
use hadal_rigs::description::Endpoint;
use hadal_wire::{Decode, Dropped};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::io::{AsyncRead as _, AsyncReadExt as _, AsyncWriteExt as _, ReadBuf};
use tokio::time::timeout;

/// A value from a line with the evidence of its origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stamped<T> {
    /// What the reply says.
    pub value: T,
    /// Journal sequence of the last bytes of the reply.
    pub sequence: u64,
    /// When the request had been sent, ns on the run's monotonic clock.
    pub sent_ns: u64,
    /// When the reply was complete, ns on the run's monotonic clock.
    pub received_ns: u64,
}

/// How a line is trusted again after a missed deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resync {
    /// Quiet for this long (more than the slowest reply), then opened anew.
    Quiet(Duration),
    /// Replies carry the number of their request; the decoder skips late ones.
    Identified,
}

/// What can go wrong on a line. The instrument's own refusals are values, not errors.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// No complete reply before the deadline.
    #[error("no reply within {0:?}")]
    Timeout(Duration),
    /// The reply could not be understood.
    #[error("malformed reply: {0}")]
    Malformed(Dropped),
    /// The line broke or could not be opened.
    #[error("line broken: {0}")]
    Disconnected(#[from] io::Error),
    /// The bytes could not be recorded, so they may not be used.
    #[error(transparent)]
    Record(#[from] RecordFailed),
}

/// Longest wait for a port or a socket to open.
const OPEN_WITHIN: Duration = Duration::from_secs(5);
/// A line that is not quiet after this many quiet times is broken.
const QUIET_ATTEMPTS: u32 = 20;

/// A line with its name, its place in the record, its decoder, and the rules above.
pub struct Link<D> {
    settings: LinkSettings,
    wiring: Wiring,
    line: Option<Box<dyn Line>>,
    decoder: D,
    last_sequence: u64,
    suspect: bool,
}

/// Who a line belongs to and how it is trusted.
#[derive(Clone, Debug)]
pub struct LinkSettings {
    /// The instrument's name.
    pub name: String,
    /// Its place in the record's list of links.
    pub index: u16,
    /// Where it is connected.
    pub endpoint: Endpoint,
    /// How the line is trusted again after a missed deadline.
    pub resync: Resync,
}

/// What every link of a run shares.
#[derive(Clone)]
pub struct Wiring {
    /// Opens lines.
    pub connector: Arc<dyn Connector>,
    /// Records bytes.
    pub recorder: Recorder,
    /// The run's clock.
    pub clock: Clock,
}

impl<D: Decode + Default> Link<D> {
    /// A link that opens its line when first used.
    pub fn new(settings: LinkSettings, wiring: Wiring) -> Self {
        Self::reading(settings, wiring, D::default())
    }
}

impl<D: Decode> Link<D> {
    /// A link whose replies this decoder reads.
    pub fn reading(settings: LinkSettings, wiring: Wiring, decoder: D) -> Self {
        Self { settings, wiring, line: None, decoder, last_sequence: 0, suspect: false }
    }

    /// The instrument's name.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    #[cfg(test)]
    pub(super) fn wiring_clock(&self) -> &Clock {
        &self.wiring.clock
    }

    /// Sends `request` and gives what `accept` takes of the messages that come after it, within the
    /// deadline. A message that it does not take (an echo, a prompt, another transaction) is skipped.
    pub async fn transact<T>(
        &mut self,
        request: &[u8],
        within: Duration,
        accept: impl FnMut(D::Message) -> Option<T>,
    ) -> Result<Stamped<T>, LinkError> {
        self.make_ready().await?;
        self.discard_waiting().await?;
        self.send(request).await?;
        self.await_reply(within, accept).await
    }

    /// Sends a request that has no reply.
    pub async fn tell(&mut self, request: &[u8]) -> Result<u64, LinkError> {
        self.make_ready().await?;
        self.discard_waiting().await?;
        self.send(request).await
    }

    /// Sends bytes on a line that speaks of its own accord; what comes is taken by [`Link::receive`].
    pub async fn send(&mut self, request: &[u8]) -> Result<u64, LinkError> {
        if self.line.is_none() {
            self.open().await?;
        }
        let sequence = self.wiring.recorder.bytes(self.settings.index, Direction::Sent, request)?;
        let line = self.line.as_mut().ok_or_else(broken)?;
        let written = timeout(OPEN_WITHIN, async {
            line.write_all(request).await?;
            line.flush().await
        });
        match written.await {
            Ok(Ok(())) => Ok(sequence),
            Ok(Err(error)) => Err(self.lose(error)),
            Err(_) => Err(self.lose(io::ErrorKind::TimedOut.into())),
        }
    }

    /// Waits without a deadline for something the other side sends of its own accord. Dropping the future loses nothing.
    pub async fn receive<T>(
        &mut self,
        mut accept: impl FnMut(D::Message) -> Option<T>,
    ) -> Result<Stamped<T>, LinkError> {
        if self.line.is_none() {
            self.open().await?;
        }
        let sent_ns = self.wiring.clock.now_ns();
        loop {
            if let Some(stamped) = self.take(sent_ns, &mut accept)? {
                return Ok(stamped);
            }
            self.read_some().await?;
        }
    }

    async fn await_reply<T>(
        &mut self,
        within: Duration,
        mut accept: impl FnMut(D::Message) -> Option<T>,
    ) -> Result<Stamped<T>, LinkError> {
        let sent_ns = self.wiring.clock.now_ns();
        let reply = async {
            loop {
                if let Some(stamped) = self.take(sent_ns, &mut accept)? {
                    return Ok(stamped);
                }
                self.read_some().await?;
            }
        };
        match timeout(within, reply).await {
            Ok(result) => result,
            Err(_) => {
                self.suspect = true;
                Err(LinkError::Timeout(within))
            }
        }
    }

    fn take<T>(
        &mut self,
        sent_ns: u64,
        accept: &mut impl FnMut(D::Message) -> Option<T>,
    ) -> Result<Option<Stamped<T>>, LinkError> {
        while let Some(taken) = self.decoder.take() {
            let message = taken.map_err(|dropped| self.distrust(dropped))?;
            if let Some(value) = accept(message) {
                let (sequence, received_ns) = (self.last_sequence, self.wiring.clock.now_ns());
                return Ok(Some(Stamped { value, sequence, sent_ns, received_ns }));
            }
        }
        Ok(None)
    }

    /// After damage nothing on the line is believed until it has been made ready again.
    fn distrust(&mut self, dropped: Dropped) -> LinkError {
        self.suspect = true;
        self.decoder.reset();
        if self.settings.resync == Resync::Identified {
            self.line = None;
        }
        LinkError::Malformed(dropped)
    }

    async fn make_ready(&mut self) -> Result<(), LinkError> {
        if self.suspect {
            if let Resync::Quiet(quiet) = self.settings.resync {
                self.await_quiet(quiet).await?;
                self.line = None;
                self.decoder.reset();
            }
            self.suspect = false;
        }
        if self.line.is_none() {
            self.open().await?;
        }
        Ok(())
    }

    async fn open(&mut self) -> Result<(), LinkError> {
        self.line = None;
        self.decoder.reset();
        let opened =
            timeout(OPEN_WITHIN, self.wiring.connector.open(&self.settings.name, &self.settings.endpoint))
                .await;
        self.line = Some(opened.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))?);
        Ok(())
    }

    /// Reads and forgets until nothing has come for `quiet`.
    async fn await_quiet(&mut self, quiet: Duration) -> Result<(), LinkError> {
        for _ in 0..QUIET_ATTEMPTS {
            if self.line.is_none() {
                self.wiring.clock.sleep(quiet).await;
                return Ok(());
            }
            match timeout(quiet, self.read_some()).await {
                Err(_) => return Ok(()),
                Ok(Ok(()) | Err(LinkError::Disconnected(_))) => drop(self.decoder.reset()),
                Ok(Err(error)) => return Err(error),
            }
        }
        Err(self.lose(io::Error::other("the line is never quiet")))
    }

    /// Forgets bytes that nobody asked for; a protocol with numbered replies lets its decoder do so.
    async fn discard_waiting(&mut self) -> Result<(), LinkError> {
        if self.settings.resync == Resync::Identified {
            return Ok(());
        }
        while self.read_waiting().await? {}
        self.decoder.reset();
        Ok(())
    }

    async fn read_some(&mut self) -> Result<(), LinkError> {
        let line = self.line.as_mut().ok_or_else(broken)?;
        let mut chunk = [0; 1024];
        match line.read(&mut chunk).await {
            Ok(count) => self.accept(&chunk[..count]),
            Err(error) => Err(self.lose(error)),
        }
    }

    /// Takes what is already there, without waiting; false if there was nothing.
    async fn read_waiting(&mut self) -> Result<bool, LinkError> {
        let line = self.line.as_mut().ok_or_else(broken)?;
        let mut chunk = [0; 1024];
        let mut buffer = ReadBuf::new(&mut chunk);
        let polled = std::future::poll_fn(|context| {
            Poll::Ready(match Pin::new(&mut *line).poll_read(context, &mut buffer) {
                Poll::Pending => None,
                Poll::Ready(result) => Some(result),
            })
        });
        match polled.await {
            None => Ok(false),
            Some(Ok(())) => {
                let bytes = buffer.filled().to_vec();
                self.accept(&bytes).map(|()| true)
            }
            Some(Err(error)) => Err(self.lose(error)),
        }
    }

    /// Bytes are recorded first and interpreted afterwards.
    fn accept(&mut self, bytes: &[u8]) -> Result<(), LinkError> {
        if bytes.is_empty() {
            return Err(self.lose(io::ErrorKind::UnexpectedEof.into()));
        }
        self.last_sequence = self.wiring.recorder.bytes(self.settings.index, Direction::Received, bytes)?;
        self.decoder.push(bytes);
        Ok(())
    }

    fn lose(&mut self, error: io::Error) -> LinkError {
        self.line = None;
        self.decoder.reset();
        LinkError::Disconnected(error)
    }
}

fn broken() -> LinkError {
    LinkError::Disconnected(io::ErrorKind::NotConnected.into())
}
