//! The shipped files, as tests use them: each must load, and together they must be a plan.

mod tests;

use crate::description::{Item, Loaded, Procedure, Rig, parse};
use std::path::Path;

pub(crate) const RIG: &str = include_str!("full-ocean-depth-71l.toml");
pub(crate) const ARL_18_INCH: &str = include_str!("arl-18-inch.toml");
pub(crate) const ARL_60_INCH: &str = include_str!("arl-60-inch.toml");
pub(crate) const IDSSE: &str = include_str!("idsse-full-ocean-depth.toml");
pub(crate) const IDSSE_COLD: &str = include_str!("idsse-low-temperature.toml");
pub(crate) const BATH: &str = include_str!("seawater-bath.toml");
/// The 71-litre vessel with instruments that its file describes itself.
pub(crate) const DECLARED: &str = include_str!("declared-laboratory.toml");
/// Every vessel.
pub(crate) const RIGS: [&str; 6] = [RIG, ARL_18_INCH, ARL_60_INCH, IDSSE, IDSSE_COLD, BATH];
pub(crate) const FULL_DEPTH: &str = include_str!("procedures/ctd-full-depth.toml");
pub(crate) const SHORT: &str = include_str!("procedures/ctd-short.toml");
pub(crate) const CHECKED: &str = include_str!("procedures/ctd-short-checked.toml");
pub(crate) const IN_BATH: &str = include_str!("procedures/ctd-bath.toml");
pub(crate) const SHORT_LARGE: &str = include_str!("procedures/ctd-short-large.toml");
pub(crate) const CTD_IN_BATH: &str = include_str!("items/deep-ctd-in-bath.toml");
pub(crate) const DEEP_CTD: &str = include_str!("items/deep-ctd.toml");
pub(crate) const SBE_37_SM: &str = include_str!("items/sbe-37-sm.toml");
/// Items that the twin serves and the controller does not drive.
pub(crate) const SERVED: [&str; 6] = [
    include_str!("items/sbe-16plus-v2.toml"),
    include_str!("items/sbe-19plus-v2.toml"),
    include_str!("items/sbe-911plus.toml"),
    include_str!("items/rbr-concerto3.toml"),
    include_str!("items/valeport-minictd.toml"),
    include_str!("items/aanderaa-4330.toml"),
];

pub(crate) fn loaded<T: crate::description::Description>(name: &str, text: &str) -> Loaded<T> {
    let value = parse(name, text).unwrap_or_else(|error| panic!("{error}"));
    Loaded { value, path: Path::new(name).to_owned(), text: text.to_owned() }
}

pub(crate) fn test_rig() -> Rig {
    rig(RIG)
}

pub(crate) fn rig(text: &str) -> Rig {
    loaded("rig.toml", text).value
}

pub(crate) fn procedure(text: &str) -> Loaded<Procedure> {
    loaded("procedure.toml", text)
}

pub(crate) fn item(text: &str) -> Loaded<Item> {
    loaded("item.toml", text)
}
