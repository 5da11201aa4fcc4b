//! What temperature, conductivity and pressure share, and practical salinity, which needs all three.
//!
//! One error of a reference thermometer moves the fitted thermistor and, through PSS-78, the fitted cell; in salinity
//! the two nearly cancel. So the three calibrations are one result with one covariance (JCGM 102, 3.11): here it is,
//! of the coefficients and, through them, of whatever the instrument reads.

use super::conductivity::Sensitivity;
use super::formulation::{self, FORMULATION, State};
use super::{Contribution, CtdCalibration, Evidence, SensorCalibration};
use crate::quantity::{AbsolutePressure, Conductivity, Temperature};
use crate::seawater;
use crate::uncertainty::{Budget, Component, Correlation, Kind, propagated_variance};
use nalgebra::{DMatrix, DVector, Matrix4, RowVector4, Vector4};

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
    /// Covariance of free coefficients of temperature with conductivity, temperature with pressure, conductivity with
    /// pressure.
    between: [DMatrix<f64>; 3],
}

/// One scan of the instrument, as it sends it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RawReading {
    /// Temperature counts.
    pub temperature_counts: f64,
    /// Conductivity oscillator, Hz.
    pub conductivity_hz: f64,
    /// Pressure bridge, counts.
    pub pressure_counts: f64,
    /// Thermometer of the pressure bridge, counts.
    pub pressure_temperature_counts: f64,
}

/// What the calibrated instrument makes of a scan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Temperature (ITS-90), °C.
    pub temperature_celsius: f64,
    /// Conductivity, S/m.
    pub conductivity_s_per_m: f64,
    /// Pressure above vacuum, MPa.
    pub pressure_mpa_absolute: f64,
    /// Practical salinity.
    pub practical_salinity: f64,
    /// Covariance of the four, in this order and these units. It is that of a scan without noise.
    pub covariance: Matrix4<f64>,
}

impl Reading {
    /// Standard uncertainties of temperature, conductivity, pressure and practical salinity.
    pub fn standard_uncertainties(&self) -> [f64; 4] {
        self.covariance.diagonal().map(|variance| variance.max(0.0).sqrt()).into()
    }
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

/// A scan through the three equations, and how errors of each pass on.
struct Chain {
    temperature_inputs: Vec<f64>,
    conductivity_inputs: Vec<f64>,
    pressure_inputs: Vec<f64>,
    values: Vector4<f64>,
    state: State,
    /// Temperature, conductivity, pressure and salinity (rows) by what each equation errs and what PSS-78 errs (columns:
    /// the three equations in that order, then the departure of PSS-78 at this state).
    passes: Matrix4<f64>,
}

impl Joint {
    pub(super) fn of(
        evidence: &Evidence,
        [temperature, conductivity, pressure]: [&SensorCalibration; 3],
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
        Self {
            between: [
                cross(temperature, &with_conductivity, conductivity),
                cross(temperature, &(temperature_by_mpa * &hydraulic), pressure),
                cross(conductivity, &(by_mpa * &hydraulic), pressure),
            ],
            temperature: evidence.temperature_budget.clone(),
            pressure: evidence.pressure_budget.clone(),
            salinity: evidence.salinity_budget.clone(),
            temperature_per_mpa: temperature_per_mpa.into(),
            conductivity_per_kelvin: sensitivity.per_kelvin.into(),
            conductivity_per_mpa: sensitivity.per_mpa.into(),
            conductivity_per_salinity: sensitivity.per_salinity.into(),
            states: evidence.observations.iter().map(State::of).collect(),
        }
    }
}

#[cfg(test)]
impl Joint {
    /// As if the three had been calibrated against references of their own.
    pub(super) fn forget(&mut self) {
        self.between.iter_mut().for_each(|block| block.fill(0.0));
    }
}

/// How errors at the points, priors aside, move the coefficients.
fn on_points(sensor: &SensorCalibration, points: usize) -> DMatrix<f64> {
    sensor.fit.influence.columns(0, points).into_owned()
}

impl CtdCalibration {
    /// What a scan means, with the joint uncertainty of the calibration: coefficients with every error that they share,
    /// rounding of the raw outputs, and each equation's inadequacy. Noise of the scan is the user's to add.
    ///
    /// Practical salinity is PSS-78 of the other three, and its uncertainty is about salinity as bottles define it: what
    /// PSS-78 is wrong by is in the cell's coefficients, and goes out again with PSS-78 at use.
    pub fn reading(&self, raw: &RawReading) -> Reading {
        let chain = self.chain(raw);
        let errors = self.errors_of_equations(&chain);
        let [temperature_celsius, conductivity_s_per_m, pressure_mpa_absolute, practical_salinity] =
            chain.values.into();
        Reading {
            temperature_celsius,
            conductivity_s_per_m,
            pressure_mpa_absolute,
            practical_salinity,
            covariance: chain.passes * errors * chain.passes.transpose(),
        }
    }

    /// What makes up the standard uncertainty of practical salinity, source by source: the squares add up to its square.
    pub fn salinity_contributions(&self, raw: &RawReading) -> Vec<Contribution> {
        let chain = self.chain(raw);
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
        found.push(self.formulation_contribution(&chain, &row, &conductivity));
        for (sensor, (inputs, share)) in self.sensors().into_iter().zip([
            (&chain.temperature_inputs, row[0]),
            (&chain.conductivity_inputs, row[1]),
            (&chain.pressure_inputs, row[2]),
        ]) {
            found.extend(sensor.own_contributions(inputs).map(|own| Contribution {
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
    pub fn shared_formulation(&self) -> (&[State], DMatrix<f64>) {
        let states = &self.joint.states;
        let sizes = self.sensors().map(|sensor| sensor.fit.free.len());
        let mut moves = DMatrix::zeros(sizes.iter().sum(), states.len());
        // The cell was fitted to what is too little by the departure.
        let conductivity = -on_points(&self.conductivity, states.len());
        moves.view_mut((sizes[0], 0), conductivity.shape()).copy_from(&conductivity);
        (states, moves)
    }

    /// Names of all free coefficients, each after its quantity, and their covariance: what the certificate shares.
    pub fn coefficient_covariance(&self) -> (Vec<String>, DMatrix<f64>) {
        let sensors = self.sensors();
        let names = sensors.iter().flat_map(|sensor| {
            sensor.fit.free_names().into_iter().map(|name| format!("{}.{name}", sensor.quantity))
        });
        let names: Vec<String> = names.collect();
        let sizes = sensors.map(|sensor| sensor.fit.free.len());
        let begins = [0, sizes[0], sizes[0] + sizes[1]];
        let mut covariance = DMatrix::zeros(names.len(), names.len());
        for (sensor, (begin, size)) in sensors.iter().zip(begins.into_iter().zip(sizes)) {
            covariance.view_mut((begin, begin), (size, size)).copy_from(&sensor.fit.covariance);
        }
        for (block, (row, column)) in self.joint.between.iter().zip([(0, 1), (0, 2), (1, 2)]) {
            let (at, other) = (begins[row], begins[column]);
            covariance.view_mut((at, other), block.shape()).copy_from(block);
            covariance.view_mut((other, at), (block.ncols(), block.nrows())).copy_from(&block.transpose());
        }
        (names, covariance)
    }

    /// Pressure first, which temperature needs, then both for conductivity, then salinity.
    fn chain(&self, raw: &RawReading) -> Chain {
        let pressure_inputs = vec![raw.pressure_counts, raw.pressure_temperature_counts];
        let pressure = AbsolutePressure::from_mpa(self.pressure.fit.value(&pressure_inputs));
        let dbar = pressure.sea().dbar();
        let temperature_inputs = vec![raw.temperature_counts, dbar];
        let celsius = self.temperature.fit.value(&temperature_inputs);
        let conductivity_inputs = vec![raw.conductivity_hz, celsius, dbar];
        let siemens = self.conductivity.fit.value(&conductivity_inputs);
        let temperature = Temperature::from_celsius(celsius);
        let salinity = seawater::practical_salinity(
            Conductivity::from_siemens_per_m(siemens),
            temperature,
            pressure.sea(),
        );
        let state = State { salinity, temperature, pressure: pressure.sea() };
        let scale = state.sensitivity();
        let temperature_by_mpa = 100.0 * self.temperature.fit.input_gradient(&temperature_inputs)[1];
        let conductivity_by = self.conductivity.fit.input_gradient(&conductivity_inputs);
        let (by_kelvin, by_mpa) = (conductivity_by[1], 100.0 * conductivity_by[2]);
        let temperature_row = RowVector4::new(1.0, 0.0, temperature_by_mpa, 0.0);
        let pressure_row = RowVector4::new(0.0, 0.0, 1.0, 0.0);
        let conductivity_row =
            RowVector4::new(0.0, 1.0, 0.0, 0.0) + temperature_row * by_kelvin + pressure_row * by_mpa;
        let departure = RowVector4::new(0.0, 0.0, 0.0, 1.0);
        let salinity_row = (conductivity_row + departure
            - temperature_row * scale.per_kelvin
            - pressure_row * scale.per_mpa)
            / scale.per_salinity;
        Chain {
            values: Vector4::new(celsius, siemens, pressure.mpa(), salinity.value()),
            passes: Matrix4::from_rows(&[temperature_row, conductivity_row, pressure_row, salinity_row]),
            temperature_inputs,
            conductivity_inputs,
            pressure_inputs,
            state,
        }
    }

    /// Covariance of what the three equations err at these inputs, and of the departure of PSS-78 at this state.
    fn errors_of_equations(&self, chain: &Chain) -> Matrix4<f64> {
        let inputs = [&chain.temperature_inputs, &chain.conductivity_inputs, &chain.pressure_inputs];
        let mut errors = Matrix4::zeros();
        let gradients: Vec<DVector<f64>> = self
            .sensors()
            .iter()
            .zip(inputs)
            .map(|(sensor, inputs)| sensor.fit.coefficient_gradient(inputs))
            .collect();
        for (index, (sensor, inputs)) in self.sensors().into_iter().zip(inputs).enumerate() {
            let (_, uncertainty) = sensor.predict(inputs);
            errors[(index, index)] = uncertainty * uncertainty;
        }
        for (block, (row, column)) in self.joint.between.iter().zip([(0, 1), (0, 2), (1, 2)]) {
            let covariance = (gradients[row].transpose() * block * &gradients[column])[(0, 0)];
            errors[(row, column)] = covariance;
            errors[(column, row)] = covariance;
        }
        let [_, weights, _] = self.weights(chain);
        // The cell was fitted to what is too little by the departure at each point.
        let shared = -weights.dot(&self.departures(chain));
        errors[(1, 3)] = shared;
        errors[(3, 1)] = shared;
        errors[(3, 3)] = chain.state.covariance(&chain.state);
        errors
    }

    /// Covariance of the departure of PSS-78 at the points with that at the state of a scan.
    fn departures(&self, chain: &Chain) -> DVector<f64> {
        let states = self.joint.states.iter().map(|state| state.covariance(&chain.state));
        DVector::from_iterator(self.joint.states.len(), states)
    }

    /// How errors at the points (reference minus indication) arrive in each equation's value at a scan's inputs.
    fn weights(&self, chain: &Chain) -> [DVector<f64>; 3] {
        let points = self.joint.states.len();
        let weight = |sensor: &SensorCalibration, inputs: &[f64]| {
            on_points(sensor, points).transpose() * sensor.fit.coefficient_gradient(inputs)
        };
        [
            weight(&self.temperature, &chain.temperature_inputs),
            weight(&self.conductivity, &chain.conductivity_inputs),
            weight(&self.pressure, &chain.pressure_inputs),
        ]
    }

    fn formulation_contribution(
        &self,
        chain: &Chain,
        row: &RowVector4<f64>,
        conductivity: &DVector<f64>,
    ) -> Contribution {
        let at_points =
            propagated_variance(conductivity, &formulation::component(&self.joint.states).covariance());
        let here = row[3] * row[3] * chain.state.covariance(&chain.state);
        let shared = -2.0 * row[3] * conductivity.dot(&self.departures(chain));
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
