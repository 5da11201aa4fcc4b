//! The record of a run: what was said on every line, what was read, decided and done.
//!
//! The journal is the record; HDF5 is made from it. [`event::Event`] is the one vocabulary of both.

pub mod event;
