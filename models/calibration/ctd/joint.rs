//! What temperature, conductivity and pressure share, and practical salinity, which needs all three.
//!
//! One error of a reference thermometer moves the fitted thermistor and, through PSS-78, the fitted cell; in salinity
//! the two nearly cancel. So the three calibrations are one result with one covariance (JCGM 102, 3.11): here it is,
//! of the coefficients and, through them, of whatever the instrument reads.

use super::conductivity::Sensitivity;
use super::formulation::{self, FORMULATION, State};
use super::in_use::Chain;
use super::{
    Contribution, CtdCalibration, CtdInUse, Evidence, RawReading, Reading, SensorCalibration, SensorInUse,
};
use crate::uncertainty::{Budget, Component, Correlation, Kind, propagated_variance};
use nalgebra::{DMatrix, DVector};

/// Errors that the three calibrations share, point by point.
#[derive(Clone, Debug)]
pub struct Joint {
    temperature: Budget,
    pressure: Budget,
    salinity: Budget,
    temperature_per_mpa: DVector<f64>,
    conductivity_per_kelvin: DVector<f64>,
    conductivity_per_mpa: DVector<f64>,
    conductivity_per_salinity: DVector<f64>,
    states: Vec<State>,
    in_use: CtdInUse,
}

/// An error of a reference that acts on every calibration made with it.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedError {
    /// What errs.
    pub name: String,
    /// Its parameters: two calibrations that name the same one share its error.
    pub parameters: Vec<String>,
    /// Covariance of the parameters.
    pub covariance: DMatrix<f64>,
    /// Derivatives of all free coefficients, in the order of [`CtdCalibration::coefficient_covariance`], by the parameters.
    pub sensitivity: DMatrix<f64>,
}

impl Joint {
    pub(super) fn of(
        evidence: &Evidence,
        sensors: [&SensorCalibration; 3],
        temperature_per_mpa: Vec<f64>,
        sensitivity: Sensitivity,
    ) -> Self {
        let points = evidence.points();
        let thermal = evidence.temperature_budget.covariance(points);
        let hydraulic = evidence.pressure_budget.covariance(points);
        let diagonal = |values: &[f64]| DMatrix::from_diagonal(&DVector::from_row_slice(values));
        let temperature_by_mpa = diagonal(&temperature_per_mpa);
        let [by_kelvin, by_mpa] = [&sensitivity.per_kelvin, &sensitivity.per_mpa].map(|s| diagonal(s));
        let with_conductivity = &thermal * by_kelvin + &temperature_by_mpa * &hydraulic * &by_mpa;
        let cross = |one: &SensorCalibration, errors: &DMatrix<f64>, other: &SensorCalibration| {
            on_points(one, points) * errors * on_points(other, points).transpose()
        };
        let [temperature, conductivity, pressure] = sensors;
        let between = [
            cross(temperature, &with_conductivity, conductivity),
            cross(temperature, &(temperature_by_mpa * &hydraulic), pressure),
            cross(conductivity, &(by_mpa * &hydraulic), pressure),
        ];
        let states: Vec<State> = evidence.observations.iter().map(State::of).collect();
        Self {
            in_use: in_use(sensors, &between, &states),
            temperature: evidence.temperature_budget.clone(),
            pressure: evidence.pressure_budget.clone(),
            salinity: evidence.salinity_budget.clone(),
            temperature_per_mpa: temperature_per_mpa.into(),
            conductivity_per_kelvin: sensitivity.per_kelvin.into(),
            conductivity_per_mpa: sensitivity.per_mpa.into(),
            conductivity_per_salinity: sensitivity.per_salinity.into(),
            states,
        }
    }
}

#[cfg(test)]
impl Joint {
    /// As if the three had been calibrated against references of their own.
    pub(super) fn forget(&mut self, sizes: [usize; 3]) {
        let covariance = &mut self.in_use.covariance;
        let mut apart = DMatrix::zeros(covariance.nrows(), covariance.ncols());
        let mut begin = 0;
        for size in sizes {
            apart
                .view_mut((begin, begin), (size, size))
                .copy_from(&covariance.view((begin, begin), (size, size)));
            begin += size;
        }
        *covariance = apart;
    }
}

/// What use needs of three calibrations, given the covariance of free coefficients of temperature with conductivity,
/// temperature with pressure, conductivity with pressure.
fn in_use(sensors: [&SensorCalibration; 3], between: &[DMatrix<f64>; 3], states: &[State]) -> CtdInUse {
    let sizes = sensors.map(|sensor| sensor.fit.free.len());
    let begins = [0, sizes[0], sizes[0] + sizes[1]];
    let free = sizes.iter().sum();
    let mut covariance = DMatrix::zeros(free, free);
    for (sensor, (begin, size)) in sensors.iter().zip(begins.into_iter().zip(sizes)) {
        covariance.view_mut((begin, begin), (size, size)).copy_from(&sensor.fit.covariance);
    }
    for (block, (row, column)) in between.iter().zip([(0, 1), (0, 2), (1, 2)]) {
        let (at, other) = (begins[row], begins[column]);
        covariance.view_mut((at, other), block.shape()).copy_from(block);
        covariance.view_mut((other, at), (block.ncols(), block.nrows())).copy_from(&block.transpose());
    }
    let mut by_departure = DMatrix::zeros(free, states.len());
    // The cell was fitted to what is too little by the departure.
    let conductivity = -on_points(sensors[1], states.len());
    by_departure.view_mut((begins[1], 0), conductivity.shape()).copy_from(&conductivity);
    let sensors = sensors.map(|sensor| SensorInUse {
        equation: sensor.fit.equation,
        coefficients: sensor.fit.coefficients.clone(),
        free: sensor.fit.free.clone(),
        at_use: sensor.at_use.clone(),
    });
    CtdInUse::of(sensors, covariance, states, by_departure)
}

/// How errors at the points, priors aside, move the coefficients.
fn on_points(sensor: &SensorCalibration, points: usize) -> DMatrix<f64> {
    sensor.fit.influence.columns(0, points).into_owned()
}

impl CtdCalibration {
    /// What use needs of the calibration, and a certificate states.
    pub fn in_use(&self) -> &CtdInUse {
        &self.joint.in_use
    }

    /// What a scan means, with the joint uncertainty of the calibration: [`CtdInUse::reading`].
    pub fn reading(&self, raw: &RawReading) -> Reading {
        self.in_use().reading(raw)
    }

    /// What makes up the standard uncertainty of practical salinity, source by source: the squares add up to its square.
    pub fn salinity_contributions(&self, raw: &RawReading) -> Vec<Contribution> {
        let chain = self.in_use().chain(raw);
        let row = chain.passes.row(3).into_owned();
        let joint = &self.joint;
        let [temperature, conductivity, pressure] = self.weights(&chain);
        let (temperature, conductivity, pressure) =
            (temperature * row[0], conductivity * row[1], pressure * row[2]);
        let thermal = &temperature + conductivity.component_mul(&joint.conductivity_per_kelvin);
        let hydraulic = &pressure
            + temperature.component_mul(&joint.temperature_per_mpa)
            + conductivity.component_mul(&joint.conductivity_per_mpa);
        let saline = conductivity.component_mul(&joint.conductivity_per_salinity);
        let mut found = Vec::new();
        let references =
            [(&joint.temperature, &thermal), (&joint.pressure, &hydraulic), (&joint.salinity, &saline)];
        for (budget, weights) in references {
            found.extend(budget.components.iter().map(|component| through(component, weights)));
        }
        found.push(self.formulation_contribution(&chain, row[3], &conductivity));
        for ((sensor, at), share) in self.sensors().into_iter().zip(&chain.sensors).zip(row.iter()) {
            found.extend(sensor.own_contributions(&at.inputs).map(|own| Contribution {
                name: format!("{}: {}", sensor.quantity, own.name),
                standard_uncertainty: share.abs() * own.standard_uncertainty,
                ..own
            }));
        }
        found
    }

    /// Every error of a reference that others may share, and how it moves the coefficients.
    pub fn shared_errors(&self) -> Vec<SharedError> {
        let points = self.joint.states.len();
        let [temperature, conductivity, pressure] = self.sensors().map(|sensor| on_points(sensor, points));
        let joint = &self.joint;
        let scaled = |influence: &DMatrix<f64>, sensitivity: &DVector<f64>| {
            influence * DMatrix::from_diagonal(sensitivity)
        };
        let nothing = DMatrix::zeros(pressure.nrows(), points);
        let nothing_of_temperature = DMatrix::zeros(temperature.nrows(), points);
        let by_temperature = [&temperature, &scaled(&conductivity, &joint.conductivity_per_kelvin), &nothing];
        let by_pressure = [
            &scaled(&temperature, &joint.temperature_per_mpa),
            &scaled(&conductivity, &joint.conductivity_per_mpa),
            &pressure,
        ];
        let of = |budget: &Budget, moves: [&DMatrix<f64>; 3]| -> Vec<SharedError> {
            budget.components.iter().filter_map(|component| shared_error(component, moves)).collect()
        };
        let by_salinity =
            [&nothing_of_temperature, &scaled(&conductivity, &joint.conductivity_per_salinity), &nothing];
        [
            of(&joint.temperature, by_temperature),
            of(&joint.pressure, by_pressure),
            of(&joint.salinity, by_salinity),
        ]
        .concat()
    }

    /// The departure of PSS-78, which every calibration by bottles shares: the states at which it acts, and how its value
    /// at each (S/m) moves all free coefficients, in the order of [`CtdCalibration::coefficient_covariance`].
    pub fn shared_formulation(&self) -> (&[State], &DMatrix<f64>) {
        (&self.joint.states, &self.joint.in_use.by_departure)
    }

    /// Names of all free coefficients, each after its quantity, and their covariance: what the certificate shares.
    pub fn coefficient_covariance(&self) -> (Vec<String>, &DMatrix<f64>) {
        let sensors = self.sensors();
        let names = sensors.iter().flat_map(|sensor| {
            sensor.fit.free_names().into_iter().map(|name| format!("{}.{name}", sensor.quantity))
        });
        (names.collect(), &self.joint.in_use.covariance)
    }

    /// How errors at the points (reference minus indication) arrive in each equation's value at a scan's inputs.
    fn weights(&self, chain: &Chain) -> [DVector<f64>; 3] {
        let points = self.joint.states.len();
        let [temperature, conductivity, pressure] = &chain.sensors;
        [
            on_points(&self.temperature, points).transpose() * &temperature.by_coefficient,
            on_points(&self.conductivity, points).transpose() * &conductivity.by_coefficient,
            on_points(&self.pressure, points).transpose() * &pressure.by_coefficient,
        ]
    }

    fn formulation_contribution(
        &self,
        chain: &Chain,
        by_departure: f64,
        conductivity: &DVector<f64>,
    ) -> Contribution {
        let at_points =
            propagated_variance(conductivity, &formulation::component(&self.joint.states).covariance());
        let here = by_departure * by_departure * chain.departure.covariance(&chain.departure);
        let shared = -2.0 * by_departure * conductivity.dot(&self.in_use().departures(chain));
        let source = "PSS-78 at the points less PSS-78 at use";
        contribution(FORMULATION, source, Kind::B, at_points + here + shared)
    }
}

fn shared_error(component: &Component, moves: [&DMatrix<f64>; 3]) -> Option<SharedError> {
    let Correlation::Parameters(parameters) = &component.correlation else { return None };
    let blocks = moves.map(|moves| moves * &parameters.gradients);
    let rows: Vec<_> = blocks.iter().flat_map(|block| block.row_iter()).collect();
    Some(SharedError {
        name: component.name.clone(),
        parameters: parameters.names.clone(),
        covariance: parameters.covariance.clone(),
        sensitivity: DMatrix::from_rows(&rows),
    })
}

fn through(component: &Component, weights: &DVector<f64>) -> Contribution {
    let variance = propagated_variance(weights, &component.covariance());
    contribution(&component.name, &component.source, component.kind, variance)
}

fn contribution(name: &str, source: &str, kind: Kind, variance: f64) -> Contribution {
    let standard_uncertainty = variance.max(0.0).sqrt();
    Contribution { name: name.to_owned(), source: source.to_owned(), kind, standard_uncertainty }
}
