//! Checks that bracket a run, judged: a reference beside a standard, and after the run beside itself before it.
//!
//! A check validates; it corrects nothing. Readings are taken with the certificates in the rig file as they are, and what is
//! found is compared with what those certificates allow: the normalised error |d|/U, with U the expanded uncertainty
//! (k = 2) of the difference d, must be at most 1 (the E_n of ISO 13528). Where errors are as large as stated and normal,
//! one comparison in twenty fails by chance: then it is made again. To correct a reference, give it a new certificate.
//!
//! Against the standard, everything counts by which the two may differ: certificate, drift since, self-heating, conduction,
//! the standard itself, repeatability. Before against after, what is common to both drops out: the allowance for drift (of
//! the rig file; of the procedure for a cell in air) and the repeatability of both remain.

mod judge;
#[cfg(test)]
mod tests;

pub use judge::Standards;

use crate::description::{CheckKind, Item, Rig};

/// One check of a procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// A reference thermometer in the triple-point-of-water cell.
    TriplePoint {
        /// Its number in the rig file.
        thermometer: usize,
    },
    /// The salinometer with a bottle of Standard Seawater.
    StandardSeawater,
    /// The reference transducer in the open chamber, beside the barometer.
    PressureZero,
    /// An item's conductivity cell in air.
    CellInAir {
        /// Its number in the procedure.
        item: usize,
    },
}

impl Check {
    /// The checks that kinds of checks come to, one for each thermometer and item.
    pub fn all(kinds: &[CheckKind], rig: &Rig, items: usize) -> Vec<Self> {
        let thermometers = rig.reference_thermometer.len();
        let of = |kind: &CheckKind| -> Vec<Self> {
            match kind {
                CheckKind::TriplePoint => {
                    (0..thermometers).map(|thermometer| Self::TriplePoint { thermometer }).collect()
                }
                CheckKind::StandardSeawater => vec![Self::StandardSeawater],
                CheckKind::PressureZero => vec![Self::PressureZero],
                CheckKind::CellInAir => (0..items).map(|item| Self::CellInAir { item }).collect(),
            }
        };
        kinds.iter().flat_map(of).collect()
    }

    /// What is checked, in words.
    pub fn describe(self, rig: &Rig, items: &[Item]) -> String {
        match self {
            Self::TriplePoint { thermometer } => {
                let serial =
                    rig.reference_thermometer.get(thermometer).map_or("?", |one| one.serial.as_str());
                format!("thermometer {serial} at the triple point of water")
            }
            Self::StandardSeawater => format!("salinometer {} on Standard Seawater", rig.salinometer.serial),
            Self::PressureZero => {
                format!("pressure zero of transducer {}", rig.reference_pressure.serial)
            }
            Self::CellInAir { item } => {
                let serial = items.get(item).map_or("?", |one| one.serial.as_str());
                format!("conductivity cell of item {serial} in air")
            }
        }
    }

    /// Unit of differences and uncertainties; `1` for practical salinity.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::TriplePoint { .. } => "mK",
            Self::StandardSeawater => "1",
            Self::PressureZero => "kPa",
            Self::CellInAir { .. } => "Hz",
        }
    }

    /// What to do when it fails.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::TriplePoint { .. } => {
                "renew the cell's mantle or take another cell and check again; if it fails again, have the thermometer \
                 calibrated and put its new certificate into the rig file"
            }
            Self::StandardSeawater => {
                "measure a second bottle; if it fails again, clean the salinometer's cell and standardise it anew"
            }
            Self::PressureZero => {
                "look for air or a shut valve in the transducer's line and check again; if it fails again, have the \
                 transducer calibrated and put its new certificate into the rig file"
            }
            Self::CellInAir { .. } => "clean and dry the cell and look at it again",
        }
    }
}

/// What was read in a check, with the certificates of the rig file applied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// Mean of what the checked instrument said: °C (ITS-90), practical salinity, MPa absolute or Hz.
    pub indicated: f64,
    /// Standard deviation of that mean; 0 where there is a single entry.
    pub deviation_of_mean: f64,
    /// What the barometer said, hPa, where it was read.
    pub barometer_hpa: Option<f64>,
}

impl Evidence {
    /// From an instrument's readings and the operator's entry; nothing where the check needs what is not there, or a
    /// number is not finite.
    pub fn of(check: Check, readings: &[f64], entered: Option<f64>) -> Option<Self> {
        let (indicated, deviation_of_mean) = match check {
            Check::StandardSeawater => (entered?, 0.0),
            _ => mean_and_its_deviation(readings)?,
        };
        let barometer_hpa = if check == Check::PressureZero { Some(entered?) } else { None };
        let evidence = Self { indicated, deviation_of_mean, barometer_hpa };
        let numbers = [Some(indicated), Some(deviation_of_mean), barometer_hpa];
        numbers.into_iter().flatten().all(f64::is_finite).then_some(evidence)
    }
}

#[expect(clippy::cast_precision_loss, reason = "at most some thousands of readings")]
fn mean_and_its_deviation(readings: &[f64]) -> Option<(f64, f64)> {
    if readings.len() < 2 {
        return None;
    }
    let count = readings.len() as f64;
    let mean = readings.iter().sum::<f64>() / count;
    let squares: f64 = readings.iter().map(|value| (value - mean) * (value - mean)).sum();
    Some((mean, (squares / (count - 1.0) / count).sqrt()))
}

/// What a comparison found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Reading less standard, or after less before, in [`Check::unit`].
    pub difference: f64,
    /// By what the two may differ, in the same unit: standard uncertainties, independent of each other.
    pub contributions: Vec<Contribution>,
}

/// One reason why two readings may differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution {
    /// What it is.
    pub name: &'static str,
    /// Its standard uncertainty.
    pub standard_uncertainty: f64,
}

/// Coverage factor of the expanded uncertainty.
pub const COVERAGE_FACTOR: f64 = 2.0;

impl Finding {
    /// Expanded uncertainty of the difference, k = 2: what is accepted.
    pub fn expanded_uncertainty(&self) -> f64 {
        let variance: f64 =
            self.contributions.iter().map(|one| one.standard_uncertainty * one.standard_uncertainty).sum();
        COVERAGE_FACTOR * variance.sqrt()
    }

    /// |d|/U; NaN where neither a difference nor an uncertainty is there to be compared.
    pub fn normalised_error(&self) -> f64 {
        self.difference.abs() / self.expanded_uncertainty()
    }

    /// Whether the difference is within its expanded uncertainty. What is no number is not.
    pub fn passes(&self) -> bool {
        self.difference.abs() <= self.expanded_uncertainty()
    }

    /// The numbers in words: `off by +1.23 mK; accepted is 0.60 mK (k = 2)`. Practical salinity has no unit.
    pub fn in_words(&self, check: Check) -> String {
        let (unit, decimals) = match check {
            Check::TriplePoint { .. } => (" mK", 2),
            Check::StandardSeawater => ("", 4),
            Check::PressureZero => (" kPa", 2),
            Check::CellInAir { .. } => (" Hz", 3),
        };
        format!(
            "off by {:+.decimals$}{unit}; accepted is {:.decimals$}{unit} (k = 2)",
            self.difference,
            self.expanded_uncertainty()
        )
    }
}
