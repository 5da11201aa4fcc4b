//! A record with its description files read, and its channels cut to the points.

use super::{ObserveError, Plateau};
use hadal_record::Record;
use hadal_record::event::{Point, Source};
use hadal_rigs::description::{Description, Item, Leg, Procedure, Rig, parse};

/// A closed record, ready to be observed.
#[derive(Debug)]
pub struct Run<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its rig file.
    pub rig: Rig,
    /// Its procedure file.
    pub procedure: Procedure,
    /// Its item files, in the procedure's order.
    pub items: Vec<Item>,
}

impl<'a> Run<'a> {
    /// Reads the description files that the record holds.
    ///
    /// # Errors
    /// [`ObserveError::Description`] where one cannot be read by this version, [`ObserveError::NoPoints`] and
    /// [`ObserveError::UnknownLeg`] where there is nothing to observe.
    pub fn of(record: &'a Record) -> Result<Self, ObserveError> {
        let opened = &record.opened;
        let run = Self {
            record,
            rig: description(&opened.rig)?,
            procedure: description(&opened.procedure)?,
            items: opened.items.iter().map(description).collect::<Result<_, _>>()?,
        };
        run.check_points()?;
        Ok(run)
    }

    fn check_points(&self) -> Result<(), ObserveError> {
        if self.points().is_empty() {
            return Err(ObserveError::NoPoints);
        }
        let unknown = |point: &&Point| self.leg(point).is_none();
        self.points().iter().find(unknown).map_or(Ok(()), |point| {
            Err(ObserveError::UnknownLeg {
                point: point.index,
                leg: point.leg,
                legs: self.procedure.leg.len(),
            })
        })
    }

    /// The points, in order.
    pub fn points(&self) -> &'a [Point] {
        self.record.points()
    }

    /// The leg of a point.
    pub fn leg(&self, point: &Point) -> Option<&Leg> {
        self.procedure.leg.get(usize::try_from(point.leg).ok()?)
    }

    /// The number of each point's leg, to group errors that a leg's points share.
    pub fn leg_groups(&self) -> Vec<usize> {
        self.points().iter().map(|point| usize::try_from(point.leg).unwrap_or(usize::MAX)).collect()
    }

    /// A channel over each point.
    ///
    /// # Errors
    /// [`ObserveError::Channel`] or [`ObserveError::Readings`].
    pub fn plateaus(&self, channel: &str) -> Result<Vec<Plateau>, ObserveError> {
        let (at, values) = self.readings(channel)?;
        self.points().iter().map(|point| plateau(channel, point, at, values)).collect()
    }

    /// A channel's times and values.
    ///
    /// # Errors
    /// [`ObserveError::Channel`] where the record has no such channel.
    pub fn readings(&self, channel: &str) -> Result<(&'a [u64], &'a [f64]), ObserveError> {
        let missing = || ObserveError::Channel { channel: channel.to_owned() };
        self.record.readings(channel).ok_or_else(missing)
    }
}

fn plateau(channel: &str, point: &Point, at: &[u64], values: &[f64]) -> Result<Plateau, ObserveError> {
    Plateau::of(at, values, point.from_ns, point.until_ns).map_err(|found| ObserveError::Readings {
        channel: channel.to_owned(),
        point: point.index,
        found,
    })
}

fn description<T: Description>(source: &Source) -> Result<T, ObserveError> {
    parse(&source.path, &source.text)
        .map_err(|error| ObserveError::Description { path: source.path.clone(), reason: error.to_string() })
}
