//! The plugin in a twin, in process: its bytes, its physics, its fault in reading and truth, and one digest.

use acme_turbidity::Turbidity;
use hadal_rigs::description::{Item, Rig, parse};
use hadal_sim::{Course, Effect, Fault, Happened, Plugins, Requested, Scenario, Sockets, Twin};
use hadal_wire::plant_plc::{CommandBlock, Mode, Request};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::time::{sleep, timeout};

fn rig() -> Rig {
    parse("vessel.toml", include_str!("../vessel.toml")).unwrap()
}

fn item() -> Item {
    parse("deep-ctd.toml", include_str!("../../../rigs/catalog/items/deep-ctd.toml")).unwrap()
}

fn scenario() -> Scenario {
    let text = include_str!("../vessel.scenario.toml");
    let mut scenario: Scenario = parse("vessel.scenario.toml", text).unwrap();
    scenario.plugins = Plugins::default().with::<Turbidity>();
    scenario
}

fn twin(scenario: &Scenario, seed: u64) -> Twin {
    Twin::build(&rig(), &[item()], scenario, seed).unwrap()
}

/// Runs a client beside a twin until the client is done.
async fn beside<T>(twin: &mut Twin, client: impl Future<Output = T>) -> T {
    tokio::select! {
        biased;
        done = client => done,
        () = twin.drive() => unreachable!("a twin lives until it is dropped"),
    }
}

async fn ask(meter: &mut DuplexStream, question: &[u8]) -> String {
    meter.write_all(question).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\n") {
        answer.push(timeout(Duration::from_secs(5), meter.read_u8()).await.unwrap().unwrap());
    }
    String::from_utf8(answer).unwrap()
}

/// One measurement, FNU.
async fn measure(meter: &mut DuplexStream) -> f64 {
    let answer = ask(meter, b"T?\r").await;
    answer.strip_prefix("T=").unwrap().strip_suffix(" FNU\r\n").unwrap().parse().unwrap()
}

fn stirring(beat: u16) -> Vec<u8> {
    let safe = CommandBlock::safe(beat, 6.0, 119.0);
    Request::WriteCommand(CommandBlock { mode: Mode::Run, stirrer_rpm: 120.0, ..safe }).encode(beat)
}

/// A controller that stirs for so many seconds.
async fn stir(sockets: &Sockets, seconds: u16) {
    let mut plc = sockets.open("plc").unwrap();
    for beat in 0..seconds {
        plc.write_all(&stirring(beat)).await.unwrap();
        sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_meter_answers_in_its_own_bytes_and_sees_silt_rise_and_settle() {
    let mut twin = twin(&scenario(), 1);
    let sockets = twin.sockets();
    beside(&mut twin, async {
        let mut meter = sockets.open("turbidity").unwrap();
        assert_eq!(ask(&mut meter, b"ID?\r").await, "ACME TM-1\r\n");
        assert_eq!(ask(&mut meter, b"TEMPERATURE OF THE WATER?\r").await, "?\r\n");
        let still = measure(&mut meter).await;
        assert!(still.abs() < 0.1, "all has settled: five standard deviations of noise are 0.1 FNU: {still}");
        stir(&sockets, 600).await;
        let stirred = measure(&mut meter).await;
        // Nearly all of 40 mg/L, by a unit whose slope is 1 with a standard deviation of 5 %.
        assert!((30.0..50.0).contains(&stirred), "{stirred}");
        let mut plc = sockets.open("plc").unwrap();
        let standing = CommandBlock::safe(601, 6.0, 119.0);
        plc.write_all(&Request::WriteCommand(standing).encode(601)).await.unwrap();
        // A grain of 20 µm falls 0.354 mm/s in seawater of 20 °C, by Stokes' law: a metre in 47 min.
        sleep(Duration::from_secs(47 * 60)).await;
        let left = measure(&mut meter).await / stirred;
        assert!(
            (left - 0.368).abs() < 0.02,
            "1/e, with five standard deviations of both readings' noise: {left}"
        );
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_fouled_window_is_seen_in_readings_and_in_the_truth() {
    let mut scenario = scenario();
    (scenario.fault[0].at_s, scenario.fault[0].until_s) = (700.0, Some(1000.0));
    scenario.fault[0].course = Course::Step;
    let mut twin = twin(&scenario, 1);
    let sockets = twin.sockets();
    let readings = beside(&mut twin, async {
        let mut meter = sockets.open("turbidity").unwrap();
        let mut readings = Vec::new();
        for seconds in [600, 200, 400] {
            stir(&sockets, seconds).await;
            readings.push(measure(&mut meter).await);
        }
        readings
    })
    .await;
    let [before, fouled, after] = readings[..] else { panic!("{readings:?}") };
    // Noise is 0.5 % of a reading: ratios are good to 4 % by more than five standard deviations.
    assert!((fouled / before - 0.5).abs() < 0.02, "{readings:?}");
    assert!((after / before - 1.0).abs() < 0.04, "{readings:?}");
    let truth = twin.truth("a run", 0);
    let labels: serde_json::Value = serde_json::from_str(&truth.attributes["faults"]).unwrap();
    let effect = serde_json::json!({
        "kind": "plugin", "name": "acme-turbidity/fouling", "settings": { "share": 0.5 }
    });
    assert_eq!(labels[0]["fault"]["effect"], effect);
    let table = |name: &str| truth.tables.iter().find(|table| table.group == name).unwrap();
    assert_eq!(table("faults").column("began").unwrap(), [700.0]);
    assert_eq!(table("faults").column("ended").unwrap(), [1000.0]);
    let silt = table("trace").column("acme_silt").unwrap();
    assert_eq!(silt.len(), 20);
    assert!(
        silt[0] > 10.0 && silt[0] < silt[9] && silt[9] < 40.0,
        "a fouled window changes no silt: {silt:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn faults_of_the_twin_reach_the_meter() {
    let mut scenario = scenario();
    let effect = Effect::FrozenReading { instrument: "turbidity".to_owned() };
    scenario.fault = vec![Fault { at_s: 300.0, until_s: None, course: Course::Step, effect }];
    let mut twin = twin(&scenario, 1);
    let sockets = twin.sockets();
    beside(&mut twin, async {
        let mut meter = sockets.open("turbidity").unwrap();
        stir(&sockets, 200).await;
        let before = measure(&mut meter).await;
        assert!(before != measure(&mut meter).await, "noise");
        stir(&sockets, 200).await;
        let frozen = measure(&mut meter).await;
        assert!(frozen > 10.0);
        sleep(Duration::from_secs(3600)).await;
        assert!(frozen == measure(&mut meter).await);
    })
    .await;
}

/// A question every minute of five hours, and a minute of stirring in ten.
fn five_hours() -> Vec<Requested> {
    let asked = |second: u16| {
        let at = |instrument: &str, bytes: &[u8]| Requested {
            at_ns: u64::from(second) * 1_000_000_000 + 17,
            instrument: instrument.to_owned(),
            happened: Happened::wrote(bytes),
        };
        let stirs = (second % 600 < 60).then(|| at("plc", &stirring(second)));
        let asks = second.is_multiple_of(60).then(|| at("turbidity", b"T?\rID"));
        stirs.into_iter().chain(asks)
    };
    (0..5 * 3600).flat_map(asked).collect()
}

fn live(mut twin: Twin, requests: &[Requested]) -> Twin {
    requests.iter().for_each(|request| twin.relive(request).unwrap());
    twin
}

#[test]
fn a_world_lived_twice_and_one_resumed_half_way_come_to_one_digest() {
    let (scenario, requests) = (scenario(), five_hours());
    let whole = live(twin(&scenario, 4), &requests).state_digest();
    assert_eq!(live(twin(&scenario, 4), &requests).state_digest(), whole);
    assert_ne!(live(twin(&scenario, 5), &requests).state_digest(), whole);
    // While the window fouls, in the middle of a measurement and of a question.
    let (morning, afternoon) = requests.split_at(requests.len() / 2);
    let noon = live(twin(&scenario, 4), morning);
    let snapshot = noon.snapshot();
    let resumed = Twin::resume(&rig(), &[item()], &scenario, 4, &snapshot).unwrap();
    assert_eq!(resumed.state_digest(), noon.state_digest());
    assert_eq!(resumed.snapshot(), snapshot);
    assert_eq!(live(resumed, afternoon).state_digest(), whole);
    // What the plugin keeps is in the digest: a measurement more has used up some noise.
    let (mut one, mut other) = (twin(&scenario, 4), twin(&scenario, 4));
    let question = requests.iter().find(|request| request.instrument == "turbidity").unwrap();
    one.relive(question).unwrap();
    one.advance_by_s(59.9);
    other.advance_by_s(59.9 + 17e-9);
    assert_ne!(one.state_digest(), other.state_digest());
}

#[test]
fn what_plugins_do_not_accept_is_told_by_field_value_and_what_is_accepted() {
    let refused =
        |rig: &Rig, scenario: &Scenario| Twin::build(rig, &[item()], scenario, 1).err().unwrap().to_string();
    let says = |change: &dyn Fn(&mut Scenario), words: &[&str]| {
        let mut scenario = scenario();
        change(&mut scenario);
        let said = refused(&rig(), &scenario);
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
    };
    says(&|s| s.plugins = Plugins::default(), &["`plugin[0].name`", "\"acme-turbidity\"", "which has none"]);
    says(
        &|s| s.plugin[0].name = "acme".to_owned(),
        &["`plugin[0].name`", "\"acme\"", "one of acme-turbidity"],
    );
    says(
        &|s| s.plugin[0].settings["load_mg_per_l"] = 5000.0.into(),
        &["`plugin[0].settings.load_mg_per_l`", "5000", "0 to 1000"],
    );
    says(
        &|s| drop(s.plugin[0].settings.remove("grain_um")),
        &["`plugin[0].settings.grain_um`", "missing", "a number"],
    );
    let effect = |name: &str, share: f64| {
        let settings = serde_json::json!({ "share": share }).as_object().unwrap().clone();
        Effect::Plugin { name: name.to_owned(), settings }
    };
    says(
        &|s| s.fault[0].effect = effect("acme-turbidity/rust", 0.5),
        &["`fault[0].effect.name`", "\"acme-turbidity/rust\"", "one of acme-turbidity/fouling"],
    );
    says(
        &|s| s.fault[0].effect = effect("acme-turbidity/fouling", 2.0),
        &["`fault[0].effect.settings.share`", "2", "0 to 0.95"],
    );
    let mut rig = rig();
    let meter = rig.instrument.iter_mut().find(|instrument| instrument.name == "turbidity").unwrap();
    meter.plugin = Some("acme-turbidity/metre".to_owned());
    let said = refused(&rig, &scenario());
    for word in ["`turbidity`", "\"acme-turbidity/metre\"", "one of acme-turbidity/meter"] {
        assert!(said.contains(word), "{said}");
    }
}
