//! Instruments' bytes: one file per instrument, requests and replies, encoded and decoded both ways, without IO.
//!
//! Each instrument's module has a `Request` and a `Reply` with `encode`, and a `RequestDecoder` and a `ReplyDecoder`
//! that implement [`Decode`]: bytes in, in pieces of any size; messages out, or [`Dropped`] with the bytes that made
//! no sense and why. A decoder never panics, never blocks on damage, and never keeps more than a few kilobytes.

pub mod fluke_1595a;
mod framing;
pub mod operator;
pub mod paroscientific;
pub mod plant_plc;
pub mod sbe_37;

pub use framing::{Decode, DropReason, Dropped, LineDecoder, LineMessage};
