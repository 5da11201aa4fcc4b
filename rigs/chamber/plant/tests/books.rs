//! Water, salt and energy: what came in less what went out is what is there.

use super::*;
use crate::description::Rig;
use hadal_models::quantity::PracticalSalinity;
use hadal_models::randomness::{Stream, stream, uniform};

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
    let (mut highest_mpa, mut salinities) = (0.0_f64, Vec::new());
    for minute in 0..4000 {
        let (actuators, faults) = busy(minute);
        salinities.push(plant.water_at(0.5).salinity.value());
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
    assert_eq!(plant.work().unconverged, 0);
    assert!(highest_mpa > 30.0, "the books were never under pressure: {highest_mpa}");
    let volumes_ml = [plant.pumped_volume_ml(), plant.released_volume_ml(), plant.leaked_volume_ml()];
    // Of 67 hours: ten minutes of pump each, as much released, a leak in one minute of seven.
    assert!(volumes_ml.iter().zip([1e5, 1e5, 50.0]).all(|(volume, least)| *volume > least), "{volumes_ml:?}");
    for hour in salinities.chunks_exact(60) {
        assert!(hour[45] < hour[35] - 1.0 && hour[55] > hour[45] + 1.0, "doses move salinity: {hour:?}");
    }
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
        for (index, layer) in plant.layers.iter().enumerate() {
            let gap = (plant.energy_of(index) - layer.content.energy_j) / layer.content.mass_kg();
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

/// A cycle of two hours in the cold: released into ice, dosed with fresh water and with brine, squeezed again and soaked.
const CYCLE_S: u32 = 7200;
const FRESH_S: std::ops::Range<u32> = 1500..1530;
const BRINE_S: std::ops::Range<u32> = 1530..1540;
const SQUEEZE_S: std::ops::Range<u32> = 3000..3600;

fn freezing(second: u32) -> Actuators {
    let cold = Actuators { jacket_enabled: true, jacket_setpoint_celsius: -6.0, ..IDLE };
    let open = Actuators { release_ml_per_min: 900.0, ..cold };
    match second % CYCLE_S {
        0..1500 => Actuators { release_ml_per_min: 400.0, ..cold },
        second if FRESH_S.contains(&second) => Actuators { fresh_ml_per_min: 300.0, ..open },
        second if BRINE_S.contains(&second) => Actuators { brine_ml_per_min: 900.0, ..open },
        second if second < SQUEEZE_S.start => open,
        second if SQUEEZE_S.contains(&second) => Actuators { pump_ml_per_min: 300.0, ..cold },
        _ => cold,
    }
}

/// What a cycle did.
#[derive(Debug)]
struct Cycle {
    released_ml: f64,
    pumped_ml: f64,
    most_ice_kg: f64,
    /// Salt that dosed water drove out, and that brine brought more than it drove out.
    freshened_kg: f64,
    salted_kg: f64,
    highest_mpa: f64,
}

/// Runs a cycle second by second.
fn cycle(plant: &mut Plant) -> Cycle {
    let (released_ml, pumped_ml) = (plant.released_volume_ml(), plant.pumped_volume_ml());
    let (mut most_ice_kg, mut highest_mpa) = (0.0_f64, 0.0_f64);
    let mut salt_kg = Vec::new();
    for second in 0..CYCLE_S {
        if [FRESH_S.start, BRINE_S.start, BRINE_S.end].contains(&second) {
            salt_kg.push(plant.content().salt_kg);
        }
        if second == SQUEEZE_S.start {
            plant.fill_reservoir(PracticalSalinity::new(35.0));
        }
        plant.step(&freezing(second), &sound(), 1.0);
        most_ice_kg = most_ice_kg.max(plant.ice_kg());
        if second >= SQUEEZE_S.start {
            highest_mpa = highest_mpa.max(plant.pressure().mpa());
        }
    }
    Cycle {
        released_ml: plant.released_volume_ml() - released_ml,
        pumped_ml: plant.pumped_volume_ml() - pumped_ml,
        most_ice_kg,
        freshened_kg: salt_kg[0] - salt_kg[1],
        salted_kg: salt_kg[2] - salt_kg[1],
        highest_mpa,
    }
}

/// Every cycle must have pumped, released, dosed and frozen, and the books must close over all of them.
fn books_close_over(cycles: u32) {
    let rig = crate::catalog::test_rig();
    let drawn = Parameters::draw(&rig.chamber, &rig.limits, &mut stream(12, 0, "plant"));
    let water = TrueWater::draw(&mut stream(12, 0, "water"));
    let start = Start { pressure_mpa_absolute: Some(100.0), ..Start::uniform(-3.0, 35.0) };
    let mut plant = Plant::new(drawn, water, start).unwrap();
    for number in 0..cycles {
        let done = cycle(&mut plant);
        // Commanded: 3 L in, as much out, 150 mL of each dose. Of the doses 5 g of salt and 7 g are to be expected.
        assert!(done.pumped_ml > 2000.0 && done.released_ml > 2000.0, "cycle {number}: {done:?}");
        assert!(done.freshened_kg > 0.003 && done.salted_kg > 0.003, "cycle {number}: {done:?}");
        assert!(done.most_ice_kg > 0.5 && done.highest_mpa > 50.0, "cycle {number}: {done:?}");
    }
    assert_eq!(plant.work().unconverged, 0);
    assert!(plant.work().steps >= u64::from(cycles * CYCLE_S));
    let balance = plant.balance();
    for residual in [balance.water, balance.salt, balance.energy] {
        assert!(residual.abs() < 1e-12, "{balance:?}");
    }
}

#[test]
fn books_close_through_ice_dosing_and_release() {
    books_close_over(2);
}

/// `cargo test --release -p hadal-rigs --features plant million -- --ignored`: half a minute.
#[test]
#[ignore = "half a minute"]
fn books_close_over_a_million_steps_of_ice_dosing_and_release() {
    books_close_over(1_000_000 / CYCLE_S + 1);
}

/// Commands and faults of all sizes, changed every ten seconds, in worlds of their own.
fn anything(rig: &Rig, random: &mut Stream) -> (Actuators, Faults) {
    let mut upto = |most: f64| if uniform(random) < 0.5 { 0.0 } else { most * uniform(random) };
    let actuators = Actuators {
        pump_ml_per_min: upto(rig.chamber.pump_max_ml_per_min),
        release_ml_per_min: upto(rig.chamber.release_max_ml_per_min),
        jacket_setpoint_celsius: upto(60.0) - 10.0,
        jacket_enabled: upto(1.0) > 0.0,
        stirrer_rpm: upto(240.0),
        fresh_ml_per_min: upto(rig.dosing.flow_max_ml_per_min),
        brine_ml_per_min: upto(rig.dosing.flow_max_ml_per_min),
        brine_salinity_practical: 80.0,
    };
    let faults = Faults {
        leak_ml_per_min_at_100_mpa: upto(rig.chamber.pump_max_ml_per_min / 6.0),
        suction_clogged: upto(1.0),
        stirrer_stopped: upto(1.0) > 0.9,
        release_blocked: upto(1.0) > 0.9,
        ..sound()
    };
    (actuators, faults)
}

/// Runs so many worlds of a rig, each through 2,000 steps.
fn survive_anything(rig: &Rig, worlds: u64) {
    let (name, rating_mpa) = (&rig.name, rig.limits.vessel_rating_mpa_absolute);
    for run in 0..worlds {
        let mut random = stream(13, run, "commands");
        let drawn = Parameters::draw(&rig.chamber, &rig.limits, &mut stream(13, run, "plant"));
        let water = TrueWater::draw(&mut stream(13, run, "water"));
        let start = Start::uniform(35.0 * uniform(&mut random) - 1.0, 40.0 * uniform(&mut random));
        let mut plant = Plant::new(drawn, water, start).unwrap();
        for turn in 0..200 {
            let (actuators, faults) = anything(rig, &mut random);
            if turn % 20 == 0 {
                plant.fill_reservoir(PracticalSalinity::new(40.0 * uniform(&mut random)));
            }
            for _ in 0..10 {
                plant.step(&actuators, &faults, 1.0);
            }
            let mpa = plant.pressure().mpa();
            assert!(
                (0.05..rating_mpa).contains(&mpa),
                "{name}, run {run}, turn {turn}: {mpa} MPa by {actuators:?}, {faults:?}"
            );
            let unconverged = plant.work().unconverged;
            assert_eq!(unconverged, 0, "{name}, run {run}, turn {turn}: {actuators:?}, {faults:?}");
        }
        let balance = plant.balance();
        let residuals = [balance.water, balance.salt, balance.energy];
        assert!(residuals.iter().all(|one| one.abs() < 1e-12), "{name}, run {run}: {balance:?}");
    }
}

#[test]
fn every_step_converges_whatever_is_commanded() {
    survive_anything(&crate::catalog::test_rig(), 12);
    for text in &crate::catalog::RIGS[1..] {
        survive_anything(&crate::catalog::rig(text), 3);
    }
}

/// `cargo test --release -p hadal-rigs --features plant hundreds_of_worlds -- --ignored`.
#[test]
#[ignore = "7.2 million steps take minutes"]
fn every_step_converges_in_hundreds_of_worlds() {
    for text in crate::catalog::RIGS {
        survive_anything(&crate::catalog::rig(text), 600);
    }
}
