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

/// Oxygen per kilogram of liquid in every layer, µmol/kg: the least and the most.
fn oxygen_range(plant: &Plant) -> (f64, f64) {
    let each = plant.layers.iter().map(|layer| layer.content.oxygen_umol / layer.content.liquid_kg());
    each.fold((f64::MAX, f64::MIN), |(least, most), one| (least.min(one), most.max(one)))
}

#[test]
fn what_leaves_takes_its_oxygen_along_and_dosed_water_brings_its_own() {
    let mut plant = sealed(20.0, insulated());
    let before = oxygen_range(&plant).0;
    let open = Actuators { release_ml_per_min: 900.0, ..IDLE };
    for _ in 0..900 {
        plant.step(&open, &sound(), 1.0);
    }
    assert!(plant.released_volume_ml() > 2500.0);
    // Water of one concentration keeps it.
    let (least, most) = oxygen_range(&plant);
    assert!(
        (least / before - 1.0).abs() < 1e-9 && (most / before - 1.0).abs() < 1e-9,
        "{before} {least} {most}"
    );

    // A well stirred tank that overflows forgets by the volume that passes; fresh water of 20 °C holds 284.0 µmol/kg in air (Garcia and
    // Gordon 1992), which a stack of ten layers reaches a little sooner than one tank.
    for _ in 0..600 {
        plant.step(&Actuators { fresh_ml_per_min: 2000.0, ..open }, &sound(), 1.0);
    }
    let forgotten = libm::exp(-20.0 / 70.7);
    let expected = 284.0 + (before - 284.0) * forgotten;
    let reached = plant.oxygen_at(0.5).micromol_per_kg;
    assert!((reached - expected).abs() < 0.1 * (expected - before), "{before} {reached} {expected}");
}

#[test]
fn ice_leaves_its_oxygen_to_the_liquid() {
    let start = Start { pressure_mpa_absolute: Some(110.0), ..Start::uniform(-3.0, 35.0) };
    let mut plant = plant(Parameters { hall_celsius: -3.0, ..insulated() }, start);
    let before = oxygen_range(&plant).0;
    for _ in 0..1500 {
        plant.step(&Actuators { release_ml_per_min: 400.0, ..IDLE }, &sound(), 1.0);
    }
    let (least, most) = oxygen_range(&plant);
    let shares = plant.layers.iter().map(|layer| layer.content.ice_kg / layer.content.mass_kg());
    let (icy, iciest) = shares.fold((f64::MAX, 0.0_f64), |(low, high), one| (low.min(one), high.max(one)));
    assert!(icy > 0.02, "{icy}");
    // The liquid holds what all the water did, less what left after the onset; stirring makes it one where ice is not.
    assert!(least > before * (1.0 + 0.9 * icy), "{before} {least} {icy}");
    assert!(most / least - 1.0 < 0.1 * (iciest - icy), "{least} {most}, ice {icy} to {iciest}");
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
    // To a tenth of the second that a step lasts.
    assert!((late_k / rate - plant.parameters().well_time_s).abs() < 0.1, "{late_k} {rate}");
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
