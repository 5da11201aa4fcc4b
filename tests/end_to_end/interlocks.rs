//! Each cause of a trip, brought about in the plant at full depth, ends safe and vented, and the vessel never sees more
//! than its rating.

use crate::world::{FULL, Ran, Setting, deep_plan, plan};
use hadal_record::event::Outcome;
use hadal_record::{Fault as StoreFault, FaultyStore, MemoryStore};
use hadal_sim::Effect;
use std::sync::Arc;

/// Largest error of the hard-wired trip's own transducer, and what the pump adds until it stands still.
const TRIP_ERROR_MPA: f64 = 0.5;
const AT_DEPTH: &[&str] = &["Soak", "115 MPa"];

fn tripped(ran: &Ran) -> &str {
    match &ran.report.outcome {
        Outcome::Tripped { cause } => cause,
        other => panic!("no trip, but {other:?}"),
    }
}

/// The trip is in the record, before the commands that made the plant safe.
fn assert_recorded(ran: &Ran, cause: &str) {
    let record = ran.record();
    let events = record.events.iter().map(|entry| format!("{:?}", entry.event));
    let trip = events.clone().position(|event| event.contains("Trip {") && event.contains(cause)).unwrap();
    let safe = events.clone().position(|event| event.contains("what: \"safe\"")).unwrap();
    assert!(trip < safe, "trip {trip}, safe {safe}");
    assert_eq!(record.outcome(), Some(&ran.report.outcome));
}

fn assert_trips(effect: Effect, words: &'static [&'static str], cause: &str) {
    let plan = deep_plan();
    let ran = Setting::of(&plan).with(words, effect).run();
    assert_eq!(tripped(&ran), cause, "{:?}", ran.report);
    ran.assert_safe_and_vented(&plan);
    assert_recorded(&ran, cause);
}

#[test]
fn over_pressure_by_a_runaway_pump() {
    // Software cannot stop this pump: what bounds its pressure is release against pump, and the hard-wired trip.
    let plan = deep_plan();
    let ran = Setting::of(&plan).with(AT_DEPTH, Effect::PumpRunaway { flow_ml_per_min: 150.0 }).run();
    assert_eq!(tripped(&ran), "OverPressure", "{:?}", ran.report);
    ran.assert_vented_below(plan.rig.value.limits.hard_trip_mpa_absolute + TRIP_ERROR_MPA);
    assert_recorded(&ran, "OverPressure");
}

#[test]
fn hard_trip_stops_a_pump_that_software_cannot() {
    // At full flow and with the release shut, whatever it is told: only the hard-wired trip can act.
    let plan = deep_plan();
    let ran = Setting::of(&plan).with(AT_DEPTH, Effect::PumpRunaway { flow_ml_per_min: 900.0 }).run();
    assert_eq!(tripped(&ran), "PressureRate", "{:?}", ran.report);
    assert!(ran.plant().hard_trip, "{:?}", ran.plant());
    ran.assert_vented_below(plan.rig.value.limits.relief_mpa_absolute);
}

#[test]
fn pressure_rate_by_a_burst_seal() {
    // The seal lets pressure go as fast as it likes; software can only stop adding to it.
    let plan = deep_plan();
    let ran = Setting::of(&plan).with(AT_DEPTH, Effect::Leak { ml_per_min_at_100_mpa: 350.0 }).run();
    assert_eq!(tripped(&ran), "PressureRate", "{:?}", ran.report);
    ran.assert_vented_below(plan.envelope.pressure_max_mpa_absolute);
    assert_recorded(&ran, "PressureRate");
}

#[test]
fn stale_reading_by_a_silent_transducer() {
    let silent = Effect::InstrumentSilent { instrument: "pressure".to_owned() };
    assert_trips(silent, AT_DEPTH, "StaleReading");
}

#[test]
fn frozen_reading_of_the_reference_while_pressure_rises() {
    let frozen = Effect::FrozenReading { instrument: "pressure".to_owned() };
    assert_trips(frozen, &["Approach", "115 MPa"], "DisagreeingReading");
}

#[test]
fn disagreeing_pressure() {
    assert_trips(Effect::PlcPressureOffset { offset_mpa: 1.0 }, AT_DEPTH, "DisagreeingReading");
}

#[test]
fn disagreeing_temperature() {
    let offset = Effect::ThermometerOffset { thermometer: 1, offset_k: 5.0 };
    assert_trips(offset, AT_DEPTH, "DisagreeingReading");
}

#[test]
fn lost_link_to_the_bridge() {
    assert_trips(Effect::LinkLost { instrument: "bridge".to_owned() }, AT_DEPTH, "LostLink");
}

#[test]
fn operator_stop_on_the_wire() {
    assert_trips(Effect::OperatorStop, AT_DEPTH, "OperatorStop");
}

#[test]
fn operator_stop_from_outside() {
    let plan = deep_plan();
    let setting = Setting::of(&plan);
    setting.stop.stop();
    let ran = setting.run();
    assert_eq!(tripped(&ran), "OperatorStop");
    ran.assert_safe_and_vented(&plan);
}

#[test]
fn relief_valve_holds_when_the_hard_trip_fails_too() {
    let plan = deep_plan();
    let ran = Setting::of(&plan)
        .with(AT_DEPTH, Effect::HardTripDefeated)
        .with(AT_DEPTH, Effect::ReleaseBlocked)
        .with(AT_DEPTH, Effect::PumpRunaway { flow_ml_per_min: 150.0 })
        .run();
    assert_eq!(tripped(&ran), "OverPressure");
    let limits = &plan.rig.value.limits;
    let peak = ran.plant().peak_pressure.mpa();
    assert!(peak > limits.hard_trip_mpa_absolute, "the relief valve was not needed: peak {peak} MPa");
    assert!(peak < limits.vessel_rating_mpa_absolute, "peak {peak} MPa");
    assert!(
        !ran.report.plant_vented,
        "the release is blocked, so nobody can have seen it vented: {:?}",
        ran.report
    );
}

#[test]
fn lost_plc_is_vented_by_its_own_watchdog() {
    let plan = deep_plan();
    let lost = Effect::LinkLost { instrument: "plc".to_owned() };
    let mut ran = Setting::of(&plan).with(AT_DEPTH, lost).run();
    assert_eq!(tripped(&ran), "LostLink");
    ran.simulation.twin.advance_by_s(3600.0);
    ran.assert_safe_and_vented(&plan);
}

#[test]
fn record_that_cannot_be_written_stops_the_run() {
    let plan = deep_plan();
    let memory = MemoryStore::new();
    let full = FaultyStore::new(memory.clone(), StoreFault::FullAfterBytes(2_000_000));
    let connector = |sockets| Arc::new(hadal::run::TwinConnector { sockets }) as _;
    let ran = Setting::of(&plan).run_through(Box::new(full), &memory, connector);
    assert_eq!(tripped(&ran), "RecordFailed");
    assert!(ran.report.record_failed.is_some());
    assert!(ran.report.plant_vented);
    ran.assert_safe_and_vented(&plan);
}

#[test]
fn a_run_cut_short_is_certified_as_a_trial_and_says_why() {
    let plan = plan(FULL);
    let ran = Setting::of(&plan).with(&["Soak", "leg 10", "92 MPa"], Effect::OperatorStop).run();
    assert_eq!(tripped(&ran), "OperatorStop");
    let record = ran.record();
    let calibrations = hadal::calibrations::calibrate_record(&record).unwrap();
    let certificate = hadal::certificate::certificate(&record, &calibrations).unwrap();
    assert!(!certificate.complete && certificate.simulated);
    let said = &certificate.completeness;
    assert!(said.starts_with("TRIAL") && said.contains("OperatorStop"), "{said}");
}
