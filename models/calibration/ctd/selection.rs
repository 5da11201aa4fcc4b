//! Which terms of an equation the points support, and what becomes of those that they do not.
//!
//! Terms form ladders: the second power of pressure is fitted only where the first is. From the fullest form, the
//! highest term of a ladder goes where its F test fails at the 5 % level, the weakest first, until every highest term
//! stands. F is how much the weighted sum of squares grows when the term is left out, over what is left per degree of
//! freedom; for one term that is the square of estimate over standard uncertainty by scatter (Draper and Smith, Applied
//! Regression Analysis, 3rd ed., 6.1). What bends all points together can make a term real for this calibration: a
//! term of pressure on the cell stands for cell and PSS-78 together, as the rest of it does, and is no test of the cell
//! alone. Akaike's criterion, corrected for few points (Hurvich and Tsai 1989), stands beside it and decides nothing.
//!
//! A term that goes is unknown, not zero. Its value becomes what it is without evidence; its standard uncertainty, and
//! what it shares with the other coefficients, stay those of the fullest form, and what that form would have said
//! otherwise is added as one more error. Without this a real term of two or three standard uncertainties, which the test
//! sometimes drops, would be outside the stated interval half of the time.

use super::Weights;
use crate::calibration::Fit;
use crate::calibration::fit::per;
use crate::uncertainty::probability::student_quantile;
use nalgebra::DMatrix;

/// Level of the test.
const LEVEL: f64 = 0.05;

/// Which optional terms a calibration frees.
#[derive(Clone, Copy)]
pub(super) enum Terms<'a> {
    /// Those that the points support.
    Selected,
    /// These, whatever the points say.
    Given(&'a [&'a str], Weights),
}

/// What the points say of one term.
#[derive(Clone, Debug, PartialEq)]
pub struct TermTest {
    /// The coefficient.
    pub name: &'static str,
    /// Its estimate where it is free, less what it is without evidence.
    pub estimate: f64,
    /// Standard uncertainty of that from the scatter of the points.
    pub standard_uncertainty: f64,
    /// F: the square of the one over the other.
    pub f: f64,
    /// Akaike's criterion without the term less that with it: above zero it is for the term.
    pub aicc_change: f64,
    /// What F must exceed: its 95 % quantile for one degree of freedom and those of the fit.
    pub f_critical: f64,
    /// Whether the term stays.
    pub verdict: Verdict,
}

/// What became of a tested term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is fitted.
    Supported,
    /// It is held at what it is without evidence, its uncertainty carried.
    Unsupported,
}

/// Tests the highest free term of each ladder of a fit whose points scatter by `scatter` (priors included).
pub(super) fn tests(
    fit: &Fit,
    scatter: &DMatrix<f64>,
    ladders: &[&[&'static str]],
    absent: impl Fn(&str) -> f64,
) -> Vec<TermTest> {
    let names = fit.free_names();
    let highest = ladders.iter().filter_map(|ladder| ladder.iter().rev().find(|name| names.contains(*name)));
    highest.filter_map(|name| test(fit, scatter, name, absent(name))).collect()
}

fn test(fit: &Fit, scatter: &DMatrix<f64>, name: &'static str, absent: f64) -> Option<TermTest> {
    let column = fit.free_names().iter().position(|free| *free == name)?;
    let row = fit.influence.row(column);
    let variance = (row * scatter * row.transpose())[(0, 0)];
    let estimate = fit.coefficient(name)?.0 - absent;
    let freedom = per(fit.degrees_of_freedom);
    let variance = variance * fit.chi_squared / freedom;
    let quantile = student_quantile(1.0 - 0.5 * LEVEL, freedom);
    let (f, f_critical) = (estimate * estimate / variance, quantile * quantile);
    Some(TermTest {
        name,
        estimate,
        standard_uncertainty: variance.sqrt(),
        f,
        aicc_change: aicc_change(f, freedom, per(fit.free.len())),
        f_critical,
        verdict: if f > f_critical { Verdict::Supported } else { Verdict::Unsupported },
    })
}

/// n ln(1 + F/ν) for the growth of the sum of squares, less what the criterion charges for one more coefficient among `free`
/// and the variance.
fn aicc_change(f: f64, freedom: f64, free: f64) -> f64 {
    let rows = freedom + free;
    let charge = |parameters: f64| {
        let spare = rows - parameters - 1.0;
        if spare > 0.0 { 2.0 * parameters * rows / spare } else { f64::INFINITY }
    };
    let (with, without) = (charge(free + 1.0), charge(free));
    let growth = rows * libm::log1p(f / freedom);
    if with.is_finite() { growth + without - with } else { f64::NEG_INFINITY }
}

/// The weakest of the terms that fail.
pub(super) fn weakest(tests: &[TermTest]) -> Option<&TermTest> {
    let failed = tests.iter().filter(|test| test.verdict == Verdict::Unsupported);
    failed.min_by(|one, other| (one.f / one.f_critical).total_cmp(&(other.f / other.f_critical)))
}
