//! Files of makers and laboratories, parsed from text and bytes.

pub mod csv;
pub mod rbr;
pub mod sea_bird;
