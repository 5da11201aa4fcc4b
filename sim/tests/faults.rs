//! Each kind of fault does what its name says, as seen on the lines or in the plant.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share ends a test as a test does"
)]

mod client;

use client::{Client, beside, item, rig, scenario, twin, twin_with, wait};
use hadal_sim::{Course, Effect, Fault, Sockets, Twin};
use hadal_wire::plant_plc::{
    CommandBlock, Mode, Reply as PlcReply, Request as PlcRequest, StatusBlock, Tagged,
};
use hadal_wire::{fluke_1595a, operator, paroscientific, plant_plc};

const HOUR_S: f64 = 3_600.0;

fn named(instrument: &str) -> String {
    instrument.to_owned()
}

fn transducer(sockets: &Sockets) -> Client<paroscientific::ReplyDecoder> {
    Client::new(sockets.open("pressure").unwrap(), paroscientific::ReplyDecoder::default())
}

async fn psi(line: &mut Client<paroscientific::ReplyDecoder>) -> Option<f64> {
    let ask = paroscientific::Request { transmitter: 1, command: paroscientific::Command::Pressure };
    match line.ask(&ask.encode()).await?.content {
        paroscientific::Content::Value(psi) => Some(psi),
        paroscientific::Content::Parameter { .. } => None,
    }
}

async fn status(sockets: &Sockets) -> StatusBlock {
    let mut plc = Client::new(sockets.open("plc").unwrap(), plant_plc::ReplyDecoder::default());
    match plc.ask(&PlcRequest::ReadStatus.encode(7)).await {
        Some(Tagged { message: PlcReply::Status(block), .. }) => block,
        other => panic!("{other:?}"),
    }
}

/// Pressure by the reference before and after the fault begins at 10 s.
async fn before_and_after(effect: Effect) -> (Option<f64>, Option<f64>) {
    let mut twin = twin_with(effect);
    let sockets = twin.sockets();
    beside(&mut twin, async {
        let mut line = transducer(&sockets);
        let before = psi(&mut line).await;
        wait(12.0).await;
        (before, psi(&mut line).await)
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn a_runaway_pump_meets_the_hard_trip_and_never_the_vessels_rating() {
    let mut twin = twin_with(Effect::PumpRunaway { flow_ml_per_min: 900.0 });
    twin.advance_by_s(HOUR_S);
    let plant = twin.plant();
    assert!(plant.hard_trip, "{plant:?}");
    assert!(plant.peak_pressure.mpa() > 100.0 && plant.peak_pressure.mpa() < 127.0, "{plant:?}");
}

#[test]
fn with_the_trip_defeated_the_relief_valve_still_holds() {
    let mut scenario = scenario();
    for effect in [Effect::PumpRunaway { flow_ml_per_min: 900.0 }, Effect::HardTripDefeated] {
        scenario.fault.push(Fault { at_s: 5.0, until_s: None, course: Course::Step, effect });
    }
    let mut twin = Twin::build(&rig(), &[item()], &scenario, 1).unwrap();
    twin.advance_by_s(HOUR_S);
    let plant = twin.plant();
    assert!(!plant.hard_trip && plant.peak_pressure.mpa() > 122.5, "{plant:?}");
    assert!(plant.peak_pressure.mpa() < 127.0, "{plant:?}");
}

/// Pumps for half a minute, then watches the pressure for another ten with the controller's heart beating.
async fn pumped(twin: &mut Twin) -> (f64, f64) {
    let sockets = twin.sockets();
    beside(twin, async {
        let mut plc = Client::new(sockets.open("plc").unwrap(), plant_plc::ReplyDecoder::default());
        let mut reached = 0.0;
        for beat in 0..630 {
            let flow = if beat < 30 { 400.0 } else { 0.0 };
            let safe = CommandBlock::safe(beat, 6.0, 119.0);
            let run = CommandBlock { mode: Mode::Run, pump_ml_per_min: flow, ..safe };
            plc.ask(&PlcRequest::WriteCommand(run).encode(beat)).await.unwrap();
            wait(1.0).await;
            if beat == 35 {
                drop(plc);
                reached = status(&sockets).await.pressure_mpa_absolute;
                plc = Client::new(sockets.open("plc").unwrap(), plant_plc::ReplyDecoder::default());
            }
        }
        drop(plc);
        (reached, status(&sockets).await.pressure_mpa_absolute)
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn a_leak_loses_pressure_that_a_tight_vessel_keeps() {
    let (sound_before, sound_after) = pumped(&mut twin(1)).await;
    let (_, leaky_after) = pumped(&mut twin_with(Effect::Leak { ml_per_min_at_100_mpa: 200.0 })).await;
    assert!(sound_before > 5.0 && sound_after > 0.8 * sound_before, "{sound_before} {sound_after}");
    assert!(leaky_after < sound_after - 1.0, "{leaky_after} {sound_after}");
}

#[tokio::test(start_paused = true)]
async fn a_clogged_strainer_starves_the_pump() {
    let (sound, _) = pumped(&mut twin(1)).await;
    let (starved, _) = pumped(&mut twin_with(Effect::SuctionClogged { share: 0.95 })).await;
    assert!(starved < 0.8 * sound, "{starved} {sound}");
}

#[tokio::test(start_paused = true)]
async fn a_blocked_release_keeps_the_pressure_that_the_watchdog_would_vent() {
    let mut outcome = Vec::new();
    for mut twin in [twin(1), twin_with(Effect::ReleaseBlocked)] {
        pumped(&mut twin).await;
        twin.advance_by_s(HOUR_S);
        outcome.push(twin.plant().pressure.mpa());
    }
    assert!(outcome[0] < 0.2 && outcome[1] > 2.0, "{outcome:?}");
}

#[test]
fn a_stuck_heater_heats() {
    let mut twin = twin_with(Effect::HeaterStuck { power_w: 3_000.0 });
    let before = twin.plant().water_celsius;
    twin.advance_by_s(2.0 * HOUR_S);
    assert!(twin.plant().water_celsius > before + 1.0, "{:?}", twin.plant());
}

#[tokio::test(start_paused = true)]
async fn a_failed_jacket_does_not_heat_and_a_stopped_stirrer_lets_the_water_lag() {
    let mut middles = Vec::new();
    for effect in [None, Some(Effect::JacketFailed), Some(Effect::StirrerStopped)] {
        let mut twin = effect.map_or_else(|| twin(1), twin_with);
        let sockets = twin.sockets();
        beside(&mut twin, async {
            let mut plc = Client::new(sockets.open("plc").unwrap(), plant_plc::ReplyDecoder::default());
            for beat in 0..3_600 {
                let safe = CommandBlock::safe(beat, 6.0, 119.0);
                let run = CommandBlock {
                    mode: Mode::Run,
                    jacket_setpoint_celsius: 40.0,
                    stirrer_rpm: 120.0,
                    ..safe
                };
                plc.ask(&PlcRequest::WriteCommand(run).encode(beat)).await.unwrap();
                wait(1.0).await;
            }
        })
        .await;
        middles.push(twin.plant().water_celsius);
    }
    assert!(middles[0] > 25.0, "{middles:?}");
    assert!(middles[1] < 21.0, "{middles:?}");
    assert!(middles[2] < middles[0] - 0.5, "{middles:?}");
}

#[tokio::test(start_paused = true)]
async fn a_silent_instrument_hears_but_does_not_answer() {
    let (before, after) = before_and_after(Effect::InstrumentSilent { instrument: named("pressure") }).await;
    assert!(before.is_some() && after.is_none(), "{before:?} {after:?}");
}

#[tokio::test(start_paused = true)]
async fn an_offset_of_the_reference_shows_in_its_reading_alone() {
    let (before, after) = before_and_after(Effect::PressureReferenceOffset { offset_mpa: 1.0 }).await;
    let rise = after.unwrap() - before.unwrap();
    assert!((rise - 145.04).abs() < 1.0, "1 MPa is 145.04 psi: {rise}");
}

#[tokio::test(start_paused = true)]
async fn an_offset_of_the_plants_transducer_shows_in_the_status_block() {
    let mut twin = twin_with(Effect::PlcPressureOffset { offset_mpa: 2.0 });
    let sockets = twin.sockets();
    let shown = beside(&mut twin, async {
        wait(13.0).await;
        status(&sockets).await.pressure_mpa_absolute
    })
    .await;
    assert!((shown - 2.1).abs() < 0.2, "{shown}");
    assert!(twin.plant().pressure.mpa() < 0.2);
}

#[tokio::test(start_paused = true)]
async fn a_frozen_instrument_repeats_its_last_value_to_the_last_digit() {
    let (before, after) = before_and_after(Effect::FrozenReading { instrument: named("pressure") }).await;
    assert_eq!(before.map(f64::to_bits), after.map(f64::to_bits));
    let (before, after) = before_and_after(Effect::OperatorStop).await;
    assert_ne!(before.map(f64::to_bits), after.map(f64::to_bits), "without the fault there is noise");
}

#[tokio::test(start_paused = true)]
async fn garbled_bytes_arrive_changed() {
    let garble = Effect::GarbledBytes { instrument: named("pressure"), probability: 0.5 };
    let (before, after) = before_and_after(garble).await;
    assert!(before.is_some() && after != before, "{before:?} {after:?}");
}

#[tokio::test(start_paused = true)]
async fn a_late_reply_comes_when_nobody_waits_any_more() {
    let mut twin = twin_with(Effect::LateReply { instrument: named("pressure"), delay_s: 30.0 });
    let sockets = twin.sockets();
    beside(&mut twin, async {
        wait(12.0).await;
        let mut line = transducer(&sockets);
        assert!(psi(&mut line).await.is_none(), "not within 5 s");
        assert!(line.next_within(30.0).await.is_some(), "but later");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_link_ends_the_line_and_refuses_new_ones_until_it_is_mended() {
    let mut scenario = scenario();
    let effect = Effect::LinkLost { instrument: named("pressure") };
    scenario.fault.push(Fault { at_s: 10.0, until_s: Some(60.0), course: Course::Step, effect });
    let mut twin = Twin::build(&rig(), &[item()], &scenario, 1).unwrap();
    let sockets = twin.sockets();
    beside(&mut twin, async {
        let mut line = transducer(&sockets);
        assert!(psi(&mut line).await.is_some());
        wait(12.0).await;
        assert!(psi(&mut line).await.is_none());
        assert_eq!(sockets.open("pressure").unwrap_err().kind(), std::io::ErrorKind::ConnectionRefused);
        wait(60.0).await;
        assert!(psi(&mut transducer(&sockets)).await.is_some());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_thermometers_offset_shows_on_the_bridge() {
    let mut twin = twin_with(Effect::ThermometerOffset { thermometer: 0, offset_k: 1.0 });
    let sockets = twin.sockets();
    let rise = beside(&mut twin, async {
        let decoder = fluke_1595a::ReplyDecoder::default();
        let mut bridge = Client::new(sockets.open("bridge").unwrap(), decoder);
        let mut seen = Vec::new();
        for _ in 0..2 {
            wait(6.0).await;
            let Some(fluke_1595a::Reply::Measurement(ohm)) =
                bridge.ask(&fluke_1595a::Request::Fetch.encode()).await
            else {
                panic!("no measurement")
            };
            seen.push(ohm);
            wait(10.0).await;
        }
        seen[1] - seen[0]
    })
    .await;
    assert!((rise - 0.1).abs() < 0.01, "1 K is about 0.1 ohm: {rise}");
}

#[tokio::test(start_paused = true)]
async fn an_operator_who_presses_stop_is_heard_once() {
    let mut twin = twin_with(Effect::OperatorStop);
    let sockets = twin.sockets();
    beside(&mut twin, async {
        let mut console = Client::new(sockets.open("operator").unwrap(), operator::ReplyDecoder::default());
        assert_eq!(console.next_within(60.0).await, Some(operator::Reply::Stop));
        assert_eq!(console.next_within(60.0).await, None);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn faults_can_be_injected_while_the_twin_runs() {
    let mut twin = twin(1);
    let (sockets, injector) = (twin.sockets(), twin.injector());
    beside(&mut twin, async {
        let mut line = transducer(&sockets);
        assert!(psi(&mut line).await.is_some());
        let effect = Effect::InstrumentSilent { instrument: named("pressure") };
        injector.inject(Fault { at_s: 0.0, until_s: None, course: Course::Step, effect });
        wait(2.0).await;
        assert!(psi(&mut line).await.is_none());
    })
    .await;
}

#[test]
fn a_fault_of_an_unknown_instrument_is_refused_with_those_that_exist() {
    let mut scenario = scenario();
    let effect = Effect::LinkLost { instrument: named("bath") };
    scenario.fault.push(Fault { at_s: 0.0, until_s: None, course: Course::Step, effect });
    let error = Twin::build(&rig(), &[item()], &scenario, 1).err().unwrap().to_string();
    assert!(error.contains("fault[0].effect.instrument") && error.contains("item_0"), "{error}");
}
