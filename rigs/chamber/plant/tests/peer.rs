//! The plant against scipy's stiff solvers on the same equations, written independently (`tests/reference/chamber_bdf.py`).

use super::*;

const REFERENCE: &str = include_str!("../../../../tests/reference/chamber-bdf.csv");
const LAYERS: usize = 4;
const FRICTION_MPA: f64 = 1.5;

/// Seconds until which it is commanded: pump, release (mL/min), stirrer (rpm), jacket (°C).
const SCHEDULE: [(f64, [f64; 4]); 4] = [
    (600.0, [250.0, 0.0, 60.0, 10.0]),
    (1800.0, [0.0, 0.0, 0.0, 10.0]),
    (2100.0, [0.0, 400.0, 120.0, 10.0]),
    (2700.0, [0.0, 0.0, 120.0, 30.0]),
];

/// Rows of the reference: time, then temperatures, salinities, pressure, bore, jacket.
fn reference() -> Vec<Vec<f64>> {
    let lines = REFERENCE.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect()
}

/// The same run of the plant in steps of `dt_s` (or the ladder's, where they are shorter), every minute.
fn run(dt_s: f64, intensifier_friction_mpa: f64) -> Vec<Vec<f64>> {
    let parameters = Parameters { layers: LAYERS, intensifier_friction_mpa, ..nominal() };
    let start =
        Start { wall_celsius: 18.0, reservoir_salinity_practical: 30.0, ..Start::uniform(20.0, 35.0) };
    let mut plant = plant(parameters, start);
    let (mut rows, mut next_s) = (Vec::new(), 60.0);
    for (until_s, [pump, release, rpm, jacket]) in SCHEDULE {
        let actuators = Actuators {
            pump_ml_per_min: pump,
            release_ml_per_min: release,
            stirrer_rpm: rpm,
            jacket_setpoint_celsius: jacket,
            jacket_enabled: true,
            ..IDLE
        };
        while plant.elapsed_s() < until_s {
            plant.step(&actuators, &sound(), dt_s);
            if plant.elapsed_s() >= next_s {
                rows.push(row(&plant));
                next_s += 60.0;
            }
        }
    }
    rows
}

fn row(plant: &Plant) -> Vec<f64> {
    let points = || plant.layers.iter().map(|layer| layer.point);
    let mut row = vec![plant.elapsed_s()];
    row.extend(points().map(|point| point.celsius));
    row.extend(points().map(|point| point.salinity));
    row.extend([
        plant.pressure_pa * 1e-6,
        plant.wall_state.bore_celsius(),
        plant.wall_state.jacket_celsius(),
    ]);
    row
}

/// Largest differences in temperature (K), salinity (mass fraction) and pressure (MPa).
fn apart(ours: &[Vec<f64>], theirs: &[Vec<f64>]) -> [f64; 3] {
    assert_eq!(ours.len(), theirs.len());
    let mut largest = [0.0_f64; 3];
    for (one, other) in ours.iter().zip(theirs) {
        for (column, (a, b)) in one.iter().zip(other).enumerate() {
            let kind = match column {
                5..=8 => 1,
                9 => 2,
                _ => 0,
            };
            largest[kind] = largest[kind].max((a - b).abs());
        }
    }
    largest
}

#[test]
fn val_plant_agrees_with_scipy_on_the_same_equations() {
    // scipy's two stiff solvers are 0.5 µK (in the jacket; 0.04 µK in the water), 3e-11 and 2 Pa apart; the plant in steps of 1/64 s is nearer to the more exact one.
    let [kelvin, fraction, mpa] = apart(&run(1.0 / 64.0, FRICTION_MPA), &reference());
    println!("in steps of 1/64 s: {kelvin:.1e} K, {fraction:.1e}, {mpa:.1e} MPa");
    assert!(kelvin < 5e-7, "{kelvin} K");
    assert!(fraction < 3e-11, "{fraction}");
    assert!(mpa < 2e-6, "{mpa} MPa");
}

#[test]
fn ticks_of_a_second_are_as_good_as_a_reference_thermometer() {
    let [kelvin, fraction, mpa] = apart(&run(1.0, FRICTION_MPA), &reference());
    println!("in ticks of a second: {kelvin:.1e} K, {fraction:.1e}, {mpa:.1e} MPa");
    // A thermometer's noise is 30 µK, the transducer's span is known to 4e-5, which is 0.003 MPa here.
    assert!(kelvin < 3e-5 && fraction < 1e-7 && mpa < 1e-3, "{kelvin} K, {fraction}, {mpa} MPa");
}

#[test]
fn the_whole_plant_converges_with_second_order() {
    // Without friction of the piston: its breakaway is a kink, of which no method of any order makes more than a kink.
    let exact = run(1.0 / 64.0, 0.0);
    let errors = [0.5, 0.25].map(|dt_s| apart(&run(dt_s, 0.0), &exact));
    // Salinity hardly moves: its differences are rounding.
    for kind in [0, 2] {
        let order = libm::log2(errors[0][kind] / errors[1][kind]);
        println!("order {order:.2}");
        assert!((1.8..2.2).contains(&order), "{order}: {errors:?}");
    }
}
