//! How problems are told: the cause first, in words that a person would use.

use super::*;

fn told<T: Description>(text: &str) -> String {
    parse::<T>("file.toml", text).err().map_or_else(String::new, |error| error.to_string())
}

#[test]
fn what_is_missing_or_unknown_is_not_called_a_value() {
    let message = told::<Item>(&with(DEEP_CTD, "rating_mpa_sea", "rating_bar"));
    assert!(message.contains("field `rating_bar`: unknown field: accepted: "), "{message}");
    assert!(message.contains("field `rating_mpa_sea`: missing: accepted: a number"), "{message}");
    let message = told::<Rig>(&with(RIG, "[[4.0e-6, -1.6e-8], [-1.6e-8, 1.6e-9]]", "[[4.0e-6, -1.6e-8]]"));
    assert!(
        message.contains("field `reference_pressure.covariance`: holds 1 value: accepted: 2"),
        "{message}"
    );
    // A text that reads like a remark is quoted, and is a value.
    let message = told::<Procedure>(&with(FULL_DEPTH, "2026-03-02T08:00:00Z", "missing"));
    assert!(message.contains("field `epoch_utc`: value \"missing\": accepted: "), "{message}");
}

#[test]
fn large_and_small_numbers_are_told_short() {
    let message = told::<Rig>(&with(RIG, "volume_l = 70.7", "volume_l = 1e99"));
    assert!(message.ends_with("field `chamber.volume_l`: value 1e99: accepted: 0.1 to 50000"), "{message}");
    let message = told::<Rig>(&with(RIG, "= 1.2e-5", "= 1.2e-300"));
    assert!(message.ends_with("value 1.2e-300: accepted: 1e-6 to 5e-5"), "{message}");
    let message =
        told::<Rig>(&with(RIG, "pressure_max_mpa_absolute = 119.0", "pressure_max_mpa_absolute = 1e99"));
    assert!(message.lines().all(|line| line.len() < 200), "{message}");
    assert!(message.contains("field `limits.pressure_max_mpa_absolute`: value 1e99: accepted: 0.2 to 200"));
}

#[test]
fn a_bound_that_is_itself_refused_does_not_refuse_others() {
    let problem =
        only_problem::<Rig>(&with(RIG, "temperature_min_celsius = -2.0", "temperature_min_celsius = 1e9"));
    assert_says(&problem, "limits.temperature_min_celsius", "1e9", "-6 to 40");
}

#[test]
fn a_field_given_twice_is_named_with_its_table() {
    let twice = |text: &str, line: &str| with(text, line, &format!("{line}\n{line}"));
    let problem = only_problem::<Rig>(&twice(RIG, "stale_after_s = 20.0"));
    assert_says(&problem, "limits.stale_after_s", "given twice", "once");
    assert!(problem.to_string().contains("field `limits.stale_after_s`: given twice: "), "{problem}");
    let problem = only_problem::<Item>(&twice(DEEP_CTD, "PTCA1 = 1.8"));
    assert_says(&problem, "coefficient.PTCA1", "given twice", "once");
    let problem = only_problem::<Procedure>(&twice(FULL_DEPTH, "name = \"warmest\""));
    assert_says(&problem, "leg[2].name", "given twice", "once");
    let problem = only_problem::<Item>(&twice(DEEP_CTD, "height_m = 0.5"));
    assert_says(&problem, "height_m", "given twice", "once");
    let problem = only_problem::<Rig>(&with(RIG, "[dosing]", "[limits]"));
    assert_says(&problem, "limits", "given twice", "once");
}

#[test]
fn a_dropped_header_is_told_before_what_follows_from_it() {
    for (header, field) in [("[limits]", "limits"), ("[chamber]", "chamber"), ("[dosing]", "dosing")] {
        let error = parse::<Rig>("rig.toml", &with(RIG, &format!("\n{header}\n"), "\n")).unwrap_err();
        let problems = error.problems();
        assert!(problems.len() > 2, "{error}");
        assert_says(&problems[0], field, "missing", &format!("`{header}`, a table ("));
        for problem in &problems[1..] {
            assert_says(problem, &problem.field, "unknown field", &format!("below a header `{header}`"));
        }
    }
}

#[test]
fn the_dropped_header_of_the_coefficients_is_told_first() {
    let error = parse::<Item>("item.toml", &with(DEEP_CTD, "[coefficient]\n", "")).unwrap_err();
    assert_says(&error.problems()[0], "coefficient", "missing", "`[coefficient]`, a table (");
}

#[test]
fn an_unknown_schema_is_told_all_that_there_are() {
    let all = ["hadal-rig/1", "hadal-procedure/1", "hadal-item/1", "hadal-scenario/1"];
    let replaced = with(DEEP_CTD, "\"hadal-item/1\"", "\"hadal-itme/1\"");
    let removed = with(DEEP_CTD, "schema = \"hadal-item/1\"\n", "");
    let number = with(DEEP_CTD, "\"hadal-item/1\"", "1");
    for (text, value) in [(replaced, "\"hadal-itme/1\""), (removed, "missing"), (number, "1")] {
        let error = check_any("file.toml", &text).unwrap_err();
        let problem = &error.problems()[0];
        assert_eq!(
            (problem.field.as_str(), problem.value.as_str(), error.problems().len()),
            ("schema", value, 1)
        );
        assert!(all.iter().all(|schema| problem.accepted.contains(schema)), "{problem}");
    }
    // What is not TOML is told as such.
    let error = check_any("file.toml", "name = = 3\n").unwrap_err();
    assert_eq!(error.problems()[0].line, Some(1), "{error}");
}
