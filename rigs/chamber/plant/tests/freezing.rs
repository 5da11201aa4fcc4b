//! Ice: where a release brings the water below its freezing point, how much of it, and how it goes again.

use super::*;
use hadal_models::quantity::{AbsoluteSalinity, PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater;

/// Water at 110 MPa in an insulated, stirred chamber, released to the atmosphere; `watch` sees every second.
fn released(celsius: f64, salinity: f64, mut watch: impl FnMut(&Plant)) -> Plant {
    let start = Start { pressure_mpa_absolute: Some(110.0), ..Start::uniform(celsius, salinity) };
    let calm = Parameters { hall_celsius: celsius, ..insulated() };
    let mut plant = plant(calm, start);
    let open = Actuators { release_ml_per_min: 900.0, ..IDLE };
    for _ in 0..1800 {
        plant.step(&open, &sound(), 1.0);
        watch(&plant);
    }
    assert_eq!(plant.work().unconverged, 0);
    plant
}

#[test]
fn ice_begins_where_the_release_isentrope_meets_the_freezing_curve() {
    for (celsius, salinity) in [(-2.0, 35.0), (-3.0, 20.0), (-1.0, 5.0)] {
        let sa = PracticalSalinity::new(salinity).reference();
        let begins =
            match seawater::release(sa, Temperature::from_celsius(celsius), SeaPressure::from_mpa(109.9)) {
                seawater::Release::Freezes { pressure, .. } => pressure.mpa(),
                other => panic!("{other:?}"),
            };
        let mut onset = None;
        released(celsius, salinity, |plant| {
            if onset.is_none() && plant.ice_kg() > 1e-6 {
                onset = Some(plant.water_at(0.5).pressure.sea().mpa());
            }
        });
        // The release takes 0.3 MPa in a second; the floor, with half a metre of water more, freezes last.
        assert!(
            (onset.unwrap() - begins).abs() < 0.6,
            "{celsius} °C, SP {salinity}: {onset:?}, by TEOS-10 {begins}"
        );
    }
}

#[test]
fn water_that_is_warm_enough_stays_liquid() {
    // Ice on release from 110 MPa begins for water colder than −0.69 °C (SP 35).
    assert!(released(-0.6, 35.0, |_| ()).ice_kg() < f64::MIN_POSITIVE);
    assert!(released(-0.8, 35.0, |_| ()).ice_kg() > 0.0);
}

#[test]
fn ice_takes_the_share_that_entropy_leaves_it() {
    // A release in equilibrium keeps its entropy: what the liquid had under pressure, ice and saltier water at its freezing point
    // have together under one atmosphere. By TEOS-10 alone.
    let (celsius, salinity) = (-3.0, 35.0);
    let plant = released(celsius, salinity, |_| ());
    let share = plant.ice_kg() / (plant.content().water_kg + plant.content().salt_kg);
    let sa = PracticalSalinity::new(salinity).reference();
    let entropy = seawater::entropy(sa, Temperature::from_celsius(celsius), SeaPressure::from_mpa(109.9));
    let split = |ice: f64| {
        let brine = AbsoluteSalinity::from_g_per_kg(sa.g_per_kg() / (1.0 - ice));
        let freezing = seawater::freezing_temperature(brine, SeaPressure::SURFACE);
        let of_ice = -seawater::ice_gibbs(freezing, SeaPressure::SURFACE).g_t;
        ice * of_ice + (1.0 - ice) * seawater::entropy(brine, freezing, SeaPressure::SURFACE)
    };
    let (mut low, mut high) = (0.0, 0.3);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if split(middle) > entropy { low = middle } else { high = middle }
    }
    // What leaves is liquid and takes none of the ice with it.
    assert!((share / low - 1.0).abs() < 0.02, "{share} {low}");
}

#[test]
fn ice_melts_again_when_the_wall_warms() {
    let start = Start { pressure_mpa_absolute: Some(110.0), ..Start::uniform(-3.0, 35.0) };
    let mut plant = plant(nominal(), start);
    let warming =
        Actuators { release_ml_per_min: 900.0, jacket_enabled: true, jacket_setpoint_celsius: 10.0, ..IDLE };
    let (mut most_kg, mut warmest_k) = (0.0_f64, 0.0_f64);
    for _ in 0..6 * 3600 {
        plant.step(&warming, &sound(), 1.0);
        most_kg = most_kg.max(plant.ice_kg());
        if plant.ice_kg() > 0.5 * most_kg && most_kg > 0.3 {
            let middle = &plant.layers[5];
            let brine = AbsoluteSalinity::from_g_per_kg(1000.0 * middle.point.salinity);
            let freezing = seawater::freezing_temperature(brine, plant.water_at(0.55).pressure.sea());
            warmest_k = warmest_k.max(middle.point.celsius - freezing.celsius());
        }
    }
    assert!(warmest_k < 0.01, "melting ice keeps the water at its freezing point: {warmest_k} K above");
    assert!(most_kg > 0.3, "{most_kg}");
    assert!(plant.ice_kg() < 1e-9 && plant.water_at(0.5).temperature.celsius() > 3.0, "{}", plant.ice_kg());
}

#[test]
fn fresh_water_freezes_too() {
    let plant = released(-2.0, 0.0, |_| ());
    // Undercooling by 3 to 4 K frees ice for 4.2/333 of the mass per kelvin, at 0 °C.
    assert!(plant.ice_kg() > 1.5, "{}", plant.ice_kg());
    assert!(plant.water_at(0.5).temperature.celsius().abs() < 0.02);
}

#[test]
fn a_closed_chamber_that_freezes_builds_up_pressure_until_the_freezing_point_meets_it() {
    let mut plant = plant(nominal(), Start::uniform(0.0, 35.0));
    let cold = Actuators { jacket_enabled: true, jacket_setpoint_celsius: -6.0, ..IDLE };
    for _ in 0..48 * 225 {
        plant.step(&cold, &sound(), 16.0);
    }
    assert_eq!(plant.work().unconverged, 0);
    let middle = &plant.layers[5];
    let pressure = plant.water_at(0.55).pressure.sea();
    let brine = AbsoluteSalinity::from_g_per_kg(1000.0 * middle.point.salinity);
    let freezing = seawater::freezing_temperature(brine, pressure).celsius();
    assert!((middle.point.celsius - freezing).abs() < 1e-4, "{} {freezing}", middle.point.celsius);
    // Seawater of SP 35 freezes at −6.05 °C under 50 MPa; what is left liquid here is saltier and needs less.
    assert!(
        (20.0..50.0).contains(&pressure.mpa()) && plant.ice_kg() > 1.0,
        "{pressure:?} {}",
        plant.ice_kg()
    );
}
