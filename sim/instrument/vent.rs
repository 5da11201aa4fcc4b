//! The PLC's vent rate loop: lets water out so that pressure falls at a chosen rate, whatever the vessel's stiffness.
//!
//! A proportional and integral controller on the measured rate. It starts low and aims at nine tenths of the rate,
//! because a rate that is too fast breaks sensors and one that is too slow costs minutes.

/// Volumes are shares of the vessel's, as its compliance is: seawater's is 3.0e-4 to 4.8e-4 for each MPa, and steel adds a
/// tenth. Share per rate that it starts with: below what any filling needs.
const START_PER_MPA: f64 = 2.55e-4;
/// Largest share per rate that it goes to, so that a release that comes unblocked does not fly open.
const LARGEST_PER_MPA: f64 = 7.1e-4;
/// Share of the allowed rate that it aims at.
const AIM: f64 = 0.9;
/// Share added per second and per MPa/min of missing rate: a whole compliance in a minute.
const INTEGRAL_PER_MPA_PER_S: f64 = 7.1e-6;
/// Share of the allowed rate that counts as missing while pressure seems to rise.
const MISSING_WHILE_RISING: f64 = 0.2;
/// Share cut at once per MPa/min of excess rate.
const CUT_PER_MPA: f64 = 1.4e-4;

#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct VentLoop {
    vessel_ml: f64,
    /// Flow that it has learnt, while it is venting.
    learnt_ml_per_min: Option<f64>,
}

impl VentLoop {
    /// The loop of a vessel of this volume, set when it is commissioned.
    pub(super) fn new(vessel_ml: f64) -> Self {
        Self { vessel_ml, learnt_ml_per_min: None }
    }

    /// Forgets what it has learnt; the next step starts low.
    pub(super) fn rest(&mut self) {
        self.learnt_ml_per_min = None;
    }

    /// Release flow in ml/min for an allowed rate of fall, from the measured rate of fall (both MPa/min, positive).
    pub(super) fn step(&mut self, allowed: f64, measured: f64, elapsed_s: f64) -> f64 {
        // Just after pumping the filtered rate still shows a rise: learning from it would open the valve too far.
        // Warming water rises for good, so some is learnt all the same.
        let missing = if measured < 0.0 { MISSING_WHILE_RISING * allowed } else { AIM * allowed - measured };
        let learnt = self.hold(allowed) + INTEGRAL_PER_MPA_PER_S * self.vessel_ml * missing * elapsed_s;
        let flow = learnt.clamp(0.0, LARGEST_PER_MPA * self.vessel_ml * allowed);
        self.learnt_ml_per_min = Some(flow);
        (flow + CUT_PER_MPA * self.vessel_ml * missing.min(0.0)).max(0.0)
    }

    /// The flow without learning anything, for a pressure too small to have a rate.
    pub(super) fn hold(&self, allowed: f64) -> f64 {
        self.learnt_ml_per_min.unwrap_or(START_PER_MPA * self.vessel_ml * allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A vessel that gives this share of its volume per MPa, stepped each second with a rate filtered over three seconds.
    /// Gives the largest rate of fall and the seconds to 0.2 MPa.
    fn vent(vessel_ml: f64, allowed: f64, compliance: f64, rising: f64) -> (f64, u32) {
        let (mut pressure, mut measured, mut largest) = (115.0, -rising, 0.0f64);
        let mut vent = VentLoop::new(vessel_ml);
        for second in 0..100_000 {
            let flow = vent.step(allowed, measured, 1.0);
            let rate = flow / (compliance * vessel_ml);
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
        for (vessel_ml, compliance) in
            [(70.7e3, 3.1e-4), (70.7e3, 3.7e-4), (24.6e6, 4.2e-4), (7.65e6, 4.8e-4), (70.7e3, 5.9e-4)]
        {
            for allowed in [0.5, 2.0, 5.0, 8.0] {
                for rising in [0.0, 8.0] {
                    let (largest, seconds) = vent(vessel_ml, allowed, compliance, rising);
                    let aimed_s = 115.0 / (AIM * allowed) * 60.0;
                    assert!(largest <= allowed, "{compliance} 1/MPa, {allowed} MPa/min: {largest}");
                    assert!(
                        f64::from(seconds) < 1.2 * aimed_s + 60.0,
                        "{compliance} 1/MPa, {allowed}: {seconds} s"
                    );
                }
            }
        }
    }

    #[test]
    fn a_blocked_release_does_not_wind_it_up_without_bound() {
        let mut vent = VentLoop::new(70_700.0);
        let flow = (0..10_000).map(|_| vent.step(5.0, 0.0, 1.0)).fold(0.0, f64::max);
        assert!((flow - 5.0 * LARGEST_PER_MPA * 70_700.0).abs() < 1e-9, "{flow}");
        vent.rest();
        assert!((vent.hold(5.0) - 5.0 * START_PER_MPA * 70_700.0).abs() < 1e-9, "starts low again");
    }
}
