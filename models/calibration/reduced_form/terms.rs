//! The pressure terms of the equations, what leaving some out does, and the best value of the one that stays.

use super::{Held, Known, Place, Reduction, Residual, Usage, gauge, minimax};
use crate::constants::STANDARD_ATMOSPHERE_MPA;
use crate::equation::Equation;
use crate::quantity::{Conductivity, PracticalSalinity, SeaPressure, Temperature};
use crate::seawater::{conductivity, practical_salinity};

/// Pressures at which the range is looked at.
pub(super) const GRID: u32 = 1001;

/// The pressure terms of an equation: names from the linear one up, and where pressure is counted from.
pub(super) struct Terms {
    pub(super) names: &'static [&'static str],
    /// Coefficient that holds the absolute pressure at which the terms vanish, dbar; sea level without one.
    origin: Option<&'static str>,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// They divide the value.
    Conductivity,
    /// They are added to it.
    Temperature,
}

/// One standard atmosphere, dbar.
pub(super) const ATMOSPHERE_DBAR: f64 = STANDARD_ATMOSPHERE_MPA * 100.0;

pub(super) fn terms(equation: &Equation) -> Option<Terms> {
    let (names, origin, kind): (&[&str], _, _) = match equation.id() {
        "sea-bird/sbe-37-conductivity" => (&["CPCOR", "CPCOR2", "CPCOR3"], None, Kind::Conductivity),
        "sea-bird/sbe-4-conductivity" => (&["CPcor", "CPcor2"], None, Kind::Conductivity),
        "rbr/conductivity" => (&["x2", "x3", "x4"], Some("x6"), Kind::Conductivity),
        _ if equation.coefficient_index("TPCOR2").is_some() => {
            (&["TPCOR", "TPCOR2"], None, Kind::Temperature)
        }
        _ => return None,
    };
    Some(Terms { names, origin, kind })
}

/// Error of the reduced form at a pressure, in the water of its use.
pub fn residual(
    equation: &Equation,
    known: &Known,
    reduction: &Reduction,
    usage: &Usage,
    pressure_dbar_sea: f64,
) -> Residual {
    if let Some(places) = gauge::places(equation) {
        return of_gauge(
            gauge::error_mpa(places, known, reduction, pressure_dbar_sea),
            usage,
            pressure_dbar_sea,
        );
    }
    let Some(terms) = terms(equation) else {
        return Residual { pressure_dbar_sea, value: 0.0, practical_salinity: 0.0 };
    };
    let temperature = Temperature::from_celsius(usage.celsius);
    let pressure = SeaPressure::from_dbar(pressure_dbar_sea);
    let salinity = PracticalSalinity::new(usage.practical_salinity);
    let true_conductivity = conductivity(salinity, temperature, pressure);
    let difference = |coefficients: &[f64]| -> f64 {
        let depth = depth(equation, &terms, coefficients, pressure_dbar_sea);
        let powers = terms.names.iter().filter_map(|name| equation.coefficient_index(name));
        powers.rev().fold(0.0, |sum, place| depth * (sum + coefficients[place]))
    };
    let (full, reduced) = (difference(&known.coefficients), difference(&reduction.coefficients));
    let (value, conductivity, temperature) = match terms.kind {
        Kind::Conductivity => {
            // The rest of the denominator is near one: CTCOR times temperature, or x1 times what the cell is warmer.
            let rest = rest(equation, &known.coefficients, usage.celsius);
            let changed = true_conductivity.siemens_per_m() * (full - reduced) / (rest + reduced);
            let total = Conductivity::from_siemens_per_m(true_conductivity.siemens_per_m() + changed);
            (changed, total, temperature)
        }
        Kind::Temperature => {
            let changed = reduced + reduction.offset - full;
            (changed, true_conductivity, Temperature::from_celsius(usage.celsius + changed))
        }
    };
    let indicated = practical_salinity(conductivity, temperature, pressure).value();
    let right =
        practical_salinity(true_conductivity, Temperature::from_celsius(usage.celsius), pressure).value();
    Residual { pressure_dbar_sea, value, practical_salinity: indicated - right }
}

/// What a pressure that errs by some megapascals does.
fn of_gauge(error_mpa: f64, usage: &Usage, pressure_dbar_sea: f64) -> Residual {
    let temperature = Temperature::from_celsius(usage.celsius);
    let pressure = SeaPressure::from_dbar(pressure_dbar_sea);
    let water = conductivity(PracticalSalinity::new(usage.practical_salinity), temperature, pressure);
    let salinity = |pressure: SeaPressure| practical_salinity(water, temperature, pressure).value();
    let errs = SeaPressure::from_mpa(pressure.mpa() + error_mpa);
    Residual { pressure_dbar_sea, value: error_mpa, practical_salinity: salinity(errs) - salinity(pressure) }
}

/// Pressures evenly over the range, both ends included.
pub(super) fn grid(usage: &Usage) -> impl Iterator<Item = f64> {
    let step = (usage.to_dbar - usage.from_dbar) / f64::from(GRID - 1);
    let from = usage.from_dbar;
    (0..GRID).map(move |index| from + step * f64::from(index))
}

/// Pressure as the terms count it.
fn depth(equation: &Equation, terms: &Terms, coefficients: &[f64], pressure_dbar_sea: f64) -> f64 {
    let origin = terms.origin.and_then(|name| equation.coefficient_index(name));
    origin.map_or(pressure_dbar_sea, |place| pressure_dbar_sea + ATMOSPHERE_DBAR - coefficients[place])
}

/// The denominator of conductivity without its pressure terms.
fn rest(equation: &Equation, coefficients: &[f64], celsius: f64) -> f64 {
    let of = |name: &str| equation.coefficient_index(name).map_or(0.0, |place| coefficients[place]);
    1.0 + (of("CTCOR") + of("CTcor")) * celsius + of("x1") * (celsius - of("x5"))
}

/// The minimax value of the term that is kept, for these powers of pressure.
pub(super) fn choose(
    equation: &Equation,
    terms: &Terms,
    powers: &[f64],
    known: &Known,
    held: Held,
    usage: &Usage,
) -> Option<f64> {
    let (temperature, salinity) =
        (Temperature::from_celsius(usage.celsius), PracticalSalinity::new(usage.practical_salinity));
    let places: Vec<Place> = grid(usage)
        .map(|pressure| {
            let depth = depth(equation, terms, &known.coefficients, pressure);
            let target = powers.iter().rev().fold(0.0, |sum, power| depth * (sum + power));
            match terms.kind {
                // What an error of the denominator does to conductivity.
                Kind::Conductivity => {
                    let weight =
                        conductivity(salinity, temperature, SeaPressure::from_dbar(pressure)).siemens_per_m();
                    Place { weight, target, basis: depth }
                }
                Kind::Temperature => Place { weight: 1.0, target, basis: 1.0 },
            }
        })
        .collect();
    if terms.kind == Kind::Temperature && held != Held::LinearOrOffset {
        return None;
    }
    minimax(&places).map(|choice| choice.value)
}
