//! Each cause alone trips; nothing else does; the first cause latches.

use super::*;

const SECOND: u64 = 1_000_000_000;
const NOW: u64 = 1_000 * SECOND;

fn envelope() -> Envelope {
    Envelope {
        pressure_max_mpa_absolute: 119.0,
        pressure_rate_max_mpa_per_min: 8.0,
        vent_rate_mpa_per_min: 6.0,
        temperature_min_celsius: -2.0,
        temperature_max_celsius: 35.0,
        pressure_disagreement_mpa: 0.6,
        temperature_disagreement_k: 3.0,
        stale_after_s: 20.0,
    }
}

fn watched(value: f64) -> Watched {
    Watched { latest: Some(Sample { value, at_ns: NOW }), changed_ns: NOW }
}

fn well() -> Snapshot {
    Snapshot {
        plant_pressure: watched(110.0),
        reference_pressure: watched(110.1),
        reference_temperatures: vec![watched(2.0), watched(2.001)],
        ..Snapshot::default()
    }
}

/// The cause after the same snapshot has been seen for five seconds.
fn cause_of(snapshot: &Snapshot) -> Option<Cause> {
    let (state, _) = evaluate(State::new(0), snapshot, &envelope(), NOW - 5 * SECOND);
    match evaluate(state, snapshot, &envelope(), NOW).1 {
        Verdict::Continue => None,
        Verdict::Trip { cause, .. } => Some(cause),
    }
}

#[test]
fn a_plant_that_is_well_goes_on() {
    assert_eq!(cause_of(&well()), None);
}

#[test]
fn either_transducer_alone_trips_on_over_pressure() {
    let high = |plant, reference| Snapshot {
        plant_pressure: watched(plant),
        reference_pressure: watched(reference),
        ..well()
    };
    assert_eq!(cause_of(&high(118.9, 118.99)), None);
    assert_eq!(cause_of(&high(119.01, 118.9)), Some(Cause::OverPressure));
    assert_eq!(cause_of(&high(118.9, 119.01)), Some(Cause::OverPressure));
    assert_eq!(cause_of(&high(f64::NAN, 118.0)), Some(Cause::OverPressure), "no number is no safety");
}

#[test]
fn either_transducer_alone_trips_on_rate_up_or_down() {
    for direction in [1.0, -1.0] {
        for (plant_moves, reference_moves) in [(1.0, 0.0), (0.0, 1.0)] {
            let run = |rate_mpa_per_min: f64| {
                let mut state = State::new(0);
                let mut verdict = Verdict::Continue;
                for step in 0..=20_u32 {
                    let change = direction * rate_mpa_per_min * f64::from(step) / 60.0;
                    let at_ns = u64::from(step) * SECOND;
                    let sample =
                        |value: f64| Watched { latest: Some(Sample { value, at_ns }), changed_ns: at_ns };
                    let snapshot = Snapshot {
                        plant_pressure: sample(50.0 + plant_moves * change),
                        reference_pressure: sample(50.0 + reference_moves * change),
                        reference_temperatures: vec![sample(2.0)],
                        ..Snapshot::default()
                    };
                    let wide = Envelope { pressure_disagreement_mpa: 100.0, ..envelope() };
                    (state, verdict) = evaluate(state, &snapshot, &wide, at_ns);
                }
                verdict
            };
            assert_eq!(run(7.9), Verdict::Continue);
            assert!(matches!(run(8.1), Verdict::Trip { cause: Cause::PressureRate, .. }));
        }
    }
}

#[test]
fn noise_over_the_window_is_no_rate_but_a_step_is() {
    let run = |values: &dyn Fn(u32) -> f64| {
        let mut state = State::new(0);
        for step in 0..=60_u32 {
            let at_ns = u64::from(step) * SECOND;
            let sample = Watched { latest: Some(Sample { value: values(step), at_ns }), changed_ns: at_ns };
            let snapshot = Snapshot {
                plant_pressure: sample,
                reference_pressure: sample,
                reference_temperatures: vec![Watched {
                    latest: Some(Sample { value: 2.0, at_ns }),
                    changed_ns: at_ns,
                }],
                ..Snapshot::default()
            };
            let (next, verdict) = evaluate(state, &snapshot, &envelope(), at_ns);
            if let Verdict::Trip { cause, .. } = verdict {
                return Some(cause);
            }
            state = next;
        }
        None
    };
    assert_eq!(run(&|step| if step % 2 == 0 { 50.0 } else { 50.5 }), None);
    assert_eq!(run(&|step| if step < 30 { 50.0 } else { 52.0 }), Some(Cause::PressureRate));
}

#[test]
fn each_safety_channel_alone_trips_when_it_is_old() {
    let old = |age_s: u64| Watched {
        latest: Some(Sample { value: 110.0, at_ns: NOW - age_s * SECOND }),
        changed_ns: NOW - age_s * SECOND,
    };
    assert_eq!(cause_of(&Snapshot { plant_pressure: old(20), ..well() }), None);
    assert_eq!(cause_of(&Snapshot { plant_pressure: old(21), ..well() }), Some(Cause::StaleReading));
    assert_eq!(cause_of(&Snapshot { reference_pressure: old(21), ..well() }), Some(Cause::StaleReading));
    let mut snapshot = well();
    snapshot.reference_temperatures[1] =
        Watched { latest: Some(Sample { value: 2.0, at_ns: NOW - 21 * SECOND }), changed_ns: NOW };
    assert_eq!(cause_of(&snapshot), Some(Cause::StaleReading));
}

#[test]
fn a_channel_that_never_spoke_is_stale_from_the_start() {
    let silent = Snapshot { reference_temperatures: vec![watched(2.0), Watched::default()], ..well() };
    let at = |now_ns| evaluate(State::new(NOW), &silent, &envelope(), now_ns).1;
    assert_eq!(at(NOW + 20 * SECOND), Verdict::Continue);
    assert!(matches!(at(NOW + 21 * SECOND), Verdict::Trip { cause: Cause::StaleReading, .. }));
}

#[test]
fn a_reference_whose_digits_stand_still_is_not_measuring() {
    let frozen = |still_s: u64| Watched { changed_ns: NOW - still_s * SECOND, ..watched(110.0) };
    assert_eq!(cause_of(&Snapshot { reference_pressure: frozen(200), ..well() }), None);
    assert_eq!(cause_of(&Snapshot { reference_pressure: frozen(201), ..well() }), Some(Cause::StaleReading));
    let mut thermometer = Watched::default();
    thermometer.update(Sample { value: 2.0, at_ns: NOW - 300 * SECOND });
    thermometer.update(Sample { value: 2.0, at_ns: NOW });
    let snapshot = Snapshot { reference_temperatures: vec![thermometer, watched(2.0)], ..well() };
    assert_eq!(cause_of(&snapshot), Some(Cause::StaleReading));
}

#[test]
fn references_that_disagree_trip() {
    assert_eq!(
        cause_of(&Snapshot { plant_pressure: watched(109.49), ..well() }),
        Some(Cause::DisagreeingReading)
    );
    let apart = |k: f64| Snapshot { reference_temperatures: vec![watched(2.0), watched(2.0 + k)], ..well() };
    assert_eq!(cause_of(&apart(2.9)), None);
    assert_eq!(cause_of(&apart(3.1)), Some(Cause::DisagreeingReading));
    assert_eq!(cause_of(&apart(f64::NAN)), Some(Cause::TemperatureLimit), "no number is no safety");
}

#[test]
fn a_difference_of_a_moment_is_no_disagreement() {
    let apart = Snapshot { plant_pressure: watched(109.0), ..well() };
    let (state, first) = evaluate(State::new(0), &apart, &envelope(), NOW);
    let (state, second) = evaluate(state, &apart, &envelope(), NOW + 4 * SECOND);
    let (state, third) = evaluate(state, &well(), &envelope(), NOW + 5 * SECOND);
    let (_, fourth) = evaluate(state, &apart, &envelope(), NOW + 6 * SECOND);
    assert!([first, second, third, fourth].iter().all(|verdict| *verdict == Verdict::Continue));
}

#[test]
fn either_thermometer_alone_trips_outside_the_envelope() {
    let at =
        |value| Snapshot { reference_temperatures: vec![watched(value), watched(value - 0.2)], ..well() };
    assert_eq!(cause_of(&at(35.0)), None);
    assert_eq!(cause_of(&at(35.1)), Some(Cause::TemperatureLimit));
    assert_eq!(cause_of(&at(-1.9)), Some(Cause::TemperatureLimit));
}

#[test]
fn each_flag_and_each_fact_alone_trips() {
    let flags = |plant| cause_of(&Snapshot { plant, ..well() });
    let none = PlantFlags::default();
    assert_eq!(flags(PlantFlags { hard_trip: true, ..none }), Some(Cause::PlantTrip));
    assert_eq!(flags(PlantFlags { relief_open: true, ..none }), Some(Cause::PlantTrip));
    assert_eq!(flags(PlantFlags { watchdog_tripped: true, ..none }), Some(Cause::PlantTrip));
    assert_eq!(flags(PlantFlags { lid_unlocked: true, ..none }), Some(Cause::PlantTrip));
    let said = || Some("said".to_owned());
    assert_eq!(cause_of(&Snapshot { lost_link: said(), ..well() }), Some(Cause::LostLink));
    assert_eq!(cause_of(&Snapshot { panicked: said(), ..well() }), Some(Cause::DriverPanicked));
    assert_eq!(cause_of(&Snapshot { record_failed: said(), ..well() }), Some(Cause::RecordFailed));
    assert_eq!(cause_of(&Snapshot { operator_stop: true, ..well() }), Some(Cause::OperatorStop));
}

#[test]
fn the_first_cause_latches_whatever_follows() {
    let stop = Snapshot { operator_stop: true, ..well() };
    let (state, first) = evaluate(State::new(0), &stop, &envelope(), NOW);
    let worse = Snapshot { plant_pressure: watched(130.0), ..well() };
    let (state, second) = evaluate(state, &worse, &envelope(), NOW + SECOND);
    let (_, third) = evaluate(state, &well(), &envelope(), NOW + 2 * SECOND);
    assert_eq!(first, second);
    assert_eq!(first, third);
}

fn vented() -> Snapshot {
    Snapshot { plant_pressure: watched(0.11), reference_pressure: watched(0.102), ..well() }
}

#[test]
fn any_pressure_trips_while_the_operator_works_at_the_chamber() {
    let at_work = |plant: f64, reference: f64| Snapshot {
        plant_pressure: watched(plant),
        reference_pressure: watched(reference),
        at_work: Some(AtWork::default()),
        ..vented()
    };
    assert_eq!(cause_of(&at_work(0.11, 0.102)), None);
    assert_eq!(cause_of(&at_work(0.21, 0.102)), Some(Cause::PressureAtWork));
    assert_eq!(cause_of(&at_work(0.11, 0.21)), Some(Cause::PressureAtWork));
    assert_eq!(cause_of(&Snapshot { at_work: None, ..at_work(0.21, 0.21) }), None);
}

#[test]
fn a_thermometer_that_is_out_of_the_chamber_says_nothing_of_its_water() {
    let apart = |thermometer_out: Option<usize>, celsius: f64| Snapshot {
        reference_temperatures: vec![watched(2.0), watched(celsius)],
        at_work: Some(AtWork { thermometer_out }),
        ..vented()
    };
    assert_eq!(cause_of(&apart(Some(1), 20.0)), None);
    assert_eq!(cause_of(&apart(Some(1), 40.0)), None, "nor of its limits");
    assert_eq!(cause_of(&apart(None, 20.0)), Some(Cause::DisagreeingReading));
    assert_eq!(cause_of(&apart(Some(0), 40.0)), Some(Cause::TemperatureLimit), "the other one counts");
}
