//! Oxygen, wells, creep and the pump's suction, each as it shows in the whole plant.

use super::*;
use hadal_models::quantity::{PracticalSalinity, Temperature};
use hadal_models::seawater;

/// A closed, stirred, insulated chamber under 110 MPa.
fn sealed(celsius: f64, parameters: Parameters) -> Plant {
    let start = Start { pressure_mpa_absolute: Some(110.1), ..Start::uniform(celsius, 35.0) };
    plant(Parameters { hall_celsius: celsius, ..parameters }, start)
}

#[test]
fn pressure_multiplies_what_an_oxygen_sensor_feels_and_leaves_the_oxygen_alone() {
    let mut plant = sealed(2.0, insulated());
    let micromoles = |plant: &Plant| plant.layers.iter().map(|layer| layer.content.oxygen_umol).sum::<f64>();
    let before = micromoles(&plant);
    for _ in 0..600 {
        plant.step(&IDLE, &sound(), 1.0);
    }
    assert!((micromoles(&plant) / before - 1.0).abs() < 1e-12);
    let oxygen = plant.oxygen_at(0.5);
    let in_air = seawater::oxygen_solubility(PracticalSalinity::new(35.0), Temperature::from_celsius(2.0));
    assert!((oxygen.micromol_per_kg / in_air - 1.0).abs() < 1e-9, "{oxygen:?}");
    // 4.59 times the partial pressure by exp(31.7 cm³/mol · p/(R T)); this water, brought up, would be colder than 2 °C and hold
    // more, 1.3 K of it: 3.3 %.
    assert!((oxygen.relative_partial_pressure / 4.59 - 0.967).abs() < 0.005, "{oxygen:?}");
}

#[test]
fn pumped_water_brings_its_own_oxygen() {
    // Warm fresh water holds less than cold seawater does; what is pumped in mixes.
    let start = Start { reservoir_salinity_practical: 35.0, ..Start::uniform(2.0, 35.0) };
    let mut plant = plant(Parameters { hall_celsius: 25.0, ..insulated() }, start);
    let before = plant.oxygen_at(0.5).micromol_per_kg;
    for second in 0..1500 {
        let pump = if second < 500 { 300.0 } else { 0.0 };
        plant.step(&Actuators { pump_ml_per_min: pump, ..IDLE }, &sound(), 1.0);
    }
    let shares = plant.pumped_volume_ml() * 1.023 / (plant.content().water_kg * 1000.0);
    let expected = before * (1.0 - shares) + 206.0 * shares;
    let mixed = plant.oxygen_at(0.5).micromol_per_kg;
    assert!((mixed - expected).abs() < 0.5, "{before} {mixed} {expected}");
}

#[test]
fn a_well_follows_a_ramp_late_by_its_time_constant() {
    let mut plant = sealed(20.0, Parameters { stirrer_power_w: 400.0, ..insulated() });
    let well = plant.sink_well(0.3);
    for _ in 0..600 {
        plant.step(&IDLE, &sound(), 1.0);
    }
    let celsius = |plant: &Plant| plant.water_at(0.3).temperature.celsius();
    let before = celsius(&plant);
    plant.step(&IDLE, &sound(), 1.0);
    let (now, rate) = (celsius(&plant), celsius(&plant) - before);
    let late_k = now - plant.well_temperature(well).unwrap().celsius();
    assert!((late_k / rate - plant.parameters().well_time_s).abs() < 0.6, "{late_k} {rate}");
    assert_eq!(plant.well_temperature(well + 1), None);
}

#[test]
fn stems_of_thermometers_lead_heat_into_the_water() {
    let warmed = |wells: u32| {
        let mut plant = sealed(2.0, insulated());
        plant.parameters.hall_celsius = 22.0;
        for _ in 0..wells {
            plant.sink_well(0.5);
        }
        for _ in 0..600 {
            plant.step(&IDLE, &sound(), 6.0);
        }
        plant.water_at(0.5).temperature.celsius() - 2.0
    };
    // 0.2 W by each stem for an hour, into 76 kg of 3,770 J/(kg K).
    let by_stems = warmed(2) - warmed(0);
    assert!((by_stems / (2.0 * 0.2 * 3600.0 / (76.0 * 3770.0)) - 1.0).abs() < 0.05, "{by_stems}");
}

#[test]
fn a_sealed_pressure_creeps_by_the_logarithm_of_time() {
    let mut plant = sealed(2.0, Parameters { creep_per_decade: 5e-4, ..insulated() });
    let mut at = Vec::new();
    for decade in [100.0, 1000.0, 10_000.0, 100_000.0] {
        while plant.elapsed_s() < decade {
            plant.step(&IDLE, &sound(), 4.0);
        }
        at.push(plant.water_at(0.5).pressure.mpa());
    }
    // c β/(κ_S + β) for each decade: 5e-4 of 1.93e-11, over that and 3.4e-10 per Pa, to the ripple of a sum of exponentials.
    for pair in at.windows(2) {
        let relative = (pair[0] - pair[1]) / pair[0];
        assert!((relative / 2.7e-5 - 1.0).abs() < 0.12, "{relative}");
    }
}

#[test]
fn a_clogged_strainer_makes_the_pump_cavitate_above_some_flow() {
    let delivered = |flow: f64, suction_clogged: f64| {
        let mut plant = plant(nominal(), Start::uniform(5.0, 35.0));
        let faults = Faults { suction_clogged, ..sound() };
        for _ in 0..60 {
            plant.step(&Actuators { pump_ml_per_min: flow, ..IDLE }, &faults, 1.0);
        }
        plant.pump_flow_ml_per_min()
    };
    assert!(delivered(800.0, 0.0) > 790.0);
    assert!(delivered(800.0, 0.8) < 200.0 && delivered(80.0, 0.8) > 79.0);
}
