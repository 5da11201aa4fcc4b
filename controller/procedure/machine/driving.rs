//! What the plant is told in each state: flows, doses and the jacket.

use super::{Phase, State, pressure_at};
use crate::procedure::pressure::{self, Flows, Water};
use crate::procedure::salinity::Dose;
use crate::procedure::{Command, Demand, Plan, jacket};
use hadal_rigs::description::Leg;

/// Stirring while water is approached, soaked and read.
const STIRRER_RPM: f64 = 300.0;
/// Trickle flow stops once the mean temperature drifts less than so many times its limit.
const CLOSING_DRIFTS: f64 = 8.0;

impl State {
    /// Tells the plant what follows from the phase, when it differs from what it was told before.
    pub(super) fn drive(&mut self, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        // While a reference is checked the plant is vented, and is told nothing else.
        if matches!(self.phase, Phase::Checking(_)) {
            return;
        }
        let Some(leg) = plan.procedure.leg.get(self.leg) else { return };
        let Some(water) = self.water(leg) else { return };
        let flows = self.flows(leg, &water, plan);
        let moving = flows.pump_ml_per_min > 0.0 || !self.is_at_rest(leg, flows);
        self.windows.still_since_ns =
            if moving { None } else { self.windows.still_since_ns.or(Some(now_ns)) };
        let dose = self.dosed.filter(|_| matches!(self.phase, Phase::Dosing { .. })).map(|dosed| dosed.dose);
        let dosing_ml_per_min =
            |wanted| if dose == Some(wanted) { plan.rig.dosing.flow_max_ml_per_min } else { 0.0 };
        let demand = Demand {
            pump_ml_per_min: flows.pump_ml_per_min,
            release_ml_per_min: flows.release_ml_per_min,
            jacket_celsius: self.jacket_celsius(leg, &water, plan),
            stirrer_rpm: STIRRER_RPM,
            fresh_ml_per_min: dosing_ml_per_min(Dose::Fresh),
            brine_ml_per_min: dosing_ml_per_min(Dose::Brine),
        };
        if self.demand != Some(demand) {
            self.demand = Some(demand);
            commands.push(Command::Plant(demand));
        }
    }

    fn jacket_celsius(&self, leg: &Leg, water: &Water, plan: &Plan) -> f64 {
        let chamber = &plan.rig.chamber;
        let target = leg.temperature_celsius;
        let wanted = jacket::set_point_celsius(target, water.temperature.celsius(), water.salinity, chamber);
        // A tenth of a millikelvin: finer steps would only fill the record.
        (wanted * 1e4).round() / 1e4
    }

    /// An open valve at ambient pressure is at rest; under pressure only a shut one is.
    fn is_at_rest(&self, leg: &Leg, flows: Flows) -> bool {
        pressure::is_ambient(pressure_at(leg, self.index)) || flows.release_ml_per_min <= 0.0
    }

    fn flows(&self, leg: &Leg, water: &Water, plan: &Plan) -> Flows {
        let direction = match self.phase {
            Phase::Approach | Phase::Soak { .. } => {
                pressure::direction(self.held_mpa_sea, pressure_at(leg, self.index))
            }
            Phase::Reading { .. } | Phase::Consulting(_)
                if !pressure::is_ambient(pressure_at(leg, self.index)) =>
            {
                return Flows::default();
            }
            _ => pressure::Direction::Ambient,
        };
        if direction != pressure::Direction::Ambient && self.may_close(leg, water, plan) {
            return Flows::default();
        }
        let index = if direction == pressure::Direction::Ambient { None } else { Some(self.index) };
        let target = pressure::Target {
            direction,
            pressure_mpa_absolute: pressure::absolute(index.map_or(0.0, |index| pressure_at(leg, index))),
            rate_mpa_per_min: plan.procedure.approach.pressure_rate_mpa_per_min,
        };
        let limits = Flows {
            pump_ml_per_min: plan.rig.chamber.pump_max_ml_per_min,
            release_ml_per_min: plan.rig.chamber.release_max_ml_per_min,
        };
        pressure::flows(&target, water, &plan.chamber, limits)
    }

    /// Under pressure the trickle that holds against the settling temperature stops when little of it is left.
    fn may_close(&self, leg: &Leg, water: &Water, plan: &Plan) -> bool {
        let limits = &plan.procedure.stability;
        let away = water.pressure_mpa_absolute - pressure::absolute(pressure_at(leg, self.index));
        matches!(self.phase, Phase::Soak { .. })
            && away.abs() <= plan.procedure.approach.pressure_tolerance_mpa
            && 1000.0 * self.windows.temperature_drift().abs() <= CLOSING_DRIFTS * limits.temperature_drift_mk
    }
}
