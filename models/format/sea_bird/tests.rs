//! What the tests of every parser share.

pub(crate) mod invented;
pub(super) mod published;
