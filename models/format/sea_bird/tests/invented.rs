//! Small files of our own in the maker's formats; every number is invented, and chosen so that the value it stands for
//! can be worked out by hand.

mod configuration;
mod raw;
mod table;

pub(crate) use configuration::{SBE_19_XMLCON, SBE_911_XMLCON};
pub(crate) use raw::{DC_REPLY, SBE_19_HEX, SBE_37_HEX, SBE_911_HEX};
pub(crate) use table::{BTL, CNV};
