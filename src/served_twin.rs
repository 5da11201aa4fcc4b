//! A twin that other processes reach: where its instruments are, the rig file that says so, and how a run knows that it is one.

use anyhow::{Context as _, bail};
use hadal_rigs::description::{Endpoint, InstrumentModel, Item, Loaded, Parity, Rig};
use hadal_sim::{Carrier, Listener, Place, Sockets, serve};
use hadal_wire::Decode as _;
use hadal_wire::operator::{Reply, ReplyDecoder, Request, Task};
use std::net::IpAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Table, Value};

/// A twin answers at once; somebody at a keyboard does not.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// One line of a served twin.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ServedLine {
    /// The instrument's name on the rig, or the item's serial number.
    pub instrument: String,
    /// The dialect, as rig and item files call it.
    pub protocol: String,
    /// Path of a terminal, or `host:port`.
    pub endpoint: String,
    /// The same, as a rig file has it.
    #[serde(skip)]
    pub line: Endpoint,
}

/// Where lines are served that have the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Serial instruments on terminals of this machine, networked ones on this address.
    Terminals(IpAddr),
    /// Every instrument on this address, as behind a serial device server.
    Sockets(IpAddr),
}

/// Serves every instrument of the rig and every item, until the runtime ends.
///
/// # Errors
/// No terminal or port is free.
pub async fn serve_all(
    sockets: &Sockets,
    rig: &Rig,
    items: &[Loaded<Item>],
    reach: Reach,
    told: &Listener,
) -> anyhow::Result<Vec<ServedLine>> {
    let instruments = rig.instrument.iter().map(|instrument| {
        let networked = matches!(instrument.model, InstrumentModel::PlantPlc | InstrumentModel::Operator);
        let name = instrument.name.clone();
        (name.clone(), name, instrument.protocol().to_owned(), &instrument.endpoint, networked)
    });
    let items = items.iter().enumerate().map(|(index, item)| {
        let item = &item.value;
        (format!("item_{index}"), item.serial.clone(), item.kind.to_string(), &item.endpoint, false)
    });
    let mut lines = Vec::new();
    for (socket, instrument, protocol, endpoint, networked) in instruments.chain(items) {
        let Endpoint::Twin { baud } = *endpoint else { continue };
        let carrier = match reach {
            Reach::Terminals(_) if !networked => Carrier::Pty { baud },
            Reach::Terminals(host) | Reach::Sockets(host) => Carrier::Tcp { host },
        };
        let place = serve(sockets, &socket, carrier, told.clone()).await;
        let place = place.with_context(|| format!("cannot serve `{instrument}`"))?;
        let line = endpoint_at(&place, baud);
        let endpoint = match place {
            Place::Terminal(path) => path,
            Place::Socket(address) => address.to_string(),
        };
        lines.push(ServedLine { instrument, protocol, endpoint, line });
    }
    Ok(lines)
}

fn endpoint_at(place: &Place, baud: u32) -> Endpoint {
    match place {
        Place::Socket(address) => Endpoint::Tcp { address: address.to_string() },
        Place::Terminal(port) => {
            Endpoint::Serial { port: port.clone(), baud, data_bits: 8, parity: Parity::None, stop_bits: 1 }
        }
    }
}

/// The rig file's text with the lines of a served twin: everything else in it stays as it is.
///
/// # Errors
/// A text that is no rig file.
pub fn live_rig(rig: &Loaded<Rig>, lines: &[ServedLine], seed: u64) -> anyhow::Result<String> {
    let name = || rig.path.display().to_string();
    let mut document: DocumentMut = rig.text.parse().with_context(name)?;
    document.remove("scenario");
    let instruments = document.get_mut("instrument").and_then(|item| item.as_array_of_tables_mut());
    let names: Vec<&str> = rig.value.instrument.iter().map(|instrument| instrument.name.as_str()).collect();
    for table in instruments.into_iter().flat_map(ArrayOfTables::iter_mut) {
        let served = |line: &&ServedLine| {
            table.get("name").and_then(|name| name.as_str()) == Some(line.instrument.as_str())
        };
        if let Some(line) = lines.iter().find(served) {
            table["endpoint"] = toml_edit::value(inline(&line.line));
        }
    }
    let mut items = ArrayOfTables::new();
    for line in lines.iter().filter(|line| !names.contains(&line.instrument.as_str())) {
        let mut item = Table::new();
        item["serial"] = toml_edit::value(line.instrument.as_str());
        item["endpoint"] = toml_edit::value(inline(&line.line));
        items.push(item);
    }
    let mut simulated = Table::new();
    simulated.decor_mut().set_prefix(
        "\n# Written by `hadal twin`: a digital twin answers at these endpoints for as long as that command runs.\n",
    );
    simulated["seed"] =
        toml_edit::value(i64::try_from(seed).context("a seed in a rig file is at most 2^63 - 1")?);
    simulated["item"] = toml_edit::Item::ArrayOfTables(items);
    document["simulated"] = toml_edit::Item::Table(simulated);
    let text = document.to_string();
    hadal_rigs::description::parse::<Rig>(&name(), &text)?;
    Ok(text)
}

fn inline(endpoint: &Endpoint) -> Value {
    let mut table = InlineTable::new();
    match endpoint {
        Endpoint::Tcp { address } => {
            table.insert("kind", "tcp".into());
            table.insert("address", address.as_str().into());
        }
        Endpoint::Serial { port, baud, data_bits, stop_bits, .. } => {
            table.insert("kind", "serial".into());
            table.insert("port", port.as_str().into());
            table.insert("baud", i64::from(*baud).into());
            table.insert("data_bits", i64::from(*data_bits).into());
            table.insert("parity", "none".into());
            table.insert("stop_bits", i64::from(*stop_bits).into());
        }
        Endpoint::Twin { baud } => {
            table.insert("kind", "twin".into());
            table.insert("baud", i64::from(*baud).into());
        }
    }
    table.into()
}

/// Tells the twin's operator which run begins. Whoever does not answer that it is this twin is driven by nobody unarmed.
///
/// # Errors
/// Nobody is there, or what is there is no twin of this seed.
pub async fn announce(rig: &Loaded<Rig>, run_id: &str, seed: u64) -> anyhow::Result<()> {
    let instrument =
        rig.value.instrument.iter().find(|instrument| instrument.model == InstrumentModel::Operator);
    let named = || format!("{}: no twin answers at the operator's endpoint", rig.path.display());
    let Some(Endpoint::Tcp { address }) = instrument.map(|instrument| &instrument.endpoint) else {
        bail!("{}: accepted there is `tcp`, as `hadal twin --write-rig` writes it", named());
    };
    let hint =
        || format!("{} {address}; is the `hadal twin` that wrote the rig file still running?", named());
    let mut line = TcpStream::connect(address).await.with_context(hint)?;
    let request = Request { number: 0, task: Task::Run { id: run_id.to_owned() } };
    line.write_all(&request.encode()).await.with_context(hint)?;
    let answer = tokio::time::timeout(ANSWER_WITHIN, first_answer(&mut line)).await;
    match answer.with_context(hint)?.with_context(hint)? {
        Reply::Twin { seed: found, .. } if found == seed => Ok(()),
        Reply::Twin { seed: found, .. } => {
            bail!(
                "{}: it is the twin of seed {found}, not {seed}: write the rig file anew",
                rig.path.display()
            )
        }
        _ => bail!(
            "{}: what answers at {address} is no twin; without `[simulated]`, and with --arm, a rig is driven for real",
            rig.path.display()
        ),
    }
}

/// What is answered to question 0; what the console says besides is for the run itself.
async fn first_answer(line: &mut TcpStream) -> std::io::Result<Reply> {
    let mut decoder = ReplyDecoder::default();
    let mut bytes = [0; 256];
    loop {
        let count = line.read(&mut bytes).await?;
        if count == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let answered = decoder.feed(&bytes[..count]).into_iter().flatten().find(|reply| {
            matches!(
                reply,
                Reply::Twin { number: 0, .. } | Reply::Refused { number: 0, .. } | Reply::Done { number: 0 }
            )
        });
        if let Some(reply) = answered {
            return Ok(reply);
        }
    }
}
