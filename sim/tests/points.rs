//! Worlds at fidelity `points`: the same seed gives the same readings, and what no budget foresees does what it says.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use hadal_rigs::description::{Item, Procedure, parse};
use hadal_sim::points::{Measured, PointWorld, SealStep, Unforeseen};
use hadal_sim::{Scenario, Tails};

const SCENARIO: &str = include_str!("../../rigs/catalog/full-ocean-depth-71l.scenario.toml");
const PROCEDURE: &str = include_str!("../../rigs/catalog/procedures/ctd-full-depth.toml");
const ITEM: &str = include_str!("../../rigs/catalog/items/deep-ctd.toml");

fn measured(seed: u64, unforeseen: Unforeseen) -> Measured {
    let rig = parse("rig", include_str!("../../rigs/catalog/full-ocean-depth-71l.toml")).unwrap();
    let procedure: Procedure = parse("procedure", PROCEDURE).unwrap();
    let items: [Item; 1] = [parse("item", ITEM).unwrap()];
    let scenario: Scenario = parse("scenario", SCENARIO).unwrap();
    PointWorld::build(&rig, &procedure, &items, &scenario, seed, unforeseen).unwrap().measure()
}

#[test]
fn the_same_seed_gives_the_same_readings_and_another_one_others() {
    let foreseen = Unforeseen::default();
    assert_eq!(measured(3, foreseen), measured(3, foreseen));
    assert_ne!(measured(3, foreseen), measured(4, foreseen));
}

#[test]
fn every_set_point_is_read_and_every_leg_has_its_bottles() {
    let measured = measured(3, Unforeseen::default());
    assert_eq!((measured.points.len(), measured.bottles.len()), (32, 36));
    for point in &measured.points {
        assert_eq!(point.scans[0].len(), 20);
        // The bridge is polled every 5 s and the transducer every 2 s for the 190 s that 20 scans take.
        assert!(point.thermometers_ohm.iter().all(|readings| readings.len() == 39));
        assert_eq!(point.indicated_mpa.len(), 96);
    }
}

/// The pump's water dilutes a leg on its way down, by a share that the chamber's stiffness and water's compressibility
/// bound: 3.5 to 5.5 % at 115 MPa. What is released afterwards changes nothing.
#[test]
fn the_pump_adds_on_the_way_down_only() {
    let measured = measured(5, Unforeseen::default());
    let leg: Vec<_> = measured.points.iter().filter(|point| point.leg == 10).collect();
    let pumped: Vec<f64> = leg.iter().map(|point| point.pumped_ml).collect();
    assert!(pumped[..6].windows(2).all(|pair| pair[1] > pair[0] + 400.0), "{pumped:?}");
    assert!(pumped[6..].iter().all(|ml| (ml - pumped[5]).abs() < 1e-9), "{pumped:?}");
    assert!((2_500.0..4_000.0).contains(&pumped[5]), "{pumped:?}");
}

/// Readings of the pressure sensor at every point in the open chamber, where nothing drifts.
fn open_counts(unforeseen: Unforeseen) -> Vec<Vec<f64>> {
    let points = (0..20).flat_map(|seed| measured(seed, unforeseen).points);
    let open = points.filter(|point| point.pressure_mpa_sea < 0.5);
    open.map(|point| point.scans[0].iter().map(|scan| scan.pressure_counts).collect()).collect()
}

/// Correlation of one reading with the next, about the mean of each point, and variance about it.
fn correlation_and_variance(points: &[Vec<f64>]) -> (f64, f64) {
    let (mut product, mut square, mut pairs) = (0.0, 0.0, 0.0);
    for readings in points {
        let mean = readings.iter().sum::<f64>() / 20.0;
        product += readings.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum::<f64>();
        square += readings.iter().map(|reading| (reading - mean) * (reading - mean)).sum::<f64>();
        pairs += 19.0;
    }
    (product / square, square / pairs)
}

/// About the mean of its own n = 20 readings a correlation ρ is low by about (1 + 4ρ)/n (Kendall 1954). Noise of one count
/// has a twelfth of its variance added by rounding, which dilutes the correlation. 280 points of 20 readings leave a
/// standard error of 0.013.
#[test]
fn autocorrelated_noise_hangs_together_and_white_noise_does_not() {
    let rounding = 1.0 / 12.0;
    let expected = |rho: f64| rho - (1.0 + 4.0 * rho) / 20.0;
    let (white, variance) = correlation_and_variance(&open_counts(Unforeseen::default()));
    assert!((white - expected(0.0)).abs() < 0.04, "{white}");
    assert!((variance - 1.0 - rounding).abs() < 0.08, "{variance}");
    let halves = Unforeseen { noise_autocorrelation: 0.5, ..Unforeseen::default() };
    let (red, _) = correlation_and_variance(&open_counts(halves));
    assert!((red - expected(0.5 / (1.0 + rounding))).abs() < 0.04, "{red}");
}

#[test]
fn what_no_budget_foresees_moves_what_it_names_and_nothing_else() {
    let foreseen = measured(7, Unforeseen::default());
    let warm = measured(7, Unforeseen { bath_error_k: 1e-3, ..Unforeseen::default() });
    // A 25.5 ohm thermometer changes by a tenth of an ohm for each kelvin.
    for (one, other) in foreseen.points.iter().zip(&warm.points) {
        let change = other.thermometers_ohm[0][0] - one.thermometers_ohm[0][0];
        assert!((change - 1.0e-4).abs() < 5e-6, "{change}");
        assert_eq!(one.scans, other.scans);
    }
    let seal = Some(SealStep { at_mpa_sea: 60.0, relative: -1e-3 });
    let leaking = measured(7, Unforeseen { seal, ..Unforeseen::default() });
    for (one, other) in foreseen.points.iter().zip(&leaking.points) {
        let changed = one.scans[0][0].conductivity_hz - other.scans[0][0].conductivity_hz;
        assert_eq!(changed > 0.5, one.pressure_mpa_sea > 60.0, "{changed}");
    }
    let heavy = measured(7, Unforeseen { tails: Tails::Student3, ..Unforeseen::default() });
    assert_ne!(heavy.bottles, foreseen.bottles);
    assert_eq!(heavy.points[0].scans, foreseen.points[0].scans);
}
