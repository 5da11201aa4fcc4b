//! The shipped files, as tests use them: each must load, and together they must be a plan.

use crate::description::{Item, Loaded, Procedure, Rig, parse};
use std::path::Path;

pub(crate) const RIG: &str = include_str!("full-ocean-depth-71l.toml");
pub(crate) const FULL_DEPTH: &str = include_str!("procedures/ctd-full-depth.toml");
pub(crate) const SHORT: &str = include_str!("procedures/ctd-short.toml");
pub(crate) const CHECKED: &str = include_str!("procedures/ctd-short-checked.toml");
pub(crate) const DEEP_CTD: &str = include_str!("items/deep-ctd.toml");
pub(crate) const SBE_37_SM: &str = include_str!("items/sbe-37-sm.toml");

pub(crate) fn loaded<T: crate::description::Description>(name: &str, text: &str) -> Loaded<T> {
    let value = parse(name, text).unwrap_or_else(|error| panic!("{error}"));
    Loaded { value, path: Path::new(name).to_owned(), text: text.to_owned() }
}

pub(crate) fn test_rig() -> Rig {
    loaded("full-ocean-depth-71l.toml", RIG).value
}

pub(crate) fn procedure(text: &str) -> Loaded<Procedure> {
    loaded("procedure.toml", text)
}

pub(crate) fn item(text: &str) -> Loaded<Item> {
    loaded("item.toml", text)
}
