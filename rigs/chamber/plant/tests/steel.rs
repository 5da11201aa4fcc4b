//! The steel with film, jacket and hall, against networks of resistances written here from drawing and material alone.

use super::*;
use crate::chamber::plant::column::Column;
use crate::chamber::plant::jacket::Supply;
use crate::chamber::plant::wall::{NODES, Surroundings, WALL_NODES, WallState};
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::seawater;
use nalgebra::{DMatrix, DVector};
use std::f64::consts::PI;

const WATER_CELSIUS: f64 = 9.0;
const HALL_CELSIUS: f64 = 20.0;
const SUPPLY_W: f64 = -900.0;
/// γ of the integrator.
const IMPLICIT: f64 = 1.0 - std::f64::consts::FRAC_1_SQRT_2;
/// Water, rings, jacket.
const NETWORK: usize = NODES + 1;

/// dT/dt = A T + s of water, a dozen rings and jacket fluid: a ring between two radii resists by ln(r₂/r₁)/(2πkL), its heat is in its
/// middle. The rings' radii are in geometric progression, so that all resist alike.
fn network(parameters: &Parameters, water_j_per_k: f64, supply_w: f64) -> (DMatrix<f64>, DVector<f64>) {
    let vessel = &parameters.vessel;
    let (bore_m, rings) = (vessel.inner_diameter_m / 2.0, WALL_NODES);
    let length_m = vessel.volume_m3 / (PI * bore_m * bore_m);
    let growth = libm::pow(vessel.diameter_ratio, 1.0 / 12.0);
    let ring_k_per_w = libm::log(growth) / (2.0 * PI * parameters.wall_conductivity_w_per_m_k * length_m);
    let film_k_per_w = 1.0 / (parameters.water_wall_w_per_m2_k * 2.0 * PI * bore_m * length_m);

    let mut between_k_per_w = vec![ring_k_per_w; rings + 1];
    between_k_per_w[0] = film_k_per_w + ring_k_per_w / 2.0;
    between_k_per_w[rings] = ring_k_per_w / 2.0 + 1.0 / parameters.jacket_conductance_w_per_k;

    let mut heat_j_per_k = vec![water_j_per_k];
    let mut inner_m = bore_m;
    for _ in 0..rings {
        let outer_m = inner_m * growth;
        let section_m2 = PI * (outer_m * outer_m - inner_m * inner_m);
        heat_j_per_k.push(section_m2 * length_m * parameters.wall_heat_capacity_j_per_m3_k);
        inner_m = outer_m;
    }
    heat_j_per_k.push(parameters.jacket_heat_capacity_j_per_k);

    let mut matrix = DMatrix::zeros(NETWORK, NETWORK);
    for (inner, k_per_w) in between_k_per_w.iter().enumerate() {
        for (node, other) in [(inner, inner + 1), (inner + 1, inner)] {
            let per_s = 1.0 / (k_per_w * heat_j_per_k[node]);
            matrix[(node, node)] -= per_s;
            matrix[(node, other)] += per_s;
        }
    }
    let (jacket, jacket_j_per_k) = (NETWORK - 1, parameters.jacket_heat_capacity_j_per_k);
    matrix[(jacket, jacket)] -= parameters.jacket_loss_w_per_k / jacket_j_per_k;
    let mut source = DVector::zeros(NETWORK);
    source[jacket] = (supply_w + parameters.jacket_loss_w_per_k * HALL_CELSIUS) / jacket_j_per_k;
    (matrix, source)
}

/// The plant's steel beside water whose temperature is held.
struct Held {
    plant: Plant,
    film_w_per_k: f64,
    water_celsius: f64,
    around: Surroundings,
}

impl Held {
    /// In water stirred at the nominal speed.
    fn new(parameters: Parameters) -> Self {
        let plant = plant(parameters, Start::uniform(WATER_CELSIUS, 35.0));
        let state = (plant.pressure_pa, plant.weighed_density);
        let column = Column::new(
            &plant.parameters,
            &plant.wall,
            &plant.water,
            &plant.layers,
            &plant.wells,
            state,
            1.0,
        );
        let film_w_per_k = column.film_w_per_k / column.share;
        let around = Surroundings { supply: Supply::Fixed(SUPPLY_W), hall_celsius: HALL_CELSIUS };
        Self { plant, film_w_per_k, water_celsius: WATER_CELSIUS, around }
    }

    /// With everything around at 0 °C and no power: what is left is linear.
    fn bare(parameters: Parameters) -> Self {
        let around = Surroundings { supply: Supply::Fixed(0.0), hall_celsius: 0.0 };
        Self { water_celsius: 0.0, around, ..Self::new(parameters) }
    }

    /// One step of the integrator as the plant takes it; and what went to the hall and into the bore, J.
    fn step(&self, state: &WallState, step_s: f64) -> (WallState, [f64; 2]) {
        let (mut base, mut passed_j) = (*state, [0.0; 2]);
        let weight_s = IMPLICIT * step_s;
        for lasts_s in [step_s - weight_s, weight_s] {
            let wall = &self.plant.wall;
            let reduced = wall.reduce(&base, &base, &self.around, weight_s);
            let film = weight_s * self.film_w_per_k;
            let bore = (reduced.right + film * self.water_celsius) / (reduced.diagonal + film);
            let nodes = reduced.nodes(bore);
            let power = self.around.supply.power(nodes[NODES - 1], 0.0, weight_s);
            let bore_w = self.film_w_per_k * (self.water_celsius - bore);
            let rates = wall.rates(&nodes, &power, bore_w, self.around.hall_celsius);
            base = base.after(lasts_s, &rates);
            passed_j = [passed_j[0] + lasts_s * rates.lost_w, passed_j[1] + lasts_s * bore_w];
        }
        (base, passed_j)
    }

    /// Time constants of the steel, the slowest first, s: by the eigenvalues of a step of a second, which is linear.
    fn modes_s(&self) -> Vec<f64> {
        let mut step = DMatrix::zeros(NODES, NODES);
        for column in 0..NODES {
            let mut unit = WallState { celsius: [0.0; NODES], integral_w: 0.0 };
            unit.celsius[column] = 1.0;
            step.set_column(column, &DVector::from_column_slice(&self.step(&unit, 1.0).0.celsius));
        }
        let eigenvalues = step.complex_eigenvalues();
        let mut modes: Vec<f64> = eigenvalues
            .iter()
            .filter(|value| value.re > 0.0)
            .map(|value| -1.0 / libm::log(value.re))
            .collect();
        modes.sort_by(|one, other| other.total_cmp(one));
        modes
    }
}

/// Steel at 5 °C with a warm bore and a cold jacket.
fn uneven() -> WallState {
    let mut celsius = [5.0; NODES];
    (celsius[0], celsius[NODES - 1]) = (7.0, -2.0);
    WallState { celsius, integral_w: 0.0 }
}

/// Largest difference of a node from the matrix exponential after so many steps, K.
fn error_k(steps: u32, seconds: f64) -> f64 {
    let held = Held::new(nominal());
    let (matrix, source) = network(&nominal(), f64::INFINITY, SUPPLY_W);
    let mut system = DMatrix::zeros(NETWORK + 1, NETWORK + 1);
    system.view_mut((0, 0), (NETWORK, NETWORK)).copy_from(&(matrix * seconds));
    system.view_mut((0, NETWORK), (NETWORK, 1)).copy_from(&(source * seconds));
    let mut state = uneven();
    let mut start = DVector::from_element(NETWORK + 1, 1.0);
    start[0] = WATER_CELSIUS;
    start.rows_mut(1, NODES).copy_from_slice(&state.celsius);
    let exact = system.exp() * start;
    for _ in 0..steps {
        state = held.step(&state, seconds / f64::from(steps)).0;
    }
    state.celsius.iter().zip(exact.rows(1, NODES).iter()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn wall_follows_the_matrix_exponential() {
    // Second order, against a fastest mode of seconds.
    let worst = error_k(200_000, 600.0);
    assert!(worst < 1e-9, "{worst} K of the 9 K between the nodes");
    // The tick of one second is accurate to a tenth of what a reference thermometer resolves.
    assert!(error_k(600, 600.0) < 1e-4);
}

#[test]
fn wall_converges_with_second_order() {
    let ratio = error_k(1200, 600.0) / error_k(2400, 600.0);
    assert!((3.7..4.3).contains(&ratio), "{ratio}");
}

#[test]
fn heat_is_conserved_to_rounding() {
    let (held, mut state) = (Held::new(nominal()), uneven());
    let (start_j, mut given_j, mut passed_j) = (held.plant.wall.heat_j(&state), 0.0, 0.0);
    for _ in 0..10_000 {
        let (next, [lost_j, bore_j]) = held.step(&state, 1.0);
        given_j += bore_j + SUPPLY_W - lost_j;
        passed_j += bore_j.abs() + SUPPLY_W.abs() + lost_j.abs();
        state = next;
    }
    let gap_j = held.plant.wall.heat_j(&state) - start_j - given_j;
    assert!((gap_j / passed_j).abs() < 1e-12, "{gap_j}");
}

#[test]
fn steps_far_longer_than_the_slowest_mode_end_at_rest() {
    let (held, mut state) = (Held::new(nominal()), uneven());
    for _ in 0..60 {
        state = held.step(&state, 1e6).0;
    }
    let (matrix, source) = network(&nominal(), f64::INFINITY, SUPPLY_W);
    let water = matrix.view((1, 0), (NODES, 1)) * WATER_CELSIUS;
    let rest = matrix.view((1, 1), (NODES, NODES)).into_owned().lu().solve(&-(water + source.rows(1, NODES)));
    let apart_k = (rest.unwrap() - DVector::from_column_slice(&state.celsius)).amax();
    assert!(apart_k < 1e-6, "{apart_k}");
}

/// The vessel of an outside calculation of slow modes: steel and film as here, the hall beyond 15 W/K on the steel itself. It has no
/// jacket fluid, which here is one of a joule per kelvin.
fn without_jacket() -> Parameters {
    Parameters {
        jacket_heat_capacity_j_per_k: 1.0,
        jacket_conductance_w_per_k: 1e9,
        jacket_loss_w_per_k: 15.0,
        lid_loss_w_per_k: 0.0,
        stirrer_power_w: 0.0,
        ..nominal()
    }
}

/// Time constant of the hollow cylinder's second mode between water that is held and the hall, s, by Bessel's functions:
/// T = J₀(κr) + c Y₀(κr) with k T' = h T at the bore and −k T' = G/(2πbL) T outside, τ = 1/(Dκ²).
fn cylinder_s(parameters: &Parameters) -> f64 {
    let (conductivity, film) = (parameters.wall_conductivity_w_per_m_k, parameters.water_wall_w_per_m2_k);
    let bore_m = parameters.vessel.inner_diameter_m / 2.0;
    let outside_m = bore_m * parameters.vessel.diameter_ratio;
    let length_m = parameters.vessel.volume_m3 / (PI * bore_m * bore_m);
    let loss = parameters.jacket_loss_w_per_k / (2.0 * PI * outside_m * length_m);
    // What enters a surface by conduction, less what the film there passes.
    let gap = |wave: f64, at_m: f64, film: f64, bessel: [fn(f64) -> f64; 2]| {
        conductivity * wave * bessel[1](wave * at_m) + film * bessel[0](wave * at_m)
    };
    let outer_gap = |wave: f64| {
        let (first, second) =
            ([libm::j0 as fn(f64) -> f64, libm::j1], [libm::y0 as fn(f64) -> f64, libm::y1]);
        let share = -gap(wave, bore_m, film, first) / gap(wave, bore_m, film, second);
        gap(wave, outside_m, -loss, first) + share * gap(wave, outside_m, -loss, second)
    };
    // Half a wave and something through the wall.
    let (mut low, mut high) = (PI / (outside_m - bore_m), 1.4 * PI / (outside_m - bore_m));
    assert!(outer_gap(low) * outer_gap(high) < 0.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if outer_gap(low) * outer_gap(middle) < 0.0 { high = middle } else { low = middle }
    }
    parameters.wall_heat_capacity_j_per_m3_k / (conductivity * low * low)
}

#[test]
fn heat_is_conducted_through_the_wall_with_a_time_constant_of_171_s() {
    let modes_s = Held::bare(without_jacket()).modes_s();
    // The slowest mode is the whole wall's warming by the water. A dozen rings of 12 mm, here as in that calculation, make a mode of wave
    // number κ = 23 /m slower by (κΔr)²/12, a per cent with the outer rings of 17 mm.
    for expected_s in [171.0, cylinder_s(&without_jacket())] {
        assert!((modes_s[1] / expected_s - 1.0).abs() < 0.01, "{modes_s:?} {expected_s}");
    }
}

/// Hours of a vented chamber that cools to the hall; time constant over the last, s.
fn cooling_s(parameters: &Parameters) -> f64 {
    let mut plant = plant(parameters.clone(), Start::uniform(HALL_CELSIUS + 2.0, 35.0));
    let vented = Actuators { release_ml_per_min: 900.0, ..IDLE };
    let mut excess_k = [0.0; 2];
    for excess_k in &mut excess_k {
        for _ in 0..2500 {
            plant.step(&vented, &sound(), 16.0);
        }
        *excess_k = plant.water_at(0.5).temperature.celsius() - HALL_CELSIUS;
    }
    assert_eq!(plant.work().unconverged, 0);
    2500.0 * 16.0 / libm::log(excess_k[0] / excess_k[1])
}

/// Slowest mode of the network whose water is this vessel's, s.
fn slowest_s(parameters: &Parameters) -> f64 {
    let (salinity, celsius) = (PracticalSalinity::new(35.0).reference(), Temperature::from_celsius(20.5));
    let sea = AbsolutePressure::from_mpa(parameters.atmosphere_mpa_absolute).sea();
    let water = seawater::gibbs(salinity, celsius, sea);
    let mass_kg = parameters.vessel.volume_m3 * water.density();
    let (matrix, _) = network(parameters, mass_kg * water.isobaric_heat_capacity(celsius), 0.0);
    let eigenvalues = matrix.complex_eigenvalues();
    -1.0 / eigenvalues.iter().map(|value| value.re).fold(f64::MIN, f64::max)
}

#[test]
fn water_and_steel_come_to_the_halls_temperature_with_a_time_constant_of_73_000_s() {
    let (bare, own) =
        (without_jacket(), Parameters { lid_loss_w_per_k: 0.0, stirrer_power_w: 0.0, ..nominal() });
    // Printed to two digits: 7.3e4 s.
    assert!((cooling_s(&bare) - 7.3e4).abs() < 500.0, "{}", cooling_s(&bare));
    // With the fluid of the catalog's jacket, which has a tenth of all heat capacity, it is 8.1e4 s. What the water draws in as it
    // contracts, 5e-4 of its mass at the hall's temperature, speeds cooling by as much of the water's share.
    for parameters in [bare, own] {
        let (seen_s, expected_s) = (cooling_s(&parameters), slowest_s(&parameters));
        assert!((seen_s / expected_s - 1.0).abs() < 1e-3, "{seen_s} {expected_s}");
    }
}
