//! Seawater agrees with itself: Maxwell's relations by differences, and each inverse with what it inverts.

use crate::comparison::{Comparison, Section, Terms};
use crate::gibbs::round_off;
use crate::seawater_precision::round_off_of_isentrope_kelvin;
use hadal_models::quantity::{AbsoluteSalinity, PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater::{
    Gibbs, GibbsBySalinity, conductivity, conservative_temperature, freezing_pressure, freezing_temperature,
    gibbs, gibbs_by_salinity, isentropic_temperature, potential_temperature, practical_salinity,
    temperature_from_conservative,
};

/// A state of the box and on to 12,700 dbar.
#[derive(Clone, Copy)]
struct State {
    practical: PracticalSalinity,
    salinity: AbsoluteSalinity,
    celsius: f64,
    mpa: f64,
}

impl State {
    fn temperature(self) -> Temperature {
        Temperature::from_celsius(self.celsius)
    }
    fn pressure(self) -> SeaPressure {
        SeaPressure::from_mpa(self.mpa)
    }
    /// The Gibbs energy near by.
    fn gibbs(self, kelvin: f64, mpa: f64) -> Gibbs {
        let there = Self { celsius: self.celsius + kelvin, mpa: self.mpa + mpa, ..self };
        gibbs(there.salinity, there.temperature(), there.pressure())
    }
    /// Its derivatives by salinity near by.
    fn by_salinity(self, kelvin: f64, mpa: f64) -> GibbsBySalinity {
        let there = Self { celsius: self.celsius + kelvin, mpa: self.mpa + mpa, ..self };
        gibbs_by_salinity(there.salinity, there.temperature(), there.pressure())
    }
}

/// Salinities, seven temperatures from freezing up, pressures with both sides of the seam.
fn states() -> Vec<State> {
    let mut states = Vec::new();
    for practical in [0.0, 0.1, 0.5, 2.0, 10.0, 20.0, 35.0, 42.0].map(PracticalSalinity::new) {
        for mpa in [0.0, 10.0, 30.0, 50.0, 70.0, 90.0, 99.9, 100.0, 100.1, 105.0, 110.0, 120.0, 127.0] {
            let salinity = practical.reference();
            let freezing = freezing_temperature(salinity, SeaPressure::from_mpa(mpa)).celsius();
            for part in 0..=6 {
                let celsius = freezing + (40.0 - freezing) * f64::from(part) / 6.0;
                states.push(State { practical, salinity, celsius, mpa });
            }
        }
    }
    states
}

/// Slope at zero from five points, to the fourth order of the step.
fn slope(step: f64, value: impl Fn(f64) -> f64) -> f64 {
    let pair = |steps: f64| value(steps * step) - value(-steps * step);
    (8.0 * pair(1.0) - pair(2.0)) / (12.0 * step)
}

const RANGE: &str = "the box and on to 12,700 dbar";
/// Small enough that the fifth derivative leaves less than round-off does.
const STEP_KELVIN: f64 = 0.1;
const STEP_MPA: f64 = 0.1;

/// The slope by temperature or pressure of one derivative beside another derivative.
fn relation(
    name: &str,
    unit: &'static str,
    states: &[State],
    (step, step_si): (f64, f64),
    value: impl Fn(&State, f64) -> f64,
    analytic: impl Fn(&State) -> f64,
) -> Comparison {
    let largest = states.iter().map(|state| value(state, 0.0).abs()).fold(0.0, f64::max);
    // The weights of the five points add up to 1.5 over the step.
    let tolerance = 1.5 * round_off(largest) / step_si;
    let terms =
        Terms { unit, range: RANGE, tolerance, reason: "40 roundings, over the step of the difference" };
    let difference = |state: &State| slope(step, |by| value(state, by)) * (step / step_si);
    terms.compare(name, states.iter().map(|state| [difference(state), analytic(state)]))
}

fn maxwell() -> Vec<Comparison> {
    let states = states();
    let salty: Vec<State> = states.iter().filter(|state| state.practical.value() > 0.0).copied().collect();
    let (kelvin, pascal) = ((STEP_KELVIN, STEP_KELVIN), (STEP_MPA, 1e6 * STEP_MPA));
    vec![
        relation(
            "∂v/∂T by differences, against ∂²g/∂T∂p",
            "m³/(kg K)",
            &states,
            kelvin,
            |state, by| state.gibbs(by, 0.0).g_p,
            |state| state.gibbs(0.0, 0.0).g_tp,
        ),
        relation(
            "−∂η/∂p by differences, against ∂²g/∂T∂p",
            "m³/(kg K)",
            &states,
            pascal,
            |state, by| state.gibbs(0.0, by).g_t,
            |state| state.gibbs(0.0, 0.0).g_tp,
        ),
        relation(
            "∂μ/∂p by differences, against ∂²g/∂S∂p",
            "m³/kg",
            &salty,
            pascal,
            |state, by| state.by_salinity(0.0, by).g_s,
            |state| state.by_salinity(0.0, 0.0).g_sp,
        ),
        relation(
            "∂μ/∂T by differences, against ∂²g/∂S∂T",
            "J/(kg K)",
            &salty,
            kelvin,
            |state, by| state.by_salinity(by, 0.0).g_s,
            |state| state.by_salinity(0.0, 0.0).g_st,
        ),
    ]
}

fn round_trips() -> Vec<Comparison> {
    let states = states();
    let terms = |unit, tolerance, reason| Terms { unit, range: RANGE, tolerance, reason };
    // Out and back: each is solved from entropy.
    let isentropes = terms("K", 2.0 * round_off_of_isentrope_kelvin(), "40 roundings of entropy, twice");
    // The energies of ice and water are differences from 910,000 J/kg, their volumes differ by 5e-5 m³/kg or more.
    let melting = 2.0 * round_off(910_000.0) / 5e-5 / 1e6;
    vec![
        isentropes.compare(
            "temperature to Conservative Temperature and back",
            states.iter().map(|s| {
                let conservative = conservative_temperature(s.salinity, s.temperature(), s.pressure());
                let back = temperature_from_conservative(s.salinity, conservative, s.pressure());
                [back.celsius(), s.celsius]
            }),
        ),
        isentropes.compare(
            "temperature to potential temperature and back",
            states.iter().map(|s| {
                let potential = potential_temperature(s.salinity, s.temperature(), s.pressure());
                let back = isentropic_temperature(s.salinity, potential, SeaPressure::SURFACE, s.pressure());
                [back.celsius(), s.celsius]
            }),
        ),
        terms("1", round_off(42.0), "40 roundings of SP 42").compare(
            "Practical Salinity to conductivity and back",
            states.iter().map(|s| {
                let conductivity = conductivity(s.practical, s.temperature(), s.pressure());
                let back = practical_salinity(conductivity, s.temperature(), s.pressure());
                [back.value(), s.practical.value()]
            }),
        ),
        terms("MPa", melting, "40 roundings of either energy, twice").compare(
            "freezing temperature to freezing pressure and back",
            states.iter().map(|s| {
                let freezing = freezing_temperature(s.salinity, s.pressure());
                [freezing_pressure(s.salinity, freezing).mpa(), s.mpa]
            }),
        ),
    ]
}

pub(crate) fn section() -> Section {
    let mut comparisons = maxwell();
    comparisons.extend(round_trips());
    Section { authority: "Seawater with itself", comparisons }
}

#[test]
fn maxwell_holds_and_every_inverse_leads_back() {
    section().assert_passed();
}
