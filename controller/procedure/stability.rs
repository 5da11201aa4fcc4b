//! The explicit criterion of stability: each term is a fact about the last window, and each alone holds the reading.

use super::window::Window;
use crate::clock::seconds;
use hadal_rigs::description::{Approach, Stability};

/// What keeps a point from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// The window is not yet full of readings.
    WindowNotFull,
    /// A pump or valve moved inside the window.
    ValveMoving,
    /// Mean reference temperature is not near the set point.
    TemperatureAway,
    /// Reference pressure is not near the set point.
    PressureAway,
    /// Mean reference temperature drifts.
    TemperatureDrift,
    /// A reference temperature scatters about its line.
    TemperatureDeviation,
    /// The reference thermometers differ.
    Uniformity,
    /// Reference pressure drifts.
    PressureDrift,
}

/// What is asked of a point.
#[derive(Clone, Copy, Debug)]
pub struct SetPoint {
    /// Temperature, °C.
    pub temperature_celsius: f64,
    /// Pressure, MPa absolute.
    pub pressure_mpa_absolute: f64,
}

/// The reference readings of the last window.
#[derive(Clone, Debug, PartialEq)]
pub struct Windows {
    /// One per reference thermometer, °C.
    pub temperatures: Vec<Window>,
    /// Reference pressure, MPa absolute.
    pub pressure: Window,
    /// Since when no pump or valve has moved; `None` while one moves.
    pub still_since_ns: Option<u64>,
}

impl Windows {
    /// Empty windows for so many thermometers.
    pub fn new(thermometers: usize, length_ns: u64) -> Self {
        let temperatures = vec![Window::new(length_ns); thermometers];
        Self { temperatures, pressure: Window::new(length_ns), still_since_ns: None }
    }

    /// Mean over thermometers and window, °C; NaN without readings.
    pub fn mean_temperature(&self) -> f64 {
        average(self.temperatures.iter().map(Window::mean))
    }

    /// Mean of the latest reading of each thermometer, °C.
    pub fn latest_temperature(&self) -> Option<f64> {
        let latest: Option<Vec<f64>> =
            self.temperatures.iter().map(|window| window.latest().map(|sample| sample.value)).collect();
        latest.filter(|values| !values.is_empty()).map(|values| average(values.into_iter()))
    }

    /// Drift of the mean temperature over one window, K; NaN with too few readings.
    pub fn temperature_drift(&self) -> f64 {
        average(self.temperatures.iter().map(Window::drift))
    }
}

/// Every term that holds the reading, in order; empty means stable.
pub fn holding_terms(
    windows: &Windows,
    set_point: SetPoint,
    approach: &Approach,
    stability: &Stability,
    now_ns: u64,
) -> Vec<Term> {
    let window_ns = crate::clock::nanoseconds(stability.window_s);
    let full = windows.temperatures.iter().chain([&windows.pressure]).all(|window| window.is_full(now_ns));
    let still_s = windows.still_since_ns.map_or(0.0, |since| seconds(now_ns.saturating_sub(since)));
    let deviation = windows.temperatures.iter().map(Window::deviation).fold(0.0, largest);
    let terms = [
        (Term::WindowNotFull, full && !windows.temperatures.is_empty()),
        (Term::ValveMoving, windows.still_since_ns.is_some() && still_s >= seconds(window_ns)),
        (
            Term::TemperatureAway,
            within(
                windows.mean_temperature() - set_point.temperature_celsius,
                approach.temperature_tolerance_k,
            ),
        ),
        (
            Term::PressureAway,
            within(
                windows.pressure.mean() - set_point.pressure_mpa_absolute,
                approach.pressure_tolerance_mpa,
            ),
        ),
        (
            Term::TemperatureDrift,
            within(1000.0 * windows.temperature_drift(), stability.temperature_drift_mk),
        ),
        (Term::TemperatureDeviation, within(1000.0 * deviation, stability.temperature_deviation_mk)),
        (Term::Uniformity, within(1000.0 * spread(&windows.temperatures), stability.uniformity_mk)),
        (Term::PressureDrift, within(1000.0 * windows.pressure.drift(), stability.pressure_drift_kpa)),
    ];
    terms.into_iter().filter(|(_, satisfied)| !satisfied).map(|(term, _)| term).collect()
}

/// NaN is never within a limit.
fn within(value: f64, limit: f64) -> bool {
    value.abs() <= limit
}

/// The larger of two; NaN wins, so that an unknown deviation is never taken for none.
fn largest(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::NAN } else { a.max(b) }
}

/// Largest difference between the windows' means.
fn spread(windows: &[Window]) -> f64 {
    let highest = windows.iter().map(Window::mean).fold(f64::NEG_INFINITY, largest);
    let lowest = windows.iter().map(|window| -window.mean()).fold(f64::NEG_INFINITY, largest);
    highest + lowest
}

fn average(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interlock::Sample;

    const SECOND: u64 = 1_000_000_000;
    const NOW: u64 = 2_000 * SECOND;

    fn approach() -> Approach {
        Approach {
            pressure_rate_mpa_per_min: 4.0,
            pressure_tolerance_mpa: 0.2,
            temperature_tolerance_k: 0.3,
            salinity_tolerance_practical: 0.3,
            timeout_h: 12.0,
        }
    }

    fn stability() -> Stability {
        Stability {
            window_s: 600.0,
            temperature_drift_mk: 0.5,
            temperature_deviation_mk: 0.3,
            uniformity_mk: 1.0,
            pressure_drift_kpa: 2.0,
        }
    }

    const SET: SetPoint = SetPoint { temperature_celsius: 2.0, pressure_mpa_absolute: 23.1 };

    fn filled(length_s: u64, value: impl Fn(f64) -> f64) -> Window {
        let mut window = Window::new(600 * SECOND);
        for step in 0..=length_s / 5 {
            let at_ns = NOW - (length_s - step * 5) * SECOND;
            window.push(Sample { value: value(seconds(at_ns) - seconds(NOW)), at_ns });
        }
        window
    }

    fn calm() -> Windows {
        Windows {
            temperatures: vec![filled(600, |_| 2.0001), filled(600, |_| 2.0005)],
            pressure: filled(600, |_| 23.1),
            still_since_ns: Some(NOW - 601 * SECOND),
        }
    }

    fn held_by(windows: &Windows) -> Vec<Term> {
        holding_terms(windows, SET, &approach(), &stability(), NOW)
    }

    #[test]
    fn calm_water_is_stable() {
        assert_eq!(held_by(&calm()), []);
    }

    #[test]
    fn each_term_alone_holds_the_reading() {
        let mut windows = calm();
        windows.pressure = filled(500, |_| 23.1);
        assert_eq!(held_by(&windows), [Term::WindowNotFull]);

        let mut windows = calm();
        windows.still_since_ns = Some(NOW - 599 * SECOND);
        assert_eq!(held_by(&windows), [Term::ValveMoving]);
        windows.still_since_ns = None;
        assert_eq!(held_by(&windows), [Term::ValveMoving]);

        let mut windows = calm();
        windows.temperatures = vec![filled(600, |_| 2.31); 2];
        assert_eq!(held_by(&windows), [Term::TemperatureAway]);

        let mut windows = calm();
        windows.pressure = filled(600, |_| 23.31);
        assert_eq!(held_by(&windows), [Term::PressureAway]);

        let mut windows = calm();
        windows.temperatures = vec![filled(600, |s| 2.0 + 0.000_6 * s / 600.0); 2];
        assert_eq!(held_by(&windows), [Term::TemperatureDrift]);

        let mut windows = calm();
        let flicker = |s: f64| 2.0 + if (s / 5.0).rem_euclid(2.0) < 0.5 { 0.000_35 } else { -0.000_35 };
        windows.temperatures[1] = filled(600, flicker);
        assert_eq!(held_by(&windows), [Term::TemperatureDeviation]);

        let mut windows = calm();
        windows.temperatures[1] = filled(600, |_| 2.0012);
        assert_eq!(held_by(&windows), [Term::Uniformity]);

        let mut windows = calm();
        windows.pressure = filled(600, |s| 23.1 - 0.002_2 * s / 600.0);
        assert_eq!(held_by(&windows), [Term::PressureDrift]);
    }

    #[test]
    fn a_missing_number_never_counts_as_calm() {
        let mut windows = calm();
        windows.temperatures[0].push(Sample { value: f64::NAN, at_ns: NOW + 1 });
        let terms = held_by(&windows);
        for term in
            [Term::TemperatureAway, Term::TemperatureDrift, Term::TemperatureDeviation, Term::Uniformity]
        {
            assert!(terms.contains(&term), "{term:?} in {terms:?}");
        }
        let empty = Windows::new(2, 600 * SECOND);
        assert!(held_by(&empty).len() >= 6);
    }
}
