//! What a number means: quantities, their units on a line, and the one unit in which each is recorded.

use super::Field;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a field measures, and so what a twin shows in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    /// Resistance of the reference thermometer on the field's `input`.
    Resistance,
    /// The reference transducer's own indication; its certificate is applied to it.
    ReferencePressure,
    /// Pressure in the vessel, by another gauge.
    VesselPressure,
    /// Pressure of the air, by a barometer.
    AirPressure,
    /// Temperature of the hall.
    HallTemperature,
    /// Temperature of the jacket's fluid.
    JacketTemperature,
    /// Temperature of the pump's water.
    PumpWaterTemperature,
    /// Anything else. A twin shows `simulated`.
    Other,
}

/// What a pressure is counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Datum {
    /// Vacuum.
    #[default]
    Absolute,
    /// One standard atmosphere, 101,325 Pa, whatever the weather.
    Gauge,
}

const STANDARD_ATMOSPHERE_MPA: f64 = 0.101_325;
/// One pound (0.45359237 kg exactly) under standard gravity (9.80665 m/s² exactly) on a square inch (0.0254 m exactly).
const PSI_MPA: f64 = 0.453_592_37 * 9.806_65 / (0.0254 * 0.0254) * 1e-6;

/// A unit on the line: its name, one of it in the unit in which it is recorded, and what is added.
pub type Unit = (&'static str, f64, f64);

/// Units in which something is recorded, of resistance, pressure and temperature, each with those that it may have on the line.
pub const UNITS: [(&str, &[Unit]); 3] = [
    ("ohm", &[("ohm", 1.0, 0.0), ("mohm", 1e-3, 0.0), ("kohm", 1e3, 0.0)]),
    (
        "MPa",
        &[
            ("MPa", 1.0, 0.0),
            ("kPa", 1e-3, 0.0),
            ("hPa", 1e-4, 0.0),
            ("Pa", 1e-6, 0.0),
            ("bar", 0.1, 0.0),
            ("mbar", 1e-4, 0.0),
            ("psi", PSI_MPA, 0.0),
        ],
    ),
    (
        "degree_Celsius",
        &[("celsius", 1.0, 0.0), ("kelvin", 1.0, -273.15), ("fahrenheit", 5.0 / 9.0, -160.0 / 9.0)],
    ),
];

impl Quantity {
    /// The unit in which it is recorded; `None` where that is the field's own.
    pub fn recorded_unit(self) -> Option<&'static str> {
        match self {
            Self::Resistance => Some("ohm"),
            Self::ReferencePressure | Self::VesselPressure | Self::AirPressure => Some("MPa"),
            Self::HallTemperature | Self::JacketTemperature | Self::PumpWaterTemperature => {
                Some("degree_Celsius")
            }
            Self::Other => None,
        }
    }

    /// Whether it is a pressure.
    pub fn is_pressure(self) -> bool {
        self.recorded_unit() == Some("MPa")
    }
}

impl Field {
    /// The unit in which it is recorded, for UDUNITS.
    pub fn recorded_unit(&self) -> &str {
        self.quantity.recorded_unit().unwrap_or(&self.unit)
    }

    /// The value in the unit in which it is recorded, pressures above vacuum; `None` for a unit that is none of its quantity.
    pub fn recorded(&self, number: f64) -> Option<f64> {
        let (scale, offset) = self.conversion()?;
        Some(number * scale + offset)
    }

    /// The number that shows a value in the unit in which it is recorded.
    pub(super) fn shown(&self, recorded: f64) -> Option<f64> {
        let (scale, offset) = self.conversion()?;
        Some((recorded - offset) / scale)
    }

    fn conversion(&self) -> Option<(f64, f64)> {
        let Some(recorded) = self.quantity.recorded_unit() else { return Some((1.0, 0.0)) };
        let (_, units) = UNITS.iter().find(|(name, _)| *name == recorded)?;
        let (_, scale, offset) = units.iter().find(|(name, ..)| *name == self.unit)?;
        let datum = if self.datum == Some(Datum::Gauge) { STANDARD_ATMOSPHERE_MPA } else { 0.0 };
        Some((*scale, offset + datum))
    }
}
