//! A thermistor that sets the pitch of a Wien-bridge oscillator: the SBE 3's kind.
//!
//! The bead is a sintered oxide in which charge hops over barriers (small polarons): its resistance goes as T·exp(E/T) with
//! E the barrier, and barriers that differ from place to place with standard deviation S make it T·exp(E/T − S²/(2T²)). The
//! oscillator swings where the bridge and its amplifier turn the signal by no angle together. With an ideal amplifier that is at
//! 1/(2π√(R R′ C C′)), "inversely proportional to the square root of the thermistor resistance" as the maker's data sheet says
//! (SBE 3plus); a real one is late, leads and leakage add to the bead, and no short formula is exact.
//!
//! The sheath keeps pressure away but for what the filling passes on: the bead feels the filling's strain (Murnaghan's solid),
//! its barrier shifts, and the thermometer reads wrong by microkelvins per megapascal: −77 µK/MPa in one unit (Peruzzi, Ober and
//! Bosma, Int. J. Thermophysics 38 (2017) 163), 1 to 2 mK at 6,000 dbar in eight units of eleven (Uchida et al., J. Atmos.
//! Oceanic Technol. 24 (2007) 2141).

use crate::quantity::{SeaPressure, Temperature};
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// Temperature at which a bead is specified, K.
const NOMINAL_KELVIN: f64 = 298.15;
/// Temperature at which a pressure effect is stated, K: that of the deep sea, 2 °C.
const DEEP_SEA_KELVIN: f64 = 275.15;
/// Bulk modulus of the filling at one atmosphere, MPa, and its derivative: of an epoxy (judgement, from 4 to 6 GPa and 5 to 9).
const FILLING_MPA: f64 = 5_000.0;
const FILLING_DERIVATIVE: f64 = 7.0;

/// The thermistor's bead.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bead {
    /// Resistance at 25 °C and one atmosphere, ohm.
    pub resistance_at_25_celsius_ohm: f64,
    /// Mean barrier E, as a temperature, K.
    pub barrier_kelvin: f64,
    /// Standard deviation S of barriers, as a temperature, K.
    pub disorder_kelvin: f64,
    /// Shift of the indicated temperature per pressure, small pressures, at 2 °C, K/MPa.
    pub pressure_effect_k_per_mpa: f64,
}

/// A Wien-bridge thermometer as it truly is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WienThermometer {
    /// The bead in the bridge's series arm.
    pub bead: Bead,
    /// Leads in series with it, ohm.
    pub leads_ohm: f64,
    /// Leakage across it, ohm.
    pub leakage_ohm: f64,
    /// Capacitance in series with it, F.
    pub series_f: f64,
    /// Resistance of the parallel arm, ohm.
    pub arm_ohm: f64,
    /// Capacitance of the parallel arm, F.
    pub arm_f: f64,
    /// Delay of the amplifier, s.
    pub delay_s: f64,
}

impl Bead {
    /// Resistance, ohm.
    pub fn resistance_ohm(&self, temperature: Temperature, pressure: SeaPressure) -> f64 {
        let kelvin = temperature.kelvin();
        let (here, there) = (1.0 / kelvin, 1.0 / NOMINAL_KELVIN);
        let variance = self.disorder_kelvin * self.disorder_kelvin;
        let hops = (self.barrier_kelvin * (here - there)) - 0.5 * variance * (here * here - there * there);
        let stress = self.barrier_shift_kelvin(pressure) * here;
        self.resistance_at_25_celsius_ohm * (kelvin / NOMINAL_KELVIN) * libm::exp(hops + stress)
    }

    /// What pressure adds to the barrier, K: the filling's strain, times what makes small pressures read as stated.
    fn barrier_shift_kelvin(&self, pressure: SeaPressure) -> f64 {
        let stiffening = 1.0 + FILLING_DERIVATIVE * pressure.mpa() / FILLING_MPA;
        let strain_mpa = FILLING_MPA * (1.0 - libm::pow(stiffening, -1.0 / FILLING_DERIVATIVE));
        // −d ln R/dT at 2 °C, times T: what a kelvin is worth in barrier.
        let kelvin = DEEP_SEA_KELVIN;
        let disorder = self.disorder_kelvin * self.disorder_kelvin / (kelvin * kelvin);
        let worth = self.barrier_kelvin / kelvin - disorder - 1.0;
        -self.pressure_effect_k_per_mpa * strain_mpa * worth
    }
}

impl WienThermometer {
    /// Frequency, Hz, with the bead at this temperature, without noise.
    pub fn frequency_hz(&self, bead: Temperature, pressure: SeaPressure) -> f64 {
        let resistance = self.bead.resistance_ohm(bead, pressure);
        let series = self.leads_ohm + resistance / (1.0 + resistance / self.leakage_ohm);
        // The bridge passes 1/(damping + j·detuning); the amplifier turns by −ω·delay.
        let damping = 1.0 + series / self.arm_ohm + self.arm_f / self.series_f;
        let (rising, falling) = (series * self.arm_f, 1.0 / (self.arm_ohm * self.series_f));
        let turn = |omega: f64| rising * omega - falling / omega + damping * libm::tan(omega * self.delay_s);
        let slope = |omega: f64| {
            let tangent = libm::tan(omega * self.delay_s);
            rising + falling / (omega * omega) + damping * self.delay_s * (1.0 + tangent * tangent)
        };
        let ideal = (falling / rising).sqrt();
        let omega = (0..6).fold(ideal, |omega, _| omega - turn(omega) / slope(omega));
        omega / (2.0 * PI)
    }
}

#[cfg(test)]
pub(in crate::sensor) mod tests {
    use super::*;

    pub(in crate::sensor) fn nominal() -> WienThermometer {
        WienThermometer {
            bead: Bead {
                resistance_at_25_celsius_ohm: 10_000.0,
                barrier_kelvin: 4_600.0,
                disorder_kelvin: 540.0,
                pressure_effect_k_per_mpa: -25e-6,
            },
            leads_ohm: 0.5,
            leakage_ohm: 5e9,
            series_f: 4.2e-9,
            arm_ohm: 5_000.0,
            arm_f: 4.2e-9,
            delay_s: 4e-8,
        }
    }

    fn at(celsius: f64) -> f64 {
        nominal().frequency_hz(Temperature::from_celsius(celsius), SeaPressure::SURFACE)
    }

    /// Data sheet of the SBE 3plus: approximately 2 to 6 kHz for −5 to +35 °C.
    #[test]
    fn val_frequencies_are_those_of_the_data_sheet() {
        assert!((2_000.0..3_200.0).contains(&at(-5.0)), "{}", at(-5.0));
        assert!((5_400.0..6_800.0).contains(&at(35.0)), "{}", at(35.0));
        assert!((-5..35).all(|t| at(f64::from(t + 1)) > at(f64::from(t))));
    }

    #[test]
    fn an_ideal_bridge_swings_where_the_textbook_says() {
        let mut bridge = nominal();
        (bridge.leads_ohm, bridge.leakage_ohm, bridge.delay_s) = (0.0, f64::INFINITY, 0.0);
        let hertz = bridge.frequency_hz(Temperature::from_celsius(25.0), SeaPressure::SURFACE);
        let textbook = 1.0 / (2.0 * PI * (10_000.0_f64 * 5_000.0).sqrt() * 4.2e-9);
        assert!((hertz / textbook - 1.0).abs() < 1e-12, "{hertz} {textbook}");
    }

    #[test]
    fn pressure_reads_as_the_stated_shift_and_flattens() {
        let shift = |mpa: f64| {
            let squeezed = nominal().frequency_hz(Temperature::from_celsius(2.0), SeaPressure::from_mpa(mpa));
            (squeezed - at(2.0)) / ((at(2.01) - at(1.99)) / 0.02)
        };
        assert!((shift(1.0) / -25e-6 - 1.0).abs() < 0.01, "{}", shift(1.0));
        let flat = shift(110.0) / (110.0 * shift(1.0));
        assert!((0.85..0.95).contains(&flat), "{flat}");
    }
}
