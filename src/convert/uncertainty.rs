//! What a cast's quantities are worth by the certificate that made them: standard uncertainties, scan by scan.
//!
//! The certificate alone gives them: coefficients with their covariance, what each sensor errs by at use, and how PSS-78
//! departed at the points. Where it does not hold there is none, and a remark says why. Noise of the scans, drift since the
//! calibration and what the water does to a moving instrument are the user's to add.

mod in_use;
#[cfg(test)]
mod tests;

pub use in_use::in_use;

use super::Calibrations;
use super::calibration::{Certified, Source};
use crate::certificate::{CalibratedRange, ItemResult};
use anyhow::{Context as _, bail};
use hadal_models::calibration::ctd::{CtdInUse, RawReading};
use hadal_models::cast::{Cast, RawScans};
use hadal_models::quantity::AbsolutePressure;
use rayon::prelude::*;

/// Scans between two words of progress: a tenth of a second of one processor.
const BLOCK: usize = 8192;
/// Decibar in a megapascal.
const DBAR_PER_MPA: f64 = 100.0;

/// Puts standard uncertainties beside temperature, conductivity, pressure and practical salinity; `progress` hears the share
/// of the scans that is done.
///
/// # Errors
/// No certificate among the calibrations, or one that does not state what is needed.
pub fn add_standard_uncertainties(
    cast: &mut Cast,
    calibrations: &Calibrations,
    progress: impl Fn(f64),
) -> anyhow::Result<()> {
    let certificates: Vec<(&Source, &Certified)> =
        calibrations.sources.iter().filter_map(|source| Some((source, source.certified.as_ref()?))).collect();
    let Some(first) = certificates.first() else {
        bail!(
            "--uncertainty: accepted with a certificate of the instrument given by --calibration (certificate.json, or \
             its run's folder): nothing else states the covariance of the coefficients"
        );
    };
    // Of several, the one whose coefficients were used.
    let made = |(_, certified): &&(&Source, &Certified)| cast.raw_scans(&certified.sensors).is_ok();
    let (source, certified) = certificates.iter().find(made).unwrap_or(first);
    let item = certified.certificate.items.first().context("a certificate without an item")?;
    let instrument = in_use(item, &certified.sensors).with_context(|| source.name.clone())?;
    let range = range(item).with_context(|| source.name.clone())?;
    let (columns, remarks) = match supported(cast, certified) {
        Err(why) => {
            let none = std::array::from_fn(|_| vec![f64::NAN; cast.len()]);
            (none, vec![format!("standard uncertainty: none by {}: {why}", source.name)])
        }
        Ok(scans) => {
            let Found { columns, outside, without_variance } = evaluate(&instrument, range, &scans, progress);
            let (scans, name) = (cast.len(), &source.name);
            let remarks = [
                (outside, format!("which lie outside what {name} holds for ({range})")),
                (without_variance, format!("for which the numbers of {name} give no variance")),
            ];
            let remarks = remarks.into_iter().filter(|(count, _)| *count > 0).map(|(count, why)| {
                format!("standard uncertainty: none for {count} of {scans} scans, {why}")
            });
            let remarks = remarks.collect();
            cast.history.push(format!(
                "standard uncertainties (k = 1) of the calibration by {}: coefficients, rounding and the equations' \
                 inadequacy, without noise of the scans",
                source.name
            ));
            (columns, remarks)
        }
    };
    cast.set_standard_uncertainties(columns);
    cast.remarks.extend(remarks);
    Ok(())
}

/// The raw scans, if the certificate holds for them at all.
fn supported<'a>(cast: &'a Cast, certified: &Certified) -> Result<RawScans<'a>, String> {
    let certificate = &certified.certificate;
    if !certificate.checks.valid {
        return Err("its checks make it INVALID".to_owned());
    }
    if !certificate.complete {
        return Err("it is a TRIAL, not a calibration".to_owned());
    }
    cast.raw_scans(&certified.sensors).map_err(|problem| problem.to_string())
}

/// All three quantities lie between the same points.
fn range(item: &ItemResult) -> anyhow::Result<CalibratedRange> {
    Ok(item.quantities.first().context("a certificate without a quantity")?.range)
}

/// Columns of standard uncertainties, and how many scans have none.
struct Found {
    columns: [Vec<f64>; 4],
    /// Because they lie outside the range.
    outside: usize,
    /// Because the certificate's numbers give no variance.
    without_variance: usize,
}

/// What one scan is worth.
#[derive(Clone, Copy)]
enum Worth {
    Inside([f64; 4]),
    Outside,
    NoVariance,
    NoScan,
}

fn evaluate(
    instrument: &CtdInUse,
    range: CalibratedRange,
    scans: &RawScans<'_>,
    progress: impl Fn(f64),
) -> Found {
    let columns = std::array::from_fn(|_| Vec::with_capacity(scans.len()));
    let mut found = Found { columns, outside: 0, without_variance: 0 };
    for begin in (0..scans.len()).step_by(BLOCK) {
        let rows = begin..scans.len().min(begin + BLOCK);
        let of_row = |row| scans.scan(row).map_or(Worth::NoScan, |raw| worth(instrument, range, &raw));
        let block: Vec<Worth> = rows.clone().into_par_iter().map(of_row).collect();
        for worth in block {
            let values = match worth {
                Worth::Inside(values) => values,
                Worth::Outside | Worth::NoVariance | Worth::NoScan => [f64::NAN; 4],
            };
            found.outside += usize::from(matches!(worth, Worth::Outside));
            found.without_variance += usize::from(matches!(worth, Worth::NoVariance));
            found.columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        }
        progress(rows.end as f64 / scans.len() as f64);
    }
    found
}

fn worth(instrument: &CtdInUse, range: CalibratedRange, raw: &RawReading) -> Worth {
    let sent =
        [raw.temperature_counts, raw.conductivity_hz, raw.pressure_counts, raw.pressure_temperature_counts];
    if !sent.iter().all(|value| value.is_finite()) {
        return Worth::NoScan;
    }
    let reading = instrument.reading(raw);
    let pressure = AbsolutePressure::from_mpa(reading.pressure_mpa_absolute).sea();
    if !range.contains(reading.temperature_celsius, reading.practical_salinity, pressure.mpa()) {
        return Worth::Outside;
    }
    let uncertainties = reading.standard_uncertainties();
    if !uncertainties.iter().all(|value| value.is_finite()) {
        return Worth::NoVariance;
    }
    let [temperature_k, conductivity_s_per_m, pressure_mpa, salinity] = uncertainties;
    Worth::Inside([temperature_k, conductivity_s_per_m, DBAR_PER_MPA * pressure_mpa, salinity])
}
