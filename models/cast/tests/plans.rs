//! Plans: which columns a step changes, in which order things happen, what is refused.

use super::*;
use crate::format::sea_bird::model::Model;
use crate::mutation::corpus::PLAN;
use crate::mutation::{LONG, SHORT, fuzz};
use crate::processing;

#[test]
fn a_step_changes_the_columns_that_it_names_and_says_so() {
    let (before, mut cast) = (profile(), profile());
    plan("[[step]]\nlow_pass = { columns = [\"temperature\"], time_constant_s = 0.5 }")
        .apply(&mut cast)
        .unwrap();
    let filter = processing::LowPass::new(0.5, 0.25).unwrap();
    let expected = processing::low_pass(before.values("temperature").unwrap(), filter);
    assert_eq!(cast.values("temperature").unwrap(), expected);
    assert_eq!(cast.values("conductivity"), before.values("conductivity"));
    assert_eq!(cast.history[0], "low_pass: columns = [\"temperature\"], time_constant_s = 0.5");
}

#[test]
fn a_quantity_means_every_sensor_of_it_and_a_number_means_one() {
    let shifted = |name: &str| {
        let mut cast = profiler();
        plan(&format!("[[step]]\nalign = {{ columns = [\"{name}\"], advance_s = 0.0416666666666666 }}"))
            .apply(&mut cast)
            .unwrap();
        ["temperature", "temperature_2"].map(|name| cast.values(name).unwrap()[1].is_nan())
    };
    assert_eq!(shifted("temperature"), [true, true], "what moves past the end is bad");
    assert_eq!(shifted("temperature_2"), [false, true]);
}

#[test]
fn the_cell_that_was_corrected_is_the_one_from_which_salinity_is_derived() {
    let (mut plain, mut corrected) = (profile(), profile());
    Plan::conversion_only().apply(&mut plain).unwrap();
    plan("[[step]]\ncell_thermal_mass = { amplitude = 0.04, time_constant_s = 8.0 }")
        .apply(&mut corrected)
        .unwrap();
    let salinity = |cast: &Cast| cast.values("practical_salinity").unwrap()[40];
    assert!((salinity(&plain) - salinity(&corrected)).abs() > 1e-6);
    let at = |cast: &Cast, name: &str| cast.values(name).unwrap()[40];
    assert!((at(&corrected, "conductivity") - at(&plain, "conductivity")).abs() > 1e-9);
}

#[test]
fn quantities_are_derived_before_they_are_averaged() {
    let mut cast = profile();
    plan("[[step]]\nbin_average = { of = \"pressure\", size = 1.0, cast = \"descent\" }")
        .apply(&mut cast)
        .unwrap();
    let mut scans = profile();
    Plan::conversion_only().apply(&mut scans).unwrap();
    let (pressure, salinity) =
        (scans.values("pressure").unwrap(), scans.values("practical_salinity").unwrap());
    let bin = cast.values("pressure").unwrap()[1];
    let inside: Vec<f64> = (0..80)
        .filter(|scan| (pressure[*scan] - libm::rint(bin)).abs() <= 0.5)
        .map(|scan| salinity[scan])
        .collect();
    let mean = inside.iter().sum::<f64>() / inside.len() as f64;
    assert!((cast.values("practical_salinity").unwrap()[1] - mean).abs() < 1e-12);
    assert_eq!(cast.scans_per_bin.len(), cast.len());
    assert_eq!(cast.sample_interval_s, None);
}

#[test]
fn loops_are_marked_and_marked_scans_stay_out_of_the_bins() {
    let mut cast = profile();
    let pressure = cast.variables.iter_mut().find(|known| known.name == "pressure").unwrap();
    for scan in 30..40 {
        pressure.values[scan] = pressure.values[30] - 0.1 * (scan as f64 - 30.0);
    }
    plan("[[step]]\nloop_edit = { }").apply(&mut cast).unwrap();
    assert!((31..40).all(|scan| is_bad(cast.flags[scan])), "{:?}", &cast.flags[28..44]);
    let all = cast.flags.iter().filter(|flag| !is_bad(**flag)).count();
    plan("[[step]]\nbin_average = { of = \"pressure\", size = 1.0 }").apply(&mut cast).unwrap();
    assert!(cast.scans_per_bin.iter().sum::<usize>() <= all);
}

#[test]
fn a_column_without_any_value_does_not_empty_the_bins() {
    let mut cast = profile();
    cast.variables.iter_mut().find(|known| known.name == "volt_1").unwrap().values.fill(f64::NAN);
    plan("[[step]]\nbin_average = { of = \"pressure\", size = 1.0 }").apply(&mut cast).unwrap();
    assert!(cast.len() > 2 && cast.values("volt_1").unwrap().iter().all(|value| value.is_nan()));
}

#[test]
fn what_a_plan_cannot_mean_is_refused_with_what_it_could() {
    let refused = |steps: &str| match Plan::parse(&format!("schema = \"hadal-processing/1\"\n{steps}")) {
        Ok(plan) => plan.apply(&mut profile()).unwrap_err().to_string(),
        Err(error) => error.to_string(),
    };
    let unknown = refused("[[step]]\nalign = { columns = [\"temprature\"], advance_s = 1.0 }");
    assert!(
        unknown.starts_with("step 1, align: there is no column `temprature`; there are: pressure"),
        "{unknown}"
    );
    let step = refused("[[step]]\nlowpass = { }");
    assert!(
        step.contains("line 3") && step.contains("unknown variant `lowpass`") && step.contains("low_pass"),
        "{step}"
    );
    assert!(refused("[[step]]\nlow_pass = { columns = [], time_constant = 1.0 }").contains("unknown field"));
    assert!(
        refused("[[step]]\nlow_pass = { columns = [\"pressure\"], time_constant_s = 0.0 }")
            .contains("step 1, low_pass")
    );
    assert!(refused("[[step]]\nbin_average = { of = \"depth\", size = 1.0 }").contains("hence a latitude"));
    assert!(
        Plan::parse("schema = \"hadal-processing/2\"")
            .unwrap_err()
            .to_string()
            .contains("accepted: \"hadal-processing/1\"")
    );
}

#[test]
fn a_known_quantity_that_is_not_there_is_passed_over_and_said() {
    let mut cast = profile();
    plan("[[step]]\nalign = { columns = [\"oxygen_voltage\"], advance_s = 4.0 }").apply(&mut cast).unwrap();
    assert!(cast.history.iter().any(|line| line.contains("align: nothing to do")), "{:?}", cast.history);
}

#[test]
fn the_makers_recommendations_are_plans_that_can_be_carried_out() {
    for (model, mut cast) in [(Model::Sbe911Plus, profiler()), (Model::Sbe19Plus, profile())] {
        Plan::parse(Plan::standard(model).unwrap()).unwrap().apply(&mut cast).unwrap();
        assert!(cast.variable("sound_speed").is_some(), "{model:?}");
    }
    assert!(Plan::standard(Model::Sbe37).is_none());
}

/// A plan whose bytes were changed is carried out or refused, with a message either way.
fn any_plan(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    match Plan::parse(text) {
        Ok(plan) => drop(plan.apply(&mut profiler())),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

#[test]
fn mutated_plans_never_panic() {
    fuzz(&PLAN, SHORT, "plan", any_plan);
}

#[test]
#[ignore = "ten million executions"]
fn fuzz_plan() {
    fuzz(&PLAN, LONG, "plan", any_plan);
}
