//! Checks that bracket a run: which a procedure wants before and after its legs, and the standards that a rig has for them.

use super::{Checks, Procedure, Rig};
use hadal_models::standards::calendar::CalendarDate;
use hadal_models::standards::standard_seawater::Batch;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which checks a procedure has made.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BracketingChecks {
    /// Before the first leg, in this order. One that fails ends the run before any pressure.
    pub before: Vec<CheckKind>,
    /// After the last leg, in this order. One that fails or is missing makes the certificate invalid.
    pub after: Vec<CheckKind>,
    /// Readings of an instrument in each check.
    pub readings: u32,
    /// The bottles for `standard-seawater`.
    pub standard_seawater: Option<StandardSeawaterBatch>,
    /// What `cell-in-air` may find.
    pub cell_in_air: Option<CellInAir>,
}

/// A kind of check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// Every reference thermometer in the triple-point-of-water cell.
    TriplePoint,
    /// A bottle of IAPSO Standard Seawater on the salinometer.
    StandardSeawater,
    /// The reference transducer in the open chamber, beside the barometer.
    PressureZero,
    /// Every item's conductivity cell in air: its frequency after the run against that before.
    CellInAir,
}

/// A batch of IAPSO Standard Seawater, as its label has it.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandardSeawaterBatch {
    /// Its name in one word, such as `P165` or `38H12`.
    pub batch: String,
    /// Conductivity ratio K15.
    pub k15: f64,
    /// Day on which it was calibrated (YYYY-MM-DD).
    pub calibrated: String,
}

/// What a conductivity cell may do between two looks at it in air.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CellInAir {
    /// Standard uncertainty of the drift that is allowed during the run.
    pub drift_standard_uncertainty_hz: f64,
}

/// A triple-point-of-water cell with its certificate.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TriplePointCell {
    /// Identification on its certificate.
    pub serial: String,
    /// The certificate's number.
    pub certificate: String,
    /// Last day on which the certificate is valid (YYYY-MM-DD).
    pub due_date: String,
    /// Standard uncertainty of its temperature as realised: isotopes, impurities, mantle.
    pub temperature_standard_uncertainty_mk: f64,
    /// Depth of the middle of a thermometer's element below the water's surface in the cell.
    pub immersion_depth_m: f64,
    /// Standard uncertainty of that depth.
    pub immersion_depth_standard_uncertainty_m: f64,
}

/// The laboratory's barometer with its certificate.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Barometer {
    /// Identification on its certificate.
    pub serial: String,
    /// The certificate's number.
    pub certificate: String,
    /// Last day on which the certificate is valid (YYYY-MM-DD).
    pub due_date: String,
    /// Standard uncertainty of its pressure, drift included.
    pub standard_uncertainty_hpa: f64,
    /// Height of the water's surface above the chamber's floor while the chamber is open.
    pub surface_height_m: f64,
}

impl BracketingChecks {
    /// Whether this kind of check is made at all.
    pub(super) fn makes(&self, kind: CheckKind) -> bool {
        self.before.contains(&kind) || self.after.contains(&kind)
    }
}

impl CheckKind {
    /// Its word in a procedure file.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::TriplePoint => "triple-point",
            Self::StandardSeawater => "standard-seawater",
            Self::PressureZero => "pressure-zero",
            Self::CellInAir => "cell-in-air",
        }
    }
}

impl StandardSeawaterBatch {
    /// What its label is worth; nothing where the date is none, which the file's check refuses.
    pub fn label(&self) -> Option<Batch> {
        let calibrated: CalendarDate = self.calibrated.parse().ok()?;
        Some(Batch { name: self.batch.clone(), k15: self.k15, calibrated, offset: 0.0 })
    }

    /// Whether its name is one word of letters, digits and hyphens, which a line of text can carry.
    fn has_plain_name(&self) -> bool {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !self.batch.is_empty() && self.batch.bytes().all(plain)
    }
}

/// A single reading has no scatter.
const READINGS: [u32; 2] = [2, 1000];

/// Impossible values in a procedure's checks.
pub(super) fn check_procedure(procedure: &Procedure, checks: &mut Checks) {
    let Some(bracket) = &procedure.checks else { return };
    checks.count("checks.readings", bracket.readings, READINGS[0], READINGS[1]);
    for (field, kinds) in [("checks.before", &bracket.before), ("checks.after", &bracket.after)] {
        for (index, kind) in kinds.iter().enumerate() {
            if kinds.iter().take(index).any(|other| other == kind) {
                let accepted = format!("each check once in `{field}`");
                checks.refuse(format!("{field}[{index}]"), format!("\"{}\"", kind.word()), accepted);
            }
        }
    }
    if bracket.makes(CheckKind::StandardSeawater) && bracket.standard_seawater.is_none() {
        let accepted =
            "a table with `batch`, `k15`, `calibrated`, or no `standard-seawater` among the checks";
        checks.missing("checks.standard_seawater".to_owned(), accepted.to_owned());
    }
    if let Some(seawater) = &bracket.standard_seawater {
        let field = |name: &str| format!("checks.standard_seawater.{name}");
        if !seawater.has_plain_name() {
            let value = format!("\"{}\"", seawater.batch);
            checks.refuse(field("batch"), value, "one word of letters, digits and hyphens, such as P165");
        }
        checks.range(field("k15"), seawater.k15, 0.2, 1.2);
        if seawater.label().is_none() {
            let value = format!("\"{}\"", seawater.calibrated);
            checks.refuse(field("calibrated"), value, "a date, YYYY-MM-DD");
        }
    }
    check_cell_in_air(bracket, checks);
}

fn check_cell_in_air(bracket: &BracketingChecks, checks: &mut Checks) {
    let [before, after] = [&bracket.before, &bracket.after].map(|one| one.contains(&CheckKind::CellInAir));
    if before != after {
        let accepted = "`cell-in-air` in both lists or in none: it compares the cell with itself";
        checks.refuse(if before { "checks.after" } else { "checks.before" }, "without cell-in-air", accepted);
    }
    match &bracket.cell_in_air {
        Some(air) => {
            let drift = air.drift_standard_uncertainty_hz;
            checks.range("checks.cell_in_air.drift_standard_uncertainty_hz", drift, 0.001, 100.0);
        }
        None if before || after => {
            let accepted =
                "a table with `drift_standard_uncertainty_hz`, or no `cell-in-air` among the checks";
            checks.missing("checks.cell_in_air".to_owned(), accepted.to_owned());
        }
        None => {}
    }
}

/// Impossible values in a rig's standards. `chamber_m` is the chamber's inner length.
pub(super) fn check_rig(rig: &Rig, chamber_m: f64, checks: &mut Checks) {
    if let Some(cell) = &rig.triple_point_cell {
        let field = |name: &str| format!("triple_point_cell.{name}");
        checks.named(field("serial"), &cell.serial);
        checks.named(field("certificate"), &cell.certificate);
        checks.date(field("due_date"), &cell.due_date);
        let temperature = cell.temperature_standard_uncertainty_mk;
        checks.range(field("temperature_standard_uncertainty_mk"), temperature, 0.0, 5.0);
        checks.range(field("immersion_depth_m"), cell.immersion_depth_m, 0.0, 0.6);
        let depth = cell.immersion_depth_standard_uncertainty_m;
        checks.range(field("immersion_depth_standard_uncertainty_m"), depth, 0.0, 0.2);
    }
    if let Some(barometer) = &rig.barometer {
        let field = |name: &str| format!("barometer.{name}");
        checks.named(field("serial"), &barometer.serial);
        checks.named(field("certificate"), &barometer.certificate);
        checks.date(field("due_date"), &barometer.due_date);
        checks.range(field("standard_uncertainty_hpa"), barometer.standard_uncertainty_hpa, 0.001, 10.0);
        checks.range(field("surface_height_m"), barometer.surface_height_m, 0.0, 2.0 * chamber_m);
    }
}
