//! A run at fidelity `points`: what a world reads at its set points, as calibrations take it.

use crate::observe::{Bottle, ObserveError, Plateau, Point, Raw, Run};
use hadal_rigs::description::{Item, Procedure, Rig};
use hadal_sim::points::{BottleReading, CtdRaw, Measured, PointReadings};

/// The run that these readings are.
///
/// # Errors
/// [`ObserveError::Readings`] where a channel has fewer than two readings at a point.
pub fn run(
    rig: &Rig,
    procedure: &Procedure,
    items: &[Item],
    measured: &Measured,
) -> Result<Run, ObserveError> {
    let points = &measured.points;
    let channel = |name: &str, readings: &dyn Fn(&PointReadings) -> Vec<f64>| {
        let plateaus =
            points.iter().zip(0..).map(|(point, index)| plateau(name, index, point, &readings(point)));
        plateaus.collect::<Result<Vec<Plateau>, ObserveError>>()
    };
    let thermometer = |index: usize| {
        let name = format!("reference_thermometer_{index}.resistance");
        channel(&name, &|point| point.thermometers_ohm.get(index).cloned().unwrap_or_default())
    };
    let raw = |item: usize| {
        let output = |name: &str, of: fn(&CtdRaw) -> f64| {
            let scans =
                |point: &PointReadings| point.scans.get(item).map(|scans| scans.iter().map(of).collect());
            channel(&format!("item_{item}.{name}"), &|point| scans(point).unwrap_or_default())
        };
        Ok(Raw {
            temperature_counts: output("temperature_counts", |raw| raw.temperature_counts)?,
            conductivity_hz: output("conductivity_frequency", |raw| raw.conductivity_hz)?,
            pressure_counts: output("pressure_counts", |raw| raw.pressure_counts)?,
            pressure_temperature_counts: output("pressure_temperature_counts", |raw| {
                raw.pressure_temperature_counts
            })?,
        })
    };
    Ok(Run {
        id: None,
        points: points.iter().zip(0..).map(|(point, index)| set_point(index, point)).collect(),
        bottles: measured.bottles.iter().map(bottle).collect(),
        thermometers: (0..rig.reference_thermometer.len()).map(thermometer).collect::<Result<_, _>>()?,
        transducer: channel("reference_pressure.indicated", &|point| point.indicated_mpa.clone())?,
        hall: channel("plc.hall_temperature", &|point| point.hall_celsius.clone())?,
        raw: (0..items.len()).map(raw).collect::<Result<_, ObserveError>>()?,
        rig: rig.clone(),
        procedure: procedure.clone(),
        items: items.to_vec(),
    })
}

fn set_point(index: u32, point: &PointReadings) -> Point {
    Point {
        index,
        leg: point.leg,
        temperature_celsius: point.temperature_celsius,
        salinity_practical: point.salinity_practical,
        pressure_mpa_sea: point.pressure_mpa_sea,
        pumped_ml: point.pumped_ml,
    }
}

fn bottle(read: &BottleReading) -> Bottle {
    Bottle {
        leg: read.leg,
        drawn: read.drawn,
        pumped_ml: read.pumped_ml,
        salinity_practical: read.salinity_practical,
    }
}

/// Readings spread evenly over the point's time.
fn plateau(
    channel: &str,
    point: u32,
    readings: &PointReadings,
    values: &[f64],
) -> Result<Plateau, ObserveError> {
    let most = values.len().saturating_sub(1).max(1);
    let at_ns: Vec<u64> = (0..values.len()).map(|index| span_ns(readings.span_s, index, most)).collect();
    Plateau::of(&at_ns, values, 0, u64::MAX).map_err(|found| ObserveError::Readings {
        channel: channel.to_owned(),
        point,
        found,
    })
}

#[expect(clippy::cast_precision_loss, reason = "numbers of readings")]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a span of minutes, in nanoseconds"
)]
fn span_ns(span_s: f64, index: usize, most: usize) -> u64 {
    (span_s * 1e9 * index as f64 / most as f64) as u64
}
