//! An adviser who says beforehand what he will say: what is visited, from which side, and what is not followed.

use super::*;
use crate::procedure::{Advice, Itinerary};

fn advised_plan() -> Plan {
    let mut plan = two_legs();
    plan.procedure.leg[0].pressures_mpa_sea = vec![0.0, 23.0, 46.0, 69.0, 0.0];
    Plan { itinerary: Itinerary::Advised, ..plan }
}

fn advised(said: &[Advice]) -> Toy {
    let words =
        |advice: &Advice| Ok(Advised { advice: *advice, why: format!("{advice:?}"), remaining_s: 3600.0 });
    Toy { advice: said.iter().rev().map(words).collect(), ..Toy::new() }
}

fn failure(plan: &Plan, toy: Toy) -> String {
    let traces = run(plan, toy, 40);
    match traces.last().unwrap().commands.last() {
        Some(Command::Fail { reason }) => reason.clone(),
        other => panic!("must fail: {other:?}"),
    }
}

fn pressures_read(traces: &[Trace]) -> Vec<f64> {
    let read = all_commands(traces).filter_map(|command| match command {
        Command::Point(point) => Some(point.pressure_mpa_sea),
        _ => None,
    });
    read.collect()
}

#[test]
fn only_what_is_advised_is_visited_and_each_pressure_is_approached_from_the_last() {
    let said =
        [Advice::Begin(0), Advice::GoTo(3), Advice::GoTo(1), Advice::GoTo(4), Advice::EndLeg, Advice::Finish];
    let traces = run(&advised_plan(), advised(&said), 100);
    assert!(matches!(traces.last().unwrap().commands.last(), Some(Command::Finish)));
    assert_eq!(pressures_read(&traces), [0.0, 69.0, 23.0, 0.0]);
    // 23 MPa stands before 69 MPa in the list, but came after it: the pump must rest.
    let (mut falling, mut rising) = (0, 0);
    for trace in &traces {
        let Some(demand) = trace.demand else { continue };
        if trace.name.ends_with(", 23 MPa") {
            assert!(demand.pump_ml_per_min <= 0.0, "{}", trace.name);
            falling += 1;
        } else if trace.name.ends_with(", 69 MPa") {
            assert!(demand.release_ml_per_min <= 0.0, "{}", trace.name);
            rising += 1;
        }
    }
    assert!(falling > 600 && rising > 600, "{falling} {rising}");
    let bottles = all_commands(&traces).filter(|command| matches!(command, Command::Bottle(_))).count();
    assert!(bottles >= 3, "{bottles}");
    let noted = |text: &str| all_commands(&traces).any(|c| *c == Command::Note(format!("advised: {text}")));
    assert!(said.iter().all(|advice| noted(&format!("{advice:?}"))), "every advice is in the record");
}

#[test]
fn the_vessel_is_held_while_the_adviser_thinks_and_patience_ends() {
    let said = [Advice::Begin(0), Advice::GoTo(2), Advice::GoTo(4), Advice::EndLeg, Advice::Finish];
    let traces = run(&advised_plan(), Toy { thinks_s: 1800, ..advised(&said) }, 100);
    assert_eq!(pressures_read(&traces), [0.0, 46.0, 0.0]);
    let under = traces
        .iter()
        .filter(|trace| trace.name.starts_with("Consulting: leg") && trace.name.ends_with("46 MPa"));
    let held: Vec<&Trace> = under.collect();
    assert!(held.len() >= 1800, "{}", held.len());
    // In the tick in which it begins to think, the plant is told to rest.
    for trace in &held {
        let demand = trace.demand.unwrap();
        assert!(demand.pump_ml_per_min + demand.release_ml_per_min <= 0.0, "{demand:?}");
    }
    let mut plan = advised_plan();
    plan.procedure.approach.timeout_h = 6.0;
    let reason = failure(&plan, advised(&said[..2]));
    assert!(reason.contains("Consulting: leg 0") && reason.contains("not done within 6 h"), "{reason}");
}

#[test]
fn advice_that_cannot_be_followed_ends_the_run() {
    let plan = advised_plan();
    let bad = [
        vec![Advice::Begin(1)],
        vec![Advice::GoTo(0)],
        vec![Advice::EndLeg],
        vec![Advice::Begin(0), Advice::GoTo(5)],
        vec![Advice::Begin(0), Advice::Begin(0)],
        vec![Advice::Begin(0), Advice::Finish],
        vec![Advice::Begin(0), Advice::GoTo(1), Advice::EndLeg],
        vec![Advice::Begin(0), Advice::EndLeg, Advice::Begin(0)],
    ];
    for said in bad {
        let reason = failure(&plan, advised(&said));
        assert!(reason.contains(&format!("{:?} cannot be followed", said.last().unwrap())), "{reason}");
    }
    let silent = Toy { advice: vec![Err("no bottle".to_owned())], ..Toy::new() };
    assert_eq!(failure(&plan, silent), "the adviser gives no advice: no bottle");
}

#[test]
fn a_listed_run_hears_no_advice() {
    let plan = two_legs();
    let unasked =
        Answer::Advice(Ok(Advised { advice: Advice::Finish, why: String::new(), remaining_s: 0.0 }));
    let toy = Toy { due_answers: vec![(3600 * SECOND, unasked)], ..Toy::new() };
    let traces = run(&plan, toy, 100);
    assert!(all_commands(&traces).any(|c| *c == Command::Note("advice nobody asked for".to_owned())));
    assert_eq!(pressures_read(&traces), [0.0, 23.0, 46.0, 23.0, 0.0]);
}
