//! What a raw column is.

use std::fmt;

/// What a raw column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measurand {
    /// Temperature sensor: hertz (SBE 3) or counts.
    Temperature,
    /// Conductivity sensor, hertz.
    Conductivity,
    /// Second temperature sensor of a 911plus, hertz.
    SecondaryTemperature,
    /// Second conductivity sensor of a 911plus, hertz.
    SecondaryConductivity,
    /// Pressure sensor: hertz (Digiquartz) or counts (strain gauge).
    Pressure,
    /// Temperature compensation of the pressure sensor: volts (strain gauge of a SeaCAT) or counts.
    PressureTemperature,
    /// Voltage channel by its number on the instrument, volts.
    Volt(u8),
    /// Surface irradiance, volts.
    SurfacePar,
    /// SBE 38 on the serial line, °C.
    Sbe38Temperature,
    /// Channel of a WET Labs sensor on the serial line, counts.
    WetLabs(u8),
    /// Gas tension device 0 or 1, millibar.
    GasTensionPressure(u8),
    /// Gas tension device 0 or 1, °C.
    GasTensionTemperature(u8),
    /// Aanderaa optode, micromole per litre.
    OptodeOxygen,
    /// Phase of an SBE 63, microseconds.
    OxygenPhase,
    /// Thermistor of an SBE 63, volts.
    OxygenTemperature,
    /// Time of the sample by the instrument's clock, seconds since 2000-01-01 00:00.
    Time,
    /// Latitude from the ship's receiver, degrees north.
    Latitude,
    /// Longitude from the ship's receiver, degrees east.
    Longitude,
    /// 1 where the position is new since the scan before.
    NewPosition,
    /// Depth from the ship's echo sounder, metres.
    NmeaDepth,
    /// Time from the ship's receiver, seconds since 2000-01-01 00:00.
    NmeaTime,
    /// 1 while the pump is on.
    Pump,
    /// 1 while there is no bottom contact.
    BottomContact,
    /// 1 while the water sampler confirms a bottle.
    BottleConfirm,
    /// 0 while the deck unit hears the modem.
    Modem,
    /// Counter of the underwater unit from 0 to 255: a jump is a lost scan.
    Modulo,
    /// Time of the acquiring computer, seconds since 1970-01-01 00:00.
    SystemTime,
}

impl fmt::Display for Measurand {
    /// A name for a column, such as `volt_3`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Measurand::Volt(number) => return write!(formatter, "volt_{number}"),
            Measurand::WetLabs(number) => return write!(formatter, "wet_labs_{number}"),
            Measurand::GasTensionPressure(number) => {
                return write!(formatter, "gas_tension_pressure_{number}");
            }
            Measurand::GasTensionTemperature(number) => {
                return write!(formatter, "gas_tension_temperature_{number}");
            }
            Measurand::Temperature => "temperature",
            Measurand::Conductivity => "conductivity",
            Measurand::SecondaryTemperature => "secondary_temperature",
            Measurand::SecondaryConductivity => "secondary_conductivity",
            Measurand::Pressure => "pressure",
            Measurand::PressureTemperature => "pressure_temperature",
            Measurand::SurfacePar => "surface_par",
            Measurand::Sbe38Temperature => "sbe_38_temperature",
            Measurand::OptodeOxygen => "optode_oxygen",
            Measurand::OxygenPhase => "oxygen_phase",
            Measurand::OxygenTemperature => "oxygen_temperature",
            Measurand::Time => "time",
            Measurand::Latitude => "latitude",
            Measurand::Longitude => "longitude",
            Measurand::NewPosition => "new_position",
            Measurand::NmeaDepth => "nmea_depth",
            Measurand::NmeaTime => "nmea_time",
            Measurand::Pump => "pump",
            Measurand::BottomContact => "bottom_contact",
            Measurand::BottleConfirm => "bottle_confirm",
            Measurand::Modem => "modem",
            Measurand::Modulo => "modulo",
            Measurand::SystemTime => "system_time",
        };
        formatter.write_str(name)
    }
}
