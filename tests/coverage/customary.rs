//! The customary calibration of the same unit, at ambient pressure alone.
//!
//! Temperature and conductivity are fitted to the points at one atmosphere; what pressure does to the cell is the maker's
//! nominal compression, and the thermometer is taken to feel no pressure. The pressure sensor keeps the span and bend of
//! its own calibration, and its zero is set in air.

use hadal::calibrations::evidence;
use hadal::observe::{Plateau, Raw, Run};
use hadal_models::calibration::ctd::{CtdCalibration, calibrate};

/// Compression of the cell that every maker's sheet prints (borosilicate glass), dbar⁻¹; and nothing else.
const NOMINAL: [(&str, f64); 5] =
    [("CPCOR", -9.57e-8), ("CPCOR2", 0.0), ("CPCOR3", 0.0), ("TPCOR", 0.0), ("TPCOR2", 0.0)];

/// Set points below this are at ambient pressure, MPa.
const AMBIENT_MPA_SEA: f64 = 0.5;

/// From the run's points at ambient pressure; `whole` is the calibration from all of them. None where it is refused.
pub(crate) fn calibration(run: &Run, whole: &CtdCalibration) -> Option<CtdCalibration> {
    let mut run = ambient(run);
    let pressure = &whole.pressure.fit;
    let known = pressure.equation.coefficients().iter().copied().zip(pressure.coefficients.iter().copied());
    let given = known.filter(|(name, _)| *name != "PA0").chain(NOMINAL);
    run.items[0].coefficient.extend(given.map(|(name, value)| (name.to_owned(), value)));
    calibrate(&evidence(&run, 0).ok()?).ok()
}

/// The run as if it had no point under pressure.
fn ambient(run: &Run) -> Run {
    let kept: Vec<bool> = run.points.iter().map(|point| point.pressure_mpa_sea < AMBIENT_MPA_SEA).collect();
    let keep = |plateaus: &Vec<Plateau>| -> Vec<Plateau> {
        plateaus.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(plateau, _)| *plateau).collect()
    };
    let raw = |raw: &Raw| Raw {
        temperature_counts: keep(&raw.temperature_counts),
        conductivity_hz: keep(&raw.conductivity_hz),
        pressure_counts: keep(&raw.pressure_counts),
        pressure_temperature_counts: keep(&raw.pressure_temperature_counts),
    };
    Run {
        points: run.points.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(point, _)| *point).collect(),
        thermometers: run.thermometers.iter().map(keep).collect(),
        transducer: keep(&run.transducer),
        hall: keep(&run.hall),
        raw: run.raw.iter().map(raw).collect(),
        ..run.clone()
    }
}
