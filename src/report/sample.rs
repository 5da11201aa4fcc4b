//! A made-up run for tests of the page: thirty points, three quantities, no meaning.

use super::Trace;
use crate::certificate::{
    BottleEntry, BudgetComponent, CalibratedRange, Certificate, CheckContribution, CheckReading, CheckResult,
    Checks, Coefficient, Comparison, Conditions, Correlation, Direction, Domain, HysteresisEntry, ItemResult,
    JointResult, Origin, OutlierEntry, PointResult, PriorKnowledge, Provenance, QuantityResult, Reference,
    ResidualTestEntry, SharedFormulation, SourceDigest, TermTestEntry, ValidityRow,
};
use crate::validation::{GridPoint, ItemValidation, QuantityValidation, Summary, Validation};
use std::collections::BTreeMap;

const PRESSURES: [f64; 11] = [0.0, 23.0, 46.0, 69.0, 92.0, 115.0, 92.0, 69.0, 46.0, 23.0, 0.0];

/// A certificate with an item of three quantities.
pub(super) fn certificate() -> Certificate {
    let conditions = conditions();
    Certificate {
        schema: crate::certificate::SCHEMA.into(),
        simulated: true,
        notice: "SIMULATED. A digital twin answered every line; no instrument was calibrated.".into(),
        complete: true,
        completeness: String::new(),
        checks: checks(),
        title: "Conductivity, temperature and pressure to full ocean depth".into(),
        number: "3f2a9c1be07d4a5582d1c6b8e4f70912".into(),
        begun_utc: "2026-01-05T08:00:00Z".into(),
        ended_utc: "2026-01-08T03:11:26Z".into(),
        outcome: "completed".into(),
        rig: "Full-ocean-depth chamber, 71 litres".into(),
        statements: vec!["Expanded uncertainties are k = 2, about 95 % for a normal distribution.".into()],
        coverage_factor: 2.0,
        references: vec![reference("temperature", "4521"), reference("pressure", "142088")],
        bottles: vec![bottle(0, "before leg", 34.9871), bottle(1, "after leg", 34.9882)],
        items: vec![item(&conditions)],
        conditions,
        provenance: provenance(),
    }
}

/// A thermometer that passed, and a cell in air, which is compared with itself alone.
fn checks() -> Checks {
    let comparison = |difference: f64, expanded_uncertainty: f64| Comparison {
        difference,
        expanded_uncertainty,
        normalised_error: Some(difference.abs() / expanded_uncertainty),
        passed: true,
        contributions: vec![CheckContribution {
            name: "everything".into(),
            standard_uncertainty: expanded_uncertainty / 2.0,
        }],
    };
    let reading = |indicated: f64, against_standard: Option<Comparison>| {
        Some(CheckReading { elapsed_h: 1.5, indicated, against_standard })
    };
    let thermometer = CheckResult {
        what: "thermometer 4521 at the triple point of water".into(),
        unit: "mK".into(),
        before: reading(0.0099, Some(comparison(0.123_4, 0.6))),
        after: reading(0.0100, Some(comparison(0.234_5, 0.6))),
        change: Some(comparison(0.111_1, 0.4)),
        passed: true,
    };
    let cell = CheckResult {
        what: "conductivity cell of item 0001 in air".into(),
        unit: "Hz".into(),
        before: reading(2650.123, None),
        after: reading(2650.156, None),
        change: Some(comparison(0.033, 0.1)),
        passed: true,
    };
    Checks {
        valid: true,
        statement: String::new(),
        results: vec![thermometer, cell],
        not_made: vec!["salinometer on IAPSO Standard Seawater, before or after the run".into()],
    }
}

fn reference(quantity: &str, serial: &str) -> Reference {
    Reference {
        quantity: quantity.into(),
        kind: "Standard".into(),
        serial: serial.into(),
        certificate: format!("C-{serial}"),
        due_date: "2026-12-31".into(),
    }
}

fn bottle(index: u32, drawn: &str, salinity: f64) -> BottleEntry {
    BottleEntry {
        bottle: index,
        leg: "deep-1".into(),
        drawn: drawn.into(),
        elapsed_h: 20.0 + f64::from(index),
        salinity_practical: salinity,
    }
}

fn provenance() -> Provenance {
    let digest = |path: &str| SourceDigest { path: path.into(), blake3: "9d".repeat(32) };
    Provenance {
        run_id: "3f2a9c1be07d4a5582d1c6b8e4f70912".into(),
        software: "hadal 0.1.0".into(),
        record_head: "ab".repeat(32),
        seed: Some(7),
        procedure: digest("rigs/catalog/procedures/ctd-full-depth.toml"),
        rig: digest("rigs/catalog/full-ocean-depth-71l.toml"),
        items: vec![digest("rigs/catalog/items/deep-ctd.toml")],
    }
}

fn conditions() -> Vec<Conditions> {
    let surface =
        (0..10).map(|i| (1.0 + 3.5 * f64::from(i), 0.0, Direction::Ambient, format!("surface-{i}")));
    let deep = [(1.5, "deep-1"), (5.0, "deep-2")].into_iter().flat_map(|(t, leg)| {
        (0..11).map(move |i| {
            let direction = match i {
                0 | 10 => Direction::Ambient,
                1..=5 => Direction::Rising,
                _ => Direction::Falling,
            };
            (t, PRESSURES[i], direction, leg.to_owned())
        })
    });
    surface.chain(deep).zip(0_u32..).map(conditions_at).collect()
}

fn conditions_at(
    ((temperature, pressure, direction, leg), point): ((f64, f64, Direction, String), u32),
) -> Conditions {
    Conditions {
        point,
        leg,
        direction,
        at_utc: "2026-01-06T00:00:00Z".into(),
        elapsed_h: 2.0 + 2.1 * f64::from(point),
        readings: 20,
        temperature_celsius: temperature,
        pressure_mpa_absolute: pressure + 0.101_325,
        salinity_practical: 35.0 - 0.002 * pressure / 23.0,
        temperature_drift_mk: 0.1 * wiggle(point, 1.0),
        temperature_deviation_mk: 0.08,
        uniformity_mk: 0.4 * wiggle(point, 2.0),
    }
}

/// A repeatable number from -1 to 1.
fn wiggle(point: u32, phase: f64) -> f64 {
    libm::sin(12.9898 * f64::from(point) + 78.233 * phase)
}

fn item(conditions: &[Conditions]) -> ItemResult {
    let names = ["a0", "a1", "a2", "a3", "PTEMPCOR"];
    let temperature = |c: &Conditions| c.temperature_celsius;
    let conductivity = |c: &Conditions| 2.9 + 0.09 * c.temperature_celsius;
    let pressure = |c: &Conditions| c.pressure_mpa_absolute;
    ItemResult {
        name: "Deep CTD".into(),
        manufacturer: "Fictitious".into(),
        model: "DC-110".into(),
        serial: "0001".into(),
        rating_mpa_sea: 116.0,
        quantities: vec![
            quantity("temperature", "degree_Celsius", &names, 4e-4, conditions, temperature),
            quantity("conductivity", "S m-1", &["g", "h", "i", "j", "CPCOR"], 2e-4, conditions, conductivity),
            quantity("pressure", "MPa", &["PA0", "PA1", "PA2"], 5e-3, conditions, pressure),
        ],
        joint: joint(),
    }
}

fn joint() -> JointResult {
    let row = |pressure_mpa_sea: f64| ValidityRow {
        pressure_mpa_sea,
        temperature_celsius: [1.5, 5.0],
        salinity_practical: [34.5, 35.5],
        temperature_expanded_uncertainty_k: 8e-4,
        conductivity_expanded_uncertainty_s_per_m: 4e-4,
        pressure_expanded_uncertainty_mpa: 1e-2,
        salinity_expanded_uncertainty_practical: 0.0021,
    };
    JointResult {
        identified: "What the points identify.".into(),
        validity: vec![row(0.0), row(115.0)],
        salinity_budget_pressure_mpa_sea: 115.0,
        salinity_budget: budget(5e-4, 1),
        coefficients: vec!["temperature.a0".into()],
        covariance: vec![vec![1e-16]],
        shared_errors: Vec::new(),
        unit_errors: Vec::new(),
        shared_formulation: SharedFormulation { points: Vec::new(), sensitivity: vec![Vec::new()] },
    }
}

fn quantity(
    name: &str,
    unit: &str,
    coefficients: &[&str],
    u: f64,
    conditions: &[Conditions],
    reference: impl Fn(&Conditions) -> f64,
) -> QuantityResult {
    let count = coefficients.len();
    let row = |i: usize| (0..count).map(|j| if i == j { 1.0 } else { -0.999_87 }).collect();
    let coefficient = |i: usize| Coefficient {
        value: 1.5e-4 / (1.0 + i as f64),
        standard_uncertainty: Some(2e-8),
        origin: Origin::Fitted,
        unit: "S m-1 kHz-2".into(),
    };
    let prior = PriorKnowledge { value: -9.57e-8, standard_uncertainty: 1e-9 };
    let known = coefficients.iter().filter(|name| **name == "CPCOR").map(|name| ((*name).to_owned(), prior));
    QuantityResult {
        quantity: name.into(),
        unit: unit.into(),
        equation: format!("sea-bird/sbe-37-{name}"),
        equation_version: 1,
        formula: format!("a formula of {}", coefficients.join(", ")),
        residual_definition: "item minus reference: positive where the item reads high".into(),
        range: range(),
        priors: known.collect(),
        coefficients: coefficients
            .iter()
            .enumerate()
            .map(|(i, c)| ((*c).to_owned(), coefficient(i)))
            .collect(),
        correlation: Correlation {
            names: coefficients.iter().map(|&c| c.to_owned()).collect(),
            matrix: (0..count).map(row).collect(),
        },
        selection: vec![TermTestEntry {
            coefficient: coefficients[count - 1].to_owned(),
            estimate: 3e-9,
            standard_uncertainty: 2e-9,
            f: 2.25,
            aicc_change: Some(-0.3),
            f_critical: 4.3,
            supported: false,
        }],
        outliers: vec![OutlierEntry {
            point: 3,
            studentised_residual: -2.1,
            critical: 3.1,
            probability: 0.9,
            leverage: 0.2,
            outlier: false,
        }],
        residual_tests: vec![ResidualTestEntry {
            test: "runs".into(),
            statistic: 14.0,
            probability: 0.4,
            verdict: "Signs change as often as chance lets them.".into(),
        }],
        hysteresis: vec![HysteresisEntry {
            rising_point: 11,
            falling_point: 19,
            difference: 0.3 * u,
            standard_uncertainty: 0.2 * u,
        }],
        points_used: conditions.len(),
        degrees_of_freedom: conditions.len() - count,
        residual_standard_deviation: 0.3 * u,
        stated_reduced_chi_squared: Some(0.87),
        remark: (name == "pressure").then(|| "the equation cannot follow the sensor.".into()),
        at_use: None,
        points: conditions.iter().map(|c| point(c, u, reference(c))).collect(),
        budget: budget(u, conditions.len()),
        point_budget: budget(u, conditions.len()),
    }
}

fn range() -> CalibratedRange {
    let domain = |t: [f64; 2], s: [f64; 2], p: [f64; 2]| {
        Some(Domain { temperature_celsius: t, salinity_practical: s, pressure_mpa_sea: p })
    };
    CalibratedRange {
        ambient: domain([1.0, 32.5], [5.0, 38.0], [0.0, 0.0]),
        under_pressure: domain([1.5, 5.0], [34.5, 35.5], [0.0, 115.0]),
    }
}

fn point(conditions: &Conditions, u: f64, reference: f64) -> PointResult {
    let residual = 0.5 * u * wiggle(conditions.point, 3.0);
    PointResult {
        point: conditions.point,
        reference,
        indicated: reference + residual,
        residual,
        point_standard_uncertainty: 1.2 * u,
        standard_uncertainty: u,
        expanded_uncertainty: 2.0 * u,
        inputs: BTreeMap::from([("temperature_counts".to_owned(), 412_345.25)]),
    }
}

fn budget(u: f64, points: usize) -> Vec<BudgetComponent> {
    let component = |name: &str, evaluation: &str, correlation: &str, share: f64| BudgetComponent {
        name: name.into(),
        evaluation: evaluation.into(),
        correlation: Some(correlation.into()),
        source: format!("source of {name}"),
        standard_uncertainty: vec![u * share; points],
    };
    vec![
        component("reference certificate", "B", "common", 0.7),
        component("uniformity", "B", "by leg", 0.45),
        component("stability", "A", "independent", 0.3),
        component("repeatability", "A", "independent", 0.2),
        component("resolution", "B", "independent", 0.05),
    ]
}

/// A trace with steps.
pub(super) fn trace() -> Trace {
    let hours = (0_u32..700).map(|i| 0.1 * f64::from(i));
    let pressure = |t: f64| if t > 24.0 { 57.5 * (1.0 - libm::cos((t - 24.0) * 0.3)) } else { 0.1 };
    Trace {
        pressure: hours.clone().map(|t| (t, pressure(t))).collect(),
        temperature: hours.map(|t| (t, if t > 24.0 { 3.0 + 0.4 * libm::sin(t) } else { 1.0 + t })).collect(),
    }
}

/// A validation with one place that is not covered.
pub(super) fn validation() -> Validation {
    let quantities =
        [("temperature", "degree_Celsius", 8e-4), ("conductivity", "S m-1", 3e-4), ("pressure", "MPa", 1e-2)];
    Validation {
        schema: crate::validation::SCHEMA.into(),
        simulated: true,
        notice: "SIMULATED.".into(),
        run_id: "3f2a9c1be07d4a5582d1c6b8e4f70912".into(),
        coverage_factor: 2.0,
        items: vec![ItemValidation {
            name: "Deep CTD".into(),
            quantities: quantities.map(|(name, unit, expanded)| judged(name, unit, expanded)).into(),
        }],
    }
}

fn judged(quantity: &str, unit: &str, expanded: f64) -> QuantityValidation {
    let grid: Vec<GridPoint> = (0_u32..60).map(|i| grid_point(i, expanded)).collect();
    let summary = Summary::of("whole grid", grid.iter()).into_iter().collect();
    QuantityValidation { quantity: quantity.into(), unit: unit.into(), summary, grid }
}

fn grid_point(index: u32, expanded: f64) -> GridPoint {
    let error = 1.01 * expanded * wiggle(index, 5.0);
    GridPoint {
        temperature_celsius: 1.0 + f64::from(index % 5),
        salinity_practical: 35.0,
        pressure_mpa_sea: 2.0 * f64::from(index),
        truth: 1.0 + f64::from(index % 5),
        error,
        expanded_uncertainty: expanded,
        covered: error.abs() <= expanded,
    }
}
