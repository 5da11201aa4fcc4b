//! How long a procedure takes: the controller's own state machine before the nominal chamber, without a byte.
//!
//! Everything that costs time is decided by the procedure itself: doses, ramps, the jacket's lead, the criterion of
//! stability. Here it is only told what a chamber as drawn would answer. True chambers differ by 10 to 20 % in what
//! moves heat, and a soak by as much.

use hadal_controller::interlock::Sample;
use hadal_controller::procedure::{Answer, Command, Demand, News, Plan, Sampling, State, step};
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::seawater;
use hadal_rigs::chamber::thermal::ThermalChamber;
use hadal_rigs::description::Rig;
use hadal_wire::operator::Task;

const SECOND_NS: u64 = 1_000_000_000;
/// Time between two looks at the chamber.
const TICK_S: u32 = 10;
/// From the question to the full bottle, and to the entry of its salinity: a sample has to come to the salinometer's
/// temperature first.
const DRAW_S: u64 = 60;
const MEASURE_S: u64 = 20 * 60;
/// From the question to the filled and measured reservoir.
const FILL_S: u64 = 15 * 60;
/// Practical salinity that a chamber is thought to be filled with: Standard Seawater's.
const FILLED_WITH: f64 = 35.0;
/// No procedure takes longer, and one that seems to will never end, h.
const LONGEST_H: f64 = 10_000.0;
/// Changes of pressure and temperature after which the properties of the water are asked for again.
const SAME_WATER_MPA: f64 = 1.0;
const SAME_WATER_K: f64 = 0.5;

/// The water before a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start {
    /// Temperature of water, wall and jacket, °C.
    pub temperature_celsius: f64,
    /// Practical salinity.
    pub salinity_practical: f64,
}

impl Start {
    /// A chamber that has stood overnight, as warm as its hall.
    pub fn of_rig(rig: &Rig) -> Self {
        Self { temperature_celsius: rig.chamber.ambient_celsius, salinity_practical: FILLED_WITH }
    }
}

/// When a rehearsed procedure was where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// Hours after which each leg's last bottle has been measured.
    pub leg_end_h: Vec<f64>,
    /// Hours after which each point has been read.
    pub point_end_h: Vec<f64>,
    /// The farthest that anything went.
    pub extremes: Extremes,
}

/// The farthest that a rehearsed run goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extremes {
    /// Largest pressure, MPa absolute.
    pub pressure_mpa_absolute: f64,
    /// Fastest rise and fall of pressure, MPa/min, both positive.
    pub rise_mpa_per_min: f64,
    /// See there.
    pub fall_mpa_per_min: f64,
    /// Coldest water, °C.
    pub coldest_celsius: f64,
    /// Warmest water, °C.
    pub warmest_celsius: f64,
    /// Saltiest water, practical salinity.
    pub saltiest_practical: f64,
    /// Most water that the pump takes between two fillings of its reservoir, L.
    pub pumped_l: f64,
}

impl Default for Extremes {
    fn default() -> Self {
        Self {
            pressure_mpa_absolute: STANDARD_ATMOSPHERE_MPA,
            rise_mpa_per_min: 0.0,
            fall_mpa_per_min: 0.0,
            coldest_celsius: f64::INFINITY,
            warmest_celsius: f64::NEG_INFINITY,
            saltiest_practical: 0.0,
            pumped_l: 0.0,
        }
    }
}

impl Extremes {
    fn notice(&mut self, stage: &Stage, before_mpa: f64) {
        let rate = (stage.pressure_mpa - before_mpa) * 60.0 / f64::from(TICK_S);
        let celsius = stage.thermal.water_celsius();
        self.pressure_mpa_absolute = self.pressure_mpa_absolute.max(stage.pressure_mpa);
        self.rise_mpa_per_min = self.rise_mpa_per_min.max(rate);
        self.fall_mpa_per_min = self.fall_mpa_per_min.max(-rate);
        self.coldest_celsius = self.coldest_celsius.min(celsius);
        self.warmest_celsius = self.warmest_celsius.max(celsius);
        self.saltiest_practical = self.saltiest_practical.max(stage.salinity);
        self.pumped_l = self.pumped_l.max(stage.pumped_l);
    }
}

impl Course {
    /// The whole of it, h.
    pub fn hours(&self) -> f64 {
        self.leg_end_h.last().copied().unwrap_or(0.0)
    }
}

/// Walks a procedure through the nominal chamber.
///
/// # Errors
/// What the procedure says when it cannot go on, such as a point that is not stable within its time.
pub fn rehearse(plan: &Plan, start: Start) -> Result<Course, String> {
    let mut stage = Stage::new(plan, start);
    let mut state = State::new(plan, 0);
    let mut course = Course::default();
    let mut now_ns = 0;
    while hours(now_ns) < LONGEST_H {
        now_ns += u64::from(TICK_S) * SECOND_NS;
        let before_mpa = stage.pressure_mpa;
        stage.advance();
        course.extremes.notice(&stage, before_mpa);
        let news = stage.news(plan, now_ns);
        let leg = state.leg();
        let (next, commands) = step(state, &news, plan, now_ns);
        state = next;
        for command in commands {
            match command {
                Command::Point(_) => course.point_end_h.push(hours(now_ns)),
                Command::Fail { reason } => return Err(reason),
                other => stage.obey(&other, now_ns),
            }
        }
        if state.leg() > leg || state.has_ended() {
            course.leg_end_h.push(hours(now_ns));
        }
        if state.has_ended() {
            return Ok(course);
        }
    }
    Err(format!("not done within {LONGEST_H} h"))
}

#[expect(clippy::cast_precision_loss, reason = "a run lasts days")]
fn hours(ns: u64) -> f64 {
    ns as f64 / (3600.0 * SECOND_NS as f64)
}

/// The nominal chamber, its operator and its items.
struct Stage {
    rig: Rig,
    thermal: ThermalChamber,
    pressure_mpa: f64,
    salinity: f64,
    /// Since the reservoir was filled, L.
    pumped_l: f64,
    water: Properties,
    demand: Option<Demand>,
    answers: Vec<(u64, Answer)>,
    sampling_since_ns: Option<u64>,
    samples: u64,
}

/// The water's properties near a state.
#[derive(Clone, Copy)]
struct Properties {
    at_mpa: f64,
    at_celsius: f64,
    ml_per_mpa: f64,
    mpa_per_k: f64,
    kelvin_per_mpa: f64,
}

impl Stage {
    fn new(plan: &Plan, start: Start) -> Self {
        let (salinity, temperature, ambient) = (
            PracticalSalinity::new(start.salinity_practical),
            Temperature::from_celsius(start.temperature_celsius),
            AbsolutePressure::from_mpa(STANDARD_ATMOSPHERE_MPA),
        );
        let water_j_per_k = plan.chamber.water_mass_kg(ambient, salinity, temperature)
            * seawater::isobaric_heat_capacity(salinity.reference(), temperature, ambient.sea());
        let thermometers = u32::try_from(plan.rig.reference_thermometer.len()).unwrap_or(u32::MAX);
        let thermal =
            ThermalChamber::new(&plan.rig.chamber, thermometers, water_j_per_k, start.temperature_celsius);
        Self {
            rig: plan.rig.clone(),
            thermal,
            pressure_mpa: STANDARD_ATMOSPHERE_MPA,
            salinity: start.salinity_practical,
            pumped_l: 0.0,
            water: properties(plan, salinity, temperature, ambient),
            demand: None,
            answers: Vec::new(),
            sampling_since_ns: None,
            samples: 0,
        }
    }

    fn advance(&mut self) {
        let Some(demand) = self.demand else { return };
        let minutes = f64::from(TICK_S) / 60.0;
        let before = self.thermal.water_celsius();
        self.thermal.advance(f64::from(TICK_S), demand.jacket_celsius, demand.stirrer_rpm);
        let hydraulics = &self.rig.chamber.hydraulics;
        let slipped = hydraulics.pump_slip_per_mpa * (self.pressure_mpa - STANDARD_ATMOSPHERE_MPA);
        let pumped_ml = demand.pump_ml_per_min * hydraulics.pump_efficiency * (1.0 - slipped) * minutes;
        let net_ml = pumped_ml - demand.release_ml_per_min * hydraulics.release_scale * minutes;
        self.pumped_l += pumped_ml / 1000.0;
        let pushed_mpa = net_ml / self.water.ml_per_mpa;
        let settled_mpa = self.water.mpa_per_k * (self.thermal.water_celsius() - before);
        let pressure_mpa = (self.pressure_mpa + pushed_mpa + settled_mpa).max(STANDARD_ATMOSPHERE_MPA);
        self.thermal.warm_water(self.water.kelvin_per_mpa * (pressure_mpa - self.pressure_mpa - settled_mpa));
        self.pressure_mpa = pressure_mpa;
        let litres = self.rig.chamber.volume_l;
        self.add(pumped_ml / 1000.0 / litres);
        for (ml_per_min, salinity) in [
            (demand.fresh_ml_per_min, 0.0),
            (demand.brine_ml_per_min, self.rig.dosing.brine_salinity_practical),
        ] {
            let dosed = 1.0 - libm::exp(-ml_per_min * minutes / 1000.0 / litres);
            self.salinity += dosed * (salinity - self.salinity);
            self.add(dosed);
        }
    }

    /// Water from the hall becomes this share of the chamber's.
    fn add(&mut self, share: f64) {
        self.thermal.warm_water(share * (self.rig.chamber.ambient_celsius - self.thermal.water_celsius()));
    }

    fn news(&mut self, plan: &Plan, now_ns: u64) -> News {
        let (p, t) = (self.pressure_mpa, self.thermal.well_celsius());
        if (p - self.water.at_mpa).abs() > SAME_WATER_MPA || (t - self.water.at_celsius).abs() > SAME_WATER_K
        {
            let (salinity, temperature) =
                (PracticalSalinity::new(self.salinity), Temperature::from_celsius(t));
            self.water = properties(plan, salinity, temperature, AbsolutePressure::from_mpa(p));
        }
        let sample = |value| Sample { value, at_ns: now_ns };
        let ready = self.answers.partition_point(|(at_ns, _)| *at_ns <= now_ns);
        News {
            temperatures: (0..self.rig.reference_thermometer.len()).map(|index| (index, sample(t))).collect(),
            pressures: vec![sample(p)],
            plant_pressures: vec![sample(p)],
            item_samples: self.item_samples(plan, now_ns),
            answers: self.answers.drain(..ready).map(|(_, answer)| answer).collect(),
        }
    }

    /// Every item samples at the period of the slowest.
    #[expect(clippy::cast_precision_loss, reason = "a point lasts minutes")]
    fn item_samples(&mut self, plan: &Plan, now_ns: u64) -> Vec<(usize, Sample)> {
        let Some(since_ns) = self.sampling_since_ns else { return Vec::new() };
        let mut taken = Vec::new();
        while (self.samples + 1) as f64 * plan.sample_period_s <= hours(now_ns - since_ns) * 3600.0 + 1e-6 {
            self.samples += 1;
            // Between two looks: references speak again after the last sample of a point.
            let at_ns = now_ns - u64::from(TICK_S) * SECOND_NS / 2;
            // Nothing of a rehearsal depends on what the cell shows.
            taken.extend((0..plan.items.len()).map(|item| (item, Sample { value: 0.0, at_ns })));
        }
        taken
    }

    fn obey(&mut self, command: &Command, now_ns: u64) {
        match command {
            Command::Plant(demand) => self.demand = Some(*demand),
            Command::Sample(Sampling::Running) => (self.sampling_since_ns, self.samples) = (Some(now_ns), 0),
            Command::Sample(Sampling::Idle) => self.sampling_since_ns = None,
            Command::Ask { number, task } => self.ask(*number, task, now_ns),
            _ => {}
        }
    }

    fn ask(&mut self, number: u32, task: &Task, now_ns: u64) {
        let (salinity, entry_ns) = match task {
            Task::Fill { salinity_practical } => {
                self.pumped_l = 0.0;
                (*salinity_practical, now_ns + FILL_S * SECOND_NS)
            }
            Task::Bottle { .. } => {
                let at_ns = now_ns + DRAW_S * SECOND_NS;
                self.answers.push((at_ns, Answer::Drawn { number, at_ns }));
                (self.salinity, now_ns + MEASURE_S * SECOND_NS)
            }
            // Of the checks that bracket a run, which a rehearsal leaves out.
            _ => return,
        };
        self.answers.push((entry_ns, Answer::Entry { number, value: salinity, at_ns: entry_ns }));
        self.answers.sort_by_key(|(at_ns, _)| *at_ns);
    }
}

fn properties(plan: &Plan, salinity: PracticalSalinity, at: Temperature, p: AbsolutePressure) -> Properties {
    Properties {
        at_mpa: p.mpa(),
        at_celsius: at.celsius(),
        ml_per_mpa: plan.chamber.flow_for_rate(1.0, p, salinity, at),
        mpa_per_k: plan.chamber.pressure_per_kelvin(p, salinity, at),
        kelvin_per_mpa: 1e6 * seawater::adiabatic_lapse_rate(salinity.reference(), at, p.sea()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hadal_rigs::description::{Item, Procedure, parse};

    const RIG: &str = include_str!("../../rigs/catalog/full-ocean-depth-71l.toml");
    const ITEM: &str = include_str!("../../rigs/catalog/items/deep-ctd.toml");

    fn rehearsed(procedure: &str) -> (Procedure, Course) {
        let rig = parse("rig", RIG).unwrap();
        let item: Item = parse("item", ITEM).unwrap();
        let procedure: Procedure = parse("procedure", procedure).unwrap();
        let plan = Plan::new(&rig, &procedure, &[item], 0);
        let start = Start { temperature_celsius: 20.0, salinity_practical: 35.0 };
        (procedure, rehearse(&plan, start).unwrap())
    }

    #[test]
    fn a_procedure_takes_as_long_as_it_took_the_twin_within_fifteen_percent() {
        // Least and most hours of virtual time of `hadal calibrate` in the worlds of seeds 1 to 5. True chambers differ by
        // 10 to 20 % in what moves heat, and a point that is not stable while it is read is soaked again.
        for (text, twin) in [
            (include_str!("../../rigs/catalog/procedures/ctd-short.toml"), (7.81, 8.29)),
            (include_str!("../../rigs/catalog/procedures/ctd-full-depth.toml"), (60.5, 67.5)),
        ] {
            let (procedure, course) = rehearsed(text);
            let points: usize = procedure.leg.iter().map(|leg| leg.pressures_mpa_sea.len()).sum();
            assert_eq!((course.point_end_h.len(), course.leg_end_h.len()), (points, procedure.leg.len()));
            assert!(course.hours() > 0.85 * twin.1 && course.hours() < 1.15 * twin.0, "{} h", course.hours());
        }
    }

    #[test]
    fn a_procedure_that_can_never_be_calm_says_so() {
        let text = include_str!("../../rigs/catalog/procedures/ctd-short.toml")
            .replace("timeout_h = 12.0", "timeout_h = 0.2");
        let rig = parse("rig", RIG).unwrap();
        let item: Item = parse("item", ITEM).unwrap();
        let procedure: Procedure = parse("procedure", &text).unwrap();
        let plan = Plan::new(&rig, &procedure, &[item], 0);
        let refused = rehearse(&plan, Start::of_rig(&rig)).unwrap_err();
        assert!(refused.contains("not done within 0.2 h"), "{refused}");
    }
}
