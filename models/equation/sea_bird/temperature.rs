//! SBE 37 (and 39, 45, 56) temperature: a cubic in ln(counts) for 1/T, and a pressure term.

use crate::constants::ZERO_CELSIUS_KELVIN;
use crate::equation::linear::{fit_polynomial, polynomial, polynomial_slope, power};
use crate::equation::{Equation, Input};
use std::collections::BTreeMap;

/// t = 1/(a0 + a1 L + a2 L² + a3 L³) − 273.15 + TPCOR p + TPCOR2 p², L = ln(counts), p in decibar above one
/// atmosphere; °C on the ITS-90 (SBE 45 and SBE 37 calibration sheets; the pressure terms are ours, zero there).
#[derive(Debug)]
pub(in crate::equation) struct Sbe37Temperature;

const INPUTS: &[Input] = &[
    Input {
        name: "temperature_counts",
        unit: "1",
        plain_names: &[
            "raw",
            "counts",
            "output_counts",
            "temperature_counts",
            "raw_counts",
            "instrument_output_counts",
        ],
        default: None,
    },
    Input {
        name: "pressure_dbar_sea",
        unit: "dbar",
        plain_names: &["pressure_dbar_sea", "bath_pressure_dbar_sea", "reference_pressure_dbar_sea"],
        default: Some(0.0),
    },
];

impl Equation for Sbe37Temperature {
    fn id(&self) -> &'static str {
        "sea-bird/sbe-37-temperature"
    }
    fn version(&self) -> u32 {
        1
    }
    fn quantity(&self) -> &'static str {
        "temperature"
    }
    fn output_unit(&self) -> &'static str {
        "degree_Celsius"
    }
    fn reference_names(&self) -> &'static [&'static str] {
        &[
            "reference",
            "reference_celsius",
            "reference_temperature_celsius",
            "bath_temperature_celsius",
            "bath_celsius",
        ]
    }
    fn inputs(&self) -> &'static [Input] {
        INPUTS
    }
    fn coefficients(&self) -> &'static [&'static str] {
        &["a0", "a1", "a2", "a3", "TPCOR", "TPCOR2"]
    }
    fn formula(&self) -> &'static str {
        "t = 1/(a0 + a1 L + a2 L² + a3 L³) − 273.15 + TPCOR p + TPCOR2 p², L = ln(temperature_counts), \
         p = pressure_dbar_sea (dbar above one atmosphere), t in °C (ITS-90); the maker's form has TPCOR = TPCOR2 = 0"
    }
    fn coefficient_units(&self) -> &'static [&'static str] {
        &["K-1", "K-1", "K-1", "K-1", "K dbar-1", "K dbar-2"]
    }
    /// Baths for ocean sensors run from the freezing point of brine to well above the warmest sea.
    fn plausible_reference(&self) -> (f64, f64) {
        (-20.0, 60.0)
    }
    fn held(&self) -> &'static [(&'static str, f64)] {
        &[("TPCOR", 0.0), ("TPCOR2", 0.0)]
    }

    fn value(&self, coefficients: &[f64], inputs: &[f64]) -> f64 {
        let (counts, p) = (inputs[0], inputs[1]);
        let reciprocal_kelvin = polynomial(&coefficients[..4], libm::log(counts));
        1.0 / reciprocal_kelvin - ZERO_CELSIUS_KELVIN + p * (coefficients[4] + p * coefficients[5])
    }

    fn gradient(
        &self,
        coefficients: &[f64],
        inputs: &[f64],
        by_coefficient: &mut [f64],
        by_input: &mut [f64],
    ) {
        let (counts, p) = (inputs[0], inputs[1]);
        let logarithm = libm::log(counts);
        let reciprocal_kelvin = polynomial(&coefficients[..4], logarithm);
        let outer = -1.0 / (reciprocal_kelvin * reciprocal_kelvin);
        let mut power = 1.0;
        for slot in &mut by_coefficient[..4] {
            *slot = outer * power;
            power *= logarithm;
        }
        by_coefficient[4] = p;
        by_coefficient[5] = p * p;
        by_input[0] = outer * polynomial_slope(&coefficients[..4], logarithm) / counts;
        by_input[1] = coefficients[4] + 2.0 * p * coefficients[5];
    }

    /// The cubic is linear in 1/T: its own least squares is the start.
    fn start(&self, inputs: &[Vec<f64>], reference: &[f64], held: &BTreeMap<String, f64>) -> Vec<f64> {
        let cubic = || self.coefficients()[..4].iter().enumerate();
        let known: Vec<(usize, f64)> =
            cubic().filter_map(|(n, name)| held.get(*name).map(|value| (n, *value))).collect();
        let mut free: Vec<usize> =
            cubic().filter(|(_, name)| !held.contains_key(**name)).map(|(n, _)| n).collect();
        free.truncate(reference.len());
        let logarithms: Vec<f64> = inputs.iter().map(|input| libm::log(input[0])).collect();
        let left = |(logarithm, celsius): (&f64, &f64)| {
            let explained: f64 = known.iter().map(|(n, value)| value * power(*logarithm, *n)).sum();
            1.0 / (celsius + ZERO_CELSIUS_KELVIN) - explained
        };
        let reciprocals: Vec<f64> = logarithms.iter().zip(reference).map(left).collect();
        let mut start = vec![0.0; 6];
        for (n, value) in free.iter().zip(fit_polynomial(&logarithms, &reciprocals, &free)) {
            start[*n] = value;
        }
        start
    }
}
