//! Checks that bracket a run: what a procedure may ask for, and what a rig must have for it.

use super::*;
use crate::catalog::CHECKED;

fn procedure_problem(old: &str, new: &str) -> Problem {
    only_problem::<Procedure>(&with(CHECKED, old, new))
}

/// The problems of the checked procedure on a rig without the table that begins so.
fn without(table: &str) -> Vec<Problem> {
    let end = RIG.find(table).unwrap();
    let rest = RIG[end..].find("\n\n").map_or("", |next| &RIG[end + next..]);
    plan_problems(&format!("{}{rest}", &RIG[..end]), CHECKED, &[DEEP_CTD])
}

#[test]
fn a_procedure_with_checks_is_a_plan() {
    assert_eq!(plan_problems(RIG, CHECKED, &[DEEP_CTD]), []);
    let checks = procedure(CHECKED).value.checks.unwrap();
    assert_eq!((checks.before.len(), checks.after.len()), (4, 4));
    assert!(procedure(SHORT).value.checks.is_none());
}

#[test]
fn a_check_that_is_none_is_refused_with_those_that_are() {
    let problem = procedure_problem(
        "\"standard-seawater\", \"pressure-zero\", \"cell-in-air\"]",
        "\"ice-point\", \"cell-in-air\"]",
    );
    assert_says(
        &problem,
        "checks.before[1]",
        "ice-point",
        "triple-point, standard-seawater, pressure-zero, cell-in-air",
    );
}

#[test]
fn a_check_that_is_named_twice_is_refused() {
    let problem =
        procedure_problem("\"triple-point\", \"standard-seawater\"", "\"triple-point\", \"triple-point\"");
    assert_says(&problem, "checks.before[1]", "triple-point", "once");
}

#[test]
fn standard_seawater_needs_its_label() {
    let label = "[checks.standard_seawater]\nbatch = \"X7\"\nk15 = 0.99986\ncalibrated = \"2025-06-16\"\n";
    let problem = procedure_problem(label, "");
    assert_eq!((problem.field.as_str(), problem.value.as_str()), ("checks.standard_seawater", "missing"));
    assert_says(&procedure_problem("\"X7\"", "\"X 7\""), "checks.standard_seawater.batch", "X 7", "one word");
    assert_says(
        &procedure_problem("k15 = 0.99986", "k15 = 34.99"),
        "checks.standard_seawater.k15",
        "34.99",
        "0.2 to 1.2",
    );
    let problem = procedure_problem("2025-06-16", "2025-06-31");
    assert_says(&problem, "checks.standard_seawater.calibrated", "2025-06-31", "a date");
}

#[test]
fn a_cell_in_air_is_looked_at_on_both_sides_of_the_run_or_on_none() {
    let problem = procedure_problem("\"pressure-zero\", \"cell-in-air\"]", "\"pressure-zero\"]");
    assert_says(&problem, "checks.before", "without cell-in-air", "both lists");
}

#[test]
fn a_check_without_its_standard_on_the_rig_is_refused() {
    for (table, list) in [
        ("[triple_point_cell]", [("before", 0), ("after", 3)]),
        ("[barometer]", [("before", 2), ("after", 1)]),
    ] {
        let problems = without(table);
        assert_eq!(problems.len(), 2, "{problems:?}");
        for (problem, (side, index)) in problems.iter().zip(list) {
            assert_eq!(problem.field, format!("checks.{side}[{index}]"));
            assert!(problem.accepted.contains(table) && problem.accepted.contains("rig.toml"), "{problem}");
        }
    }
}

#[test]
fn standards_that_are_out_of_date_are_refused_where_they_are_needed() {
    let old = with(RIG, "2027-06-30", "2026-03-01");
    let problems = plan_problems(&old, CHECKED, &[DEEP_CTD]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_says(&problems[0], "triple_point_cell.due_date", "2026-03-01", "T-2025-0481 has expired");
    assert_eq!(plan_problems(&old, SHORT, &[DEEP_CTD]), [], "a procedure without checks needs no cell");
    let problems = plan_problems(RIG, &with(CHECKED, "2025-06-16", "2023-03-01"), &[DEEP_CTD]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_says(&problems[0], "checks.standard_seawater.calibrated", "2023-03-01", "ends on 2026-03-01");
}
