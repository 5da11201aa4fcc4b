//! What can be broken: each fault as it shows, beside the same plant sound.

use super::*;
use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater;

/// A vented plant after minutes of these commands and faults.
fn after(minutes: u32, actuators: Actuators, faults: Faults) -> Plant {
    let mut plant = plant(nominal(), Start::uniform(20.0, 35.0));
    for _ in 0..60 * minutes {
        plant.step(&actuators, &faults, 1.0);
    }
    assert_eq!(plant.work().unconverged, 0);
    plant
}

/// The jacket after ten minutes on the way to 10 °C from 20 °C.
fn jacket_celsius(setpoint: f64, faults: Faults) -> f64 {
    let actuators = Actuators {
        release_ml_per_min: 900.0,
        jacket_enabled: true,
        jacket_setpoint_celsius: setpoint,
        ..IDLE
    };
    after(10, actuators, faults).jacket_temperature().celsius()
}

#[test]
fn a_lost_chiller_cools_nothing_and_still_heats() {
    let lost = Faults { chiller_lost: true, ..sound() };
    assert!(jacket_celsius(10.0, sound()) < 13.0);
    assert!((jacket_celsius(10.0, lost) - 20.0).abs() < 0.1);
    assert!(jacket_celsius(30.0, lost) > 25.0);
}

#[test]
fn a_failed_jacket_neither_cools_nor_heats() {
    let failed = Faults { jacket_failed: true, ..sound() };
    for setpoint in [10.0, 30.0] {
        assert!((jacket_celsius(setpoint, failed) - 20.0).abs() < 0.1);
    }
}

#[test]
fn a_welded_heater_heats_past_its_set_point() {
    // 6 kW for ten minutes into the fluid's 120 kJ/K and the steel behind it.
    let welded = Faults { heater_stuck_w: Some(6000.0), ..sound() };
    assert!(jacket_celsius(10.0, welded) > 22.0);
}

#[test]
fn a_stopped_stirrer_neither_warms_nor_mixes() {
    let stopped = Faults { stirrer_stopped: true, ..sound() };
    let stirring = Actuators { release_ml_per_min: 900.0, stirrer_rpm: 240.0, ..IDLE };
    let [sound_k, stopped_k] = [sound(), stopped]
        .map(|faults| after(30, stirring, faults).water_at(0.5).temperature.celsius() - 20.0);
    // At twice the nominal speed eight times the nominal 4 W: 0.2 K in half an hour into 290 kJ/K, less what the wall takes.
    assert!(sound_k > 0.05 && stopped_k.abs() < 1e-3, "{sound_k} {stopped_k}");
}

#[test]
fn a_release_valve_that_does_not_close_lets_pressure_go() {
    let start = Start { pressure_mpa_absolute: Some(100.0), ..Start::uniform(20.0, 35.0) };
    let pressure_mpa = |release_open_share: f64| {
        let mut plant = plant(nominal(), start);
        for _ in 0..10 {
            plant.step(&IDLE, &Faults { release_open_share, ..sound() }, 1.0);
        }
        plant.pressure().mpa()
    };
    // A hundredth of Cd·A = 1 mm² passes √(2Δp/ρ) of it; the water follows its isentrope, the vessel Lamé. Meanwhile the flow falls by
    // 1 %, and the wall warms the water a little.
    let (salinity, celsius) = (PracticalSalinity::new(35.0).reference(), Temperature::from_celsius(20.0));
    let sea = SeaPressure::from_mpa(99.0);
    let (density, speed) =
        (seawater::density(salinity, celsius, sea), seawater::sound_speed(salinity, celsius, sea));
    let m3_per_s = 1e-8 * (2.0 * 99e6 / density).sqrt();
    let vessel = nominal().vessel;
    let m3_per_pa = vessel.volume_m3 * (1.0 / (density * speed * speed) + vessel.compliance_per_pa());
    let expected_mpa = 10.0 * m3_per_s / m3_per_pa * 1e-6;
    let lost_mpa = pressure_mpa(0.0) - pressure_mpa(0.01);
    assert!((lost_mpa / expected_mpa - 1.0).abs() < 0.03, "{lost_mpa} {expected_mpa}");
}

#[test]
fn a_relief_valve_that_has_popped_reseats_four_percent_lower() {
    let start = Start { pressure_mpa_absolute: Some(124.0), ..Start::uniform(20.0, 35.0) };
    let mut plant = plant(Parameters { creep_per_decade: 0.0, ..nominal() }, start);
    let runaway = Faults { pump_runaway_ml_per_min: Some(900.0), hard_trip_defeated: true, ..sound() };
    run_until(&mut plant, &IDLE, &runaway, 60, |plant| plant.relief_open);
    // The trip itself is what stops the pump.
    for _ in 0..120 {
        plant.step(&IDLE, &sound(), 1.0);
    }
    let reseated = plant.pressure_pa * 1e-6 / plant.parameters().relief_mpa_absolute;
    assert!(!plant.relief_open && (0.955..0.965).contains(&reseated), "{reseated}");
}

#[test]
fn a_stem_warms_the_water_at_its_own_height() {
    // Unstirred, above cold water that does not overturn: what the stem leads in stays near its tip.
    let warmed = |height_m: f64, seen_m: f64| {
        let mut plant = plant(insulated(), Start::uniform(10.0, 35.0));
        plant.parameters.hall_celsius = 30.0;
        plant.parameters.well_stem_w_per_k = 1.0;
        plant.sink_well(height_m);
        for _ in 0..600 {
            plant.step(&Actuators { stirrer_rpm: 0.0, ..IDLE }, &sound(), 1.0);
        }
        plant.water_at(seen_m).temperature.celsius() - 10.0
    };
    assert!(warmed(0.75, 0.95) > 0.1 && warmed(0.75, 0.05) < 0.01, "{}", warmed(0.75, 0.05));
}
