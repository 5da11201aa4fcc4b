//! Hysteresis of an SBE 43's membrane under pressure, taken out of its voltage (Sea-Bird's application note 64-3).
//!
//! With D = 1 + H1(exp(P/H2) − 1) and C = exp(−Δt/H3), on voltages with the offset added:
//! Vn(i) = {V(i) + Vn(i−1) C D − V(i−1) C} / D. The last term is the **measured** voltage of the scan before;
//! `seabirdscientific` 3.1.1 puts the corrected one there, so that nothing accumulates and the correction is
//! the part (1 − C)(D − 1)/D of the voltage: microvolts where it should be tens of millivolts.
//!
//! The first scan is taken as free of hysteresis. Across a scan with a bad voltage or pressure the recursion waits, and
//! the next good scan decays over the whole time passed.

use super::bad_flag::is_bad;
use super::error::{ProcessingError, above_zero, finite, one_per_scan};

/// Coefficients of one sensor (its sheet: H1, H2, H3, Voffset) and the time between scans.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OxygenHysteresis {
    h1: f64,
    h2_dbar: f64,
    h3_s: f64,
    offset_v: f64,
    sample_interval_s: f64,
}

impl OxygenHysteresis {
    /// Amplitude H1 (−0.033 where nothing else is known; −0.02 to −0.05), curvature H2 in dbar (5000), time constant H3 in
    /// seconds (1450), voltage offset of the sheet, time between scans in seconds.
    ///
    /// # Errors
    /// H2, H3 or the interval not above zero; any value not finite.
    pub fn new(
        h1: f64,
        h2_dbar: f64,
        h3_s: f64,
        offset_v: f64,
        sample_interval_s: f64,
    ) -> Result<Self, ProcessingError> {
        Ok(Self {
            h1: finite("H1", h1)?,
            h2_dbar: above_zero("H2 in dbar", h2_dbar)?,
            h3_s: above_zero("H3 in seconds", h3_s)?,
            offset_v: finite("the voltage offset", offset_v)?,
            sample_interval_s: above_zero("the sample interval in seconds", sample_interval_s)?,
        })
    }
}

/// Voltage without hysteresis, from voltage as measured and sea pressure in dbar. Bad values stay what they are.
///
/// ```
/// use hadal_models::processing::{OxygenHysteresis, correct_hysteresis};
///
/// // At the surface D is 1 and nothing is corrected.
/// let sensor = OxygenHysteresis::new(-0.033, 5000.0, 1450.0, -0.5, 1.0 / 24.0)?;
/// let corrected = correct_hysteresis(&[2.0, 2.1, 2.2], &[0.0; 3], sensor)?;
/// assert!((corrected[2] - 2.2).abs() < 1e-12);
/// # Ok::<(), hadal_models::processing::ProcessingError>(())
/// ```
///
/// # Errors
/// Columns of unequal length.
pub fn correct_hysteresis(
    voltage_v: &[f64],
    sea_pressure_dbar: &[f64],
    sensor: OxygenHysteresis,
) -> Result<Vec<f64>, ProcessingError> {
    one_per_scan("pressure", sea_pressure_dbar, voltage_v.len())?;
    // Measured and corrected voltage of the last good scan, offset added, and its place.
    let mut before: Option<(f64, f64, usize)> = None;
    let scans = voltage_v.iter().zip(sea_pressure_dbar).enumerate();
    Ok(scans
        .map(|(index, (&voltage, &pressure))| {
            if is_bad(voltage) || is_bad(pressure) {
                return voltage;
            }
            let measured = voltage + sensor.offset_v;
            let corrected = before.map_or(measured, |(measured_before, corrected_before, at)| {
                let elapsed_s = sensor.sample_interval_s * (index - at) as f64;
                let d = 1.0 + sensor.h1 * libm::expm1(pressure / sensor.h2_dbar);
                let c = libm::exp(-elapsed_s / sensor.h3_s);
                (measured + corrected_before * c * d - measured_before * c) / d
            });
            before = Some((measured, corrected, index));
            corrected - sensor.offset_v
        })
        .collect())
}
