//! A PLC with a laboratory's register map in a world: its watchdog, its guard and its snapshot are those of any.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share ends a test as a test does"
)]

mod client;

use client::{Client, beside, item, scenario, wait};
use hadal_rigs::description::{Rig, parse};
use hadal_sim::{Sockets, Twin};
use hadal_wire::plant_plc::{
    CommandBlock, Exception, Mode, PlantState, Reply, ReplyDecoder, Request, StatusBlock, Tagged,
};

fn rig() -> Rig {
    parse("rig", include_str!("../../rigs/catalog/declared-laboratory.toml")).unwrap()
}

fn twin() -> Twin {
    Twin::build(&rig(), &[item()], &scenario(), 1).unwrap()
}

fn plc(sockets: &Sockets) -> Client<ReplyDecoder> {
    Client::new(sockets.open("plc").unwrap(), ReplyDecoder::by(rig().instrument[3].register_map()))
}

async fn ask(plc: &mut Client<ReplyDecoder>, request: Request) -> Option<Reply> {
    let bytes = request.encode_by(rig().instrument[3].register_map(), 7);
    plc.ask(&bytes).await.map(|Tagged { message, .. }| message)
}

async fn status(plc: &mut Client<ReplyDecoder>) -> StatusBlock {
    let reply = ask(plc, Request::ReadStatus).await;
    let Some(Reply::Status(status)) = reply else { panic!("{reply:?}") };
    status
}

/// Pumps to some pressure with a beating heart, then is silent: seconds after the last beat, and what the PLC then was.
async fn abandoned(plc: &mut Client<ReplyDecoder>) -> Vec<(u32, StatusBlock)> {
    for beat in 0..40 {
        let safe = CommandBlock::safe(beat, 6.0, 119.0);
        let run = CommandBlock { mode: Mode::Run, pump_ml_per_min: 400.0, ..safe };
        assert_eq!(ask(plc, Request::WriteCommand(run)).await, Some(Reply::Written));
        wait(1.0).await;
    }
    let mut seen = Vec::new();
    for second in 1..1200 {
        wait(1.0).await;
        seen.push((second, status(plc).await));
    }
    seen
}

#[tokio::test(start_paused = true)]
async fn its_watchdog_vents_a_plant_whose_controller_is_gone_though_somebody_reads() {
    let mut twin = twin();
    let sockets = twin.sockets();
    let seen = beside(&mut twin, async { abandoned(&mut plc(&sockets)).await }).await;
    let highest = seen.iter().map(|(_, status)| status.pressure_mpa_absolute).fold(0.0, f64::max);
    assert!(highest > 4.0, "{highest}");
    let (second, _) = seen.iter().find(|(_, status)| status.state == PlantState::Watchdog).unwrap();
    assert!((8..=12).contains(second), "{second}");
    let (_, last) = seen.last().unwrap();
    assert!(last.bits.watchdog_tripped && !last.bits.hard_trip && !last.bits.relief_open, "{last:?}");
    assert!(last.pressure_mpa_absolute < 0.2, "{last:?}");
    let heartbeats: Vec<u16> = seen.iter().map(|(_, status)| status.heartbeat).collect();
    assert!(heartbeats.windows(2).all(|pair| pair[1] != pair[0]), "it scans");
}

#[tokio::test(start_paused = true)]
async fn it_knows_its_own_registers_only() {
    let mut twin = twin();
    let sockets = twin.sockets();
    beside(&mut twin, async {
        let mut plc = plc(&sockets);
        // Hadal's own map, sent to its unit: other places, and function 3 where it has function 4.
        let mut foreign = Request::ReadStatus.encode(9);
        foreign[6] = 17;
        let exception = Exception::IllegalDataAddress;
        let refused = Reply::Refused { function: 3, exception };
        assert_eq!(plc.ask(&foreign).await.map(|tagged| tagged.message), Some(refused));
        // A guard that its register cannot say in full comes back as the nearest.
        let safe = CommandBlock::safe(1, 6.0, 119.0);
        assert_eq!(ask(&mut plc, Request::WriteCommand(safe)).await, Some(Reply::Written));
    })
    .await;
}

#[test]
fn a_world_with_declared_instruments_is_resumed_half_way() {
    let mut whole = twin();
    whole.advance_by_s(30.0);
    let kept = whole.snapshot();
    whole.advance_by_s(30.0);
    let mut resumed = Twin::resume(&rig(), &[item()], &scenario(), 1, &kept).unwrap();
    resumed.advance_by_s(30.0);
    assert_eq!(resumed.state_digest_hex(), whole.state_digest_hex());
    let mut other = rig();
    other.instrument[2].dialect.as_mut().unwrap().query[0].send = "SEND".to_owned();
    assert!(Twin::resume(&other, &[item()], &scenario(), 1, &kept).is_err(), "another file is another world");
}
