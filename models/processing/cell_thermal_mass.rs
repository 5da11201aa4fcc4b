//! Conductivity freed of the heat that the cell's wall stores (Sea-Bird's *Cell Thermal Mass*).
//!
//! The wall lags behind the water by 1/β and shifts the conductivity by a part α of what the temperature step is worth
//! (Lueck 1990; recursion of Morison et al. 1994): with a = 2α/(Δtβ + 2), b = 1 − 2a/α and
//! ∂C/∂T = 0.1(1 + 0.006(T − 20)) S/m per kelvin, the anomaly is CTM(i) = −b CTM(i−1) + a ∂C/∂T (T(i) − T(i−1)), and
//! C + CTM is what a cell without mass would have given. CTM begins at 0.
//!
//! Across a bad temperature the anomaly decays and the step is taken from the last good one; a bad conductivity stays
//! bad.

use super::bad_flag::is_bad;
use super::error::{ProcessingError, above_zero, one_per_scan, zero_or_above};

/// The cell's wall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellThermalMass {
    amplitude: f64,
    time_constant_s: f64,
    sample_interval_s: f64,
}

impl CellThermalMass {
    /// Amplitude α (0 or above, dimensionless), time constant 1/β and time between scans in seconds. The maker's α and
    /// 1/β: 0.03 and 7 s for pumped cells with a TC duct (9plus, 49, 37), 0.04 and 8 s for a 19plus or 25.
    ///
    /// # Errors
    /// A value outside these ranges or not finite.
    pub fn new(
        amplitude: f64,
        time_constant_s: f64,
        sample_interval_s: f64,
    ) -> Result<Self, ProcessingError> {
        Ok(Self {
            amplitude: zero_or_above("the thermal anomaly amplitude", amplitude)?,
            time_constant_s: above_zero("the thermal anomaly time constant in seconds", time_constant_s)?,
            sample_interval_s: above_zero("the sample interval in seconds", sample_interval_s)?,
        })
    }
}

/// Corrected conductivity in S/m, from temperature in °C (ITS-90) and conductivity in S/m.
///
/// ```
/// use hadal_models::processing::{CellThermalMass, cell_thermal_mass};
///
/// // A step of 1 K at 24 Hz: conductivity was too low by almost α ∂C/∂T = 0.03 × 0.1 S/m.
/// let corrected =
///     cell_thermal_mass(&[20.0, 21.0], &[4.0, 4.0], CellThermalMass::new(0.03, 7.0, 1.0 / 24.0)?)?;
/// assert!((corrected[1] - 4.003).abs() < 3e-5);
/// # Ok::<(), hadal_models::processing::ProcessingError>(())
/// ```
///
/// # Errors
/// Columns of unequal length.
pub fn cell_thermal_mass(
    temperature_celsius: &[f64],
    conductivity_s_per_m: &[f64],
    cell: CellThermalMass,
) -> Result<Vec<f64>, ProcessingError> {
    one_per_scan("conductivity", conductivity_s_per_m, temperature_celsius.len())?;
    let denominator = cell.sample_interval_s / cell.time_constant_s + 2.0;
    let a = 2.0 * cell.amplitude / denominator;
    // 1 − 2a/α, written so that α may be 0.
    let b = 1.0 - 4.0 / denominator;
    let mut anomaly = 0.0;
    let mut before: Option<f64> = None;
    let scans = temperature_celsius.iter().zip(conductivity_s_per_m);
    Ok(scans
        .map(|(&temperature, &conductivity)| {
            let mut drive = 0.0;
            if !is_bad(temperature) {
                let step = before.map_or(0.0, |before| temperature - before);
                drive = a * 0.1 * (1.0 + 0.006 * (temperature - 20.0)) * step;
                before = Some(temperature);
            }
            anomaly = drive - b * anomaly;
            if is_bad(conductivity) { conductivity } else { conductivity + anomaly }
        })
        .collect())
}
