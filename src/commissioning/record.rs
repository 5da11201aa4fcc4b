//! A closed record as moments: channels interpolated, commands summed from the bytes that went to the PLC.

use super::told::Told;
use anyhow::{Context as _, bail};
use hadal_record::Record;
use hadal_record::event::Drawn;
use hadal_rigs::chamber::commissioning::{History, Moment, TICK_S};
use hadal_rigs::description::{Description as _, Loaded, Rig, parse};

/// Readings farther apart than this leave a gap, s.
const GAP_S: f64 = 60.0;
const SECOND_NS: f64 = 1e9;

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
    Ok(History::new(moments, recorded.chamber.volume_l, thermometers))
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

#[expect(clippy::cast_precision_loss, reason = "a run lasts days, to the microsecond")]
pub(super) fn seconds(ns: u64) -> f64 {
    ns as f64 / SECOND_NS
}
