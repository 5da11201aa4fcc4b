//! Items as they truly are: for each kind of item a family of elements, drawn by the seed, with outputs of its own.
//!
//! A unit whose file holds coefficients is the mean unit of its population, for which they were found, aged since: a year of the
//! drifts that `hadal_models::sensor` publishes. What its maker does not calibrate, how pressure reaches it above all, is drawn whole.

mod optode;
mod profiler;
mod ratiometric;
mod sea_cat;

pub use optode::OptodeRaw;
pub use profiler::ProfilerRaw;
pub use ratiometric::RatiometricRaw;

use crate::plant::Chamber;
use crate::scenario::Scenario;
use crate::schedule::TICK_S;
use crate::sensor::ItemSensors;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::randomness::{Stream, standard_normal};
use hadal_models::seawater::oxygen_solubility;
use hadal_models::sensor::element::OxygenatedWater;
use hadal_models::sensor::{CtdRaw, CtdTruth, LocalWater};
use hadal_rigs::description::{Item, ItemKind};
use optode::OptodeTruth;
use profiler::ProfilerTruth;
use ratiometric::RatiometricTruth;
use serde::{Deserialize, Serialize};

/// What surrounds an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings {
    pub(crate) water: LocalWater,
    /// Dissolved oxygen.
    pub(crate) oxygen_umol_per_kg: f64,
}

impl Surroundings {
    /// Water that has taken up its oxygen from the air at its own temperature.
    pub(crate) fn aired(water: LocalWater) -> Self {
        Self { water, oxygen_umol_per_kg: oxygen_solubility(water.salinity, water.temperature) }
    }

    fn oxygenated(&self) -> OxygenatedWater {
        OxygenatedWater {
            oxygen_umol_per_kg: self.oxygen_umol_per_kg,
            salinity: self.water.salinity,
            temperature: self.water.temperature,
            pressure: self.water.pressure.sea(),
        }
    }
}

/// What the elements of an item put out, before any coefficient.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum ItemRaw {
    /// A MicroCAT's or a SEACAT's counts and hertz.
    Ctd(CtdRaw),
    /// A profiler's frequencies.
    Profiler(ProfilerRaw),
    /// Ratios of voltages.
    Ratiometric(RatiometricRaw),
    /// An optode's phase and bridge.
    Optode(OptodeRaw),
}

impl Default for ItemRaw {
    fn default() -> Self {
        Self::Ctd(CtdRaw::default())
    }
}

impl ItemRaw {
    /// Counts and hertz; zeros from an item of another family.
    pub fn ctd(self) -> CtdRaw {
        if let Self::Ctd(raw) = self { raw } else { CtdRaw::default() }
    }

    /// Frequencies; zeros from an item of another family.
    pub fn profiler(self) -> ProfilerRaw {
        if let Self::Profiler(raw) = self { raw } else { ProfilerRaw::default() }
    }

    /// Ratios; zeros from an item of another family.
    pub fn ratiometric(self) -> RatiometricRaw {
        if let Self::Ratiometric(raw) = self { raw } else { RatiometricRaw::default() }
    }

    /// Phase and bridge; zeros from an item of another family.
    pub fn optode(self) -> OptodeRaw {
        if let Self::Optode(raw) = self { raw } else { OptodeRaw::default() }
    }

    /// Name, unit and value of every output.
    pub(crate) fn outputs(self) -> Vec<(&'static str, &'static str, f64)> {
        match self {
            Self::Ctd(raw) => vec![
                ("temperature_counts", "1", raw.temperature_counts),
                ("conductivity_frequency", "Hz", raw.conductivity_hz),
                ("pressure_counts", "1", raw.pressure_counts),
                ("pressure_temperature_counts", "1", raw.pressure_temperature_counts),
            ],
            Self::Profiler(raw) => vec![
                ("temperature_frequency", "Hz", raw.temperature_hz),
                ("conductivity_frequency", "Hz", raw.conductivity_hz),
                ("pressure_frequency", "Hz", raw.pressure_hz),
                ("pressure_temperature_counts", "1", raw.pressure_temperature_counts),
            ],
            Self::Ratiometric(raw) => vec![
                ("temperature_ratio", "1", raw.temperature_ratio),
                ("conductivity_ratio", "1", raw.conductivity_ratio),
                ("pressure_ratio", "1", raw.pressure_ratio),
            ],
            Self::Optode(raw) => {
                vec![
                    ("phase", "degree", raw.phase_degrees),
                    ("temperature_voltage", "mV", raw.temperature_mv),
                ]
            }
        }
    }

    /// The same from a cell that swings faster by so much; one that does not swing stays as it is.
    pub(crate) fn with_cell_offset(self, offset_hz: f64) -> Self {
        match self {
            Self::Ctd(raw) => Self::Ctd(CtdRaw { conductivity_hz: raw.conductivity_hz + offset_hz, ..raw }),
            Self::Profiler(raw) => {
                Self::Profiler(ProfilerRaw { conductivity_hz: raw.conductivity_hz + offset_hz, ..raw })
            }
            Self::Ratiometric(_) | Self::Optode(_) => self,
        }
    }
}

/// Whether the cell of such an item swings at a frequency.
pub(crate) const fn cell_swings(kind: ItemKind) -> bool {
    match kind {
        ItemKind::Sbe37 | ItemKind::Sbe16PlusV2 | ItemKind::Sbe19PlusV2 | ItemKind::Sbe911Plus => true,
        ItemKind::RbrLogger3 | ItemKind::ValeportMiniCtd | ItemKind::AanderaaOptode4330 => false,
    }
}

/// An item as it truly is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum ItemTruth {
    Ctd(CtdTruth),
    Profiler(Box<ProfilerTruth>),
    Ratiometric(RatiometricTruth),
    Optode(OptodeTruth),
}

impl ItemTruth {
    /// One unit of the item's kind, exercised and resting at `pressure`.
    pub(crate) fn draw(
        scenario: &Scenario,
        item: &Item,
        pressure: AbsolutePressure,
        stream: &mut Stream,
    ) -> Self {
        match item.kind {
            ItemKind::Sbe37 => Self::Ctd(scenario.sbe_37.draw(item.rating_mpa_sea, pressure, stream)),
            ItemKind::Sbe16PlusV2 | ItemKind::Sbe19PlusV2 => {
                Self::Ctd(sea_cat::draw(item.rating_mpa_sea, pressure, stream))
            }
            ItemKind::Sbe911Plus => {
                Self::Profiler(Box::new(ProfilerTruth::draw(item.rating_mpa_sea, pressure, stream)))
            }
            ItemKind::RbrLogger3 => {
                Self::Ratiometric(RatiometricTruth::rbr(item.rating_mpa_sea, pressure, stream))
            }
            ItemKind::ValeportMiniCtd => {
                Self::Ratiometric(RatiometricTruth::valeport(item.rating_mpa_sea, pressure, stream))
            }
            ItemKind::AanderaaOptode4330 => {
                let start = scenario.start;
                let temperature = Temperature::from_celsius(start.temperature_celsius);
                let salinity = PracticalSalinity::new(start.salinity_practical);
                Self::Optode(OptodeTruth::draw(temperature, salinity, pressure, stream))
            }
        }
    }

    /// Lets the pressure sensor's hysteresis follow the pressure; to be called as pressure moves.
    pub(crate) fn follow(&mut self, pressure: AbsolutePressure) {
        match self {
            Self::Ctd(truth) => truth.follow(pressure),
            Self::Profiler(truth) => truth.follow(pressure),
            Self::Ratiometric(truth) => truth.follow(pressure),
            Self::Optode(_) => {}
        }
    }

    /// One scan with noise.
    pub(crate) fn noisy(&self, around: &Surroundings, stream: &mut Stream) -> ItemRaw {
        match self {
            Self::Ctd(truth) => ItemRaw::Ctd(truth.noisy(&around.water, stream)),
            Self::Profiler(truth) => ItemRaw::Profiler(truth.noisy(&around.water, stream)),
            Self::Ratiometric(truth) => ItemRaw::Ratiometric(truth.noisy(&around.water, stream)),
            Self::Optode(truth) => ItemRaw::Optode(truth.noisy(around, stream)),
        }
    }

    /// What it reads half way between the branches of its hysteresis loop, and in water that has long been as it is, without
    /// noise: the truth that a fit is judged by.
    pub(crate) fn raw_without_history(&self, around: &Surroundings) -> ItemRaw {
        match self {
            Self::Ctd(truth) => ItemRaw::Ctd(truth.raw_without_history(&around.water)),
            Self::Profiler(truth) => ItemRaw::Profiler(truth.raw_without_history(&around.water)),
            Self::Ratiometric(truth) => ItemRaw::Ratiometric(truth.raw_without_history(&around.water)),
            Self::Optode(truth) => ItemRaw::Optode(truth.raw_without_history(around)),
        }
    }

    /// The counting CTD that it is, if it is one.
    pub(crate) const fn ctd(&self) -> Option<&CtdTruth> {
        if let Self::Ctd(truth) = self { Some(truth) } else { None }
    }
}

impl ItemSensors {
    /// Lets what has a memory follow the plant for one tick.
    pub(crate) fn follow(&mut self, chamber: &Chamber) {
        self.truth.follow(chamber.plant.pressure_at(self.height_m));
        if let ItemTruth::Optode(truth) = &mut self.truth {
            truth.breathe(&chamber.around(self.height_m, self.place), TICK_S);
        }
    }
}

/// Normally about a mean.
fn about(stream: &mut Stream, mean: f64, deviation: f64) -> f64 {
    mean + deviation * standard_normal(stream)
}

#[cfg(test)]
mod tests;
