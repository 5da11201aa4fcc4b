//! The reduced model along a history: what it says less what was measured, in each stretch.

use super::history::{History, SEALED_MPA, Stretch, TICK_S, Told, is_interrupted};
use super::parameter::Hypothesis;
use super::wall::{Chain, Step};
use crate::chamber::heat::{NOMINAL_STIRRER_RPM, stirring};
use crate::chamber::nominal::INTENSIFIER_OIL_M3_PER_PA;
use crate::chamber::vessel::Vessel;

/// One moment in so many is compared: neighbours say the same.
pub(super) const THINNED: usize = 6;
/// Pumped volume below which its share says nothing, mL.
const MEASURABLE_ML: f64 = 20.0;
/// Retardation times of creep, one per decade, s.
const CREEP_S: [f64; 6] = [1e1, 1e2, 1e3, 1e4, 1e5, 1e6];

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channel {
    /// Temperature of the water, K.
    Temperature,
    /// Pressure, MPa.
    Pressure,
    /// Pumped volume by the meter, as a share of what was pumped.
    PumpedShare,
}

impl Channel {
    /// All, in order.
    pub(super) const ALL: [Self; 3] = [Self::Temperature, Self::Pressure, Self::PumpedShare];
}

/// One comparison.
#[derive(Clone, Copy, Debug)]
pub(super) struct Residual {
    pub(super) channel: Channel,
    /// Number of the stretch, over all histories.
    pub(super) stretch: usize,
    /// Number of the moment in its history.
    pub(super) moment: usize,
    pub(super) value: f64,
}

/// Every comparison, always the same ones in the same order.
pub(super) fn residuals(hypothesis: &Hypothesis, histories: &[History]) -> Vec<Residual> {
    let mut found = Vec::new();
    let mut stretch = 0;
    for history in histories.iter().filter(|history| !history.moments.is_empty()) {
        Pass::new(hypothesis, history).run(&mut stretch, &mut found);
    }
    found
}

/// One history lived through.
struct Pass<'a> {
    hypothesis: &'a Hypothesis,
    history: &'a History,
    vessel: Vessel,
    chain: Chain,
    creep: [f64; CREEP_S.len()],
    balance: Balance,
}

/// What has crossed the boundary since a stretch began.
#[derive(Clone, Copy, Debug, Default)]
struct Balance {
    /// Mass in the chamber if the balance holds, kg.
    mass_kg: f64,
    /// Volume that the model's pump has delivered, mL.
    pumped_ml: f64,
}

impl<'a> Pass<'a> {
    fn new(hypothesis: &'a Hypothesis, history: &'a History) -> Self {
        let vessel = Vessel::nominal(&hypothesis.chamber);
        let chain = Chain::new(hypothesis, &vessel, history.moments[0].water_celsius);
        let (creep, balance) = ([0.0; CREEP_S.len()], Balance::default());
        Self { hypothesis, history, vessel, chain, creep, balance }
    }

    /// Between stretches the wells are where they were measured, and the wall follows.
    fn run(mut self, number: &mut usize, found: &mut Vec<Residual>) {
        let mut at = 0;
        let history = self.history;
        for stretch in &history.stretches {
            while at < stretch.begin {
                at += 1;
                self.advance(at);
                self.chain.put_well(history.moments[at].water_celsius);
                if is_interrupted(&history.moments[at - 1..=at]) {
                    self.chain.lead_well(history.warming_k_per_s(at), self.hypothesis.dosing_lead_s);
                }
            }
            self.live(stretch, *number, found);
            *number += 1;
            at = stretch.end;
        }
    }

    fn live(&mut self, stretch: &Stretch, number: usize, found: &mut Vec<Residual>) {
        let history = self.history;
        let first = &history.moments[stretch.begin];
        self.chain.put_well(first.water_celsius);
        self.balance = Balance { mass_kg: self.held_kg(stretch.begin), pumped_ml: 0.0 };
        for (index, told) in (stretch.begin + 1..).zip(&stretch.told) {
            self.advance(index);
            if *told == Told::Nothing || !(index - stretch.begin).is_multiple_of(THINNED) {
                continue;
            }
            let mut push =
                |channel, value| found.push(Residual { channel, stretch: number, moment: index, value });
            let moment = &history.moments[index];
            push(Channel::Temperature, self.chain.well_celsius() - moment.water_celsius);
            if *told == Told::HeatAndMass {
                push(Channel::Pressure, self.pressure_beyond_mpa(index));
                let metered_ml = moment.pumped_ml - first.pumped_ml;
                if metered_ml > MEASURABLE_ML {
                    push(Channel::PumpedShare, self.balance.pumped_ml / metered_ml - 1.0);
                }
            }
        }
        self.chain.put_well(history.moments[stretch.end].water_celsius);
    }

    fn advance(&mut self, index: usize) {
        let (history, hypothesis) = (self.history, self.hypothesis);
        let (before, now) = (&history.moments[index - 1], &history.moments[index]);
        let water = &history.water[index];
        // Water under pressure changes within a tick by more than its flow is known: what flows is taken at the tick's middle.
        let excess_mpa = (0.5 * (before.excess_mpa() + now.excess_mpa())).max(0.0);
        let density = 0.5 * (history.water[index - 1].density + water.density);
        let metered_ml = now.pumped_ml - before.pumped_ml;
        let pumped_kg = metered_ml * 1e-6 * water.pump_density / (1.0 + hypothesis.meter_error);
        let mass_kg = self.held_kg(index);
        let heat = &hypothesis.chamber.heat;
        let stirred = stirring(now.stirrer_rpm, NOMINAL_STIRRER_RPM);
        // The power of a stirrer in turbulent water grows with the cube of its speed.
        let stirred_w = heat.stirrer_power_w * stirred * stirred * stirred;
        let hall_w_per_k = heat.lid_loss_w_per_k + history.thermometers * heat.well_stem_w_per_k;
        let hall_w = hall_w_per_k * (now.hall_celsius - now.water_celsius);
        let water_j_per_k = mass_kg * water.heat_capacity;
        let brought_k = water.pump_warms_k - hypothesis.pump_water_error_k;
        let kelvin_per_mpa = 0.5 * (history.water[index - 1].kelvin_per_mpa + water.kelvin_per_mpa);
        self.chain.advance(&Step {
            seconds: TICK_S,
            water_j_per_k,
            jacket_celsius: 0.5 * (before.jacket_celsius + now.jacket_celsius) - hypothesis.jacket_error_k,
            stirrer_rpm: now.stirrer_rpm,
            warmed_k: kelvin_per_mpa * (now.pressure_mpa_absolute - before.pressure_mpa_absolute)
                + (stirred_w + hall_w) * TICK_S / water_j_per_k
                + brought_k * pumped_kg / mass_kg,
        });
        self.creep(now.excess_mpa().max(0.0));
        let hydraulics = &hypothesis.chamber.hydraulics;
        let leaked_ml = hypothesis.leak_ml_per_min_per_mpa * excess_mpa * TICK_S / 60.0;
        let told_ml = now.told_release_ml - before.told_release_ml;
        let flows = if before.excess_mpa() > SEALED_MPA { hydraulics.release_scale } else { 0.0 };
        let released_ml = told_ml * flows;
        self.balance.mass_kg += pumped_kg - (released_ml + leaked_ml) * 1e-6 * density;
        let delivered = hydraulics.pump_efficiency * (1.0 - hydraulics.pump_slip_per_mpa * excess_mpa);
        // Oil that is squeezed moves no water; it comes back when pressure falls.
        let squeezed_ml =
            INTENSIFIER_OIL_M3_PER_PA * 1e12 * (now.pressure_mpa_absolute - before.pressure_mpa_absolute);
        self.balance.pumped_ml += (now.told_pump_ml - before.told_pump_ml - squeezed_ml)
            * delivered
            * (1.0 + hypothesis.meter_error);
    }

    fn creep(&mut self, excess_mpa: f64) {
        let asked =
            self.hypothesis.chamber.creep_per_decade * self.vessel.compliance_per_pa() * 1e6 * excess_mpa;
        for (strain, time_s) in self.creep.iter_mut().zip(CREEP_S) {
            *strain += (asked - *strain) * TICK_S / (time_s + TICK_S);
        }
    }

    /// Mass of the water at a moment by what was measured, kg.
    fn held_kg(&self, index: usize) -> f64 {
        let moment = &self.history.moments[index];
        let volume_m3 = self.vessel.volume_m3(moment.pressure_mpa_absolute * 1e6, self.chain.wall_celsius());
        let crept_m3 = self.creep.iter().sum::<f64>() * self.vessel.volume_m3;
        let water = &self.history.water[index];
        let departures = self.hypothesis.density_departure(
            moment.excess_mpa(),
            moment.water_celsius,
            moment.salinity_practical,
        );
        let departure = departures * water.density_uncertainty;
        let warmer = water.expansion_per_k * self.chain.ahead_k();
        water.density * (1.0 + departure - warmer) * (volume_m3 + crept_m3)
    }

    /// How much higher pressure would be if the balance of mass held.
    fn pressure_beyond_mpa(&self, index: usize) -> f64 {
        let held_kg = self.held_kg(index);
        let compliance_per_mpa = self.vessel.compliance_per_pa() * 1e6;
        let softness_per_mpa = self.history.water[index].compressibility_per_mpa + compliance_per_mpa;
        (self.balance.mass_kg - held_kg) / (held_kg * softness_per_mpa)
    }
}
