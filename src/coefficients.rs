//! From a certificate to coefficients in a maker's format: what goes out, and what is lost where the format holds less.

#[cfg(test)]
pub(crate) mod tests;
mod text;

pub use text::described;

use crate::certificate::{Certificate, Direction, ItemResult, PointResult, QuantityResult};
use hadal_models::calibration::reduced_form::{Held, Known, Reduction, ReductionError, Usage, reduce};
use hadal_models::equation::{self, Equation, UnknownEquation};
use hadal_models::format::coefficient_set::{CalendarDate, CoefficientSet, CoefficientSetError};
use hadal_models::quantity::{AbsolutePressure, SeaPressure};

/// What a format can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Of the pressure terms.
    pub held: Held,
    /// Significant digits of a coefficient.
    pub digits: usize,
}

/// One quantity on its way out.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The equation.
    pub equation: &'static Equation,
    /// What goes into the format.
    pub set: CoefficientSet,
    /// The whole calibration.
    pub known: Known,
    /// What became of it.
    pub reduction: Reduction,
    /// Where it will be used.
    pub usage: Usage,
    /// The part of it that the certificate's points reach; below, nothing is certified.
    pub certified: Usage,
    /// Largest standard uncertainty that the certificate states in that part, in [`Outgoing::unit`].
    pub stated_standard_uncertainty: Option<f64>,
    /// Coverage factor of the certificate.
    pub coverage_factor: f64,
    /// Significant digits of a coefficient.
    pub digits: usize,
    /// Largest change of a value at the certificate's points by rounding to these digits, in [`Outgoing::unit`].
    pub largest_rounding: f64,
    /// Unit of errors and uncertainties.
    pub unit: String,
    /// What it is, such as `conductivity`.
    pub quantity: String,
}

/// Why nothing goes out.
#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    /// The certificate names an equation that this version does not have.
    #[error("{quantity}: {source}")]
    Equation {
        /// The quantity.
        quantity: String,
        /// What is wrong with the name.
        source: UnknownEquation,
    },
    /// The certificate is of another version of the equation.
    #[error(
        "{quantity}: the certificate was made with version {found} of {equation}, accepted: version {accepted}: certify the run again"
    )]
    Version {
        /// The quantity.
        quantity: String,
        /// The equation.
        equation: &'static str,
        /// That of the certificate.
        found: u32,
        /// Ours.
        accepted: u32,
    },
    /// A coefficient is not on the certificate.
    #[error("{quantity}: the certificate has no coefficient {name}, which {equation} needs")]
    Missing {
        /// The quantity.
        quantity: String,
        /// The equation.
        equation: &'static str,
        /// The coefficient.
        name: &'static str,
    },
    /// No range of depth to make the best of.
    #[error(
        "{quantity}: the certificate has no point under pressure: say which depths are meant by --depth-range"
    )]
    NoRange {
        /// The quantity.
        quantity: String,
    },
    /// A range of depth of which the certificate says nothing.
    #[error(
        "{quantity}: --depth-range {from_dbar:.0}:{to_dbar:.0}dbar: the certificate's deepest point is at {deepest_dbar:.0} dbar, and \
         nothing is certified below: accepted: a range that begins above it"
    )]
    NotCertified {
        /// The quantity.
        quantity: String,
        /// Begin of the range.
        from_dbar: f64,
        /// Its end.
        to_dbar: f64,
        /// The deepest point.
        deepest_dbar: f64,
    },
    /// The pressure terms cannot be reduced.
    #[error("{quantity}: {source}")]
    Reduction {
        /// The quantity.
        quantity: String,
        /// Why.
        source: ReductionError,
    },
    /// The certificate's date or serial number.
    #[error(transparent)]
    Set(#[from] CoefficientSetError),
}

/// What a certificate says of one quantity, in a form that holds less of its pressure terms.
///
/// The range of pressure is `depth_dbar`, or that of the certificate's points; the water is the middle of the
/// certificate's temperatures and salinities under pressure, the same at all depths. A range may reach below the deepest point,
/// and [`Outgoing::certified`] says how far it is certified.
///
/// # Errors
/// [`OutgoingError`].
pub fn outgoing(
    certificate: &Certificate,
    item: &ItemResult,
    result: &QuantityResult,
    capacity: Capacity,
    depth_dbar: Option<[f64; 2]>,
) -> Result<Outgoing, OutgoingError> {
    let quantity = &result.quantity;
    let equation = equation::find(&result.equation)
        .map_err(|source| OutgoingError::Equation { quantity: quantity.clone(), source })?;
    if equation.version() != result.equation_version {
        return Err(OutgoingError::Version {
            quantity: quantity.clone(),
            equation: equation.id(),
            found: result.equation_version,
            accepted: equation.version(),
        });
    }
    let known = known(equation, result)?;
    let domain = result.range.under_pressure.or(result.range.ambient);
    let middle = |[low, high]: [f64; 2]| 0.5 * (low + high);
    let certified = result
        .range
        .under_pressure
        .map(|domain| domain.pressure_mpa_sea.map(|mpa| SeaPressure::from_mpa(mpa).dbar().max(0.0)));
    let no_range = || OutgoingError::NoRange { quantity: quantity.clone() };
    let [from_dbar, to_dbar] = depth_dbar.or(certified).ok_or_else(no_range)?;
    let domain = domain.ok_or_else(no_range)?;
    let usage = Usage {
        from_dbar,
        to_dbar,
        celsius: middle(domain.temperature_celsius),
        practical_salinity: middle(domain.salinity_practical),
    };
    let [_, deepest_dbar] = domain.pressure_mpa_sea.map(|mpa| SeaPressure::from_mpa(mpa).dbar().max(0.0));
    if from_dbar > deepest_dbar + slack(from_dbar) {
        return Err(OutgoingError::NotCertified {
            quantity: quantity.clone(),
            from_dbar,
            to_dbar,
            deepest_dbar,
        });
    }
    let is_within = to_dbar <= deepest_dbar + slack(to_dbar);
    let certified_to = if is_within { to_dbar } else { deepest_dbar.max(from_dbar) };
    let certified = Usage { to_dbar: certified_to, ..usage };
    let reduction = reduce(equation, &known, capacity.held, &usage)
        .map_err(|source| OutgoingError::Reduction { quantity: quantity.clone(), source })?;
    let named = equation.coefficients().iter().zip(&reduction.coefficients);
    Ok(Outgoing {
        equation,
        set: CoefficientSet {
            equation: equation.id(),
            coefficients: named.map(|(name, value)| (*name, *value)).collect(),
            serial_number: item.serial.clone(),
            date: CalendarDate::parse(&certificate.ended_utc)?,
            offset: reduction.offset,
        },
        stated_standard_uncertainty: stated(certificate, result, &certified),
        coverage_factor: certificate.coverage_factor,
        digits: capacity.digits,
        largest_rounding: largest_rounding(equation, result, &reduction.coefficients, capacity.digits),
        unit: result.unit.clone(),
        quantity: quantity.clone(),
        known,
        reduction,
        usage,
        certified,
    })
}

impl Outgoing {
    /// Whether the certificate's points reach so deep.
    pub fn is_certified(&self, pressure_dbar_sea: f64) -> bool {
        // A sum of steps may end by some last digits deeper.
        pressure_dbar_sea <= self.certified.to_dbar * (1.0 + 1e-9)
    }
}

/// A pressure is never quite the one that was asked for: what it may differ by, dbar.
fn slack(dbar: f64) -> f64 {
    1.0 + 0.01 * dbar
}

/// Coefficients in the equation's order, with their covariance.
fn known(equation: &'static Equation, result: &QuantityResult) -> Result<Known, OutgoingError> {
    let value = |name: &&'static str| {
        let found = result.coefficients.get(*name).map(|coefficient| coefficient.value);
        found.ok_or_else(|| OutgoingError::Missing {
            quantity: result.quantity.clone(),
            equation: equation.id(),
            name,
        })
    };
    let coefficients: Vec<f64> = equation.coefficients().iter().map(value).collect::<Result<_, _>>()?;
    let mut covariance = vec![vec![0.0; coefficients.len()]; coefficients.len()];
    let uncertainty =
        |name: &String| result.coefficients.get(name).and_then(|found| found.standard_uncertainty);
    for (first, row) in result.correlation.names.iter().zip(&result.correlation.matrix) {
        for (second, correlation) in result.correlation.names.iter().zip(row) {
            let places = equation.coefficient_index(first).zip(equation.coefficient_index(second));
            if let (Some((row, column)), Some((one, other))) =
                (places, uncertainty(first).zip(uncertainty(second)))
            {
                covariance[row][column] = correlation * one * other;
            }
        }
    }
    Ok(Known { coefficients, covariance: Some(covariance) })
}

/// What rounding the coefficients does to the values at the points, at most.
fn largest_rounding(
    equation: &Equation,
    result: &QuantityResult,
    coefficients: &[f64],
    digits: usize,
) -> f64 {
    let decimals = digits.saturating_sub(1);
    let rounded = |value: &f64| format!("{value:.decimals$e}").parse().unwrap_or(*value);
    let rounded: Vec<f64> = coefficients.iter().map(rounded).collect();
    let change = |point: &PointResult| -> Option<f64> {
        let inputs = equation.inputs().iter();
        let inputs = inputs.map(|input| point.inputs.get(input.name).copied().or(input.default));
        let inputs: Vec<f64> = inputs.collect::<Option<_>>()?;
        Some((equation.value(&rounded, &inputs) - equation.value(coefficients, &inputs)).abs())
    };
    result.points.iter().filter_map(change).fold(0.0, f64::max)
}

/// The largest standard uncertainty of the points in the range, ambient ones aside where there are others.
fn stated(certificate: &Certificate, result: &QuantityResult, usage: &Usage) -> Option<f64> {
    let in_range = |number: u32| {
        let conditions = certificate.conditions.iter().find(|conditions| conditions.point == number)?;
        let dbar = AbsolutePressure::from_mpa(conditions.pressure_mpa_absolute).sea().dbar();
        let slack = slack(usage.to_dbar);
        let is_deep = conditions.direction != Direction::Ambient;
        ((usage.from_dbar - slack..=usage.to_dbar + slack).contains(&dbar)).then_some(is_deep)
    };
    let inside =
        result.points.iter().filter_map(|point| Some((in_range(point.point)?, point.standard_uncertainty)));
    let inside: Vec<(bool, f64)> = inside.collect();
    let any_deep = inside.iter().any(|(is_deep, _)| *is_deep);
    inside.iter().filter(|(is_deep, _)| *is_deep == any_deep).map(|(_, u)| *u).reduce(f64::max)
}
