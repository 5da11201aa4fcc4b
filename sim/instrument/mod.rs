//! Simulated instruments: state machines that take bytes and give bytes, without input or output of their own.
//!
//! A [`Device`] lives on virtual time (nanoseconds since the start of the world). Whatever moves its line calls
//! [`Device::receive`] when bytes arrive and [`Device::poll`] at or after [`Device::next_event_ns`], again and again
//! until it gives `None`. What it measures and moves, it reaches through a [`Bench`], so that a test can script the
//! world and the twin can be it. A device's whole state is [`Kept`]: in a twin's digest, and in its snapshots.

mod aanderaa_optode;
mod bridge;
mod calendar;
mod coupler;
mod cpc8000;
mod ctd;
mod declared;
mod firmware;
mod hart_bath;
mod manifold;
mod millik;
mod operator;
mod outbox;
mod plc;
mod ppch;
mod rbr_logger3;
mod sbe_11plus;
mod sbe_19plus;
mod transducer;
mod valeport_mini;
mod vent;

#[cfg(test)]
mod scripted;

pub use aanderaa_optode::AanderaaOptode;
pub use bridge::Bridge;
pub use coupler::CommunicationLoss;
pub use cpc8000::Cpc8000;
pub use ctd::Sbe37;
pub use declared::DeclaredInstrument;
pub use hart_bath::HartBath;
pub use millik::MilliK;
pub use operator::OperatorConsole;
pub use outbox::Outbox;
pub use plc::{Framing, PlantPlc, PlcSettings};
pub use ppch::Ppch;
pub use rbr_logger3::RbrLogger;
pub use sbe_11plus::DeckUnit;
pub use sbe_19plus::SeaCat;
pub use transducer::Transducer;
pub use valeport_mini::ValeportMiniCtd;

pub use crate::item::{ItemRaw, OptodeRaw, ProfilerRaw, RatiometricRaw};

pub use hadal_wire::operator::Place;

use bevy_ecs::world::World;
use hadal_rigs::description::{Instrument, InstrumentModel, Item, ItemKind};
use hadal_wire::fluke_1595a::Model;
use hadal_wire::sbe_19plus::Mode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// Nanoseconds in a millisecond of virtual time.
pub(crate) const MILLISECOND_NS: u64 = 1_000_000;
/// Nanoseconds in a second of virtual time.
pub(crate) const SECOND_NS: u64 = 1_000_000_000;

/// A state that can be kept as bytes and taken up again. Whatever serde can write and read has it.
pub trait Kept {
    /// The state as bytes.
    fn keep(&self) -> Vec<u8>;

    /// Takes up a state that was kept.
    ///
    /// # Errors
    /// Bytes that are no state of this kind.
    fn take_up(&mut self, kept: &[u8]) -> Result<(), String>;
}

impl<T: Serialize + DeserializeOwned> Kept for T {
    fn keep(&self) -> Vec<u8> {
        crate::snapshot::encoded(self)
    }

    fn take_up(&mut self, kept: &[u8]) -> Result<(), String> {
        *self = rmp_serde::from_slice(kept).map_err(|error| error.to_string())?;
        Ok(())
    }
}

/// An instrument at the far end of a line; derive serde's traits for its state. All times are nanoseconds of virtual time since the start.
pub trait Device: Kept + Debug + Send + Sync + 'static {
    /// Bytes have arrived, whole messages or pieces of them.
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench);

    /// When the device next wants to be polled; `None` while it only waits for bytes.
    fn next_event_ns(&self) -> Option<u64>;

    /// Does what is due and gives the bytes to start sending now. Call until it gives `None`.
    fn poll(&mut self, now_ns: u64, bench: &mut dyn Bench) -> Option<Vec<u8>>;

    /// The mains is back after a cut: the device begins as when it was first switched on. One with a battery has noticed nothing.
    fn switched_on(&mut self, _now_ns: u64) {}

    /// A message of this device under the address of another one on the bus; `None` where the protocol has no addresses.
    fn misaddressed(&self, _message: &[u8]) -> Option<Vec<u8>> {
        None
    }

    /// A new connection was made: half-received messages and unsent answers of the old one are forgotten.
    fn reconnected(&mut self, now_ns: u64);
}

/// What a device touches in the world.
pub trait Bench {
    /// Resistance of the thermometer on a bridge's input (from 1), as the bridge would measure it now, noise included.
    fn resistance_ohm(&mut self, input: u8) -> f64;

    /// The reference transducer's own indication, psi above vacuum.
    fn reference_pressure_psi_absolute(&mut self) -> f64;

    /// Temperature of the reference transducer's crystal.
    fn transducer_temperature_celsius(&mut self) -> f64;

    /// Raw outputs of the item with this index, noise included.
    fn item_raw(&mut self, item: usize) -> ItemRaw;

    /// What the plant's own sensors show.
    fn plant_inputs(&mut self) -> PlantInputs;

    /// Moves the plant's actuators.
    fn actuate(&mut self, outputs: &PlantOutputs);

    /// What a pressure controller's own sensor makes of the pressure in its manifold, MPa above vacuum: error and noise
    /// included.
    fn manifold_reading_mpa(&mut self, manifold_mpa: f64) -> f64;

    /// The circulator of the jacket, as its own interface shows it.
    fn circulator(&mut self) -> Circulator;

    /// Sends the circulator to this temperature, °C, while the PLC is not in run; `None` takes it off.
    fn set_circulator(&mut self, set_point_celsius: Option<f64>);

    /// Draws a bottle now and gives what the salinometer will make of it: practical salinity, its error included.
    fn draw_bottle(&mut self, place: Place) -> f64;

    /// Fills the pump's reservoir with water of about this practical salinity; gives the measured value.
    fn fill_reservoir(&mut self, salinity_practical: f64) -> f64;

    /// What an instrument without a certificate shows of the plant and of the hall.
    fn ambient(&mut self, what: Ambient) -> f64;

    /// What the gauge on the vessel shows, which the operator looks at before anything is opened.
    fn gauge_mpa_absolute(&mut self) -> f64;

    /// Puts a reference thermometer somewhere; tells whether there is such a thermometer and such a place.
    fn place_thermometer(&mut self, thermometer: u32, place: ThermometerPlace) -> bool;

    /// Puts an item's cell somewhere; tells whether there is such an item.
    fn place_cell(&mut self, item: u32, place: CellPlace) -> bool;

    /// Opens the chamber to the air, or closes it; gives the barometer's pressure in hPa, where there is a barometer.
    fn set_opening(&mut self, opening: Opening) -> Option<f64>;

    /// What the salinometer makes of a bottle of this batch of Standard Seawater, where there is one.
    fn standard_seawater(&mut self, batch: &str) -> Option<f64>;

    /// How far this instrument's own clock is ahead, s.
    fn clock_error_s(&mut self) -> f64;

    /// A controller says which run begins; gives the world's seed.
    fn run_begins(&mut self, id: &str) -> u64;

    /// Whether the operator wants the run stopped (a rising edge sends one STOP).
    fn operator_stop(&mut self) -> bool;

    /// The world itself, where the instruments of plugins find their own sensors.
    fn world(&mut self) -> &mut World;

    /// What the instrument of a plugin shows of a fresh value: this one or, while a fault has it frozen, the last one on the channel.
    fn shown(&mut self, channel: u8, fresh: f64) -> f64;
}

/// What the plant and the hall are, as any instrument there may show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ambient {
    /// Pressure in the vessel.
    VesselMpaAbsolute,
    /// Pressure of the air, as the laboratory's barometer shows it.
    AirMpa,
    /// Temperature of the hall.
    HallCelsius,
    /// Temperature of the jacket's fluid.
    JacketCelsius,
    /// Temperature of the pump's water.
    PumpWaterCelsius,
}

/// Where a reference thermometer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ThermometerPlace {
    /// In its well in the chamber.
    Well,
    /// In the triple-point-of-water cell.
    TriplePointCell,
}

/// Where an item's conductivity cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum CellPlace {
    /// At its place in the chamber's water.
    Water,
    /// Dry, in the air of the hall.
    Air,
}

/// Whether the chamber's water stands open to the air.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Opening {
    /// Closed.
    Closed,
    /// Open.
    Open,
}

/// What the PLC's own sensors show.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PlantInputs {
    /// The plant's transducer.
    pub pressure_mpa_absolute: f64,
    /// Temperature of the jacket's fluid.
    pub jacket_celsius: f64,
    /// Temperature of the pump's water.
    pub pump_water_celsius: f64,
    /// Temperature of the hall.
    pub hall_celsius: f64,
    /// Volume pumped in since the plant was switched on, at the pump.
    pub pumped_ml: f64,
    /// Volume released since the plant was switched on, at the release valve.
    pub released_ml: f64,
    /// The hard-wired trip has acted and is latched.
    pub hard_trip: bool,
    /// The relief valve is open.
    pub relief_open: bool,
}

/// What the PLC tells the actuators.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PlantOutputs {
    /// Pump flow, 0 = stopped.
    pub pump_ml_per_min: f64,
    /// Flow that the metered release valve lets out, 0 = closed.
    pub release_ml_per_min: f64,
    /// Set point of the jacket.
    pub jacket_setpoint_celsius: f64,
    /// Whether the jacket may heat and cool.
    pub jacket_enabled: bool,
    /// Stirrer speed.
    pub stirrer_rpm: f64,
    /// Fresh water dosed at ambient pressure.
    pub fresh_ml_per_min: f64,
    /// Brine dosed at ambient pressure.
    pub brine_ml_per_min: f64,
}

/// The circulator of the jacket.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Circulator {
    /// Where it is sent now.
    pub set_point_celsius: f64,
    /// Temperature of the jacket's fluid.
    pub fluid_celsius: f64,
}

/// The device that speaks for an instrument, a PLC with these settings; `None` for one of a plugin, which speaks for itself.
pub fn device(instrument: &Instrument, plc: PlcSettings) -> Option<Box<dyn Device>> {
    let map = instrument.register_map();
    Some(match instrument.model {
        InstrumentModel::Fluke1594A => Box::new(Bridge::new(Model::Fluke1594A)),
        InstrumentModel::Fluke1595A => Box::new(Bridge::new(Model::Fluke1595A)),
        InstrumentModel::IsotechMilliK => Box::new(MilliK::new()),
        InstrumentModel::Paroscientific => Box::new(Transducer::new()),
        InstrumentModel::DhiPpch => Box::new(Ppch::new()),
        InstrumentModel::MensorCpc8000 => Box::new(Cpc8000::new()),
        InstrumentModel::HartBath => Box::new(HartBath::new()),
        InstrumentModel::Declared => {
            // The loader has seen to it that there is a dialect; without one nothing is answered.
            Box::new(DeclaredInstrument::new(instrument.dialect.as_deref().cloned().unwrap_or_default()))
        }
        InstrumentModel::PlantPlc => Box::new(PlantPlc::with_map(plc, Framing::Tcp, map)),
        InstrumentModel::PlantPlcRtu => Box::new(PlantPlc::with_map(plc, Framing::Rtu, map)),
        InstrumentModel::Operator => Box::new(OperatorConsole::new()),
        InstrumentModel::Plugin => return None,
    })
}

/// The device that speaks for item number `index` of the procedure.
pub fn item_device(item: &Item, index: usize) -> Box<dyn Device> {
    match item.kind {
        ItemKind::Sbe37 => Box::new(Sbe37::new(index)),
        ItemKind::Sbe16PlusV2 => Box::new(SeaCat::new(item, index, Mode::Moored)),
        ItemKind::Sbe19PlusV2 => Box::new(SeaCat::new(item, index, Mode::Profiling)),
        ItemKind::Sbe911Plus => Box::new(DeckUnit::new(index)),
        ItemKind::RbrLogger3 => Box::new(RbrLogger::new(item, index)),
        ItemKind::ValeportMiniCtd => Box::new(ValeportMiniCtd::new(item, index)),
        ItemKind::AanderaaOptode4330 => Box::new(AanderaaOptode::new(item, index)),
    }
}
