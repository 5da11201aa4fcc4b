//! The pump's intensifier: oil behind a piston that rubs, and a check valve before the vessel.
//!
//! With everything referred to the high-pressure side: ṗ_oil = (q_drive − q)/C, and the piston moves at q ≥ 0 when
//! p_oil − p = P_f q/√(q² + q_s²) + R q: Coulomb's friction, smooth at rest, and the resistance of the line. What the oil holds
//! makes a hysteresis: a piston that stood still moves only after friction is overcome, and runs on when the vessel is released.
//! Numbers are for a pump of 900 mL/min; a larger one has more oil and wider lines.

use crate::chamber::nominal::INTENSIFIER_OIL_M3_PER_PA as OIL_M3_PER_PA;

/// Flow at which friction passes from rest to sliding, m³/s: so little that a piston at rest creeps for a day.
const SLIDING_M3_PER_S: f64 = 1e-12;
/// Resistance of the line, Pa s/m³: 8μL/(πr⁴) of 3 m of 0.8 mm bore radius with water of 1 mPa s.
const LINE_PA_S_PER_M3: f64 = 1.9e10;
/// Newton's method climbs to the root from rest and cannot overshoot, since friction bends down.
const MOST_ITERATIONS: u32 = 60;

/// The intensifier in a stage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Intensifier {
    /// Pressure of the oil at the stage's base, referred to the high-pressure side, Pa absolute.
    pub(super) oil_pa: f64,
    pub(super) friction_pa: f64,
    /// Flow of the drive, m³/s.
    pub(super) drive_m3_per_s: f64,
    pub(super) weight_s: f64,
    /// Size of the pump over that of one of 900 mL/min.
    pub(super) size: f64,
}

impl Intensifier {
    /// Flow of the piston at the end of the stage against a pressure, m³/s, with its slope by that pressure.
    pub(super) fn stroke(&self, pressure_pa: f64) -> (f64, f64) {
        let (oil_m3_per_pa, sliding_m3_per_s) = (OIL_M3_PER_PA * self.size, SLIDING_M3_PER_S * self.size);
        let stiffness = self.weight_s / oil_m3_per_pa + LINE_PA_S_PER_M3 / self.size;
        let ahead_pa = self.oil_pa + self.weight_s * self.drive_m3_per_s / oil_m3_per_pa - pressure_pa;
        if ahead_pa <= 0.0 {
            return (0.0, 0.0);
        }
        let mut flow = 0.0;
        let mut slope = stiffness + self.friction_pa / sliding_m3_per_s;
        for _ in 0..MOST_ITERATIONS {
            let size = (flow * flow + sliding_m3_per_s * sliding_m3_per_s).sqrt();
            slope = stiffness + self.friction_pa * sliding_m3_per_s * sliding_m3_per_s / (size * size * size);
            let correction = (ahead_pa - stiffness * flow - self.friction_pa * flow / size) / slope;
            flow += correction;
            if correction.abs() <= 1e-13 * flow {
                break;
            }
        }
        (flow, -1.0 / slope)
    }

    /// Rate of the oil's pressure when the piston moves so, Pa/s.
    pub(super) fn oil_pa_per_s(&self, stroke_m3_per_s: f64) -> f64 {
        (self.drive_m3_per_s - stroke_m3_per_s) / (OIL_M3_PER_PA * self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs the drive for `seconds` against a pressure; gives the oil's pressure and the volume pushed, mL.
    fn driven(mut oil_pa: f64, pressure_pa: f64, drive_m3_per_s: f64, seconds: u32) -> (f64, f64) {
        let mut pushed_ml = 0.0;
        for _ in 0..seconds * 16 {
            let piston =
                Intensifier { oil_pa, friction_pa: 1.5e6, drive_m3_per_s, weight_s: 1.0 / 16.0, size: 1.0 };
            let (stroke, _) = piston.stroke(pressure_pa);
            pushed_ml += stroke / 16.0 * 1e6;
            oil_pa += piston.oil_pa_per_s(stroke) / 16.0;
        }
        (oil_pa, pushed_ml)
    }

    #[test]
    fn friction_is_overcome_before_the_piston_moves_and_kept_when_it_stops() {
        let (oil_pa, pushed_ml) = driven(50e6, 50e6, 5e-6, 20);
        // 1.5 MPa of friction and 0.1 MPa of line; the oil took 5e-14 of it.
        assert!((oil_pa - 51.6e6).abs() < 0.02e6, "{oil_pa}");
        assert!((pushed_ml - (100.0 - 0.08)).abs() < 0.01, "{pushed_ml}");
        let (rested_pa, crept_ml) = driven(oil_pa, 50e6, 0.0, 600);
        assert!(rested_pa > 51.4e6 && crept_ml < 0.01, "{rested_pa} {crept_ml}");
    }

    #[test]
    fn without_friction_oil_and_vessel_come_together_by_the_resistance_of_the_line() {
        // p₁ − p falls at (1/C₁ + 1/C₂)/R: by Euler's implicit steps of 1/2000 of its time, each a factor 1/(1 + h/τ).
        let (vessel_m3_per_pa, step_s) = (2e-13, 3.8e-7);
        let tau_s = LINE_PA_S_PER_M3 / (1.0 / OIL_M3_PER_PA + 1.0 / vessel_m3_per_pa);
        let (mut oil_pa, mut pressure_pa) = (60e6, 50e6);
        for _ in 0..4000 {
            let piston =
                Intensifier { oil_pa, friction_pa: 0.0, drive_m3_per_s: 0.0, weight_s: step_s, size: 1.0 };
            let (stroke, _) = piston.stroke(pressure_pa);
            oil_pa += step_s * piston.oil_pa_per_s(stroke);
            pressure_pa += step_s * stroke / vessel_m3_per_pa;
        }
        let expected = libm::exp(-4000.0 * step_s / tau_s);
        assert!(((oil_pa - pressure_pa) / 10e6 / expected - 1.0).abs() < 1e-3, "{oil_pa} {pressure_pa}");
        // Nothing is lost: oil and vessel hold together what they held.
        let held = oil_pa * OIL_M3_PER_PA + pressure_pa * vessel_m3_per_pa;
        assert!((held / (60e6 * OIL_M3_PER_PA + 50e6 * vessel_m3_per_pa) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_released_vessel_lets_the_piston_run_on() {
        let (oil_pa, pushed_ml) = driven(51.5e6, 30e6, 0.0, 600);
        assert!((oil_pa - 31.5e6).abs() < 0.1e6, "{oil_pa}");
        assert!((pushed_ml - 1.0).abs() < 0.1, "{pushed_ml}");
    }

    #[test]
    fn the_slope_is_that_of_the_stroke() {
        let piston =
            Intensifier { oil_pa: 50e6, friction_pa: 1.5e6, drive_m3_per_s: 5e-6, weight_s: 0.3, size: 1.0 };
        for pressure_pa in [20e6, 50e6, 79e6, 79.9e6] {
            let difference =
                (piston.stroke(pressure_pa + 10.0).0 - piston.stroke(pressure_pa - 10.0).0) / 20.0;
            let (_, slope) = piston.stroke(pressure_pa);
            assert!((slope / difference - 1.0).abs() < 1e-4, "{pressure_pa}: {slope} {difference}");
        }
        assert!(piston.stroke(81e6).0.abs() < f64::MIN_POSITIVE);
    }
}
