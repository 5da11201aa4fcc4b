//! What a record's plant was told, from the bytes that went to its PLC: volumes to pump and to release, doses, stirring.

use super::record::seconds;
use anyhow::bail;
use hadal_record::Record;
use hadal_record::event::Direction;
use hadal_rigs::description::{Instrument, InstrumentModel, Rig, Role};
use hadal_wire::Decode as _;
use hadal_wire::plant_plc::{CommandBlock, Mode, Request, RequestDecoder, rtu};

const MINUTE_S: f64 = 60.0;

/// Requests to the PLC, as its line tells them apart.
enum Requests {
    Tcp(RequestDecoder),
    /// With the number of the PLC's own unit.
    Rtu(rtu::RequestDecoder, u8),
}

impl Requests {
    fn on_the_line_of(plc: &Instrument) -> Self {
        let map = plc.register_map();
        match plc.model {
            InstrumentModel::PlantPlcRtu => Self::Rtu(rtu::RequestDecoder::by(map), map.unit),
            _ => Self::Tcp(RequestDecoder::by(map)),
        }
    }

    /// Those in the next bytes; damage is none, and on a serial line neither is what other units are asked.
    fn hear(&mut self, bytes: &[u8]) -> Vec<Request> {
        match self {
            Self::Tcp(decoder) => decoder.feed(bytes).into_iter().flatten().map(|one| one.message).collect(),
            Self::Rtu(decoder, unit) => {
                let own = decoder.feed(bytes).into_iter().flatten().filter(|one| one.unit == *unit);
                own.map(|one| one.message).collect()
            }
        }
    }
}

/// What the PLC was told, summed up.
pub(super) struct Told {
    /// When each block was sent, s.
    blocks: Vec<(f64, CommandBlock)>,
    next: usize,
    acting: Option<CommandBlock>,
    at_s: f64,
    volumes: Volumes,
    most_ml_per_min: [f64; 2],
}

/// Volumes told so far, and whether something else happened since they were last asked for.
#[derive(Clone, Copy, Default)]
pub(super) struct Volumes {
    pub(super) pump_ml: f64,
    pub(super) release_ml: f64,
    pub(super) stirrer_rpm: f64,
    /// When the last dose ended.
    pub(super) dosed_s: f64,
    pub(super) interrupted: bool,
}

impl Told {
    pub(super) fn of(record: &Record, rig: &Rig) -> anyhow::Result<Self> {
        let plc = rig.with_role(Role::PlantPlc).next().map(|(_, plc)| plc);
        let line = plc.and_then(|plc| record.opened.links.iter().position(|link| *link == plc.name));
        let (Some(plc), Some(line)) = (plc, line) else {
            let name = plc.map_or("", |plc| plc.name.as_str());
            bail!("line `{name}` of the plant's PLC: missing: accepted is the record of a run on a chamber");
        };
        let mut requests = Requests::on_the_line_of(plc);
        let mut blocks = Vec::new();
        for ((_, link, direction, bytes), at_ns) in record.traffic.rows().zip(&record.traffic.monotonic_ns) {
            if usize::from(link) != line || direction != Direction::Sent {
                continue;
            }
            for request in requests.hear(bytes) {
                if let Request::WriteCommand(block) = request {
                    blocks.push((seconds(*at_ns), block));
                }
            }
        }
        let most_ml_per_min = [rig.chamber.pump_max_ml_per_min, rig.chamber.release_max_ml_per_min];
        let volumes = Volumes::default();
        Ok(Self { blocks, next: 0, acting: None, at_s: 0.0, volumes, most_ml_per_min })
    }

    /// What was told until then; times must not go back.
    pub(super) fn until(&mut self, at_s: f64) -> Volumes {
        self.volumes.interrupted = false;
        while let Some((sent_s, block)) =
            self.blocks.get(self.next).copied().filter(|(sent_s, _)| *sent_s <= at_s)
        {
            self.live(sent_s);
            self.acting = Some(block);
            self.next += 1;
        }
        self.live(at_s);
        self.volumes
    }

    /// A plant that is not in Run moves water by itself, and dosing overflows: neither is told by volumes.
    fn live(&mut self, until_s: f64) {
        let minutes = (until_s - self.at_s) / MINUTE_S;
        self.at_s = until_s;
        let Some(block) = self.acting.filter(|block| block.mode == Mode::Run) else {
            self.volumes.interrupted = true;
            return;
        };
        let [pump, release] = self.most_ml_per_min;
        self.volumes.pump_ml += block.pump_ml_per_min.min(pump) * minutes;
        self.volumes.release_ml += block.release_ml_per_min.min(release) * minutes;
        self.volumes.stirrer_rpm = block.stirrer_rpm;
        if block.fresh_ml_per_min > 0.0 || block.brine_ml_per_min > 0.0 {
            (self.volumes.interrupted, self.volumes.dosed_s) = (true, until_s);
        }
    }
}
