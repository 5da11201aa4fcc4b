//! What crosses the vessel's boundary as water: pump, release, relief, leak, make-up, dosing, overflow, samples.
//!
//! Orifices follow ṁ = Cd·A·√(2ρ)·Δp/(Δp² + Δp_l²)^¼: the root far above Δp_l, laminar and smooth below. Every flow is
//! known with its slope in pressure, so that valves far quicker than a step are solved and not limited.

use super::actuators::{Actuators, Faults};
use super::intensifier::Intensifier;
use super::parameters::Parameters;

pub(super) const ML_PER_MIN_TO_M3_PER_S: f64 = 1e-6 / 60.0;
/// The overflow drain is a wide pipe: Cd·A, m².
const DRAIN_ORIFICE_M2: f64 = 5e-5;
/// The make-up check valve on the suction of the 71-litre vessel's pump: Cd·A, m².
const MAKE_UP_ORIFICE_M2: f64 = 1e-6;
/// Half width of a one-way valve's passage from shut to open, Pa.
const SEATING_PA: f64 = 0.1;
/// So near to where a valve opens or shuts Newton's method takes it to be at work, Pa.
pub(super) const SEAT_PA: f64 = 1.0;
/// Dosing and the drain are open only below this excess pressure, by a mechanical interlock.
const DOSING_BELOW_PA: f64 = 100_000.0;
/// Density to turn metered volumes of fresh dosing water into mass, kg/m³.
const FRESH_DENSITY: f64 = 998.2;

/// A mass flow, kg/s, and its slope in pressure, kg/(s Pa).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flow {
    pub(super) kg_per_s: f64,
    pub(super) by_pa: f64,
}

/// Flow of the intensifier's piston, m³/s, and its slope in pressure, m³/(s Pa).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stroke {
    pub(super) m3_per_s: f64,
    pub(super) by_pa: f64,
}

/// Flows through the boundary, all of them in their own direction.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flows {
    /// The piston of the intensifier.
    pub(super) stroke: Stroke,
    /// What the pump pushes.
    pub(super) pumped: Flow,
    /// What is drawn in through its check valves.
    pub(super) made_up: Flow,
    pub(super) fresh: Flow,
    pub(super) brine: Flow,
    pub(super) released: Flow,
    pub(super) relieved: Flow,
    pub(super) leaked: Flow,
    pub(super) drained: Flow,
    pub(super) sampled: Flow,
}

/// What stands open during a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Openings {
    /// Whether dosing and its drain are open.
    pub(super) dosing: bool,
    /// Whether the relief valve has popped.
    pub(super) relief: bool,
}

/// What the ports know in a stage besides the pressure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ports<'a> {
    pub(super) parameters: &'a Parameters,
    pub(super) actuators: &'a Actuators,
    pub(super) faults: &'a Faults,
    pub(super) openings: Openings,
    /// Pressure at the lid less that at half height, Pa.
    pub(super) lid_head_pa: f64,
    pub(super) intensifier: Intensifier,
    /// Share of water in what the pump takes in, and in what is drawn in while it stands still.
    pub(super) suction: f64,
    pub(super) standing_suction: f64,
    pub(super) reservoir_density: f64,
    pub(super) brine_density: f64,
    pub(super) sampled_kg_per_s: f64,
}

/// Whether dosing is commanded, and allowed at this excess pressure over the hall's.
pub(super) fn dosing_opens(actuators: &Actuators, excess_pa: f64) -> bool {
    let commanded = actuators.fresh_ml_per_min > 0.0 || actuators.brine_ml_per_min > 0.0;
    commanded && excess_pa < DOSING_BELOW_PA
}

impl Flow {
    fn steady(kg_per_s: f64) -> Self {
        Self { kg_per_s, by_pa: 0.0 }
    }
    /// This flow after pressure has moved a little.
    pub(super) fn moved(&self, rise_pa: f64) -> Self {
        Self { kg_per_s: self.kg_per_s + self.by_pa * rise_pa, by_pa: self.by_pa }
    }
    pub(super) fn plus(&self, other: &Self) -> Self {
        Self { kg_per_s: self.kg_per_s + other.kg_per_s, by_pa: self.by_pa + other.by_pa }
    }
}

impl Flows {
    /// Everything that comes from the reservoir.
    pub(super) fn drawn(&self) -> Flow {
        self.pumped.plus(&self.made_up)
    }

    /// Everything that leaves through the lid.
    pub(super) fn out_at_lid(&self) -> Flow {
        self.released.plus(&self.relieved).plus(&self.leaked).plus(&self.drained)
    }

    /// These flows after pressure has moved a little.
    pub(super) fn moved(&self, rise_pa: f64) -> Self {
        Self {
            stroke: Stroke { m3_per_s: self.stroke.m3_per_s + self.stroke.by_pa * rise_pa, ..self.stroke },
            pumped: self.pumped.moved(rise_pa),
            made_up: self.made_up.moved(rise_pa),
            fresh: self.fresh.moved(rise_pa),
            brine: self.brine.moved(rise_pa),
            released: self.released.moved(rise_pa),
            relieved: self.relieved.moved(rise_pa),
            leaked: self.leaked.moved(rise_pa),
            drained: self.drained.moved(rise_pa),
            sampled: self.sampled.moved(rise_pa),
        }
    }
}

impl Ports<'_> {
    /// Pressure at the lid above the hall's air when it is this at half height, Pa.
    pub(super) fn excess_pa(&self, pressure_pa: f64) -> f64 {
        pressure_pa + self.lid_head_pa - self.parameters.atmosphere_mpa_absolute * 1e6
    }

    /// How far above a pressure at half height valves open or shut, Pa: one-way valves at the hall's air, and a relief valve
    /// that has popped where it reseats and where it is fully lifted.
    pub(super) fn seats_pa(&self, pressure_pa: f64) -> [Option<f64>; 3] {
        let lift_pa = |full: f64| self.openings.relief.then(|| self.relief_lift_pa()[0] + full - pressure_pa);
        [Some(-self.excess_pa(pressure_pa)), lift_pa(0.0), lift_pa(self.relief_lift_pa()[1])]
    }

    /// Where a popped relief valve reseats, Pa absolute at half height, and how far above that it is fully lifted.
    fn relief_lift_pa(&self) -> [f64; 2] {
        let opens_pa = self.parameters.relief_mpa_absolute * 1e6;
        let range_pa = opens_pa * self.parameters.relief_blowdown;
        [opens_pa - range_pa, range_pa]
    }

    /// The flows at a pressure at half height, Pa absolute, with this density of the water at the lid, kg/m³.
    pub(super) fn flows(&self, pressure_pa: f64, lid_density: f64) -> Flows {
        let excess_pa = self.excess_pa(pressure_pa);
        let (m3_per_s, by_pa) = self.intensifier.stroke(pressure_pa + self.lid_head_pa);
        let stroke = Stroke { m3_per_s, by_pa };
        let mut flows = Flows {
            stroke,
            pumped: self.pumped(&stroke, excess_pa),
            made_up: self.made_up(excess_pa),
            leaked: self.leaked(excess_pa, lid_density),
            sampled: Flow::steady(self.sampled_kg_per_s),
            ..Flows::default()
        };
        if self.openings.dosing {
            flows.fresh = Flow::steady(metered(self.actuators.fresh_ml_per_min, FRESH_DENSITY));
            flows.brine = Flow::steady(metered(self.actuators.brine_ml_per_min, self.brine_density));
            flows.drained = self.outward(DRAIN_ORIFICE_M2, excess_pa, lid_density);
        }
        if !self.faults.release_blocked {
            flows.released = self.released(excess_pa, lid_density);
        }
        if self.faults.release_open_share > 0.0 {
            let orifice_m2 = self.faults.release_open_share * self.parameters.release_orifice_m2;
            let open = self.outward(orifice_m2, excess_pa, lid_density);
            if open.kg_per_s > flows.released.kg_per_s {
                flows.released = open;
            }
        }
        if self.openings.relief {
            flows.relieved = self.relieved(pressure_pa, excess_pa, lid_density);
        }
        flows
    }

    /// The pump's delivery: volumetric efficiency falls with pressure by slip past its seals, and as its suction cavitates.
    fn pumped(&self, stroke: &Stroke, excess_pa: f64) -> Flow {
        let full = self.reservoir_density * self.parameters.pump_efficiency * self.suction;
        let slip_per_pa = if excess_pa > 0.0 { self.parameters.pump_slip_per_mpa * 1e-6 } else { 0.0 };
        let share = full * (1.0 - slip_per_pa * excess_pa);
        Flow {
            kg_per_s: stroke.m3_per_s * share,
            by_pa: stroke.by_pa * share - stroke.m3_per_s * full * slip_per_pa,
        }
    }

    /// A metering valve: what is commanded, unless its orifice passes less; the two joined by a smooth minimum.
    fn released(&self, excess_pa: f64, density: f64) -> Flow {
        let parameters = self.parameters;
        let commanded = self.actuators.release_ml_per_min.clamp(0.0, parameters.release_max_ml_per_min);
        let wanted = metered(commanded * parameters.release_scale, density);
        let free = self.outward(parameters.release_orifice_m2, excess_pa, density);
        if wanted <= 0.0 {
            return Flow::default();
        }
        let ratio = free.kg_per_s / wanted;
        let fourth = (ratio * ratio) * (ratio * ratio);
        let share = 1.0 / (1.0 + fourth).sqrt().sqrt();
        Flow { kg_per_s: free.kg_per_s * share, by_pa: free.by_pa * share / (1.0 + fourth) }
    }

    /// A popped relief valve lifts in proportion to the pressure above where it closes, fully at its set pressure.
    fn relieved(&self, pressure_pa: f64, excess_pa: f64, density: f64) -> Flow {
        let [reseats_pa, range_pa] = self.relief_lift_pa();
        let (lift, at_seat) = ((pressure_pa - reseats_pa) / range_pa, SEAT_PA / range_pa);
        let full = self.outward(self.parameters.relief_orifice_m2, excess_pa, density);
        if lift < -at_seat {
            return Flow::default();
        }
        if lift > 1.0 + at_seat {
            return full;
        }
        let lift = lift.clamp(0.0, 1.0);
        Flow { kg_per_s: full.kg_per_s * lift, by_pa: full.by_pa * lift + full.kg_per_s / range_pa }
    }

    /// A leak grows linearly with pressure.
    fn leaked(&self, excess_pa: f64, density: f64) -> Flow {
        let by_pa = metered(self.faults.leak_ml_per_min_at_100_mpa / 1e8, density);
        if excess_pa > 0.0 { Flow { kg_per_s: by_pa * excess_pa, by_pa } } else { Flow::default() }
    }

    /// Water drawn in through the pump's check valves when the chamber falls below the atmosphere.
    fn made_up(&self, excess_pa: f64) -> Flow {
        let inward = self.outward(
            MAKE_UP_ORIFICE_M2 * self.parameters.pump_size(),
            -excess_pa,
            self.reservoir_density,
        );
        Flow {
            kg_per_s: inward.kg_per_s * self.standing_suction,
            by_pa: -inward.by_pa * self.standing_suction,
        }
    }

    /// One way through an orifice: the positive part of the difference, which is smooth about zero.
    fn outward(&self, orifice_m2: f64, difference_pa: f64, density: f64) -> Flow {
        let size_pa = (difference_pa * difference_pa + SEATING_PA * SEATING_PA).sqrt();
        let above_pa = if difference_pa > 0.0 {
            0.5 * (difference_pa + size_pa)
        } else {
            0.5 * SEATING_PA * SEATING_PA / (size_pa - difference_pa)
        };
        let laminar_pa = self.parameters.laminar_below_pa;
        let squared = above_pa * above_pa + laminar_pa * laminar_pa;
        let scale = orifice_m2 * (2.0 * density).sqrt() / squared.sqrt().sqrt();
        let by_above = scale * (1.0 - 0.5 * above_pa * above_pa / squared);
        Flow { kg_per_s: scale * above_pa, by_pa: by_above * above_pa / size_pa }
    }
}

/// A metered volume flow as mass, kg/s.
fn metered(ml_per_min: f64, density: f64) -> f64 {
    ml_per_min.max(0.0) * ML_PER_MIN_TO_M3_PER_S * density
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    const SOUND: Faults = Faults {
        pump_runaway_ml_per_min: None,
        release_blocked: false,
        release_open_share: 0.0,
        chiller_lost: false,
        leak_ml_per_min_at_100_mpa: 3.0,
        heater_stuck_w: None,
        jacket_failed: false,
        stirrer_stopped: false,
        hard_trip_defeated: false,
        suction_clogged: 0.0,
    };

    fn with_ports<T>(actuators: Actuators, faults: Faults, suction: f64, ask: impl Fn(&Ports<'_>) -> T) -> T {
        let rig = catalog::test_rig();
        let parameters = Parameters::nominal(&rig.chamber, &rig.limits);
        ask(&Ports {
            parameters: &parameters,
            actuators: &actuators,
            faults: &faults,
            openings: Openings { dosing: true, relief: true },
            lid_head_pa: -5_000.0,
            intensifier: Intensifier {
                oil_pa: 1e5,
                friction_pa: 1.5e6,
                drive_m3_per_s: 5e-6,
                weight_s: 0.3,
                size: 1.0,
            },
            suction,
            standing_suction: suction,
            reservoir_density: 1024.0,
            brine_density: 1050.0,
            sampled_kg_per_s: 0.0,
        })
    }

    #[test]
    fn orifice_follows_the_square_root_law_far_above_laminar() {
        // 1 mm² at 100 MPa: ṁ = A√(2ρΔp); the laminar term is (2e-4)² of it.
        let flow = with_ports(Actuators::default(), SOUND, 1.0, |ports| ports.outward(1e-6, 1e8, 1030.0));
        let ideal = 1e-6 * (2.0 * 1030.0 * 1e8_f64).sqrt();
        assert!((flow.kg_per_s / ideal - 1.0).abs() < 1e-7, "{flow:?} {ideal}");
    }

    #[test]
    fn a_fully_lifted_relief_valve_passes_its_orifice_and_a_reseated_one_nothing() {
        let relieved = |mpa: f64| {
            with_ports(Actuators::default(), SOUND, 1.0, |ports| {
                ports.flows(mpa * 1e6, 1070.0).relieved.kg_per_s
            })
        };
        // Cd·A = 0.4 mm² at 125.9 MPa above the air; half of it where pressure has half of the 4 % to go.
        let ideal = |mpa: f64| 4e-7 * (2.0 * 1070.0 * (mpa - 0.106_325) * 1e6).sqrt();
        assert!((relieved(126.0) / ideal(126.0) - 1.0).abs() < 1e-6, "{}", relieved(126.0));
        assert!((relieved(122.5) / ideal(122.5) - 0.5).abs() < 1e-6, "{}", relieved(122.5));
        assert!(relieved(119.9) < f64::MIN_POSITIVE);
    }

    #[test]
    fn slopes_are_those_of_the_flows() {
        let all = Actuators { release_ml_per_min: 500.0, fresh_ml_per_min: 100.0, ..Actuators::default() };
        with_ports(all, SOUND, 1.0, |ports| {
            for pressure_pa in [0.09e6_f64, 0.104e6, 0.107e6, 0.15e6, 1e6, 60e6, 121e6, 124e6, 126e6] {
                let step_pa = 1e-4 * pressure_pa.min(1e5);
                let [low, here, high] =
                    [-step_pa, 0.0, step_pa].map(|by| ports.flows(pressure_pa + by, 1030.0));
                let pairs = |f: &Flows| [f.pumped, f.made_up, f.released, f.relieved, f.leaked, f.drained];
                for ((a, b), c) in pairs(&low).iter().zip(pairs(&here)).zip(pairs(&high)) {
                    let slope = (c.kg_per_s - a.kg_per_s) / (2.0 * step_pa);
                    let scale = slope.abs() + 1e-14;
                    assert!((b.by_pa - slope).abs() < 1e-3 * scale, "{pressure_pa}: {b:?} {slope}");
                }
            }
        });
    }

    #[test]
    fn blocked_release_passes_nothing() {
        let open = Actuators { release_ml_per_min: 900.0, ..Actuators::default() };
        let blocked = Faults { release_blocked: true, ..SOUND };
        let released =
            |faults| with_ports(open, faults, 1.0, |ports| ports.flows(1e7, 1030.0).released.kg_per_s);
        assert!(released(blocked) < f64::MIN_POSITIVE);
        assert!(released(SOUND) > 0.01);
    }

    #[test]
    fn dosing_waits_for_ambient_pressure() {
        let dose = Actuators { fresh_ml_per_min: 2000.0, ..Actuators::default() };
        assert!(!dosing_opens(&dose, 1e6) && dosing_opens(&dose, 0.0));
        assert!(!dosing_opens(&Actuators::default(), 0.0));
    }
}
