//! One random unit: drawn, walked through the procedure, calibrated, and judged at every place.

use crate::places::{FULL_DEPTH_MPA, Place};
use crate::worlds::{Kind, Shipped};
use crate::{customary, oracle};
use hadal::calibrations::evidence;
use hadal_models::calibration::ctd::{CtdCalibration, RawReading, Reading, calibrate};
use hadal_models::sensor::{CtdRaw, LocalWater};
use hadal_sim::Scenario;
use hadal_sim::points::PointWorld;

/// Temperature, conductivity, pressure, practical salinity.
pub(crate) const QUANTITIES: usize = 4;

/// Error and standard uncertainty of each quantity at one place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judged {
    pub(crate) error: [f64; QUANTITIES],
    pub(crate) uncertainty: [f64; QUANTITIES],
}

/// Everything that is asked of one unit.
#[derive(Clone)]
pub(crate) struct Verdict {
    /// At each place.
    pub(crate) places: Vec<Judged>,
    /// Standard uncertainties of an oracle's calibrations at each place, one for each of its weights, where one was asked.
    pub(crate) oracle: Option<[Vec<[f64; QUANTITIES]>; 2]>,
    /// Errors of practical salinity at full depth that the customary calibration leaves.
    pub(crate) customary: Vec<f64>,
    /// Terms that the selection kept, quantity by quantity.
    pub(crate) terms: [String; 3],
}

/// Draws and judges the unit of this seed; none where the calibration refuses what the references gave.
pub(crate) fn judge(
    shipped: &Shipped,
    (kind, scenario): (Kind, &Scenario),
    places: &[Place],
    seed: u64,
    with_oracle: bool,
) -> Option<Verdict> {
    let (rig, procedure) = (&shipped.plan.rig.value, &shipped.plan.procedure.value);
    let mut world =
        PointWorld::build(rig, procedure, &shipped.items, scenario, seed, kind.unforeseen()).unwrap();
    let measured = world.measure();
    let run = hadal::points::run(rig, procedure, &shipped.items, &measured).unwrap();
    let evidence = evidence(&run, 0).unwrap();
    let calibration = calibrate(&evidence).ok()?;
    let judged = |place: &Place| judged(&world, &calibration, place);
    let customary = customary::calibration(&run, &calibration)?;
    let full_depth = places.iter().filter(|place| place.pressure.mpa() >= FULL_DEPTH_MPA);
    Some(Verdict {
        places: places.iter().map(judged).collect(),
        oracle: with_oracle.then(|| oracle::uncertainties(&world, &evidence, places)),
        customary: full_depth.map(|place| salinity_error(&world, &customary, place)).collect(),
        terms: calibration.sensors().map(|sensor| oracle::optional_terms(sensor).join(" ")),
    })
}

pub(crate) fn judged(world: &PointWorld<'_>, calibration: &CtdCalibration, place: &Place) -> Judged {
    let water = place.in_water(world.water());
    let reading = calibration.reading(&raw(&world.truth(0, &water).unwrap()));
    Judged { error: errors(&reading, &water), uncertainty: reading.standard_uncertainties() }
}

/// What a reading is wrong by. Practical salinity is that of the composition, as a perfect bottle would have it.
pub(crate) fn errors(reading: &Reading, water: &LocalWater) -> [f64; QUANTITIES] {
    [
        reading.temperature_celsius - water.temperature.celsius(),
        reading.conductivity_s_per_m - water.conductivity.siemens_per_m(),
        reading.pressure_mpa_absolute - water.pressure.mpa(),
        reading.practical_salinity - water.salinity.value(),
    ]
}

fn salinity_error(world: &PointWorld<'_>, calibration: &CtdCalibration, place: &Place) -> f64 {
    let water = place.in_water(world.water());
    errors(&calibration.reading(&raw(&world.truth(0, &water).unwrap())), &water)[3]
}

/// A scan as the calibration takes it.
pub(crate) fn raw(scan: &CtdRaw) -> RawReading {
    RawReading {
        temperature_counts: scan.temperature_counts,
        conductivity_hz: scan.conductivity_hz,
        pressure_counts: scan.pressure_counts,
        pressure_temperature_counts: scan.pressure_temperature_counts,
    }
}
