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
/// A certificate that cannot be read, states what no errors have, or contradicts another.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let certificates: Vec<Certificate> =
        arguments.certificate.iter().map(|path| super::read_certificate(path)).collect::<Result<_, _>>()?;
    let text = answer(&certificates, arguments.json)?;
    remarks(&certificates).iter().for_each(|remark| super::mention(remark));
    let mut output = Output::open(arguments.output.as_deref())?;
    let _ = output.write(text.as_bytes())?;
    output.finish()?;
    Ok(Ending::Success)
}

fn answer(certificates: &[Certificate], json: bool) -> anyhow::Result<String> {
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
    let found = covariance(&items)?;
    Ok(if json { serde_json::to_string_pretty(&found)? + "\n" } else { in_words(&found, &items) })
}

/// What whoever uses the matrix must know.
fn remarks(certificates: &[Certificate]) -> Vec<String> {
    let trials = certificates
        .iter()
        .filter(|certificate| !certificate.complete)
        .map(|trial| format!("{}: it is a TRIAL, not a calibration. {}", trial.number, trial.completeness));
    let nameless = |item: &ItemResult| item.joint.unit_errors.is_empty();
    let of_before = |one: &&Certificate| one.items.len() > 1 && one.items.iter().any(nameless);
    let bounded = certificates.iter().find(of_before).map(|certificate| {
        format!(
            "{}: bath and bottles of this run have no names in its certificate: between its items this is a lower bound; \
             `hadal certify` writes it anew",
            certificate.number
        )
    });
    let simulated = certificates.iter().find(|certificate| certificate.simulated);
    trials.chain(bounded).chain(simulated.map(|simulated| simulated.notice.clone())).collect()
}

/// Shared parameters, and the strongest ties between coefficients of different items.
fn in_words(found: &SharedCovariance, items: &[(String, &JointResult)]) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let mut line = |arguments: std::fmt::Arguments<'_>| writeln!(text, "{arguments}").unwrap_or_default();
    let plural = if items.len() == 1 { "" } else { "s" };
    line(format_args!("{} coefficients of {} item{plural}", found.coefficients.len(), items.len()));
    if let [(_, joint)] = items {
        let parameters = joint.shared_errors.iter().flat_map(|error| &error.parameters);
        let parameters: Vec<&str> = parameters.map(String::as_str).collect();
        line(format_args!("its own covariance, as its certificate has it; --json prints it"));
        line(format_args!("other certificates may share: PSS-78; {}", parameters.join("; ")));
        line(format_args!("strongest correlations within the item:"));
        strongest(found, |_, _| true).iter().for_each(|tie| line(format_args!("{tie}")));
        return text;
    }
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
    line(format_args!("strongest correlations between items:"));
    let between = |row: usize, column: usize| owners[row] != owners[column];
    strongest(found, between).iter().for_each(|tie| line(format_args!("{tie}")));
    text
}

/// The ten strongest correlations among the pairs of coefficients that are meant, each in words.
fn strongest(found: &SharedCovariance, is_meant: impl Fn(usize, usize) -> bool) -> Vec<String> {
    let size = found.coefficients.len();
    let mut ties: Vec<(f64, usize, usize)> = Vec::new();
    for row in 0..size {
        for column in row + 1..size {
            let scale = (found.covariance[row][row] * found.covariance[column][column]).sqrt();
            if is_meant(row, column) && scale > 0.0 {
                ties.push((found.covariance[row][column] / scale, row, column));
            }
        }
    }
    ties.sort_by(|one, other| other.0.abs().total_cmp(&one.0.abs()));
    let names = &found.coefficients;
    let in_words = |(tie, row, column): (f64, usize, usize)| {
        format!("  {tie:>8.4}  {}  with  {}", names[row], names[column])
    };
    ties.into_iter().take(10).map(in_words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibrations::calibrate_record;
    use crate::certificate::certificate;
    use crate::fixture::World;

    fn certified() -> Certificate {
        let record = World::measured(7).record(|_| true);
        certificate(&record, &calibrate_record(&record).unwrap()).unwrap()
    }

    #[test]
    fn one_item_alone_has_its_own_covariance_and_what_others_may_share() {
        let one = certified();
        let said = answer(std::slice::from_ref(&one), false).unwrap();
        let coefficients = one.items[0].joint.coefficients.len();
        assert!(said.starts_with(&format!("{coefficients} coefficients of 1 item\n")), "{said}");
        assert!(said.contains("may share: PSS-78; ") && !said.contains("nothing is shared"), "{said}");
        let parameter = &one.items[0].joint.shared_errors[0].parameters[0];
        assert!(said.contains(parameter), "{said}");
        assert_eq!(said.lines().filter(|line| line.contains("  with  ")).count(), 10, "{said}");
        let twice = answer(&[one.clone(), one], false).unwrap_err().to_string();
        assert!(twice.contains("given twice"), "{twice}");
    }

    #[test]
    fn a_trial_is_named_and_what_failed_its_checks_is_refused() {
        let mut one = certified();
        let named = |one: &Certificate| {
            remarks(std::slice::from_ref(one)).iter().any(|remark| remark.contains("TRIAL"))
        };
        assert!(!named(&one));
        one.complete = false;
        assert!(named(&one));
        one.checks.valid = false;
        one.checks.statement = "INVALID: so".to_owned();
        assert!(answer(&[one], false).unwrap_err().to_string().ends_with("INVALID: so"));
    }
}
