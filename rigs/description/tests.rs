//! Bad input: every refusal names file, field, value and what is accepted, before anything moves.

mod bounds;
mod bracket;
mod declared;
mod instruments;
mod wording;

use super::*;
use crate::catalog::{DEEP_CTD, FULL_DEPTH, RIG, SBE_37_SM, SERVED, SHORT, item, loaded, procedure};
use std::path::Path;

/// The single problem that a changed text of a kind has.
fn only_problem<T: Description>(text: &str) -> Problem {
    match parse::<T>("file.toml", text) {
        Ok(_) => panic!("accepted"),
        Err(error) => {
            let problems = error.problems();
            assert_eq!(problems.len(), 1, "{error}");
            problems[0].clone()
        }
    }
}

/// `text` with one occurrence replaced, which must be there.
fn with(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{old}");
    text.replacen(old, new, 1)
}

/// Every problem of a plan.
fn plan_problems(rig: &str, plan: &str, items: &[&str]) -> Vec<Problem> {
    let rig = loaded::<Rig>("rig.toml", rig);
    let items: Vec<Loaded<Item>> = items.iter().map(|text| item(text)).collect();
    match plan_check(&rig, &procedure(plan), &items) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().to_vec(),
    }
}

/// The one problem of a plan that differs from the shipped one by a replacement in the procedure.
fn plan_problem(old: &str, new: &str) -> Problem {
    let problems = plan_problems(RIG, &with(FULL_DEPTH, old, new), &[DEEP_CTD]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0].clone()
}

fn assert_says(problem: &Problem, field: &str, value: &str, accepted: &str) {
    assert_eq!(problem.field, field, "{problem}");
    assert!(problem.value.contains(value), "{problem}");
    assert!(problem.accepted.contains(accepted), "{problem}");
    assert!(problem.line.is_some(), "{problem}");
    assert!(problem.to_string().contains(".toml:"), "{problem}");
}

#[test]
fn shipped_files_are_a_plan() {
    assert_eq!(plan_problems(RIG, FULL_DEPTH, &[DEEP_CTD]), []);
    assert_eq!(plan_problems(RIG, SHORT, &[DEEP_CTD]), []);
    let plan = procedure(FULL_DEPTH).value;
    let points: usize = plan.leg.iter().map(|leg| leg.pressures_mpa_sea.len()).sum();
    assert!(points >= 30, "{points}");
    for (text, kind) in [(RIG, "rig"), (FULL_DEPTH, "procedure"), (DEEP_CTD, "item"), (SBE_37_SM, "item")] {
        assert_eq!(check_any("file.toml", text).unwrap(), kind);
    }
}

#[test]
fn items_that_only_the_twin_serves_are_good_files_but_no_plan() {
    for text in SERVED {
        assert_eq!(check_any("item.toml", text).unwrap(), "item");
        let kind = item(text).value.kind;
        let problems = plan_problems(RIG, SHORT, &[text]);
        let undriven: Vec<&Problem> = problems.iter().filter(|problem| problem.field == "kind").collect();
        assert_eq!(undriven.len(), 1, "{problems:?}");
        assert_says(undriven[0], "kind", &format!("\"{kind}\""), "the controller does not drive them yet");
        assert!(undriven[0].accepted.contains(&item(text).value.name), "{}", undriven[0]);
        assert_eq!(driven_check(&item(text)).unwrap_err().problems(), [undriven[0].clone()]);
        assert!(text.contains(&format!("kind = \"{kind}\"")), "a kind is shown as it is written: {kind}");
    }
}

#[test]
fn each_kind_of_item_needs_its_own_coefficients() {
    for text in SERVED {
        let names: Vec<&str> = text.lines().skip_while(|line| *line != "[coefficient]").skip(1).collect();
        for line in names.iter().filter(|line| line.contains('=')) {
            let (name, _) = line.split_once(" = ").unwrap();
            let problem = only_problem::<Item>(&with(text, &format!("{line}\n"), ""));
            assert_eq!(problem.field, format!("coefficient.{name}"), "{problem}");
        }
        let first = names.first().unwrap();
        let misspelt = only_problem::<Item>(&with(text, first, &format!("{first}\nWRONG = 1.0")));
        assert_says(&misspelt, "coefficient.WRONG", "", "one of ");
    }
}

#[test]
fn the_envelope_is_the_tightest_of_vessel_and_items() {
    let rig = loaded::<Rig>("rig.toml", RIG);
    let deep = item(DEEP_CTD).value;
    let envelope = plan_check(&rig, &procedure(FULL_DEPTH), &[item(DEEP_CTD)]).unwrap();
    let item_max = deep.rating_mpa_sea + 0.101_325;
    assert!((envelope.pressure_max_mpa_absolute - item_max.min(119.0)).abs() < 1e-12);
    assert!((envelope.pressure_rate_max_mpa_per_min - 8.0).abs() < 1e-12);
    assert!((envelope.vent_rate_mpa_per_min - 6.0).abs() < 1e-12);
    let shallow = Envelope::of(&rig.value, [&deep, &item(SBE_37_SM).value]);
    assert!((shallow.pressure_max_mpa_absolute - 71.101_325).abs() < 1e-12);
}

#[test]
fn pressure_above_the_items_rating_is_refused() {
    let problems = plan_problems(RIG, FULL_DEPTH, &[SBE_37_SM]);
    // 92, 115 and 92 MPa in both legs; nothing else is wrong.
    assert_eq!(problems.len(), 6, "{problems:?}");
    assert_says(&problems[1], "leg[10].pressures_mpa_sea[5]", "115", "0 to 70.500, the rating of SBE 37-SM");
    assert_eq!(problems[1].file, "procedure.toml");
}

#[test]
fn pressure_above_the_vessels_limit_is_refused() {
    let problems =
        plan_problems(RIG, &FULL_DEPTH.replacen("115.0", "118.7", 1), &[&with(DEEP_CTD, "118.0", "150.0")]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_says(
        &problems[0],
        "leg[10].pressures_mpa_sea[5]",
        "118.7",
        "0 to 118.399, the rating of 71-litre",
    );
}

#[test]
fn a_point_that_freezes_is_refused() {
    let problem = plan_problem("temperature_celsius = 1.0\n", "temperature_celsius = -1.9\n");
    assert_says(&problem, "leg[9].temperature_celsius", "-1.9", "freezes at 0 MPa");
}

#[test]
fn a_point_that_freezes_on_the_release_isentrope_is_refused() {
    let problem = plan_problem(
        "temperature_celsius = 1.0\nsalinity_practical = 36.0\n",
        "temperature_celsius = -0.8\nsalinity_practical = 36.0\n",
    );
    assert_says(&problem, "leg[10].temperature_celsius", "-0.8", "released from 115 MPa");
    // The same water is liquid at ambient pressure and at 115 MPa: only the way back freezes.
    let ambient = with(FULL_DEPTH, "temperature_celsius = 1.0\n", "temperature_celsius = -0.8\n");
    assert_eq!(plan_problems(RIG, &ambient, &[DEEP_CTD]), []);
}

#[test]
fn zero_readings_are_refused() {
    let problem = only_problem::<Procedure>(&with(FULL_DEPTH, "count = 20", "count = 0"));
    assert_says(&problem, "readings.count", "0", "2 to 10000");
    assert_eq!(problem.file, "file.toml");
}

#[test]
fn not_a_number_and_infinity_are_refused() {
    for word in ["nan", "inf", "-inf"] {
        let text = with(FULL_DEPTH, "window_s = 600.0", &format!("window_s = {word}"));
        assert_says(&only_problem::<Procedure>(&text), "stability.window_s", word, "a finite number");
    }
}

#[test]
fn a_wrong_unit_is_an_unknown_field_beside_the_right_one() {
    let text = with(RIG, "pressure_max_mpa_absolute = 119.0", "pressure_max_bar = 1190.0");
    let error = parse::<Rig>("rig.toml", &text).unwrap_err();
    let problems = error.problems();
    assert_eq!(problems.len(), 2, "{error}");
    assert_says(&problems[0], "limits.pressure_max_bar", "unknown field", "`pressure_max_mpa_absolute`");
    assert_says(&problems[1], "limits.pressure_max_mpa_absolute", "missing", "a number");
}

#[test]
fn a_value_in_the_wrong_unit_is_out_of_range() {
    let item = only_problem::<Item>(&with(DEEP_CTD, "rating_mpa_sea = 118.0", "rating_mpa_sea = 11800.0"));
    assert_says(&item, "rating_mpa_sea", "11800", "0.101325 to 200");
    let leg = only_problem::<Procedure>(&with(FULL_DEPTH, "92.0", "9200.0"));
    assert_says(&leg, "leg[10].pressures_mpa_sea[4]", "9200", "0 to 200");
}

#[test]
fn a_missing_field_is_named_with_what_belongs_there() {
    let problem = only_problem::<Item>(&with(DEEP_CTD, "rating_mpa_sea = 118.0\n", ""));
    assert_says(&problem, "rating_mpa_sea", "missing", "a number (Deepest rated pressure.)");
    let problem = only_problem::<Rig>(&with(RIG, "stale_after_s = 20.0\n", ""));
    assert_says(&problem, "limits.stale_after_s", "missing", "a number");
}

#[test]
fn an_unknown_field_is_named_with_its_line() {
    let problem = only_problem::<Procedure>(&with(FULL_DEPTH, "window_s", "colour = \"blue\"\nwindow_s"));
    assert_says(&problem, "stability.colour", "unknown field", "window_s");
    let line = FULL_DEPTH.lines().position(|line| line.starts_with("window_s")).unwrap() + 1;
    assert_eq!(problem.line, Some(line));
}

#[test]
fn a_wrong_type_is_refused() {
    let problem = only_problem::<Rig>(&with(RIG, "volume_l = 70.7", "volume_l = \"70.7\""));
    assert_says(&problem, "chamber.volume_l", "\"70.7\"", "a number");
    let problem = only_problem::<Procedure>(&with(FULL_DEPTH, "count = 20", "count = 2.5"));
    assert_says(&problem, "readings.count", "2.5", "a whole number");
    let problem = only_problem::<Procedure>(&with(FULL_DEPTH, "count = 20", "count = -1"));
    assert_says(&problem, "readings.count", "-1", "a whole number from 0");
    let problem = only_problem::<Rig>(&with(RIG, "fluke/1595a", "fluke/1595b"));
    assert_says(&problem, "instrument[0].model", "fluke/1595b", "one of fluke/1594a, fluke/1595a");
    let problem = only_problem::<Rig>(&with(RIG, "kind = \"twin\"", "kind = \"carrier-pigeon\""));
    assert_says(&problem, "instrument[0].endpoint.kind", "carrier-pigeon", "one of twin, serial, tcp");
}

#[test]
fn several_problems_are_told_at_once() {
    let text = with(
        &with(RIG, "poisson_ratio = 0.3", "poisson_ratio = 3"),
        "stale_after_s = 20.0",
        "stale_after_s = 0",
    );
    let error = parse::<Rig>("rig.toml", &text).unwrap_err();
    let message = error.to_string();
    assert!(message.lines().count() >= 2, "{message}");
    assert!(
        message.contains("rig.toml:") && message.contains("field `chamber.poisson_ratio`: value 3:"),
        "{message}"
    );
    assert!(message.contains("field `limits.stale_after_s`: value 0: accepted: 0.5 to 120"), "{message}");
}

#[test]
fn another_schema_or_no_toml_is_refused() {
    let problem = only_problem::<Rig>(&with(RIG, "hadal-rig/1", "hadal-rig/9"));
    assert_says(&problem, "schema", "hadal-rig/9", "hadal-rig/1");
    let problem = only_problem::<Rig>(DEEP_CTD);
    assert_says(&problem, "schema", "hadal-item/1", "hadal-rig/1");
    let problem = only_problem::<Rig>("schema = \"hadal-rig/1\"\nname = = 3\n");
    assert_eq!(problem.line, Some(2), "{problem}");
}

#[test]
fn the_ladder_of_protection_must_rise() {
    let problem =
        only_problem::<Rig>(&with(RIG, "hard_trip_mpa_absolute = 122.0", "hard_trip_mpa_absolute = 118.0"));
    assert_says(
        &problem,
        "limits.hard_trip_mpa_absolute",
        "118",
        "above `limits.pressure_max_mpa_absolute` = 119",
    );
}

#[test]
fn names_must_be_unique_and_resolve() {
    let problem = only_problem::<Rig>(
        &with(RIG, "name = \"pressure\"", "name = \"plc\"")
            .replace("instrument = \"pressure\"", "instrument = \"plc\""),
    );
    assert_says(&problem, "instrument[2].name", "plc", "a name that `instrument[1].name` does not have");
    let problem = only_problem::<Rig>(&with(RIG, "instrument = \"bridge\"", "instrument = \"brigde\""));
    assert_says(&problem, "reference_thermometer[0].instrument", "brigde", "one of bridge");
    let problem = only_problem::<Rig>(&with(RIG, "input = 2", "input = 1"));
    assert_says(&problem, "reference_thermometer[1].input", "1", "no other thermometer");
    let problem = only_problem::<Procedure>(&with(FULL_DEPTH, "name = \"coldest\"", "name = \"warmest\""));
    assert_says(&problem, "leg[9].name", "warmest", "`leg[2].name`");
}

#[test]
fn an_expired_certificate_is_refused() {
    let text = with(RIG, "due_date = \"2026-12-31\"", "due_date = \"2026-03-01\"");
    let problems = plan_problems(&text, FULL_DEPTH, &[DEEP_CTD]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_says(&problems[0], "reference_pressure.due_date", "2026-03-01", "2026-03-07 or later");
    assert!(problems[0].accepted.contains("P-2026-0042 has expired when the run begins"));
}

#[test]
fn an_impossible_covariance_is_refused() {
    let text = with(RIG, "[-1.6e-8, 1.6e-9]", "[1.6e-8, 1.6e-9]");
    assert_says(&only_problem::<Rig>(&text), "reference_pressure.covariance[1][0]", "1.6e-8", "by symmetry");
    let text = with(RIG, "[-1.6e-8, 1.6e-9]", "[-1.6e-8, -1.6e-9]");
    let error = parse::<Rig>("rig.toml", &text).unwrap_err();
    assert!(error.to_string().contains("a variance, zero or more"), "{error}");
}

#[test]
fn legs_begin_and_end_at_ambient_pressure() {
    let problem = only_problem::<Procedure>(&with(FULL_DEPTH, "23.0, 0.0]", "23.0]"));
    assert_says(&problem, "leg[10].pressures_mpa_sea[9]", "23", "ambient");
}

#[test]
fn rates_and_temperatures_beyond_the_limits_are_refused() {
    let problem = plan_problem("pressure_rate_mpa_per_min = 5.0", "pressure_rate_mpa_per_min = 9.0");
    assert_says(&problem, "approach.pressure_rate_mpa_per_min", "9", "0.01 to 8, the limit of 71-litre");
    let problems = plan_problems(
        RIG,
        &with(FULL_DEPTH, "temperature_celsius = 32.5", "temperature_celsius = 36.0"),
        &[DEEP_CTD],
    );
    assert_eq!(problems.len(), 2, "the rig and the item: {problems:?}");
    assert_says(&problems[0], "leg[2].temperature_celsius", "36", "-2 to 35");
}

#[test]
fn salinity_beyond_the_dosing_is_refused() {
    let problem = plan_problem("salinity_practical = 38.0", "salinity_practical = 41.0");
    assert_says(&problem, "leg[0].salinity_practical", "41", "0.44 to 40");
}

#[test]
fn a_window_too_short_for_the_bridge_is_refused() {
    let problem = plan_problem("window_s = 600.0", "window_s = 30.0");
    assert_says(&problem, "stability.window_s", "30", "50 or more: ten readings");
}

#[test]
fn twins_and_hardware_do_not_mix() {
    let serial = "endpoint = { kind = \"serial\", port = \"/dev/ttyUSB0\", baud = 9600, data_bits = 8, parity = \"none\", stop_bits = 1 }";
    let twin = "endpoint = { kind = \"twin\", baud = 9600 }";
    let problem = only_problem::<Rig>(&with(RIG, twin, serial));
    assert_says(&problem, "instrument[0].endpoint.kind", "hardware", "twin");
    let problems = plan_problems(RIG, FULL_DEPTH, &[&with(DEEP_CTD, twin, serial)]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_says(&problems[0], "endpoint.kind", "hardware", "twin");
    let error = parse::<Rig>("rig.toml", &with(RIG, "scenario = ", "# scenario = ")).unwrap_err();
    assert_eq!(error.problems().len(), 4, "{error}");
}

#[test]
fn an_item_must_fit_into_the_chamber() {
    let problems = plan_problems(RIG, FULL_DEPTH, &[&with(DEEP_CTD, "height_m = 0.5", "height_m = 1.5")]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_says(&problems[0], "height_m", "1.5", "0 to 1.000");
}

#[test]
fn schemas_are_printed_for_every_kind() {
    for kind in KINDS {
        let schema = schema_json(kind).unwrap();
        assert!(schema.contains("\"additionalProperties\": false"), "{kind}");
    }
    assert_eq!(schema_json("kettle"), None);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = load::<Rig>(Path::new("no/such/rig.toml")).unwrap_err();
    assert!(error.to_string().starts_with("no/such/rig.toml: cannot be read"), "{error}");
}
