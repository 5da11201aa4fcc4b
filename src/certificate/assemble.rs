//! Puts a certificate together from a record and its calibrations.

use super::range::AMBIENT_MPA;
use super::statement::{SIMULATED, completeness, statements};
use super::{
    BottleEntry, CalibratedRange, Certificate, Conditions, Direction, ItemResult, Provenance, Reference,
    SCHEMA, SourceDigest,
};
use crate::calibrations::{Calibrations, ItemCalibration};
use crate::observe::{ObserveError, description};
use hadal_models::calibration::FitError;
use hadal_models::calibration::ctd::SensorCalibration;
use hadal_record::Record;
use hadal_record::event::{Bottle, Drawn, Outcome, Plant, Point, Source};
use hadal_rigs::description::{Item, Procedure, Rig};
use jiff::Timestamp;

/// Coverage factor of every expanded uncertainty.
const COVERAGE_FACTOR: f64 = 2.0;

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The record's description files cannot be read.
    #[error(transparent)]
    Observe(#[from] ObserveError),
    /// A time in the record is outside the calendar.
    #[error("{nanoseconds} ns since 1970 is not a time that RFC 3339 can write")]
    Time {
        /// The time.
        nanoseconds: i128,
    },
    /// The residuals cannot be examined.
    #[error("{quantity}: examination of the residuals: {problem}")]
    Examination {
        /// The quantity.
        quantity: &'static str,
        /// What the fit said. Part of the message, and so not its source.
        problem: FitError,
    },
    /// The record still has no end.
    #[error("the record is not closed: nothing is certified from it")]
    NotClosed,
}

/// A record with the files in it that the certificate quotes.
pub(super) struct Described<'a> {
    pub(super) record: &'a Record,
    pub(super) rig: Rig,
    pub(super) procedure: Procedure,
    pub(super) items: Vec<Item>,
}

/// The certificate of a closed record: a pure function of both arguments.
///
/// # Errors
/// [`CertificateError`] for a record that is not closed, or whose files or times cannot be read.
pub fn certificate(record: &Record, calibrations: &Calibrations) -> Result<Certificate, CertificateError> {
    let run = Described {
        record,
        rig: description(&record.opened.rig)?,
        procedure: description(&record.opened.procedure)?,
        items: record.opened.items.iter().map(description).collect::<Result<_, _>>()?,
    };
    let opened = &record.opened;
    let ended = record.outcome().ok_or(CertificateError::NotClosed)?;
    let completeness = completeness(ended, &missing(calibrations));
    Ok(Certificate {
        schema: SCHEMA.to_owned(),
        simulated: record.simulated(),
        notice: if record.simulated() { SIMULATED.to_owned() } else { String::new() },
        complete: completeness.is_empty(),
        completeness,
        checks: super::checks::checks(&run),
        title: run.procedure.title.clone(),
        number: opened.run_id.clone(),
        begun_utc: utc(i128::from(opened.epoch_utc_ns))?,
        ended_utc: utc(i128::from(record.ended.utc_ns))?,
        outcome: outcome(ended),
        rig: run.rig.name.clone(),
        statements: statements(),
        coverage_factor: COVERAGE_FACTOR,
        references: references(&run),
        conditions: conditions(&run, calibrations)?,
        bottles: record.bottles().iter().map(|bottle| bottle_entry(&run, bottle)).collect(),
        items: calibrations.items.iter().map(|item| item_result(&run, item)).collect::<Result<_, _>>()?,
        provenance: provenance(record),
    })
}

/// Quantities whose equation the points do not tell whole, each once, with what is held for it.
fn missing(calibrations: &Calibrations) -> Vec<(&str, Vec<&str>)> {
    let sensors = calibrations.items.iter().flat_map(|item| item.ctd.sensors());
    let held = sensors.map(|sensor| (sensor.quantity, sensor.held_for_lack_of_points()));
    let mut missing: Vec<(&str, Vec<&str>)> = Vec::new();
    for found in held.filter(|(_, names)| !names.is_empty()) {
        if !missing.contains(&found) {
            missing.push(found);
        }
    }
    missing
}

fn utc(nanoseconds: i128) -> Result<String, CertificateError> {
    let seconds = nanoseconds.div_euclid(1_000_000_000);
    let instant = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    instant.map(|instant| instant.to_string()).ok_or(CertificateError::Time { nanoseconds })
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Completed => "completed".to_owned(),
        Outcome::Tripped { cause } => format!("tripped: {cause}"),
        Outcome::Failed { reason } => format!("failed: {reason}"),
        Outcome::Recovered => "recovered after the process died".to_owned(),
    }
}

fn references(run: &Described<'_>) -> Vec<Reference> {
    let thermometers = run.rig.reference_thermometer.iter().map(|sprt| Reference {
        quantity: "temperature".to_owned(),
        kind: "standard platinum resistance thermometer".to_owned(),
        serial: sprt.serial.clone(),
        certificate: sprt.certificate.clone(),
        due_date: sprt.due_date.clone(),
    });
    let pressure = &run.rig.reference_pressure;
    let transducer = Reference {
        quantity: "pressure".to_owned(),
        kind: "quartz pressure transducer".to_owned(),
        serial: pressure.serial.clone(),
        certificate: pressure.certificate.clone(),
        due_date: pressure.due_date.clone(),
    };
    let salinometer = &run.rig.salinometer;
    let salinometer = Reference {
        quantity: "practical salinity".to_owned(),
        kind: "laboratory salinometer".to_owned(),
        serial: salinometer.serial.clone(),
        certificate: salinometer.certificate.clone(),
        due_date: salinometer.due_date.clone(),
    };
    thermometers.chain([transducer, salinometer]).collect()
}

/// The water where the first item stands.
fn conditions(run: &Described<'_>, calibrations: &Calibrations) -> Result<Vec<Conditions>, CertificateError> {
    let Some(first) = calibrations.items.first() else { return Ok(Vec::new()) };
    run.record.points().iter().enumerate().map(|(index, point)| condition(run, first, index, point)).collect()
}

fn condition(
    run: &Described<'_>,
    item: &ItemCalibration,
    index: usize,
    point: &Point,
) -> Result<Conditions, CertificateError> {
    let middle = point.from_ns + (point.until_ns - point.from_ns) / 2;
    let thermometer = &item.water.thermometer[index];
    Ok(Conditions {
        point: point.index,
        leg: leg_name(run, point.leg),
        direction: direction(run.record.points(), index),
        at_utc: utc(i128::from(run.record.opened.epoch_utc_ns) + i128::from(middle))?,
        elapsed_h: hours(middle),
        readings: item.raw.temperature_counts[index].count,
        temperature_celsius: item.water.temperature_celsius.values[index],
        pressure_mpa_absolute: item.water.pressure_mpa_absolute.values[index],
        salinity_practical: item.water.salinity_practical.values[index],
        temperature_drift_mk: thermometer.drift * 1e3,
        temperature_deviation_mk: thermometer.deviation * 1e3,
        uniformity_mk: item.water.uniformity_k[index] * 1e3,
    })
}

/// By the set points: ambient, or reached from a lower or a higher pressure of the same leg.
fn direction(points: &[Point], index: usize) -> Direction {
    let point = &points[index];
    let before = index.checked_sub(1).map(|before| &points[before]).filter(|before| before.leg == point.leg);
    let from = before.map_or(0.0, |before| before.pressure_mpa_sea);
    match (point.pressure_mpa_sea < AMBIENT_MPA, point.pressure_mpa_sea < from) {
        (true, _) => Direction::Ambient,
        (false, true) => Direction::Falling,
        (false, false) => Direction::Rising,
    }
}

fn leg_name(run: &Described<'_>, leg: u32) -> String {
    let found = usize::try_from(leg).ok().and_then(|leg| run.procedure.leg.get(leg));
    found.map_or_else(|| leg.to_string(), |leg| leg.name.clone())
}

fn bottle_entry(run: &Described<'_>, bottle: &Bottle) -> BottleEntry {
    let drawn = match bottle.drawn {
        Drawn::WhileDosing => "chamber, while dosing",
        Drawn::BeforeLeg => "chamber, before the leg",
        Drawn::AfterLeg => "chamber, after the leg",
        Drawn::PumpReservoir => "pump reservoir",
    };
    BottleEntry {
        bottle: bottle.index,
        leg: leg_name(run, bottle.leg),
        drawn: drawn.to_owned(),
        elapsed_h: hours(bottle.drawn_ns),
        salinity_practical: bottle.salinity_practical,
    }
}

fn item_result(run: &Described<'_>, calibration: &ItemCalibration) -> Result<ItemResult, CertificateError> {
    let item = &calibration.item;
    let range = CalibratedRange::of(&calibration.water);
    let points: Vec<u32> = run.record.points().iter().map(|point| point.index).collect();
    let quantity = |sensor: &SensorCalibration| {
        let failed = |problem| CertificateError::Examination { quantity: sensor.quantity, problem };
        super::quantity::result(sensor, range, &points).map_err(failed)
    };
    Ok(ItemResult {
        name: item.name.clone(),
        manufacturer: item.manufacturer.clone(),
        model: item.model.clone(),
        serial: item.serial.clone(),
        rating_mpa_sea: item.rating_mpa_sea,
        quantities: calibration.ctd.sensors().into_iter().map(quantity).collect::<Result<_, _>>()?,
        joint: super::joint::result(&calibration.ctd, &range, COVERAGE_FACTOR),
    })
}

fn provenance(record: &Record) -> Provenance {
    let opened = &record.opened;
    Provenance {
        run_id: opened.run_id.clone(),
        software: opened.software.clone(),
        record_head: record.head.clone(),
        seed: match opened.plant {
            Plant::Twin { seed } => Some(seed),
            Plant::Hardware => None,
        },
        procedure: digest(&opened.procedure),
        rig: digest(&opened.rig),
        items: opened.items.iter().map(digest).collect(),
    }
}

fn digest(source: &Source) -> SourceDigest {
    let blake3 = blake3::hash(source.text.as_bytes()).to_hex().to_string();
    SourceDigest { path: source.path.clone(), blake3 }
}

#[expect(clippy::cast_precision_loss, reason = "nanoseconds of days, as hours")]
pub(super) fn hours(ns: u64) -> f64 {
    ns as f64 / 3.6e12
}
