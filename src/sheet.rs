//! What `hadal fit DATA.csv` prints: a fit of one equation to a calibration sheet, as text and as JSON.

use hadal_models::calibration::sheet::{SheetError, SheetFit, fit_sheet};
use hadal_models::equation::Equation;
use hadal_models::format::csv;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Version of the JSON's layout.
pub const SCHEMA: &str = "hadal-sheet-fit/1";

/// Why a sheet is not fitted. Names the line, the column or the coefficient, what was found and what is accepted.
#[derive(Debug, thiserror::Error)]
pub enum FitSheetError {
    /// The text is no table of numbers.
    #[error("{path}: {problem}")]
    Csv {
        /// The file.
        path: String,
        /// What is wrong. Part of the message, and so not its source.
        problem: csv::CsvError,
    },
    /// The table does not suit the equation.
    #[error("{path}: {problem}")]
    Sheet {
        /// The file.
        path: String,
        /// What is wrong. Part of the message, and so not its source.
        problem: Box<SheetError>,
    },
    /// `--columns` is not a list of role=column.
    #[error("--columns: `{found}` is not ROLE=COLUMN; accepted is a list such as reference=bath,raw=counts")]
    Columns {
        /// The piece that is not.
        found: String,
    },
    /// `--columns` names a role twice.
    #[error(
        "--columns: role `{role}` is given twice, as `{first}` and as `{second}`; each role takes one column"
    )]
    RepeatedRole {
        /// The role.
        role: String,
        /// The first column.
        first: String,
        /// The second.
        second: String,
    },
}

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
    /// √(Σ residual² / degrees of freedom), which made the uncertainties.
    pub residual_standard_deviation: f64,
}

/// A fitted coefficient.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SheetCoefficient {
    /// Its value.
    pub value: f64,
    /// Its standard uncertainty, from the residuals.
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

/// Fits the equation to the text of a calibration sheet; `path` names it in errors.
///
/// # Errors
/// [`FitSheetError`] for a malformed table, unknown columns or equations, or points that determine nothing.
pub fn fit_text(
    path: &str,
    text: &str,
    equation: &'static Equation,
    columns: &BTreeMap<String, String>,
) -> Result<SheetReport, FitSheetError> {
    let table = csv::parse(text).map_err(|problem| FitSheetError::Csv { path: path.to_owned(), problem })?;
    let fitted = fit_sheet(&table, equation, columns)
        .map_err(|problem| FitSheetError::Sheet { path: path.to_owned(), problem: Box::new(problem) })?;
    Ok(SheetReport::of(&fitted))
}

impl SheetReport {
    /// Of a fitted sheet.
    pub fn of(sheet: &SheetFit) -> Self {
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
                "residual standard deviation {deviation:.3e} {} ({freedom} degrees of freedom)",
                self.unit
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
mod tests {
    use super::*;

    const SHEET: &str = include_str!("../tests/reference/sbe45-0402-temperature.csv");
    fn thermometer() -> &'static Equation {
        hadal_models::equation::find("sea-bird/sbe-37-temperature").unwrap()
    }

    /// Sea-Bird SBE 45 serial 0402, calibration sheet of 31 January 2012 (SBE 45 manual, appendix II): the sheet
    /// prints every residual as 0.0000 °C, so none exceeds 0.05 mK by more than the sheet's own rounding of 0.05 mK.
    #[test]
    fn val_the_json_of_a_real_sheet_has_the_printed_residuals() {
        let report = fit_text("sheet.csv", SHEET, thermometer(), &BTreeMap::new()).unwrap();
        let json: serde_json::Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
        let residuals = json["residuals"].as_array().unwrap();
        assert_eq!(residuals.len(), 7);
        assert!(residuals.iter().all(|residual| residual.as_f64().unwrap().abs() <= 1e-4));
        for name in ["a0", "a1", "a2", "a3"] {
            assert!(json["coefficients"][name]["value"].is_f64());
            assert!(json["coefficients"][name]["standard_uncertainty"].as_f64().unwrap() > 0.0);
        }
        for row in 0..4 {
            assert!((json["correlation"][row][row].as_f64().unwrap() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn the_text_shows_every_coefficient_and_line() {
        let report = fit_text("sheet.csv", SHEET, thermometer(), &BTreeMap::new()).unwrap();
        let text = report.to_text();
        for name in ["a0", "a1", "a2", "a3", "correlation", "residual standard deviation"] {
            assert!(text.contains(name), "{name} in {text}");
        }
        let points = text.lines().skip_while(|line| !line.trim_start().starts_with("line")).skip(1);
        assert_eq!(points.count(), 7);
    }

    #[test]
    fn columns_are_read_and_refused() {
        let columns = parse_columns("reference=bath, raw = n").unwrap();
        assert_eq!(columns["reference"], "bath");
        assert_eq!(columns["raw"], "n");
        for wrong in ["", "reference", "reference=", "=n", "reference=a,,raw=b"] {
            assert!(parse_columns(wrong).is_err(), "{wrong}");
        }
        let message = parse_columns("reference=bath,raw=n,reference=bath2").unwrap_err().to_string();
        assert!(message.contains("`reference` is given twice, as `bath` and as `bath2`"), "{message}");
    }

    #[test]
    fn a_malformed_sheet_names_file_and_line() {
        let text = "bath_temperature_celsius,output_counts\n1.0,744013\n4.5,six\n";
        let message = fit_text("data.csv", text, thermometer(), &BTreeMap::new()).unwrap_err().to_string();
        assert!(
            message.contains("data.csv") && message.contains('3') && message.contains("six"),
            "{message}"
        );
    }

    /// The command prints an error with the chain of its sources: what a message says must not be said again.
    #[test]
    fn regress_an_error_says_everything_once() {
        let one = "bath_temperature_celsius,output_counts\n1.0,744013\n4.5,six\n";
        let none = "bath_temperature_celsius,output_counts\n1.0,744013\n4.5,0\n";
        for (text, expected) in
            [(one, "data.csv: line 3: column"), (none, "data.csv: line 3: the indication")]
        {
            let rows = "\n15.0,401693.2\n18.5,347069.1\n24.0,277505.6\n29.0,231636.3\n";
            let error =
                fit_text("data.csv", &format!("{}{rows}", text.trim_end()), thermometer(), &BTreeMap::new())
                    .unwrap_err();
            let message = format!("{:#}", anyhow::Error::new(error));
            assert!(message.starts_with(expected), "{message}");
            assert_eq!(message.matches("line 3").count(), 1, "{message}");
        }
    }
}
