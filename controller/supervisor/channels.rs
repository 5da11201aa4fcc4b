//! What a run records: its links and channels by name, and what an instrument's words mean in a channel's unit.

use crate::instrument::Content;
use hadal_models::quantity::AbsolutePressure;
use hadal_models::standards::its90::SprtCoefficients;
use hadal_record::event::{Channel, NoData};
use hadal_rigs::description::{Item, PressureReference, Rig, Role, Sprt};
use hadal_wire::plant_plc::StatusBlock;
use hadal_wire::sbe_37::RawScan;
use std::collections::BTreeMap;

/// Links and channels of a run, in the order of their indices: the rig's instruments, then the items.
pub fn plan_record(rig: &Rig, items: &[Item]) -> (Vec<String>, Vec<Channel>) {
    let instruments = rig.instrument.iter().map(|instrument| instrument.name.clone());
    let links = instruments.chain((0..items.len()).map(item_name)).collect();
    let mut channels = Vec::new();
    for (index, thermometer) in rig.reference_thermometer.iter().enumerate() {
        let name = |what: &str| format!("reference_thermometer_{index}.{what}");
        channels.push(channel(name("resistance"), "ohm", &thermometer.instrument));
        channels.push(channel(name("temperature"), "degree_Celsius", &thermometer.instrument));
    }
    for what in ["indicated", "pressure"] {
        channels.push(channel(
            format!("reference_pressure.{what}"),
            "MPa",
            &rig.reference_pressure.instrument,
        ));
    }
    let plc = rig.with_role(Role::PlantPlc).next().map(|(_, plc)| plc.name.clone()).unwrap_or_default();
    channels.extend(PLC_CHANNELS.iter().map(|(what, unit)| channel(format!("plc.{what}"), unit, &plc)));
    for instrument in &rig.instrument {
        let recorded = instrument.recorded_fields();
        channels.extend(recorded.map(|(name, field)| channel(name, field.recorded_unit(), &instrument.name)));
    }
    for index in 0..items.len() {
        let name = item_name(index);
        channels
            .extend(ITEM_CHANNELS.iter().map(|(what, unit)| channel(format!("{name}.{what}"), unit, &name)));
    }
    (links, channels)
}

const PLC_CHANNELS: [(&str, &str); 5] = [
    ("pressure", "MPa"),
    ("jacket_temperature", "degree_Celsius"),
    ("pump_water_temperature", "degree_Celsius"),
    ("hall_temperature", "degree_Celsius"),
    ("pumped_volume", "mL"),
];

const ITEM_CHANNELS: [(&str, &str); 4] = [
    ("temperature_counts", "1"),
    ("conductivity_frequency", "Hz"),
    ("pressure_counts", "1"),
    ("pressure_temperature_counts", "1"),
];

/// The name of an item's line and the first word of its channels.
pub(super) fn item_name(index: usize) -> String {
    format!("item_{index}")
}

fn channel(name: String, unit: &str, instrument: &str) -> Channel {
    Channel { name, unit: unit.to_owned(), instrument: instrument.to_owned() }
}

/// Turns what instruments say into values of channels.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    indices: BTreeMap<String, u16>,
    thermometers: Vec<Sprt>,
    pressure: PressureReference,
}

/// A channel's index and its value.
pub(super) type Value = (u16, Result<f64, NoData>);

impl Meaning {
    pub(super) fn new(rig: &Rig, channels: &[Channel]) -> Self {
        let indices = (0..).zip(channels).map(|(index, channel)| (channel.name.clone(), index)).collect();
        let (thermometers, pressure) = (rig.reference_thermometer.clone(), rig.reference_pressure.clone());
        Self { indices, thermometers, pressure }
    }

    /// Temperature from resistance: ITS-90 with the certificate's coefficients, less the nominal self-heating.
    pub(super) fn temperature_celsius(&self, thermometer: usize, ohm: f64) -> Result<f64, NoData> {
        let sprt = self.thermometers.get(thermometer).ok_or(NoData::OutOfRange)?;
        let coefficients =
            SprtCoefficients { resistance_tpw_ohm: sprt.resistance_tpw_ohm, a: sprt.a, b: sprt.b };
        let celsius = coefficients.temperature(ohm).celsius() - sprt.self_heating_nominal_mk / 1000.0;
        in_range(celsius, -60.0, 160.0)
    }

    /// Pressure from the indication: p = (reading + offset)·(1 + span), as its certificate says.
    pub(super) fn pressure_mpa(&self, indicated: AbsolutePressure) -> Result<f64, NoData> {
        in_range((indicated.mpa() + self.pressure.offset_mpa) * (1.0 + self.pressure.span), -1.0, 1000.0)
    }

    /// All values of a report.
    pub(super) fn values(&self, content: &Content) -> Vec<Value> {
        let named = match content {
            Content::Resistance { thermometer, ohm } => self.thermometer_values(*thermometer, *ohm),
            Content::Pressure { indicated } => vec![
                ("reference_pressure.indicated".to_owned(), indicated.map(AbsolutePressure::mpa)),
                (
                    "reference_pressure.pressure".to_owned(),
                    indicated.and_then(|indicated| self.pressure_mpa(indicated)),
                ),
            ],
            Content::Recorded { channel, value } => vec![(channel.clone(), *value)],
            Content::Plant { status } => plant_values(status),
            Content::Scan { item, scan } => scan_values(*item, scan),
            Content::Operator(_) => Vec::new(),
        };
        let indexed = |(name, value): (String, _)| self.indices.get(&name).map(|index| (*index, value));
        named.into_iter().filter_map(indexed).collect()
    }

    fn thermometer_values(
        &self,
        index: usize,
        ohm: Result<f64, NoData>,
    ) -> Vec<(String, Result<f64, NoData>)> {
        let name = |what: &str| format!("reference_thermometer_{index}.{what}");
        let celsius = ohm.and_then(|ohm| self.temperature_celsius(index, ohm));
        vec![(name("resistance"), ohm), (name("temperature"), celsius)]
    }
}

fn plant_values(status: &Result<StatusBlock, NoData>) -> Vec<(String, Result<f64, NoData>)> {
    let pick: [fn(&StatusBlock) -> f64; 5] = [
        |status| status.pressure_mpa_absolute,
        |status| status.jacket_celsius,
        |status| status.pump_water_celsius,
        |status| status.hall_celsius,
        |status| status.pumped_ml,
    ];
    let value = |pick: fn(&StatusBlock) -> f64| status.as_ref().map(pick).map_err(|reason| *reason);
    PLC_CHANNELS.iter().zip(pick).map(|((what, _), pick)| (format!("plc.{what}"), value(pick))).collect()
}

fn scan_values(item: usize, scan: &Result<RawScan, NoData>) -> Vec<(String, Result<f64, NoData>)> {
    let pick: [fn(&RawScan) -> f64; 4] = [
        |scan| scan.temperature_counts,
        |scan| scan.conductivity_hz,
        |scan| scan.pressure_counts,
        |scan| scan.pressure_temperature_counts,
    ];
    let value = |pick: fn(&RawScan) -> f64| scan.as_ref().map(pick).map_err(|reason| *reason);
    let name = item_name(item);
    ITEM_CHANNELS.iter().zip(pick).map(|((what, _), pick)| (format!("{name}.{what}"), value(pick))).collect()
}

fn in_range(value: f64, lowest: f64, highest: f64) -> Result<f64, NoData> {
    if (lowest..=highest).contains(&value) { Ok(value) } else { Err(NoData::OutOfRange) }
}
