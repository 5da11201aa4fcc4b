//! Each kind of check against its standard, and against itself.

use super::{Check, Contribution, Evidence, Finding};
use crate::description::{PressureReference, Procedure, Rig, Sprt};
use hadal_models::constants::STANDARD_GRAVITY;
use hadal_models::standards::calendar::CalendarDate;
use hadal_models::standards::its90::{FixedPoint, SprtCoefficients};
use hadal_models::uncertainty::propagated_variance;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use nalgebra::{DMatrix, DVector};

/// What a run's checks are judged by: certificates, labels, allowances, and the day.
#[derive(Clone, Copy, Debug)]
pub struct Standards<'a> {
    rig: &'a Rig,
    procedure: &'a Procedure,
    begins_utc_ns: i64,
}

/// Density of the chamber's water at one atmosphere, kg/m³: the middle between warm fresh water (996 at 30 °C) and cold
/// salty water (1034 at 0 °C and SP 42), TEOS-10. Nobody need know its salinity for a metre of head.
const DENSITY_KG_PER_M3: f64 = 1015.0;
/// Half of that width, as a rectangle.
const DENSITY_HALF_WIDTH_KG_PER_M3: f64 = 19.0;
const KPA_PER_MPA: f64 = 1e3;
const KPA_PER_HPA: f64 = 0.1;
const MK_PER_K: f64 = 1e3;

impl<'a> Standards<'a> {
    /// For a run that begins at `begins_utc_ns`, nanoseconds since 1970.
    pub const fn new(rig: &'a Rig, procedure: &'a Procedure, begins_utc_ns: i64) -> Self {
        Self { rig, procedure, begins_utc_ns }
    }

    /// What was read against the standard; nothing for a check that has none but itself, or whose standard the files lack.
    pub fn against_standard(&self, check: Check, evidence: &Evidence) -> Option<Finding> {
        match check {
            Check::TriplePoint { thermometer } => {
                self.triple_point(self.rig.reference_thermometer.get(thermometer)?, evidence)
            }
            Check::StandardSeawater => self.standard_seawater(evidence),
            Check::PressureZero => self.pressure_zero(evidence),
            Check::CellInAir { .. } => None,
        }
    }

    /// What was read after the run against what was read before it; nothing where the files allow for no drift.
    pub fn drift(&self, check: Check, before: &Evidence, after: &Evidence) -> Option<Finding> {
        let salinometer = &self.rig.salinometer;
        let bottle = salinometer.repeatability_standard_uncertainty_practical;
        let (scale, allowed, single) = match check {
            Check::TriplePoint { thermometer } => {
                let sprt = self.rig.reference_thermometer.get(thermometer)?;
                (MK_PER_K, sprt.drift_standard_uncertainty_mk, 0.0)
            }
            Check::StandardSeawater => {
                (1.0, salinometer.standardisation_standard_uncertainty_practical, bottle)
            }
            Check::PressureZero => {
                (KPA_PER_MPA, KPA_PER_MPA * self.rig.reference_pressure.drift_standard_uncertainty_mpa, 0.0)
            }
            Check::CellInAir { .. } => {
                let air = self.procedure.checks.as_ref()?.cell_in_air.as_ref()?;
                (1.0, air.drift_standard_uncertainty_hz, 0.0)
            }
        };
        // The air's own pressure may change between the two; the barometer has seen it.
        let air_kpa = |one: &Evidence| KPA_PER_HPA * one.barometer_hpa.unwrap_or(0.0);
        let difference = scale * (after.indicated - before.indicated) - (air_kpa(after) - air_kpa(before));
        let repeatability = |one: &Evidence| libm::hypot(single, scale * one.deviation_of_mean);
        let contributions = vec![
            contribution("drift allowed", allowed),
            contribution("repeatability before", repeatability(before)),
            contribution("repeatability after", repeatability(after)),
        ];
        Some(Finding { difference, contributions })
    }

    /// ITS-90 with the certificate's coefficients, against 0.01 °C less the head of water in the cell.
    fn triple_point(&self, sprt: &Sprt, evidence: &Evidence) -> Option<Finding> {
        let cell = self.rig.triple_point_cell.as_ref()?;
        let point = FixedPoint::Water;
        let realised = point.at_depth(cell.immersion_depth_m);
        let coefficients =
            SprtCoefficients { resistance_tpw_ohm: sprt.resistance_tpw_ohm, a: sprt.a, b: sprt.b };
        let gradient = coefficients.temperature_gradient(realised);
        let depth = point.kelvin_per_metre().abs() * cell.immersion_depth_standard_uncertainty_m;
        let hall_k = (self.rig.chamber.ambient_celsius - realised.celsius()).abs();
        Some(Finding {
            difference: MK_PER_K * (evidence.indicated - realised.celsius()),
            contributions: vec![
                contribution("thermometer certificate", MK_PER_K * propagated(&gradient, &sprt.covariance)),
                contribution("thermometer drift", sprt.drift_standard_uncertainty_mk),
                contribution("self-heating", sprt.self_heating_standard_uncertainty_mk),
                contribution("stem conduction", sprt.stem_conduction_standard_uncertainty_mk_per_k * hall_k),
                contribution("triple-point cell", cell.temperature_standard_uncertainty_mk),
                contribution("depth in the cell", MK_PER_K * depth),
                contribution("repeatability", MK_PER_K * evidence.deviation_of_mean),
            ],
        })
    }

    /// The salinometer as it stands, against the batch's label.
    fn standard_seawater(&self, evidence: &Evidence) -> Option<Finding> {
        let label = self.procedure.checks.as_ref()?.standard_seawater.as_ref()?.label()?;
        let salinometer = &self.rig.salinometer;
        Some(Finding {
            difference: evidence.indicated - label.practical_salinity().value(),
            contributions: vec![
                contribution("standardisation", salinometer.standardisation_standard_uncertainty_practical),
                contribution("bottle", salinometer.repeatability_standard_uncertainty_practical),
                contribution("label", label.label_standard_uncertainty()),
                contribution("age of the batch", label.age_standard_uncertainty(self.begins()?)),
            ],
        })
    }

    /// The transducer with its certificate, against the barometer and the head of water above the transducer's datum.
    fn pressure_zero(&self, evidence: &Evidence) -> Option<Finding> {
        let (reference, barometer) = (&self.rig.reference_pressure, self.rig.barometer.as_ref()?);
        let kpa_per_metre = DENSITY_KG_PER_M3 * STANDARD_GRAVITY * 1e-3;
        let head_m = barometer.surface_height_m - reference.height_m;
        let expected_kpa = KPA_PER_HPA * evidence.barometer_hpa? + kpa_per_metre * head_m;
        let indicated_kpa = KPA_PER_MPA * evidence.indicated;
        let heights_m = std::f64::consts::SQRT_2 * self.rig.chamber.height_standard_uncertainty_m;
        let density = DENSITY_HALF_WIDTH_KG_PER_M3 / 3f64.sqrt() / DENSITY_KG_PER_M3;
        let certificate = propagated(&gradient_of_line(reference, evidence.indicated), &reference.covariance);
        Some(Finding {
            difference: indicated_kpa - expected_kpa,
            contributions: vec![
                contribution("transducer certificate", KPA_PER_MPA * certificate),
                contribution("zero drift", KPA_PER_MPA * reference.drift_standard_uncertainty_mpa),
                contribution("span drift", indicated_kpa * reference.span_drift_standard_uncertainty),
                contribution("barometer", KPA_PER_HPA * barometer.standard_uncertainty_hpa),
                contribution("two heights", kpa_per_metre * heights_m),
                contribution("density of the water", kpa_per_metre * head_m.abs() * density),
                contribution("repeatability", KPA_PER_MPA * evidence.deviation_of_mean),
            ],
        })
    }

    /// The run's first day, UTC.
    fn begins(&self) -> Option<CalendarDate> {
        let at = Timestamp::from_nanosecond(i128::from(self.begins_utc_ns)).ok()?;
        at.to_zoned(TimeZone::UTC).date().to_string().parse().ok()
    }
}

const fn contribution(name: &'static str, standard_uncertainty: f64) -> Contribution {
    Contribution { name, standard_uncertainty }
}

/// p = (reading + offset)(1 + span): ∂p/∂offset and ∂p/∂span.
fn gradient_of_line(reference: &PressureReference, mpa: f64) -> [f64; 2] {
    [1.0 + reference.span, mpa / (1.0 + reference.span)]
}

/// Standard uncertainty of what depends on a certificate's parameters.
fn propagated<const N: usize>(gradient: &[f64; N], covariance: &[[f64; N]; N]) -> f64 {
    let covariance = DMatrix::from_fn(N, N, |row, column| covariance[row][column]);
    propagated_variance(&DVector::from_column_slice(gradient), &covariance).max(0.0).sqrt()
}
