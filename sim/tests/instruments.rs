//! A scripted client exchanges bytes with each instrument of the shipped rig, as a controller would.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share ends a test as a test does"
)]

mod client;

use client::{Client, beside, twin, wait};
use hadal_sim::Sockets;
use hadal_wire::plant_plc::{CommandBlock, Mode, Reply as PlcReply, Request as PlcRequest, Tagged};
use hadal_wire::{fluke_1595a, operator, paroscientific, plant_plc, sbe_37};

const ASK_PRESSURE: paroscientific::Request =
    paroscientific::Request { transmitter: 1, command: paroscientific::Command::Pressure };

fn bridge(sockets: &Sockets) -> Client<fluke_1595a::ReplyDecoder> {
    Client::new(sockets.open("bridge").unwrap(), fluke_1595a::ReplyDecoder::default())
}

fn plc(sockets: &Sockets) -> Client<plant_plc::ReplyDecoder> {
    Client::new(sockets.open("plc").unwrap(), plant_plc::ReplyDecoder::default())
}

async fn resistance(bridge: &mut Client<fluke_1595a::ReplyDecoder>, input: u8) -> f64 {
    bridge.send(&fluke_1595a::Request::SelectInput(input).encode()).await;
    wait(5.0).await;
    match bridge.ask(&fluke_1595a::Request::Fetch.encode()).await {
        Some(fluke_1595a::Reply::Measurement(ohm)) => ohm,
        other => panic!("{other:?}"),
    }
}

/// The rig's certificates: 25.487312 and 25.501947 ohm at the triple point; at 20 °C ITS-90's W is 1.0794.
#[tokio::test(start_paused = true)]
async fn the_bridge_measures_two_thermometers_in_water_at_20_celsius() {
    let mut twin = twin(1);
    let sockets = twin.sockets();
    let (first, second) = beside(&mut twin, async {
        let mut bridge = bridge(&sockets);
        (resistance(&mut bridge, 1).await, resistance(&mut bridge, 2).await)
    })
    .await;
    assert!((first / 25.487_312 - 1.0794).abs() < 2.0e-4, "{first}");
    assert!((second / 25.501_947 - 1.0794).abs() < 2.0e-4, "{second}");
}

#[tokio::test(start_paused = true)]
async fn the_transducer_shows_the_atmosphere_in_psi() {
    let mut twin = twin(1);
    let sockets = twin.sockets();
    let reply = beside(&mut twin, async {
        let decoder = paroscientific::ReplyDecoder::default();
        let mut transducer = Client::new(sockets.open("pressure").unwrap(), decoder);
        transducer.ask(&ASK_PRESSURE.encode()).await
    })
    .await;
    let Some(paroscientific::Reply { content: paroscientific::Content::Value(psi), .. }) = reply else {
        panic!("{reply:?}")
    };
    assert!(
        (psi - 14.7).abs() < 2.5,
        "{psi} psi: one atmosphere, half a metre of water and the certificate's spread"
    );
}

async fn status(plc: &mut Client<plant_plc::ReplyDecoder>, transaction: u16) -> plant_plc::StatusBlock {
    match plc.ask(&PlcRequest::ReadStatus.encode(transaction)).await {
        Some(Tagged { transaction: same, message: PlcReply::Status(block) }) if same == transaction => block,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn the_plc_pumps_when_told_and_its_watchdog_vents_when_the_heartbeat_stops() {
    let mut twin = twin(1);
    let sockets = twin.sockets();
    let (running, abandoned) = beside(&mut twin, async {
        let mut plc = plc(&sockets);
        for beat in 0..60 {
            let safe = CommandBlock::safe(beat, 6.0, 119.0);
            let run = CommandBlock { mode: Mode::Run, pump_ml_per_min: 200.0, ..safe };
            plc.ask(&PlcRequest::WriteCommand(run).encode(beat)).await.unwrap();
            wait(1.0).await;
        }
        let running = status(&mut plc, 1_000).await;
        wait(1_200.0).await;
        (running, status(&mut plc, 1_001).await)
    })
    .await;
    assert!(running.bits.pump_running && running.pressure_mpa_absolute > 4.0, "{running:?}");
    assert!(abandoned.bits.watchdog_tripped && !abandoned.bits.pump_running, "{abandoned:?}");
    assert!(abandoned.pressure_mpa_absolute < 0.2, "{abandoned:?}");
    assert_ne!(running.heartbeat, abandoned.heartbeat);
    assert!(twin.plant().peak_pressure.mpa() > 4.0);
}

#[tokio::test(start_paused = true)]
async fn the_item_sends_raw_scans_that_look_like_those_of_an_sbe_37() {
    let mut twin = twin(1);
    let sockets = twin.sockets();
    let scan = beside(&mut twin, async {
        let mut item = Client::new(sockets.open("item_0").unwrap(), sbe_37::ReplyDecoder::default());
        item.send(&sbe_37::Request::Wake.encode()).await;
        wait(2.0).await;
        item.send(&sbe_37::Request::SampleRaw.encode()).await;
        loop {
            if let sbe_37::Reply::Raw(scan) = item.next_within(10.0).await.expect("a raw scan") {
                return scan;
            }
        }
    })
    .await;
    assert!((280_000.0..370_000.0).contains(&scan.temperature_counts), "{scan:?}");
    assert!((5_500.0..6_900.0).contains(&scan.conductivity_hz), "{scan:?}");
    assert!((515_000.0..535_000.0).contains(&scan.pressure_counts), "{scan:?}");
    assert!((1_800.0..1_920.0).contains(&scan.pressure_temperature_counts), "{scan:?}");
}

#[tokio::test(start_paused = true)]
async fn the_operator_enters_a_bottle_after_a_while() {
    let mut twin = twin(1);
    let sockets = twin.sockets();
    let salinity = beside(&mut twin, async {
        let mut console = Client::new(sockets.open("operator").unwrap(), operator::ReplyDecoder::default());
        let place = operator::Place::Chamber;
        let task = operator::Task::Bottle { place, occasion: operator::Occasion::BeforeLeg, leg: 0 };
        console.send(&operator::Request { number: 12, task }.encode()).await;
        loop {
            match console.next_within(7_200.0).await.expect("an entry") {
                operator::Reply::Entry { number: 12, value } => return value,
                operator::Reply::Drawn { number: 12 } => {}
                other => panic!("{other:?}"),
            }
        }
    })
    .await;
    assert!((salinity - 35.0).abs() < 0.01, "{salinity}");
    assert!(twin.elapsed_s() > 600.0, "a salinometer takes its time: {}", twin.elapsed_s());
}

#[tokio::test(start_paused = true)]
async fn a_line_can_be_opened_again_and_by_the_items_own_name() {
    let mut twin = twin(1);
    let sockets = twin.sockets();
    let second = beside(&mut twin, async {
        let mut first = plc(&sockets);
        status(&mut first, 1).await;
        let mut second = plc(&sockets);
        let block = status(&mut second, 2).await;
        assert!(first.ask(&PlcRequest::ReadStatus.encode(3)).await.is_none(), "the old line has ended");
        block
    })
    .await;
    assert!(second.pressure_mpa_absolute > 0.0);
    assert!(sockets.open(&client::item().name).is_ok());
}

type Console = Client<operator::ReplyDecoder>;

/// Asks, and waits until it is done or entered; gives what was entered.
async fn has_done(console: &mut Console, number: u32, task: operator::Task) -> Option<f64> {
    console.send(&operator::Request { number, task }.encode()).await;
    match console.next_within(7_200.0).await {
        Some(operator::Reply::Done { number: same }) if same == number => None,
        Some(operator::Reply::Entry { number: same, value }) if same == number => Some(value),
        other => panic!("{other:?}"),
    }
}

/// The certificate's 25.487312 ohm at 0.01 °C; the head of water in the cell takes 0.2 mK off, the current adds 0.4 mK:
/// 2e-5 ohm. The world's errors are 2e-5 ohm each for certificate and drift.
#[tokio::test(start_paused = true)]
async fn a_thermometer_taken_to_the_triple_point_reads_it_and_reads_the_chamber_again() {
    let mut twin = twin(1);
    let sockets = twin.sockets();
    let (away, other, back) = beside(&mut twin, async {
        let mut console = Console::new(sockets.open("operator").unwrap(), operator::ReplyDecoder::default());
        let mut bridge = bridge(&sockets);
        has_done(&mut console, 1, operator::Task::TriplePoint { thermometer: 0 }).await;
        let (away, other) = (resistance(&mut bridge, 1).await, resistance(&mut bridge, 2).await);
        has_done(&mut console, 2, operator::Task::Well { thermometer: 0 }).await;
        (away, other, resistance(&mut bridge, 1).await)
    })
    .await;
    assert!((away - 25.487_312).abs() < 1.5e-4, "{away}");
    assert!((other / 25.501_947 - 1.0794).abs() < 2.0e-4, "the other stays in the chamber: {other}");
    assert!((back / 25.487_312 - 1.0794).abs() < 2.0e-4, "{back}");
}

/// Half a metre of water above the transducer is about 5 kPa, and its certificate is good to 3 kPa (k = 1).
#[tokio::test(start_paused = true)]
async fn an_open_chamber_shows_the_barometers_pressure_and_its_own_head() {
    let mut twin = twin(1);
    let sockets = twin.sockets();
    let (entered, psi) = beside(&mut twin, async {
        let mut console = Console::new(sockets.open("operator").unwrap(), operator::ReplyDecoder::default());
        let entered = has_done(&mut console, 1, operator::Task::Open).await;
        let decoder = paroscientific::ReplyDecoder::default();
        let mut transducer = Client::new(sockets.open("pressure").unwrap(), decoder);
        (entered, transducer.ask(&ASK_PRESSURE.encode()).await)
    })
    .await;
    assert!((entered.unwrap() - 1013.25).abs() < 0.5, "{entered:?}");
    let Some(paroscientific::Reply { content: paroscientific::Content::Value(psi), .. }) = psi else {
        panic!("{psi:?}")
    };
    let kpa = psi * 6.894_757;
    assert!((kpa - 101.325 - 1.2 - 5.0).abs() < 12.0, "{kpa}");
}

#[tokio::test(start_paused = true)]
async fn a_cell_in_air_swings_at_its_open_frequency_and_standard_seawater_reads_its_label() {
    let mut twin = twin(1);
    let sockets = twin.sockets();
    let (scan, seawater) = beside(&mut twin, async {
        let mut console = Console::new(sockets.open("operator").unwrap(), operator::ReplyDecoder::default());
        has_done(&mut console, 1, operator::Task::Air { item: 0 }).await;
        let mut item = Client::new(sockets.open("item_0").unwrap(), sbe_37::ReplyDecoder::default());
        item.send(&sbe_37::Request::Wake.encode()).await;
        wait(2.0).await;
        item.send(&sbe_37::Request::SampleRaw.encode()).await;
        let scan = loop {
            if let sbe_37::Reply::Raw(scan) = item.next_within(10.0).await.expect("a raw scan") {
                break scan;
            }
        };
        let task = operator::Task::StandardSeawater { batch: "X7".to_owned() };
        (scan, has_done(&mut console, 2, task).await)
    })
    .await;
    assert!((2_450.0..2_850.0).contains(&scan.conductivity_hz), "{scan:?}");
    assert!((seawater.unwrap() - 34.9945).abs() < 0.005, "{seawater:?}");
}
