//! The same points by an earlier calibration: as found, with its slope and offset anew, and as left.

use crate::convert::Previous;
use hadal_models::calibration::correction::{
    Convention, CorrectionError, correct, correction_unit, errors_in_correction_unit, in_correction_unit,
};
use hadal_models::calibration::ctd::SensorCalibration;
use hadal_models::calibration::sheet::SheetFit;
use hadal_models::calibration::{Errors, Fit};
use serde::Serialize;
use std::fmt::Write as _;

/// An earlier calibration of the same sensor, and what its maker lets a user correct.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// Its coefficients.
    pub calibration: Previous,
    /// What is corrected.
    pub convention: Convention,
}

/// New points of a sensor, and the fit to them.
pub struct Points<'a> {
    /// The number of each point: its line in a sheet, or its place in a run.
    pub numbers: Vec<u64>,
    /// Raw inputs of each.
    pub inputs: &'a [Vec<f64>],
    /// Reference values.
    pub reference: Vec<f64>,
    /// Errors of reference minus indication.
    pub errors: Errors,
    /// What was fitted.
    pub fit: &'a Fit,
}

impl<'a> From<&'a SheetFit> for Points<'a> {
    fn from(sheet: &'a SheetFit) -> Self {
        Self {
            numbers: sheet.lines.clone(),
            inputs: &sheet.inputs,
            reference: sheet.reference.clone(),
            errors: sheet.problem.errors.clone(),
            fit: &sheet.fit,
        }
    }
}

impl<'a> From<&'a SensorCalibration> for Points<'a> {
    fn from(sensor: &'a SensorCalibration) -> Self {
        let count = sensor.points.len();
        Self {
            numbers: (0..).take(count).collect(),
            inputs: sensor.point_inputs(),
            reference: sensor.points.iter().map(|point| point.reference).collect(),
            errors: sensor.errors(),
            fit: &sensor.fit,
        }
    }
}

/// New points beside an earlier calibration. All values are in `unit`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FoundAndLeft {
    /// The file of the earlier calibration.
    pub previous: String,
    /// Serial number of its sensor; may be empty.
    pub serial: String,
    /// Its date; may be empty.
    pub date: String,
    /// What whoever uses its numbers must know.
    pub notices: Vec<String>,
    /// Unit of offset and residuals: pressure is sea pressure in dbar here, where makers correct it.
    pub unit: &'static str,
    /// The slope that belongs with the earlier coefficients now.
    pub slope: Corrected,
    /// The offset that belongs with them.
    pub offset: Corrected,
    /// Correlation of slope and offset, where both are fitted.
    pub correlation: Option<f64>,
    /// The points.
    pub points: Vec<PointFoundAndLeft>,
    /// Root mean square of the residuals, and the largest.
    pub as_found: Figure,
    /// The same with slope and offset anew.
    pub as_corrected: Figure,
    /// The same with the coefficients of the fit.
    pub as_left: Figure,
}

/// A slope or an offset.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Corrected {
    /// What the earlier file has.
    pub previous: f64,
    /// What the points make of it.
    pub value: f64,
    /// Its standard uncertainty; zero where it is held.
    pub standard_uncertainty: f64,
}

/// Residuals of one point: indicated minus reference.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PointFoundAndLeft {
    /// Line in the sheet, or number of the point in the run.
    pub point: u64,
    /// Reference value.
    pub reference: f64,
    /// By the earlier coefficients with the slope and offset of their file.
    pub as_found: f64,
    /// By the earlier coefficients with the new slope and offset.
    pub as_corrected: f64,
    /// By the new coefficients.
    pub as_left: f64,
}

/// How large residuals are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Root mean square.
    pub root_mean_square: f64,
    /// Largest size.
    pub largest: f64,
}

impl FoundAndLeft {
    /// Of fitted points and an earlier calibration.
    ///
    /// # Errors
    /// [`CorrectionError`] where the points do not determine slope and offset, or the earlier coefficients give no number.
    pub fn of(points: &Points<'_>, earlier: &Earlier) -> Result<Self, CorrectionError> {
        let equation = points.fit.equation;
        let of = |value: f64| in_correction_unit(equation, value);
        let previous = &earlier.calibration;
        let computed: Vec<f64> =
            points.inputs.iter().map(|inputs| of(equation.value(&previous.coefficients, inputs))).collect();
        let reference: Vec<f64> = points.reference.iter().map(|value| of(*value)).collect();
        let errors = errors_in_correction_unit(equation, &points.errors);
        let found = correct(earlier.convention, &computed, &reference, errors)?;
        let point = |place: usize| PointFoundAndLeft {
            point: points.numbers[place],
            reference: reference[place],
            as_found: previous.correction.apply(computed[place]) - reference[place],
            as_corrected: found.correction.apply(computed[place]) - reference[place],
            as_left: of(points.fit.value(&points.inputs[place])) - reference[place],
        };
        let compared: Vec<PointFoundAndLeft> = (0..reference.len()).map(point).collect();
        let [[slope, both], [_, offset]] = found.covariance;
        let of_each = |of: fn(&PointFoundAndLeft) -> f64| figure(compared.iter().map(of));
        Ok(Self {
            previous: previous.file.clone(),
            serial: previous.serial.clone(),
            date: previous.date.clone(),
            notices: previous.notices.clone(),
            unit: correction_unit(equation),
            slope: Corrected {
                previous: previous.correction.slope,
                value: found.correction.slope,
                standard_uncertainty: slope.sqrt(),
            },
            offset: Corrected {
                previous: previous.correction.offset,
                value: found.correction.offset,
                standard_uncertainty: offset.sqrt(),
            },
            correlation: (earlier.convention == Convention::SlopeAndOffset)
                .then(|| both / (slope * offset).sqrt()),
            as_found: of_each(|point| point.as_found),
            as_corrected: of_each(|point| point.as_corrected),
            as_left: of_each(|point| point.as_left),
            points: compared,
        })
    }

    /// As text, after all else.
    pub fn write(&self, text: &mut String) {
        let of = [(&self.serial, "serial"), (&self.date, "of")];
        let of = of.iter().filter(|(value, _)| !value.is_empty());
        let of: String = of.map(|(value, what)| format!(", {what} {value}")).collect();
        line(text, format_args!("\nearlier calibration: {}{of}", self.previous));
        for notice in &self.notices {
            line(text, format_args!("note: {notice}"));
        }
        let unit = self.unit;
        line(
            text,
            format_args!(
                "{:>5}{:>28}{:>14}{:>14}{:>14}",
                "point",
                format!("reference / {unit}"),
                "as found",
                "corrected",
                "as left"
            ),
        );
        for PointFoundAndLeft { point: number, reference, as_found, as_corrected, as_left } in &self.points {
            line(
                text,
                format_args!(
                    "{number:>5}{reference:>28.6}{as_found:>+14.2e}{as_corrected:>+14.2e}{as_left:>+14.2e}"
                ),
            );
        }
        for (name, of) in [
            ("root mean square", |figure: &Figure| figure.root_mean_square),
            ("largest", |figure| figure.largest),
        ] as [(&str, fn(&Figure) -> f64); 2]
        {
            let [found, corrected, left] = [&self.as_found, &self.as_corrected, &self.as_left].map(of);
            line(text, format_args!("{name:>33}{found:>14.2e}{corrected:>14.2e}{left:>14.2e}"));
        }
        for (name, Corrected { previous, value, standard_uncertainty }, unit) in
            [("slope", self.slope, ""), ("offset", self.offset, unit)]
        {
            let how = if standard_uncertainty > 0.0 {
                format!("standard uncertainty {standard_uncertainty:.1e}")
            } else {
                "held".to_owned()
            };
            line(text, format_args!("{name:<7}{value:.7} {unit} ({how}; {previous:.7} as found)"));
        }
    }
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    writeln!(text, "{content}").unwrap_or_default();
}

fn figure(residuals: impl Iterator<Item = f64>) -> Figure {
    let residuals: Vec<f64> = residuals.collect();
    let squares: f64 = residuals.iter().map(|residual| residual * residual).sum();
    Figure {
        root_mean_square: (squares / residuals.len().max(1) as f64).sqrt(),
        largest: residuals.iter().map(|residual| residual.abs()).fold(0.0, f64::max),
    }
}
