//! Lines between a controller and the twin's instruments: in-memory pipes, paced at their baud rate, perhaps damaged; and
//! their other ends for clients in other processes.

mod line;
mod pace;
mod requests;
mod server;
mod sockets;

pub(crate) use line::{Condition, KeptLine, Line, Step, Supply};
pub(crate) use requests::RequestLog;
pub use requests::{Happened, Requested};
pub use server::{Carrier, Listener, Place, serve};
pub use sockets::Sockets;
