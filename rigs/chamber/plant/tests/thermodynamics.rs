//! Compression, relaxation and their order in time.

use super::*;
use crate::chamber::plant::layer::Layer;
use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater;

/// What compression did to the third layer, which no pump water reaches unstirred.
struct Compressed {
    celsius: f64,
    /// Internal energy gained by a kilogram, by what flowed and not by the state.
    gained_j_per_kg: f64,
}

/// The third layer when pressure there passes `mpa_sea`.
fn compressed(celsius: f64, salinity: f64, mpa_sea: f64, dt_s: f64) -> Compressed {
    let parameters = Parameters { hall_celsius: celsius + 15.0, ..insulated() };
    // Sea pressure zero at the middle: the floor carries half a head more.
    let at_rest = plant(parameters.clone(), Start::uniform(celsius, salinity));
    let floor_mpa = at_rest.pressure().mpa() - at_rest.pressure_at(0.25).sea().mpa();
    let start = Start { pressure_mpa_absolute: Some(floor_mpa), ..Start::uniform(celsius, salinity) };
    let mut plant = plant(parameters, start);
    let pumping = Actuators { pump_ml_per_min: 300.0, stirrer_rpm: 0.0, ..IDLE };
    let third_m = 0.25 * plant.parameters().vessel.inner_length_m();
    let state = |plant: &Plant| {
        let Layer { content, point, .. } = &plant.layers[2];
        [plant.pressure_at(third_m).sea().mpa(), point.celsius, content.energy_j / content.mass_kg()]
    };
    let start = state(&plant);
    let mut before = start;
    loop {
        plant.step(&pumping, &sound(), dt_s);
        let after = state(&plant);
        if after[0] >= mpa_sea {
            let share = (mpa_sea - before[0]) / (after[0] - before[0]);
            let [celsius, energy] = [1, 2].map(|k| before[k] + share * (after[k] - before[k]));
            return Compressed { celsius, gained_j_per_kg: energy - start[2] };
        }
        before = after;
    }
}

fn compressed_adiabatically(celsius: f64, salinity: f64, mpa_sea: f64, dt_s: f64) -> f64 {
    compressed(celsius, salinity, mpa_sea, dt_s).celsius
}

#[test]
fn val_compression_to_110_mpa_gives_the_water_its_work() {
    // −∫p dv along GSW's isentrope, J/kg, printed to 1 mJ/kg. Above 100 MPa our water follows IAPWS-95: up to 4 mJ/kg. Water that is
    // compressed moves down by a centimetre, against the isentrope's gradient of 0.26 mK/m: 3 µK, which are 11 mJ/kg.
    for (celsius, work) in [(20.0, 2_020.349), (2.0, 2_154.831)] {
        let gained = compressed(celsius, 35.0, 110.0, 0.125).gained_j_per_kg;
        assert!((gained - work).abs() < 0.011, "{celsius}: {gained}, expected {work}");
    }
}

#[test]
fn val_adiabatic_compression_to_110_mpa_warms_seawater() {
    // 20 °C → 22.5015 °C and 2 °C → 3.4777 °C, S_A = 35.16504 g/kg, by GSW's t_from_CT at constant conservative
    // temperature, printed to 0.1 mK: half a digit, and a microkelvin for the step of one second. That above 100 MPa our
    // water follows IAPWS-95 changes it by less than a microkelvin.
    for (start, end) in [(20.0, 22.5015), (2.0, 3.4777)] {
        let reached = compressed_adiabatically(start, 35.0, 110.0, 1.0);
        assert!((reached - end).abs() < 0.000_051, "{start} → {reached}, expected {end}");
    }
}

#[test]
fn val_fresh_water_at_two_degrees_cools_by_ten_millikelvin() {
    // Below its density maximum fresh water contracts when warmed: −10 mK at 10 MPa, printed to 1 mK.
    let change = compressed_adiabatically(2.0, 0.0, 10.0, 1.0) - 2.0;
    assert!((change + 0.010).abs() < 0.000_5, "{change}");
}

#[test]
fn compression_follows_the_isentrope_within_a_microkelvin_a_tick() {
    let exact = seawater::isentropic_temperature(
        PracticalSalinity::new(35.0).reference(),
        Temperature::from_celsius(5.0),
        SeaPressure::SURFACE,
        SeaPressure::from_mpa(80.0),
    );
    let reached = |dt_s: f64| compressed_adiabatically(5.0, 35.0, 80.0, dt_s);
    let [fine, tick] = [reached(0.125), reached(1.0)];
    // 0.9 µK is real: water that is compressed moves down by a centimetre, against the isentrope's gradient of 0.1 mK/m.
    assert!((fine - exact.celsius()).abs() < 1.5e-6, "{}", fine - exact.celsius());
    assert!((tick - fine).abs() < 1e-6, "{}", tick - fine);
}

/// A sealed chamber just after compression from `celsius`, its wall held at `celsius`.
fn just_compressed(celsius: f64, wet_celsius: f64) -> Plant {
    let parameters = Parameters {
        wall_heat_capacity_j_per_m3_k: 1e15,
        hall_celsius: celsius,
        lid_loss_w_per_k: 0.0,
        stirrer_power_w: 0.0,
        jacket_loss_w_per_k: 0.0,
        creep_per_decade: 0.0,
        ..nominal()
    };
    let floor = |mpa: f64| Start {
        water_celsius: wet_celsius,
        wall_celsius: celsius,
        salinity_practical: 35.0,
        pressure_mpa_absolute: Some(mpa),
        reservoir_salinity_practical: 35.0,
    };
    // The floor carries half a head more than the middle, where pressure shall be 110 MPa.
    let middle = middle_mpa_sea(&plant(parameters.clone(), floor(110.101_325)));
    plant(parameters, floor(110.101_325 + 110.0 - middle))
}

fn middle_mpa_sea(plant: &Plant) -> f64 {
    plant.pressure_at(0.5 * plant.parameters().vessel.inner_length_m()).sea().mpa()
}

#[test]
fn sealed_chamber_relaxes_as_the_water_gives_its_heat_to_the_wall() {
    // 110 → 107.460 MPa from 20 °C and 108.845 MPa from 2 °C (K = 2, isothermal wall): an independent calculation with
    // GSW's water, printed to 1 kPa; GSW itself gives 107.4594. The starting temperature is printed to 0.1 mK, which is 0.1 kPa.
    for (celsius, hot, end) in [(20.0, 22.5015, 107.460), (2.0, 3.4777, 108.845)] {
        let mut plant = just_compressed(celsius, hot);
        assert!((middle_mpa_sea(&plant) - 110.0).abs() < 1e-7, "{}", middle_mpa_sea(&plant));
        for _ in 0..3000 {
            plant.step(&IDLE, &sound(), 10.0);
        }
        let reached = middle_mpa_sea(&plant);
        assert!((reached - end).abs() < 0.001, "{celsius}: {reached}, expected {end}");
        // Stirred water keeps the isentrope's gradient, 0.26 mK/m at most: at half height it is the wall's temperature.
        assert!((plant.water_at(0.5).temperature.celsius() - celsius).abs() < 5e-6);
    }
}

#[test]
fn water_and_wall_meet_with_a_time_constant_near_1030_s() {
    // An outside calculation, C/(hA) at the surface: "about 1,030 s".
    let parameters = nominal();
    let vessel = parameters.vessel;
    let (bore_m2, length_m) =
        (std::f64::consts::PI * vessel.inner_diameter_m * vessel.inner_length_m(), vessel.inner_length_m());
    let film_w_per_k = parameters.water_wall_w_per_m2_k * bore_m2;
    let water = |sea: SeaPressure| {
        seawater::gibbs(PracticalSalinity::new(35.0).reference(), Temperature::from_celsius(20.0), sea)
    };
    let celsius = Temperature::from_celsius(20.0);
    let surface = water(SeaPressure::SURFACE);
    let at_surface_s =
        surface.density() * vessel.volume_m3 * surface.isobaric_heat_capacity(celsius) / film_w_per_k;
    assert!((at_surface_s - 1030.0).abs() < 10.0, "{at_surface_s}");

    // Sealed under 110 MPa the water's heat capacity is that at constant mass in an elastic vessel, c_p − T α² v/(κ_T + β); half of the
    // first ring of steel adds to the film. α and c_p change by a per cent in half a kelvin and in what pressure falls.
    let under = water(SeaPressure::from_mpa(110.0));
    let volume_m3 = vessel.volume_m3(110.101_325e6, 20.0);
    let (alpha, specific_m3) = (under.thermal_expansion(), 1.0 / under.density());
    let squeezed = -under.g_pp / under.g_p + vessel.compliance_per_pa();
    let capacity =
        under.isobaric_heat_capacity(celsius) - celsius.kelvin() * alpha * alpha * specific_m3 / squeezed;
    let half_ring_k_per_w = libm::log(vessel.diameter_ratio)
        / 24.0
        / (2.0 * std::f64::consts::PI * parameters.wall_conductivity_w_per_m_k * length_m);
    let expected_s = under.density() * volume_m3 * capacity * (1.0 / film_w_per_k + half_ring_k_per_w);

    let mut plant = just_compressed(20.0, 20.5);
    let excess = |plant: &Plant| plant.layers[plant.layers.len() / 2].point.celsius - 20.0;
    let start = excess(&plant);
    let mut elapsed = 0.0;
    while excess(&plant) > start / std::f64::consts::E {
        plant.step(&IDLE, &sound(), 1.0);
        elapsed += 1.0;
    }
    assert!((elapsed / expected_s - 1.0).abs() < 0.01, "{elapsed} {expected_s}");
}

#[test]
fn relaxation_converges_with_second_order() {
    let at = |dt_s: f64, steps: u32| {
        let mut plant = just_compressed(20.0, 22.5);
        for _ in 0..steps {
            plant.step(&IDLE, &sound(), dt_s);
        }
        middle_mpa_sea(&plant)
    };
    let exact = at(0.5, 3200);
    let ratio = (at(16.0, 100) - exact) / (at(8.0, 200) - exact);
    assert!((3.5..4.5).contains(&ratio), "{ratio}");
}

#[test]
fn a_stirrer_of_ten_watts_warms_by_two_millikelvin_a_minute() {
    // 10 W over 72 kg of 3,990 J/(kg K) is 2.1 mK/min.
    let mut plant = plant(Parameters { stirrer_power_w: 10.0, ..insulated() }, Start::uniform(10.0, 35.0));
    let open = Actuators { release_ml_per_min: 900.0, ..IDLE };
    for _ in 0..600 {
        plant.step(&open, &sound(), 1.0);
    }
    let rate_mk_per_min = (plant.layers[plant.layers.len() / 2].point.celsius - 10.0) * 1000.0 / 10.0;
    assert!((rate_mk_per_min - 2.1).abs() < 0.05, "{rate_mk_per_min}");
}

#[test]
fn litres_pumped_are_those_of_the_elastic_vessel_and_the_compressed_water() {
    let parameters = Parameters {
        wall_heat_capacity_j_per_m3_k: 1e15,
        lid_loss_w_per_k: 0.0,
        stirrer_power_w: 0.0,
        creep_per_decade: 0.0,
        ..nominal()
    };
    let mut plant = plant(parameters, Start::uniform(20.0, 35.0));
    let before = plant.water_at(0.5).pressure;
    let pumping = Actuators { pump_ml_per_min: 300.0, ..IDLE };
    run_until(&mut plant, &pumping, &sound(), 1000, |plant| middle_mpa_sea(plant) > 112.0);
    for _ in 0..2000 {
        plant.step(&IDLE, &sound(), 16.0);
    }
    let after = plant.water_at(0.5).pressure;
    assert!((middle_mpa_sea(&plant) - 110.0).abs() < 1.5, "{}", middle_mpa_sea(&plant));
    let nominal = crate::chamber::NominalChamber::new(&crate::catalog::test_rig().chamber);
    let salinity = PracticalSalinity::new(35.0);
    let litres = nominal.pump_volume_l(before, after, salinity, Temperature::from_celsius(20.0));
    let pumped = plant.pumped_volume_ml() / 1000.0;
    // Integral of Lamé's volume and TEOS-10's density; the isentrope's gradient with height is worth 1e-8 of the mass.
    assert!((pumped / litres - 1.0).abs() < 1e-6, "{pumped} {litres}");
    assert!((pumped - 3.2).abs() < 0.15, "{pumped}");
}
