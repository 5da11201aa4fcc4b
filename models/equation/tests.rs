//! Values against makers' own software and published vectors, one file for each maker's instruments; gradients against
//! differences for the whole catalog.

mod any_text;
mod generic;
mod gradient;
mod gradient_60_digits;
mod optics;
mod optode;
mod paroscientific;
mod rbr;
mod sea_bird;
mod sea_bird_microcat;
mod sea_bird_oxygen;
mod sea_bird_ph;
mod sea_bird_published;

use super::*;
use std::collections::BTreeMap;

const MPA_PER_PSI: f64 = crate::constants::KILOPASCAL_PER_PSI / 1000.0;

fn value(id: &str, coefficients: &[f64], inputs: &[f64]) -> f64 {
    find(id).unwrap().value(coefficients, inputs)
}

/// The typical coefficients of an equation, with these in their places.
fn with(id: &str, named: &[(&str, f64)]) -> Vec<f64> {
    let equation = find(id).unwrap();
    let mut coefficients = equation.typical().to_vec();
    for (name, value) in named {
        coefficients[equation.coefficient_index(name).unwrap()] = *value;
    }
    coefficients
}

fn assert_close(found: f64, expected: f64, relative: f64) {
    assert!((found - expected).abs() <= relative * expected.abs(), "{found} {expected}");
}

/// What a certificate prints of an equation is whole: the formula names every coefficient and input, and every
/// coefficient has a unit.
#[test]
fn the_printed_formula_names_every_coefficient_and_input() {
    for equation in all() {
        let formula = equation.formula();
        let words: Vec<&str> = formula.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).collect();
        let inputs = equation.inputs().iter().map(|input| input.name);
        for name in equation.coefficients().iter().copied().chain(inputs) {
            assert!(words.contains(&name), "{}: {name} is not in {formula}", equation.id());
        }
        assert_eq!(equation.coefficient_units().len(), equation.coefficients().len(), "{}", equation.id());
    }
}

#[test]
fn every_input_of_the_catalog_says_what_it_lies_between() {
    for equation in all() {
        for input in equation.inputs() {
            let (low, high) = input.range.unwrap();
            let default = input.default.unwrap_or(low);
            assert!((low..=high).contains(&default) || default == 0.0, "{} {}", equation.id(), input.name);
        }
    }
}

/// Typical coefficients in the middle of every input's range give a value that a calibration could have.
#[test]
fn a_typical_sensor_reads_something_plausible() {
    for equation in all() {
        let middle = |input: &Input| input.range.map_or(0.0, |(low, high)| (low + high) / 2.0);
        let value =
            equation.value(equation.typical(), &equation.inputs().iter().map(middle).collect::<Vec<_>>());
        let (low, high) = equation.plausible_reference();
        assert!((low..=high).contains(&value), "{}: {value}", equation.id());
    }
}

#[test]
fn a_range_that_is_none_is_refused_by_the_name_of_its_input() {
    let text = |range: &str| {
        format!(
            "schema = \"hadal-equation/1\"\nid = \"lab/x\"\nversion = 1\nquantity = \"x\"\nunit = \"1\"\nplausible = [0, 1]\n\
             source = \"\"\nformula = \"a * x\"\ninput = [{{ name = \"x\", unit = \"V\", range = {range} }}]\n\
             coefficient = [{{ name = \"a\", unit = \"V-1\", typical = 1.0 }}]\n"
        )
    };
    assert!(describe(&text("[0.0, 5.0]")).is_ok());
    for none in ["[5.0, 0.0]", "[0.0, inf]", "[nan, 1.0]"] {
        let error = describe(&text(none)).unwrap_err().to_string();
        assert!(error.starts_with("input x: range = ["), "{error}");
        assert!(error.ends_with("accepted: two finite numbers, the lesser first"), "{error}");
    }
}

/// A fit begins nearer than typical coefficients are, for a sensor whose every free coefficient is 2 % off them.
#[test]
fn a_start_is_nearer_than_typical_coefficients() {
    for equation in all() {
        let held: BTreeMap<String, f64> =
            equation.held().iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        let mut truth = equation.typical().to_vec();
        for (index, name) in equation.coefficients().iter().enumerate() {
            match held.get(*name) {
                Some(value) => truth[index] = *value,
                None => truth[index] *= if index % 2 == 0 { 1.02 } else { 0.98 },
            }
        }
        let point = |row: u32| {
            let place = |step: f64| (0.5 + f64::from(row) * step).fract();
            let steps = [
                0.754_877_666_246_693,
                0.569_840_290_998_053,
                0.430_159_709_001_947,
                0.324_717_957_244_746,
                0.245,
            ];
            let between = |(input, step): (&Input, f64)| {
                input.range.map_or(0.0, |(low, high)| low + place(step) * (high - low))
            };
            equation.inputs().iter().zip(steps).map(between).collect::<Vec<f64>>()
        };
        let inputs: Vec<Vec<f64>> = (0..40).map(point).collect();
        let reference: Vec<f64> = inputs.iter().map(|inputs| equation.value(&truth, inputs)).collect();
        let misfit = |coefficients: &[f64]| {
            let square = |(inputs, reference): (&Vec<f64>, &f64)| {
                let miss = equation.value(coefficients, inputs) - reference;
                miss * miss
            };
            inputs.iter().zip(&reference).map(square).sum::<f64>().sqrt()
        };
        let (start, typical) =
            (misfit(&equation.start(&inputs, &reference, &held)), misfit(equation.typical()));
        assert!(start < 0.5 * typical, "{}: {start} {typical}", equation.id());
    }
}
