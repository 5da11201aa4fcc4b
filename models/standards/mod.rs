//! Primary standards: the temperature scale.

pub mod its90;
