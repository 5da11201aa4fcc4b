//! Values that are numbers of the right kind and still cannot be.

use super::*;
use crate::chamber::NominalChamber;
use hadal_models::quantity::PracticalSalinity;

/// Every problem that a changed text of a kind has.
fn problems_of<T: Description>(text: &str) -> Vec<Problem> {
    parse::<T>("file.toml", text).err().map_or_else(Vec::new, |error| error.problems().to_vec())
}

#[test]
fn a_coefficient_that_is_removed_is_missing() {
    for name in [
        "PTEMPA0", "PTEMPA1", "PTEMPA2", "PTCA0", "PTCA1", "PTCA2", "PTCB0", "PTCB1", "PTCB2", "CTCOR",
        "WBOTC",
    ] {
        let line = DEEP_CTD.lines().find(|line| line.starts_with(name)).unwrap();
        let problem = only_problem::<Item>(&with(DEEP_CTD, line, ""));
        assert_says(&problem, &format!("coefficient.{name}"), "missing", "a number from ");
        assert_eq!(problem.file, "file.toml");
    }
}

#[test]
fn a_coefficient_that_is_renamed_is_missing_and_unknown() {
    let problems = problems_of::<Item>(&with(DEEP_CTD, "PTCA1 =", "PTCA_1 ="));
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert_says(&problems[0], "coefficient.PTCA1", "missing", "-1000 to 1000");
    assert_says(&problems[1], "coefficient.PTCA_1", "unknown field", "PTCA0, PTCA1, PTCA2");
    // A coefficient that the calibration determines is not the file's to hold.
    let problem = only_problem::<Item>(&with(DEEP_CTD, "[coefficient]", "[coefficient]\nPA0 = 0.1"));
    assert_says(&problem, "coefficient.PA0", "unknown field", "one of PTEMPA0");
}

#[test]
fn a_coefficient_out_of_any_sheets_range_is_refused() {
    for (name, value, accepted) in [
        ("PTCA1", "1e99", "-1000 to 1000"),
        ("PTEMPA1", "0.0", "0.001 to 1"),
        ("PTCB0", "0.0", "5 to 1000"),
        ("CTCOR", "3.25", "-1e-5 to 1e-5"),
        ("WBOTC", "-1e99", "-0.001 to 0.001"),
    ] {
        let line = DEEP_CTD.lines().find(|line| line.starts_with(name)).unwrap();
        let problem = only_problem::<Item>(&with(DEEP_CTD, line, &format!("{name} = {value}")));
        assert_says(&problem, &format!("coefficient.{name}"), value.trim_end_matches(".0"), accepted);
    }
}

#[test]
fn a_pressure_effect_may_be_held_at_the_makers_value() {
    let held = with(DEEP_CTD, "[coefficient]", "[coefficient]\nCPCOR = -9.57e-8\nTPCOR = 0.0");
    assert_eq!(problems_of::<Item>(&held), []);
    let problem = only_problem::<Item>(&with(&held, "-9.57e-8", "-9.57"));
    assert_says(&problem, "coefficient.CPCOR", "-9.57", "-1e-6 to 1e-6");
}

#[test]
fn heat_and_flows_that_no_chamber_has_are_refused() {
    for (old, new, field, accepted) in [
        ("water_wall_w_per_m2_k = 300.0", "0.3", "heat.water_wall_w_per_m2_k", "5 to 10000"),
        ("jacket_loss_w_per_k = 15.0", "-1.0", "heat.jacket_loss_w_per_k", "0 to 100000"),
        ("pump_efficiency = 1.0", "100.0", "hydraulics.pump_efficiency", "0.2 to 1.5"),
        ("pump_lag_s = 3.0", "0.0", "hydraulics.pump_lag_s", "0.01 to 600"),
        ("creep_per_decade = 5.0e-4", "0.5", "creep_per_decade", "0 to 0.05"),
    ] {
        let (name, _) = old.split_once(" = ").unwrap();
        let problem = only_problem::<Rig>(&with(RIG, old, &format!("{name} = {new}")));
        assert_says(&problem, &format!("chamber.{field}"), new.trim_end_matches(".0"), accepted);
    }
    let problem = only_problem::<Rig>(&with(RIG, "lid_loss_w_per_k = 0.08", ""));
    assert_says(&problem, "chamber.heat.lid_loss_w_per_k", "missing", "a number");
}

#[test]
fn one_reading_has_no_scatter_and_is_refused() {
    let problem = only_problem::<Procedure>(&with(FULL_DEPTH, "count = 20", "count = 1"));
    assert_says(&problem, "readings.count", "1", "2 to 10000");
    assert_eq!(problems_of::<Procedure>(&with(FULL_DEPTH, "count = 20", "count = 2")), []);
}

#[test]
fn water_fresher_than_dosing_reaches_is_refused() {
    let zero = plan_problem("salinity_practical = 5.0", "salinity_practical = 0.0");
    assert_says(&zero, "leg[5].salinity_practical", "0", "0.44 to 40: ");
    assert!(zero.accepted.contains("4.5 volumes of the chamber (318 L)"), "{zero}");
    let low = plan_problem("salinity_practical = 5.0", "salinity_practical = 0.4");
    assert_says(&low, "leg[5].salinity_practical", "0.4", "0.44 to 40");
    let reachable = with(FULL_DEPTH, "salinity_practical = 5.0", "salinity_practical = 0.5");
    assert_eq!(plan_problems(RIG, &reachable, &[DEEP_CTD]), []);
}

#[test]
fn water_as_salty_as_the_brine_is_refused() {
    // A brine of 38.2 comes within 1.1 % of itself at most: 37.78.
    let rig = with(RIG, "brine_salinity_practical = 80.0", "brine_salinity_practical = 38.2");
    let problems = plan_problems(&rig, FULL_DEPTH, &[DEEP_CTD]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_says(&problems[0], "leg[0].salinity_practical", "38", "0.44 to 37.78");
}

#[test]
fn the_reachable_salinity_is_what_the_nominal_chamber_doses() {
    let rig = crate::catalog::test_rig();
    let chamber = NominalChamber::new(&rig.chamber);
    let (least, _) = dosing_check::reachable_practical(&rig);
    let saltiest = PracticalSalinity::new(rig.limits.salinity_max_practical);
    let dose = chamber.dosing_volume_l(saltiest, PracticalSalinity::new(least), PracticalSalinity::new(0.0));
    let volumes = dose.unwrap() / rig.chamber.volume_l;
    assert!((volumes - dosing_check::LARGEST_DOSE_VOLUMES).abs() < 1e-12, "{volumes}");
}

#[test]
fn a_certificate_must_last_to_the_end_of_the_run() {
    // 12 legs of 4 h and 32 points of 2 h are 112 h: from 2 March 08:00 to 7 March 00:00.
    assert_eq!(certificate_check::estimated_duration_h(&procedure(FULL_DEPTH).value), 112);
    for (table, field, due) in [
        ("[[reference_thermometer]]", "reference_thermometer[0].due_date", "2027-01-31"),
        ("[reference_pressure]", "reference_pressure.due_date", "2026-12-31"),
        ("[salinometer]", "salinometer.due_date", "2026-12-31"),
    ] {
        let (before, after) = RIG.split_at(RIG.find(&format!("\n{table}")).unwrap());
        let expiring = |day: &str| format!("{before}{}", with(after, due, day));
        let problems = plan_problems(&expiring("2026-03-06"), FULL_DEPTH, &[DEEP_CTD]);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_says(&problems[0], field, "2026-03-06", "2026-03-07 or later");
        assert!(problems[0].accepted.contains("expires during the run"), "{}", problems[0]);
        assert!(problems[0].accepted.contains("112 h, estimated as 4 h for each leg"), "{}", problems[0]);
        assert_eq!(plan_problems(&expiring("2026-03-07"), FULL_DEPTH, &[DEEP_CTD]), []);
    }
}

#[test]
fn references_too_uncertain_to_be_references_are_refused() {
    let thermometer = "covariance = [[4.0e-10, 2.0e-11, 0.0], [2.0e-11, 1.6e-11, 0.0], [0.0, 0.0, 0.0]]";
    let pressure = "covariance = [[4.0e-6, -1.6e-8], [-1.6e-8, 1.6e-9]]";
    for (old, new, field, accepted) in [
        // u = 2.6 mΩ of 25.487 Ω, above 2.549 mΩ.
        (thermometer, with(thermometer, "4.0e-10", "6.8e-6"), "[0].covariance[0][0]", "0 to 6.496e-6"),
        (thermometer, with(thermometer, "1.6e-11", "1.1e-6"), "[0].covariance[1][1]", "at most 0.001"),
        (
            thermometer,
            with(thermometer, "0.0, 0.0, 0.0]]", "0.0, 0.0, 1e99]]"),
            "[0].covariance[2][2]",
            "0.001",
        ),
        (pressure, with(pressure, "4.0e-6", "1.91"), "pressure.covariance[0][0]", "at most 1.38"),
        (pressure, with(pressure, "1.6e-9]", "1.1e-4]"), "pressure.covariance[1][1]", "at most 0.01"),
        ("offset_mpa = 0.0012", "offset_mpa = 1.39".into(), "pressure.offset_mpa", "-1.38 to 1.38"),
        ("span = 1.8e-5", "span = -0.021".into(), "pressure.span", "-0.02 to 0.02"),
        ("uncertainty_mpa = 0.002", "uncertainty_mpa = 1.39".into(), "uncertainty_mpa", "0 to 1.38"),
        (
            "span_drift_standard_uncertainty = 2.0e-5",
            "span_drift_standard_uncertainty = 0.011".into(),
            "drift",
            "0 to 0.01",
        ),
        (
            "drift_standard_uncertainty_mk = 0.2",
            "drift_standard_uncertainty_mk = 26.0".into(),
            "_mk",
            "0 to 25",
        ),
        ("= 0.0008", "= 0.11".into(), "salinometer.standardisation", "0 to 0.1"),
        ("= 0.0005", "= 0.11".into(), "salinometer.repeatability", "0 to 0.1"),
    ] {
        let problem = only_problem::<Rig>(&with(RIG, old, &new));
        assert!(problem.field.contains(field), "{problem}");
        assert_says(&problem, &problem.field, "", accepted);
    }
}

#[test]
fn the_largest_accepted_uncertainties_are_accepted() {
    let text = with(RIG, "[[4.0e-6, -1.6e-8]", "[[1.9044, -1.6e-8]").replacen("= 0.0012", "= -1.38", 1);
    assert_eq!(problems_of::<Rig>(&text.replacen("span = 1.8e-5", "span = 0.02", 1)), []);
}

#[test]
fn a_chamber_whose_volume_and_diameter_do_not_belong_together_is_refused() {
    let wide = problems_of::<Rig>(&with(RIG, "inner_diameter_m = 0.3", "inner_diameter_m = 3.0"));
    assert_says(
        &wide[0],
        "chamber.inner_diameter_m",
        "3",
        "0.05 to 30 m of `chamber.volume_l` = 70.7, not of 0.01",
    );
    let narrow = only_problem::<Rig>(&with(RIG, "inner_diameter_m = 0.3", "inner_diameter_m = 0.03"));
    assert_says(&narrow, "chamber.inner_diameter_m", "0.03", "not of 100 m");
    for (old, field) in [
        ("volume_l = 70.7", "chamber.volume_l"),
        ("diameter_ratio = 2.0", "chamber.diameter_ratio"),
        ("youngs_modulus_gpa = 200.0", "chamber.youngs_modulus_gpa"),
        ("flow_max_ml_per_min = 2000.0", "dosing.flow_max_ml_per_min"),
        ("pump_max_ml_per_min = 900.0", "chamber.pump_max_ml_per_min"),
    ] {
        let zero = format!("{}= 0.0", &old[..old.find('=').unwrap()]);
        let problems = problems_of::<Rig>(&with(RIG, old, &zero));
        assert!(problems.iter().any(|problem| problem.field == field), "{problems:?}");
    }
}

#[test]
fn a_reference_of_pressure_below_the_floor_or_above_the_lid_is_refused() {
    let (before, after) = RIG.split_at(RIG.find("\n[reference_pressure]").unwrap());
    let at = |height_m: &str| {
        format!("{before}{}", with(after, "height_m = 0.5", &format!("height_m = {height_m}")))
    };
    for height_m in ["-0.1", "1.01", "4"] {
        let problem = only_problem::<Rig>(&at(height_m));
        assert_says(
            &problem,
            "reference_pressure.height_m",
            height_m,
            "0 to 1.003, the height of the chamber",
        );
    }
    for height_m in ["0.0", "1.0"] {
        assert_eq!(problems_of::<Rig>(&at(height_m)), []);
    }
}

#[test]
fn an_epoch_beyond_what_records_hold_is_refused() {
    for epoch in ["1969-12-31T23:59:59Z", "2262-01-01T00:00:00Z", "9000-01-01T00:00:00Z", "yesterday"] {
        let problem = only_problem::<Procedure>(&with(FULL_DEPTH, "2026-03-02T08:00:00Z", epoch));
        assert_says(&problem, "epoch_utc", epoch, "an instant from 1970 to 2261");
    }
    for epoch in ["1970-01-01T00:00:00Z", "2261-12-31T23:59:59Z"] {
        assert_eq!(problems_of::<Procedure>(&with(FULL_DEPTH, "2026-03-02T08:00:00Z", epoch)), []);
    }
}
