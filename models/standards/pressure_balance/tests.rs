//! The balance against an independent solution, its limits, and its budget against differences and draws.

use super::*;
use crate::randomness::{standard_normal, stream};
use crate::uncertainty::Kind;
use proptest::prelude::*;

/// A balance of 5 mm² near full ocean depth: a piston with its carrier, and a stack of steel.
fn balance() -> PressureBalance {
    PressureBalance {
        piston: PistonCylinder {
            effective_area_m2: 4.902_1e-6,
            reference: Temperature::from_celsius(20.0),
            distortion_per_mpa: 0.8e-6,
            expansion_per_kelvin: 9.1e-6,
            surface_tension_n_per_m: 0.0312,
        },
        loads: vec![
            Load { mass_kg: 0.3, density_kg_per_m3: 7_850.0 },
            Load { mass_kg: 63.2, density_kg_per_m3: 7_920.0 },
        ],
        gravity_m_per_s2: 9.806_2,
        temperature: Temperature::from_celsius(21.3),
        fluid_density_kg_per_m3: 960.0,
        height_above_device_m: 0.12,
        surroundings: Surroundings {
            air_density_kg_per_m3: 1.19,
            pressure: AbsolutePressure::from_mpa(0.1009),
        },
    }
}

/// Every input of [`balance`] with a standard uncertainty of ordinary size.
fn known() -> Vec<InputUncertainty> {
    let inputs = [
        (Input::Mass(0), 1e-6),
        (Input::Mass(1), 3e-4),
        (Input::LoadDensity(0), 50.0),
        (Input::LoadDensity(1), 50.0),
        (Input::EffectiveArea, 1e-10),
        (Input::Distortion, 8e-8),
        (Input::Expansion, 2e-7),
        (Input::SurfaceTension, 0.003),
        (Input::Gravity, 5e-5),
        (Input::Temperature, 0.2),
        (Input::FluidDensity, 10.0),
        (Input::Height, 1e-3),
        (Input::AirDensity, 0.01),
        (Input::Ambient, 2e-5),
    ];
    let source = "test".to_owned();
    inputs
        .map(|(input, standard_uncertainty)| InputUncertainty {
            input,
            standard_uncertainty,
            source: source.clone(),
            kind: Kind::B,
        })
        .into()
}

/// The balance with one input moved.
fn moved(input: Input, step: f64) -> PressureBalance {
    let mut moved = balance();
    match input {
        Input::Mass(index) => moved.loads[index].mass_kg += step,
        Input::LoadDensity(index) => moved.loads[index].density_kg_per_m3 += step,
        Input::EffectiveArea => moved.piston.effective_area_m2 += step,
        Input::Distortion => moved.piston.distortion_per_mpa += step,
        Input::Expansion => moved.piston.expansion_per_kelvin += step,
        Input::SurfaceTension => moved.piston.surface_tension_n_per_m += step,
        Input::Gravity => moved.gravity_m_per_s2 += step,
        Input::Temperature => {
            moved.temperature = Temperature::from_celsius(moved.temperature.celsius() + step)
        }
        Input::FluidDensity => moved.fluid_density_kg_per_m3 += step,
        Input::Height => moved.height_above_device_m += step,
        Input::AirDensity => moved.surroundings.air_density_kg_per_m3 += step,
        Input::Ambient => {
            let ambient = moved.surroundings.pressure.mpa() + step;
            moved.surroundings.pressure = AbsolutePressure::from_mpa(ambient);
        }
    }
    moved
}

/// The same equation by fixed-point iteration with thirty digits (mpmath): 126.993 594 581 834 088 MPa.
#[test]
fn pressure_is_that_of_thirty_digits() {
    let ours = balance().gauge_mpa();
    assert!((ours / 126.993_594_581_834_09 - 1.0).abs() < 1e-14, "{ours}");
}

/// A balance with nothing but force and area: 10 kg on 98.0665 mm².
fn bare() -> PressureBalance {
    let mut bare = balance();
    bare.piston = PistonCylinder {
        effective_area_m2: 98.066_5e-6,
        distortion_per_mpa: 0.0,
        expansion_per_kelvin: 0.0,
        surface_tension_n_per_m: 0.0,
        ..bare.piston
    };
    bare.loads = vec![Load { mass_kg: 10.0, density_kg_per_m3: 8_000.0 }];
    bare.gravity_m_per_s2 = 9.806_65;
    bare.height_above_device_m = 0.0;
    bare.surroundings =
        Surroundings { air_density_kg_per_m3: 0.0, pressure: AbsolutePressure::from_mpa(0.0) };
    bare
}

/// At standard gravity that is 1 MPa exactly.
#[test]
fn a_bare_balance_is_force_over_area() {
    assert!((bare().absolute().mpa() - 1.0).abs() < 1e-15);
}

#[test]
fn each_correction_has_its_known_size() {
    let at = balance().gauge_mpa();
    let without = |change: fn(&mut PressureBalance)| {
        let mut changed = balance();
        change(&mut changed);
        1.0 - changed.gauge_mpa() / at
    };
    // Buoyancy 1.19/7920, distortion 0.8e-6 × 127, expansion 9.1e-6 × 1.3 K, head 959 × 9.806 × 0.12 Pa of
    // 127 MPa, tension 0.0312 N/m on 7.85 mm of 620 N: each is first order, and what is left is its square.
    let buoyancy = without(|balance| balance.surroundings.air_density_kg_per_m3 = 0.0);
    assert!((buoyancy + 1.502e-4).abs() < 1e-6, "{buoyancy:e}");
    let distortion = without(|balance| balance.piston.distortion_per_mpa = 0.0);
    assert!((distortion + 1.0160e-4).abs() < 2e-8, "{distortion:e}");
    let expansion = without(|balance| balance.piston.expansion_per_kelvin = 0.0);
    assert!((expansion + 1.183e-5).abs() < 1e-8, "{expansion:e}");
    let head = without(|balance| balance.height_above_device_m = 0.0);
    assert!((head - 8.8845e-6).abs() < 1e-9, "{head:e}");
    let tension = without(|balance| balance.piston.surface_tension_n_per_m = 0.0);
    assert!((tension - 3.93e-7).abs() < 2e-9, "{tension:e}");
}

#[test]
fn absolute_pressure_is_gauge_and_ambient() {
    let balance = balance();
    assert!((balance.absolute().mpa() - balance.gauge_mpa() - 0.1009).abs() < 1e-13);
}

#[test]
fn sensitivities_match_differences() {
    for known in known() {
        let step = known.standard_uncertainty;
        let at = |step: f64| moved(known.input, step).absolute().mpa();
        let difference = (at(step) - at(-step)) / (2.0 * step);
        let said = balance().sensitivity(known.input);
        // Round-off of the pressure over the step, and the second order of a relative step of 1e-2 at most.
        let tolerance = 1e-4 * said.abs() + 127.0 * 4e-16 / step;
        assert!(
            (difference - said).abs() <= tolerance,
            "{}: {difference:e} for {said:e}",
            known.input.name()
        );
    }
}

#[test]
fn the_budget_names_every_input_and_agrees_with_draws() {
    let (balance, known) = (balance(), known());
    let budget = balance.budget(&known);
    assert_eq!(budget.components.len(), known.len());
    assert_eq!(budget.components[4].name, "effective area");
    let said = balance.standard_uncertainty_mpa(&known);
    assert!((budget.standard_uncertainty(1)[0] / said - 1.0).abs() < 1e-12);
    let mut source = stream(1, 0, "pressure balance");
    let (count, mut squares) = (20_000, 0.0);
    for _ in 0..count {
        let errors = known.iter().map(|one| {
            let drawn = one.standard_uncertainty * standard_normal(&mut source);
            moved(one.input, drawn).absolute().mpa() - balance.absolute().mpa()
        });
        let error: f64 = errors.sum();
        squares += error * error;
    }
    let ratio = (squares / f64::from(count)).sqrt() / said;
    // Five standard errors of a standard deviation from so many draws.
    assert!((ratio - 1.0).abs() < 5.0 / (2.0 * f64::from(count)).sqrt(), "{ratio}");
}

#[test]
fn a_load_that_is_not_there_has_no_sensitivity() {
    assert!(balance().sensitivity(Input::Mass(7)).abs() < 1e-300);
}

proptest! {
    #[test]
    fn the_equation_holds_at_the_pressure_found(mass in 0.0f64..300.0, distortion in -1e-5f64..1e-5) {
        let mut balance = balance();
        balance.loads[1].mass_kg = mass;
        balance.piston.distortion_per_mpa = distortion;
        balance.height_above_device_m = 0.0;
        let p = balance.gauge_mpa();
        let parts = balance.parts();
        let force = p * 1e6 * parts.area_m2 * (1.0 + distortion * p);
        prop_assert!((force / parts.force_n - 1.0).abs() < 1e-14, "{p}");
    }

    #[test]
    fn no_input_makes_it_panic(a in any::<f64>(), b in any::<f64>(), c in any::<f64>()) {
        let mut balance = balance();
        balance.piston.effective_area_m2 = a;
        balance.piston.distortion_per_mpa = b;
        balance.loads[0].density_kg_per_m3 = c;
        let pressure = balance.absolute().mpa();
        prop_assert!(!pressure.is_finite() || a > 0.0 || a < 0.0);
        for known in known() {
            let _any_number = balance.sensitivity(known.input);
        }
    }
}
