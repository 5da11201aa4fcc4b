//! A strain gauge's cubic in a form that holds a quadratic: the best one over a range of pressure, in closed form.
//!
//! Of all quadratics, the one whose largest error from a cubic over an interval is smallest leaves a Chebyshev
//! polynomial behind: with x from −1 to 1 over the interval, x³ is replaced by ¾x (Lanczos' economization; Mason and
//! Handscomb, Chebyshev Polynomials, 2003, corollary 3.4B), and the error swings evenly by a quarter of the cubic term.

use super::{Known, Reduction, Usage};
use crate::constants::KILOPASCAL_PER_PSI;
use crate::equation::Equation;
use crate::newton::newton;
use crate::quantity::SeaPressure;

/// PA0 to PA3: their places in the equation's coefficients.
pub(super) fn places(equation: &Equation) -> Option<[usize; 4]> {
    let [a, b, c, d] = ["PA0", "PA1", "PA2", "PA3"].map(|name| equation.coefficient_index(name));
    Some([a?, b?, c?, d?])
}

/// The quadratic in place of the cubic; unchanged where there is no cubic term.
pub(super) fn economized(
    places: [usize; 4],
    known: &Known,
    usage: &Usage,
    unreduced: Reduction,
) -> Reduction {
    let [a0, a1, a2, a3] = places.map(|place| known.coefficients[place]);
    if a3.abs() <= 0.0 {
        return unreduced;
    }
    let ends = [usage.from_dbar, usage.to_dbar].map(|dbar| counts_at([a0, a1, a2, a3], dbar));
    let (middle, half) = (0.5 * (ends[0] + ends[1]), 0.5 * (ends[1] - ends[0]));
    // x = (m − middle)/half, so that m³ becomes ¾ half²(m − middle) + 3 middle m² − 3 middle² m + middle³.
    let slope = 0.75 * half * half;
    let instead = [
        a0 + a3 * middle * (middle * middle - slope),
        a1 + a3 * (slope - 3.0 * middle * middle),
        a2 + 3.0 * a3 * middle,
        0.0,
    ];
    let mut coefficients = unreduced.coefficients;
    for (place, value) in places.into_iter().zip(instead) {
        coefficients[place] = value;
    }
    Reduction { coefficients, left_out: vec!["PA3"], ..unreduced }
}

/// What the reduced polynomial gives more than the full one at a sea pressure, MPa.
pub(super) fn error_mpa(places: [usize; 4], known: &Known, reduction: &Reduction, dbar: f64) -> f64 {
    let full = places.map(|place| known.coefficients[place]);
    let reduced = places.map(|place| reduction.coefficients[place]);
    let counts = counts_at(full, dbar);
    (psi(reduced, counts) - psi(full, counts)) * KILOPASCAL_PER_PSI * 1e-3
}

fn psi([a0, a1, a2, a3]: [f64; 4], counts: f64) -> f64 {
    a0 + counts * (a1 + counts * (a2 + counts * a3))
}

/// Corrected counts at which the full polynomial gives a sea pressure.
fn counts_at(polynomial: [f64; 4], dbar: f64) -> f64 {
    let [a0, a1, a2, a3] = polynomial;
    let wanted = SeaPressure::from_dbar(dbar).absolute().mpa() * 1e3 / KILOPASCAL_PER_PSI;
    let start = (wanted - a0) / a1;
    newton(start, 1e-9 * start.abs(), |m| (psi(polynomial, m) - wanted, a1 + m * (2.0 * a2 + 3.0 * m * a3)))
}
