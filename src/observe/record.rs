//! A run out of a closed record: the description files in it read, and its channels cut to the points.

use super::{Bottle, ObserveError, Plateau, Point, Raw, Run};
use hadal_record::Record;
use hadal_record::event::{self, Drawn, Source};
use hadal_rigs::description::{Description, Item, Rig, parse};

impl Run {
    /// Reads the description files that the record holds, and every channel that a calibration needs.
    ///
    /// # Errors
    /// [`ObserveError::Description`] where a file cannot be read by this version, [`ObserveError::Channel`] and
    /// [`ObserveError::Readings`] where readings are missing, [`ObserveError::NoPoints`] and
    /// [`ObserveError::UnknownLeg`] where there is nothing to observe.
    pub fn of(record: &Record) -> Result<Self, ObserveError> {
        let opened = &record.opened;
        let rig: Rig = description(&opened.rig)?;
        let items: Vec<Item> = opened.items.iter().map(description).collect::<Result<_, _>>()?;
        let cut = Cut { record };
        let thermometers = 0..rig.reference_thermometer.len();
        let run = Self {
            id: Some(opened.run_id.clone()),
            procedure: description(&opened.procedure)?,
            points: record.points().iter().map(|point| cut.point(point)).collect::<Result<_, _>>()?,
            bottles: cut.bottles()?,
            thermometers: thermometers
                .map(|index| cut.plateaus(&format!("reference_thermometer_{index}.resistance")))
                .collect::<Result<_, _>>()?,
            transducer: cut.plateaus("reference_pressure.indicated")?,
            hall: cut.plateaus("plc.hall_temperature")?,
            raw: (0..items.len()).map(|item| cut.raw(item)).collect::<Result<_, _>>()?,
            rig,
            items,
        };
        run.check()?;
        Ok(run)
    }
}

/// A description file out of a record.
///
/// # Errors
/// [`ObserveError::Description`] where this version cannot read it.
pub(crate) fn description<T: Description>(source: &Source) -> Result<T, ObserveError> {
    parse(&source.path, &source.text)
        .map_err(|error| ObserveError::Description { path: source.path.clone(), reason: error.to_string() })
}

/// Cuts a record to its points.
struct Cut<'a> {
    record: &'a Record,
}

impl<'a> Cut<'a> {
    fn point(&self, point: &event::Point) -> Result<Point, ObserveError> {
        let middle = point.from_ns + (point.until_ns - point.from_ns) / 2;
        Ok(Point {
            index: point.index,
            leg: leg(point.leg),
            temperature_celsius: point.temperature_celsius,
            salinity_practical: point.salinity_practical,
            pressure_mpa_sea: point.pressure_mpa_sea,
            pumped_ml: self.pumped_ml(point.leg, middle)?,
        })
    }

    /// Without those that only guided the dosing.
    fn bottles(&self) -> Result<Vec<Bottle>, ObserveError> {
        let referred = self.record.bottles().iter().filter(|bottle| bottle.drawn != Drawn::WhileDosing);
        let bottle = |bottle: &event::Bottle| {
            Ok(Bottle {
                leg: leg(bottle.leg),
                drawn: bottle.drawn,
                pumped_ml: self.pumped_ml(bottle.leg, bottle.drawn_ns)?,
                salinity_practical: bottle.salinity_practical,
            })
        };
        referred.map(bottle).collect()
    }

    fn raw(&self, item: usize) -> Result<Raw, ObserveError> {
        let channel = |name: &str| self.plateaus(&format!("item_{item}.{name}"));
        Ok(Raw {
            temperature_counts: channel("temperature_counts")?,
            conductivity_hz: channel("conductivity_frequency")?,
            pressure_counts: channel("pressure_counts")?,
            pressure_temperature_counts: channel("pressure_temperature_counts")?,
        })
    }

    fn plateaus(&self, channel: &str) -> Result<Vec<Plateau>, ObserveError> {
        let (at, values) = self.readings(channel)?;
        let plateau =
            |point: &event::Point| {
                Plateau::of(at, values, point.from_ns, point.until_ns).map_err(|found| {
                    ObserveError::Readings { channel: channel.to_owned(), point: point.index, found }
                })
            };
        self.record.points().iter().map(plateau).collect()
    }

    fn readings(&self, channel: &str) -> Result<(&'a [u64], &'a [f64]), ObserveError> {
        let missing = || ObserveError::Channel { channel: channel.to_owned() };
        self.record.readings(channel).ok_or_else(missing)
    }

    /// What the pump has added since the leg began, until `until_ns`.
    fn pumped_ml(&self, leg: u32, until_ns: u64) -> Result<f64, ObserveError> {
        let (at, values) = self.readings("plc.pumped_volume")?;
        let begin = self.begin_ns(leg);
        let mut known = at.iter().zip(values).filter(|(_, value)| value.is_finite());
        let start = known.clone().take_while(|(at, _)| **at <= begin).last().or_else(|| known.clone().next());
        let since = known.rfind(|(at, _)| (begin..=until_ns).contains(*at));
        Ok(since.zip(start).map_or(0.0, |((_, now), (_, start))| now - start))
    }

    /// A leg begins with its first bottle from the chamber, or with its first point where that is earlier.
    fn begin_ns(&self, leg: u32) -> u64 {
        let points = self.record.points().iter().filter(|point| point.leg == leg);
        let first = points.map(|point| point.from_ns).min().unwrap_or(0);
        let is_before = |bottle: &&event::Bottle| bottle.leg == leg && bottle.drawn == Drawn::BeforeLeg;
        self.record.bottles().iter().rev().find(is_before).map_or(first, |bottle| bottle.drawn_ns.min(first))
    }
}

/// No procedure has as many legs as would not fit.
fn leg(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
