//! The sentences that every certificate carries.

use hadal_record::event::Outcome;

/// What stands before everything else on a product of a twin.
pub(super) const SIMULATED: &str = "SIMULATED. A digital twin answered on every line. This page is evidence about the \
    software and about the plan of a calibration, not about any real instrument.";

/// What stands before everything else where this is no whole calibration: the run did not go through its procedure, or the
/// points do not tell the whole equation. Empty where nothing is missing.
pub(super) fn completeness(outcome: &Outcome, missing: &[(&str, Vec<&str>)]) -> String {
    let cut_short = match outcome {
        Outcome::Completed => None,
        Outcome::Tripped { cause } => Some(format!("an interlock tripped ({cause})")),
        Outcome::Failed { reason } => Some(format!("the run could not go on ({reason})")),
        Outcome::Recovered => Some("the process died and the record was recovered".to_owned()),
    };
    let cut_short = cut_short.map(|why| {
        format!(
            "TRIAL: the procedure was not gone through: {why}. What was measured until then is fitted below."
        )
    });
    let sentences: Vec<String> = cut_short.into_iter().chain(lack_of_points(missing)).collect();
    sentences.join(" ")
}

/// `missing` are quantities, each with the coefficients that are held for lack of points.
fn lack_of_points(missing: &[(&str, Vec<&str>)]) -> Option<String> {
    if missing.is_empty() {
        return None;
    }
    let named = |(quantity, names): &(&str, Vec<&str>)| format!("{quantity} {}", names.join(", "));
    let list = missing.iter().map(named).collect::<Vec<_>>().join("; ");
    Some(format!(
        "TRIAL: too few points for the whole equation; not a calibration. Held for lack of points: {list}. The stated \
         uncertainties allow nothing for what these coefficients truly are, and so hold at the points alone."
    ))
}

/// What the numbers mean.
pub(super) fn statements() -> Vec<String> {
    [
        "Expanded uncertainties are standard uncertainties times k = 2, which covers about 95 % of a normal \
         distribution. They are of the calibrated sensor at use, for a reading without noise: reference standards, \
         bath, salinity, fit, resolution and the equation's inadequacy, evaluated by the GUM (JCGM 100:2008).",
        "Temperatures are on the ITS-90; pressures are absolute unless said otherwise; conductivity is that of PSS-78 \
         for the water's practical salinity, temperature and pressure, whose own uncertainty, larger beyond \
         10 000 dbar where PSS-78 is extrapolated, is in the budget.",
        "Coefficients are correlated: use them together, and the correlation matrix when propagating their \
         uncertainty.",
        "Results hold for the item as it was during the run; drift after it is not included.",
    ]
    .map(str::to_owned)
    .to_vec()
}
