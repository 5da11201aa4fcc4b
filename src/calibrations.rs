//! From a closed record to fitted sensors: observe, then fit, item by item.

use crate::observe::{ObserveError, Plateau, ReferenceSeries, Run, Water, water_at};
use hadal_models::calibration::ctd::{
    CalibrationError, CtdCalibration, Evidence, Mean, Observation, Resolution, calibrate,
};
use hadal_models::uncertainty::Budget;
use hadal_record::Record;
use hadal_rigs::description::{Item, ItemKind};

/// The last digits of an SBE 37's reply to `TSR` (SBE 37-SM manual, raw decimal output).
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

/// An item's raw readings, one plateau per point and channel.
#[derive(Clone, Debug)]
pub struct Raw {
    /// Temperature counts.
    pub temperature_counts: Vec<Plateau>,
    /// Conductivity oscillator, Hz.
    pub conductivity_hz: Vec<Plateau>,
    /// Pressure bridge, counts.
    pub pressure_counts: Vec<Plateau>,
    /// Thermometer of the pressure bridge, counts.
    pub pressure_temperature_counts: Vec<Plateau>,
}

/// Why a record cannot be calibrated from.
#[derive(Debug, thiserror::Error)]
pub enum CalibrateError {
    /// The record does not hold what a calibration needs.
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
    let run = Run::of(record)?;
    let items = run.items.iter().enumerate().map(|(index, item)| calibrate_item(&run, index, item));
    Ok(Calibrations { items: items.collect::<Result<_, _>>()? })
}

fn calibrate_item(run: &Run<'_>, index: usize, item: &Item) -> Result<ItemCalibration, CalibrateError> {
    let water = water_at(run, item.height_m)?;
    let raw = raw(run, index)?;
    let evidence = Evidence {
        observations: observations(run, &water, &raw),
        temperature_budget: budget(&water.temperature_celsius),
        pressure_budget: budget(&water.pressure_mpa_absolute),
        salinity_budget: budget(&water.salinity_practical),
        resolution: resolution(item.kind),
        maker_coefficients: item.coefficient.clone(),
    };
    let ctd =
        calibrate(&evidence).map_err(|problem| CalibrateError::Fit { item: item.name.clone(), problem })?;
    Ok(ItemCalibration { item: item.clone(), water, raw, ctd })
}

fn raw(run: &Run<'_>, index: usize) -> Result<Raw, ObserveError> {
    let channel = |name: &str| run.plateaus(&format!("item_{index}.{name}"));
    Ok(Raw {
        temperature_counts: channel("temperature_counts")?,
        conductivity_hz: channel("conductivity_frequency")?,
        pressure_counts: channel("pressure_counts")?,
        pressure_temperature_counts: channel("pressure_temperature_counts")?,
    })
}

fn observations(run: &Run<'_>, water: &Water, raw: &Raw) -> Vec<Observation> {
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

const fn resolution(kind: ItemKind) -> Resolution {
    match kind {
        ItemKind::Sbe37 => SBE_37_RESOLUTION,
    }
}

#[cfg(test)]
mod tests;
