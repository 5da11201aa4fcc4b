//! Seawater.
