//! From an instrument's set-up to the layout of its scans.
//!
//! Sources, by instrument: 911plus: SBE 11plus V2 manual page 39 and seabirdscientific 3.1.1; a deck unit that averages
//! to 1 Hz writes the same words. SeaCAT (16plus, 19plus, V2): 19plus V2 manual page 61 (`OutputFormat=0`); for the
//! compensation of a Digiquartz seabirdscientific, which takes 12 bits as counts where the manual says volts, because
//! that is what gives the right temperature. 37, 39plus: seabirdscientific. 25plus: 25plus manual page 28. 25: order of
//! the digits as its users give it, scales as the SBE 9's (hertz in 1/256, volts in 1/819).

mod finding;

use super::{Layout, LayoutError, Measurand};

/// What is added to a scan on board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// Voltage of a surface irradiance sensor, by the deck unit.
    pub surface_par: bool,
    /// Latitude and longitude.
    pub position: bool,
    /// Depth by the echo sounder.
    pub depth: bool,
    /// Time of the receiver.
    pub time: bool,
    /// Time of the acquiring computer.
    pub system_time: bool,
}

/// Pressure sensor of a SeaCAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeaCatPressure {
    /// There is none.
    None,
    /// A strain gauge, with a compensation voltage.
    StrainGauge,
    /// A Digiquartz, with a compensation in counts.
    Digiquartz,
}

/// What is on the serial line of a SeaCAT; it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SerialSensor {
    /// Nothing.
    None,
    /// An SBE 38 thermometer.
    Sbe38,
    /// A WET Labs sensor of up to three channels.
    WetLabs,
    /// So many gas tension devices, one or two.
    GasTension(u8),
    /// An Aanderaa optode.
    Optode,
    /// An SBE 63 oxygen sensor.
    Sbe63,
}

/// An instrument's set-up, as far as its scans depend on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanFormat {
    /// SBE 911plus.
    Sbe911Plus {
        /// Frequency words left out, from the second conductivity backwards: 0 to 2.
        frequencies_suppressed: u8,
        /// Words of two voltages left out, from channels 6 and 7 backwards: 0 to 4.
        voltage_words_suppressed: u8,
        /// What is added on board.
        appended: Appended,
    },
    /// SBE 16plus and 19plus, either version.
    SeaCat {
        /// The pressure sensor.
        pressure: SeaCatPressure,
        /// Numbers of the voltage channels that are sampled, rising: 0 to 5.
        volts: Vec<u8>,
        /// The serial line.
        serial: SerialSensor,
        /// Whether each sample carries the time, as moored instruments do.
        clock: bool,
        /// What is added on board.
        appended: Appended,
    },
    /// SBE 25.
    Sbe25 {
        /// Voltage channels, from 0: at most 7.
        volts: u8,
        /// What is added on board.
        appended: Appended,
    },
    /// SBE 25plus in real time, without diagnostics.
    Sbe25Plus {
        /// Voltage channels, from 0: at most 8.
        volts: u8,
        /// What is added on board.
        appended: Appended,
    },
    /// SBE 37 of any kind, HydroCAT.
    Sbe37 {
        /// Whether it has an SBE 63.
        oxygen: bool,
        /// Whether it has a pressure sensor.
        pressure: bool,
    },
    /// SBE 39plus.
    Sbe39Plus {
        /// Whether it has a pressure sensor.
        pressure: bool,
    },
}

impl ScanFormat {
    /// Where everything stands.
    ///
    /// # Errors
    /// [`LayoutError::OutOfRange`] for more channels than the instrument has.
    pub fn layout(&self) -> Result<Layout, LayoutError> {
        match self {
            ScanFormat::Sbe911Plus { frequencies_suppressed, voltage_words_suppressed, appended } => {
                sbe_911_plus(*frequencies_suppressed, *voltage_words_suppressed, *appended)
            }
            ScanFormat::SeaCat { pressure, volts, serial, clock, appended } => {
                sea_cat(*pressure, volts, *serial, *clock, *appended)
            }
            ScanFormat::Sbe25 { volts, appended } => {
                within("volts", *volts, 7)?;
                let mut layout = Layout::default();
                layout.divided(Measurand::Temperature, Some(0), 6, 256.0);
                layout.divided(Measurand::Conductivity, Some(1), 6, 256.0);
                layout.signed_counts(Measurand::Pressure, Some(2));
                for number in 0..*volts {
                    layout.divided(Measurand::Volt(number), Some(3 + usize::from(number)), 3, 819.0);
                }
                Ok(with_ship(layout, *appended, 3 + usize::from(*volts)))
            }
            ScanFormat::Sbe25Plus { volts, appended } => {
                within("volts", *volts, 8)?;
                let mut layout = Layout::default();
                layout.float(Measurand::Temperature, Some(0));
                layout.float(Measurand::Conductivity, Some(1));
                layout.counts(Measurand::Pressure, Some(2), 6);
                layout.counts(Measurand::PressureTemperature, Some(2), 6);
                for number in 0..*volts {
                    layout.rising_volts(Measurand::Volt(number), Some(3 + usize::from(number)));
                }
                Ok(with_ship(layout, *appended, 3 + usize::from(*volts)))
            }
            ScanFormat::Sbe37 { oxygen, pressure } => {
                let mut layout = Layout::default();
                layout.counts(Measurand::Temperature, Some(0), 6);
                layout.divided(Measurand::Conductivity, Some(1), 6, 256.0);
                if *oxygen {
                    sbe_63(&mut layout);
                }
                Ok(recorder(layout, *pressure, Measurand::Time))
            }
            ScanFormat::Sbe39Plus { pressure } => {
                let mut layout = Layout::default();
                layout.counts(Measurand::Time, None, 8);
                layout.counts(Measurand::Temperature, Some(0), 6);
                if *pressure {
                    counted_pressure(&mut layout);
                }
                Ok(layout)
            }
        }
    }
}

fn sbe_911_plus(frequencies: u8, words: u8, appended: Appended) -> Result<Layout, LayoutError> {
    within("FrequencyChannelsSuppressed", frequencies, 2)?;
    within("VoltageWordsSuppressed", words, 4)?;
    let mut layout = Layout::default();
    let measurands = [
        Measurand::Temperature,
        Measurand::Conductivity,
        Measurand::Pressure,
        Measurand::SecondaryTemperature,
        Measurand::SecondaryConductivity,
    ];
    let kept = 5 - usize::from(frequencies);
    for (channel, measurand) in measurands.into_iter().enumerate().take(kept) {
        layout.divided(measurand, Some(channel), 6, 256.0);
    }
    let volts = 2 * (4 - words);
    for number in 0..volts {
        layout.falling_volts(Measurand::Volt(number), Some(kept + usize::from(number)));
    }
    // The word of the surface sensor has two halves, and the configuration a channel for each; the first is not used.
    layout.ship(appended, Some(kept + usize::from(volts) + 1));
    layout.counts(Measurand::PressureTemperature, Some(2), 3);
    layout.bits([Measurand::Pump, Measurand::BottomContact, Measurand::BottleConfirm, Measurand::Modem]);
    layout.counts(Measurand::Modulo, None, 2);
    layout.computer(appended);
    Ok(layout)
}

fn sea_cat(
    pressure: SeaCatPressure,
    volts: &[u8],
    serial: SerialSensor,
    clock: bool,
    appended: Appended,
) -> Result<Layout, LayoutError> {
    let mut layout = Layout::default();
    layout.counts(Measurand::Temperature, Some(0), 6);
    layout.divided(Measurand::Conductivity, Some(1), 6, 256.0);
    match pressure {
        SeaCatPressure::None => {}
        SeaCatPressure::StrainGauge => {
            layout.counts(Measurand::Pressure, Some(2), 6);
            layout.divided(Measurand::PressureTemperature, Some(2), 4, COUNTS_PER_VOLT);
        }
        SeaCatPressure::Digiquartz => {
            layout.divided(Measurand::Pressure, Some(2), 6, 256.0);
            layout.counts(Measurand::PressureTemperature, Some(2), 3);
            layout.skip(1);
        }
    }
    // A SeaCAT's configuration keeps a place for the pressure sensor whether there is one or not.
    for (place, number) in volts.iter().enumerate() {
        within("voltage channel", *number, 5)?;
        layout.divided(Measurand::Volt(*number), Some(3 + place), 4, COUNTS_PER_VOLT);
    }
    match serial {
        SerialSensor::None => {}
        SerialSensor::Sbe38 => layout.lifted(Measurand::Sbe38Temperature, 6, 100_000.0, 10.0),
        SerialSensor::WetLabs => {
            (0..3).for_each(|number| layout.counts(Measurand::WetLabs(number), None, 4));
        }
        SerialSensor::GasTension(devices) => {
            within("gas tension devices", devices, 2)?;
            for number in 0..devices {
                layout.divided(Measurand::GasTensionPressure(number), None, 8, 100_000.0);
                layout.lifted(Measurand::GasTensionTemperature(number), 6, 100_000.0, 10.0);
            }
        }
        SerialSensor::Optode => layout.lifted(Measurand::OptodeOxygen, 6, 10_000.0, 10.0),
        SerialSensor::Sbe63 => sbe_63(&mut layout),
    }
    if clock {
        layout.counts(Measurand::Time, None, 8);
    }
    Ok(with_ship(layout, appended, 3 + volts.len()))
}

/// 65,535 counts are 5 V.
const COUNTS_PER_VOLT: f64 = 13_107.0;

fn with_ship(mut layout: Layout, appended: Appended, channels: usize) -> Layout {
    layout.ship(appended, Some(channels));
    layout.computer(appended);
    layout
}

fn sbe_63(layout: &mut Layout) {
    layout.lifted(Measurand::OxygenPhase, 6, 100_000.0, 10.0);
    layout.lifted(Measurand::OxygenTemperature, 6, 1_000_000.0, 1.0);
}

fn counted_pressure(layout: &mut Layout) {
    layout.counts(Measurand::Pressure, Some(2), 6);
    layout.counts(Measurand::PressureTemperature, Some(2), 4);
}

fn recorder(mut layout: Layout, pressure: bool, clock: Measurand) -> Layout {
    if pressure {
        counted_pressure(&mut layout);
    }
    layout.counts(clock, None, 8);
    layout
}

fn within(name: &'static str, value: u8, most: u8) -> Result<(), LayoutError> {
    if value <= most {
        return Ok(());
    }
    Err(LayoutError::OutOfRange { name, value: value.into(), most: most.into() })
}
