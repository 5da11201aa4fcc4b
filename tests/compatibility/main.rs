//! Golden bytes: what makers' manuals, other people's software and published standards put on the wire.
//!
//! No byte here comes from our own encoders. Each vector names its source; what a source does not print, and was put
//! together from several, is marked *derived*.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod declared;
mod items;
mod laboratory;
mod makers;
mod modbus;
mod modbus_rtu;
