//! The results as JSON. What is infinite is null.

use super::{Evaluation, contributions, warnings};
use anyhow::Context as _;
use hadal_models::uncertainty::conformity::Decision;
use hadal_models::uncertainty::measurement::{Expression, Measurement};
use serde_json::{Map, Value, json as value};

/// The results of a budget.
///
/// # Errors
/// None that a finite result could cause.
pub fn json(measurement: &Measurement<Expression>, evaluation: &Evaluation) -> anyhow::Result<String> {
    let mut outputs = Map::new();
    let found = evaluation.outputs.iter().zip(&evaluation.monte_carlo.outputs);
    for (output, (gum, simulated)) in measurement.outputs.iter().zip(found) {
        let mut inputs = Map::new();
        for part in contributions(measurement, gum) {
            let part_value = value!({
                "standard_uncertainty": part.standard_uncertainty,
                "sensitivity": part.sensitivity,
                "contribution": part.contribution.abs(),
                "share": part.share,
            });
            inputs.insert(part.name.to_owned(), part_value);
        }
        let mut each = value!({
            "gum": {
                "value": gum.first.value,
                "standard_uncertainty": gum.first.standard_uncertainty,
                "degrees_of_freedom": gum.first.degrees_of_freedom,
                "interval": gum.first.interval(measurement.coverage),
                "second_order": {
                    "bias": gum.second.bias,
                    "standard_uncertainty": gum.second.standard_uncertainty,
                },
            },
            "monte_carlo": {
                "mean": simulated.mean,
                "standard_uncertainty": simulated.standard_uncertainty,
                "symmetric": simulated.symmetric,
                "shortest": simulated.shortest,
                "trials": evaluation.monte_carlo.trials,
                "stable": evaluation.monte_carlo.stable,
                "standard_errors": {
                    "mean": simulated.standard_errors[0],
                    "standard_uncertainty": simulated.standard_errors[1],
                    "symmetric": [simulated.standard_errors[2], simulated.standard_errors[3]],
                },
            },
            "validation": {
                "distances": gum.validation.distances,
                "tolerance": gum.validation.tolerance,
                "first_order_suffices": gum.validation.exceeded == [false; 2],
            },
            "contributions": inputs,
        });
        if let Some(conformity) = &gum.conformity {
            let global =
                conformity.global.map(|risk| value!({"consumer": risk.consumer, "producer": risk.producer}));
            each["conformity"] = value!({
                "acceptance": conformity.acceptance,
                "decision": decision(conformity.decision),
                "conformance_probability": conformity.conformance_probability,
                "specific_risk": conformity.specific_risk,
                "global_risk": global,
            });
        }
        outputs.insert(output.name.clone(), each);
    }
    let names: Vec<&str> = measurement.outputs.iter().map(|output| output.name.as_str()).collect();
    let simulated: Vec<Vec<f64>> =
        evaluation.monte_carlo.covariance.row_iter().map(|row| row.iter().copied().collect()).collect();
    let regions = evaluation.monte_carlo.regions.map(|regions| {
        value!({
            "ellipsoid": regions.ellipsoid,
            "rectangle": regions.rectangle,
            "normal_ellipsoid": regions.normal_ellipsoid,
        })
    });
    let whole = value!({
        "title": measurement.title,
        "coverage": measurement.coverage,
        "outputs": Value::Object(outputs),
        "covariance": { "outputs": names, "gum": evaluation.covariance, "monte_carlo": simulated },
        "coverage_regions": regions,
        "warnings": warnings(measurement, evaluation),
    });
    Ok(serde_json::to_string_pretty(&whole).context("results")? + "\n")
}

pub(super) fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Accepted => "accepted",
        Decision::Rejected => "rejected",
    }
}
