//! Checks before and after a leg: their order, what they may not do, and what follows when one fails.

use super::*;
use hadal_record::event::{Bracket, Check, Checked};

fn checked() -> Plan {
    let mut plan = plan(include_str!("../../../../rigs/catalog/procedures/ctd-short-checked.toml"));
    plan.procedure.leg.truncate(1);
    plan.procedure.leg[0].pressures_mpa_sea = vec![0.0, 8.0, 0.0];
    plan
}

fn made(traces: &[Trace]) -> Vec<Check> {
    let check =
        |command: &Command| if let Command::Check(check) = command { Some(check.clone()) } else { None };
    all_commands(traces).filter_map(check).collect()
}

fn failure(traces: &[Trace]) -> String {
    match traces.last().unwrap().commands.last() {
        Some(Command::Fail { reason }) => reason.clone(),
        other => panic!("must fail: {other:?}"),
    }
}

#[test]
fn every_check_is_made_before_the_leg_and_again_after_it() {
    let traces = run(&checked(), Toy::new(), 100);
    assert!(matches!(traces.last().unwrap().commands.last(), Some(Command::Finish)));
    let found: Vec<(Bracket, Checked, u32)> =
        made(&traces).iter().map(|check| (check.bracket, check.checked, check.number)).collect();
    let one = [
        (Checked::TriplePoint, 0),
        (Checked::TriplePoint, 1),
        (Checked::StandardSeawater, 0),
        (Checked::PressureZero, 0),
        (Checked::CellInAir, 0),
    ];
    let other = [one[4], one[3], one[2], one[0], one[1]];
    let before = one.map(|(checked, number)| (Bracket::Before, checked, number));
    let after = other.map(|(checked, number)| (Bracket::After, checked, number));
    assert_eq!(found, [before, after].concat());
    let point = |trace: &Trace| trace.commands.iter().any(|command| matches!(command, Command::Point(_)));
    let check = |trace: &Trace| trace.commands.iter().any(|command| matches!(command, Command::Check(_)));
    let first_point = traces.iter().position(point).unwrap();
    let last_point = traces.iter().rposition(point).unwrap();
    assert_eq!(traces[..first_point].iter().filter(|trace| check(trace)).count(), 5);
    assert_eq!(traces[last_point..].iter().filter(|trace| check(trace)).count(), 5);
    for check in made(&traces) {
        let entry = matches!(check.checked, Checked::StandardSeawater | Checked::PressureZero);
        assert_eq!(check.entered.is_some(), entry, "{check:?}");
        assert!(
            check.until_ns
                >= check.from_ns + if check.checked == Checked::StandardSeawater { 0 } else { 9 * SECOND }
        );
    }
}

/// Nothing drives the plant while the operator is at it, and nothing is asked before it has been vented for a minute.
#[test]
fn the_plant_is_vented_and_left_alone_while_the_operator_works_at_it() {
    let traces = run(&checked(), Toy::new(), 100);
    let mut at_work = 0;
    for trace in traces.iter().filter(|trace| trace.name.starts_with("Check ")) {
        let demand = trace.demand.unwrap();
        assert!(
            demand.pump_ml_per_min <= 0.0 && demand.release_ml_per_min > 0.0 && demand.stirrer_rpm <= 0.0
        );
        assert!(!trace.commands.iter().any(|command| matches!(command, Command::Plant(_))), "{}", trace.name);
        if trace.at_work.is_some() {
            assert!(trace.pressure < 0.11, "{}: {}", trace.name, trace.pressure);
            at_work += 1;
        }
    }
    assert!(at_work > 3600, "{at_work}");
    assert!(
        traces.iter().filter(|trace| !trace.name.starts_with("Check ")).all(|trace| trace.at_work.is_none())
    );
    let asks = |trace: &&Trace| {
        let task = trace
            .commands
            .iter()
            .find_map(|c| if let Command::Ask { task, .. } = c { Some(task) } else { None });
        matches!(task, Some(Task::TriplePoint { .. } | Task::Open | Task::Air { .. }))
    };
    for ask in traces.iter().filter(asks) {
        let minute = traces.iter().filter(|t| t.now_ns < ask.now_ns && t.now_ns + 60 * SECOND >= ask.now_ns);
        minute.for_each(|trace| assert!(trace.name.ends_with(": venting") && trace.pressure < 0.11));
    }
}

#[test]
fn nobody_is_asked_to_open_a_vessel_that_either_transducer_sees_under_pressure() {
    let mut plan = checked();
    plan.procedure.approach.timeout_h = 1.0;
    for toy in [
        Toy { held_pressure: Some(0.3), is_open: true, ..Toy::new() },
        Toy { drifts: [0.0, 0.06, 0.0], drifting: true, ..Toy::new() },
    ] {
        let traces = run(&plan, toy, 3);
        assert!(!all_commands(&traces).any(|command| matches!(command, Command::Ask { .. })));
        let reason = failure(&traces);
        assert!(
            reason.contains("Check before") && reason.contains("venting: not done within 1 h"),
            "{reason}"
        );
    }
}

#[test]
fn a_reference_that_fails_before_the_run_ends_it_before_any_pressure_and_says_what_to_do() {
    for (drifts, what, remedy) in [
        ([0.001, 0.0, 0.0], "thermometer SPRT-1101 at the triple point of water: off by +1.00 mK", "mantle"),
        ([0.0, 0.0, 0.003], "salinometer SAL-0315 on Standard Seawater: off by +0.0030", "second bottle"),
        ([0.0, 0.008, 0.0], "pressure zero of transducer DQ-2207: off by +8.00 kPa", "transducer's line"),
    ] {
        let traces = run(&checked(), Toy { drifts, drifting: true, ..Toy::new() }, 20);
        let reason = failure(&traces);
        assert!(reason.contains(what) && reason.contains(remedy), "{reason}");
        assert!(reason.contains("nothing was pressurised") && reason.contains("accepted is"), "{reason}");
        assert!(traces.iter().all(|trace| trace.pressure < 0.11));
        assert!(traces.last().unwrap().at_work.is_none(), "everything is back where it belongs");
    }
}

/// What is found after the run is for the certificate to judge: the run itself has ended well.
#[test]
fn a_reference_that_drifts_during_the_run_does_not_end_it() {
    let toy = Toy { drifts: [0.01, 0.03, 0.01], ..Toy::new() };
    let traces = run(&checked(), toy, 100);
    assert!(matches!(traces.last().unwrap().commands.last(), Some(Command::Finish)));
    assert_eq!(made(&traces).len(), 10);
}

#[test]
fn an_operator_who_refuses_a_check_ends_the_procedure_with_his_words() {
    let traces = run(&checked(), Toy { refuses: true, ..Toy::new() }, 2);
    assert!(failure(&traces).contains("no bottles left"));
    assert!(made(&traces).is_empty() && traces.iter().all(|trace| trace.pressure < 0.11));
}

#[test]
fn an_answer_that_does_not_fit_the_question_is_noted_and_waited_on() {
    let plan = checked();
    let mut state = State::new(&plan, 0);
    let mut toy = Toy::new();
    let (mut asked, mut notes, mut reading) = (None, 0, false);
    for second in 0..400_u64 {
        let now_ns = second * SECOND;
        toy.advance(now_ns);
        let mut news = toy.news(now_ns);
        // A number for a thermometer that was to be said to be done; then what was asked for.
        news.answers = match (asked, second) {
            (Some(number), 200) => vec![Answer::Entry { number, value: 35.0, at_ns: now_ns }],
            (Some(number), 300) => vec![Answer::Done { number, at_ns: now_ns }],
            _ => Vec::new(),
        };
        let (next, commands) = step(state, &news, &plan, now_ns);
        state = next;
        for command in &commands {
            match command {
                Command::Ask { number, .. } => asked = Some(*number),
                Command::Note(_) => notes += 1,
                _ => {}
            }
        }
        assert!(!state.name(&plan).ends_with("being read") || second >= 300);
        reading |= state.name(&plan).ends_with("being read");
    }
    assert!(reading && notes == 1, "{notes} {}", state.name(&plan));
}

#[test]
fn an_operator_who_never_says_that_it_is_done_runs_out_of_patience_at_ambient_pressure() {
    let mut plan = checked();
    plan.procedure.approach.timeout_h = 1.0;
    let (mut state, mut toy) = (State::new(&plan, 0), Toy::new());
    let mut failed = None;
    for second in 0..2 * 3600_u64 {
        let now_ns = second * SECOND;
        toy.advance(now_ns);
        let news = News { answers: Vec::new(), ..toy.news(now_ns) };
        let (next, commands) = step(state, &news, &plan, now_ns);
        state = next;
        commands.iter().for_each(|command| toy.obey(command, now_ns));
        failed = failed.or(commands.into_iter().find(|command| matches!(command, Command::Fail { .. })));
        assert!(toy.pressure < 0.11 && !commands_to_pump(&toy));
    }
    let Some(Command::Fail { reason }) = failed else { panic!("must fail") };
    assert!(
        reason.contains("SPRT-1101") && reason.contains("being prepared: not done within 1 h"),
        "{reason}"
    );
}

fn commands_to_pump(toy: &Toy) -> bool {
    toy.demand.is_some_and(|demand| demand.pump_ml_per_min > 0.0)
}
