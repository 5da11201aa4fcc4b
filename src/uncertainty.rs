//! Evaluates a budget on all cores, and says what was found: as a table for people, as JSON for programs.

mod json;
mod progress;
mod table;

pub use json::json;
pub use table::table;

use anyhow::bail;
use hadal_models::uncertainty::conformity::Conformity;
use hadal_models::uncertainty::measurement::{Expression, Input, Measurement};
use hadal_models::uncertainty::{
    Estimates, FirstOrder, Length, MonteCarlo, SecondOrder, numerical_tolerance, second_order, simulate,
};

/// All there is to say of a measurement.
pub struct Evaluation {
    /// For each output.
    pub outputs: Vec<Propagated>,
    /// Covariance of the outputs to first order, by rows.
    pub covariance: Vec<Vec<f64>>,
    /// The trials.
    pub monte_carlo: MonteCarlo,
}

/// One output by the GUM, and how far that can be trusted.
pub struct Propagated {
    /// To first order.
    pub first: FirstOrder,
    /// With second-order terms.
    pub second: SecondOrder,
    /// Derivative by each input.
    pub sensitivities: Vec<f64>,
    /// The decision, where one is asked for.
    pub conformity: Option<Conformity>,
    /// Whether the first-order interval is that of Monte Carlo to so many digits (JCGM 101, clause 8).
    pub validation: Validation,
}

/// The comparison of clause 8: distances between the ends of the intervals, and what is tolerated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Validation {
    /// Distance of the lower and of the upper ends.
    pub distances: [f64; 2],
    /// Half a unit in the last significant digit of the first-order standard uncertainty.
    pub tolerance: f64,
    /// Whether each exceeds the tolerance by more than two of its standard errors.
    pub exceeded: [bool; 2],
}

/// Propagates and simulates.
///
/// # Errors
/// An output without a value or of values beyond all units, too few or too many trials, or trials that would never end.
pub fn evaluate(
    measurement: &Measurement<Expression>,
    seed: u64,
    length: Length,
    digits: u32,
) -> anyhow::Result<Evaluation> {
    if let Length::Adaptive { .. } = length {
        refuse_unstable(measurement)?;
    }
    let mut workers = progress::AllCores::new();
    let mut monte_carlo = simulate(measurement, seed, length, &mut workers)?;
    workers.end();
    withhold(measurement, &mut monte_carlo)?;
    let estimates = Estimates::new(&measurement.inputs);
    let mut outputs = Vec::new();
    for (output, found) in measurement.outputs.iter().zip(&monte_carlo.outputs) {
        let mut sensitivities = vec![0.0; measurement.inputs.list().len()];
        let first = estimates.propagate(&output.model, &mut sensitivities);
        let interval = first.interval(measurement.coverage);
        let distances = [0, 1].map(|end| (interval[end] - found.symmetric[end]).abs());
        let tolerance = numerical_tolerance(first.standard_uncertainty, digits);
        let exceeded = [0, 1].map(|end| {
            let error = found.standard_errors[2 + end];
            let allowance = if error.is_finite() { 2.0 * error } else { f64::INFINITY };
            distances[end] > tolerance + allowance
        });
        outputs.push(Propagated {
            first,
            second: second_order(&estimates, &output.model),
            conformity: output
                .requirement
                .filter(|_| found.standard_uncertainty.is_finite())
                .map(|requirement| requirement.decide(found.mean, found.standard_uncertainty)),
            validation: Validation { distances, tolerance, exceeded },
            sensitivities,
        });
    }
    let inputs = estimates.covariance();
    let between = |a: &Propagated, b: &Propagated| -> f64 {
        let row = |(place, sensitivity): (usize, &f64)| {
            let others = inputs.row(place).iter().zip(&b.sensitivities).map(|(v, s)| v * s).sum::<f64>();
            sensitivity * others
        };
        a.sensitivities.iter().enumerate().map(row).sum()
    };
    let covariance = outputs.iter().map(|a| outputs.iter().map(|b| between(a, b)).collect()).collect();
    Ok(Evaluation { outputs, covariance, monte_carlo })
}

/// Makes NaN of moments that need not exist: whatever the trials give for them says nothing.
///
/// # Errors
/// An output without a moment that does exist.
fn withhold(measurement: &Measurement<Expression>, monte_carlo: &mut MonteCarlo) -> anyhow::Result<()> {
    let covariance = &mut monte_carlo.covariance;
    for (place, (output, found)) in measurement.outputs.iter().zip(&mut monte_carlo.outputs).enumerate() {
        if measurement.without_variance(output).is_none() {
            if !found.standard_uncertainty.is_finite() {
                bail!(
                    "the output `{}` has values whose squares are no numbers any more; accepted: up to about 1e150, in \
                     whatever unit",
                    output.name
                );
            }
            continue;
        }
        (found.mean, found.standard_uncertainty) = (f64::NAN, f64::NAN);
        found.standard_errors[..2].fill(f64::NAN);
        covariance.row_mut(place).fill(f64::NAN);
        covariance.column_mut(place).fill(f64::NAN);
        monte_carlo.regions = None;
    }
    Ok(())
}

/// A contribution of an input to the uncertainty of an output.
struct Contribution<'a> {
    name: &'a str,
    standard_uncertainty: f64,
    sensitivity: f64,
    /// Sensitivity times standard uncertainty.
    contribution: f64,
    /// Its square in units of the variance; the shares of correlated inputs do not add up to one.
    share: f64,
}

/// The contributions to one output, in the order of the inputs.
fn contributions<'a>(measurement: &'a Measurement<Expression>, output: &Propagated) -> Vec<Contribution<'a>> {
    let variance = output.first.standard_uncertainty * output.first.standard_uncertainty;
    let one = |(input, sensitivity): (&'a Input, &f64)| {
        let standard_uncertainty = input.distribution.standard_uncertainty();
        let contribution = sensitivity * standard_uncertainty;
        let share = if variance > 0.0 { contribution * contribution / variance } else { 0.0 };
        Contribution {
            name: &input.name,
            standard_uncertainty,
            sensitivity: *sensitivity,
            contribution,
            share,
        }
    };
    measurement.inputs.list().iter().zip(&output.sensitivities).map(one).collect()
}

/// Why an input has no finite variance.
fn no_variance(input: &Input) -> String {
    format!(
        "input {}: Student's t has a finite variance above 2 degrees of freedom, not with {}",
        input.name, input.degrees_of_freedom
    )
}

/// Refuses to wait for results that never become stable.
///
/// # Errors
/// An input of an output without a finite variance.
fn refuse_unstable(measurement: &Measurement<Expression>) -> anyhow::Result<()> {
    let mut outputs = measurement.outputs.iter();
    match outputs.find_map(|output| measurement.without_variance(output)) {
        Some(input) => bail!(
            "{}, so that the trials never become stable; accepted: more than 2 degrees of freedom, or a number of \
             --trials, for intervals alone",
            no_variance(input)
        ),
        None => Ok(()),
    }
}

/// What somebody should know before using the results.
fn warnings(measurement: &Measurement<Expression>, evaluation: &Evaluation) -> Vec<String> {
    let mut said = Vec::new();
    let outputs = measurement.outputs.iter().zip(&evaluation.outputs).zip(&evaluation.monte_carlo.outputs);
    for ((output, found), simulated) in outputs {
        if let Some(input) = measurement.without_variance(output) {
            said.push(format!(
                "{}: {}: Monte Carlo mean, standard uncertainty and what rests on them are not given; its intervals hold",
                output.name,
                no_variance(input)
            ));
        } else if simulated.rests_on_one_trial() {
            said.push(format!(
                "{}: one trial makes {:.0} % of the variance: the quantity may have none, and Monte Carlo mean and standard \
                 uncertainty say nothing then; its intervals hold",
                output.name,
                100.0 * simulated.largest_share
            ));
        }
        let Validation { distances: [low, high], tolerance, exceeded } = found.validation;
        let off = match exceeded {
            [true, true] => format!("both ends of its interval are off, by {low:.2e} and {high:.2e}"),
            [true, false] => format!("the lower end of its interval is off by {low:.2e}"),
            [false, true] => format!("the upper end of its interval is off by {high:.2e}"),
            [false, false] => continue,
        };
        said.push(format!(
            "{}: first order is not enough: {off}, more than {tolerance:.1e} (JCGM 101, clause 8); use the Monte Carlo result",
            output.name
        ));
    }
    if evaluation.monte_carlo.stable == Some(false) {
        said.push(
            "the results did not become stable: an input or an output may have no finite variance".to_owned(),
        );
    }
    said
}
