//! Lines between a controller and the twin's instruments: in-memory pipes, paced at their baud rate, perhaps damaged.

mod line;
mod pace;
mod sockets;

pub(crate) use line::{Condition, Line, Step};
pub use sockets::Sockets;
