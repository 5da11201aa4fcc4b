//! The digital twin: plant, sensors and instruments as a bevy app stepped in exact ticks of one second.
//!
//! A [`Twin`] is one world: a [`scenario::Scenario`] and a seed decide what every part truly is. It answers on
//! [`Sockets`] in the instruments' own bytes, at the speed of their lines, on the runtime's clock; a controller cannot
//! tell it from steel. What only the twin knows comes out as [`Truth`], for reports and validation alone.
//!
//! A program of somebody else's adds sensors, instruments and faults as bevy plugins: [`Plugins`] names them, [`TwinApp`] is
//! what they build with, and `docs/plugins.md` tells how.
//!
//! [`points`] is the same world without vessel and bytes: what each sensor reads at each set point, for statistics over
//! thousands of worlds.

mod bench;
mod clock;
mod drive;
mod endpoint;
pub mod fault;
pub mod instrument;
mod item;
mod lines;
mod plant;
mod plugin;
pub mod points;
pub mod scenario;
mod schedule;
mod sensor;
mod snapshot;
mod truth;
mod twin;

pub use clock::{Pace, TwinClock};
pub use endpoint::{Carrier, Happened, Listener, Place, Requested, Sockets, serve};
pub use fault::{Course, Effect, Fault, Faults, Injector, Label};
pub use hadal_rigs::description::Checks;
pub use plant::Chamber;
pub use plugin::{PluginEntry, Plugins, Settings, TwinApp};
pub use scenario::{Scenario, ScenarioError, Tails};
pub use schedule::{Moment, Stage, TICK_S, Tick};
pub use sensor::Noise;
pub use truth::Truth;
pub use twin::{PlantView, Twin};
