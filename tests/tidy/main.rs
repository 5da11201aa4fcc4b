//! The rules of `docs/architecture.md`, as tests: what the compiler cannot say for us.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod crates;
mod pages;
mod sources;
mod tree;
mod validation_page;
