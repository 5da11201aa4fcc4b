//! What crosses the vessel's boundary as water: pump, release, relief, leak, make-up, dosing, overflow, samples.
//!
//! Valves follow the orifice law, made laminar at small differences: ṁ = Cd·A·√(2ρ)·Δp/(Δp² + Δp_l²)^¼. Against the
//! chamber's compliance C (kg/Pa) such a valve empties an excess pressure within a fraction of a second, far below the
//! step. So each valve is integrated exactly with its conductance of the step's beginning: with inflow q and rate
//! λ = ṁ/(CΔp), dΔp/dt = q/C − λΔp. That never overshoots and has no step limit.

use super::actuators::{Actuators, Faults};
use super::parameters::Parameters;

const ML_PER_MIN_TO_M3_PER_S: f64 = 1e-6 / 60.0;
/// The overflow drain is a wide pipe: Cd·A, m².
const DRAIN_ORIFICE_M2: f64 = 5e-5;
/// The make-up check valve on the pump's suction: Cd·A, m².
const MAKE_UP_ORIFICE_M2: f64 = 1e-6;
/// Dosing and the drain are open only below this excess pressure, by a mechanical interlock.
const DOSING_BELOW_PA: f64 = 100_000.0;
/// Densities to turn metered volumes of dosing water into mass, kg/m³.
const FRESH_DENSITY: f64 = 998.2;

/// What the valves see at the beginning of a step.
pub(super) struct Hydraulic {
    /// Pressure at the lid above the hall's atmosphere, Pa.
    pub(super) excess_pa: f64,
    /// Absolute pressure in the chamber, Pa.
    pub(super) pressure_pa: f64,
    /// Mass per pressure at constant entropy, kg/Pa.
    pub(super) compliance_kg_per_pa: f64,
    /// Density at the lid, kg/m³.
    pub(super) density: f64,
    /// Density in the pump's reservoir, kg/m³.
    pub(super) reservoir_density: f64,
    /// Mass left in the reservoir, kg.
    pub(super) reservoir_kg: f64,
    /// Density of the brine, kg/m³.
    pub(super) brine_density: f64,
    /// Flow of the pump's drive, mL/min.
    pub(super) pump_ml_per_min: f64,
    /// Whether the relief valve is open.
    pub(super) relief_open: bool,
    /// Samples to be drawn in this step, kg.
    pub(super) sample_kg: f64,
}

/// Masses that cross the boundary in one step, kg, all positive.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flows {
    pub(super) pumped_kg: f64,
    pub(super) made_up_kg: f64,
    pub(super) released_kg: f64,
    pub(super) relieved_kg: f64,
    pub(super) leaked_kg: f64,
    pub(super) fresh_kg: f64,
    pub(super) brine_kg: f64,
    pub(super) drained_kg: f64,
    pub(super) sampled_kg: f64,
}

impl Flows {
    pub(super) fn dosed_kg(&self) -> f64 {
        self.fresh_kg + self.brine_kg
    }
    /// Everything that leaves through the lid.
    pub(super) fn out_at_lid_kg(&self) -> f64 {
        self.released_kg + self.relieved_kg + self.drained_kg + self.leaked_kg
    }
}

/// Finds the flows of one step.
pub(super) fn flows(
    state: &Hydraulic,
    actuators: &Actuators,
    faults: &Faults,
    parameters: &Parameters,
    dt_s: f64,
) -> Flows {
    let mut flows = Flows { sampled_kg: state.sample_kg, ..Flows::default() };
    let metered_kg =
        |ml_per_min: f64, density: f64| ml_per_min.max(0.0) * ML_PER_MIN_TO_M3_PER_S * density * dt_s;
    flows.pumped_kg = metered_kg(state.pump_ml_per_min * parameters.pump_efficiency, state.reservoir_density)
        .min(state.reservoir_kg);
    let dosing = state.excess_pa < DOSING_BELOW_PA
        && (actuators.fresh_ml_per_min > 0.0 || actuators.brine_ml_per_min > 0.0);
    if dosing {
        flows.fresh_kg = metered_kg(actuators.fresh_ml_per_min, FRESH_DENSITY);
        flows.brine_kg = metered_kg(actuators.brine_ml_per_min, state.brine_density);
        flows.drained_kg =
            emptied_kg(state, parameters, DRAIN_ORIFICE_M2, state.excess_pa, flows.dosed_kg(), dt_s);
    }
    if !faults.release_blocked {
        let commanded = actuators.release_ml_per_min.clamp(0.0, parameters.release_max_ml_per_min);
        let metered = metered_kg(commanded * parameters.release_scale, state.density);
        let free = emptied_kg(
            state,
            parameters,
            parameters.release_orifice_m2,
            state.excess_pa,
            flows.pumped_kg,
            dt_s,
        );
        flows.released_kg = metered.min(free);
    }
    if state.relief_open {
        flows.relieved_kg = relieved_kg(state, parameters, flows.pumped_kg, dt_s);
    }
    flows.leaked_kg =
        metered_kg(faults.leak_ml_per_min_at_100_mpa * state.excess_pa.max(0.0) / 1e8, state.density);
    flows.made_up_kg = made_up_kg(state, parameters, dt_s).min(state.reservoir_kg - flows.pumped_kg);
    flows
}

/// A relief valve passes its full orifice until pressure has fallen to where it closes.
fn relieved_kg(state: &Hydraulic, parameters: &Parameters, fed_kg: f64, dt_s: f64) -> f64 {
    let closes_pa = parameters.relief_mpa_absolute * 1e6 * (1.0 - parameters.relief_blowdown);
    let above_kg = (state.pressure_pa - closes_pa).max(0.0) * state.compliance_kg_per_pa + fed_kg;
    let conductance =
        conductance_kg_per_s_pa(state, parameters, parameters.relief_orifice_m2, state.excess_pa);
    (conductance * state.excess_pa.max(0.0) * dt_s).min(above_kg)
}

/// Water drawn in through the pump's check valves when the chamber falls below the atmosphere.
fn made_up_kg(state: &Hydraulic, parameters: &Parameters, dt_s: f64) -> f64 {
    let deficit_pa = -state.excess_pa;
    let sample_deficit_pa = state.sample_kg / state.compliance_kg_per_pa;
    emptied_kg(state, parameters, MAKE_UP_ORIFICE_M2, deficit_pa + sample_deficit_pa, 0.0, dt_s)
}

/// Mass that a valve passes in `dt_s` when an excess `above_pa` and an inflow of `fed_kg` push against it.
fn emptied_kg(
    state: &Hydraulic,
    parameters: &Parameters,
    orifice_m2: f64,
    above_pa: f64,
    fed_kg: f64,
    dt_s: f64,
) -> f64 {
    let conductance = conductance_kg_per_s_pa(state, parameters, orifice_m2, above_pa);
    let rate = conductance / state.compliance_kg_per_pa;
    let fed_pa_per_s = fed_kg / dt_s / state.compliance_kg_per_pa;
    let balance_pa = fed_pa_per_s / rate;
    let end_pa = balance_pa + (above_pa - balance_pa) * libm::exp(-rate * dt_s);
    (fed_kg + (above_pa - end_pa) * state.compliance_kg_per_pa).max(0.0)
}

/// Mass flow over pressure difference, kg/(s Pa).
fn conductance_kg_per_s_pa(
    state: &Hydraulic,
    parameters: &Parameters,
    orifice_m2: f64,
    above_pa: f64,
) -> f64 {
    let laminar = parameters.laminar_below_pa;
    orifice_m2 * (2.0 * state.density).sqrt() / (above_pa * above_pa + laminar * laminar).sqrt().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    fn parameters() -> Parameters {
        let rig = catalog::test_rig();
        Parameters::nominal(&rig.chamber, &rig.limits)
    }
    fn state(excess_pa: f64) -> Hydraulic {
        Hydraulic {
            excess_pa,
            pressure_pa: excess_pa + 101_325.0,
            compliance_kg_per_pa: 3.2e-8,
            density: 1030.0,
            reservoir_density: 1024.0,
            reservoir_kg: 20.0,
            brine_density: 1050.0,
            pump_ml_per_min: 0.0,
            relief_open: false,
            sample_kg: 0.0,
        }
    }

    #[test]
    fn orifice_follows_the_square_root_law_far_above_laminar() {
        // 1 mm² at 100 MPa: ṁ = A√(2ρΔp); the laminar term is (2e-4)² of it.
        let (parameters, state) = (parameters(), state(1e8));
        let flow = conductance_kg_per_s_pa(&state, &parameters, 1e-6, 1e8) * 1e8;
        let ideal = 1e-6 * (2.0 * 1030.0 * 1e8_f64).sqrt();
        assert!((flow / ideal - 1.0).abs() < 1e-7, "{flow} {ideal}");
    }

    #[test]
    fn open_release_takes_pressure_to_ambient_and_never_below() {
        let parameters = parameters();
        let open = Actuators { release_ml_per_min: 1e9, ..Actuators::default() };
        for excess_pa in [10.0, 1e3, 1e5] {
            let state = state(excess_pa);
            let out = flows(&state, &open, &Faults::default(), &parameters, 10.0);
            let left_pa = excess_pa - out.released_kg / state.compliance_kg_per_pa;
            assert!((-1e-9..excess_pa).contains(&left_pa), "{excess_pa} {left_pa}");
        }
    }

    #[test]
    fn blocked_release_passes_nothing() {
        let open = Actuators { release_ml_per_min: 900.0, ..Actuators::default() };
        let blocked = Faults { release_blocked: true, ..Faults::default() };
        assert!(flows(&state(1e7), &open, &blocked, &parameters(), 1.0).released_kg < f64::MIN_POSITIVE);
        assert!(flows(&state(1e7), &open, &Faults::default(), &parameters(), 1.0).released_kg > 0.01);
    }

    #[test]
    fn dosing_waits_for_ambient_pressure_and_then_overflows() {
        let dose = Actuators { fresh_ml_per_min: 2000.0, ..Actuators::default() };
        let (parameters, none) = (parameters(), Faults::default());
        assert!(flows(&state(1e6), &dose, &none, &parameters, 1.0).fresh_kg < f64::MIN_POSITIVE);
        let open = flows(&state(0.0), &dose, &none, &parameters, 1.0);
        assert!((open.drained_kg / open.fresh_kg - 1.0).abs() < 0.05, "{open:?}");
    }

    #[test]
    fn an_empty_reservoir_gives_nothing() {
        let mut state = state(1e6);
        state.pump_ml_per_min = 900.0;
        state.reservoir_kg = 0.0;
        let out = flows(&state, &Actuators::default(), &Faults::default(), &parameters(), 1.0);
        assert!(out.pumped_kg < f64::MIN_POSITIVE);
    }
}
