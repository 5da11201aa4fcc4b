//! Fitted sensors on the twin's grid of truth.

use super::{GridPoint, ItemValidation, QuantityValidation, SCHEMA, Summary, Validation};
use crate::calibrations::{Calibrations, ItemCalibration};
use crate::certificate::{AMBIENT_MPA, CalibratedRange};
use hadal_models::calibration::ctd::RawReading;
use hadal_models::quantity::{AbsolutePressure, SeaPressure};
use hadal_record::event::Opened;
use hadal_record::{Record, Table, Tables};

/// What stands before everything else.
const NOTICE: &str = "SIMULATED. Only a digital twin knows the truth.";
/// Coverage factor of the stated uncertainty.
const COVERAGE_FACTOR: f64 = 2.0;
/// PSS-78 ends here (10,000 dbar).
const PSS_78_END_MPA: f64 = 100.0;

/// Why there is no validation.
#[derive(Debug, thiserror::Error)]
pub enum ValidationError {
    /// The truth belongs to another run.
    #[error(
        "the truth is of run `{found}`, the record of run `{expected}`: only a run's own truth can judge it"
    )]
    OtherRun {
        /// The record's run.
        expected: String,
        /// The truth's run.
        found: String,
    },
    /// The truth has no such table or column.
    #[error("the truth has no `{what}`: it was written by another version")]
    Missing {
        /// The table or column.
        what: String,
    },
    /// A column of the truth is shorter or longer than the others.
    #[error("the truth's `grid/{column}` has {found} values where `grid/temperature` has {expected}")]
    Length {
        /// The column.
        column: String,
        /// Its length.
        found: usize,
        /// The length of the others.
        expected: usize,
    },
    /// A number of the truth, or what the fitted sensor makes of it, is not finite.
    #[error(
        "the truth's `grid/{column}` at place {place} is {value}, or leads to it: only finite numbers can judge"
    )]
    NotFinite {
        /// The column.
        column: String,
        /// The place, from 0.
        place: usize,
        /// The number.
        value: f64,
    },
}

/// Judges the calibrations of a record against the truth of its twin (`truth.h5`, as tables).
///
/// # Errors
/// [`ValidationError`] where the truth is of another run, lacks a column, or holds columns of different lengths or
/// numbers that are not finite.
pub fn validate(
    record: &Record,
    calibrations: &Calibrations,
    truth: &Tables,
) -> Result<Validation, ValidationError> {
    let Opened { run_id, .. } = &record.opened;
    let found = truth.attributes.get("run_id").cloned().unwrap_or_default();
    if &found != run_id {
        return Err(ValidationError::OtherRun { expected: run_id.clone(), found });
    }
    let grid = truth.table("grid").ok_or_else(|| missing("grid"))?;
    validate_tables(run_id, calibrations, grid)
}

/// As [`validate`], from the table `grid` alone.
///
/// # Errors
/// [`ValidationError`] where the table lacks a column, or holds columns of different lengths or numbers that are not
/// finite.
pub fn validate_tables(
    run_id: &str,
    calibrations: &Calibrations,
    grid: &Table,
) -> Result<Validation, ValidationError> {
    let items = calibrations.items.iter().enumerate();
    Ok(Validation {
        schema: SCHEMA.to_owned(),
        simulated: true,
        notice: NOTICE.to_owned(),
        run_id: run_id.to_owned(),
        coverage_factor: COVERAGE_FACTOR,
        items: items.map(|(index, item)| judge_item(index, item, grid)).collect::<Result<_, _>>()?,
    })
}

fn missing(what: &str) -> ValidationError {
    ValidationError::Missing { what: what.to_owned() }
}

/// The truth of one place, and what the item gives there.
struct Place {
    temperature_celsius: f64,
    salinity_practical: f64,
    pressure: SeaPressure,
    conductivity_s_per_m: f64,
    temperature_counts: f64,
    conductivity_hz: f64,
    pressure_counts: f64,
    pressure_temperature_counts: f64,
}

fn places(index: usize, grid: &Table) -> Result<Vec<Place>, ValidationError> {
    let rows = grid.column("temperature").ok_or_else(|| missing("grid/temperature"))?.len();
    let column = |name: &str| {
        let values = grid.column(name).ok_or_else(|| missing(&format!("grid/{name}")))?;
        check(name, values, rows).map(|()| values)
    };
    let raw = |name: &str| column(&format!("item_{index}_{name}"));
    let (t, s, p, c) = (
        column("temperature")?,
        column("practical_salinity")?,
        column("sea_pressure")?,
        column("conductivity")?,
    );
    let (counts, hertz) = (raw("temperature_counts")?, raw("conductivity_frequency")?);
    let (bridge, bridge_temperature) = (raw("pressure_counts")?, raw("pressure_temperature_counts")?);
    let place = |row: usize| Place {
        temperature_celsius: t[row],
        salinity_practical: s[row],
        pressure: SeaPressure::from_mpa(p[row]),
        conductivity_s_per_m: c[row],
        temperature_counts: counts[row],
        conductivity_hz: hertz[row],
        pressure_counts: bridge[row],
        pressure_temperature_counts: bridge_temperature[row],
    };
    Ok((0..t.len()).map(place).collect())
}

fn check(name: &str, values: &[f64], expected: usize) -> Result<(), ValidationError> {
    let column = name.to_owned();
    if values.len() != expected {
        return Err(ValidationError::Length { column, found: values.len(), expected });
    }
    match values.iter().enumerate().find(|(_, value)| !value.is_finite()) {
        Some((place, value)) => Err(ValidationError::NotFinite { column, place, value: *value }),
        None => Ok(()),
    }
}

/// A raw output outside what an equation takes gives no number: that is the truth's mistake, not an uncovered place.
fn check_judged(
    quantity: &str,
    index: usize,
    judged: &[(usize, [GridPoint; 4])],
    which: usize,
) -> Result<(), ValidationError> {
    let points = judged.iter().map(|(place, at)| (*place, at[which]));
    let mut values = points.flat_map(|(place, at)| [(place, at.error), (place, at.expanded_uncertainty)]);
    match values.find(|(_, value)| !value.is_finite()) {
        Some((place, value)) => {
            let column = format!("item_{index}: {quantity}");
            Err(ValidationError::NotFinite { column, place, value })
        }
        None => Ok(()),
    }
}

fn judge_item(index: usize, item: &ItemCalibration, grid: &Table) -> Result<ItemValidation, ValidationError> {
    let range = CalibratedRange::of(&item.water);
    let places = places(index, grid)?;
    let between = places.iter().enumerate().filter(|(_, place)| {
        range.contains(place.temperature_celsius, place.salinity_practical, place.pressure.mpa())
    });
    let judged: Vec<(usize, [GridPoint; 4])> =
        between.map(|(number, place)| (number, judge(item, place))).collect();
    let sensors = item.ctd.sensors().into_iter().map(|sensor| (sensor.quantity, sensor.unit));
    let quantities = sensors.chain([SALINITY]).enumerate().map(|(which, (name, unit))| {
        check_judged(name, index, &judged, which)?;
        Ok(quantity(name, unit, judged.iter().map(|(_, at)| at[which]).collect()))
    });
    Ok(ItemValidation { name: item.item.name.clone(), quantities: quantities.collect::<Result<_, _>>()? })
}

/// Name and unit of what all three sensors make together.
const SALINITY: (&str, &str) = ("practical salinity", "1");

/// The sensor as its owner uses it: pressure first, which temperature needs, then both for conductivity, and all three
/// for salinity, which bottles define.
fn judge(item: &ItemCalibration, place: &Place) -> [GridPoint; 4] {
    let (pressure_mpa, pressure_u) =
        item.ctd.pressure.predict(&[place.pressure_counts, place.pressure_temperature_counts]);
    let dbar = AbsolutePressure::from_mpa(pressure_mpa).sea().dbar();
    let (celsius, temperature_u) = item.ctd.temperature.predict(&[place.temperature_counts, dbar]);
    let (siemens, conductivity_u) = item.ctd.conductivity.predict(&[place.conductivity_hz, celsius, dbar]);
    let reading = item.ctd.reading(&RawReading {
        temperature_counts: place.temperature_counts,
        conductivity_hz: place.conductivity_hz,
        pressure_counts: place.pressure_counts,
        pressure_temperature_counts: place.pressure_temperature_counts,
    });
    let [.., salinity_u] = reading.standard_uncertainties();
    [
        grid_point(place, place.temperature_celsius, celsius, temperature_u),
        grid_point(place, place.conductivity_s_per_m, siemens, conductivity_u),
        grid_point(place, place.pressure.absolute().mpa(), pressure_mpa, pressure_u),
        grid_point(place, place.salinity_practical, reading.practical_salinity, salinity_u),
    ]
}

fn grid_point(place: &Place, truth: f64, fitted: f64, standard_uncertainty: f64) -> GridPoint {
    let (error, expanded_uncertainty) = (fitted - truth, COVERAGE_FACTOR * standard_uncertainty);
    GridPoint {
        temperature_celsius: place.temperature_celsius,
        salinity_practical: place.salinity_practical,
        pressure_mpa_sea: place.pressure.mpa(),
        truth,
        error,
        expanded_uncertainty,
        covered: error.abs() <= expanded_uncertainty,
    }
}

fn quantity(name: &str, unit: &str, grid: Vec<GridPoint>) -> QuantityValidation {
    QuantityValidation { quantity: name.to_owned(), unit: unit.to_owned(), summary: summaries(&grid), grid }
}

fn summaries(grid: &[GridPoint]) -> Vec<Summary> {
    let within = |low: f64, high: f64| grid.iter().filter(move |p| (low..high).contains(&p.pressure_mpa_sea));
    let regions = [
        Summary::of("whole grid", grid.iter()),
        Summary::of("near the surface", within(f64::NEG_INFINITY, AMBIENT_MPA)),
        Summary::of("to 10 000 dbar", within(AMBIENT_MPA, PSS_78_END_MPA)),
        Summary::of("beyond 10 000 dbar", within(PSS_78_END_MPA, f64::INFINITY)),
    ];
    regions.into_iter().flatten().collect()
}
