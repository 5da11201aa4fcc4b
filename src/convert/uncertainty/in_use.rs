//! A certificate's item as an instrument in use.

use crate::certificate::{ErrorsAtUse, ItemResult};
use anyhow::{Context as _, bail};
use hadal_models::calibration::ctd::{self, CtdInUse, SensorInUse, State};
use hadal_models::cast::NewCalibration;
use nalgebra::DMatrix;

/// The instrument that a certificate describes, from its item and the calibrations of the item's sensors, in the order of the
/// certificate's quantities.
///
/// # Errors
/// A certificate that was written before it stated what each sensor errs by at use, or whose numbers do not fit together.
pub fn in_use(item: &ItemResult, sensors: &[NewCalibration]) -> anyhow::Result<CtdInUse> {
    let sensor = |quantity: &str| sensor_in_use(item, sensors, quantity);
    let found = [sensor("temperature")?, sensor("conductivity")?, sensor("pressure")?];
    let free: usize = found.iter().map(|sensor| sensor.free.len()).sum();
    let names = &item.joint.coefficients;
    if free != names.len() {
        bail!("joint.coefficients: {} names, of which {free} are coefficients of the item", names.len());
    }
    // Rows stand in the certificate's order, which need not be that of the equations.
    let order: Vec<usize> = found.iter().flat_map(|sensor| rows_of(sensor, names)).collect();
    let shared = &item.joint.shared_formulation;
    let points: Vec<State> = shared.points.iter().map(State::from).collect();
    let covariance = matrix(&item.joint.covariance, free, "joint.covariance")?;
    let by_departure = matrix(&shared.sensitivity, points.len(), "joint.shared_formulation.sensitivity")?;
    if covariance.nrows() != free || by_departure.nrows() != free {
        bail!("joint: {free} coefficients, and as many rows are needed in each matrix");
    }
    let covariance = covariance.select_rows(&order).select_columns(&order);
    Ok(CtdInUse::new(found, covariance, &points, by_departure.select_rows(&order))?)
}

fn sensor_in_use(item: &ItemResult, sensors: &[NewCalibration], name: &str) -> anyhow::Result<SensorInUse> {
    let found = item.quantities.iter().zip(sensors).find(|(result, _)| result.quantity == name);
    let (result, sensor) = found.with_context(|| format!("the certificate has no {name}"))?;
    let equation = sensor.equation;
    let at_use = result.at_use.as_ref().with_context(|| {
        format!(
            "{name}: what the sensor errs by at use is not stated (`at_use`): the certificate was written before it was; \
             `hadal certify RUN` writes it anew"
        )
    })?;
    let is_free = |place: &usize| {
        let named = format!("{name}.{}", equation.coefficients()[*place]);
        item.joint.coefficients.contains(&named)
    };
    Ok(SensorInUse {
        equation,
        coefficients: sensor.coefficients.clone(),
        free: (0..equation.coefficients().len()).filter(is_free).collect(),
        at_use: errors_at_use(at_use, equation, name)?,
    })
}

fn errors_at_use(
    stated: &ErrorsAtUse,
    equation: &hadal_models::equation::Equation,
    name: &str,
) -> anyhow::Result<ctd::ErrorsAtUse> {
    let is_input = |known: &&String| equation.inputs().iter().any(|input| input.name == known.as_str());
    if let Some(unknown) = stated.resolution.keys().find(|known| !is_input(known)) {
        bail!("{name}: at_use.resolution: {} has no input `{unknown}`", equation.id());
    }
    let step = |input: &hadal_models::equation::Input| stated.resolution.get(input.name).copied();
    Ok(ctd::ErrorsAtUse {
        steps: equation.inputs().iter().map(|input| step(input).unwrap_or(0.0)).collect(),
        inadequacy: stated.inadequacy,
        shape: stated.inadequacy_shape,
    })
}

/// Places of a sensor's free coefficients among the certificate's names.
fn rows_of(sensor: &SensorInUse, names: &[String]) -> Vec<usize> {
    let of = |place: &usize| {
        let named = format!("{}.{}", sensor.equation.quantity(), sensor.equation.coefficients()[*place]);
        names.iter().position(|name| *name == named)
    };
    sensor.free.iter().filter_map(of).collect()
}

fn matrix(rows: &[Vec<f64>], columns: usize, name: &str) -> anyhow::Result<DMatrix<f64>> {
    if let Some(row) = rows.iter().find(|row| row.len() != columns) {
        bail!("{name}: a row of {} numbers, where {columns} are needed", row.len());
    }
    Ok(DMatrix::from_fn(rows.len(), columns, |row, column| rows[row][column]))
}
