//! The machines that Hadal drives, and their description files.
//!
//! `description` is what a controller may know of a rig. `chamber` is the physics of the full-ocean-depth vessel: its
//! nominal reduced model is public, its plant only behind the feature `plant`. `bracket` judges the checks before and after
//! a run.

pub mod bracket;
pub mod chamber;
pub mod description;

#[cfg(test)]
mod catalog;
