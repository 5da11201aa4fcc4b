//! What an item's three quantities make together: one covariance, practical salinity, and where all of it holds.

use super::quantity::evaluation;
use super::{BudgetComponent, CalibratedRange, Domain};
use hadal_models::calibration::ctd::{CtdCalibration, SharedError, State};
use hadal_models::calibration::ocean;
use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
use serde::{Deserialize, Serialize};

/// Steps of pressure in the table of validity.
const STEP_MPA: f64 = 5.0;
/// Places across the calibrated temperatures and salinities, ends included.
const ACROSS: u32 = 5;

/// What the certificate says is identified.
const IDENTIFIED: &str = "Under pressure the chamber's conductivity is itself PSS-78 of bottle salinity. What is identified \
    is therefore the cell's response together with what PSS-78 departs from the water's true conductivity: practical \
    salinity computed with these coefficients by PSS-78 returns the bottles', and its uncertainty below is about that; \
    the conductivity alone is uncertain by the formulation as well. Terms of pressure on the cell, and the tests that keep or drop them, are of both \
together, not of the cell alone.";

/// The joint result of an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JointResult {
    /// What the points identify, and what they cannot tell apart.
    pub identified: String,
    /// The ocean between the points: worst expanded uncertainty at each pressure.
    pub validity: Vec<ValidityRow>,
    /// Where the following is: the row under pressure whose practical salinity is the most uncertain.
    pub salinity_budget_pressure_mpa_sea: f64,
    /// What the uncertainty of practical salinity is made of there, in the middle of its water, in practical salinity.
    pub salinity_budget: Vec<BudgetComponent>,
    /// Every free coefficient as `quantity.name`.
    pub coefficients: Vec<String>,
    /// Their covariance, row by row.
    pub covariance: Vec<Vec<f64>>,
    /// Errors of references that other calibrations share.
    pub shared_errors: Vec<SharedErrorEntry>,
    /// Errors that the run made (bath, water, the reference's height) and the other items of the run share. Certificates
    /// of before they had names have none.
    #[serde(default)]
    pub unit_errors: Vec<UnitErrorEntry>,
    /// The departure of PSS-78, which every calibration by bottles shares.
    pub shared_formulation: SharedFormulation,
}

/// The calibrated instrument at one pressure, wherever there is ocean between the points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValidityRow {
    /// Sea pressure.
    pub pressure_mpa_sea: f64,
    /// Temperatures looked at.
    pub temperature_celsius: [f64; 2],
    /// Practical salinities looked at.
    pub salinity_practical: [f64; 2],
    /// Largest expanded uncertainty (k = 2) of temperature, K.
    pub temperature_expanded_uncertainty_k: f64,
    /// Of conductivity, S/m.
    pub conductivity_expanded_uncertainty_s_per_m: f64,
    /// Of pressure, MPa.
    pub pressure_expanded_uncertainty_mpa: f64,
    /// Of practical salinity.
    pub salinity_expanded_uncertainty_practical: f64,
}

/// An error of a reference, and how it moves the coefficients.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedErrorEntry {
    /// What errs.
    pub name: String,
    /// Its parameters: two certificates that name the same one share its error.
    pub parameters: Vec<String>,
    /// Covariance of the parameters, row by row.
    pub covariance: Vec<Vec<f64>>,
    /// Derivatives of the coefficients (rows, in the order of `coefficients`) by the parameters.
    pub sensitivity: Vec<Vec<f64>>,
}

/// Errors in units of their standard uncertainty, each independent of all others, and how they move the coefficients.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitErrorEntry {
    /// What errs.
    pub name: String,
    /// One name for each error: two certificates that give the same one share it.
    pub parameters: Vec<String>,
    /// What one standard uncertainty of each (columns) does to the coefficients (rows, in the order of `coefficients`).
    pub sensitivity: Vec<Vec<f64>>,
}

/// How the departure of PSS-78 from true conductivity moves the coefficients.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedFormulation {
    /// The water at each point.
    pub points: Vec<FormulationPoint>,
    /// Derivatives of the coefficients (rows, in the order of `coefficients`) by the departure at each point, S/m.
    pub sensitivity: Vec<Vec<f64>>,
}

/// A state of the water.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormulationPoint {
    /// Practical salinity.
    pub salinity_practical: f64,
    /// Temperature on the ITS-90.
    pub temperature_celsius: f64,
    /// Pressure above one atmosphere.
    pub pressure_mpa_sea: f64,
}

impl From<&State> for FormulationPoint {
    fn from(state: &State) -> Self {
        Self {
            salinity_practical: state.salinity.value(),
            temperature_celsius: state.temperature.celsius(),
            pressure_mpa_sea: state.pressure.mpa(),
        }
    }
}

impl From<&FormulationPoint> for State {
    fn from(point: &FormulationPoint) -> Self {
        Self {
            salinity: PracticalSalinity::new(point.salinity_practical),
            temperature: Temperature::from_celsius(point.temperature_celsius),
            pressure: SeaPressure::from_mpa(point.pressure_mpa_sea),
        }
    }
}

/// The joint result over `range`.
pub(super) fn result(ctd: &CtdCalibration, range: &CalibratedRange, coverage_factor: f64) -> JointResult {
    let (coefficients, covariance) = ctd.coefficient_covariance();
    let validity: Vec<ValidityRow> = pressures(range)
        .into_iter()
        .filter_map(|pressure| row(ctd, range, pressure, coverage_factor))
        .collect();
    // A matrix of ones and zeros for each of a run's errors would be most of the certificate.
    let (unit, shared): (Vec<SharedError>, Vec<SharedError>) =
        ctd.shared_errors().into_iter().partition(|error| error.covariance.is_identity(0.0));
    let unit_errors = unit.into_iter().map(|error| UnitErrorEntry {
        sensitivity: rows(&error.sensitivity),
        name: error.name,
        parameters: error.parameters,
    });
    let shared_errors = shared.into_iter().map(|error| SharedErrorEntry {
        name: error.name,
        parameters: error.parameters,
        covariance: rows(&error.covariance),
        sensitivity: rows(&error.sensitivity),
    });
    let salinity =
        |row: &&ValidityRow| (row.pressure_mpa_sea > 0.0, row.salinity_expanded_uncertainty_practical);
    let worst = validity.iter().max_by(|one, other| {
        let ((one_deep, one), (other_deep, other)) = (salinity(one), salinity(other));
        one_deep.cmp(&other_deep).then(one.total_cmp(&other))
    });
    JointResult {
        identified: IDENTIFIED.to_owned(),
        salinity_budget_pressure_mpa_sea: worst.map_or(0.0, |row| row.pressure_mpa_sea),
        salinity_budget: worst.map_or_else(Vec::new, |row| salinity_budget(ctd, row)),
        validity,
        coefficients,
        covariance: rows(covariance),
        shared_errors: shared_errors.collect(),
        unit_errors: unit_errors.collect(),
        shared_formulation: shared_formulation(ctd),
    }
}

fn shared_formulation(ctd: &CtdCalibration) -> SharedFormulation {
    let (states, sensitivity) = ctd.shared_formulation();
    SharedFormulation {
        points: states.iter().map(FormulationPoint::from).collect(),
        sensitivity: rows(sensitivity),
    }
}

fn rows(matrix: &nalgebra::DMatrix<f64>) -> Vec<Vec<f64>> {
    matrix.row_iter().map(|row| row.iter().copied().collect()).collect()
}

/// From the surface in whole steps to the deepest point.
fn pressures(range: &CalibratedRange) -> Vec<f64> {
    let deepest = range.under_pressure.map_or(0.0, |domain| domain.pressure_mpa_sea[1]);
    let steps = (0_u32..).map(|step| STEP_MPA * f64::from(step));
    let mut pressures: Vec<f64> = steps.take_while(|pressure| *pressure < deepest - 0.5 * STEP_MPA).collect();
    pressures.push(deepest);
    pressures
}

/// Temperature and salinity across a domain, where there is ocean.
fn places(domain: Domain, pressure_mpa_sea: f64) -> Vec<(f64, f64)> {
    let across = |[least, most]: [f64; 2]| {
        (0..ACROSS).map(move |k| least + (most - least) * f64::from(k) / f64::from(ACROSS - 1))
    };
    // Where the ocean is a box, its edges are looked at too.
    let pressure = SeaPressure::from_mpa(pressure_mpa_sea);
    let (temperatures, salinities) =
        ocean::within(pressure, domain.temperature_celsius, domain.salinity_practical);
    let all = across(temperatures).flat_map(|t| across(salinities).map(move |s| (t, s)));
    let is_sea = |(celsius, salinity): &(f64, f64)| {
        ocean::contains(Temperature::from_celsius(*celsius), PracticalSalinity::new(*salinity), pressure)
    };
    all.filter(is_sea).collect()
}

fn row(
    ctd: &CtdCalibration,
    range: &CalibratedRange,
    pressure_mpa_sea: f64,
    coverage_factor: f64,
) -> Option<ValidityRow> {
    let surface = pressure_mpa_sea <= 0.0;
    let domain = if surface { range.ambient.or(range.under_pressure) } else { range.under_pressure }?;
    let places = places(domain, pressure_mpa_sea);
    let span = |of: fn(&(f64, f64)) -> f64| {
        let values = || places.iter().map(of);
        [values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max)]
    };
    let mut worst = [0.0_f64; 4];
    for (celsius, salinity) in &places {
        let found = uncertainties(ctd, *celsius, *salinity, pressure_mpa_sea);
        for (worst, found) in worst.iter_mut().zip(found) {
            *worst = worst.max(coverage_factor * found);
        }
    }
    let [temperature, conductivity, pressure, salinity] = worst;
    (!places.is_empty()).then(|| ValidityRow {
        pressure_mpa_sea,
        temperature_celsius: span(|place| place.0),
        salinity_practical: span(|place| place.1),
        temperature_expanded_uncertainty_k: temperature,
        conductivity_expanded_uncertainty_s_per_m: conductivity,
        pressure_expanded_uncertainty_mpa: pressure,
        salinity_expanded_uncertainty_practical: salinity,
    })
}

fn uncertainties(ctd: &CtdCalibration, celsius: f64, salinity: f64, mpa: f64) -> [f64; 4] {
    let (salinity, temperature) = (PracticalSalinity::new(salinity), Temperature::from_celsius(celsius));
    let raw = ctd.expected_reading(salinity, temperature, SeaPressure::from_mpa(mpa));
    ctd.reading(&raw).standard_uncertainties()
}

/// In the middle of a row's water.
fn salinity_budget(ctd: &CtdCalibration, row: &ValidityRow) -> Vec<BudgetComponent> {
    let middle = |[least, most]: [f64; 2]| 0.5 * (least + most);
    let raw = ctd.expected_reading(
        PracticalSalinity::new(middle(row.salinity_practical)),
        Temperature::from_celsius(middle(row.temperature_celsius)),
        SeaPressure::from_mpa(row.pressure_mpa_sea),
    );
    let contributions = ctd.salinity_contributions(&raw).into_iter();
    let component = contributions.map(|found| BudgetComponent {
        name: found.name,
        evaluation: evaluation(found.kind),
        correlation: None,
        source: found.source,
        standard_uncertainty: vec![found.standard_uncertainty],
    });
    component.collect()
}
