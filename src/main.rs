//! The command `hadal`.
fn main() {}
