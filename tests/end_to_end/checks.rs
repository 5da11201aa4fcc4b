//! Checks before and after a run, through the instruments' own bytes: what passes, what fails, and who is kept safe.

use crate::world::{Ran, Setting, plan};
use hadal::calibrations::calibrate_record;
use hadal::certificate::{Certificate, CheckResult, certificate};
use hadal::report::report_html;
use hadal_record::event::{Bracket, Outcome};
use hadal_sim::Effect;

const CHECKED: &str = "rigs/catalog/procedures/ctd-short-checked.toml";

fn certified(ran: &Ran) -> Certificate {
    let record = ran.record();
    certificate(&record, &calibrate_record(&record).unwrap()).unwrap()
}

fn failure(ran: &Ran) -> &str {
    match &ran.report.outcome {
        Outcome::Failed { reason } => reason,
        other => panic!("no failure, but {other:?}"),
    }
}

fn result<'a>(certificate: &'a Certificate, words: &str) -> &'a CheckResult {
    certificate.checks.results.iter().find(|one| one.what.contains(words)).unwrap()
}

#[test]
fn a_run_whose_references_hold_is_certified_with_their_numbers() {
    let plan = plan(CHECKED);
    let ran = Setting::of(&plan).run();
    assert_eq!(ran.report.outcome, Outcome::Completed, "{:?}", ran.report);
    ran.assert_safe_and_vented(&plan);
    let certificate = certified(&ran);
    assert!(certificate.checks.valid, "{}", certificate.checks.statement);
    assert!(certificate.checks.not_made.is_empty());
    assert_eq!(certificate.checks.results.len(), 5);
    for check in &certificate.checks.results {
        let standards = [&check.before, &check.after].map(|one| &one.as_ref().unwrap().against_standard);
        assert!(check.passed && check.change.as_ref().unwrap().passed, "{check:?}");
        assert!(standards.iter().all(|one| one.is_some() != (check.unit == "Hz")), "{check:?}");
    }
    // In the cell the thermometer shows what the cell has, not what the chamber has; the cell in air swings as when dry.
    let indicated = |words: &str| result(&certificate, words).before.as_ref().unwrap().indicated;
    assert!((indicated("SPRT-1101") - 0.01).abs() < 0.001, "{}", indicated("SPRT-1101"));
    assert!((indicated("in air") - 2650.0).abs() < 200.0, "{}", indicated("in air"));
    let json = String::from_utf8(certificate.to_json_bytes().unwrap()).unwrap();
    assert_eq!(serde_json::from_str::<Certificate>(&json).unwrap(), certificate);
    assert_eq!(ran.report.head, Setting::of(&plan).run().report.head, "one seed, one journal");
}

/// Everything drifts at once, after the last point: each reference is named with its numbers, and first.
#[test]
fn references_that_drift_during_the_run_make_its_certificate_invalid() {
    let plan = plan(CHECKED);
    let late: &[&str] = &["Bottle after: leg 1"];
    let ran = Setting::of(&plan)
        .with(late, Effect::ThermometerOffset { thermometer: 1, offset_k: 0.0025 })
        .with(late, Effect::PressureReferenceOffset { offset_mpa: 0.02 })
        .with(late, Effect::SalinometerOffset { offset_practical: 0.006 })
        .with(late, Effect::CellOffset { item: 0, offset_hz: -0.5 })
        .run();
    assert_eq!(ran.report.outcome, Outcome::Completed, "{:?}", ran.report);
    let certificate = certified(&ran);
    let statement = &certificate.checks.statement;
    assert!(!certificate.checks.valid && statement.starts_with("INVALID: "), "{statement}");
    for words in ["SPRT-1102", "Standard Seawater", "pressure zero", "in air"] {
        let check = result(&certificate, words);
        let change = check.change.as_ref().unwrap();
        assert!(!check.passed && !change.passed && change.normalised_error.unwrap() > 1.0, "{check:?}");
        assert!(statement.contains(&format!("{}, change during the run: off by", check.what)), "{statement}");
    }
    let sound = result(&certificate, "SPRT-1101");
    assert!(sound.passed && !statement.contains("SPRT-1101"), "{statement}");
    assert!(
        statement.contains("SPRT-1102 at the triple point of water, after the run: off by +"),
        "{statement}"
    );
    assert_eq!(&certificate.warnings()[0], statement);
    let html = report_html(&certificate, &ran.record(), None).unwrap();
    let banner = html.find("<strong>INVALID</strong>").unwrap();
    assert!(banner < html.find("<h1>").unwrap() && html.contains(">failed<") && html.contains(">passed<"));
    assert!(!html.contains(">Calibration report<"));
}

#[test]
fn a_reference_that_is_off_before_the_run_is_never_pressurised_with() {
    let plan = plan(CHECKED);
    let ran = Setting::of(&plan)
        .with(&["Check before"], Effect::PressureReferenceOffset { offset_mpa: 0.02 })
        .run();
    let reason = failure(&ran);
    assert!(reason.contains("pressure zero of transducer DQ-2207: off by +"), "{reason}");
    assert!(reason.contains("nothing was pressurised") && reason.contains("What to do: "), "{reason}");
    let peak = ran.plant().peak_pressure.mpa();
    assert!(peak < 0.2, "peak {peak} MPa");
    ran.assert_safe_and_vented(&plan);
    let record = ran.record();
    assert!(record.points().is_empty());
    assert!(
        record.checks().len() == 4 && record.checks().iter().all(|check| check.bracket == Bracket::Before)
    );
}

#[test]
fn an_operator_who_cannot_make_a_check_ends_the_run_safely() {
    let mut plan = plan(CHECKED);
    let checks = plan.procedure.value.checks.as_mut().unwrap();
    "P1".clone_into(&mut checks.standard_seawater.as_mut().unwrap().batch);
    let ran = Setting::of(&plan).run();
    assert!(failure(&ran).contains("there is no bottle of batch P1"), "{:?}", ran.report);
    ran.assert_safe_and_vented(&plan);
}

/// The checks before were made and passed; the one after never came. What was read is a trial, and invalid.
#[test]
fn a_run_that_ends_before_its_last_checks_is_invalid_for_want_of_them() {
    let plan = plan(CHECKED);
    let ran = Setting::of(&plan).with(&["Check after", "being prepared"], Effect::OperatorStop).run();
    assert!(matches!(ran.report.outcome, Outcome::Tripped { .. }), "{:?}", ran.report);
    ran.assert_safe_and_vented(&plan);
    let certificate = certified(&ran);
    let statement = &certificate.checks.statement;
    assert!(
        statement.contains("in air, after the run: not made") && !certificate.checks.valid,
        "{statement}"
    );
    assert!(!statement.contains("before the run"), "{statement}");
    assert_eq!(certificate.warnings()[0], *statement);
    assert!(certificate.warnings()[1].starts_with("TRIAL"));
}

#[test]
fn pressure_while_the_operator_is_at_the_chamber_trips() {
    let plan = plan(CHECKED);
    let words: &[&str] = &["Check before", "triple point", "being prepared"];
    let ran = Setting::of(&plan).with(words, Effect::PumpRunaway { flow_ml_per_min: 150.0 }).run();
    assert_eq!(ran.report.outcome, Outcome::Tripped { cause: "PressureAtWork".to_owned() });
    ran.assert_vented_below(2.0);
}

#[test]
fn a_procedure_without_checks_is_certified_and_says_what_was_not_checked() {
    let plan = plan(crate::world::SHORT);
    let certificate = certified(&Setting::of(&plan).run());
    assert!(certificate.checks.valid && certificate.checks.results.is_empty());
    assert_eq!(certificate.checks.not_made.len(), 4);
    assert!(certificate.checks.not_made[0].ends_with("triple point of water, before or after the run"));
}
