//! Files of makers and laboratories, parsed from text and bytes; and coefficients written as makers read them.

pub mod coefficient_set;
pub mod csv;
pub mod rbr;
pub mod sea_bird;
