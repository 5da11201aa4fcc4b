//! The procedure against a small chamber: a compressible volume whose squeezing warms it and whose wall cools it.

mod checks;
mod consulting;

use super::*;
use crate::procedure::{Advised, Answer};
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_rigs::description::{Item, Procedure, Rig, parse};
use hadal_wire::operator::Task;

const SECOND: u64 = 1_000_000_000;

fn plan(procedure: &str) -> Plan {
    let rig: Rig = parse("rig", include_str!("../../../rigs/catalog/full-ocean-depth-71l.toml")).unwrap();
    let item: Item = parse("item", include_str!("../../../rigs/catalog/items/deep-ctd.toml")).unwrap();
    let procedure: Procedure = parse("procedure", procedure).unwrap();
    Plan::new(&rig, &procedure, &[item], 1_772_438_400_000_000_000)
}

fn two_legs() -> Plan {
    let mut plan = plan(include_str!("../../../rigs/catalog/procedures/ctd-short.toml"));
    plan.procedure.leg.truncate(1);
    plan.procedure.leg[0].pressures_mpa_sea = vec![0.0, 23.0, 46.0, 23.0, 0.0];
    plan
}

/// Everything that an hour of water does, in five numbers.
struct Toy {
    pressure: f64,
    water: f64,
    wall: f64,
    salinity: f64,
    demand: Option<Demand>,
    sampling: Sampling,
    due_answers: Vec<(u64, Answer)>,
    refuses: bool,
    never_calm: bool,
    /// What the references are wrong by beside their standards, from the first point on: K, MPa, practical salinity.
    drifts: [f64; 3],
    drifting: bool,
    thermometer_in_cell: Option<u32>,
    is_open: bool,
    barometer_hpa: f64,
    held_pressure: Option<f64>,
    /// What the adviser will say, the next last, and how long it thinks.
    advice: Vec<Result<Advised, String>>,
    thinks_s: u64,
}

const ML_PER_MPA: f64 = 33.0;

impl Toy {
    fn new() -> Self {
        Self {
            pressure: STANDARD_ATMOSPHERE_MPA,
            water: 20.0,
            wall: 20.0,
            salinity: 30.0,
            demand: None,
            sampling: Sampling::Idle,
            due_answers: Vec::new(),
            refuses: false,
            never_calm: false,
            drifts: [0.0; 3],
            drifting: false,
            thermometer_in_cell: None,
            is_open: false,
            barometer_hpa: 1013.25,
            held_pressure: None,
            advice: Vec::new(),
            thinks_s: 5,
        }
    }

    fn advance(&mut self, now_ns: u64) {
        let Some(demand) = self.demand else { return };
        let net = demand.pump_ml_per_min - demand.release_ml_per_min;
        let before = (self.pressure, self.water);
        self.water += (self.wall - self.water) / 1030.0;
        self.wall += (demand.jacket_celsius - self.wall) / 1500.0;
        self.pressure += 0.8 * (self.water - before.1) + net / ML_PER_MPA / 60.0;
        self.pressure = self.pressure.max(STANDARD_ATMOSPHERE_MPA);
        self.water += 0.02 * (self.pressure - before.0);
        let dose = |flow: f64, salinity: f64| flow / 60.0 / 85_000.0 * (salinity - self.salinity);
        self.salinity += dose(demand.fresh_ml_per_min, 0.0) + dose(demand.brine_ml_per_min, 80.0);
        if self.never_calm {
            self.water += 0.001 * if now_ns / SECOND % 1200 < 600 { 1.0 } else { -1.0 };
        }
    }

    fn news(&mut self, now_ns: u64) -> News {
        let sample = |value| Sample { value, at_ns: now_ns };
        let [kelvin, mpa, _] = if self.drifting { self.drifts } else { [0.0; 3] };
        let plant = self.held_pressure.unwrap_or(self.pressure);
        // With the lid's plug out, half a metre of water stands above the transducer.
        let reference = if self.is_open { self.barometer_hpa * 1e-4 + 0.004_977 } else { plant };
        // The last digit of any honest instrument flickers.
        let flicker = 1e-6 * if (now_ns / SECOND).is_multiple_of(2) { 1.0 } else { -1.0 };
        let mut news = News { pressures: vec![sample(reference + mpa + flicker)], ..News::default() };
        news.plant_pressures.push(sample(plant));
        if (now_ns / SECOND).is_multiple_of(5) {
            let shows = |index: u32, water: f64| {
                let in_cell = self.thermometer_in_cell == Some(index);
                sample(if in_cell { 0.009_807 + kelvin + flicker } else { water })
            };
            news.temperatures = vec![(0, shows(0, self.water)), (1, shows(1, self.water + 2e-4))];
        }
        if self.sampling == Sampling::Running && (now_ns / SECOND).is_multiple_of(10) {
            news.item_samples.push((0, sample(2650.0 + flicker)));
        }
        let due = self.due_answers.partition_point(|(at_ns, _)| *at_ns <= now_ns);
        news.answers = self.due_answers.drain(..due).map(|(_, answer)| answer).collect();
        news
    }

    fn obey(&mut self, command: &Command, now_ns: u64) {
        match command {
            Command::Plant(demand) => self.demand = Some(*demand),
            Command::Sample(sampling) => self.sampling = *sampling,
            Command::Ask { number, .. } if self.refuses => {
                let answer = Answer::Refused { number: *number, reason: "no bottles left".to_owned() };
                self.due_answers.push((now_ns + 60 * SECOND, answer));
            }
            Command::Ask { number, task } => self.answer(*number, task, now_ns),
            Command::Vent => {
                let vented = Demand {
                    pump_ml_per_min: 0.0,
                    release_ml_per_min: 900.0,
                    jacket_celsius: self.wall,
                    stirrer_rpm: 0.0,
                    fresh_ml_per_min: 0.0,
                    brine_ml_per_min: 0.0,
                };
                self.demand = Some(vented);
            }
            Command::Consult(_) => {
                let due = self.advice.pop().map(Answer::Advice);
                self.due_answers.extend(due.map(|answer| (now_ns + self.thinks_s * SECOND, answer)));
            }
            Command::Point(_) => self.drifting = true,
            _ => {}
        }
    }

    fn answer(&mut self, number: u32, task: &Task, now_ns: u64) {
        let at_ns = now_ns + 1200 * SECOND;
        let value = match task {
            Task::Fill { salinity_practical } => Some(*salinity_practical),
            Task::Bottle { .. } => Some(self.salinity),
            Task::StandardSeawater { .. } => Some(34.9945 + if self.drifting { self.drifts[2] } else { 0.0 }),
            Task::Open => Some(self.barometer_hpa),
            _ => None,
        };
        match task {
            Task::Bottle { .. } => {
                let at_ns = now_ns + 60 * SECOND;
                self.due_answers.push((at_ns, Answer::Drawn { number, at_ns }));
            }
            Task::TriplePoint { thermometer } => self.thermometer_in_cell = Some(*thermometer),
            Task::Well { .. } => self.thermometer_in_cell = None,
            Task::Open => self.is_open = true,
            Task::Close => self.is_open = false,
            _ => {}
        }
        let answer = match value {
            Some(value) => Answer::Entry { number, value, at_ns },
            None => Answer::Done { number, at_ns },
        };
        self.due_answers.push((at_ns, answer));
        self.due_answers.sort_by_key(|(at_ns, _)| *at_ns);
    }
}

/// One second of a run.
struct Trace {
    now_ns: u64,
    pressure: f64,
    salinity: f64,
    name: String,
    demand: Option<Demand>,
    at_work: Option<crate::interlock::AtWork>,
    commands: Vec<Command>,
}

fn run(plan: &Plan, mut toy: Toy, hours: u64) -> Vec<Trace> {
    let mut state = State::new(plan, 0);
    let mut traces = Vec::new();
    for second in 0..hours * 3600 {
        let now_ns = second * SECOND;
        toy.advance(now_ns);
        let news = toy.news(now_ns);
        let (next, commands) = step(state, &news, plan, now_ns);
        state = next;
        commands.iter().for_each(|command| toy.obey(command, now_ns));
        let (pressure, salinity, demand) = (toy.pressure, toy.salinity, toy.demand);
        let (name, at_work) = (state.name(plan), state.at_work());
        traces.push(Trace { now_ns, pressure, salinity, name, demand, at_work, commands });
        if state.has_ended() {
            break;
        }
    }
    traces
}

fn all_commands(traces: &[Trace]) -> impl Iterator<Item = &Command> {
    traces.iter().flat_map(|trace| &trace.commands)
}

#[test]
fn a_leg_is_dosed_bottled_walked_and_bottled_again() {
    let plan = two_legs();
    let traces = run(&plan, Toy::new(), 100);
    assert!(
        matches!(traces.last().unwrap().commands.last(), Some(Command::Finish)),
        "{}",
        traces.last().unwrap().name
    );
    let points: Vec<_> = all_commands(&traces)
        .filter_map(|command| if let Command::Point(point) = command { Some(point) } else { None })
        .collect();
    assert_eq!(
        points.iter().map(|point| point.pressure_mpa_sea).collect::<Vec<_>>(),
        [0.0, 23.0, 46.0, 23.0, 0.0]
    );
    for point in &points {
        let inside =
            traces.iter().filter(|trace| trace.now_ns >= point.from_ns && trace.now_ns <= point.until_ns);
        let wanted = pressure::absolute(point.pressure_mpa_sea);
        let tolerance = plan.procedure.approach.pressure_tolerance_mpa;
        inside.for_each(|trace| assert!((trace.pressure - wanted).abs() <= tolerance, "{}", trace.pressure));
    }
    let bottles: Vec<_> = all_commands(&traces)
        .filter_map(|command| if let Command::Bottle(bottle) = command { Some(bottle.drawn) } else { None })
        .collect();
    assert_eq!(bottles.first(), Some(&Drawn::WhileDosing));
    let named = bottles.iter().filter(|drawn| **drawn != Drawn::WhileDosing).copied().collect::<Vec<_>>();
    assert_eq!(named, [Drawn::PumpReservoir, Drawn::BeforeLeg, Drawn::AfterLeg]);
    assert!((traces.last().unwrap().salinity - 35.0).abs() < 0.25);
}

#[test]
fn pressure_is_only_ever_driven_in_the_direction_of_the_leg() {
    let traces = run(&two_legs(), Toy::new(), 100);
    // Up until the last point at 46 MPa has been read, then down.
    let turn = traces.iter().position(|trace| trace.name.contains("Approach: leg 0 (trial, 19 °C), 23 MPa"));
    let top = traces.iter().rposition(|trace| trace.name.contains(", 46 MPa")).unwrap();
    for trace in &traces[turn.unwrap()..=top] {
        assert!(
            trace
                .demand
                .is_none_or(|demand| demand.release_ml_per_min <= 0.0 || trace.name.contains(" 0 MPa"))
        );
    }
    for trace in traces[top + 1..].iter().filter(|trace| trace.name.contains(", 23 MPa")) {
        assert!(trace.demand.unwrap().pump_ml_per_min <= 0.0, "{}", trace.name);
    }
}

#[test]
fn dp_dt_does_not_change_sign_while_a_set_point_is_approached() {
    let traces = run(&two_legs(), Toy::new(), 100);
    let approaches = |trace: &&Trace| trace.name.starts_with("Approach") && !trace.name.contains(" 0 MPa");
    let mut seen = 0;
    for pair in traces.windows(2).filter(|pair| approaches(&&pair[0]) && approaches(&&pair[1])) {
        if pair[0].name != pair[1].name {
            continue;
        }
        let up = pair[0].demand.is_some_and(|demand| demand.pump_ml_per_min > 0.0);
        let change = pair[1].pressure - pair[0].pressure;
        assert!(if up { change >= 0.0 } else { change <= 0.0 }, "{}: {change}", pair[0].name);
        seen += 1;
    }
    assert!(seen > 600, "{seen}");
}

#[test]
fn the_pump_never_works_above_its_set_point_nor_the_release_below() {
    let traces = run(&two_legs(), Toy::new(), 100);
    let mut seen = 0;
    for trace in &traces {
        let Some(demand) = trace.demand else { continue };
        for wanted in
            [23.0, 46.0].into_iter().filter(|wanted| trace.name.ends_with(&format!(", {wanted} MPa")))
        {
            let target = pressure::absolute(wanted);
            assert!(demand.pump_ml_per_min <= 0.0 || trace.pressure < target + 0.1, "{}", trace.name);
            assert!(demand.release_ml_per_min <= 0.0 || trace.pressure > target - 0.1, "{}", trace.name);
            seen += 1;
        }
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn nothing_is_dosed_under_pressure_and_nothing_is_read_while_a_valve_moves() {
    let traces = run(&two_legs(), Toy::new(), 100);
    for trace in &traces {
        let Some(demand) = trace.demand else { continue };
        let dosing = demand.fresh_ml_per_min + demand.brine_ml_per_min;
        assert!(dosing <= 0.0 || trace.pressure < 0.2);
        if trace.name.starts_with("Reading") && !trace.name.contains(" 0 MPa") {
            assert!(demand.pump_ml_per_min + demand.release_ml_per_min <= 0.0, "{}", trace.name);
        }
    }
}

#[test]
fn water_that_never_calms_ends_with_the_terms_that_held_it() {
    let mut plan = two_legs();
    plan.procedure.approach.timeout_h = 3.0;
    let traces = run(&plan, Toy { never_calm: true, ..Toy::new() }, 20);
    let Some(Command::Fail { reason }) = traces.last().unwrap().commands.last() else { panic!("must fail") };
    assert!(reason.contains("held by") && reason.contains("TemperatureDrift"), "{reason}");
    assert!(!all_commands(&traces).any(|command| matches!(command, Command::Point(_))));
}

#[test]
fn an_operator_who_refuses_ends_the_procedure_with_his_words() {
    let traces = run(&two_legs(), Toy { refuses: true, ..Toy::new() }, 2);
    let Some(Command::Fail { reason }) = traces.last().unwrap().commands.last() else { panic!("must fail") };
    assert!(reason.contains("no bottles left"), "{reason}");
}

#[test]
fn a_silent_operator_runs_out_of_patience() {
    let mut plan = two_legs();
    plan.procedure.approach.timeout_h = 1.0;
    let mut state = State::new(&plan, 0);
    let mut toy = Toy::new();
    let mut failed = None;
    for second in 0..2 * 3600_u64 {
        let (next, commands) = step(state, &toy.news(second * SECOND), &plan, second * SECOND);
        state = next;
        failed = failed.or(commands.into_iter().find(|command| matches!(command, Command::Fail { .. })));
    }
    let Some(Command::Fail { reason }) = failed else { panic!("must fail") };
    assert!(reason.contains("Sounding salinity"), "{reason}");
}

#[test]
fn the_same_news_gives_the_same_commands() {
    let trace =
        |hours| run(&two_legs(), Toy::new(), hours).into_iter().map(|t| t.commands).collect::<Vec<_>>();
    assert_eq!(trace(10), trace(10));
}
