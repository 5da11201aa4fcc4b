//! The full-ocean-depth chamber: a thick steel cylinder full of seawater, squeezed by a pump, heated through its wall.
//!
//! `vessel` is the elasticity of the cylinder. `nominal` is the reduced model that a controller may use to plan, `heat`
//! and `thermal` how fast such a chamber warms and settles.
//! `plant` (feature `plant`) is what the chamber truly does, which only the digital twin and tests may see.

pub mod commissioning;
pub mod heat;
pub mod nominal;
#[cfg(feature = "plant")]
pub mod plant;
pub mod thermal;
pub mod vessel;

pub use nominal::NominalChamber;
