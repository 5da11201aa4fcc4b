//! The plant against closed forms, published numbers and its own books.

mod books;
mod column;
mod details;
mod drawn;
mod faults;
mod freezing;
mod machine;
mod peer;
mod rigs;
mod steel;
mod thermodynamics;

use super::{Actuators, Faults, Parameters, Plant, Start};
use crate::catalog;
use hadal_models::sensor::TrueWater;

/// A stirred, vented, idle chamber.
pub(super) const IDLE: Actuators = Actuators {
    pump_ml_per_min: 0.0,
    release_ml_per_min: 0.0,
    jacket_setpoint_celsius: 20.0,
    jacket_enabled: false,
    stirrer_rpm: 120.0,
    fresh_ml_per_min: 0.0,
    brine_ml_per_min: 0.0,
    brine_salinity_practical: 80.0,
};

/// Nothing broken.
pub(super) fn sound() -> Faults {
    Faults::default()
}

pub(super) fn nominal() -> Parameters {
    let rig = catalog::test_rig();
    Parameters::nominal(&rig.chamber, &rig.limits)
}

/// A chamber that exchanges no heat with anything, the stirrer's included.
pub(super) fn insulated() -> Parameters {
    Parameters {
        water_wall_w_per_m2_k: 0.0,
        lid_loss_w_per_k: 0.0,
        stirrer_power_w: 0.0,
        jacket_loss_w_per_k: 0.0,
        creep_per_decade: 0.0,
        ..nominal()
    }
}

pub(super) fn plant(parameters: Parameters, start: Start) -> Plant {
    Plant::new(parameters, TrueWater::standard(), start).unwrap()
}

/// Steps until `done`, at most `most` steps.
pub(super) fn run_until(
    plant: &mut Plant,
    actuators: &Actuators,
    faults: &Faults,
    most: u32,
    done: impl Fn(&Plant) -> bool,
) {
    for _ in 0..most {
        if done(plant) {
            assert_eq!(plant.work().unconverged, 0);
            return;
        }
        plant.step(actuators, faults, 1.0);
    }
    assert!(done(plant), "not reached in {most} s: {} MPa", plant.pressure().mpa());
}
