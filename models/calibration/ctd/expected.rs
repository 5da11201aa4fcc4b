//! The scan that the calibrated instrument gives in known water: the equations backwards.

use super::formulation::State;
use super::{CtdCalibration, RawReading, SensorCalibration};
use crate::newton::newton;
use crate::quantity::{PracticalSalinity, SeaPressure, Temperature};

/// Newton's last step, relative to the raw value: a hundredth of the last digit that instruments send.
const RELATIVE_STEP: f64 = 1e-9;

impl CtdCalibration {
    /// The scan in water of this salinity (PSS-78 conductivity), temperature and pressure; not a number where an equation
    /// does not reach.
    ///
    /// The thermometer of the pressure bridge, which no reference calibrates, is taken from the point nearest in
    /// temperature.
    pub fn expected_reading(
        &self,
        salinity: PracticalSalinity,
        temperature: Temperature,
        pressure: SeaPressure,
    ) -> RawReading {
        let state = State { salinity, temperature, pressure };
        let (celsius, dbar) = (temperature.celsius(), pressure.dbar());
        let thermometer = self.nearest_thermometer_counts(celsius);
        RawReading {
            temperature_counts: raw(&self.temperature, celsius, &[dbar]),
            conductivity_hz: raw(&self.conductivity, state.conductivity_s_per_m(), &[celsius, dbar]),
            pressure_counts: raw(&self.pressure, pressure.absolute().mpa(), &[thermometer]),
            pressure_temperature_counts: thermometer,
        }
    }

    fn nearest_thermometer_counts(&self, celsius: f64) -> f64 {
        let points = self.temperature.points.iter().zip(self.pressure.point_inputs());
        let away = |reference: f64| (reference - celsius).abs();
        points
            .min_by(|(one, _), (other, _)| away(one.reference).total_cmp(&away(other.reference)))
            .map_or(f64::NAN, |(_, inputs)| inputs[1])
    }
}

/// The first input at which a sensor's equation gives `value`, its other inputs known.
fn raw(sensor: &SensorCalibration, value: f64, others: &[f64]) -> f64 {
    let away = |reference: f64| (reference - value).abs();
    let nearest = sensor
        .points
        .iter()
        .zip(sensor.point_inputs())
        .min_by(|(one, _), (other, _)| away(one.reference).total_cmp(&away(other.reference)));
    let Some((_, start)) = nearest else { return f64::NAN };
    newton(start[0], RELATIVE_STEP * start[0].abs(), |raw| {
        let inputs = [&[raw], others].concat();
        (sensor.fit.value(&inputs) - value, sensor.fit.input_gradient(&inputs)[0])
    })
}
