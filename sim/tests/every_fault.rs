//! Every kind of fault in one run, and what the newer kinds do to lines, plant and cells.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share ends a test as a test does"
)]

mod client;

use client::{Client, beside, item, rig, scenario, twin_with, wait};
use hadal_rigs::description::{Checks, Description as _, parse};
use hadal_sim::{Course, Effect, Fault, Label, Plugins, Scenario, Twin};
use hadal_wire::plant_plc::{CommandBlock, Mode, Request as PlcRequest};
use hadal_wire::{Decode as _, fluke_1595a, paroscientific, plant_plc, sbe_37};
use std::collections::BTreeSet;

fn named(instrument: &str) -> String {
    instrument.to_owned()
}

/// One of each kind.
fn every_effect() -> Vec<Effect> {
    let (reference, probability) = (|| named("pressure"), 0.3);
    vec![
        Effect::PumpRunaway { flow_ml_per_min: 900.0 },
        Effect::Leak { ml_per_min_at_100_mpa: 50.0 },
        Effect::ReleaseBlocked,
        Effect::ReleaseStuckOpen { share: 0.01 },
        Effect::SealSlip { volume_ml: 5.0 },
        Effect::FloodedHousing { instrument: named("item_0"), volume_ml: 20.0 },
        Effect::PowerCut,
        Effect::HeaterStuck { power_w: 3000.0 },
        Effect::JacketFailed,
        Effect::ChillerLost,
        Effect::StirrerStopped,
        Effect::SuctionClogged { share: 0.9 },
        Effect::HardTripDefeated,
        Effect::InstrumentSilent { instrument: reference() },
        Effect::LinkLost { instrument: reference() },
        Effect::PressureReferenceOffset { offset_mpa: 0.1 },
        Effect::PlcPressureOffset { offset_mpa: 0.1 },
        Effect::ThermometerOffset { thermometer: 0, offset_k: 0.01 },
        Effect::SalinometerOffset { offset_practical: 0.01 },
        Effect::CellOffset { item: 0, offset_hz: 5.0 },
        Effect::BubbleInCell { item: 0, share: 0.1 },
        Effect::FouledCell { item: 0, share: 0.01 },
        Effect::IceInCell { item: 0, share: 0.1 },
        Effect::ClockSkew { instrument: named("item_0"), offset_s: 30.0, gains_s_per_day: 5.0 },
        Effect::FrozenReading { instrument: reference() },
        Effect::OperatorStop,
        Effect::GarbledBytes { instrument: reference(), probability: 0.05 },
        Effect::TruncatedReply { instrument: reference(), probability },
        Effect::DuplicatedReply { instrument: reference(), probability },
        Effect::LostReply { instrument: reference(), probability },
        Effect::WrongAddress { instrument: reference(), probability },
        Effect::LateReply { instrument: reference(), delay_s: 1.0 },
    ]
}

fn kind(effect: &impl serde::Serialize) -> String {
    serde_json::to_value(effect).unwrap()["kind"].as_str().unwrap().to_owned()
}

/// Every kind that a scenario file may name, by its own schema; those of plugins are theirs (`plugins.rs`).
fn kinds_of_schema() -> BTreeSet<String> {
    let schema: serde_json::Value =
        serde_json::from_str(&hadal_sim::scenario::schema_json(&Plugins::default()).unwrap()).unwrap();
    let variants = schema["$defs"]["Effect"]["oneOf"].as_array().unwrap();
    let kinds = variants.iter().map(|one| one["properties"]["kind"]["const"].as_str().unwrap());
    kinds.filter(|kind| *kind != "plugin").map(str::to_owned).collect()
}

/// Pumps, releases and asks every instrument, whatever comes back.
async fn busy(sockets: &hadal_sim::Sockets, beats: u16) {
    for beat in 0..beats {
        let asked: [(&str, Vec<u8>); 4] = [
            ("plc", {
                let safe = CommandBlock::safe(beat, 6.0, 119.0);
                let flow = if beat % 4 < 3 { (300.0, 0.0) } else { (0.0, 300.0) };
                let run = CommandBlock {
                    mode: Mode::Run,
                    pump_ml_per_min: flow.0,
                    release_ml_per_min: flow.1,
                    stirrer_rpm: 120.0,
                    ..safe
                };
                PlcRequest::WriteCommand(run).encode(beat)
            }),
            ("bridge", fluke_1595a::Request::Fetch.encode()),
            ("pressure", b"*0100P3\r\n".to_vec()),
            ("item_0", sbe_37::Request::SampleRaw.encode()),
        ];
        for (name, request) in asked {
            if let Ok(line) = sockets.open(name) {
                let mut client = Client::new(line, plant_plc::ReplyDecoder::default());
                client.send(&request).await;
                wait(1.0).await;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_kind_of_fault_acts_in_one_run_and_is_in_its_truth() {
    let mut scenario = scenario();
    let kinds: BTreeSet<String> = every_effect().iter().map(kind).collect();
    assert_eq!(kinds, kinds_of_schema(), "a kind without an example here");
    for (number, effect) in (0_u32..).zip(every_effect()) {
        let at_s = 20.0 + 30.0 * f64::from(number);
        let course = match number % 3 {
            1 if effect.has_size() => Course::Drift { over_s: 20.0 },
            2 => Course::Spikes { probability: 0.5 },
            _ => Course::Step,
        };
        scenario.fault.push(Fault { at_s, until_s: Some(at_s + 60.0), course, effect });
    }
    let mut twin = Twin::build(&rig(), &[item()], &scenario, 3).unwrap();
    let sockets = twin.sockets();
    beside(&mut twin, busy(&sockets, 280)).await;
    let truth = twin.truth("a run", 0);
    let labels: serde_json::Value = serde_json::from_str(&truth.attributes["faults"]).unwrap();
    let seen: BTreeSet<String> =
        labels.as_array().unwrap().iter().map(|label| kind(&label["fault"]["effect"])).collect();
    assert_eq!(seen, kinds);
    let table = truth.tables.iter().find(|table| table.group == "faults").unwrap();
    let (began, ended) = (table.column("began").unwrap(), table.column("ended").unwrap());
    assert_eq!(began.len(), kinds.len());
    assert!(began.iter().zip(ended).all(|(began, ended)| ended > began), "{began:?} {ended:?}");
}

/// What the reference transducer answers to so many questions, decoded, while a fault acts.
async fn answers(effect: Effect, questions: u32) -> (usize, usize) {
    let mut twin = twin_with(effect);
    let sockets = twin.sockets();
    beside(&mut twin, async {
        wait(12.0).await;
        let mut client =
            Client::new(sockets.open("pressure").unwrap(), paroscientific::ReplyDecoder::default());
        let (mut good, mut foreign) = (0, 0);
        for _ in 0..questions {
            client.send(b"*0100P3\r\n").await;
            while let Some(reply) = client.next_within(2.0).await {
                if reply.transmitter == 1 { good += 1 } else { foreign += 1 }
            }
            client.decoder.reset();
        }
        (good, foreign)
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn messages_get_lost_cut_doubled_and_misaddressed_as_often_as_is_said() {
    let (instrument, probability) = (|| named("pressure"), 0.4);
    // 100 questions: five standard deviations of a binomial of 0.4 are 24.5.
    let near = |count: usize, expected: usize| count.abs_diff(expected) <= 25;
    let lost = answers(Effect::LostReply { instrument: instrument(), probability }, 100).await;
    assert!(near(lost.0, 60) && lost.1 == 0, "{lost:?}");
    let doubled = answers(Effect::DuplicatedReply { instrument: instrument(), probability }, 100).await;
    assert!(near(doubled.0, 140) && doubled.1 == 0, "{doubled:?}");
    let foreign = answers(Effect::WrongAddress { instrument: instrument(), probability }, 100).await;
    assert!(near(foreign.1, 40) && foreign.0 + foreign.1 == 100, "{foreign:?}");
    let cut = answers(Effect::TruncatedReply { instrument: instrument(), probability }, 100).await;
    assert!(near(cut.0, 60), "{cut:?}");
}

#[tokio::test(start_paused = true)]
async fn a_power_cut_silences_the_mains_and_leaves_a_plc_that_begins_anew() {
    let mut scenario = scenario();
    let fault = Fault { at_s: 60.0, until_s: Some(90.0), course: Course::Step, effect: Effect::PowerCut };
    scenario.fault.push(fault);
    let mut twin = Twin::build(&rig(), &[item()], &scenario, 1).unwrap();
    let sockets = twin.sockets();
    let (during, item_lives, state) = beside(&mut twin, async {
        busy(&sockets, 13).await;
        wait(65.0 - 52.0).await;
        let mut plc = Client::new(sockets.open("plc").unwrap(), plant_plc::ReplyDecoder::default());
        let during = plc.ask(&PlcRequest::ReadStatus.encode(1)).await;
        let mut ctd = Client::new(sockets.open("item_0").unwrap(), sbe_37::ReplyDecoder::default());
        let item_lives = ctd.ask(b"\r\n").await.is_some();
        wait(30.0).await;
        (during, item_lives, plc.ask(&PlcRequest::ReadStatus.encode(2)).await)
    })
    .await;
    assert!(during.is_none() && item_lives, "{during:?}");
    let Some(plant_plc::Tagged { message: plant_plc::Reply::Status(status), .. }) = state else {
        panic!("{state:?}")
    };
    assert_eq!(status.state, plant_plc::PlantState::Safe, "a PLC that was told nothing yet");
}

/// Pressure ten seconds after something may have gone wrong under pressure, and whether the item still answers.
async fn under_pressure(effect: Option<Effect>) -> (f64, bool) {
    let mut scenario = scenario();
    let fault = |effect| Fault { at_s: 400.0, until_s: None, course: Course::Step, effect };
    scenario.fault.extend(effect.map(fault));
    let mut twin = Twin::build(&rig(), &[item()], &scenario, 1).unwrap();
    let sockets = twin.sockets();
    beside(&mut twin, busy(&sockets, 99)).await;
    twin.advance_by_s(10.0);
    let mpa = twin.plant().pressure.mpa();
    let answered = beside(&mut twin, async {
        let mut ctd = Client::new(sockets.open("item_0").unwrap(), sbe_37::ReplyDecoder::default());
        ctd.ask(b"\r\n").await.is_some()
    })
    .await;
    (mpa, answered)
}

#[tokio::test(start_paused = true)]
async fn a_slipping_seal_and_a_flooding_housing_show_as_a_fall_of_pressure() {
    let volume_ml = 10.0;
    let sound = under_pressure(None).await;
    let slipped = under_pressure(Some(Effect::SealSlip { volume_ml })).await;
    let instrument = named("item_0");
    let flooded = under_pressure(Some(Effect::FloodedHousing { instrument, volume_ml })).await;
    // 10 mL of 70 L against 4.1e-10 /Pa of seawater at 26 MPa and 0.2e-10 /Pa of the vessel is 0.33 MPa.
    for mpa in [slipped.0, flooded.0] {
        assert!((sound.0 - mpa - 0.33).abs() < 0.03, "{} {mpa}", sound.0);
    }
    assert!(sound.1 && slipped.1 && !flooded.1);
}

#[tokio::test(start_paused = true)]
async fn a_drift_grows_and_a_spike_is_there_now_and_then() {
    let offset_mpa = 1.0;
    let mut scenario = scenario();
    for (at_s, course) in
        [(10.0, Course::Drift { over_s: 100.0 }), (300.0, Course::Spikes { probability: 0.25 })]
    {
        let effect = Effect::PressureReferenceOffset { offset_mpa };
        scenario.fault.push(Fault { at_s, until_s: Some(at_s + 250.0), course, effect });
    }
    let mut twin = Twin::build(&rig(), &[item()], &scenario, 1).unwrap();
    let sockets = twin.sockets();
    let psi = beside(&mut twin, async {
        let mut client =
            Client::new(sockets.open("pressure").unwrap(), paroscientific::ReplyDecoder::default());
        let mut psi = Vec::new();
        for _ in 0..200 {
            let Some(paroscientific::Reply { content: paroscientific::Content::Value(value), .. }) =
                client.ask(b"*0100P3\r\n").await
            else {
                panic!("no answer")
            };
            psi.push(value);
            wait(2.0).await;
        }
        psi
    })
    .await;
    // A question every 2.6 s: at 62 s half of the drift is there, 1 MPa is 145 psi.
    let mpa = |second: usize| (psi[second * 10 / 26] - psi[0]) / 145.04;
    assert!((mpa(60) - 0.5).abs() < 0.06, "{}", mpa(60));
    assert!((mpa(200) - 1.0).abs() < 0.06, "{}", mpa(200));
    assert!(mpa(280).abs() < 0.06, "it ends at 260 s: {}", mpa(280));
    let spikes = psi[130..].iter().filter(|value| **value > psi[0] + 100.0).count();
    assert!((5..=35).contains(&spikes), "about a quarter of 70: {spikes}");
}

#[tokio::test(start_paused = true)]
async fn a_drift_of_the_pump_brings_half_of_the_water() {
    let pressure_mpa = |course: Course| async move {
        let effect = Effect::PumpRunaway { flow_ml_per_min: 400.0 };
        let mut scenario = scenario();
        scenario.fault.push(Fault { at_s: 10.0, until_s: None, course, effect });
        let mut twin = Twin::build(&rig(), &[item()], &scenario, 1).unwrap();
        let before = twin.plant().pressure.mpa();
        beside(&mut twin, wait(130.0)).await;
        twin.plant().pressure.mpa() - before
    };
    let (whole, growing) =
        (pressure_mpa(Course::Step).await, pressure_mpa(Course::Drift { over_s: 120.0 }).await);
    // What the intensifier's friction withholds, some tenths of a megapascal of water, is the same for both.
    assert!(whole > 10.0 && (0.35..0.55).contains(&(growing / whole)), "{growing} of {whole}");
}

#[test]
fn what_has_no_size_cannot_grow() {
    let (at_s, course) = (0.0, Course::Drift { over_s: 60.0 });
    for effect in every_effect() {
        let (is_sized, mut scenario, mut checks) = (effect.has_size(), scenario(), Checks::default());
        scenario.fault.push(Fault { at_s, until_s: None, course, effect });
        scenario.check(&mut checks);
        assert_eq!(checks.is_clean(), is_sized, "{:?}", scenario.fault);
    }
    let fault = "[[fault]]\nat_s = 60.0\ncourse = { kind = \"drift\", over_s = 9.0 }\neffect = { kind = \"power-cut\" }\n";
    let text = include_str!("../../rigs/catalog/full-ocean-depth-71l.scenario.toml").to_owned() + fault;
    let error = parse::<Scenario>("world.toml", &text).unwrap_err().to_string();
    assert!(error.contains("fault[0].course.kind") && error.contains("\"drift\""), "{error}");
}

#[test]
fn a_label_tells_when_and_how_long() {
    let label = Label {
        began_s: 5.0,
        ended_s: None,
        acted_s: 3,
        fault: Fault { at_s: 4.5, until_s: None, course: Course::Step, effect: Effect::PowerCut },
    };
    let json = serde_json::to_value(&label).unwrap();
    assert_eq!(json["fault"]["effect"]["kind"], "power-cut");
    assert_eq!(json["acted_s"], 3);
}
