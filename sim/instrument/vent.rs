//! The PLC's vent rate loop: lets water out so that pressure falls at a chosen rate, whatever the vessel's stiffness.
//!
//! A proportional and integral controller on the measured rate. It starts low and aims at nine tenths of the rate,
//! because a rate that is too fast breaks sensors and one that is too slow costs minutes.

/// Flow per rate that it starts with: below what any filling of the vessel needs (26 to 34 ml/MPa nominal).
const START_ML_PER_MPA: f64 = 18.0;
/// Largest flow per rate that it goes to, so that a release that comes unblocked does not fly open.
const LARGEST_ML_PER_MPA: f64 = 50.0;
/// Share of the allowed rate that it aims at.
const AIM: f64 = 0.9;
/// Flow added per second and per MPa/min of missing rate: 30 ml/MPa in a minute.
const INTEGRAL_ML_PER_MPA_PER_S: f64 = 0.5;
/// Share of the allowed rate that counts as missing while pressure seems to rise.
const MISSING_WHILE_RISING: f64 = 0.2;
/// Flow cut at once per MPa/min of excess rate.
const CUT_ML_PER_MPA: f64 = 10.0;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct VentLoop {
    /// Flow that it has learnt, while it is venting.
    learnt_ml_per_min: Option<f64>,
}

impl VentLoop {
    /// Forgets what it has learnt; the next step starts low.
    pub(super) fn rest(&mut self) {
        self.learnt_ml_per_min = None;
    }

    /// Release flow in ml/min for an allowed rate of fall, from the measured rate of fall (both MPa/min, positive).
    pub(super) fn step(&mut self, allowed: f64, measured: f64, elapsed_s: f64) -> f64 {
        // Just after pumping the filtered rate still shows a rise: learning from it would open the valve too far.
        // Warming water rises for good, so some is learnt all the same.
        let missing = if measured < 0.0 { MISSING_WHILE_RISING * allowed } else { AIM * allowed - measured };
        let flow = self.learnt_ml_per_min.unwrap_or(START_ML_PER_MPA * allowed)
            + INTEGRAL_ML_PER_MPA_PER_S * missing * elapsed_s;
        let flow = flow.clamp(0.0, LARGEST_ML_PER_MPA * allowed);
        self.learnt_ml_per_min = Some(flow);
        (flow + CUT_ML_PER_MPA * missing.min(0.0)).max(0.0)
    }

    /// The flow without learning anything, for a pressure too small to have a rate.
    pub(super) fn hold(&self, allowed: f64) -> f64 {
        self.learnt_ml_per_min.unwrap_or(START_ML_PER_MPA * allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A vessel that gives `compliance` ml per MPa, stepped each second with a rate filtered over three seconds.
    /// Gives the largest rate of fall and the seconds to 0.2 MPa.
    fn vent(allowed: f64, compliance: f64, rising: f64) -> (f64, u32) {
        let (mut pressure, mut measured, mut largest) = (115.0, -rising, 0.0f64);
        let mut vent = VentLoop::default();
        for second in 0..100_000 {
            let flow = vent.step(allowed, measured, 1.0);
            let rate = flow / compliance;
            pressure -= rate / 60.0;
            measured += (rate - measured) / 4.0;
            largest = largest.max(rate);
            if pressure < 0.2 {
                return (largest, second);
            }
        }
        (largest, u32::MAX)
    }

    #[test]
    fn no_vessel_is_vented_faster_than_allowed_nor_much_slower_than_aimed() {
        for compliance in [22.0, 26.0, 30.0, 34.0, 42.0] {
            for allowed in [0.5, 2.0, 5.0, 8.0] {
                for rising in [0.0, 8.0] {
                    let (largest, seconds) = vent(allowed, compliance, rising);
                    let aimed_s = 115.0 / (AIM * allowed) * 60.0;
                    assert!(largest <= allowed, "{compliance} ml/MPa, {allowed} MPa/min: {largest}");
                    assert!(
                        f64::from(seconds) < 1.2 * aimed_s + 60.0,
                        "{compliance} ml/MPa, {allowed}: {seconds} s"
                    );
                }
            }
        }
    }

    #[test]
    fn a_blocked_release_does_not_wind_it_up_without_bound() {
        let mut vent = VentLoop::default();
        let flow = (0..10_000).map(|_| vent.step(5.0, 0.0, 1.0)).fold(0.0, f64::max);
        assert!((flow - 5.0 * LARGEST_ML_PER_MPA).abs() < 1e-9, "{flow}");
        vent.rest();
        assert!((vent.hold(5.0) - 90.0).abs() < 1e-9, "starts low again");
    }
}
