//! Water, salt and energy: what came in less what went out is what is there.

use super::*;
use hadal_models::quantity::PracticalSalinity;
use hadal_models::randomness::stream;

/// Everything that can flow, flows: pressure up and down, dosing, samples, heat, a leak.
fn busy(minute: u32) -> (Actuators, Faults) {
    let base = Actuators { jacket_enabled: true, jacket_setpoint_celsius: 5.0, ..IDLE };
    let actuators = match minute % 60 {
        0..10 => Actuators { pump_ml_per_min: 250.0, ..base },
        10..20 => Actuators { stirrer_rpm: 200.0, ..base },
        20..35 => Actuators { release_ml_per_min: 900.0, jacket_setpoint_celsius: 30.0, ..base },
        35..45 => Actuators { release_ml_per_min: 900.0, fresh_ml_per_min: 1500.0, ..base },
        45..55 => Actuators { release_ml_per_min: 900.0, brine_ml_per_min: 700.0, ..base },
        _ => Actuators { release_ml_per_min: 900.0, stirrer_rpm: 0.0, ..base },
    };
    let leak = if minute.is_multiple_of(7) { 3.0 } else { 0.0 };
    (actuators, Faults { leak_ml_per_min_at_100_mpa: leak, ..sound() })
}

#[test]
fn water_salt_and_energy_are_conserved_over_nearly_three_days() {
    let rig = crate::catalog::test_rig();
    let drawn = Parameters::draw(&rig.chamber, &rig.limits, &mut stream(11, 0, "plant"));
    let water = TrueWater::draw(&mut stream(11, 0, "water"));
    let mut plant = Plant::new(drawn, water, Start::uniform(20.0, 35.0)).unwrap();
    let mut highest_mpa = 0.0_f64;
    for minute in 0..4000 {
        let (actuators, faults) = busy(minute);
        if minute % 60 == 33 {
            plant.draw_sample(250.0);
            plant.fill_reservoir(PracticalSalinity::new(34.0 + f64::from(minute % 5)));
        }
        for _ in 0..60 {
            plant.step(&actuators, &faults, 1.0);
            highest_mpa = highest_mpa.max(plant.pressure().mpa());
        }
    }
    let balance = plant.balance();
    assert!(highest_mpa > 30.0, "the books were never under pressure: {highest_mpa}");
    assert!(balance.water.abs() < 1e-12, "{balance:?}");
    assert!(balance.salt.abs() < 1e-12, "{balance:?}");
    assert!(balance.energy.abs() < 1e-12, "{balance:?}");
}

#[test]
fn closure_recovers_the_energy_of_the_state() {
    // The energy that fluxes left, against the energy of pressure, temperature and salinity by the Gibbs function.
    let mut plant = plant(nominal(), Start::uniform(10.0, 35.0));
    for minute in 0..60 {
        let (actuators, faults) = busy(minute);
        for _ in 0..60 {
            plant.step(&actuators, &faults, 1.0);
        }
        for layer in &plant.layers {
            let gap = (plant.energy_of(layer) - layer.energy_j) / layer.mass_kg();
            // Newton stops when a correction is below 1e-9 K, which is 4e-6 J/kg before its square is applied.
            assert!(gap.abs() < 1e-7, "{gap} J/kg");
        }
    }
}

#[test]
fn a_restored_plant_goes_on_bit_for_bit() {
    let mut plant = plant(nominal(), Start::uniform(10.0, 35.0));
    for minute in 0..5 {
        plant.step(&busy(minute).0, &busy(minute).1, 1.0);
    }
    let saved = serde_json::to_string(&plant).unwrap();
    let mut restored: Plant = serde_json::from_str(&saved).unwrap();
    for minute in 0..60 {
        plant.step(&busy(minute).0, &busy(minute).1, 1.0);
        restored.step(&busy(minute).0, &busy(minute).1, 1.0);
    }
    assert_eq!(serde_json::to_string(&plant).unwrap(), serde_json::to_string(&restored).unwrap());
}
