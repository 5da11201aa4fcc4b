//! What the tests of every parser share.

pub(super) mod corpus;
pub(crate) mod invented;
