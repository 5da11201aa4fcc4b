//! Which terms of an equation the points support, and what becomes of those that they do not.
//!
//! Terms form ladders: the second power of pressure is fitted only where the first is. From the fullest form, the
//! highest term of a ladder goes where its F test fails at the 5 % level, the weakest first, until every highest term
//! stands. For one term, F is the square of estimate over standard uncertainty (Draper and Smith, Applied Regression
//! Analysis, 3rd ed., 6.1). The standard uncertainty in it is that of scatter alone: an error that bends all points
//! together can make a term real for this calibration, never unreal.
//!
//! A term that goes is unknown, not zero. Its value becomes what it is without evidence; its standard uncertainty, and
//! what it shares with the other coefficients, stay those of the fullest form. So a wrong choice costs no coverage, and
//! the certificate's covariance is that of one linear model, chosen before the data were seen.

use crate::calibration::Fit;
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
    Given(&'a [&'a str]),
}

/// What the points say of one term.
#[derive(Clone, Debug, PartialEq)]
pub struct TermTest {
    /// The coefficient.
    pub name: &'static str,
    /// Its estimate where it is free, less what it is without evidence.
    pub estimate: f64,
    /// Standard uncertainty of that from scatter alone.
    pub standard_uncertainty: f64,
    /// F: the square of the one over the other.
    pub f: f64,
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
    let freedom = u32::try_from(fit.degrees_of_freedom.max(1)).unwrap_or(u32::MAX);
    let quantile = student_quantile(1.0 - 0.5 * LEVEL, f64::from(freedom));
    let (f, f_critical) = (estimate * estimate / variance, quantile * quantile);
    let verdict = if f > f_critical { Verdict::Supported } else { Verdict::Unsupported };
    Some(TermTest { name, estimate, standard_uncertainty: variance.sqrt(), f, f_critical, verdict })
}

/// The weakest of the terms that fail.
pub(super) fn weakest(tests: &[TermTest]) -> Option<&TermTest> {
    let failed = tests.iter().filter(|test| test.verdict == Verdict::Unsupported);
    failed.min_by(|one, other| (one.f / one.f_critical).total_cmp(&(other.f / other.f_critical)))
}
