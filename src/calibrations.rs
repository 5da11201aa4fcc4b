//! From a run to fitted sensors: observe, then fit, item by item.

use crate::observe::{ObserveError, Plateau, Raw, ReferenceSeries, Run, Water, water_at};
use hadal_models::calibration::ctd::{
    CalibrationError, CtdCalibration, Evidence, Mean, Observation, Resolution, calibrate,
};
use hadal_models::uncertainty::Budget;
use hadal_record::Record;
use hadal_rigs::description::Item;

/// The last digits of an SBE 37's reply to `TSR` (SBE 37-SM manual, raw decimal output). No other kind of item is driven, so
/// every item of a record is one.
const SBE_37_RESOLUTION: Resolution = Resolution {
    temperature_counts: 1.0,
    conductivity_hz: 0.001,
    pressure_counts: 1.0,
    pressure_temperature_counts: 1.0,
};

/// Every item of a run, calibrated.
#[derive(Clone, Debug)]
pub struct Calibrations {
    /// In the procedure's order.
    pub items: Vec<ItemCalibration>,
}

/// One item, calibrated.
#[derive(Clone, Debug)]
pub struct ItemCalibration {
    /// Its file.
    pub item: Item,
    /// The water around it at each point.
    pub water: Water,
    /// Raw readings at each point.
    pub raw: Raw,
    /// The fitted sensors.
    pub ctd: CtdCalibration,
}

/// Why a run cannot be calibrated from.
#[derive(Debug, thiserror::Error)]
pub enum CalibrateError {
    /// The run does not hold what a calibration needs.
    #[error(transparent)]
    Observe(#[from] ObserveError),
    /// The fit does not work out.
    #[error("item `{item}`: {problem}")]
    Fit {
        /// The item's name.
        item: String,
        /// What the fit said. Part of the message, and so not its source.
        problem: CalibrationError,
    },
}

/// Calibrates every item of a closed record. A pure function of the record.
///
/// # Errors
/// [`CalibrateError`] where the record lacks readings or bottles, or a fit cannot be determined.
pub fn calibrate_record(record: &Record) -> Result<Calibrations, CalibrateError> {
    calibrate_run(&Run::of(record)?)
}

/// Calibrates every item of a run. A pure function of the run.
///
/// # Errors
/// [`CalibrateError`] where the run lacks plateaus or bottles, or a fit cannot be determined.
pub fn calibrate_run(run: &Run) -> Result<Calibrations, CalibrateError> {
    let items = (0..run.items.len()).map(|item| calibrate_item(run, item));
    Ok(Calibrations { items: items.collect::<Result<_, _>>()? })
}

/// What a run says of its item number `item`, from 0: everything that a fit rests on.
///
/// # Errors
/// [`ObserveError`] where the run lacks the item, plateaus or bottles.
pub fn evidence(run: &Run, item: usize) -> Result<Evidence, ObserveError> {
    let (item, raw) = run.item(item)?;
    Ok(evidence_in(&water_at(run, item.height_m)?, run, item, raw))
}

fn calibrate_item(run: &Run, item: usize) -> Result<ItemCalibration, CalibrateError> {
    let (item, raw) = run.item(item)?;
    let water = water_at(run, item.height_m)?;
    let ctd = calibrate(&evidence_in(&water, run, item, raw))
        .map_err(|problem| CalibrateError::Fit { item: item.name.clone(), problem })?;
    Ok(ItemCalibration { item: item.clone(), water, raw: raw.clone(), ctd })
}

fn evidence_in(water: &Water, run: &Run, item: &Item, raw: &Raw) -> Evidence {
    Evidence {
        observations: observations(run, water, raw),
        temperature_budget: budget(&water.temperature_celsius),
        pressure_budget: budget(&water.pressure_mpa_absolute),
        salinity_budget: budget(&water.salinity_practical),
        resolution: SBE_37_RESOLUTION,
        maker_coefficients: item.coefficient.clone(),
    }
}

fn observations(run: &Run, water: &Water, raw: &Raw) -> Vec<Observation> {
    let legs = run.leg_groups();
    let observation = |point: usize| Observation {
        leg: legs[point],
        temperature_celsius: water.temperature_celsius.values[point],
        pressure_mpa_absolute: water.pressure_mpa_absolute.values[point],
        practical_salinity: water.salinity_practical.values[point],
        temperature_counts: mean(&raw.temperature_counts[point]),
        conductivity_hz: mean(&raw.conductivity_hz[point]),
        pressure_counts: mean(&raw.pressure_counts[point]),
        pressure_temperature_counts: mean(&raw.pressure_temperature_counts[point]),
    };
    (0..legs.len()).map(observation).collect()
}

fn mean(plateau: &Plateau) -> Mean {
    Mean { value: plateau.mean, standard_uncertainty: plateau.deviation_of_mean() }
}

fn budget(series: &ReferenceSeries) -> Budget {
    Budget::new(series.components.clone())
}

#[cfg(test)]
mod tests;
