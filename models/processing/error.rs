//! What a processing step refuses: parameters outside their meaning, columns of unequal length.

/// Why a step was not carried out.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ProcessingError {
    /// A parameter without meaning.
    #[error("{parameter} is {value}; accepted is {accepted}")]
    Parameter {
        /// Its name, with the unit.
        parameter: &'static str,
        /// What was given.
        value: f64,
        /// What is accepted.
        accepted: &'static str,
    },
    /// Columns that do not belong together.
    #[error(
        "{column} has {found} values where there are {expected} scans; every column needs one value per scan"
    )]
    Length {
        /// The column that departs.
        column: &'static str,
        /// Its length.
        found: usize,
        /// Length of the first column.
        expected: usize,
    },
}

/// The value, if it is finite and above zero.
pub(super) fn above_zero(parameter: &'static str, value: f64) -> Result<f64, ProcessingError> {
    if value.is_finite() && value > 0.0 {
        return Ok(value);
    }
    Err(ProcessingError::Parameter { parameter, value, accepted: "a finite number above 0" })
}

/// The value, if it is finite and not below zero.
pub(super) fn zero_or_above(parameter: &'static str, value: f64) -> Result<f64, ProcessingError> {
    if value.is_finite() && value >= 0.0 {
        return Ok(value);
    }
    Err(ProcessingError::Parameter { parameter, value, accepted: "a finite number, 0 or above" })
}

/// The value, if it is finite.
pub(super) fn finite(parameter: &'static str, value: f64) -> Result<f64, ProcessingError> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(ProcessingError::Parameter { parameter, value, accepted: "a finite number" })
}

/// Fails unless the column has one value per scan.
pub(super) fn one_per_scan(
    column: &'static str,
    values: &[f64],
    scans: usize,
) -> Result<(), ProcessingError> {
    if values.len() == scans {
        return Ok(());
    }
    Err(ProcessingError::Length { column, found: values.len(), expected: scans })
}

/// Whole sample intervals in a time, rounded down but for round-off, and never more than `most`.
pub(super) fn whole_intervals(time_s: f64, sample_interval_s: f64, most: usize) -> usize {
    /// 3 s are thirty intervals of 0.1 s, although the quotient of the two doubles may fall short of it.
    const ROUND_OFF: f64 = 1e-9;
    let intervals = libm::floor(time_s / sample_interval_s + ROUND_OFF);
    if intervals >= most as f64 {
        return most;
    }
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and `most`; the cast saturates at 0")]
    let whole = intervals as usize;
    whole
}
