//! What is drawn about its nominal value or stands in the rig file and is seldom at work: each as it shows in the whole plant.

use super::*;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::randomness::stream;
use hadal_models::seawater;

#[test]
fn the_worlds_own_density_is_that_of_the_water() {
    let water = TrueWater::draw(&mut stream(5, 0, "water"));
    let (salinity, celsius) = (PracticalSalinity::new(35.0), Temperature::from_celsius(4.0));
    for mpa in [0.2, 60.0, 110.0] {
        let start = Start { pressure_mpa_absolute: Some(mpa), ..Start::uniform(4.0, 35.0) };
        let mut plant = Plant::new(nominal(), water.clone(), start).unwrap();
        plant.step(&IDLE, &sound(), 1.0);
        let sea = AbsolutePressure::from_mpa(plant.pressure_pa * 1e-6).sea();
        let deviation = water.density_deviation(salinity, celsius, sea);
        let seen = plant.mean_density() / seawater::density(salinity.reference(), celsius, sea) - 1.0;
        // What a second brings in heat, and what the column is denser at the floor than lighter at the lid.
        assert!(deviation.abs() > 5e-7 && (seen / deviation - 1.0).abs() < 0.05, "{mpa}: {seen} {deviation}");
    }
}

#[test]
fn the_hall_swings_by_the_day_and_the_reservoir_follows_late() {
    let mut plant = plant(Parameters { hall_swing_k: 1.0, ..nominal() }, Start::uniform(20.0, 35.0));
    let (mut hall_k, mut reservoir_k) = (0.0_f64, 0.0_f64);
    for hour in 0..96 {
        for _ in 0..225 {
            plant.step(&IDLE, &sound(), 16.0);
        }
        if hour >= 72 {
            hall_k = hall_k.max((plant.hall_temperature().celsius() - 20.0).abs());
            reservoir_k = reservoir_k.max((plant.pump_water().temperature.celsius() - 20.0).abs());
        }
    }
    // First order behind a sine of a day: 1/√(1 + (ωτ)²). Looked at every hour, 15° of the swing: up to 0.9 % of it is missed.
    let lag = std::f64::consts::TAU / 86_400.0 * plant.parameters().reservoir_time_s;
    assert!((0.99..1.001).contains(&hall_k), "{hall_k}");
    assert!((0.985..1.001).contains(&(reservoir_k * (1.0 + lag * lag).sqrt())), "{reservoir_k}");
}

#[test]
fn a_pumps_meter_that_errs_changes_the_reading_and_nothing_else() {
    let pumped = |pump_meter_error: f64| {
        let mut plant = plant(Parameters { pump_meter_error, ..nominal() }, Start::uniform(20.0, 35.0));
        for _ in 0..120 {
            plant.step(&Actuators { pump_ml_per_min: 300.0, ..IDLE }, &sound(), 1.0);
        }
        (plant.pumped_volume_ml(), plant.pressure())
    };
    let ((true_ml, mpa), (read_ml, same_mpa)) = (pumped(0.0), pumped(0.02));
    assert!((read_ml / true_ml - 1.02).abs() < 1e-12 && mpa == same_mpa, "{read_ml} of {true_ml} mL");
}

#[test]
fn a_release_valve_lets_out_its_scale_of_what_is_commanded() {
    for release_scale in [0.8, 1.2] {
        let start = Start { pressure_mpa_absolute: Some(100.0), ..Start::uniform(20.0, 35.0) };
        let mut plant = plant(Parameters { release_scale, ..nominal() }, start);
        for _ in 0..120 {
            plant.step(&Actuators { release_ml_per_min: 300.0, ..IDLE }, &sound(), 1.0);
        }
        // The orifice would pass 26 L/min: the smooth minimum of both is (300/26,000)⁴ below the metered flow.
        let seen = plant.released_volume_ml() / 600.0;
        assert!((seen / release_scale - 1.0).abs() < 1e-3, "{seen}");
    }
}

#[test]
fn the_trips_transducer_trips_by_its_error_too_early() {
    let tripped_mpa = |hard_trip_error_mpa: f64| {
        let start = Start { pressure_mpa_absolute: Some(121.0), ..Start::uniform(20.0, 35.0) };
        let mut plant = plant(Parameters { hard_trip_error_mpa, ..nominal() }, start);
        let pumping = Actuators { pump_ml_per_min: 60.0, ..IDLE };
        run_until(&mut plant, &pumping, &sound(), 600, Plant::hard_trip_tripped);
        plant.pressure_pa * 1e-6
    };
    // It looks once a second, while pressure rises by 0.03 MPa.
    for error_mpa in [-0.2, 0.0, 0.2] {
        let early_mpa = nominal().hard_trip_mpa_absolute - tripped_mpa(error_mpa);
        assert!((early_mpa - error_mpa).abs() < 0.05, "{error_mpa}: {early_mpa}");
    }
}

#[test]
fn a_jacket_goes_no_further_than_its_range() {
    let (coldest, warmest) = nominal().jacket_range_celsius;
    for (asked, limit) in [(coldest - 10.0, coldest), (warmest + 10.0, warmest)] {
        let mut plant = plant(nominal(), Start::uniform(limit.max(0.0), 35.0));
        let far = Actuators {
            jacket_enabled: true,
            jacket_setpoint_celsius: asked,
            release_ml_per_min: 900.0,
            ..IDLE
        };
        for _ in 0..2 * 3600 {
            plant.step(&far, &sound(), 1.0);
        }
        let reached = plant.jacket_temperature().celsius();
        assert!((reached - limit).abs() < 0.5, "asked for {asked}: {reached}");
    }
}

#[test]
fn dosed_water_brings_the_halls_temperature() {
    // As much of the old temperature as of the old salinity is left, but for heat capacities (fresh water 5 % more than seawater,
    // brine 4 % less) and heat of mixing, 0.1 K at most.
    for (fresh_ml_per_min, brine_ml_per_min, dose) in [(2000.0, 0.0, 0.0), (0.0, 2000.0, 80.0)] {
        let mut plant = plant(Parameters { hall_celsius: 25.0, ..insulated() }, Start::uniform(5.0, 35.0));
        let dosing = Actuators { fresh_ml_per_min, brine_ml_per_min, release_ml_per_min: 900.0, ..IDLE };
        for _ in 0..600 {
            plant.step(&dosing, &sound(), 1.0);
        }
        for _ in 0..300 {
            plant.step(&Actuators { release_ml_per_min: 900.0, ..IDLE }, &sound(), 1.0);
        }
        let middle = plant.water_at(0.5);
        let warmed = (middle.temperature.celsius() - 5.0) / 20.0;
        let dosed = (middle.salinity.value() - 35.0) / (dose - 35.0);
        assert!((0.2..0.3).contains(&dosed) && (warmed / dosed - 1.0).abs() < 0.08, "{warmed} {dosed}");
    }
}

#[test]
fn what_is_dosed_overflows() {
    let mut plant = plant(insulated(), Start::uniform(20.0, 35.0));
    for _ in 0..600 {
        plant.step(&Actuators { fresh_ml_per_min: 2000.0, ..IDLE }, &sound(), 1.0);
        // 33 g/s through the drain's Cd·A of 0.5 cm², which is laminar below 20 kPa, need 2.1 kPa.
        let excess_pa = plant.lid_excess_pa();
        assert!((-100.0..2_300.0).contains(&excess_pa), "{excess_pa}");
    }
}
