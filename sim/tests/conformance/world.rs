//! The world of one dialogue, its instrument, and the three ways to its line.

use super::dialogue::{Dialogue, Far};
use super::held::{Held, Time};
use hadal_rigs::description::{Item, Rig, parse};
use hadal_sim::{Carrier, Pace, Place, Scenario, Sockets, Twin, serve};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_serial::SerialPortBuilderExt as _;

/// The seed of every dialogue's world, which its operator says.
pub const SEED: u64 = 7;
/// How much slower than its clock a world lives where every byte is timed: the clock's millisecond is a microsecond there.
const TIMED_PACE: f64 = 0.001;
/// Real time in which a server has taken up its clients.
const TAKEN_UP: Duration = Duration::from_millis(200);

/// How a client reaches an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The pipe of the same process.
    Pipe,
    /// A pseudo-terminal.
    Terminal,
    /// A TCP port.
    Port,
}

/// What can be spoken over.
pub trait Spoken: AsyncRead + AsyncWrite + Unpin + Send {}
impl<L: AsyncRead + AsyncWrite + Unpin + Send> Spoken for L {}

/// Holds a dialogue in a world of its own.
///
/// # Errors
/// The first step that does not go as it must.
pub async fn hold(dialogue: &Dialogue, way: Way) -> Result<(), String> {
    let (mut twin, name) = twin(dialogue);
    let line = line(&twin.sockets(), &name, dialogue.baud, way).await;
    let (pace, time) = match way {
        Way::Pipe => (TIMED_PACE, Time::Virtual { pace: TIMED_PACE }),
        Way::Terminal | Way::Port => (dialogue.pace, Time::Real { pace: dialogue.pace }),
    };
    // The world begins when the client is there, so that it hears what is said at power.
    let clock = twin.clock(Pace::times(pace).unwrap());
    tokio::select! {
        biased;
        held = Held { dialogue, line, time }.hold() => held,
        () = twin.drive_by(clock) => unreachable!("a twin lives until it is dropped"),
    }
}

/// A client at the far end of a line.
async fn line(sockets: &Sockets, name: &str, baud: u32, way: Way) -> Box<dyn Spoken> {
    let carrier = match way {
        Way::Pipe => return Box::new(sockets.open(name).unwrap()),
        Way::Terminal => Carrier::Pty { baud },
        Way::Port => Carrier::Tcp { host: Ipv4Addr::LOCALHOST.into() },
    };
    let client: Box<dyn Spoken> = match serve(sockets, name, carrier, Arc::new(|_, _| {})).await.unwrap() {
        Place::Terminal(path) => Box::new(tokio_serial::new(path, baud).open_native_async().unwrap()),
        Place::Socket(address) => Box::new(TcpStream::connect(address).await.unwrap()),
    };
    tokio::time::sleep(TAKEN_UP).await;
    client
}

/// A world with the dialogue's instrument, and the name of its line.
pub fn twin(dialogue: &Dialogue) -> (Twin, String) {
    let shipped = include_str!("../../../rigs/catalog/full-ocean-depth-71l.toml");
    let (rig, items, name) = match dialogue.far {
        Far::Instrument(model) => {
            let (rig, name) = equipped(shipped, model, dialogue.baud);
            (rig, Vec::new(), name)
        }
        Far::Item(text) => {
            (shipped.to_owned(), vec![parse::<Item>("item", text).unwrap()], "item_0".to_owned())
        }
    };
    let rig: Rig = parse("rig", &rig).unwrap();
    let scenario: Scenario =
        parse("scenario", include_str!("../../../rigs/catalog/full-ocean-depth-71l.scenario.toml")).unwrap();
    (Twin::build(&rig, &items, &scenario, SEED).unwrap(), name)
}

/// The rig file with an instrument where it has one of that kind, or beside the others; and its name.
fn equipped(shipped: &str, model: &str, baud: u32) -> (String, String) {
    let takes_the_place_of = match model {
        "fluke/1594a" | "isotech/millik" => "fluke/1595a",
        "hadal/plant-plc-rtu" => "hadal/plant-plc",
        other => other,
    };
    let fields = |model: &str| {
        format!(
            "model = \"{model}\"\nendpoint = {{ kind = \"twin\", baud = {baud} }}\npoll_period_s = 5.0\nreply_timeout_s = 4.0"
        )
    };
    let mut tables: Vec<String> = shipped.split("[[instrument]]\n").map(str::to_owned).collect();
    let held = tables.iter_mut().find(|table| table.contains(&format!("model = \"{takes_the_place_of}\"")));
    let Some(table) = held else {
        let added = format!("name = \"added\"\n{}\n\n", fields(model));
        tables.insert(1, added);
        return (tables.join("[[instrument]]\n"), "added".to_owned());
    };
    let (name, rest) = table.split_once('\n').unwrap();
    let name = name.to_owned();
    let behind = rest.split_once("\n\n").unwrap().1.to_owned();
    *table = format!("{name}\n{}\n\n{behind}", fields(model));
    (tables.join("[[instrument]]\n"), name.split('"').nth(1).unwrap().to_owned())
}
