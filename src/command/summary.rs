//! What a calibration came to, in a few lines for the terminal.

use crate::certificate::{Certificate, HysteresisEntry, JointResult, Origin, QuantityResult, TermTestEntry};
use crate::products::Products;
use crate::validation::QuantityValidation;
use hadal_record::Record;
use std::fmt::Write as _;

/// One line for each quantity, and for a twin one for each comparison with truth.
pub(super) fn text(products: &Products, record: &Record) -> String {
    let mut text = String::new();
    if record.simulated() {
        text.push_str("SIMULATED: the numbers below are of a digital twin, not of a real instrument\n");
    }
    let checks = &products.certificate.checks;
    if !checks.valid {
        line(&mut text, format_args!("{}", checks.statement));
    } else if !checks.results.is_empty() {
        let count = checks.results.len();
        line(&mut text, format_args!("checks before and after the run: all {count} passed"));
    }
    for item in &products.certificate.items {
        line(&mut text, format_args!("{} (serial {})", item.name, item.serial));
        for quantity in &item.quantities {
            line(&mut text, format_args!("  {}", fitted(quantity)));
        }
        if let Some(salinity) = salinity(&item.joint) {
            line(&mut text, format_args!("  {salinity}"));
        }
    }
    for warning in products.certificate.warnings().iter().filter(|warning| **warning != checks.statement) {
        line(&mut text, format_args!("  note: {warning}"));
    }
    let judged = products.validation.iter().flat_map(|validation| &validation.items);
    for quantity in judged.flat_map(|item| &item.quantities) {
        if let Some(judgement) = against_truth(quantity) {
            line(&mut text, format_args!("  against truth: {judgement}"));
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// Every coefficient with its standard uncertainty.
pub(super) fn coefficients(certificate: &Certificate) -> String {
    let mut text = String::new();
    for item in &certificate.items {
        line(&mut text, format_args!("{} (serial {})", item.name, item.serial));
        for quantity in &item.quantities {
            line(
                &mut text,
                format_args!("\n{} by {}: {}", quantity.quantity, quantity.equation, fitted(quantity)),
            );
            for (name, coefficient) in &quantity.coefficients {
                let uncertainty = match (coefficient.standard_uncertainty, coefficient.origin) {
                    (Some(uncertainty), Origin::NotSupported) => format!("{uncertainty:.1e}, not supported"),
                    (Some(uncertainty), _) => format!("{uncertainty:.1e}"),
                    (None, Origin::HeldForLackOfPoints) => "held for lack of points".to_owned(),
                    (None, _) => "given".to_owned(),
                };
                line(&mut text, format_args!("  {name:<10}{:>18.9e}{uncertainty:>26}", coefficient.value));
            }
            examined(&mut text, quantity);
        }
    }
    for warning in certificate.warnings() {
        line(&mut text, format_args!("\nnote: {warning}"));
    }
    text
}

/// Which terms the points support, and what pressure leaves behind on its way back.
fn examined(text: &mut String, quantity: &QuantityResult) {
    for test in &quantity.selection {
        let verdict = if test.supported { "fitted" } else { "not supported" };
        let TermTestEntry { coefficient, f, f_critical, .. } = test;
        line(text, format_args!("  {coefficient}: F {f:.2}, at 5 % {f_critical:.2}: {verdict}"));
    }
    let largest = quantity.hysteresis.iter().max_by(|a, b| a.difference.abs().total_cmp(&b.difference.abs()));
    if let Some(HysteresisEntry { rising_point, falling_point, difference, standard_uncertainty }) = largest {
        line(
            text,
            format_args!(
                "  falling less rising: at most {difference:+.2e} {} (points {falling_point} and {rising_point}, u = {standard_uncertainty:.1e})",
                quantity.unit
            ),
        );
    }
}

fn fitted(quantity: &QuantityResult) -> String {
    let expanded: Vec<f64> = quantity.points.iter().map(|point| point.expanded_uncertainty).collect();
    let least = expanded.iter().copied().fold(f64::INFINITY, f64::min);
    let most = expanded.iter().copied().fold(0.0, f64::max);
    format!(
        "{:<13} {} points, residual standard deviation {:.2e}, U (k = 2) {least:.2e} to {most:.2e} {}",
        quantity.quantity, quantity.points_used, quantity.residual_standard_deviation, quantity.unit
    )
}

/// Practical salinity, of all three together.
fn salinity(joint: &JointResult) -> Option<String> {
    let expanded = || joint.validity.iter().map(|row| row.salinity_expanded_uncertainty_practical);
    let deepest = joint.validity.last()?.pressure_mpa_sea;
    let (least, most) = (expanded().fold(f64::INFINITY, f64::min), expanded().fold(0.0, f64::max));
    Some(format!(
        "practical salinity, by all three: U (k = 2) {least:.4} to {most:.4} in the ocean to {deepest:.1} MPa"
    ))
}

fn against_truth(quantity: &QuantityValidation) -> Option<String> {
    let whole = quantity.summary.first()?;
    let unit = if quantity.unit == "1" { String::new() } else { format!(" {}", quantity.unit) };
    Some(format!(
        "{:<18} {} of {} places covered by U, largest error {:.2e}{unit}",
        quantity.quantity, whole.covered, whole.points, whole.largest_error
    ))
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    writeln!(text, "{arguments}").ok();
}
