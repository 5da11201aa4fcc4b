//! Same seed, same world, to the last bit; and a plant that does not care when it is looked at.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share ends a test as a test does"
)]

mod client;

use client::{Client, beside, twin, wait};
use hadal_rigs::description::{Item, Rig};
use hadal_sim::{Course, Effect, Fault, Happened, Requested, Scenario, Twin};
use hadal_wire::plant_plc::{CommandBlock, Mode, Request as PlcRequest};
use hadal_wire::{paroscientific, plant_plc, sbe_37};

/// Everything that came over the lines in a busy quarter of an hour, and the digest afterwards.
async fn busy(seed: u64) -> (String, [u8; 32]) {
    let mut twin = twin(seed);
    let sockets = twin.sockets();
    let heard = beside(&mut twin, async {
        let mut plc = Client::new(sockets.open("plc").unwrap(), plant_plc::ReplyDecoder::default());
        let mut gauge =
            Client::new(sockets.open("pressure").unwrap(), paroscientific::ReplyDecoder::default());
        let mut item = Client::new(sockets.open("item_0").unwrap(), sbe_37::ReplyDecoder::default());
        let mut heard = String::new();
        for beat in 0..300 {
            let safe = CommandBlock::safe(beat, 6.0, 119.0);
            let run = CommandBlock { mode: Mode::Run, pump_ml_per_min: 60.0, stirrer_rpm: 120.0, ..safe };
            heard += &format!("{:?}", plc.ask(&PlcRequest::WriteCommand(run).encode(beat)).await);
            heard += &format!("{:?}", plc.ask(&PlcRequest::ReadStatus.encode(beat)).await);
            let ask = paroscientific::Request { transmitter: 1, command: paroscientific::Command::Pressure };
            heard += &format!("{:?}", gauge.ask(&ask.encode()).await);
            heard += &format!("{:?}", item.ask(&sbe_37::Request::SampleRaw.encode()).await);
            wait(0.7).await;
        }
        heard
    })
    .await;
    (heard, twin.state_digest())
}

#[tokio::test(start_paused = true)]
async fn the_same_seed_gives_the_same_bytes_and_the_same_state() {
    let (first, again, other) = (busy(11).await, busy(11).await, busy(12).await);
    assert!(first.0.contains("Raw(") && first.0.contains("Status("), "{}", &first.0[..2_000]);
    assert_eq!(first, again);
    assert_ne!(first.0, other.0);
    assert_ne!(first.1, other.1);
}

/// Reads the reference every so often while the plant is pumped, and gives what the plant came to.
async fn looked_at_every(seconds: f64) -> String {
    let mut twin = twin(5);
    let sockets = twin.sockets();
    let pumping = async {
        let mut plc = Client::new(sockets.open("plc").unwrap(), plant_plc::ReplyDecoder::default());
        for beat in 0..200 {
            let safe = CommandBlock::safe(beat, 6.0, 119.0);
            let run = CommandBlock { mode: Mode::Run, pump_ml_per_min: 50.0, ..safe };
            plc.send(&PlcRequest::WriteCommand(run).encode(beat)).await;
            wait(1.0).await;
        }
    };
    let looking = async {
        let mut gauge =
            Client::new(sockets.open("pressure").unwrap(), paroscientific::ReplyDecoder::default());
        loop {
            let ask = paroscientific::Request { transmitter: 1, command: paroscientific::Command::Pressure };
            gauge.ask(&ask.encode()).await;
            wait(seconds).await;
        }
    };
    beside(&mut twin, async {
        tokio::select! { biased; () = pumping => {}, () = looking => {} }
    })
    .await;
    format!("{:?}", twin.plant())
}

#[tokio::test(start_paused = true)]
async fn the_plant_does_not_depend_on_when_sensors_are_read() {
    assert_eq!(looked_at_every(0.31).await, looked_at_every(7.7).await);
}

#[test]
fn advancing_in_pieces_is_advancing_at_once() {
    let (mut whole, mut pieces) = (twin(3), twin(3));
    whole.advance_by_s(500.0);
    for _ in 0..2_000 {
        pieces.advance_by_s(0.25);
    }
    assert_eq!(whole.state_digest(), pieces.state_digest());
}

#[tokio::test(start_paused = true)]
async fn a_twin_that_is_not_driven_stands_still() {
    let mut twin = twin(3);
    beside(&mut twin, wait(10.0)).await;
    wait(1_000.0).await;
    let before = twin.elapsed_s();
    beside(&mut twin, wait(5.0)).await;
    let driven = twin.elapsed_s() - before;
    assert!((8.9..10.1).contains(&before), "what was begun of the last second is not lived: {before}");
    assert!((3.9..5.1).contains(&driven), "the 1,000 s in between are not lived: {driven}");
}

#[tokio::test(start_paused = true)]
async fn a_world_that_relives_what_clients_did_comes_to_the_same_state() {
    let log = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let mut twin = twin(21);
    let kept = log.clone();
    twin.log_requests(move |request| kept.lock().unwrap().push(request.clone()));
    let sockets = twin.sockets();
    beside(&mut twin, async {
        for beat in 0..40_u16 {
            // A client that comes and goes in the middle of a message.
            let mut plc = Client::new(sockets.open("plc").unwrap(), plant_plc::ReplyDecoder::default());
            let safe = CommandBlock::safe(beat, 6.0, 119.0);
            let run = CommandBlock { mode: Mode::Run, pump_ml_per_min: 200.0, stirrer_rpm: 120.0, ..safe };
            plc.ask(&PlcRequest::WriteCommand(run).encode(beat)).await;
            plc.send(&PlcRequest::ReadStatus.encode(beat)[..5]).await;
            let mut item = Client::new(sockets.open("item_0").unwrap(), sbe_37::ReplyDecoder::default());
            item.ask(&sbe_37::Request::SampleRaw.encode()).await;
            wait(3.3).await;
        }
    })
    .await;
    twin.end_log();
    let log = log.lock().unwrap().clone();
    assert!(log.len() > 150, "{}", log.len());
    let mut again = client::twin(21);
    for request in &log {
        again.relive(request).unwrap();
    }
    assert!(twin.plant().pressure.mpa() > 1.0);
    assert_eq!((again.elapsed_s(), again.state_digest()), (twin.elapsed_s(), twin.state_digest()));
    let mut other = client::twin(21);
    for request in log.iter().filter(|request| request.instrument != "item_0") {
        other.relive(request).unwrap();
    }
    assert_ne!(other.state_digest(), twin.state_digest());
    assert!(again.relive(&log[0]).is_err(), "what is past cannot be lived");
}

/// What one client after another asks of a world with faults in a day, a question of each kind every minute.
fn a_day() -> Vec<Requested> {
    let mut asked = Vec::new();
    for minute in 0..1440_u16 {
        let at_ns = u64::from(minute) * 60_000_000_000 + 17;
        let mut ask = |instrument: &str, bytes: &[u8]| {
            let happened = Happened::wrote(bytes);
            asked.push(Requested { at_ns, instrument: instrument.to_owned(), happened });
        };
        let safe = CommandBlock::safe(minute, 6.0, 119.0);
        let pump = if minute % 120 < 40 { 100.0 } else { 0.0 };
        let run = CommandBlock {
            mode: Mode::Run,
            pump_ml_per_min: pump,
            release_ml_per_min: 60.0 - 0.6 * pump,
            stirrer_rpm: 120.0,
            jacket_setpoint_celsius: 10.0,
            ..safe
        };
        ask("plc", &PlcRequest::WriteCommand(run).encode(minute));
        ask("bridge", &hadal_wire::fluke_1595a::Request::Fetch.encode());
        ask("pressure", b"*0100P3\r\n*01");
        ask("item_0", &sbe_37::Request::SampleRaw.encode());
        ask("operator", b"? 3 BOTTLE chamber before-leg 3\r\n");
    }
    asked
}

fn faulty() -> (Rig, Item, Scenario) {
    let mut scenario = client::scenario();
    let effects = [
        (1_000.0, Course::Spikes { probability: 0.3 }, Effect::PressureReferenceOffset { offset_mpa: 0.1 }),
        (2_000.0, Course::Drift { over_s: 50_000.0 }, Effect::Leak { ml_per_min_at_100_mpa: 2.0 }),
        (43_000.0, Course::Step, Effect::FrozenReading { instrument: "bridge".to_owned() }),
    ];
    scenario.fault = effects
        .into_iter()
        .map(|(at_s, course, effect)| Fault { at_s, until_s: Some(at_s + 60_000.0), course, effect })
        .collect();
    (client::rig(), client::item(), scenario)
}

fn live(mut twin: Twin, requests: &[Requested]) -> Twin {
    for request in requests {
        twin.relive(request).unwrap();
    }
    twin
}

#[test]
fn a_day_twice_on_several_threads_and_resumed_half_way_is_one_digest() {
    let (rig, item, scenario) = faulty();
    let build = || Twin::build(&rig, std::slice::from_ref(&item), &scenario, 4).unwrap();
    let day = a_day();
    let half = day.len() / 2;
    let (whole, others) = std::thread::scope(|scope| {
        let others: Vec<_> = (0..2).map(|_| scope.spawn(|| live(build(), &day).state_digest())).collect();
        let whole = live(build(), &day).state_digest();
        (whole, others.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>())
    });
    assert_eq!(others, [whole, whole]);
    // In the middle of a sample and of a half-sent question.
    let noon = live(build(), &day[..half]);
    let snapshot = noon.snapshot();
    let resume = |seed, bytes: &[u8]| Twin::resume(&rig, std::slice::from_ref(&item), &scenario, seed, bytes);
    let resumed = resume(4, &snapshot).unwrap();
    assert_eq!(resumed.state_digest(), noon.state_digest());
    assert_eq!(resumed.snapshot(), snapshot);
    let evening = live(resumed, &day[half..]);
    assert_eq!(evening.state_digest(), whole);
    assert!(evening.truth("run", 0).tables[1].columns[0].values.len() > 1400, "the trace is whole");
    // What is of another world, cut short, or no snapshot at all.
    let refused = |seed, bytes: &[u8]| resume(seed, bytes).err().unwrap().to_string();
    assert!(refused(5, &snapshot).contains("another rig, item, scenario or seed"));
    for length in [0, 1, 100, snapshot.len() - 1] {
        assert!(refused(4, &snapshot[..length]).contains("it cannot be read"));
    }
}
