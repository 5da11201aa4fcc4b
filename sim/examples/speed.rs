//! How fast a world lives, to be timed from outside: `time cargo run --release -p hadal-sim --example speed -- ticks 260000`
//! lets three days pass with nobody at the lines, `... -- transactions 300000` asks the PLC so often.

use hadal_rigs::description::{Item, Rig, parse};
use hadal_sim::{Scenario, Twin};
use hadal_wire::plant_plc::{CommandBlock, Mode, Request};
use std::error::Error;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (what, count) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default().parse()?);
    let mut twin = world()?;
    match what.as_str() {
        "ticks" => twin.advance_by_s(f64::from(count)),
        "transactions" => {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
            runtime.block_on(talk(&mut twin, count))?;
        }
        other => return Err(format!("`{other}`: accepted are ticks, transactions").into()),
    }
    println!("{:.0} s of virtual time, {:?}", twin.elapsed_s(), twin.plant());
    Ok(())
}

fn world() -> Result<Twin, Box<dyn Error>> {
    let rig: Rig = parse("rig", include_str!("../../rigs/catalog/full-ocean-depth-71l.toml"))?;
    let item: Item = parse("item", include_str!("../../rigs/catalog/items/deep-ctd.toml"))?;
    let text = include_str!("../../rigs/catalog/full-ocean-depth-71l.scenario.toml");
    let scenario: Scenario = parse("scenario", text)?;
    Ok(Twin::build(&rig, &[item], &scenario, 1)?)
}

/// Commands the PLC and waits for each answer, beside the twin.
async fn talk(twin: &mut Twin, count: u32) -> Result<(), Box<dyn Error>> {
    let sockets = twin.sockets();
    let talking = async {
        let mut plc = sockets.open("plc")?;
        let mut answer = [0; 256];
        for number in 0..count {
            let beat = u16::try_from(number % 60_000)?;
            let safe = CommandBlock::safe(beat, 6.0, 119.0);
            let run = CommandBlock { mode: Mode::Run, stirrer_rpm: 120.0, ..safe };
            plc.write_all(&Request::WriteCommand(run).encode(beat)).await?;
            plc.read_exact(&mut answer[..12]).await?;
        }
        Ok(())
    };
    tokio::select! { biased; done = talking => done, () = twin.drive() => Ok(()) }
}
