//! Fidelity `points` against the whole twin, where both can be had: the same seed is the same unit, the same references,
//! the same water. Readings differ by what is drawn anew at every reading and every bottle, and by nothing else.

use crate::places::{Place, places};
use crate::unit::raw;
use crate::worlds::{Shipped, shipped};
use hadal::calibrations::{calibrate_record, calibrate_run};
use hadal::run::Simulation;
use hadal_controller::StopHandle;
use hadal_models::calibration::ctd::CtdCalibration;
use hadal_record::{MemoryStore, Record};
use hadal_sim::points::{PointWorld, Unforeseen};
use rayon::prelude::*;

/// Worlds to compare in. The twin takes seconds for each.
const SEEDS: [u64; 2] = [4_000, 4_001];

/// Components that a second run of the same world draws anew.
const DRAWN_ANEW: [&str; 6] = [
    "item repeatability",
    "bath stability",
    "pressure stability",
    "bottle salinity",
    "salinity change",
    "pump water",
];

/// From the bytes of a whole run.
fn by_the_twin(shipped: &Shipped, seed: u64) -> CtdCalibration {
    let store = MemoryStore::new();
    let mut simulation = Simulation::new(&shipped.plan, &shipped.scenario, seed).unwrap();
    let listener = Box::new(|_: &_| {});
    simulation.run(&shipped.plan, Box::new(store.clone()), StopHandle::new(), listener).unwrap();
    let record = Record::from_journal_bytes(&store.bytes()).unwrap();
    calibrate_record(&record).unwrap().items.remove(0).ctd
}

/// What differs between two calibrations at a place, over what is drawn anew in both (√2 of one's), for temperature and
/// conductivity at the same inputs, and pressure; and the one's standard uncertainty over the other's.
fn compare(
    world: &PointWorld<'_>,
    whole: &CtdCalibration,
    points: &CtdCalibration,
    place: &Place,
) -> [(f64, f64); 3] {
    let water = place.in_water(world.water());
    let scan = raw(&world.truth(0, &water).unwrap());
    let (celsius, dbar) = (place.temperature.celsius(), place.pressure.dbar());
    let inputs = [
        vec![scan.temperature_counts, dbar],
        vec![scan.conductivity_hz, celsius, dbar],
        vec![scan.pressure_counts, scan.pressure_temperature_counts],
    ];
    let (whole, points) = (whole.sensors(), points.sensors());
    [0, 1, 2].map(|quantity| {
        let at = &inputs[quantity];
        let ((one, one_u), (other, other_u)) = (whole[quantity].predict(at), points[quantity].predict(at));
        let contributions = points[quantity].contributions(at).into_iter();
        let anew = contributions.filter(|c| DRAWN_ANEW.iter().any(|name| c.name.contains(name)));
        let noise = anew.map(|c| 2.0 * c.standard_uncertainty * c.standard_uncertainty).sum::<f64>().sqrt();
        ((one - other) / noise, other_u / one_u)
    })
}

/// Differences and ratios of one world at every certified place.
fn compared(shipped: &Shipped, seed: u64) -> Vec<[(f64, f64); 3]> {
    let (rig, procedure) = (&shipped.plan.rig.value, &shipped.plan.procedure.value);
    let none = Unforeseen::default();
    let mut world = PointWorld::build(rig, procedure, &shipped.items, &shipped.scenario, seed, none).unwrap();
    let run = hadal::points::run(rig, procedure, &shipped.items, &world.measure()).unwrap();
    let points = calibrate_run(&run).unwrap().items.remove(0).ctd;
    let whole = by_the_twin(shipped, seed);
    let places = places().into_iter().filter(|place| place.region.is_certified());
    places.map(|place| compare(&world, &whole, &points, &place)).collect()
}

/// The bound on single differences is four standard deviations, and the mean square of some ten independent draws lies below
/// three, more than three of its standard errors above one; it is lower where a budget counts more than is drawn (a drift
/// as an error of the mean). Uncertainties may differ on average by five percent: each run estimates scatter for
/// itself, and may find its equation inadequate or not.
#[test]
fn points_and_the_whole_twin_make_the_same_calibration_of_the_same_unit() {
    let shipped = shipped();
    let worlds: Vec<Vec<[(f64, f64); 3]>> =
        SEEDS.into_par_iter().map(|seed| compared(&shipped, seed)).collect();
    for quantity in 0..3 {
        let found: Vec<(f64, f64)> = worlds.iter().flatten().map(|place| place[quantity]).collect();
        let count = f64::from(u32::try_from(found.len()).unwrap());
        let mean = |of: fn(&(f64, f64)) -> f64| found.iter().map(of).sum::<f64>() / count;
        let largest = found.iter().map(|(difference, _)| difference.abs()).fold(0.0, f64::max);
        let (mean_square, ratio) = (mean(|found| found.0 * found.0), mean(|found| found.1));
        println!("{quantity}: largest {largest:.2}, mean square {mean_square:.2}, uncertainties {ratio:.3}");
        assert!(largest < 4.0, "quantity {quantity}: {largest}");
        assert!((0.02..3.0).contains(&mean_square), "quantity {quantity}: {mean_square}");
        assert!((ratio - 1.0).abs() < 0.05, "quantity {quantity}: {ratio}");
    }
}
