//! What residuals tell of a fitted sheet: which terms its points support, outliers, and tests of its errors.

use super::{UncertaintiesFrom, line};
use hadal_models::calibration::diagnostics::diagnostics;
use hadal_models::calibration::nested::{Comparison, compare};
use hadal_models::calibration::outliers::outliers;
use hadal_models::calibration::sheet::{SheetFit, term_sets};
use hadal_models::calibration::{FitError, studentised};
use serde::Serialize;

/// One suspect is looked for among so many points,
const POINTS_PER_SUSPECT: usize = 10;

/// and no more than so many in all, as in the tables of Rosner (1983).
const MOST_SUSPECTS: usize = 10;

/// All that is examined.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Examination {
    /// Sets of free coefficients, the fit among them, from few to many.
    pub candidates: Vec<Candidate>,
    /// The point with the largest studentised residual, then the largest among the rest.
    pub outliers: Vec<OutlierTest>,
    /// Tests of the residuals.
    pub tests: Vec<ResidualTest>,
    /// Residual over its standard deviation at each point; none where the curve must go through the point.
    pub studentised_residuals: Vec<Option<f64>>,
    /// How far the curve follows an error at each point, 0 to 1.
    pub leverages: Vec<f64>,
}

/// One set of free coefficients.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    /// Coefficients that are free.
    pub free: Vec<String>,
    /// Points less these.
    pub degrees_of_freedom: usize,
    /// Weighted sum of squared residuals; unweighted where nothing is stated.
    pub chi_squared: f64,
    /// The gain of the larger set that gains most, for each of its further coefficients: F, or a reduced chi-squared where
    /// uncertainties are stated. None without a larger set, or where it leaves no residual at all.
    pub gain_of_larger: Option<f64>,
    /// Probability of so large a gain by chance.
    pub probability: Option<f64>,
    /// Akaike's criterion, corrected for few points.
    pub aicc: Option<f64>,
    /// Whether these are the coefficients that the fit above has.
    pub fitted: bool,
    /// Whether this is the smallest set that no larger one beats at 5 %.
    pub supported: bool,
}

/// A point tested as an outlier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OutlierTest {
    /// Line in the file.
    pub line: u64,
    /// Externally studentised residual.
    pub studentised_residual: f64,
    /// The size at which it would be significant at 5 %.
    pub critical: f64,
    /// Probability, times the number of points.
    pub probability: f64,
    /// Leverage of the point.
    pub leverage: f64,
    /// Whether it is an outlier. The fit keeps it all the same.
    pub outlier: bool,
}

/// A test of the residuals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ResidualTest {
    /// Its name.
    pub test: &'static str,
    /// The statistic.
    pub statistic: f64,
    /// Probability of one so far out if nothing is wrong.
    pub probability: f64,
    /// What that means.
    pub verdict: &'static str,
}

impl Examination {
    /// Of a fitted sheet.
    ///
    /// # Errors
    /// [`FitError`], which a sheet that has been fitted gives no reason for.
    pub fn of(sheet: &SheetFit) -> Result<Self, FitError> {
        let compared = compare(&sheet.problem, &term_sets(sheet))?;
        let most = (sheet.lines.len() / POINTS_PER_SUSPECT).clamp(1, MOST_SUSPECTS);
        let found = outliers(&sheet.problem, most)?;
        let standing = studentised(&sheet.problem, &sheet.fit)?;
        let outlier = |(place, stage): (usize, &hadal_models::calibration::outliers::Stage)| OutlierTest {
            line: sheet.lines[stage.point],
            studentised_residual: stage.studentised,
            critical: stage.critical,
            probability: stage.probability,
            leverage: stage.leverage,
            outlier: place < found.count,
        };
        let tests = diagnostics(&sheet.problem, &sheet.fit)?.into_iter().map(|test| ResidualTest {
            test: test.property.test(),
            statistic: test.statistic,
            probability: test.probability,
            verdict: test.verdict(),
        });
        Ok(Self {
            candidates: candidates(sheet, &compared),
            outliers: found.stages.iter().enumerate().map(outlier).collect(),
            tests: tests.collect(),
            studentised_residuals: standing.internal,
            leverages: standing.leverage,
        })
    }

    /// As text, below the points.
    pub(super) fn write(&self, text: &mut String, from: UncertaintiesFrom) {
        self.write_candidates(text, from);
        self.write_outliers(text);
        line(text, format_args!("\n{:<18}{:>12}{:>10}", "test", "statistic", "p"));
        for ResidualTest { test, statistic, probability, verdict } in &self.tests {
            line(text, format_args!("{test:<18}{statistic:>12.4}{probability:>10.2}  {verdict}"));
        }
    }

    fn write_candidates(&self, text: &mut String, from: UncertaintiesFrom) {
        let (squares, gain) = match from {
            UncertaintiesFrom::Residuals => ("sum of squares", "F"),
            UncertaintiesFrom::Sheet => ("chi-squared", "gain"),
        };
        let names = |candidate: &Candidate| candidate.free.join(" ");
        let width = self.candidates.iter().map(|candidate| names(candidate).len()).max().unwrap_or(0).max(4);
        line(
            text,
            format_args!(
                "\n{:<width$}{:>9}{squares:>16}{gain:>11}{:>10}{:>11}",
                "free", "freedom", "p", "AICc"
            ),
        );
        for candidate in &self.candidates {
            let number = |value: Option<f64>, digits: usize| match value {
                Some(value) if value != 0.0 && !(1e-3..1e6).contains(&value.abs()) => format!("{value:.1e}"),
                Some(value) => format!("{value:.digits$}"),
                None => "-".to_owned(),
            };
            let remark = match (candidate.fitted, candidate.supported) {
                (true, true) => "  fitted, supported",
                (true, false) => "  fitted",
                (false, true) => "  supported",
                (false, false) => "",
            };
            line(
                text,
                format_args!(
                    "{:<width$}{:>9}{:>16.4e}{:>11}{:>10}{:>11}{remark}",
                    names(candidate),
                    candidate.degrees_of_freedom,
                    candidate.chi_squared,
                    number(candidate.gain_of_larger, 2),
                    number(candidate.probability, 3),
                    number(candidate.aicc, 2),
                ),
            );
        }
        line(text, format_args!("supported: the fewest coefficients that no larger set beats at 5 %"));
    }

    fn write_outliers(&self, text: &mut String) {
        let count = self.outliers.iter().filter(|test| test.outlier).count();
        line(text, format_args!("\noutliers at 5 %: {count} (nothing is left out of the fit)"));
        // The worst point in any case; what follows it where it is of interest.
        for test in self.outliers.iter().take(count.max(1)) {
            let OutlierTest { line: number, studentised_residual, critical, probability, leverage, outlier } =
                test;
            let verdict = if *outlier { "OUTLIER" } else { "none" };
            line(
                text,
                format_args!(
                    "line {number}: studentised residual {studentised_residual:+.2} (critical {critical:.2}), p {probability:.3}, \
                     leverage {leverage:.2}: {verdict}"
                ),
            );
        }
    }
}

fn candidates(sheet: &SheetFit, compared: &Comparison) -> Vec<Candidate> {
    let each = compared.candidates.iter().enumerate().map(|(place, candidate)| Candidate {
        free: candidate.fit.free_names().into_iter().map(str::to_owned).collect(),
        degrees_of_freedom: candidate.fit.degrees_of_freedom,
        chi_squared: candidate.fit.chi_squared,
        gain_of_larger: candidate.best_larger.map(|gain| gain.ratio).filter(|ratio| ratio.is_finite()),
        probability: candidate.best_larger.map(|gain| gain.probability),
        aicc: candidate.aicc,
        fitted: candidate.fit.free == sheet.fit.free,
        supported: place == compared.supported,
    });
    each.collect()
}
