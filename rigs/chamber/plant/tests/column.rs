//! The column of layers: stratified when still, mixed when stirred or top-heavy, and no dearer than its layers.

use super::*;
use crate::chamber::plant::Work;

fn spread(plant: &Plant) -> (f64, f64) {
    let (top, bottom) = (plant.water_at(1.0), plant.water_at(0.0));
    (top.temperature.celsius() - bottom.temperature.celsius(), top.salinity.value() - bottom.salinity.value())
}

/// A vented chamber of SP 35 with fresh water or brine of SP 80 dosed at the floor, unstirred, then left alone for an hour.
fn dosed(fresh: f64, brine: f64) -> Plant {
    let mut plant = plant(insulated(), Start::uniform(20.0, 35.0));
    let open = Actuators { release_ml_per_min: 900.0, stirrer_rpm: 0.0, ..IDLE };
    for _ in 0..180 {
        plant.step(&Actuators { fresh_ml_per_min: fresh, brine_ml_per_min: brine, ..open }, &sound(), 1.0);
    }
    for _ in 0..3600 {
        plant.step(&open, &sound(), 1.0);
    }
    plant
}

#[test]
fn brine_dosed_at_the_floor_stays_there_and_fresh_water_rises_and_mixes() {
    let (brine, fresh) = (dosed(0.0, 1500.0), dosed(1500.0, 0.0));
    assert!(spread(&brine).1 < -1.0, "{:?}", spread(&brine));
    assert!(spread(&fresh).1.abs() < 0.2, "{:?}", spread(&fresh));
}

#[test]
fn a_stirrer_undoes_the_strata() {
    let mut plant = dosed(0.0, 1500.0);
    for _ in 0..600 {
        plant.step(&IDLE, &sound(), 1.0);
    }
    assert!(spread(&plant).1.abs() < 1e-4, "{:?}", spread(&plant));
}

#[test]
fn fresh_water_from_the_pump_floats_under_the_lid_until_it_is_stirred() {
    let start = Start { reservoir_salinity_practical: 0.0, ..Start::uniform(5.0, 35.0) };
    let mut plant = plant(insulated(), start);
    for _ in 0..500 {
        plant.step(&Actuators { pump_ml_per_min: 300.0, stirrer_rpm: 0.0, ..IDLE }, &sound(), 1.0);
    }
    let (kelvin, salinity) = spread(&plant);
    assert!(kelvin > 1.0 && salinity < -5.0, "{kelvin} {salinity}");
    for _ in 0..900 {
        plant.step(&IDLE, &sound(), 1.0);
    }
    assert!(spread(&plant).1.abs() < 1e-4, "{:?}", spread(&plant));
}

#[test]
fn stirred_water_follows_the_isentrope_with_height() {
    // Γ ρ g by TEOS-10 at 110 MPa and 20 °C is 25.3 mK/MPa times 10.47 kPa/m; thermal conduction between layers is far weaker than stirring.
    let start = Start { pressure_mpa_absolute: Some(110.0), ..Start::uniform(20.0, 35.0) };
    let mut plant = plant(insulated(), start);
    for _ in 0..1200 {
        plant.step(&IDLE, &sound(), 1.0);
    }
    let [low, high] = [0.15, 0.85].map(|height_m| plant.water_at(height_m).temperature.celsius());
    let gradient_mk_per_m = (low - high) / 0.7 * 1000.0;
    assert!((gradient_mk_per_m - 25.3 * 0.01047).abs() < 0.003, "{gradient_mk_per_m}");
}

#[test]
fn still_water_heated_from_below_overturns_at_the_isentrope_and_no_later() {
    // 0.2 W by a stem to the floor. Prandtl's Q = ρ A c_p ℓ² √(g α) G^(3/2) with eddies ℓ of half the bore: G falls as Q does, with height;
    // the isentrope's 0.1 mK/m on top. Water that had to be lighter in place, not at one pressure, would need 26 mK/m more.
    let mut plant = plant(Parameters { hall_celsius: 30.0, ..insulated() }, Start::uniform(10.0, 35.0));
    plant.sink_well(0.05);
    for _ in 0..1800 {
        plant.step(&Actuators { stirrer_rpm: 0.0, ..IDLE }, &sound(), 16.0);
    }
    // TEOS-10 at 10 °C: 1,027 kg/m³, 3,990 J/(kg K), 1.68e-4 1/K.
    let conducted = 1027.0 * 0.0707 * 3990.0 * 0.15 * 0.15 * (9.81 * 1.68e-4_f64).sqrt();
    let stem_w = plant.parameters().well_stem_w_per_k * 20.0;
    let steps_k =
        (1..10).map(|k| 0.1 * libm::pow(stem_w * (1.0 - f64::from(k) / 10.0) / conducted, 2.0 / 3.0));
    let expected_k = steps_k.sum::<f64>() + 0.9 * 1e-4;
    let seen_k = -spread(&plant).0;
    assert!((seen_k / expected_k - 1.0).abs() < 0.1, "{seen_k} {expected_k}");
}

#[test]
fn work_grows_linearly_with_layers() {
    let work = |layers: usize| {
        let mut plant = plant(Parameters { layers, ..nominal() }, Start::uniform(5.0, 35.0));
        for second in 0..900 {
            let pump = if second < 300 { 200.0 } else { 0.0 };
            plant.step(&Actuators { pump_ml_per_min: pump, ..IDLE }, &sound(), 1.0);
        }
        plant.work()
    };
    let counts = [1, 4, 16, 64].map(work);
    for count in &counts {
        assert_eq!(count.steps, counts[0].steps);
        // More layers do not make Newton's method slower.
        assert!(count.iterations * 10 <= counts[0].iterations * 11, "{counts:?}");
    }
    // What one iteration costs: counted where a layer is evaluated and where blocks are multiplied and inverted. Of work that grows
    // with the square of the layers the last step here would take sixteen times the one before, of a dense solve 64 times.
    for done in [|count: &Work| count.layers, |count: &Work| count.block_operations] {
        let [one, four, sixteen, sixty_four] = counts.map(|count| {
            assert_eq!(done(&count) % count.iterations, 0, "every iteration costs the same");
            done(&count) / count.iterations
        });
        assert!(one > 0 && four > one);
        assert_eq!(sixteen - four, 4 * (four - one));
        assert_eq!(sixty_four - sixteen, 4 * (sixteen - four));
    }
}

#[test]
fn pressure_is_that_of_the_water_above() {
    let plant = plant(nominal(), Start::uniform(4.0, 35.0));
    let lid = plant.pressure_at(plant.parameters().vessel.inner_length_m());
    assert!((lid.mpa() - plant.atmosphere().mpa()).abs() < 1e-7);
    // 1027.8 kg/m³ · 9.80665 m/s² over a metre.
    let head_kpa = (plant.pressure_at(0.0).mpa() - plant.pressure_at(1.0).mpa()) * 1000.0;
    assert!((head_kpa - 10.079).abs() < 0.002, "{head_kpa}");
}

#[test]
fn a_column_without_layers_or_with_too_many_is_refused() {
    for layers in [0, 65] {
        let parameters = Parameters { layers, ..nominal() };
        let refused = Plant::new(parameters, TrueWater::standard(), Start::uniform(5.0, 35.0)).unwrap_err();
        assert!(refused.to_string().contains("accepted 1 to 64"), "{refused}");
    }
}
