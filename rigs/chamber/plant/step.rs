//! A step of the plant: rungs of the ladder, each two implicit stages; then the books, the trip and the relief valve.
//!
//! Alexander's two-stage method (SIAM J. Numer. Anal. 14 (1977) 1006): y₁ = y_n + γh K₁, y_{n+1} = y_n + (1−γ)h K₁ + γh K₂ with
//! γ = 1 − 1/√2. Second order, L-stable, and the last stage is the new state. Its stability function is TR-BDF2's, but no
//! stage is explicit, so that a switch needs no consistent derivative and a state needs no memory.

use super::column::{Column, Source};
use super::crossing::Sources;
use super::intensifier::Intensifier;
use super::jacket::Supply;
use super::layer::{Content, MOST_LAYERS, Point};
use super::pace::Motion;
use super::ports::{ML_PER_MIN_TO_M3_PER_S, Openings, Ports, dosing_opens};
use super::stage::{Base, Iterate, Rates, Scratch, Stage};
use super::suction::Suction;
use super::wall::Surroundings;
use super::{Actuators, Faults, Plant, creep};
use crate::chamber::heat::stirring;
use hadal_models::quantity::PracticalSalinity;

/// γ of the method: the weight of each implicit stage.
const IMPLICIT: f64 = 1.0 - std::f64::consts::SQRT_2 / 2.0;
/// Flow of the sampling tap, kg/s: a bottle takes a while to fill.
const TAP_KG_PER_S: f64 = 0.005;
/// A drive that delivers less than this stands still, mL/min.
const STANDSTILL_ML_PER_MIN: f64 = 0.5;
/// An open release moves water while pressure is more than this above the atmosphere, Pa.
const VENTED_PA: f64 = 50_000.0;

/// What acts during a step.
struct Commands<'a> {
    actuators: &'a Actuators,
    faults: &'a Faults,
    openings: Openings,
    supply: Supply,
    /// Flow that the pump's drive is on its way to, mL/min.
    drive_ml_per_min: f64,
    /// Stirring relative to the nominal speed.
    stirring: f64,
}

impl Plant {
    /// Advances the plant by `dt_s` with constant commands.
    pub fn step(&mut self, actuators: &Actuators, faults: &Faults, dt_s: f64) {
        let mut scratch = Scratch::new();
        let mut left_s = dt_s;
        while left_s > 0.0 {
            let commands = self.commands(actuators, faults);
            self.pace.notice(actuators, faults, commands.openings, self.hard_trip);
            let step_s = self.pace.rung_s(left_s, self.motion(&commands));
            self.advance(&commands, step_s, &mut scratch);
            self.pace.lived(step_s);
            self.protect(faults);
            left_s -= step_s;
        }
    }

    fn commands<'a>(&self, actuators: &'a Actuators, faults: &'a Faults) -> Commands<'a> {
        let parameters = &self.parameters;
        let commanded = actuators.pump_ml_per_min.clamp(0.0, parameters.pump_max_ml_per_min);
        let stirring = stirring(actuators.stirrer_rpm, parameters.stirrer_nominal_rpm);
        Commands {
            actuators,
            faults,
            openings: Openings {
                dosing: dosing_opens(actuators, self.lid_excess_pa()),
                relief: self.relief_open,
            },
            supply: Supply::of(actuators, faults, self.hard_trip, parameters),
            drive_ml_per_min: faults.pump_runaway_ml_per_min.unwrap_or(commanded),
            stirring: if faults.stirrer_stopped { 0.0 } else { stirring },
        }
    }

    fn motion(&self, commands: &Commands<'_>) -> Motion {
        let Openings { dosing, relief } = commands.openings;
        let releasing = commands.actuators.release_ml_per_min > 0.0 && self.lid_excess_pa() > VENTED_PA;
        let pumping = self.pump_drive_ml_per_min.max(commands.drive_ml_per_min) > STANDSTILL_ML_PER_MIN;
        if releasing || pumping || dosing || relief { Motion::Moving } else { Motion::Still }
    }

    /// One rung.
    fn advance(&mut self, commands: &Commands<'_>, step_s: f64, scratch: &mut Scratch) {
        if matches!(commands.supply, Supply::Fixed(_)) {
            self.wall_state.integral_w = 0.0;
        }
        self.weighed_density = self.mean_density();
        let column = Column::new(
            &self.parameters,
            &self.wall,
            &self.water,
            &self.layers,
            &self.wells,
            (self.pressure_pa, self.weighed_density),
            commands.stirring,
        );
        let tapped_kg_per_s = TAP_KG_PER_S.min(self.pending_sample_kg / step_s);
        let weight_s = IMPLICIT * step_s;
        let start = self.base();
        let mut iterate = self.beginning(weight_s);
        let stage = self.stage(&column, commands, (tapped_kg_per_s, start.oil_pa), (weight_s, weight_s));
        let first = stage.solve(&start, &mut iterate, scratch);
        let base = start.after(step_s - weight_s, &first.rates);
        let mut end = self.extrapolated(&iterate);
        let stage = self.stage(&column, commands, (tapped_kg_per_s, base.oil_pa), (step_s, weight_s));
        let last = stage.solve(&base, &mut end, scratch);
        self.work.count(&[&first, &last], scratch);
        self.reservoir.celsius = self.reservoir_celsius_after(step_s);
        self.pump_drive_ml_per_min = self.drive_after(commands, step_s);
        self.pending_sample_kg -= tapped_kg_per_s * step_s;
        self.elapsed_s += step_s;
        self.arrive(&base.after(weight_s, &last.rates), &end, step_s);
        self.follow_wells(step_s);
        self.book(&first.rates, step_s - weight_s);
        self.book(&last.rates, weight_s);
    }

    /// What a stage knows that ends `since_s` after the step's beginning.
    fn stage<'a>(
        &'a self,
        column: &'a Column,
        commands: &Commands<'a>,
        (tapped_kg_per_s, oil_pa): (f64, f64),
        (since_s, weight_s): (f64, f64),
    ) -> Stage<'a> {
        let hall_celsius = self.hall_celsius_after(since_s);
        let brine = PracticalSalinity::new(commands.actuators.brine_salinity_practical);
        let (celsius, salinity) = (self.reservoir_celsius_after(since_s), self.reservoir.salinity);
        let sources = Sources {
            reservoir: Source::new(salinity, celsius),
            fresh: Source::new(PracticalSalinity::new(0.0), hall_celsius),
            brine: Source::new(brine, hall_celsius),
        };
        let drive_m3_per_s = self.drive_after(commands, since_s) * ML_PER_MIN_TO_M3_PER_S;
        let friction_pa = self.parameters.intensifier_friction_mpa * 1e6;
        let pump_size = self.parameters.pump_size();
        let intensifier = Intensifier { oil_pa, friction_pa, drive_m3_per_s, weight_s, size: pump_size };
        let suction = Suction {
            pump_size,
            reservoir_size: self.parameters.reservoir_size(),
            clogged: commands.faults.suction_clogged,
        };
        let ports = Ports {
            parameters: &self.parameters,
            actuators: commands.actuators,
            faults: commands.faults,
            openings: commands.openings,
            lid_head_pa: self.lid_head_pa(),
            intensifier,
            suction: suction.share(self.reservoir.mass_kg, celsius, drive_m3_per_s),
            standing_suction: suction.share(self.reservoir.mass_kg, celsius, 0.0),
            reservoir_density: sources.reservoir.density(),
            brine_density: sources.brine.density(),
            sampled_kg_per_s: tapped_kg_per_s,
        };
        let around = Surroundings { supply: commands.supply, hall_celsius };
        Stage { parameters: &self.parameters, wall: &self.wall, column, ports, sources, around, weight_s }
    }

    /// Flow of the pump's drive so long after now, mL/min: it follows its command with a lag.
    fn drive_after(&self, commands: &Commands<'_>, seconds: f64) -> f64 {
        if self.hard_trip {
            return 0.0;
        }
        let left = libm::exp(-seconds / self.parameters.pump_lag_s);
        commands.drive_ml_per_min + (self.pump_drive_ml_per_min - commands.drive_ml_per_min) * left
    }

    /// Temperature of the reservoir so long after now, °C: it follows the hall.
    fn reservoir_celsius_after(&self, seconds: f64) -> f64 {
        let hall_celsius = self.hall_celsius_after(0.5 * seconds);
        let reached = -libm::expm1(-seconds / self.parameters.reservoir_time_s);
        self.reservoir.celsius + (hall_celsius - self.reservoir.celsius) * reached
    }

    fn base(&self) -> Base {
        let mut content = [Content::default(); MOST_LAYERS];
        for (content, layer) in content.iter_mut().zip(&self.layers) {
            *content = layer.content;
        }
        Base {
            content,
            volume_m3: self.volume_m3,
            wall: self.wall_state,
            creep: self.creep,
            oil_pa: self.oil_pa,
        }
    }

    /// Where Newton's method begins in the first stage: the last step's trend goes on.
    fn beginning(&self, seconds: f64) -> Iterate {
        let mut point = [Point::default(); MOST_LAYERS];
        for (point, layer) in point.iter_mut().zip(&self.layers) {
            *point = layer.point.after(seconds, &layer.trend);
        }
        let pressure_pa = self.pressure_pa + seconds * self.rate_pa_per_s;
        Iterate { point, pressure_pa, wall: self.wall_state }
    }

    /// Where it begins in the second stage: what the first stage did goes on.
    fn extrapolated(&self, first: &Iterate) -> Iterate {
        let mut end = *first;
        for (point, layer) in end.point.iter_mut().zip(&self.layers) {
            let done = point.less(&layer.point);
            *point = layer.point.after(1.0 / IMPLICIT, &done);
            point.rising_kg_per_s = layer.point.rising_kg_per_s + done.rising_kg_per_s;
        }
        end.pressure_pa = self.pressure_pa + (first.pressure_pa - self.pressure_pa) / IMPLICIT;
        end
    }

    fn arrive(&mut self, done: &Base, end: &Iterate, step_s: f64) {
        for (index, layer) in self.layers.iter_mut().enumerate() {
            let point = end.point[index];
            let change = point.less(&layer.point);
            layer.trend = Point::default().after(1.0 / step_s, &change);
            layer.point = point;
            layer.content = done.content[index];
        }
        self.volume_m3 = done.volume_m3;
        self.wall_state = done.wall;
        self.creep = done.creep;
        self.oil_pa = done.oil_pa;
        self.rate_pa_per_s = (end.pressure_pa - self.pressure_pa) / step_s;
        self.pressure_pa = end.pressure_pa;
    }

    /// Wells follow the mean of the water before and after.
    fn follow_wells(&mut self, step_s: f64) {
        for number in 0..self.wells.len() {
            let water_celsius = self.water_celsius(self.wells[number].height_m);
            self.wells[number].follow(water_celsius, self.parameters.well_time_s, step_s);
        }
    }

    /// Enters in the books what crossed the boundary at these rates.
    fn book(&mut self, rates: &Rates, seconds: f64) {
        for crossed in &rates.crossed {
            self.ledger.crossed(crossed, seconds);
        }
        for watt in [rates.hall_w, rates.stirred_w, rates.wall.supplied_w, -rates.wall.lost_w, -rates.work_w]
        {
            self.ledger.received(watt * seconds);
        }
        let flows = &rates.flows;
        let drawn_kg = flows.drawn().kg_per_s * seconds;
        let reservoir_density = self.reservoir_density();
        let drawn_ml = drawn_kg / reservoir_density * 1e6;
        self.pumped_ml_per_min = flows.pumped.kg_per_s / reservoir_density / ML_PER_MIN_TO_M3_PER_S;
        self.totals.pumped_ml += drawn_ml * (1.0 + self.parameters.pump_meter_error);
        self.reservoir.mass_kg -= drawn_kg;
        let ml_per_kg = 1e6 / self.lid_density();
        self.totals.released_ml += flows.released.kg_per_s * seconds * ml_per_kg;
        self.totals.relieved_ml += flows.relieved.kg_per_s * seconds * ml_per_kg;
        self.totals.leaked_ml += flows.leaked.kg_per_s * seconds * ml_per_kg;
    }

    /// The hard-wired trip latches; the relief valve pops and closes again after its blowdown.
    fn protect(&mut self, faults: &Faults) {
        let set_mpa = self.parameters.hard_trip_mpa_absolute;
        if self.trip_transducer_mpa() >= set_mpa && !faults.hard_trip_defeated {
            self.hard_trip = true;
            self.pump_drive_ml_per_min = 0.0;
            self.pumped_ml_per_min = 0.0;
            self.oil_pa = self.parameters.atmosphere_mpa_absolute * 1e6;
        }
        let relief_pa = self.parameters.relief_mpa_absolute * 1e6;
        let closes_pa = relief_pa * (1.0 - self.parameters.relief_blowdown);
        let threshold = if self.relief_open { closes_pa * (1.0 + 1e-3) } else { relief_pa };
        self.relief_open = self.pressure_pa >= threshold;
    }
}

impl Base {
    fn after(&self, seconds: f64, rates: &Rates) -> Self {
        let mut content = self.content;
        for (content, rate) in content.iter_mut().zip(&rates.content) {
            *content = content.after(seconds, rate);
        }
        Self {
            content,
            volume_m3: self.volume_m3 + seconds * rates.volume_m3_per_s,
            wall: self.wall.after(seconds, &rates.wall),
            creep: creep::after(&self.creep, seconds, &rates.creep),
            oil_pa: self.oil_pa + seconds * rates.oil_pa_per_s,
        }
    }
}
