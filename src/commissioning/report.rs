//! What a fit has found, as a table for people and as JSON for programs.

use hadal_rigs::chamber::commissioning::{Combination, Commissioned, Estimate, Parameter};
use serde_json::{Value, json};

/// What `schema` says in the JSON.
pub const SCHEMA: &str = "hadal-commissioning/1";

/// Numbers of the nominal model that the reduced model lives without; `docs/rig.md` says why for each.
const NOT_ASKED: &str = "jacket's heat capacity, loss and powers, stirrer's diffusivity, pump's lag, intensifier's friction, orifices, reservoir";

/// The table.
pub fn table(found: &Commissioned) -> String {
    let mut text = format!("{:<48} {:>12} {:>12} {:>11}\n", "", "nominal", "records", "u");
    for estimate in found.written() {
        text += &row(estimate);
    }
    text += "\nnot told by these records, nominal value kept (u over prior u):\n";
    for estimate in found.untold() {
        text += &format!(
            "{:<48} {:>12} {:>24.2}\n",
            estimate.parameter.name(),
            short(estimate.nominal),
            estimate.share_of_prior
        );
    }
    text += &format!("asked of no record, nominal value kept: {NOT_ASKED}\n");
    for combination in &found.combinations {
        text += &format!("known all the same: {}\n", in_words(combination));
    }
    for estimate in found.estimates.iter().filter(|estimate| estimate.parameter == Parameter::Leak) {
        let (value, u) = (estimate.value, estimate.standard_uncertainty);
        text += &format!("\nleak at 100 MPa: {:.1e} mL/min, u = {:.1e}\n", 100.0 * value, 100.0 * u);
    }
    let [kelvin, mpa, share] = found.misfit;
    text += &format!(
        "the model leaves {:.1} mK, {:.1} kPa and {:.2} % of the pumped volume; 95 % intervals: value +- {:.2} u\n",
        1e3 * kelvin,
        1e3 * mpa,
        100.0 * share,
        found.coverage_factor()
    );
    text + "before any record u was 20 % of each nominal value\n"
}

fn row(estimate: &Estimate) -> String {
    let (name, u) = (estimate.parameter.name(), estimate.standard_uncertainty);
    format!("{name:<48} {:>12} {:>12} {u:>11.2e}\n", short(estimate.nominal), short(estimate.value))
}

/// Four digits, as a person writes them.
fn short(value: f64) -> String {
    match value.abs() {
        size if size > 0.0 && !(1e-3..1e5).contains(&size) => format!("{value:.3e}"),
        size if size >= 100.0 => format!("{value:.1}"),
        _ => format!("{value:.4}"),
    }
}

fn in_words(combination: &Combination) -> String {
    let factor = |(parameter, exponent): &(Parameter, f64)| match (parameter.is_of_the_model(), *parameter) {
        (false, Parameter::PumpMeter) => format!("(1 + meter's error)^{exponent:.2}"),
        (false, Parameter::Volume) => format!("volume^{exponent:.2}"),
        _ => format!("{}^{exponent:.2}", parameter.name().rsplit('.').next().unwrap_or("")),
    };
    let product: Vec<String> = combination.powers.iter().map(factor).collect();
    format!("{} to {:.1} %", product.join(" "), 100.0 * combination.standard_uncertainty)
}

/// The JSON.
pub fn json(found: &Commissioned, records: &[String]) -> Value {
    let parameter = |estimate: &Estimate| {
        json!({
            "name": estimate.parameter.name(),
            "nominal": estimate.nominal,
            "value": estimate.value,
            "standard_uncertainty": estimate.standard_uncertainty,
            "share_of_prior": estimate.share_of_prior,
            "of_the_model": estimate.parameter.is_of_the_model(),
            "told": estimate.is_told(),
        })
    };
    let rows = found.covariance.row_iter().map(|row| row.iter().copied().collect::<Vec<f64>>());
    let [kelvin, mpa, share] = found.misfit;
    json!({
        "schema": SCHEMA,
        "records": records,
        "parameters": found.estimates.iter().map(parameter).collect::<Vec<_>>(),
        "covariance_of_logarithms_and_differences": rows.collect::<Vec<_>>(),
        "degrees_of_freedom": found.degrees_of_freedom,
        "coverage_factor_95": found.coverage_factor(),
        "misfit": { "temperature_k": kelvin, "pressure_mpa": mpa, "pumped_share": share },
        "combinations": found.combinations.iter().map(in_words).collect::<Vec<_>>(),
    })
}
