//! What is put right in raw output before it is converted: hysteresis of an oxygen sensor, coarse compensations.

use super::conversion::{ConversionError, Source};
use super::{Cast, Kind, Variable};
use crate::processing::{OxygenHysteresis, correct_hysteresis};

/// The equation whose voltage is corrected for hysteresis.
const SBE_43: &str = "sea-bird/sbe-43-oxygen";
/// The equation whose compensation is averaged.
const DIGIQUARTZ: &str = "sea-bird/digiquartz-pressure";
/// Time over which the maker averages the compensation of a Digiquartz, s (SBE Data Processing, Data Conversion).
const DIGIQUARTZ_MEAN_S: f64 = 30.0;

impl Cast {
    /// Puts the corrected voltage of an oxygen sensor in the place of the measured one.
    pub(super) fn correct_hysteresis(&mut self) -> Result<(), ConversionError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        let mut said = Vec::new();
        for (number, sensor) in (1..).zip(waiting.iter_mut().filter(|sensor| sensor.equation.id() == SBE_43))
        {
            let Some(Source::Column(volts)) = sensor.inputs.first().cloned() else { continue };
            let Some(voltage) = self.values(&volts) else { continue };
            let corrected = match (sensor.hysteresis, self.values("pressure")) {
                (Some([h1, h2, h3]), Some(pressure)) => {
                    said.push(format!(
                        "{volts}: corrected for hysteresis, H1 = {h1}, H2 = {h2} dbar, H3 = {h3} s"
                    ));
                    let refused = |problem| ConversionError::Step { variable: volts.clone(), problem };
                    let interval = self
                        .sample_interval_s
                        .ok_or(ConversionError::NoInterval { variable: volts.clone() })?;
                    let offset = sensor.coefficient("Voffset").unwrap_or(0.0);
                    let parameters = OxygenHysteresis::new(h1, h2, h3, offset, interval).map_err(refused)?;
                    correct_hysteresis(voltage, pressure, parameters).map_err(refused)?
                }
                _ => voltage.to_vec(),
            };
            let Some(kind) = Kind::named("oxygen_voltage") else { continue };
            let variable = Variable::of_kind(kind, number, corrected);
            if let Some(source) = sensor.inputs.first_mut() {
                *source = Source::Column(variable.name.clone());
            }
            self.variables.retain(|known| known.name != volts);
            self.set(variable);
        }
        self.waiting = waiting;
        self.history.extend(said);
        Ok(())
    }

    /// Averages the compensation of a Digiquartz over 30 s, as the maker does: its twelve bits are coarse.
    pub(super) fn average_compensations(&mut self) {
        let Some(interval) = self.sample_interval_s.filter(|interval| *interval > 0.0) else { return };
        let quartz = self.waiting.iter().filter(|sensor| sensor.equation.id() == DIGIQUARTZ);
        let names: Vec<String> =
            quartz.flat_map(|sensor| sensor.needs().skip(1)).map(str::to_owned).collect();
        #[expect(clippy::cast_possible_truncation, reason = "a positive number; the cast saturates")]
        let scans = (DIGIQUARTZ_MEAN_S / interval) as usize;
        for variable in self.variables.iter_mut().filter(|known| names.contains(&known.name)) {
            variable.values = trailing_mean(&variable.values, scans);
        }
    }
}

/// Mean of the last `scans` values, bad ones left out; before the first there was more of the same.
fn trailing_mean(values: &[f64], scans: usize) -> Vec<f64> {
    let Some(first) = values.iter().copied().find(|value| value.is_finite()) else { return values.to_vec() };
    let before = scans.saturating_sub(1);
    let (mut sum, mut count) = (first * before as f64, before);
    let mut means = Vec::with_capacity(values.len());
    for (scan, value) in values.iter().enumerate() {
        if value.is_finite() {
            (sum, count) = (sum + value, count + 1);
        }
        means.push(sum / count as f64);
        // What leaves the window as the next value enters.
        let leaving =
            (scan + 1).checked_sub(scans.max(1)).map_or(Some(first), |scan| values.get(scan).copied());
        if let Some(leaving) = leaving.filter(|value| value.is_finite() && count > 0) {
            (sum, count) = (sum - leaving, count - 1);
        }
    }
    means
}

#[cfg(test)]
mod tests {
    use super::trailing_mean;

    #[test]
    fn a_mean_trails_over_its_window_and_begins_with_the_first_value() {
        assert_eq!(trailing_mean(&[3.0, 6.0, 9.0, 9.0, 0.0], 3), [3.0, 4.0, 6.0, 8.0, 6.0]);
        assert_eq!(trailing_mean(&[3.0, 6.0], 0), [3.0, 6.0]);
        let gaps = trailing_mean(&[f64::NAN, 4.0, f64::NAN, 8.0, 8.0, 8.0], 2);
        assert_eq!(gaps[1..], [4.0, 4.0, 8.0, 8.0, 8.0]);
        assert!(trailing_mean(&[f64::NAN], 3)[0].is_nan());
    }
}
