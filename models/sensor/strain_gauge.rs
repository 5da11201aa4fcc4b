//! A strain-gauge pressure sensor: a diaphragm that stiffens as it bends, gauges that feel heat, and friction.
//!
//! A clamped plate under load obeys `s + β s³ = p/p_FS` (bending plus membrane tension, the first two terms of the
//! large-deflection plate). Gauges turn deflection into counts with a zero and a span that move with temperature.
//! Adhesive and clamping lag behind by the play elements of [`super::effect::play`].

use super::effect::play::Memory;
use crate::constants::STANDARD_ATMOSPHERE_MPA;
use crate::quantity::{AbsolutePressure, Temperature};
use serde::{Deserialize, Serialize};

/// Temperature at which the span is stated, °C.
const SPAN_CELSIUS: f64 = 20.0;

/// A strain-gauge pressure sensor with its converter, as it truly is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StrainGauge {
    /// Full scale above vacuum, MPa.
    pub full_scale_mpa_absolute: f64,
    /// Counts in vacuum at 0 °C.
    pub zero_counts: f64,
    /// Change of that with temperature, counts/K.
    pub zero_counts_per_k: f64,
    /// Its curvature, counts/K².
    pub zero_counts_per_k2: f64,
    /// Counts added by full scale at 20 °C, were the diaphragm linear.
    pub span_counts: f64,
    /// Relative change of span, 1/K.
    pub span_relative_per_k: f64,
    /// Stiffening β of the diaphragm at full scale.
    pub stiffening: f64,
    /// Half the opening of the hysteresis loop over full scale.
    pub hysteresis_fraction: f64,
    /// Counts of the bridge's thermometer at 0 °C.
    pub thermometer_counts: f64,
    /// Its slope, counts/K.
    pub thermometer_counts_per_k: f64,
    /// Its curvature, counts/K².
    pub thermometer_counts_per_k2: f64,
}

impl StrainGauge {
    /// The memory of a sensor that has been exercised to full scale and back to `pressure`.
    pub fn exercised(&self, pressure: AbsolutePressure) -> Memory {
        Memory::exercised(pressure.mpa() / self.full_scale_mpa_absolute)
    }

    /// Moves the play elements to a new pressure; rate does not matter, order does.
    pub fn follow(&self, memory: &mut Memory, pressure: AbsolutePressure) {
        memory.follow(pressure.mpa() / self.full_scale_mpa_absolute);
    }

    /// Bridge counts, without noise, with the lag that `memory` holds.
    pub fn counts(&self, memory: &Memory, temperature: Temperature, pressure: AbsolutePressure) -> f64 {
        let here = pressure.mpa() / self.full_scale_mpa_absolute;
        self.bridge_counts(temperature, here + memory.lag(here, self.hysteresis_fraction))
    }

    /// Bridge counts half way between the rising and the falling branch of a cycle from one atmosphere to full scale and
    /// back, without noise. At one atmosphere, where the loop closes, that is what an exercised sensor really shows.
    pub fn middle_counts(&self, temperature: Temperature, pressure: AbsolutePressure) -> f64 {
        let mut rising = self.exercised(AbsolutePressure::from_mpa(STANDARD_ATMOSPHERE_MPA));
        let mut falling = rising.clone();
        self.follow(&mut rising, pressure);
        self.follow(&mut falling, AbsolutePressure::from_mpa(self.full_scale_mpa_absolute));
        self.follow(&mut falling, pressure);
        0.5 * (self.counts(&rising, temperature, pressure) + self.counts(&falling, temperature, pressure))
    }

    /// Counts of the bridge's own thermometer, without noise.
    pub fn thermometer(&self, temperature: Temperature) -> f64 {
        let celsius = temperature.celsius();
        let slope = self.thermometer_counts_per_k + self.thermometer_counts_per_k2 * celsius;
        self.thermometer_counts + slope * celsius
    }

    /// Counts for a load as a fraction of full scale.
    fn bridge_counts(&self, temperature: Temperature, load: f64) -> f64 {
        let celsius = temperature.celsius();
        let zero = self.zero_counts + (self.zero_counts_per_k + self.zero_counts_per_k2 * celsius) * celsius;
        let span = self.span_counts * (1.0 + self.span_relative_per_k * (celsius - SPAN_CELSIUS));
        zero + span * self.deflection(load)
    }

    /// Solves s + β s³ = load by Newton's method; β is of the order of 1e-3, so four steps reach round-off.
    fn deflection(&self, load: f64) -> f64 {
        (0..4).fold(load, |s, _| {
            let cube = self.stiffening * s * s;
            s - (s + cube * s - load) / (1.0 + 3.0 * cube)
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn nominal() -> StrainGauge {
        StrainGauge {
            full_scale_mpa_absolute: 119.0,
            zero_counts: 524_900.0,
            zero_counts_per_k: 1.8,
            zero_counts_per_k2: -0.012,
            span_counts: 262_000.0,
            span_relative_per_k: -1.2e-5,
            stiffening: 8.0e-4,
            hysteresis_fraction: 2.0e-5,
            thermometer_counts: 1_460.0,
            thermometer_counts_per_k: 20.0,
            thermometer_counts_per_k2: 0.005,
        }
    }

    fn walk(gauge: &StrainGauge, memory: &mut Memory, mpa: f64) -> f64 {
        let pressure = AbsolutePressure::from_mpa(mpa);
        gauge.follow(memory, pressure);
        gauge.counts(memory, Temperature::from_celsius(2.0), pressure)
    }

    #[test]
    fn counts_rise_down_a_dive_and_return() {
        let gauge = nominal();
        let mut memory = gauge.exercised(AbsolutePressure::from_mpa(0.101_325));
        let down = [0.101_325, 23.0, 46.0, 69.0, 92.0, 115.0].map(|mpa| walk(&gauge, &mut memory, mpa));
        assert!(down.windows(2).all(|pair| pair[1] > pair[0] + 40_000.0), "{down:?}");
        assert!((520_000.0..530_000.0).contains(&down[0]), "{}", down[0]);
        let back = [92.0, 69.0, 46.0, 23.0, 0.101_325].map(|mpa| walk(&gauge, &mut memory, mpa));
        assert!((back[4] - down[0]).abs() < 1.0e-6, "the loop closes: {} {}", back[4], down[0]);
    }

    #[test]
    fn unloading_reads_higher_than_loading_by_the_stated_loop() {
        let gauge = nominal();
        let mut memory = gauge.exercised(AbsolutePressure::from_mpa(0.0));
        let up = walk(&gauge, &mut memory, 59.5);
        walk(&gauge, &mut memory, 119.0);
        let down = walk(&gauge, &mut memory, 59.5);
        let opening = (down - up) / gauge.span_counts;
        assert!((opening / (2.0 * gauge.hysteresis_fraction) - 1.0).abs() < 0.01, "{opening}");
        let middle = gauge.middle_counts(Temperature::from_celsius(2.0), AbsolutePressure::from_mpa(59.5));
        assert!(up < middle && middle < down);
    }

    #[test]
    fn stiffening_bends_the_line_by_its_cube() {
        let gauge = nominal();
        let linear = StrainGauge { stiffening: 0.0, ..gauge.clone() };
        let at = |g: &StrainGauge| {
            g.middle_counts(Temperature::from_celsius(20.0), AbsolutePressure::from_mpa(119.0))
        };
        let lost = (at(&linear) - at(&gauge)) / gauge.span_counts;
        assert!((lost / gauge.stiffening - 1.0).abs() < 0.01, "{lost}");
    }
}
