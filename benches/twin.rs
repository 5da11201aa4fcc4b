//! How fast a whole twin lives while ten instruments are polled at 1 Hz through their own bytes, on one core.
//!
//! `cargo bench --bench twin` has a client for each of four instruments and six CTDs ask once a second and wait for the answer, while
//! the chamber is pumped, held and released, for six hours of virtual time. The measure is life itself: seconds lived per second.

use anyhow::{Context as _, ensure};
use hadal_rigs::description::{Item, Rig, parse};
use hadal_sim::{Scenario, Sockets, Twin};
use hadal_wire::operator::{Place, Task};
use hadal_wire::plant_plc::{CommandBlock, Mode, Request};
use hadal_wire::{fluke_1595a, operator, paroscientific, sbe_37};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const HOURS: u32 = 6;
const CTDS: usize = 6;

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn main() -> anyhow::Result<()> {
    let rig: Rig = parse("rig", include_str!("../rigs/catalog/full-ocean-depth-71l.toml"))?;
    let item: Item = parse("item", include_str!("../rigs/catalog/items/deep-ctd.toml"))?;
    let scenario: Scenario =
        parse("scenario", include_str!("../rigs/catalog/full-ocean-depth-71l.scenario.toml"))?;
    let items: Vec<Item> =
        (0..CTDS).map(|index| Item { serial: format!("F-{index}"), ..item.clone() }).collect();
    let mut alone = Twin::build(&rig, &items, &scenario, 1)?;
    let began = Instant::now();
    alone.advance_by_s(f64::from(HOURS) * 3600.0);
    println!(
        "nobody at the lines: {:.0} times real time",
        f64::from(HOURS) * 3600.0 / began.elapsed().as_secs_f64()
    );
    let mut twin = Twin::build(&rig, &items, &scenario, 1)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
    let began = Instant::now();
    let answered = runtime.block_on(async {
        let sockets = twin.sockets();
        tokio::select! {
            biased;
            answered = everybody(&sockets) => answered,
            () = twin.drive() => Err(anyhow::anyhow!("a twin lives until it is dropped")),
        }
    })?;
    let taken_s = began.elapsed().as_secs_f64();
    let lived_s = twin.elapsed_s();
    println!("ten instruments, one question a second each: {:.0} times real time", lived_s / taken_s);
    println!("{answered} answers in {lived_s:.0} s of virtual time, {taken_s:.1} s on the wall");
    ensure!(answered > 9 * HOURS * 3600, "nearly every question is answered: {answered}");
    Ok(())
}

/// A client for each instrument, all at once.
async fn everybody(sockets: &Sockets) -> anyhow::Result<u32> {
    let plc = client(sockets, "plc", |second| {
        let beat = u16::try_from(second % 60_000).unwrap_or(0);
        let safe = CommandBlock::safe(beat, 6.0, 119.0);
        let flows = match second % 1800 {
            0..600 => (250.0, 0.0),
            600..1200 => (0.0, 0.0),
            _ => (0.0, 300.0),
        };
        let (pump_ml_per_min, release_ml_per_min) = flows;
        let run =
            CommandBlock { mode: Mode::Run, pump_ml_per_min, release_ml_per_min, stirrer_rpm: 300.0, ..safe };
        Request::WriteCommand(run).encode(beat)
    });
    let bridge = client(sockets, "bridge", |_| fluke_1595a::Request::OperationStatus.encode());
    let ask = paroscientific::Request { transmitter: 1, command: paroscientific::Command::Pressure };
    let pressure = client(sockets, "pressure", move |_| ask.encode());
    let operator = client(sockets, "operator", |second| {
        // Bottles take their time; what is answered at once is a refusal.
        let task = Task::Bottle { place: Place::Chamber, occasion: operator::Occasion::BeforeLeg, leg: 0 };
        operator::Request { number: second, task }.encode()
    });
    let names: Vec<String> = (0..CTDS).map(|index| format!("item_{index}")).collect();
    let ctds = names.iter().map(|name| client(sockets, name, |_| sbe_37::Request::SampleRaw.encode()));
    let [one, two, three, four, five, six]: [_; CTDS] =
        ctds.collect::<Vec<_>>().try_into().ok().context("six CTDs")?;
    let counts = tokio::try_join!(plc, bridge, pressure, operator, one, two, three, four, five, six)?;
    let (a, b, c, d, e, f, g, h, i, j) = counts;
    Ok(a + b + c + d + e + f + g + h + i + j)
}

/// Asks once a second and reads what has come within it; counts the seconds that brought something.
async fn client(sockets: &Sockets, name: &str, ask: impl Fn(u32) -> Vec<u8>) -> anyhow::Result<u32> {
    let mut line = sockets.open(name)?;
    let (mut answered, mut bytes) = (0, [0; 1024]);
    let mut beat = tokio::time::interval(Duration::from_secs(1));
    for second in 0..HOURS * 3600 {
        beat.tick().await;
        line.write_all(&ask(second)).await?;
        let heard = tokio::time::timeout(Duration::from_millis(950), line.read(&mut bytes)).await;
        answered += u32::from(matches!(heard, Ok(Ok(1..))));
    }
    Ok(answered)
}
