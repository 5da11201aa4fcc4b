//! Hadal, assembled.
