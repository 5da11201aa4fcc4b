//! `hadal twin RIG`: the rig's digital twin on terminals and ports, until it is stopped.

use super::{Ending, mention};
use crate::output::Output;
use crate::plan::{beside, scenario_of};
use crate::served_twin::{Reach, ServedLine, live_rig, serve_all};
use anyhow::{Context as _, bail};
use hadal_controller::Clock;
use hadal_record::{TRUTH_FILE, write_tables};
use hadal_rigs::description::{self, Item, Loaded, Rig};
use hadal_sim::{Listener, Pace, Plugins, Requested, Scenario, Twin};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// Name of the log of what clients did, in the folder of `--output`.
const REQUESTS_FILE: &str = "requests.jsonl";
/// Name of the state at the end, in the folder of `--output`.
const SNAPSHOT_FILE: &str = "twin.snapshot";
/// No snapshot is larger.
const LARGEST_SNAPSHOT_BYTES: u64 = 1 << 30;
/// Time between writings of the truth, on the wall.
const TRUTH_EVERY: Duration = Duration::from_secs(60);

/// Arguments of `hadal twin`.
#[derive(clap::Args)]
#[command(after_help = "Example: in one terminal\n  \
    hadal twin rigs/catalog/full-ocean-depth-71l.toml --output runs/twin --write-rig live.toml\n\
    and in another\n  \
    hadal calibrate rigs/catalog/procedures/ctd-short.toml --rig live.toml --output runs/live\n  \
    hadal certify runs/live --truth runs/twin\n\n\
    Your own program on these lines, faults, repeating what clients did: docs/twin.md")]
pub struct Arguments {
    /// The rig file
    rig: PathBuf,
    /// Which of all simulated worlds
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many seconds the twin lives in one [0.001 to 10000]
    #[arg(long, default_value = "1", value_parser = parse_pace, value_name = "X")]
    pace: Pace,
    /// An item that hangs in the chamber; may be repeated [default: those of the scenario]
    #[arg(long = "item", value_name = "ITEM")]
    items: Vec<PathBuf>,
    /// Folder for the truth of each run, the log of what clients did, and the state in which the twin was stopped
    #[arg(long)]
    output: Option<PathBuf>,
    /// Write the rig file with which `hadal calibrate` finds this twin
    #[arg(long, value_name = "RIG")]
    write_rig: Option<PathBuf>,
    /// Every instrument on a TCP port, as behind a serial device server
    #[arg(long)]
    tcp: bool,
    /// Address to listen on; anything but this machine's own lets others drive the twin
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "ADDRESS")]
    bind: IpAddr,
    /// The table of endpoints as one line of JSON
    #[arg(long)]
    json: bool,
    /// Go on where an earlier twin of the same rig, items, scenario and seed was stopped: its twin.snapshot
    #[arg(long, value_name = "SNAPSHOT")]
    resume: Option<PathBuf>,
    /// Serve nobody: live again what clients did, from the log of an earlier twin, and print the digest of its state
    #[arg(long, value_name = "LOG", conflicts_with_all = ["output", "write_rig", "tcp", "json", "bind", "pace"])]
    replay: Option<PathBuf>,
}

fn parse_pace(text: &str) -> Result<Pace, String> {
    let factor = text.parse::<f64>().ok().and_then(Pace::times);
    factor.ok_or_else(|| "accepted is a number from 0.001 to 10000".to_owned())
}

/// What a served twin is made of.
struct World {
    rig: Loaded<Rig>,
    items: Vec<Loaded<Item>>,
    twin: Twin,
}

/// Serves the twin until it is stopped, or lives again what a log says.
///
/// # Errors
/// Files that cannot be accepted, an output that cannot be written, no terminal or port to be had.
pub fn execute(arguments: &Arguments, plugins: &Plugins) -> anyhow::Result<Ending> {
    let world = world(arguments, plugins)?;
    match &arguments.replay {
        Some(log) => replay(world.twin, log),
        None => serve_until_stopped(world, arguments),
    }
}

fn world(arguments: &Arguments, plugins: &Plugins) -> anyhow::Result<World> {
    let rig: Loaded<Rig> = description::load(&arguments.rig)?;
    let (scenario, path): (Scenario, PathBuf) = scenario_of(&rig, plugins)?;
    let items = match arguments.items.is_empty() {
        false => arguments.items.clone(),
        true => scenario.items.iter().map(|item| beside(&path, item)).collect(),
    };
    let items = items.iter().map(|item| Ok(description::load(item)?)).collect::<anyhow::Result<Vec<_>>>()?;
    let values: Vec<Item> = items.iter().map(|item: &Loaded<Item>| item.value.clone()).collect();
    let twin = match &arguments.resume {
        None => Twin::build(&rig.value, &values, &scenario, arguments.seed)?,
        Some(path) => {
            let describe = || format!("--resume {}", path.display());
            let snapshot = super::bytes_within(path, LARGEST_SNAPSHOT_BYTES).with_context(describe)?;
            Twin::resume(&rig.value, &values, &scenario, arguments.seed, &snapshot).with_context(describe)?
        }
    };
    Ok(World { rig, items, twin })
}

fn serve_until_stopped(world: World, arguments: &Arguments) -> anyhow::Result<Ending> {
    let World { rig, items, mut twin } = world;
    let stop = Arc::new(Notify::new());
    let notified = stop.clone();
    ctrlc::set_handler(move || notified.notify_one()).context("signals cannot be handled")?;
    if let Some(folder) = &arguments.output {
        log_requests(&mut twin, folder)?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let told: Listener = Arc::new(|name, what| mention(&format!("{name}: {what}")));
        let reach = if arguments.tcp { Reach::Sockets } else { Reach::Terminals };
        let lines = serve_all(&twin.sockets(), &rig.value, &items, reach(arguments.bind), &told).await?;
        if let Some(path) = &arguments.write_rig {
            let mut output = Output::open(Some(path))?;
            let _reader = output.write(live_rig(&rig, &lines, arguments.seed)?.as_bytes())?;
            output.finish()?;
        }
        super::say(&table(&lines, arguments)?)?;
        live(&mut twin, arguments, &stop).await
    })?;
    Ok(Ending::Success)
}

/// Lives until somebody stops it; the truth of the newest run is kept up to date meanwhile.
async fn live(twin: &mut Twin, arguments: &Arguments, stop: &Notify) -> anyhow::Result<()> {
    let clock = twin.clock(arguments.pace);
    let began_utc_ns = Clock::real().epoch_utc_ns();
    loop {
        let stopped = tokio::select! {
            biased;
            () = stop.notified() => true,
            () = tokio::time::sleep(TRUTH_EVERY) => false,
            () = twin.drive_by(clock) => true,
        };
        if let Some(folder) = &arguments.output {
            let runs = twin.runs();
            let newest = runs.len().saturating_sub(1);
            for run_id in if stopped { runs } else { &runs[newest..] } {
                keep_truth(twin, folder, run_id, began_utc_ns)?;
            }
        }
        if stopped {
            break;
        }
    }
    twin.end_log();
    if let Some(folder) = &arguments.output {
        let mut output = Output::open(Some(&folder.join(SNAPSHOT_FILE)))?;
        let _reader = output.write(&twin.snapshot())?;
        output.finish()?;
    }
    mention(&format!("the twin lived {:.1} s; state {}", twin.elapsed_s(), twin.state_digest_hex()));
    Ok(())
}

fn keep_truth(twin: &Twin, folder: &Path, run_id: &str, began_utc_ns: i64) -> anyhow::Result<()> {
    // The id comes over a wire: nothing but letters and digits may become a folder's name.
    if run_id.is_empty() || !run_id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(());
    }
    let folder = folder.join(run_id);
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let truth = twin.truth(run_id, began_utc_ns);
    write_tables(&folder.join(TRUTH_FILE), &truth.attributes, &truth.tables)?;
    Ok(())
}

fn log_requests(twin: &mut Twin, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("--output {}", folder.display()))?;
    let path = folder.join(REQUESTS_FILE);
    let file = std::fs::File::create_new(&path)
        .with_context(|| format!("cannot create {}; each twin's folder is its own", path.display()))?;
    let mut log = BufWriter::new(file);
    twin.log_requests(move |request| {
        let line = serde_json::to_string(request).unwrap_or_default();
        if writeln!(log, "{line}").and_then(|()| log.flush()).is_err() {
            mention("the log of what clients did cannot be written any more");
        }
    });
    Ok(())
}

/// Lives again what a log says.
fn replay(mut twin: Twin, log: &Path) -> anyhow::Result<Ending> {
    let name = || log.display().to_string();
    let file = std::fs::File::open(log).with_context(name)?;
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let place = || format!("{}: line {}", log.display(), number + 1);
        let request: Requested = serde_json::from_str(&line.with_context(place)?).with_context(place)?;
        if let Err(request) = twin.relive(&request) {
            bail!(
                "{}: `{}` at {} ns: no such line, no bytes, or out of order",
                place(),
                request.instrument,
                request.at_ns
            );
        }
    }
    super::say(&format!("the twin lived {:.1} s; state {}\n", twin.elapsed_s(), twin.state_digest_hex()))?;
    Ok(Ending::Success)
}

fn table(lines: &[ServedLine], arguments: &Arguments) -> anyhow::Result<String> {
    if arguments.json {
        return Ok(serde_json::to_string(lines)? + "\n");
    }
    let widest = |of: fn(&ServedLine) -> usize| lines.iter().map(of).max().unwrap_or(0);
    let (names, protocols) = (widest(|line| line.instrument.len()), widest(|line| line.protocol.len()));
    let row = |line: &ServedLine| {
        format!("{:<names$}  {:<protocols$}  {}\n", line.instrument, line.protocol, line.endpoint)
    };
    let rows: String = lines.iter().map(row).collect();
    let live = match &arguments.write_rig {
        Some(path) => format!("\nhadal calibrate PROCEDURE --rig {}\n", path.display()),
        None => String::new(),
    };
    Ok(format!(
        "SIMULATED: the twin of seed {} answers until it is stopped (Ctrl-C)\n{rows}{live}",
        arguments.seed
    ))
}
