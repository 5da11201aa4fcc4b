//! A run as calibrations see it: its files, and one plateau per point and channel. No clock, no bytes.

use super::{ObserveError, Plateau};
use hadal_models::uncertainty::Component;
use hadal_record::event::Drawn;
use hadal_rigs::description::{Item, Procedure, Rig};

/// A run, ready to be observed.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its id; none where there is no record, and nobody else to share its errors with.
    pub id: Option<String>,
    /// Its rig.
    pub rig: Rig,
    /// Its procedure.
    pub procedure: Procedure,
    /// Its items, in the procedure's order.
    pub items: Vec<Item>,
    /// The points, in order.
    pub points: Vec<Point>,
    /// The bottles that salinity rests on, in order.
    pub bottles: Vec<Bottle>,
    /// Resistance of each reference thermometer of the rig over each point, Ω.
    pub thermometers: Vec<Vec<Plateau>>,
    /// Indication of the reference transducer over each point, MPa absolute.
    pub transducer: Vec<Plateau>,
    /// Temperature of the hall over each point, °C.
    pub hall: Vec<Plateau>,
    /// Raw readings of each item.
    pub raw: Vec<Raw>,
}

/// A point: which it is, what was asked for, and the water that the pump had added.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Number of the point.
    pub index: u32,
    /// Number of its leg in the procedure, from 0.
    pub leg: usize,
    /// Set point of temperature, °C (ITS-90).
    pub temperature_celsius: f64,
    /// Set point of practical salinity.
    pub salinity_practical: f64,
    /// Set point of pressure above one standard atmosphere, MPa.
    pub pressure_mpa_sea: f64,
    /// Volume pumped since the leg's first bottle (its first point where there is none), mL at the pump.
    pub pumped_ml: f64,
}

/// A bottle that went to the salinometer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bottle {
    /// Number of its leg in the procedure, from 0.
    pub leg: usize,
    /// Where the water came from and when in the leg.
    pub drawn: Drawn,
    /// Volume pumped since the leg's first bottle (its first point where there is none), mL at the pump.
    pub pumped_ml: f64,
    /// Practical salinity by the salinometer.
    pub salinity_practical: f64,
}

/// An item's raw readings, one plateau per point and channel.
#[derive(Clone, Debug)]
pub struct Raw {
    /// Temperature counts.
    pub temperature_counts: Vec<Plateau>,
    /// Conductivity oscillator, Hz.
    pub conductivity_hz: Vec<Plateau>,
    /// Pressure bridge, counts.
    pub pressure_counts: Vec<Plateau>,
    /// Thermometer of the pressure bridge, counts.
    pub pressure_temperature_counts: Vec<Plateau>,
}

impl Run {
    /// The number of each point's leg, to group errors that a leg's points share.
    pub fn leg_groups(&self) -> Vec<usize> {
        self.points.iter().map(|point| point.leg).collect()
    }

    /// Errors of the run itself under names that hold its id: all its items share them, and no other run does.
    pub(super) fn named(&self, components: Vec<Component>) -> Vec<Component> {
        let Some(id) = &self.id else { return components };
        let number = |place: Option<&usize>| {
            place.and_then(|place| self.points.get(*place)).map_or(0, |point| point.index)
        };
        let name = |component: Component| {
            let what = component.name.clone();
            component.named(|places| match (number(places.first()), number(places.last())) {
                (first, last) if first == last => format!("{id}: {what}, point {first}"),
                (first, last) => format!("{id}: {what}, points {first} to {last}"),
            })
        };
        components.into_iter().map(name).collect()
    }

    /// Of one item alone; all of it where there is no such item.
    pub fn of_item(&self, item: usize) -> Self {
        let one = self.items.get(item).zip(self.raw.get(item));
        match one {
            Some((description, raw)) => {
                Self { items: vec![description.clone()], raw: vec![raw.clone()], ..self.clone() }
            }
            None => self.clone(),
        }
    }

    /// This run and then more points by the same procedure, of the same items.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.points.extend(more.points);
        self.bottles.extend(more.bottles);
        self.transducer.extend(more.transducer);
        self.hall.extend(more.hall);
        self.thermometers.iter_mut().zip(more.thermometers).for_each(|(one, other)| one.extend(other));
        for (one, other) in self.raw.iter_mut().zip(more.raw) {
            one.temperature_counts.extend(other.temperature_counts);
            one.conductivity_hz.extend(other.conductivity_hz);
            one.pressure_counts.extend(other.pressure_counts);
            one.pressure_temperature_counts.extend(other.pressure_temperature_counts);
        }
        self
    }

    /// An item's description and its readings.
    ///
    /// # Errors
    /// [`ObserveError::UnknownItem`].
    pub fn item(&self, item: usize) -> Result<(&Item, &Raw), ObserveError> {
        let unknown = || ObserveError::UnknownItem { item, items: self.raw.len() };
        self.items.get(item).zip(self.raw.get(item)).ok_or_else(unknown)
    }

    /// That there are points, each of a leg that is known, and a plateau of every channel at each.
    pub(super) fn check(&self) -> Result<(), ObserveError> {
        if self.points.is_empty() {
            return Err(ObserveError::NoPoints);
        }
        let legs = self.procedure.leg.len();
        if let Some(point) = self.points.iter().find(|point| point.leg >= legs) {
            return Err(ObserveError::UnknownLeg { point: point.index, leg: point.leg, legs });
        }
        let points = self.points.len();
        match self.channels().into_iter().find(|(_, plateaus)| plateaus.len() != points) {
            Some((channel, plateaus)) => {
                Err(ObserveError::Plateaus { channel, found: plateaus.len(), points })
            }
            None => Ok(()),
        }
    }

    fn channels(&self) -> Vec<(String, &[Plateau])> {
        let none: &[Plateau] = &[];
        let thermometers = (0..self.rig.reference_thermometer.len()).map(|index| {
            let plateaus = self.thermometers.get(index).map_or(none, Vec::as_slice);
            (format!("reference_thermometer_{index}.resistance"), plateaus)
        });
        let others =
            [("reference_pressure.indicated", &self.transducer), ("plc.hall_temperature", &self.hall)];
        let others = others.map(|(name, plateaus)| (name.to_owned(), plateaus.as_slice()));
        let items = self.raw.iter().enumerate().flat_map(|(index, raw)| {
            raw.channels().map(|(name, plateaus)| (format!("item_{index}.{name}"), plateaus))
        });
        thermometers.chain(others).chain(items).collect()
    }
}

impl Raw {
    fn channels(&self) -> [(&'static str, &[Plateau]); 4] {
        [
            ("temperature_counts", &self.temperature_counts),
            ("conductivity_frequency", &self.conductivity_hz),
            ("pressure_counts", &self.pressure_counts),
            ("pressure_temperature_counts", &self.pressure_temperature_counts),
        ]
    }
}
