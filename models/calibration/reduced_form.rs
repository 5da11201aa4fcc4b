//! A calibration in a form that has fewer pressure terms: the best values of those that are left, and what is lost.
//!
//! A full-depth calibration says how a sensor answers pressure with several terms; a maker's format may hold one term,
//! linear in pressure, or none. The one value that goes out is the **minimax** one: it makes the largest error over a
//! stated range of pressure as small as it can be. Least squares would make the mean square smaller, but its largest
//! error is larger (1/4 instead of 3 − 2√2 = 0.172 of the dropped quadratic term at full pressure, where weights are
//! even), and it stands at the deepest place, which is where such a calibration is for.
//!
//! What is lost is a function of pressure, known here, unknown to the user of the reduced coefficients. As a standard
//! uncertainty it is the greater of two: the largest error divided by √3, for bounds of which nothing more is known
//! (GUM 4.3.7), and the root mean square over the range, each pressure being as likely as any other (GUM F.2.4.5, a
//! known correction that is not applied). Functions that swing evenly to both sides stay long near their extremes, so
//! that the second is often the greater.

mod choice;
mod gauge;
mod terms;
#[cfg(test)]
mod tests;

pub use choice::{Choice, Place, minimax};
pub use terms::residual;

use crate::equation::Equation;
use terms::{GRID, Kind, choose, grid, terms};

/// What the form that goes out can hold of the pressure terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// All of them.
    Everything,
    /// The linear term of conductivity alone; of temperature, no term but a constant offset; of a strain gauge, no cubic.
    LinearOrOffset,
    /// The linear term of conductivity alone; of temperature, nothing; of a strain gauge, no cubic.
    Linear,
}

/// Where the calibrated sensor will be: a range of pressure, and the water in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// Least sea pressure, dbar.
    pub from_dbar: f64,
    /// Greatest sea pressure, dbar.
    pub to_dbar: f64,
    /// Temperature of the water, °C, the same at all pressures.
    pub celsius: f64,
    /// Its practical salinity, the same at all pressures.
    pub practical_salinity: f64,
}

/// What is known of the coefficients of a fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Coefficients, in the order of [`Equation::coefficients`].
    pub coefficients: Vec<f64>,
    /// Their covariance in the same order, zero where a coefficient was held; `None` if it is not known.
    pub covariance: Option<Vec<Vec<f64>>>,
}

/// The reduced calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct Reduction {
    /// Coefficients, in the order of [`Equation::coefficients`]: the reduced one changed, those without a place zero.
    pub coefficients: Vec<f64>,
    /// What is to be added to the quantity afterwards, in the equation's unit; 0 where the form holds no offset.
    pub offset: f64,
    /// The coefficient that was chosen: its name (`offset` for an offset), value, and standard uncertainty, if the
    /// covariance is known.
    pub chosen: Option<(&'static str, f64, Option<f64>)>,
    /// Names of the coefficients that are left out.
    pub left_out: Vec<&'static str>,
    /// Largest error over the range, in the equation's unit.
    pub largest: f64,
    /// Root mean square of the error over the range.
    pub root_mean_square: f64,
}

/// The error of the reduced form at one pressure: reduced less full.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Residual {
    /// Sea pressure, dbar.
    pub pressure_dbar_sea: f64,
    /// In the equation's unit: K, or S/m.
    pub value: f64,
    /// What it does to practical salinity, the other sensors being right.
    pub practical_salinity: f64,
}

/// How large the error of the reduced form is over a range of pressure, in the equation's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Errors {
    /// Its largest size.
    pub largest: f64,
    /// Its root mean square, each pressure as likely as any other.
    pub root_mean_square: f64,
}

impl Errors {
    /// Standard uncertainty to be added to that of the calibration: the greater of largest/√3 (GUM 4.3.7) and the root
    /// mean square (GUM F.2.4.5).
    pub fn standard_uncertainty(self) -> f64 {
        (self.largest / 3.0_f64.sqrt()).max(self.root_mean_square)
    }
}

impl Reduction {
    /// Standard uncertainty to be added to that of the calibration over the whole range, in the equation's unit.
    pub fn standard_uncertainty(&self) -> f64 {
        let Self { largest, root_mean_square, .. } = *self;
        Errors { largest, root_mean_square }.standard_uncertainty()
    }
}

/// Why a calibration is not reduced.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ReductionError {
    /// No range.
    #[error(
        "depth range {from_dbar}:{to_dbar} dbar: accepted: two sea pressures from 0 to 13000 dbar, the lesser first"
    )]
    Range {
        /// Its beginning.
        from_dbar: f64,
        /// Its end.
        to_dbar: f64,
    },
    /// Coefficients that are no calibration over this range.
    #[error("{equation}: the pressure terms are not finite over {from_dbar} to {to_dbar} dbar")]
    NotFinite {
        /// The equation.
        equation: &'static str,
        /// Begin of the range.
        from_dbar: f64,
        /// End of the range.
        to_dbar: f64,
    },
}

/// The best form of a calibration that holds fewer pressure terms; unchanged where the equation has none, or where
/// those that must go are zero.
///
/// # Errors
/// [`ReductionError`]: no range, or coefficients that are not finite.
pub fn reduce(
    equation: &'static Equation,
    known: &Known,
    held: Held,
    usage: &Usage,
) -> Result<Reduction, ReductionError> {
    let Usage { from_dbar, to_dbar, .. } = *usage;
    if !(0.0..=13_000.0).contains(&from_dbar) || !(from_dbar..=13_000.0).contains(&to_dbar) || to_dbar <= 0.0
    {
        return Err(ReductionError::Range { from_dbar, to_dbar });
    }
    let mut reduction = Reduction {
        coefficients: known.coefficients.clone(),
        offset: 0.0,
        chosen: None,
        left_out: Vec::new(),
        largest: 0.0,
        root_mean_square: 0.0,
    };
    let not_finite = ReductionError::NotFinite { equation: equation.id(), from_dbar, to_dbar };
    if let Some(places) = gauge::places(equation).filter(|_| held != Held::Everything) {
        let reduction = gauge::economized(places, known, usage, reduction);
        if reduction.left_out.is_empty() {
            return Ok(reduction);
        }
        let errors = errors_over(equation, known, &reduction, usage).ok_or(not_finite)?;
        return Ok(Reduction {
            largest: errors.largest,
            root_mean_square: errors.root_mean_square,
            ..reduction
        });
    }
    let Some(terms) = terms(equation).filter(|_| held != Held::Everything) else { return Ok(reduction) };
    let index = |name: &&str| equation.coefficient_index(name);
    let places: Vec<usize> = terms.names.iter().filter_map(index).collect();
    let kept = if terms.kind == Kind::Conductivity { 1 } else { 0 };
    if places[kept..].iter().all(|place| known.coefficients[*place].abs() <= 0.0) {
        return Ok(reduction);
    }
    let powers: Vec<f64> = places.iter().map(|place| known.coefficients[*place]).collect();
    let chosen = choose(equation, &terms, &powers, known, held, usage);
    for place in &places[kept..] {
        if reduction.coefficients[*place].abs() > 0.0 {
            reduction.left_out.push(equation.coefficients()[*place]);
        }
        reduction.coefficients[*place] = 0.0;
    }
    if terms.kind == Kind::Conductivity || held == Held::LinearOrOffset {
        let value = chosen.ok_or_else(|| not_finite.clone())?;
        // The choice is linear in two terms, and to first order in more.
        let slope = |term: usize| -> Option<f64> {
            let step = match powers[term].abs() > 0.0 {
                true => 1e-3 * powers[term],
                false => (0..term).fold(1e-3 * value, |step, _| step / to_dbar),
            };
            let mut stepped = powers.clone();
            stepped[term] += step;
            Some((choose(equation, &terms, &stepped, known, held, usage)? - value) / step)
        };
        let slopes: Vec<f64> =
            (0..powers.len()).map(slope).collect::<Option<_>>().ok_or_else(|| not_finite.clone())?;
        let uncertainty = known.covariance.as_ref().map(|covariance| {
            let variance: f64 = places
                .iter()
                .zip(&slopes)
                .flat_map(|(row, first)| {
                    places.iter().zip(&slopes).map(move |(column, second)| (row, column, first * second))
                })
                .map(|(row, column, product)| product * covariance[*row][*column])
                .sum();
            variance.max(0.0).sqrt()
        });
        let name = if kept == 1 {
            reduction.coefficients[places[0]] = value;
            equation.coefficients()[places[0]]
        } else {
            reduction.offset = value;
            "offset"
        };
        reduction.chosen = Some((name, value, uncertainty));
    }
    let errors = errors_over(equation, known, &reduction, usage).ok_or(not_finite)?;
    Ok(Reduction { largest: errors.largest, root_mean_square: errors.root_mean_square, ..reduction })
}

/// The error of the reduced form over a range of pressure, which may be a part of that for which it was chosen; `None`
/// where it is not finite.
pub fn errors_over(
    equation: &Equation,
    known: &Known,
    reduction: &Reduction,
    usage: &Usage,
) -> Option<Errors> {
    let errors: Vec<f64> =
        grid(usage).map(|pressure| residual(equation, known, reduction, usage, pressure).value).collect();
    errors.iter().all(|error| error.is_finite()).then(|| Errors {
        largest: errors.iter().fold(0.0, |largest, error| error.abs().max(largest)),
        root_mean_square: (errors.iter().map(|error| error * error).sum::<f64>() / f64::from(GRID)).sqrt(),
    })
}
