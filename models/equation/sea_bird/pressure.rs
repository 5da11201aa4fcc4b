//! SBE 37 strain-gauge pressure: a quadratic in bridge counts that are compensated for temperature.

use crate::constants::KILOPASCAL_PER_PSI;
use crate::equation::linear::{polynomial, polynomial_slope};
use crate::equation::{Equation, Input};
use std::collections::BTreeMap;

/// t = Σ PTEMPAk y^k; x = n − Σ PTCAk t^k; m = x PTCB0/Σ PTCBk t^k; p = PA0 + PA1 m + PA2 m² in psi absolute
/// (SBE 37-SM calibration sheet), given in MPa absolute. n: bridge counts, y: counts of its thermometer.
///
/// PTCA0 does what PA0 does: one of the two stays held.
#[derive(Debug)]
pub(in crate::equation) struct Sbe37Pressure;

const MPA_PER_PSI: f64 = KILOPASCAL_PER_PSI / 1000.0;

const INPUTS: &[Input] = &[
    Input {
        name: "pressure_counts",
        unit: "1",
        plain_names: &["raw", "counts", "output_counts", "pressure_counts"],
        default: None,
    },
    Input {
        name: "pressure_temperature_counts",
        unit: "1",
        plain_names: &["pressure_temperature_counts", "thermometer_counts"],
        default: Some(0.0),
    },
];

/// What the formula is made of, at one input.
struct Terms {
    /// Temperature of the gauge.
    t: f64,
    /// Counts less their thermal zero.
    x: f64,
    /// PTCB0 over the thermal span.
    ratio: f64,
    /// The thermal span, Σ PTCBk t^k.
    span: f64,
    /// Compensated counts.
    m: f64,
    /// d psi / d m.
    slope: f64,
}

fn terms(c: &[f64], inputs: &[f64]) -> Terms {
    let t = polynomial(&c[0..3], inputs[1]);
    let x = inputs[0] - polynomial(&c[3..6], t);
    let span = polynomial(&c[6..9], t);
    let ratio = c[6] / span;
    let m = x * ratio;
    Terms { t, x, ratio, span, m, slope: polynomial_slope(&c[9..12], m) }
}

impl Equation for Sbe37Pressure {
    fn id(&self) -> &'static str {
        "sea-bird/sbe-37-pressure"
    }
    fn version(&self) -> u32 {
        1
    }
    fn quantity(&self) -> &'static str {
        "pressure"
    }
    fn output_unit(&self) -> &'static str {
        "MPa"
    }
    fn reference_names(&self) -> &'static [&'static str] {
        &["reference", "reference_mpa_absolute", "reference_pressure_mpa_absolute", "pressure_mpa_absolute"]
    }
    fn inputs(&self) -> &'static [Input] {
        INPUTS
    }
    fn coefficients(&self) -> &'static [&'static str] {
        &[
            "PTEMPA0", "PTEMPA1", "PTEMPA2", "PTCA0", "PTCA1", "PTCA2", "PTCB0", "PTCB1", "PTCB2", "PA0",
            "PA1", "PA2",
        ]
    }
    fn formula(&self) -> &'static str {
        "p = PA0 + PA1 m + PA2 m² in psi absolute (1 psi = 6.894757 kPa), given in MPa absolute; \
         m = x PTCB0/(PTCB0 + PTCB1 t + PTCB2 t²), x = pressure_counts − (PTCA0 + PTCA1 t + PTCA2 t²), \
         t = PTEMPA0 + PTEMPA1 y + PTEMPA2 y², y = pressure_temperature_counts"
    }
    fn coefficient_units(&self) -> &'static [&'static str] {
        &[
            "degree_Celsius",
            "K count-1",
            "K count-2",
            "count",
            "count K-1",
            "count K-2",
            "1",
            "K-1",
            "K-2",
            "psi",
            "psi count-1",
            "psi count-2",
        ]
    }
    /// From vacuum, a little below by a barometer's error, to well beyond the deepest trench (about 113 MPa).
    fn plausible_reference(&self) -> (f64, f64) {
        (-0.01, 300.0)
    }
    fn held(&self) -> &'static [(&'static str, f64)] {
        &[
            ("PTEMPA0", 0.0),
            ("PTEMPA1", 0.0),
            ("PTEMPA2", 0.0),
            ("PTCA0", 0.0),
            ("PTCA1", 0.0),
            ("PTCA2", 0.0),
            ("PTCB0", 1.0),
            ("PTCB1", 0.0),
            ("PTCB2", 0.0),
        ]
    }

    fn value(&self, coefficients: &[f64], inputs: &[f64]) -> f64 {
        polynomial(&coefficients[9..12], terms(coefficients, inputs).m) * MPA_PER_PSI
    }

    fn gradient(
        &self,
        coefficients: &[f64],
        inputs: &[f64],
        by_coefficient: &mut [f64],
        by_input: &mut [f64],
    ) {
        let Terms { t, x, ratio, span, m, slope } = terms(coefficients, inputs);
        let per_count = slope * ratio * MPA_PER_PSI;
        let per_span = -slope * m / span * MPA_PER_PSI;
        let zero_slope = polynomial_slope(&coefficients[3..6], t);
        let span_slope = polynomial_slope(&coefficients[6..9], t);
        let per_kelvin = -per_count * zero_slope + per_span * span_slope;
        fill_powers(&mut by_coefficient[0..3], per_kelvin, inputs[1]);
        fill_powers(&mut by_coefficient[3..6], -per_count, t);
        fill_powers(&mut by_coefficient[6..9], per_span, t);
        by_coefficient[6] += slope * x / span * MPA_PER_PSI;
        fill_powers(&mut by_coefficient[9..12], MPA_PER_PSI, m);
        by_input[0] = per_count;
        by_input[1] = per_kelvin * polynomial_slope(&coefficients[0..3], inputs[1]);
    }

    /// A straight line from the least to the most counts.
    fn start(&self, inputs: &[Vec<f64>], reference: &[f64], _held: &BTreeMap<String, f64>) -> Vec<f64> {
        let counts = |index: &usize| inputs[*index][0];
        let by_counts = |one: &usize, other: &usize| counts(one).total_cmp(&counts(other));
        let low = (0..inputs.len()).min_by(by_counts).unwrap_or(0);
        let high = (0..inputs.len()).max_by(by_counts).unwrap_or(0);
        let psi_per_count = (reference[high] - reference[low]) / (counts(&high) - counts(&low)) / MPA_PER_PSI;
        let mut start = vec![0.0; 12];
        start[6] = 1.0;
        start[10] = if psi_per_count.is_finite() { psi_per_count } else { 1e-3 };
        start[9] = reference.get(low).map_or(0.0, |p| p / MPA_PER_PSI - start[10] * counts(&low));
        start
    }
}

/// scale·x^k for k = 0, 1, 2, …
fn fill_powers(slots: &mut [f64], scale: f64, x: f64) {
    let mut power = scale;
    for slot in slots {
        *slot = power;
        power *= x;
    }
}
