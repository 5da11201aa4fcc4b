//! Instruments' bytes: one file per instrument, requests and replies, encoded and decoded both ways, without IO.
//!
//! Each instrument's module has a `Request` and a `Reply` with `encode`, and a `RequestDecoder` and a `ReplyDecoder`
//! that implement [`Decode`]: bytes in, in pieces of any size; messages out, or [`Dropped`] with the bytes that made
//! no sense and why (RBR's requests and answers are alike: phrases). A decoder never panics, never blocks on damage, and never
//! keeps more than a few kilobytes.
//!
//! ```
//! use hadal_wire::{Decode as _, paroscientific};
//!
//! let mut decoder = paroscientific::ReplyDecoder::default();
//! let replies = decoder.feed(b"*0001100.00000\r\n");
//! assert!(matches!(&replies[0], Ok(reply) if reply.transmitter == 1));
//! ```

pub mod aanderaa;
pub mod declared;
pub mod dhi_ppch;
pub mod fluke_1595a;
mod framing;
pub mod hart_bath;
pub mod isotech_millik;
pub mod mensor_cpc8000;
pub mod operator;
pub mod paroscientific;
pub mod plant_plc;
pub mod rbr_logger3;
pub mod sbe_11plus;
pub mod sbe_19plus;
pub mod sbe_37;
mod typed;
pub mod valeport_mini;

pub use framing::{Decode, DropReason, Dropped, LineDecoder, LineMessage};
pub use typed::{Typed, TypedCommand, TypedDecoder};
