//! Water as it truly is: the formulations, plus a departure that each world draws for itself.
//!
//! If the twin's water obeyed PSS-78 and TEOS-10 exactly, a calibration that relies on them could not be
//! wrong by them. So every world has its own smooth departure, the same for all sensors in it. Its *size* is
//! what [`crate::seawater::uncertainty`] states, beyond the formulations' range too: the same figure that a
//! budget carries, so that the twin tests whether certificates with that figure cover the truth. Its *shape*
//! is this file's own and shared with no fit and no budget: smooth random fields, sums of cosines of random
//! direction, wave number and phase. Sharing the size is no inverse crime. A fit can profit from knowing what
//! form a departure has, and here it does not; a size only tells it how much to distrust.

use crate::quantity::{Conductivity, PracticalSalinity, SeaPressure, Temperature};
use crate::randomness::{Stream, standard_normal, uniform};
use crate::seawater::{self, State, uncertainty};
use serde::{Deserialize, Serialize};

/// Cosines in one field: enough that their sum is close to normally distributed at every state.
const COSINES: u32 = 24;
/// Practical salinity, kelvin and megapascals over which a departure changes its mind. A budget has to guess them, and its
/// guess must not be these.
const SCALES: [f64; 3] = [12.0, 25.0, 40.0];
/// Where practical salinity is conductivity by definition, so that nothing can depart: 15 °C, sea pressure
/// zero.
const DEFINITION_CELSIUS: f64 = 15.0;

/// The departure of one world's water from the formulations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueWater {
    salinity: Field,
    density: Field,
}

impl TrueWater {
    /// Water that obeys the formulations exactly.
    pub fn standard() -> Self {
        let none = Field { cosines: Vec::new() };
        Self { salinity: none.clone(), density: none }
    }

    /// The water of one world.
    pub fn draw(stream: &mut Stream) -> Self {
        Self { salinity: Field::draw(stream), density: Field::draw(stream) }
    }

    /// True conductivity of water of this composition: PSS-78 of a slightly different salinity.
    pub fn conductivity(
        &self,
        salinity: PracticalSalinity,
        temperature: Temperature,
        pressure: SeaPressure,
    ) -> Conductivity {
        let departure = self.salinity_departure(salinity, temperature, pressure);
        let apparent = PracticalSalinity::new(salinity.value() + departure);
        seawater::conductivity(apparent, temperature, pressure)
    }

    /// True density less TEOS-10's, relative to it.
    pub fn density_deviation(
        &self,
        salinity: PracticalSalinity,
        temperature: Temperature,
        pressure: SeaPressure,
    ) -> f64 {
        let state = State::of_standard_seawater(salinity, temperature, pressure);
        let shape = self.density.at([salinity.value(), temperature.celsius(), pressure.mpa()]);
        uncertainty::density_relative(&state) * shape
    }

    /// What PSS-78 reads too high in this water. Zero where the scale is a definition, and for fresh water.
    fn salinity_departure(
        &self,
        salinity: PracticalSalinity,
        temperature: Temperature,
        pressure: SeaPressure,
    ) -> f64 {
        let value = salinity.value();
        let here = self.salinity.at([value, temperature.celsius(), pressure.mpa()]);
        let by_definition = self.salinity.at([value, DEFINITION_CELSIUS, 0.0]);
        let enough_salt = value * value / (value * value + 1.0);
        let state = State::of_standard_seawater(salinity, temperature, pressure);
        let spread = uncertainty::practical_salinity(&state) * enough_salt;
        // Far from the definition the difference of two independent values has twice the variance of one.
        spread * (here - by_definition) * std::f64::consts::FRAC_1_SQRT_2
    }
}

/// A smooth random function of salinity, temperature and pressure, of mean zero and variance one over worlds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Field {
    cosines: Vec<Cosine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Cosine {
    amplitude: f64,
    wave_numbers: [f64; 3],
    phase: f64,
}

impl Field {
    fn draw(stream: &mut Stream) -> Self {
        Self { cosines: (0..COSINES).map(|_| Cosine::draw(stream)).collect() }
    }

    fn at(&self, state: [f64; 3]) -> f64 {
        self.cosines.iter().fold(0.0, |sum, cosine| sum + cosine.at(state))
    }
}

impl Cosine {
    fn draw(stream: &mut Stream) -> Self {
        Self {
            amplitude: standard_normal(stream) * (2.0 / f64::from(COSINES)).sqrt(),
            wave_numbers: SCALES.map(|scale| standard_normal(stream) / scale),
            phase: uniform(stream) * std::f64::consts::TAU,
        }
    }

    fn at(&self, state: [f64; 3]) -> f64 {
        let [salinity, temperature, pressure] = self.wave_numbers;
        let angle = salinity * state[0] + temperature * state[1] + pressure * state[2] + self.phase;
        self.amplitude * libm::cos(angle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::stream;
    use crate::seawater::{
        conductivity_relative_standard_uncertainty, density_relative_standard_uncertainty,
    };

    fn state(salinity: f64, celsius: f64, mpa: f64) -> (PracticalSalinity, Temperature, SeaPressure) {
        (PracticalSalinity::new(salinity), Temperature::from_celsius(celsius), SeaPressure::from_mpa(mpa))
    }

    fn relative_departure(
        water: &TrueWater,
        (s, t, p): (PracticalSalinity, Temperature, SeaPressure),
    ) -> f64 {
        water.conductivity(s, t, p).siemens_per_m() / seawater::conductivity(s, t, p).siemens_per_m() - 1.0
    }

    /// Root mean square over worlds, in units of what a certificate states.
    fn ratio_of_spreads(departure: impl Fn(&TrueWater) -> f64, stated: f64) -> f64 {
        let squares = (0..WORLDS).map(|run| departure(&TrueWater::draw(&mut stream(5, run, "water"))));
        (squares.map(|d| d * d).sum::<f64>() / WORLDS as f64).sqrt() / stated
    }

    const WORLDS: u64 = 2000;
    /// Four standard deviations of a root mean square of so many: 1/√(2n), and a tenth more for tails that 24
    /// cosines have heavier than the normal distribution's.
    const SAMPLING: f64 = 4.0 * 1.1 * 0.0158;

    #[test]
    fn standard_water_obeys_the_formulations() {
        let (s, t, p) = state(35.0, 2.0, 110.0);
        let water = TrueWater::standard();
        assert_eq!(relative_departure(&water, (s, t, p)).to_bits(), 0.0f64.to_bits());
        assert_eq!(water.density_deviation(s, t, p).to_bits(), 0.0f64.to_bits());
    }

    #[test]
    fn nothing_departs_where_salinity_is_defined_by_conductivity() {
        let water = TrueWater::draw(&mut stream(5, 0, "water"));
        assert!(relative_departure(&water, state(35.0, 15.0, 0.0)).abs() < 1e-15);
        assert!(relative_departure(&water, state(35.0, 15.0, 50.0)).abs() > 1e-7);
        assert!(relative_departure(&water, state(1e-4, 2.0, 50.0)).abs() < 1e-4);
    }

    /// What is left of a departure's spread by vanishing at the definition: fields of normally distributed wave
    /// numbers have squared-exponential correlation.
    fn freedom((_, t, p): (PracticalSalinity, Temperature, SeaPressure)) -> f64 {
        let (warmth, depth) = ((t.celsius() - DEFINITION_CELSIUS) / SCALES[1], p.mpa() / SCALES[2]);
        (-libm::expm1(-0.5 * (warmth * warmth + depth * depth))).sqrt()
    }

    #[test]
    fn conductivity_departs_by_what_is_stated_for_the_scale() {
        for at in [
            state(35.0, 2.0, 60.0),
            state(35.0, 2.0, 100.0),
            state(34.5, 5.0, 115.0),
            state(35.0, 3.0, 127.0),
        ] {
            let (s, t, p) = at;
            let stated = conductivity_relative_standard_uncertainty(s, t, p) * freedom(at);
            let ratio = ratio_of_spreads(|water| relative_departure(water, at), stated);
            assert!((ratio - 1.0).abs() < SAMPLING, "{ratio} at {p:?}");
        }
    }

    #[test]
    fn density_departs_by_what_is_stated_for_teos_10() {
        for (s, t, p) in [state(35.0, 2.0, 0.0), state(35.0, 2.0, 60.0), state(34.5, 5.0, 115.0)] {
            let stated = density_relative_standard_uncertainty(s, t, p);
            let ratio = ratio_of_spreads(|water| water.density_deviation(s, t, p), stated);
            assert!((ratio - 1.0).abs() < SAMPLING, "{ratio} at {p:?}");
        }
    }

    #[test]
    fn departures_are_smooth_on_the_scale_of_a_set_point() {
        let water = TrueWater::draw(&mut stream(6, 0, "water"));
        let here = relative_departure(&water, state(35.0, 2.0, 80.0));
        let near = relative_departure(&water, state(35.01, 2.01, 80.1));
        assert!((near - here).abs() < 1e-6, "{}", near - here);
    }

    #[test]
    fn worlds_differ_and_repeat() {
        let draw = |run| TrueWater::draw(&mut stream(7, run, "water"));
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }
}
