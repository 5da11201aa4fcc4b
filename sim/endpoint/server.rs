//! The twin's lines for other processes: pseudo-terminals for instruments on serial lines, TCP for those on a network.
//!
//! A pseudo-terminal keeps no parity and no stop bits, so that a client's framing cannot be checked on it. Its speed can: bytes of
//! a client at another speed than the instrument's arrive as the nonsense that they would be on a wire.

use super::Sockets;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_serial::{SerialPort as _, SerialStream};

/// Wait before a line that a fault has cut is tried again.
const TRY_AGAIN: Duration = Duration::from_millis(200);
/// Longest wait for a client to take bytes.
const TAKEN_WITHIN: Duration = Duration::from_millis(100);
/// Bytes moved at once.
const MOST_BYTES: usize = 4096;

/// How an instrument is reached from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A pseudo-terminal, at the speed of its line.
    Pty {
        /// Bits per second.
        baud: u32,
    },
    /// A TCP server on a free port of this address.
    Tcp {
        /// The address to listen on.
        host: IpAddr,
    },
}

/// Where an instrument is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Path of a terminal.
    Terminal(String),
    /// A listening socket.
    Socket(SocketAddr),
}

/// Hears what an operator ought to know of a line: its name, and what is wrong with it.
pub type Listener = std::sync::Arc<dyn Fn(&str, &str) + Send + Sync>;

/// Serves one line until the runtime ends. One client at a time: a serial line has one far end.
///
/// # Errors
/// A name that the twin does not have, no free terminal, or an address that cannot be listened on.
pub async fn serve(sockets: &Sockets, name: &str, carrier: Carrier, told: Listener) -> io::Result<Place> {
    let line = Served { sockets: sockets.clone(), name: name.to_owned(), told };
    sockets.knows(name)?;
    match carrier {
        Carrier::Tcp { host } => {
            let listener = TcpListener::bind((host, 0)).await?;
            let place = Place::Socket(listener.local_addr()?);
            tokio::spawn(line.answer(listener));
            Ok(place)
        }
        Carrier::Pty { baud } => {
            let (master, slave) = SerialStream::pair()?;
            let terminal = slave.name().ok_or_else(|| io::Error::other("the terminal has no name"))?;
            let mut slave = slave;
            slave.set_baud_rate(baud)?;
            tokio::spawn(line.hold(master, slave, baud));
            Ok(Place::Terminal(terminal))
        }
    }
}

/// A line on its way to the outside.
struct Served {
    sockets: Sockets,
    name: String,
    told: Listener,
}

impl Served {
    /// Lets one client after the other in, and turns away those who come while one is there.
    async fn answer(self, listener: TcpListener) {
        loop {
            let Ok((client, _)) = listener.accept().await else {
                // Out of sockets: others may end meanwhile.
                tokio::time::sleep(TRY_AGAIN).await;
                continue;
            };
            client.set_nodelay(true).ok();
            // A cut line refuses its client, as a device server whose far end is gone closes the socket.
            let Ok(line) = self.sockets.open(&self.name) else { continue };
            let mut session = std::pin::pin!(carry(client, line, || Speed::Right));
            loop {
                tokio::select! {
                    biased;
                    _ = &mut session => break,
                    other = listener.accept() => if let Ok((other, from)) = other {
                        (self.told)(&self.name, &format!("{from} is turned away: the line has a client"));
                        drop(other);
                    }
                }
            }
        }
    }

    /// Holds both ends of a terminal, so that clients may come and go; what is sent while a fault cuts the line is lost.
    async fn hold(self, mut master: SerialStream, slave: SerialStream, baud: u32) {
        let mut told = baud;
        let mut speed = || {
            let found = slave.baud_rate().unwrap_or(baud);
            if found != told {
                told = found;
                let fault = match found == baud {
                    true => format!("the client is at {baud} baud now"),
                    false => {
                        format!("the client is at {found} baud, the instrument at {baud}: bytes are nonsense")
                    }
                };
                (self.told)(&self.name, &fault);
            }
            if found == baud { Speed::Right } else { Speed::Wrong }
        };
        loop {
            match self.sockets.open(&self.name) {
                Ok(line) => drop(carry(&mut master, line, &mut speed).await),
                Err(_) => {
                    let mut lost = [0; MOST_BYTES];
                    drop(timeout(TRY_AGAIN, master.read(&mut lost)).await);
                }
            }
        }
    }
}

/// Whether a client's speed is the instrument's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speed {
    Right,
    Wrong,
}

/// Moves bytes both ways until one side ends.
async fn carry(
    client: impl AsyncRead + AsyncWrite + Unpin,
    line: impl AsyncRead + AsyncWrite + Unpin,
    mut speed: impl FnMut() -> Speed,
) -> io::Result<()> {
    let (mut from_client, mut to_client) = tokio::io::split(client);
    let (mut from_line, mut to_line) = tokio::io::split(line);
    let (mut asked, mut said) = ([0; MOST_BYTES], [0; MOST_BYTES]);
    loop {
        tokio::select! {
            count = from_client.read(&mut asked) => {
                let bytes = &mut asked[..count?];
                if bytes.is_empty() {
                    return Ok(());
                }
                as_received(bytes, speed());
                to_line.write_all(bytes).await?;
            }
            count = from_line.read(&mut said) => {
                let bytes = &mut said[..count?];
                if bytes.is_empty() {
                    return Ok(());
                }
                as_received(bytes, speed());
                // What a client does not take in time is lost, as on a wire that nobody reads.
                if let Ok(written) = timeout(TAKEN_WITHIN, to_client.write_all(bytes)).await {
                    written?;
                }
            }
        }
    }
}

/// At another speed start bits are found in the wrong places: what comes out is never text.
fn as_received(bytes: &mut [u8], speed: Speed) {
    if speed == Speed::Wrong {
        for byte in bytes {
            *byte = byte.reverse_bits() | 0x80;
        }
    }
}
