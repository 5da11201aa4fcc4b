//! Files of makers and laboratories, parsed from text.

pub mod csv;
