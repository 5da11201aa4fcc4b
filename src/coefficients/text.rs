//! What goes out, in words and a table: the chosen coefficient, its error over depth, what that adds to the uncertainty.

use super::Outgoing;
use hadal_models::calibration::reduced_form::{errors_over, residual};
use std::fmt::Write as _;

/// Rows of the table.
const ROWS: u32 = 9;

/// What became of one quantity; one line where nothing was lost, and another where something is not certified.
pub fn described(outgoing: &Outgoing) -> String {
    let Outgoing { equation, known, reduction, usage, quantity, .. } = outgoing;
    let unit = unit(&outgoing.unit);
    let mut text = String::new();
    // Writing to a String cannot fail.
    let mut line = |arguments: std::fmt::Arguments<'_>| writeln!(text, "{arguments}").unwrap_or_default();
    let certified = &outgoing.certified;
    let is_certified = outgoing.is_certified(usage.to_dbar);
    let not_certified = format!(
        "  NOT CERTIFIED below {:.0} dbar, where the certificate's points end: no uncertainty can be stated there",
        certified.to_dbar
    );
    if reduction.left_out.is_empty() {
        line(format_args!("{quantity} ({}): whole; {}", equation.id(), rounding(outgoing)));
        if !is_certified {
            line(format_args!("{not_certified}"));
        }
        return text;
    }
    line(format_args!("{quantity} ({}): without {}", equation.id(), reduction.left_out.join(", ")));
    line(format_args!(
        "  for {:.0} to {:.0} dbar, in water of {:.2} °C and practical salinity {:.3} at every depth (the middle of the \
         calibrated range)",
        usage.from_dbar, usage.to_dbar, usage.celsius, usage.practical_salinity
    ));
    match &reduction.chosen {
        Some((name, value, uncertainty)) => {
            let uncertainty =
                uncertainty.map_or(String::new(), |u| format!(", standard uncertainty {u:.1e}"));
            line(format_args!(
                "  {name} = {value:.6e}{uncertainty}: the value that makes the largest error least"
            ));
        }
        None if reduction.left_out.contains(&"PA3") => {
            line(format_args!(
                "  PA0, PA1 and PA2 are those of the quadratic that makes the largest error least"
            ));
        }
        None => line(format_args!("  the format has nothing that could stand for them")),
    }
    line(format_args!(
        "  {:>14}{:>22}{:>30}",
        "pressure, dbar",
        format!("error, {unit}"),
        "error of practical salinity"
    ));
    for row in 0..ROWS {
        let share = f64::from(row) / f64::from(ROWS - 1);
        let pressure = usage.from_dbar + share * (usage.to_dbar - usage.from_dbar);
        let error = residual(equation, known, reduction, usage, pressure);
        let beyond = if outgoing.is_certified(pressure) { "" } else { "  not certified" };
        line(format_args!(
            "  {pressure:>14.0}{:>22.2e}{:>30.5}{beyond}",
            tidy(error.value, 1e-9),
            tidy(error.practical_salinity, 5e-6)
        ));
    }
    if !is_certified {
        line(format_args!("{not_certified}"));
    }
    line(format_args!("  {}", rounding(outgoing)));
    let Some(errors) = errors_over(equation, known, reduction, certified) else { return text };
    let added = errors.standard_uncertainty();
    line(format_args!(
        "  {:.0} to {:.0} dbar: largest error {:.2e} {unit}, root mean square {:.2e} {unit}; added standard uncertainty \
         {added:.2e} {unit}: the greater of largest/√3 (GUM 4.3.7) and root mean square (GUM F.2.4.5)",
        certified.from_dbar, certified.to_dbar, errors.largest, errors.root_mean_square
    ));
    if let Some(stated) = outgoing.stated_standard_uncertainty {
        let combined = (stated * stated + added * added).sqrt();
        line(format_args!(
            "  with the certificate's {stated:.2e} {unit} in {:.0} to {:.0} dbar: {combined:.2e} {unit}, expanded (k = {}) {:.2e} {unit}",
            certified.from_dbar,
            certified.to_dbar,
            outgoing.coverage_factor,
            combined * outgoing.coverage_factor
        ));
    }
    text
}

/// What the digits of the format cost.
fn rounding(outgoing: &Outgoing) -> String {
    let Outgoing { digits, largest_rounding, .. } = outgoing;
    let unit = unit(&outgoing.unit);
    format!(
        "{digits} digits change values at the certificate's points by {largest_rounding:.1e} {unit} at most"
    )
}

/// Rounding leaves zeros with a sign.
fn tidy(value: f64, smallest: f64) -> f64 {
    if value.abs() < smallest { 0.0 } else { value }
}

/// The unit of an error, as people write it.
fn unit(udunits: &str) -> &str {
    match udunits {
        "S m-1" => "S/m",
        "degree_Celsius" => "K",
        other => other,
    }
}
