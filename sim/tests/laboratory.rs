//! The laboratory's instruments in a world: a rig that has one of each, and a client that talks to them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share ends a test as a test does"
)]

mod client;

use client::{Client, beside, item, rig, scenario, wait};
use hadal_rigs::description::{Endpoint, Instrument, InstrumentModel, Rig};
use hadal_sim::{Course, Effect, Fault, Sockets, Twin};
use hadal_wire::isotech_millik::{Command, SenseCurrent, Wires};
use hadal_wire::plant_plc::{CommandBlock, Mode, UNIT, rtu};
use hadal_wire::{dhi_ppch, fluke_1595a, hart_bath, isotech_millik, mensor_cpc8000, plant_plc};

/// The shipped rig with its thermometers on a milliK and its PLC on a serial bus, and the rest of the laboratory beside it.
fn laboratory() -> Rig {
    let mut rig = rig();
    for instrument in &mut rig.instrument {
        instrument.model = match instrument.model {
            InstrumentModel::Fluke1595A => InstrumentModel::IsotechMilliK,
            InstrumentModel::PlantPlc => InstrumentModel::PlantPlcRtu,
            model => model,
        };
    }
    for (name, model) in [
        ("ppch", InstrumentModel::DhiPpch),
        ("cpc", InstrumentModel::MensorCpc8000),
        ("bath", InstrumentModel::HartBath),
        ("spare", InstrumentModel::Fluke1594A),
    ] {
        let endpoint = Endpoint::Twin { baud: 9600 };
        let name = name.to_owned();
        rig.instrument.push(Instrument {
            name,
            model,
            endpoint,
            poll_period_s: 5.0,
            reply_timeout_s: 4.0,
            dialect: None,
            registers: None,
            plugin: None,
        });
    }
    rig
}

fn twin(seed: u64) -> Twin {
    Twin::build(&laboratory(), &[item()], &scenario(), seed).unwrap()
}

fn plc(sockets: &Sockets) -> Client<rtu::ReplyDecoder> {
    Client::new(sockets.open("plc").unwrap(), rtu::ReplyDecoder::default())
}

fn to_plc(message: plant_plc::Request) -> Vec<u8> {
    rtu::Addressed { unit: UNIT, message }.encode()
}

/// The rig's certificates: 25.487312 and 25.501947 ohm at the triple point; at 20 °C ITS-90's W is 1.0794.
#[tokio::test(start_paused = true)]
async fn a_millik_measures_the_same_thermometers_as_a_bridge() {
    let mut twin = twin(1);
    let sockets = twin.sockets();
    let measured = beside(&mut twin, async {
        let decoder = isotech_millik::ReplyDecoder::default();
        let mut millik = Client::new(sockets.open("bridge").unwrap(), decoder);
        let mut measured = Vec::new();
        for channel in [1, 2] {
            let (current, wires) = (SenseCurrent::Normal, Wires::Four);
            let shot = Command::Measure { channel, range_ohm: 115.0, current, wires };
            measured.push(millik.ask(&isotech_millik::Request::from(shot).encode()).await.unwrap());
        }
        measured
    })
    .await;
    for (reply, tpw_ohm) in measured.into_iter().zip([25.487_312, 25.501_947]) {
        let isotech_millik::Reply::Numbers(ohm) = reply else { panic!("{reply:?}") };
        assert!((ohm[0] / tpw_ohm - 1.0794).abs() < 2.0e-4, "{ohm:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_idle_1594a_shows_open_inputs() {
    let mut twin = twin(1);
    let sockets = twin.sockets();
    let reply = beside(&mut twin, async {
        wait(5.0).await;
        let decoder = fluke_1595a::ReplyDecoder::default();
        Client::new(sockets.open("spare").unwrap(), decoder).ask(b"FETC?\r").await
    })
    .await;
    assert!(matches!(reply, Some(fluke_1595a::Reply::Measurement(ohm)) if ohm > 1e9), "{reply:?}");
}

#[tokio::test(start_paused = true)]
async fn the_bath_warms_the_jacket_except_while_the_plc_runs() {
    let mut twin = twin(1);
    let sockets = twin.sockets();
    let shown = beside(&mut twin, async {
        let mut bath = Client::new(sockets.open("bath").unwrap(), hart_bath::ReplyDecoder::default());
        bath.send(b"du=h\rs=30\r").await;
        let mut plc = plc(&sockets);
        wait(3600.0).await;
        while bath.next_within(0.1).await.is_some() {}
        let warmed = bath.ask(b"t\r").await.unwrap();
        for beat in 0..1200_u16 {
            let safe = CommandBlock::safe(beat, 6.0, 119.0);
            let run = CommandBlock { mode: Mode::Run, jacket_setpoint_celsius: 10.0, ..safe };
            plc.ask(&to_plc(plant_plc::Request::WriteCommand(run))).await.unwrap();
            wait(2.0).await;
        }
        let cooled = bath.ask(b"t\r").await.unwrap();
        let set = bath.ask(b"s\r").await.unwrap();
        (warmed, cooled, set)
    })
    .await;
    let celsius = |reply: &hart_bath::Reply| match reply {
        hart_bath::Reply::Temperature { value, .. } | hart_bath::Reply::SetPoint { value, .. } => *value,
        other => panic!("{other:?}"),
    };
    let (warmed, cooled, set) = shown;
    assert!((celsius(&warmed) - 30.0).abs() < 1.0, "{warmed:?}");
    assert!(
        (celsius(&cooled) - 10.0).abs() < 2.0 && (celsius(&set) - 10.0).abs() < 0.01,
        "{cooled:?} {set:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn pressure_controllers_have_errors_of_their_own_and_leave_the_chamber_alone() {
    let mut twin = twin(1);
    let sockets = twin.sockets();
    let (first, second) = beside(&mut twin, async {
        let mut ppch = Client::new(sockets.open("ppch").unwrap(), dhi_ppch::ReplyDecoder::default());
        let mut cpc = Client::new(sockets.open("cpc").unwrap(), mensor_cpc8000::ReplyDecoder::default());
        ppch.ask(b"PS 100\r\n").await.unwrap();
        cpc.send(b"Setpt 1000\rMode Control\r").await;
        wait(400.0).await;
        (ppch.ask(b"PR?\r\n").await.unwrap(), cpc.ask(b"A?\r").await.unwrap())
    })
    .await;
    let dhi_ppch::Reply::Pressure { mpa, .. } = first else { panic!("{first:?}") };
    let mensor_cpc8000::Field::Amount(bar) = second.fields[0] else { panic!("{second:?}") };
    assert!((mpa - 100.0).abs() < 0.1 && (bar / 10.0 - 100.0).abs() < 0.1, "{mpa} {bar}");
    assert!((mpa - bar / 10.0).abs() > 1e-4, "each errs by itself");
    assert!(twin.plant().peak_pressure.mpa() < 0.2, "the chamber");
}

#[test]
fn the_same_seed_makes_the_same_laboratory_and_another_seed_another() {
    let digest = |seed| {
        let mut twin = twin(seed);
        twin.advance_by_s(600.0);
        twin.state_digest()
    };
    assert_eq!(digest(5), digest(5));
    assert_ne!(digest(5), digest(6));
}

/// Everything that any instrument can be told, and noise.
fn everything() -> Vec<(&'static str, Vec<u8>)> {
    let mut said: Vec<(&str, Vec<u8>)> = Vec::new();
    for mode in [Mode::Safe, Mode::Run, Mode::Vent] {
        let block = CommandBlock { mode, ..CommandBlock::safe(7, 6.0, 119.0) };
        said.push(("plc", to_plc(plant_plc::Request::WriteCommand(block))));
        let message = plant_plc::Request::WriteCommand(block);
        said.push(("plc", rtu::Addressed { unit: rtu::BROADCAST, message }.encode()));
    }
    for register in plant_plc::COUPLER_REGISTERS.step_by(7).chain([0, 3, 100, 102]) {
        for (function, value) in [(6, 1), (16, 0), (6, 0xaa55)] {
            said.push(("plc", to_plc(plant_plc::Request::WriteRegister { function, register, value })));
        }
    }
    let lines: [(&str, &[u8]); 9] = [
        ("bridge", b"*RST;MILL:REM;MILL:LOC;INIT\r"),
        ("spare", b"*CLS\r"),
        ("ppch", b"ABORT\r\nVENT 1\r\nPS 1\r\nLOCAL\r\nRESET\r\n"),
        ("cpc", b"Mode Vent\rKeylock No\rRelease\r"),
        ("bath", b"c=r\rs=20\r"),
        ("pressure", b"*0100P3\r\n*9900WE*9900RS\r\n"),
        ("operator", b"! 1 0\r\n: 1 DONE\r\nSTOP\r\nRESET\r\n"),
        ("item_0", b"\r\nStop\r\nResetLogging\r\nInitLogging\r\n"),
        ("plc", b"\x01\x05\x00\x00\xff\x00\x8c\x3a\x01\x2b\x0e\x01\x00"),
    ];
    said.extend(lines.map(|(name, bytes)| (name, bytes.to_vec())));
    for (name, ..) in lines {
        said.extend((0..=255_u8).map(|byte| (name, vec![byte, byte ^ 0x5a, b'\r'])));
    }
    said
}

/// The trip is latched by its own relay, and its key is on the panel: no line leads there.
#[tokio::test(start_paused = true)]
async fn no_byte_to_any_instrument_resets_the_hard_wired_trip() {
    let mut scenario = scenario();
    let effect = Effect::PumpRunaway { flow_ml_per_min: 900.0 };
    scenario.fault.push(Fault { at_s: 0.0, until_s: Some(1200.0), course: Course::Step, effect });
    let mut twin = Twin::build(&laboratory(), &[item()], &scenario, 3).unwrap();
    twin.advance_by_s(1200.0);
    assert!(twin.plant().hard_trip, "{:?}", twin.plant());
    let sockets = twin.sockets();
    beside(&mut twin, async {
        let names = ["bridge", "spare", "ppch", "cpc", "bath", "pressure", "operator", "item_0", "plc"];
        let mut lines =
            names.map(|name| (name, Client::new(sockets.open(name).unwrap(), rtu::ReplyDecoder::default())));
        for (name, bytes) in everything() {
            let line = lines.iter_mut().find(|(known, _)| *known == name).unwrap();
            line.1.send(&bytes).await;
            wait(0.2).await;
            // What comes back is of no interest, but a pipe that nobody empties would hold the rest up.
            while line.1.next_within(0.001).await.is_some() {}
        }
        wait(3600.0).await;
    })
    .await;
    let plant = twin.plant();
    assert!(plant.hard_trip && plant.pressure.mpa() < 10.0, "{plant:?}");
}
