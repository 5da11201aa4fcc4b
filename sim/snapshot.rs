//! The twin's whole state: as a digest, to compare worlds, and as bytes, to go on with one later.

use crate::bench::{Runs, Seen};
use crate::endpoint::KeptLine;
use crate::fault::Faults;
use crate::lines::Lines;
use crate::plant::Chamber;
use crate::plugin::Parts;
use crate::scenario::{Scenario, ScenarioError};
use crate::schedule::Moment;
use crate::sensor::Sensors;
use crate::truth::Trace;
use crate::twin::Twin;
use hadal_rigs::description::{Item, Rig};
use serde::{Deserialize, Serialize};

/// What a snapshot of this version of the program begins with.
const VERSION: &str = concat!("hadal-twin ", env!("CARGO_PKG_VERSION"));

/// Everything that decides what the twin does next.
#[derive(Serialize, Deserialize)]
struct Snapshot<C, S, E, F, R, T> {
    version: String,
    /// Digest of rig, items, scenario and seed.
    world: [u8; 32],
    now_ns: u64,
    tick: u64,
    chamber: C,
    sensors: S,
    seen: E,
    faults: F,
    runs: R,
    trace: T,
    lines: Vec<KeptLine>,
    plugins: Vec<Vec<u8>>,
}

type Written<'a> = Snapshot<&'a Chamber, &'a Sensors, &'a Seen, &'a Faults, &'a Runs, &'a Trace>;
type Read = Snapshot<Chamber, Sensors, Seen, Faults, Runs, Trace>;

impl Twin {
    /// A digest of the whole state: plant, sensors with their noise, what instruments saw, faults, the instruments, and what
    /// plugins keep.
    pub fn state_digest(&self) -> [u8; 32] {
        let world = self.app.world();
        let mut hasher = blake3::Hasher::new();
        hasher.update(&world.resource::<Moment>().tick.to_le_bytes());
        hasher.update(&encoded(world.resource::<Chamber>()));
        hasher.update(&encoded(world.resource::<Sensors>()));
        hasher.update(&encoded(world.resource::<Seen>()));
        hasher.update(&encoded(world.resource::<Faults>()));
        for line in world.resource::<Lines>().iter() {
            hasher.update(line.name().as_bytes());
            hasher.update(&line.device().keep());
        }
        for state in world.resource::<Parts>().keep(world) {
            hasher.update(&state);
        }
        *hasher.finalize().as_bytes()
    }

    /// [`Twin::state_digest`] in hexadecimal digits.
    pub fn state_digest_hex(&self) -> String {
        blake3::Hash::from_bytes(self.state_digest()).to_hex().to_string()
    }

    /// The whole state as bytes, but for the clients at the lines. Good for the same version of this program.
    pub fn snapshot(&self) -> Vec<u8> {
        let world = self.app.world();
        encoded(&Written {
            version: VERSION.to_owned(),
            world: self.identity,
            now_ns: self.now_ns,
            tick: world.resource::<Moment>().tick,
            chamber: world.resource(),
            sensors: world.resource(),
            seen: world.resource(),
            faults: world.resource(),
            runs: world.resource(),
            trace: world.resource(),
            lines: world.resource::<Lines>().keep(),
            plugins: world.resource::<Parts>().keep(world),
        })
    }

    /// The world of a snapshot, as it stood. Clients open their lines anew.
    ///
    /// # Errors
    /// As [`Twin::build`]; or bytes that are no snapshot of this version of the program and of a world of this rig, items,
    /// scenario and seed.
    pub fn resume(
        rig: &Rig,
        items: &[Item],
        scenario: &Scenario,
        seed: u64,
        snapshot: &[u8],
    ) -> Result<Self, ScenarioError> {
        let mut twin = Self::build(rig, items, scenario, seed)?;
        twin.take_up(snapshot).map_err(ScenarioError::Snapshot)?;
        Ok(twin)
    }

    fn take_up(&mut self, snapshot: &[u8]) -> Result<(), String> {
        let kept: Read =
            rmp_serde::from_slice(snapshot).map_err(|error| format!("it cannot be read: {error}"))?;
        if kept.version != VERSION {
            return Err(format!("it is of {}, accepted is {VERSION}", kept.version));
        }
        if kept.world != self.identity {
            return Err("it is of another rig, item, scenario or seed".to_owned());
        }
        let world = self.app.world_mut();
        world.resource_mut::<Lines>().take_up(kept.lines)?;
        Parts::take_up(world, &kept.plugins)?;
        let faults = world.resource::<Faults>().taken_up(kept.faults);
        world.insert_resource(faults);
        world.insert_resource(Moment { tick: kept.tick });
        world.insert_resource(kept.chamber);
        world.insert_resource(kept.sensors);
        world.insert_resource(kept.seen);
        world.insert_resource(kept.runs);
        world.insert_resource(kept.trace);
        self.now_ns = kept.now_ns;
        Ok(())
    }
}

/// What decides a world, as one digest.
pub(crate) fn identity(rig: &Rig, items: &[Item], scenario: &Scenario, seed: u64) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&encoded(rig));
    hasher.update(&encoded(&items));
    hasher.update(&encoded(scenario));
    hasher.update(&seed.to_le_bytes());
    *hasher.finalize().as_bytes()
}

/// State as bytes; a state that cannot be encoded shows as its error, and differs from every other.
pub(crate) fn encoded<T: Serialize>(state: &T) -> Vec<u8> {
    rmp_serde::to_vec(state).unwrap_or_else(|error| error.to_string().into_bytes())
}
