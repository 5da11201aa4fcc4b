//! ACME's turbidity meter as a plugin of Hadal's twin: silt in the water, a nephelometer, its bytes, a window that fouls.

mod fouling;
mod meter;
mod nephelometer;

pub use fouling::Fouling;
pub use meter::Meter;
pub use nephelometer::Nephelometer;

use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;
use hadal_sim::{Checks, Settings, Stage, Tick, TwinApp};
use schemars::JsonSchema;
use serde::Deserialize;

/// The plugin. Its fields are the `settings` of its `[[plugin]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Turbidity {
    /// Silt in the chamber, mg in a litre of water when all of it is suspended.
    pub load_mg_per_l: f64,
    /// Diameter of its grains, µm.
    pub grain_um: f64,
    /// Height of the nephelometer above the floor, m.
    pub height_m: f64,
}

impl Settings for Turbidity {
    const NAME: &'static str = "acme-turbidity";

    fn check(&self, checks: &mut Checks) {
        checks.range("load_mg_per_l", self.load_mg_per_l, 0.0, 1000.0);
        checks.range("grain_um", self.grain_um, 1.0, 50.0);
        checks.range("height_m", self.height_m, 0.0, 10.0);
    }
}

impl Plugin for Turbidity {
    fn build(&self, app: &mut App) {
        let noise = app.stream("acme-turbidity");
        app.keep(Nephelometer::new(self, noise))
            .add_instrument("acme-turbidity/meter", |_name| Meter::default())
            .add_fault::<Fouling>()
            .add_truth("acme_silt", "mg L-1", "suspended silt", |world| {
                world.resource::<Nephelometer>().suspended_mg_per_l()
            })
            .add_systems(Tick, nephelometer::follow.in_set(Stage::Sensors));
    }
}
