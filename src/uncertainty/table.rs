//! The results for people: what contributes most stands first, warnings stand last.

use super::json::decision;
use super::{Evaluation, contributions, warnings};
use hadal_models::uncertainty::measurement::{Expression, Measurement};
use std::fmt::Write as _;

/// The results of a budget.
pub fn table(measurement: &Measurement<Expression>, evaluation: &Evaluation) -> String {
    let mut text = String::new();
    let mut line = |arguments: std::fmt::Arguments<'_>| {
        // Writing to a String cannot fail.
        writeln!(text, "{arguments}").ok();
    };
    if !measurement.title.is_empty() {
        line(format_args!("{}\n", measurement.title));
    }
    let percent = 100.0 * measurement.coverage;
    let trials = evaluation.monte_carlo.trials;
    let found = evaluation.outputs.iter().zip(&evaluation.monte_carlo.outputs);
    for (output, (gum, simulated)) in measurement.outputs.iter().zip(found) {
        let [first, second] = [gum.first.standard_uncertainty, gum.second.standard_uncertainty];
        let interval = |ends: [f64; 2], u: f64| format!("[{}, {}]", rounded(ends[0], u), rounded(ends[1], u));
        line(format_args!("{}", output.name));
        let freedom = gum.first.degrees_of_freedom;
        let freedom = if freedom.is_finite() { format!("{freedom:.1}") } else { "infinite".to_owned() };
        line(format_args!(
            "  by the GUM    {}   u = {}   {percent} % {}   degrees of freedom {freedom}",
            rounded(gum.first.value, first),
            rounded(first, first),
            interval(gum.first.interval(measurement.coverage), first),
        ));
        if (second - first).abs() > 0.01 * first {
            let value = rounded(gum.first.value + gum.second.bias, second);
            line(format_args!("  second order  {value}   u = {}", rounded(second, second)));
        }
        let u = simulated.standard_uncertainty;
        let moments = if u.is_finite() {
            format!("{}   u = {}", rounded(simulated.mean, u), rounded(u, u))
        } else {
            "mean and u are not given".to_owned()
        };
        // Without a standard uncertainty the interval says how many digits it needs.
        let [low, high] = simulated.symmetric;
        let u = if u.is_finite() { u } else { 0.25 * (high - low) };
        line(format_args!(
            "  Monte Carlo   {moments}   {percent} % {}   shortest {}   {trials} trials",
            interval(simulated.symmetric, u),
            interval(simulated.shortest, u),
        ));
        if let Some(conformity) = &gum.conformity {
            line(format_args!(
                "  conformity    {}; accepted within {}; probability of conformity {:.4}, of this decision being wrong {:.4}",
                decision(conformity.decision),
                interval(conformity.acceptance, u),
                conformity.conformance_probability,
                conformity.specific_risk,
            ));
            if let Some(global) = conformity.global {
                line(format_args!(
                    "                risks over all such items: consumer's {:.5}, producer's {:.5}",
                    global.consumer, global.producer
                ));
            }
        }
        let mut parts = contributions(measurement, gum);
        parts.sort_by(|a, b| b.share.total_cmp(&a.share));
        line(format_args!(
            "  {:<26} {:>12} {:>14} {:>14} {:>9}",
            "input", "u", "sensitivity", "contribution", "share"
        ));
        for part in parts {
            line(format_args!(
                "  {:<26} {:>12.3e} {:>14.4e} {:>14.3e} {:>7.1} %",
                part.name,
                part.standard_uncertainty,
                part.sensitivity,
                part.contribution.abs(),
                100.0 * part.share
            ));
        }
        line(format_args!(""));
    }
    if let Some(regions) = evaluation.monte_carlo.regions {
        let ellipsoid =
            regions.ellipsoid.map_or("none: an output follows from others".to_owned(), |k| format!("{k:.3}"));
        line(format_args!(
            "all outputs together, {percent} %: ellipsoid k = {ellipsoid} (normal: {:.3}), box k = {:.3}\n",
            regions.normal_ellipsoid, regions.rectangle
        ));
    }
    for warning in warnings(measurement, evaluation) {
        line(format_args!("warning: {warning}"));
    }
    text
}

/// A number with the digits that a standard uncertainty of four digits leaves.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 17")]
fn rounded(value: f64, standard_uncertainty: f64) -> String {
    if standard_uncertainty <= 0.0 || !standard_uncertainty.is_finite() {
        let plain = value.abs() <= 0.0 || (1e-9..1e9).contains(&value.abs());
        return if plain { format!("{value}") } else { format!("{value:e}") };
    }
    let decimals = 3.0 - libm::log10(standard_uncertainty).floor();
    if !(-6.0..=9.0).contains(&decimals) {
        return format!("{value:.5e}");
    }
    format!("{value:.*}", decimals.clamp(0.0, 17.0) as usize)
}
