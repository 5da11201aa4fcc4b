//! The certificate: a pure function of a closed record, as numbers that another program can read.
//!
//! Its bytes are canonical: fields in the order below, maps sorted by name, lists in the order of the procedure, each
//! number in the shortest decimal that reads back to the same double, no time of writing. The same record gives the
//! same bytes. What comes from a twin says SIMULATED first.

mod assemble;
mod checks;
mod joint;
mod quantity;
mod range;
pub mod shared;
mod statement;

pub use assemble::{CertificateError, certificate};
pub use checks::{CheckContribution, CheckReading, CheckResult, Checks, Comparison};
pub use joint::{
    FormulationPoint, JointResult, SharedErrorEntry, SharedFormulation, UnitErrorEntry, ValidityRow,
};
pub(crate) use range::AMBIENT_MPA;
pub use range::{CalibratedRange, Domain};

use hadal_models::calibration::ctd::InadequacyShape;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of this layout.
pub const SCHEMA: &str = "hadal-certificate/1";

/// Everything a calibration says about its items.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// Always `hadal-certificate/1`.
    pub schema: String,
    /// Whether a digital twin answered instead of a chamber.
    pub simulated: bool,
    /// What the reader must know first; begins with SIMULATED for a twin.
    pub notice: String,
    /// Whether the points told every coefficient of every equation, those aside that the item's file or the maker's
    /// form holds. Without that, nothing here is a calibration.
    pub complete: bool,
    /// What is missing where it is not complete, beginning with TRIAL; else empty.
    pub completeness: String,
    /// The checks of references and items before and after the run, and whether they bear it out.
    #[serde(default)]
    pub checks: Checks,
    /// The procedure's title.
    pub title: String,
    /// The certificate's number: the run's id.
    pub number: String,
    /// First and last instant of the run, RFC 3339 UTC.
    pub begun_utc: String,
    /// Last instant of the run, RFC 3339 UTC.
    pub ended_utc: String,
    /// How the run ended.
    pub outcome: String,
    /// The rig's name.
    pub rig: String,
    /// What every uncertainty on this certificate means.
    pub statements: Vec<String>,
    /// Coverage factor of every expanded uncertainty here.
    pub coverage_factor: f64,
    /// The references and their certificates.
    pub references: Vec<Reference>,
    /// The water at each point, where the references stand.
    pub conditions: Vec<Conditions>,
    /// Water samples, in the order drawn.
    pub bottles: Vec<BottleEntry>,
    /// One entry per item, in the procedure's order.
    pub items: Vec<ItemResult>,
    /// Where all this comes from.
    pub provenance: Provenance,
}

/// A reference instrument, and the certificate that it carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// What it measures: `temperature` or `pressure`.
    pub quantity: String,
    /// What it is.
    pub kind: String,
    /// Identification on its certificate.
    pub serial: String,
    /// The certificate's number.
    pub certificate: String,
    /// Last day on which the certificate is valid.
    pub due_date: String,
}

/// The bath at one point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conditions {
    /// Number of the point, from 0.
    pub point: u32,
    /// Name of the leg.
    pub leg: String,
    /// How pressure was reached.
    pub direction: Direction,
    /// Midpoint of the readings, RFC 3339 UTC.
    pub at_utc: String,
    /// Midpoint of the readings, hours since the run began.
    pub elapsed_h: f64,
    /// Number of readings of the item.
    pub readings: usize,
    /// Mean reference temperature at the item's height.
    pub temperature_celsius: f64,
    /// Mean reference pressure at the item's height.
    pub pressure_mpa_absolute: f64,
    /// Practical salinity by bottles and pumped mass.
    pub salinity_practical: f64,
    /// Change of reference temperature over the readings (least-squares line).
    pub temperature_drift_mk: f64,
    /// Standard deviation of reference temperature about that line.
    pub temperature_deviation_mk: f64,
    /// Upper minus lower reference thermometer.
    pub uniformity_mk: f64,
}

/// How the pressure of a point was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// At ambient pressure.
    Ambient,
    /// From below.
    Rising,
    /// From above.
    Falling,
}

/// A bottle and its salinity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BottleEntry {
    /// Number of the bottle.
    pub bottle: u32,
    /// Name of the leg.
    pub leg: String,
    /// Where and when in the leg.
    pub drawn: String,
    /// When, hours since the run began.
    pub elapsed_h: f64,
    /// By the salinometer.
    pub salinity_practical: f64,
}

/// One item and its results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemResult {
    /// The name on the certificate.
    pub name: String,
    /// Its maker.
    pub manufacturer: String,
    /// Model designation.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Rated pressure.
    pub rating_mpa_sea: f64,
    /// Temperature, conductivity, pressure.
    pub quantities: Vec<QuantityResult>,
    /// What the three make together.
    pub joint: JointResult,
}

/// The calibration of one quantity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuantityResult {
    /// `temperature`, `conductivity` or `pressure`.
    pub quantity: String,
    /// Unit of values, residuals and uncertainties.
    pub unit: String,
    /// The maker's equation.
    pub equation: String,
    /// Version of the equation here.
    pub equation_version: u32,
    /// The equation's formula, as text.
    pub formula: String,
    /// What a residual is, and what its sign means.
    pub residual_definition: String,
    /// Where the points lie: the results hold between them, not beyond.
    pub range: CalibratedRange,
    /// Coefficients by name.
    pub coefficients: BTreeMap<String, Coefficient>,
    /// What was known of free coefficients before the points, by name: each counts as one observation in the degrees
    /// of freedom.
    pub priors: BTreeMap<String, PriorKnowledge>,
    /// Correlation of the free coefficients.
    pub correlation: Correlation,
    /// What the points say of the highest term of each ladder; those that went come first, in that order.
    pub selection: Vec<TermTestEntry>,
    /// The point with the largest studentised residual, then the largest among the rest, and so on. Every point was kept.
    pub outliers: Vec<OutlierEntry>,
    /// Tests of the residuals together.
    pub residual_tests: Vec<ResidualTestEntry>,
    /// Pressures that a leg visited both ways.
    pub hysteresis: Vec<HysteresisEntry>,
    /// Number of points used.
    pub points_used: usize,
    /// Points and priors less free coefficients.
    pub degrees_of_freedom: usize,
    /// Standard deviation of the residuals.
    pub residual_standard_deviation: f64,
    /// Weighted sum of squared residuals over what the stated budget makes one expect, where there is freedom: well
    /// above 1 says that the equation does not follow the sensor, and the excess is in the budget as inadequacy.
    pub stated_reduced_chi_squared: Option<f64>,
    /// What that means where it is far above 1.
    pub remark: Option<String>,
    /// What the sensor errs by at use beside its coefficients; none in certificates that were written before it was stated.
    #[serde(default)]
    pub at_use: Option<ErrorsAtUse>,
    /// The points.
    pub points: Vec<PointResult>,
    /// What the certified uncertainty is made of at each point: the squares add up to its square.
    pub budget: Vec<BudgetComponent>,
    /// What reference and reading may be off by at each point, before any fit: it made the weights.
    pub point_budget: Vec<BudgetComponent>,
}

/// A coefficient of an equation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coefficient {
    /// Its value.
    pub value: f64,
    /// Its standard uncertainty; none where the points were not asked.
    pub standard_uncertainty: Option<f64>,
    /// Where its value comes from.
    pub origin: Origin,
    /// Its unit (UDUNITS).
    pub unit: String,
}

/// Where a coefficient's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The points of this run.
    Fitted,
    /// The item's file.
    Given,
    /// The maker's form, which has this value unless the item's file says otherwise.
    MakersForm,
    /// Nothing better: the points cannot tell it.
    HeldForLackOfPoints,
    /// The points could tell it and do not support it: its value is what it is without evidence, its standard uncertainty
    /// and correlation those of the fit in which it was free, with what that fit says otherwise.
    NotSupported,
}

/// An F test of one coefficient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermTestEntry {
    /// The coefficient.
    pub coefficient: String,
    /// Its estimate where it is free, less what it is without evidence.
    pub estimate: f64,
    /// Standard uncertainty of that from the scatter of the points.
    pub standard_uncertainty: f64,
    /// The square of the one over the other.
    pub f: f64,
    /// Akaike's criterion, corrected for few points, without the term less that with it; none where the points are too few.
    pub aicc_change: Option<f64>,
    /// What it must exceed at the 5 % level.
    pub f_critical: f64,
    /// Whether it does.
    pub supported: bool,
}

/// A point tested as an outlier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutlierEntry {
    /// Number of the point.
    pub point: u32,
    /// Its studentised residual under the budget and the equation's inadequacy, the point itself left out of the fit.
    pub studentised_residual: f64,
    /// The size at which it would be significant at 5 %, as the worst of so many.
    pub critical: f64,
    /// Probability that so large a residual is chance, times the number of points.
    pub probability: f64,
    /// Leverage of the point, 0 to 1.
    pub leverage: f64,
    /// Whether it is an outlier.
    pub outlier: bool,
}

/// A test of the residuals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResidualTestEntry {
    /// Its name.
    pub test: String,
    /// The statistic.
    pub statistic: f64,
    /// Probability of one so far out if nothing is wrong.
    pub probability: f64,
    /// What that means.
    pub verdict: String,
}

/// A pressure that a leg visited both ways.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HysteresisEntry {
    /// Number of the point on the way up in pressure.
    pub rising_point: u32,
    /// Number of the point on the way down.
    pub falling_point: u32,
    /// Residual falling less residual rising.
    pub difference: f64,
    /// Standard uncertainty of that, from scatter alone.
    pub standard_uncertainty: f64,
}

/// What a sensor errs by at use, whatever its coefficients: a new error at every scan or state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorsAtUse {
    /// Step of each raw output as sent, by the name of the equation's input; rounding errs by the step over √12.
    pub resolution: BTreeMap<String, f64>,
    /// Standard uncertainty of the equation's inadequacy where its shape is 1.
    pub inadequacy: f64,
    /// How that grows: `even` is 1, `relative` the value itself; `under-pressure` rises from 0.2 at nothing to 1 at a fifth of
    /// `full_scale` and stays there.
    pub inadequacy_shape: InadequacyShape,
}

/// A coefficient known before the points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PriorKnowledge {
    /// The expected value.
    pub value: f64,
    /// Its standard uncertainty.
    pub standard_uncertainty: f64,
}

/// A correlation matrix with the names of its rows.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Correlation {
    /// Free coefficients, in the equation's order.
    pub names: Vec<String>,
    /// Row by row.
    pub matrix: Vec<Vec<f64>>,
}

/// One point of one quantity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointResult {
    /// Number of the point.
    pub point: u32,
    /// Value by the references.
    pub reference: f64,
    /// Value by the item with the coefficients of this certificate.
    pub indicated: f64,
    /// Indicated less reference.
    pub residual: f64,
    /// Standard uncertainty of reference minus indication here, before any fit.
    pub point_standard_uncertainty: f64,
    /// Standard uncertainty of the calibrated sensor here, at use.
    pub standard_uncertainty: f64,
    /// The same times the coverage factor.
    pub expanded_uncertainty: f64,
    /// What went into the equation, by name: the item's raw output, and the references where the equation needs them.
    pub inputs: BTreeMap<String, f64>,
}

/// One source of uncertainty, over all points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BudgetComponent {
    /// What it is.
    pub name: String,
    /// `A` (by statistics) or `B` (by other means).
    pub evaluation: String,
    /// How its errors at different points hang together, where it is an error of the points.
    pub correlation: Option<String>,
    /// Where the number comes from.
    pub source: String,
    /// Standard uncertainty at each point, in the quantity's unit.
    pub standard_uncertainty: Vec<f64>,
}

/// Where a certificate comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The run's id.
    pub run_id: String,
    /// Name and version of the software.
    pub software: String,
    /// Hash of the journal's last frame, which stands for the whole chain.
    pub record_head: String,
    /// Seed of the simulated world, for a twin.
    pub seed: Option<u64>,
    /// The procedure file.
    pub procedure: SourceDigest,
    /// The rig file.
    pub rig: SourceDigest,
    /// The item files.
    pub items: Vec<SourceDigest>,
}

/// A file that went into the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceDigest {
    /// The path as given.
    pub path: String,
    /// BLAKE3 of its text, which the record holds whole.
    pub blake3: String,
}

impl Certificate {
    /// What whoever prints the results must print with them: that its checks make it invalid, that it is a trial, and
    /// every remark on a fit.
    pub fn warnings(&self) -> Vec<String> {
        let invalid = Some(self.checks.statement.clone()).filter(|_| !self.checks.valid);
        let trial = Some(self.completeness.clone()).filter(|_| !self.complete);
        let remark = |item: &ItemResult, result: &QuantityResult| {
            result.remark.as_ref().map(|remark| format!("{}, {}: {remark}", item.name, result.quantity))
        };
        let outliers = |item: &ItemResult, result: &QuantityResult| -> Option<String> {
            let found = result.outliers.iter().filter(|entry| entry.outlier);
            let said = found.map(|entry| {
                let OutlierEntry { point, studentised_residual, critical, .. } = entry;
                format!(
                    "point {point} (studentised residual {studentised_residual:.1}, critical {critical:.1})"
                )
            });
            let said: Vec<String> = said.collect();
            (!said.is_empty()).then(|| {
                let (name, quantity) = (&item.name, &result.quantity);
                format!("{name}, {quantity}: outliers at the 5 % level, kept in the fit: {}", said.join(", "))
            })
        };
        let results =
            self.items.iter().flat_map(|item| item.quantities.iter().map(move |result| (item, result)));
        let of_results = results
            .flat_map(|(item, result)| [remark(item, result), outliers(item, result)].into_iter().flatten());
        invalid.into_iter().chain(trial).chain(of_results).collect()
    }

    /// The canonical bytes of `certificate.json`.
    ///
    /// # Errors
    /// None in practice: every field is a plain value. The error of the serialiser is passed on.
    pub fn to_json_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

impl Direction {
    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ambient => "ambient",
            Self::Rising => "rising",
            Self::Falling => "falling",
        }
    }
}
