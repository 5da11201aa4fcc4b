//! `hadal covariance`: what the coefficients of several certificates share through common references.

use super::Ending;
use crate::certificate::shared::{SharedCovariance, covariance};
use crate::certificate::{Certificate, ItemResult, JointResult};
use crate::output::Output;
use anyhow::bail;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Arguments of `hadal covariance`.
#[derive(clap::Args)]
#[command(after_help = "Example: two instruments calibrated with the same thermometers\n  \
    hadal covariance runs/ctd-1 runs/ctd-2 --json --output both.json")]
pub struct Arguments {
    /// Runs' folders, or their certificate.json
    #[arg(required = true)]
    certificate: Vec<PathBuf>,
    /// Print the whole matrix as JSON instead of what ties the certificates together
    #[arg(long)]
    json: bool,
    /// Write to this file
    #[arg(long)]
    output: Option<PathBuf>,
}

/// Reads the certificates and prints what they share.
///
/// # Errors
/// A certificate that cannot be read or that contradicts another.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let certificates: Vec<Certificate> =
        arguments.certificate.iter().map(|path| super::read_certificate(path)).collect::<Result<_, _>>()?;
    if let Some(invalid) = certificates.iter().find(|certificate| !certificate.checks.valid) {
        bail!("{}: {}", invalid.number, invalid.checks.statement);
    }
    let items: Vec<(String, &JointResult)> = certificates
        .iter()
        .flat_map(|certificate| certificate.items.iter().map(move |item| (certificate, item)))
        .map(|(certificate, item)| (format!("{} of {}", item.serial, certificate.number), &item.joint))
        .collect();
    for (index, (name, _)) in items.iter().enumerate() {
        if items[..index].iter().any(|(earlier, _)| earlier == name) {
            bail!("{name}: the same item of the same run is given twice; give each certificate once");
        }
    }
    let nameless = |item: &ItemResult| item.joint.unit_errors.is_empty();
    let of_before = |one: &&Certificate| one.items.len() > 1 && one.items.iter().any(nameless);
    if let Some(certificate) = certificates.iter().find(of_before) {
        super::mention(&format!(
            "{}: bath and bottles of this run have no names in its certificate: between its items this is a lower bound; \
             `hadal certify` writes it anew",
            certificate.number
        ));
    }
    let found = covariance(&items)?;
    let text =
        if arguments.json { serde_json::to_string_pretty(&found)? + "\n" } else { in_words(&found, &items) };
    if let Some(simulated) = certificates.iter().find(|certificate| certificate.simulated) {
        super::mention(&simulated.notice);
    }
    let mut output = Output::open(arguments.output.as_deref())?;
    let _ = output.write(text.as_bytes())?;
    output.finish()?;
    Ok(Ending::Success)
}

/// Shared parameters, and the strongest ties between coefficients of different items.
fn in_words(found: &SharedCovariance, items: &[(String, &JointResult)]) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let mut line = |arguments: std::fmt::Arguments<'_>| writeln!(text, "{arguments}").unwrap_or_default();
    line(format_args!("{} coefficients of {} items", found.coefficients.len(), items.len()));
    if found.shared_parameters.is_empty() && found.shared_in_run.is_empty() {
        line(format_args!("nothing is shared: no reference is named by more than one item"));
        return text;
    }
    if !found.shared_parameters.is_empty() {
        line(format_args!("shared: {}", found.shared_parameters.join("; ")));
    }
    if !found.shared_in_run.is_empty() {
        line(format_args!("shared within a run: {}", found.shared_in_run.join("; ")));
    }
    let owners: Vec<usize> = items
        .iter()
        .enumerate()
        .flat_map(|(index, (_, joint))| joint.coefficients.iter().map(move |_| index))
        .collect();
    let mut ties: Vec<(f64, usize, usize)> = Vec::new();
    for row in 0..owners.len() {
        for column in row + 1..owners.len() {
            let scale = (found.covariance[row][row] * found.covariance[column][column]).sqrt();
            if owners[row] != owners[column] && scale > 0.0 {
                ties.push((found.covariance[row][column] / scale, row, column));
            }
        }
    }
    ties.sort_by(|one, other| other.0.abs().total_cmp(&one.0.abs()));
    line(format_args!("strongest correlations between items:"));
    for (correlation, row, column) in ties.into_iter().take(10) {
        line(format_args!(
            "  {correlation:>8.4}  {}  with  {}",
            found.coefficients[row], found.coefficients[column]
        ));
    }
    text
}
