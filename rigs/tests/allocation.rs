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
    let start = Start { pressure_mpa_absolute: Some(60.0), ..Start::uniform(-5.0, 35.0) };
    let mut plant = Plant::new(parameters, water, start).unwrap();
    plant.sink_well(0.3);
    let cooling = Actuators {
        jacket_enabled: true,
        jacket_setpoint_celsius: -6.0,
        stirrer_rpm: 120.0,
        ..Actuators::default()
    };
    let releasing = Actuators { release_ml_per_min: 900.0, fresh_ml_per_min: 2000.0, ..Actuators::default() };
    let leaking = Faults { leak_ml_per_min_at_100_mpa: 2.0, ..Faults::default() };
    let runaway = Faults {
        pump_runaway_ml_per_min: Some(900.0),
        hard_trip_defeated: true,
        suction_clogged: 0.3,
        ..leaking
    };
    let tripping = Faults { hard_trip_defeated: false, ..runaway };
    let mut most_ice_kg = 0.0_f64;
    let allocated = allocation_counter::measure(|| {
        // The relief valve pops and, once the pump stands still, reseats; then the trip acts.
        for (actuators, faults) in
            [(cooling, runaway), (cooling, leaking), (cooling, tripping), (releasing, leaking)]
        {
            plant.draw_sample(50.0);
            for _ in 0..500 {
                plant.step(&actuators, &faults, 1.0);
                most_ice_kg = most_ice_kg.max(plant.ice_kg());
            }
        }
    });
    assert!(most_ice_kg > 0.1, "the steps have been through ice: {most_ice_kg} kg");
    assert!(plant.relieved_volume_ml() > 100.0, "and the relief valve: {} mL", plant.relieved_volume_ml());
    assert!(plant.hard_trip_tripped(), "and the trip");
    assert!(plant.water_at(0.0).salinity.value() < 34.0, "and dosing");
    assert_eq!(allocated.count_total, 0);
}
