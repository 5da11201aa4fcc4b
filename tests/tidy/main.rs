//! The rules of `docs/architecture.md`, as tests: what the compiler cannot say for us.

mod crates;
mod sources;
mod tree;
