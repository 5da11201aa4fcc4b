//! A closed record as moments: channels interpolated, commands summed from the bytes that went to the PLC.

use anyhow::{Context as _, bail};
use hadal_record::Record;
use hadal_record::event::{Direction, Drawn};
use hadal_rigs::chamber::commissioning::{History, Moment, TICK_S};
use hadal_rigs::description::{Description as _, InstrumentModel, Loaded, Rig, parse};
use hadal_wire::Decode as _;
use hadal_wire::plant_plc::{CommandBlock, Mode, Request, RequestDecoder};

/// Readings farther apart than this leave a gap, s.
const GAP_S: f64 = 60.0;
const SECOND_NS: f64 = 1e9;
const MINUTE_S: f64 = 60.0;

/// The history of a record that was made on this rig.
///
/// # Errors
/// A record of another rig, or one without the channels of a chamber.
pub fn history(record: &Record, rig: &Loaded<Rig>) -> anyhow::Result<History> {
    let source = &record.opened.rig;
    let recorded: Rig =
        parse(&source.path, &source.text).with_context(|| format!("the {} in the record", Rig::KIND))?;
    if recorded.name != rig.value.name {
        bail!(
            "its rig's field `name`: value \"{}\": accepted: \"{}\", as in {}",
            recorded.name,
            rig.value.name,
            rig.path.display()
        );
    }
    let mut tellers = Tellers::new(record, &recorded)?;
    let mut moments: Vec<Moment> = Vec::new();
    let mut interruptions = 0;
    let end_s = seconds(record.ended.monotonic_ns);
    let mut at_s = 0.0;
    while at_s <= end_s {
        match tellers.moment(at_s, &mut interruptions) {
            Some(moment) => moments.push(moment),
            None => {
                interruptions += 1;
                moments.extend(moments.last().map(|last| Moment { interruptions, ..*last }));
            }
        }
        at_s += TICK_S;
    }
    let thermometers = u32::try_from(recorded.reference_thermometer.len()).unwrap_or(u32::MAX);
    Ok(History::new(moments, thermometers))
}

/// Everything that is asked at each moment.
struct Tellers<'a> {
    pressure: Channel<'a>,
    temperatures: Vec<Channel<'a>>,
    jacket: Channel<'a>,
    hall: Channel<'a>,
    pump_water: Channel<'a>,
    pumped: Channel<'a>,
    bottles: Vec<(f64, f64)>,
    told: Told,
}

impl<'a> Tellers<'a> {
    fn new(record: &'a Record, rig: &Rig) -> anyhow::Result<Self> {
        let channel = |name: &str| Channel::of(record, name);
        let thermometers = 0..rig.reference_thermometer.len();
        Ok(Self {
            pressure: channel("reference_pressure.pressure")?,
            temperatures: thermometers
                .map(|index| channel(&format!("reference_thermometer_{index}.temperature")))
                .collect::<anyhow::Result<_>>()?,
            jacket: channel("plc.jacket_temperature")?,
            hall: channel("plc.hall_temperature")?,
            pump_water: channel("plc.pump_water_temperature")?,
            pumped: channel("plc.pumped_volume")?,
            bottles: bottles(record),
            told: Told::of(record, rig)?,
        })
    }

    /// None where a channel has a gap.
    fn moment(&mut self, at_s: f64, interruptions: &mut u32) -> Option<Moment> {
        let volumes = self.told.until(at_s);
        if volumes.interrupted {
            *interruptions += 1;
        }
        let temperatures: Option<Vec<f64>> =
            self.temperatures.iter_mut().map(|channel| channel.at(at_s)).collect();
        let temperatures = temperatures?;
        #[expect(clippy::cast_precision_loss, reason = "a handful of thermometers")]
        let water_celsius = temperatures.iter().sum::<f64>() / temperatures.len() as f64;
        // A bottle tells of the water back to the last dose.
        let drawn = self.bottles.partition_point(|(drawn_s, _)| *drawn_s <= at_s);
        let since_dose = self.bottles.partition_point(|(drawn_s, _)| *drawn_s <= volumes.dosed_s);
        let known = since_dose.max(drawn.max(1) - 1).min(self.bottles.len().saturating_sub(1));
        Some(Moment {
            pressure_mpa_absolute: self.pressure.at(at_s)?,
            water_celsius,
            jacket_celsius: self.jacket.at(at_s)?,
            hall_celsius: self.hall.at(at_s)?,
            pump_water_celsius: self.pump_water.at(at_s)?,
            salinity_practical: self.bottles.get(known)?.1,
            pumped_ml: self.pumped.at(at_s)?,
            told_pump_ml: volumes.pump_ml,
            told_release_ml: volumes.release_ml,
            interruptions: *interruptions,
            stirrer_rpm: volumes.stirrer_rpm,
        })
    }
}

/// Salinities of the chamber by time, s.
fn bottles(record: &Record) -> Vec<(f64, f64)> {
    let own = record.bottles().iter().filter(|bottle| bottle.drawn != Drawn::PumpReservoir);
    let mut drawn: Vec<(f64, f64)> =
        own.map(|bottle| (seconds(bottle.drawn_ns), bottle.salinity_practical)).collect();
    drawn.sort_by(|one, other| one.0.total_cmp(&other.0));
    drawn
}

/// A channel read forward in time.
struct Channel<'a> {
    at_ns: &'a [u64],
    values: &'a [f64],
    next: usize,
    before: Option<(f64, f64)>,
}

impl<'a> Channel<'a> {
    fn of(record: &'a Record, name: &str) -> anyhow::Result<Self> {
        let Some((at_ns, values)) = record.readings(name) else {
            bail!("channel `{name}`: missing: accepted is the record of a run on a chamber");
        };
        Ok(Self { at_ns, values, next: 0, before: None })
    }

    /// Between the readings on both sides, on a straight line.
    fn at(&mut self, at_s: f64) -> Option<f64> {
        while let Some((reading_s, value)) = self.reading() {
            if reading_s > at_s {
                let (before_s, before) = self.before?;
                let apart_s = reading_s - before_s;
                let share = (at_s - before_s) / apart_s;
                return (apart_s <= GAP_S).then_some(before + (value - before) * share);
            }
            self.before = Some((reading_s, value));
            self.next += 1;
        }
        None
    }

    /// The next reading that has a value.
    fn reading(&mut self) -> Option<(f64, f64)> {
        while self.values.get(self.next).is_some_and(|value| !value.is_finite()) {
            self.next += 1;
        }
        Some((seconds(*self.at_ns.get(self.next)?), *self.values.get(self.next)?))
    }
}

/// What the PLC was told, summed up.
struct Told {
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
struct Volumes {
    pump_ml: f64,
    release_ml: f64,
    stirrer_rpm: f64,
    /// When the last dose ended.
    dosed_s: f64,
    interrupted: bool,
}

impl Told {
    fn of(record: &Record, rig: &Rig) -> anyhow::Result<Self> {
        let plc = rig.instrument.iter().find(|instrument| instrument.model == InstrumentModel::PlantPlc);
        let name = plc.map_or("", |instrument| instrument.name.as_str());
        let Some(line) = record.opened.links.iter().position(|link| link == name) else {
            bail!("line `{name}` of the plant's PLC: missing: accepted is the record of a run on a chamber");
        };
        let mut decoder = RequestDecoder::default();
        let mut blocks = Vec::new();
        for ((_, link, direction, bytes), at_ns) in record.traffic.rows().zip(&record.traffic.monotonic_ns) {
            if usize::from(link) != line || direction != Direction::Sent {
                continue;
            }
            for request in decoder.feed(bytes).into_iter().flatten() {
                if let Request::WriteCommand(block) = request.message {
                    blocks.push((seconds(*at_ns), block));
                }
            }
        }
        let most_ml_per_min = [rig.chamber.pump_max_ml_per_min, rig.chamber.release_max_ml_per_min];
        let volumes = Volumes::default();
        Ok(Self { blocks, next: 0, acting: None, at_s: 0.0, volumes, most_ml_per_min })
    }

    fn until(&mut self, at_s: f64) -> Volumes {
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

#[expect(clippy::cast_precision_loss, reason = "a run lasts days, to the microsecond")]
fn seconds(ns: u64) -> f64 {
    ns as f64 / SECOND_NS
}
