//! A step of the plant allocates nothing, whatever happens in it.

use hadal_models::randomness::stream;
use hadal_models::sensor::TrueWater;
use hadal_rigs::chamber::plant::{Actuators, Faults, Parameters, Plant, Start};
use hadal_rigs::description::{Rig, parse};

#[test]
fn a_step_allocates_nothing() {
    let rig: Rig = parse("rig", include_str!("../catalog/full-ocean-depth-71l.toml")).unwrap();
    let parameters = Parameters::draw(&rig.chamber, &rig.limits, &mut stream(1, 0, "plant"));
    let water = TrueWater::draw(&mut stream(1, 0, "water"));
    let start = Start { pressure_mpa_absolute: Some(60.0), ..Start::uniform(-3.0, 35.0) };
    let mut plant = Plant::new(parameters, water, start).unwrap();
    let pumping = Actuators { pump_ml_per_min: 300.0, stirrer_rpm: 120.0, ..Actuators::default() };
    let cooling = Actuators { jacket_enabled: true, jacket_setpoint_celsius: -6.0, ..Actuators::default() };
    let releasing = Actuators { release_ml_per_min: 900.0, fresh_ml_per_min: 100.0, ..Actuators::default() };
    let leaking = Faults { leak_ml_per_min_at_100_mpa: 2.0, ..Faults::default() };
    let allocated = allocation_counter::measure(|| {
        for actuators in [pumping, cooling, releasing] {
            for _ in 0..600 {
                plant.step(&actuators, &leaking, 1.0);
            }
        }
    });
    assert!(plant.ice_kg() > 0.1, "the steps have been through ice: {} kg", plant.ice_kg());
    assert_eq!(allocated.count_total, 0);
}
