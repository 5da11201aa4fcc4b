//! SBE 37 conductivity: a quartic in frequency, corrected for the cell's expansion and compression.

use crate::equation::linear::polynomial;
use crate::equation::{Equation, Input};
use std::collections::BTreeMap;

/// C = (g + h f² + i f³ + j f⁴)/(1 + CTCOR t + CPCOR p + CPCOR2 p²) in S/m, f = √(1 + WBOTC t) hertz/1000, t in °C,
/// p in decibar above one atmosphere (SBE 37-SM calibration sheet; CPCOR2 is ours, zero there: the cell's
/// compression is known not to be linear below 6,000 dbar).
#[derive(Debug)]
pub(in crate::equation) struct Sbe37Conductivity;

const INPUTS: &[Input] = &[
    Input {
        name: "frequency_hz",
        unit: "Hz",
        plain_names: &["raw", "frequency_hz", "output_hz", "conductivity_frequency_hz", "conductivity_hz"],
        default: None,
    },
    Input {
        name: "temperature_celsius",
        unit: "degree_Celsius",
        plain_names: &["temperature_celsius", "bath_temperature_celsius", "reference_temperature_celsius"],
        default: None,
    },
    Input {
        name: "pressure_dbar_sea",
        unit: "dbar",
        plain_names: &["pressure_dbar_sea", "bath_pressure_dbar_sea", "reference_pressure_dbar_sea"],
        default: Some(0.0),
    },
];

/// What the formula is made of, at one input.
struct Terms {
    /// √(1 + WBOTC t).
    oscillator: f64,
    /// Corrected frequency, kHz.
    f: f64,
    numerator: f64,
    /// d numerator / d f.
    slope: f64,
    denominator: f64,
}

fn terms(c: &[f64], inputs: &[f64]) -> Terms {
    let (hertz, t, p) = (inputs[0], inputs[1], inputs[2]);
    let oscillator = (1.0 + c[7] * t).sqrt();
    let f = hertz * oscillator / 1000.0;
    let numerator = c[0] + f * f * polynomial(&c[1..4], f);
    let slope = f * (2.0 * c[1] + f * (3.0 * c[2] + f * 4.0 * c[3]));
    Terms { oscillator, f, numerator, slope, denominator: 1.0 + c[4] * t + p * (c[5] + p * c[6]) }
}

impl Equation for Sbe37Conductivity {
    fn id(&self) -> &'static str {
        "sea-bird/sbe-37-conductivity"
    }
    fn version(&self) -> u32 {
        1
    }
    fn quantity(&self) -> &'static str {
        "conductivity"
    }
    fn output_unit(&self) -> &'static str {
        "S m-1"
    }
    fn reference_names(&self) -> &'static [&'static str] {
        &["reference", "reference_s_per_m", "bath_conductivity_s_per_m", "reference_conductivity_s_per_m"]
    }
    fn inputs(&self) -> &'static [Input] {
        INPUTS
    }
    fn coefficients(&self) -> &'static [&'static str] {
        &["g", "h", "i", "j", "CTCOR", "CPCOR", "CPCOR2", "WBOTC"]
    }
    fn formula(&self) -> &'static str {
        "C = (g + h f² + i f³ + j f⁴)/(1 + CTCOR t + CPCOR p + CPCOR2 p²), f = frequency_hz √(1 + WBOTC t)/1000 (kHz), \
         t = temperature_celsius, p = pressure_dbar_sea (dbar above one atmosphere), C in S/m; the maker's form has \
         CPCOR2 = 0"
    }
    fn coefficient_units(&self) -> &'static [&'static str] {
        &["S m-1", "S m-1 kHz-2", "S m-1 kHz-3", "S m-1 kHz-4", "K-1", "dbar-1", "dbar-2", "K-1"]
    }
    /// From a cell in air, a little below zero by rounding, to hot brine: the ocean ends near 7 S/m.
    fn plausible_reference(&self) -> (f64, f64) {
        (-0.01, 12.0)
    }
    fn held(&self) -> &'static [(&'static str, f64)] {
        &[("CTCOR", 3.25e-6), ("CPCOR", -9.57e-8), ("CPCOR2", 0.0), ("WBOTC", 0.0)]
    }

    fn value(&self, coefficients: &[f64], inputs: &[f64]) -> f64 {
        let terms = terms(coefficients, inputs);
        terms.numerator / terms.denominator
    }

    fn gradient(
        &self,
        coefficients: &[f64],
        inputs: &[f64],
        by_coefficient: &mut [f64],
        by_input: &mut [f64],
    ) {
        let (hertz, t, p) = (inputs[0], inputs[1], inputs[2]);
        let Terms { oscillator, f, numerator, slope, denominator } = terms(coefficients, inputs);
        let value = numerator / denominator;
        by_coefficient[0] = 1.0 / denominator;
        by_coefficient[1] = f * f / denominator;
        by_coefficient[2] = f * f * f / denominator;
        by_coefficient[3] = f * f * f * f / denominator;
        let by_denominator = -value / denominator;
        by_coefficient[4] = by_denominator * t;
        by_coefficient[5] = by_denominator * p;
        by_coefficient[6] = by_denominator * p * p;
        // f = hertz √(1 + WBOTC t)/1000, so df = f/(2 (1 + WBOTC t)) d(WBOTC t).
        let by_oscillator = slope / denominator * f / (2.0 * oscillator * oscillator);
        by_coefficient[7] = by_oscillator * t;
        by_input[0] = slope / denominator * f / hertz;
        by_input[1] = by_oscillator * coefficients[7] + by_denominator * coefficients[4];
        by_input[2] = by_denominator * (coefficients[5] + 2.0 * p * coefficients[6]);
    }

    /// Typical values: the formula is linear in g..j, so any start will do.
    fn start(&self, _inputs: &[Vec<f64>], _reference: &[f64], _held: &BTreeMap<String, f64>) -> Vec<f64> {
        vec![-1.0, 0.13, -2e-4, 3e-5, 3.25e-6, -9.57e-8, 0.0, 0.0]
    }
}
