//! What `hadal fit DATA.csv` prints: a fit of one equation to a calibration sheet, as text and as JSON.
//!
//! `examination` says what the residuals tell of terms, outliers and errors; `found_and_left` compares with an earlier
//! calibration.

mod error;
mod examination;

pub use error::FitSheetError;
pub use examination::{Candidate, Examination, OutlierTest, ResidualTest};

use crate::found_and_left::{Earlier, FoundAndLeft, Points};
use hadal_models::calibration::correction::CorrectionError;
use hadal_models::calibration::sheet::{SheetFit, fit_sheet};
use hadal_models::calibration::{Errors, FitError};
use hadal_models::equation::Equation;
use hadal_models::format::csv;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Version of the JSON's layout.
pub const SCHEMA: &str = "hadal-sheet-fit/1";

/// A fitted sheet, ready to be printed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SheetReport {
    /// Always `hadal-sheet-fit/1`.
    pub schema: String,
    /// The equation.
    pub equation: String,
    /// Its version.
    pub equation_version: u32,
    /// Unit of reference, indication and residuals.
    pub unit: String,
    /// Which column served as what.
    pub columns: BTreeMap<String, String>,
    /// Fitted coefficients.
    pub coefficients: BTreeMap<String, SheetCoefficient>,
    /// Coefficients that were held, with their values.
    pub held: BTreeMap<String, f64>,
    /// Rows and columns of `correlation`.
    pub correlation_names: Vec<String>,
    /// Correlation of the fitted coefficients.
    pub correlation: Vec<Vec<f64>>,
    /// Indicated minus reference, in the order of the table.
    pub residuals: Vec<f64>,
    /// The points.
    pub points: Vec<SheetPoint>,
    /// Points less fitted coefficients.
    pub degrees_of_freedom: usize,
    /// √(Σ residual² / degrees of freedom).
    pub residual_standard_deviation: f64,
    /// What made the uncertainties.
    pub uncertainties_from: UncertaintiesFrom,
    /// What the residuals tell.
    pub examination: Examination,
    /// The same points by an earlier calibration, where one is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found_and_left: Option<FoundAndLeft>,
}

/// What made the uncertainties of a fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UncertaintiesFrom {
    /// The scatter of the points.
    Residuals,
    /// The table's columns of uncertainties.
    Sheet,
}

/// A fitted coefficient.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SheetCoefficient {
    /// Its value.
    pub value: f64,
    /// Its standard uncertainty.
    pub standard_uncertainty: f64,
}

/// A line of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SheetPoint {
    /// Line in the file.
    pub line: u64,
    /// First raw input.
    pub raw: f64,
    /// Reference value.
    pub reference: f64,
    /// By the fitted equation.
    pub indicated: f64,
    /// Indicated minus reference.
    pub residual: f64,
    /// Standard uncertainty of the fitted curve here.
    pub standard_uncertainty: f64,
}

/// Reads `reference=COLUMN,raw=COLUMN`.
///
/// # Errors
/// [`FitSheetError::Columns`], with the piece that is not of this form; [`FitSheetError::RepeatedRole`].
pub fn parse_columns(text: &str) -> Result<BTreeMap<String, String>, FitSheetError> {
    let piece = |piece: &str| match piece.split_once('=') {
        Some((role, column)) if !role.trim().is_empty() && !column.trim().is_empty() => {
            Ok((role.trim().to_owned(), column.trim().to_owned()))
        }
        _ => Err(FitSheetError::Columns { found: piece.to_owned() }),
    };
    let mut columns: BTreeMap<String, String> = BTreeMap::new();
    for found in text.split(',').map(piece) {
        let (role, second) = found?;
        if let Some(first) = columns.insert(role.clone(), second.clone()) {
            return Err(FitSheetError::RepeatedRole { role, first, second });
        }
    }
    Ok(columns)
}

/// Fits the equation to the text of a calibration sheet and compares with an earlier calibration, if there is one; `path`
/// names the sheet in errors.
///
/// # Errors
/// [`FitSheetError`] for a malformed table, unknown columns or equations, or points that determine nothing.
pub fn fit_text(
    path: &str,
    text: &str,
    equation: &'static Equation,
    columns: &BTreeMap<String, String>,
    earlier: Option<&Earlier>,
) -> Result<SheetReport, FitSheetError> {
    let table = csv::parse(text).map_err(|problem| FitSheetError::Csv { path: path.to_owned(), problem })?;
    let fitted = fit_sheet(&table, equation, columns)
        .map_err(|problem| FitSheetError::Sheet { path: path.to_owned(), problem: Box::new(problem) })?;
    let beside = |what| move |problem| FitSheetError::Beside { path: path.to_owned(), what, problem };
    let failed = |problem: FitError| CorrectionError::Fit(problem);
    let examination =
        Examination::of(&fitted).map_err(failed).map_err(beside("examination of the residuals"))?;
    let found_and_left = earlier.map(|earlier| FoundAndLeft::of(&Points::from(&fitted), earlier)).transpose();
    let found_and_left = found_and_left.map_err(beside("slope and offset"))?;
    Ok(SheetReport::of(&fitted, examination, found_and_left))
}

impl SheetReport {
    fn of(sheet: &SheetFit, examination: Examination, found_and_left: Option<FoundAndLeft>) -> Self {
        let fit = &sheet.fit;
        let coefficient = |name: &&'static str| {
            let (value, standard_uncertainty) = fit.coefficient(name)?;
            Some(((*name).to_owned(), SheetCoefficient { value, standard_uncertainty }))
        };
        Self {
            schema: SCHEMA.to_owned(),
            equation: fit.equation.id().to_owned(),
            equation_version: fit.equation.version(),
            unit: fit.equation.output_unit().to_owned(),
            columns: sheet.columns.clone(),
            coefficients: fit.free_names().iter().filter_map(coefficient).collect(),
            held: sheet.held.clone(),
            correlation_names: fit.free_names().into_iter().map(str::to_owned).collect(),
            correlation: fit.correlation().row_iter().map(|row| row.iter().copied().collect()).collect(),
            residuals: fit.residuals.clone(),
            points: points(sheet),
            degrees_of_freedom: fit.degrees_of_freedom,
            residual_standard_deviation: fit.residual_standard_deviation,
            uncertainties_from: match sheet.problem.errors {
                Errors::FromResiduals => UncertaintiesFrom::Residuals,
                Errors::Stated { .. } => UncertaintiesFrom::Sheet,
            },
            examination,
            found_and_left,
        }
    }

    /// The JSON of `--json`, with a final line feed.
    ///
    /// # Errors
    /// None in practice; the serialiser's error is passed on.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// The text for people.
    pub fn to_text(&self) -> String {
        let mut text =
            format!("{} (version {}), {} points\n", self.equation, self.equation_version, self.points.len());
        for (role, column) in &self.columns {
            line(&mut text, format_args!("  {role} = {column}"));
        }
        self.write_coefficients(&mut text);
        self.write_correlation(&mut text);
        self.write_points(&mut text);
        self.examination.write(&mut text, self.uncertainties_from);
        if let Some(found_and_left) = &self.found_and_left {
            found_and_left.write(&mut text);
        }
        text
    }

    fn write_coefficients(&self, text: &mut String) {
        line(text, format_args!("\n{:<12}{:>20}{:>24}", "coefficient", "value", "standard uncertainty"));
        for name in &self.correlation_names {
            if let Some(found) = self.coefficients.get(name) {
                line(
                    text,
                    format_args!("{name:<12}{:>20.9e}{:>24.1e}", found.value, found.standard_uncertainty),
                );
            }
        }
        for (name, value) in &self.held {
            line(text, format_args!("{name:<12}{value:>20.9e}{:>24}", "held"));
        }
        let deviation = self.residual_standard_deviation;
        let freedom = self.degrees_of_freedom;
        line(
            text,
            format_args!(
                "residual standard deviation {deviation:.3e} {} ({freedom} degrees of freedom); uncertainties {}",
                self.unit,
                match self.uncertainties_from {
                    UncertaintiesFrom::Residuals => "from it",
                    UncertaintiesFrom::Sheet => "as the sheet states them",
                }
            ),
        );
    }

    fn write_correlation(&self, text: &mut String) {
        let names: String = self.correlation_names.iter().map(|name| format!("{name:>11}")).collect();
        line(text, format_args!("\n{:<12}{names}", "correlation"));
        for (name, row) in self.correlation_names.iter().zip(&self.correlation) {
            let row: String = row.iter().map(|value| format!("{value:>11.6}")).collect();
            line(text, format_args!("{name:<12}{row}"));
        }
    }

    fn write_points(&self, text: &mut String) {
        let (reference, indicated) =
            (format!("reference / {}", self.unit), format!("indicated / {}", self.unit));
        line(
            text,
            format_args!("\n{:>5}{:>16}{reference:>28}{indicated:>28}{:>14}", "line", "raw", "residual"),
        );
        for point in &self.points {
            let SheetPoint { line: number, raw, reference, indicated, residual, .. } = point;
            line(
                text,
                format_args!("{number:>5}{raw:>16.4}{reference:>28.6}{indicated:>28.6}{residual:>+14.2e}"),
            );
        }
    }
}

fn points(sheet: &SheetFit) -> Vec<SheetPoint> {
    let rows = sheet.lines.iter().zip(&sheet.inputs).zip(sheet.reference.iter().zip(&sheet.fit.residuals));
    let point = |((line, inputs), (reference, residual)): ((&u64, &Vec<f64>), (&f64, &f64))| SheetPoint {
        line: *line,
        raw: inputs[0],
        reference: *reference,
        indicated: reference + residual,
        residual: *residual,
        standard_uncertainty: sheet.fit.standard_uncertainty(inputs),
    };
    rows.map(point).collect()
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _infallible = writeln!(text, "{content}");
}

#[cfg(test)]
mod tests;
