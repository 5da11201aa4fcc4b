//! The set-up by what a heading and a configuration say.

use super::{Appended, ScanFormat, SeaCatPressure, SerialSensor};
use crate::format::sea_bird::hex::{Header, Layout, LayoutError};
use crate::format::sea_bird::model::Model;
use crate::format::sea_bird::xmlcon::{Configuration, Instrument};

/// Sensors on the serial line: element of the reply to `GetCD`, the older reply to `DS`, what it is.
const SERIAL: [(&str, &str, SerialSensor); 6] = [
    ("SBE38", "SBE 38", SerialSensor::Sbe38),
    ("WETLABS", "WETLABS", SerialSensor::WetLabs),
    ("OPTODE", "OPTODE", SerialSensor::Optode),
    ("SBE63", "SBE63", SerialSensor::Sbe63),
    ("GTD", "Gas Tension Device", SerialSensor::GasTension(1)),
    ("DualGTD", "Dual Gas Tension Device", SerialSensor::GasTension(2)),
];

impl Layout {
    /// The layout by heading and, where there is one, configuration.
    ///
    /// A recorder (37, 39plus) and a SeaCAT read out from its memory say all in the heading; a 911plus, a 25 and a
    /// SeaCAT recorded by Seasave need the `.xmlcon`. Where the heading states the length of a scan, it is checked.
    ///
    /// # Errors
    /// [`LayoutError`].
    pub fn find(header: &Header<'_>, configuration: Option<&Configuration>) -> Result<Layout, LayoutError> {
        let layout = ScanFormat::find(header, configuration)?.layout()?;
        let said = header.value("Number of Bytes Per Scan").or_else(|| header.element("SampleLength"));
        match said.and_then(|text| text.parse::<usize>().ok()) {
            Some(expected) if layout.digits() != 2 * expected => {
                Err(LayoutError::ScanBytes { found: layout.digits().div_ceil(2), expected })
            }
            _ => Ok(layout),
        }
    }
}

impl ScanFormat {
    /// The set-up by heading and, where there is one, configuration; see [`Layout::find`].
    ///
    /// # Errors
    /// [`LayoutError`].
    pub fn find(
        header: &Header<'_>,
        configuration: Option<&Configuration>,
    ) -> Result<ScanFormat, LayoutError> {
        let model = match configuration.map(|configuration| configuration.instrument.model) {
            None | Some(Model::Other) => header.model(),
            Some(model) => model,
        };
        let instrument = configuration.map(|configuration| &configuration.instrument);
        let needed = || instrument.ok_or(LayoutError::NeedsConfiguration { model });
        match model {
            Model::Sbe911Plus => {
                let instrument = needed()?;
                Ok(ScanFormat::Sbe911Plus {
                    frequencies_suppressed: small(instrument, "FrequencyChannelsSuppressed")?.unwrap_or(0),
                    voltage_words_suppressed: small(instrument, "VoltageWordsSuppressed")?.unwrap_or(0),
                    appended: appended(instrument, model)?,
                })
            }
            Model::Sbe16Plus | Model::Sbe19Plus => sea_cat(header, configuration, model),
            Model::Sbe25 | Model::Sbe25Plus => {
                let instrument = needed()?;
                let volts = small(instrument, "ExternalVoltageChannels")?
                    .ok_or(LayoutError::NotSaid { what: "how many voltage channels are sampled" })?;
                let appended = appended(instrument, model)?;
                Ok(if model == Model::Sbe25 {
                    ScanFormat::Sbe25 { volts, appended }
                } else {
                    ScanFormat::Sbe25Plus { volts, appended }
                })
            }
            Model::Sbe37 => Ok(ScanFormat::Sbe37 {
                oxygen: header.name().contains("ODO") || header.text().contains("id=\"Oxygen\""),
                pressure: pressure_installed(header)?,
            }),
            Model::Sbe39Plus => Ok(ScanFormat::Sbe39Plus { pressure: pressure_installed(header)? }),
            Model::Sbe45 | Model::Sbe49 | Model::Other => {
                Err(LayoutError::Unknown { model, name: crate::format::sea_bird::excerpt(header.name()) })
            }
        }
    }
}

fn sea_cat(
    header: &Header<'_>,
    configuration: Option<&Configuration>,
    model: Model,
) -> Result<ScanFormat, LayoutError> {
    let instrument = configuration.map(|configuration| &configuration.instrument);
    let channel = |number: u8| {
        header.says(&format!("ExtVolt{number}"), &format!("Ext Volt {number}")).map(|on| (number, on))
    };
    let told: Vec<(u8, bool)> = (0..6).filter_map(channel).collect();
    let volts = match (&told[..], instrument) {
        ([], Some(instrument)) => (0..small(instrument, "ExternalVoltageChannels")?.unwrap_or(0)).collect(),
        ([], None) => return Err(LayoutError::NeedsConfiguration { model }),
        _ => told.iter().filter(|(_, on)| *on).map(|(number, _)| *number).collect(),
    };
    let moored = match instrument {
        Some(instrument) if model == Model::Sbe19Plus => small(instrument, "Mode")? == Some(1),
        _ => header.text().contains("mode = moored") || header.text().contains("<MooredMode>"),
    };
    Ok(ScanFormat::SeaCat {
        pressure: sea_cat_pressure(header, configuration)?,
        volts,
        serial: serial(header, instrument)?,
        clock: model == Model::Sbe16Plus || moored,
        appended: instrument.map_or(Ok(Appended::default()), |instrument| appended(instrument, model))?,
    })
}

fn sea_cat_pressure(
    header: &Header<'_>,
    configuration: Option<&Configuration>,
) -> Result<SeaCatPressure, LayoutError> {
    let ids = configuration.map(|known| known.channels.iter().map(|channel| channel.sensor.id));
    let by_id = ids.map(|mut ids| {
        let found = ids.find_map(|id| match id {
            45 => Some(SeaCatPressure::Digiquartz),
            46 => Some(SeaCatPressure::StrainGauge),
            _ => None,
        });
        found.unwrap_or(SeaCatPressure::None)
    });
    let text = header.text();
    match by_id {
        Some(pressure) => Ok(pressure),
        None if text.contains("quartzTC-0") || text.contains("= quartz") => Ok(SeaCatPressure::Digiquartz),
        None if text.contains("strain-0") || text.contains("= strain gauge") => {
            Ok(SeaCatPressure::StrainGauge)
        }
        None => Err(LayoutError::NotSaid { what: "which pressure sensor there is" }),
    }
}

fn serial(header: &Header<'_>, instrument: Option<&Instrument>) -> Result<SerialSensor, LayoutError> {
    for other in ["SeaFET", "SBE50"] {
        if header.says(other, other) == Some(true) {
            return Err(LayoutError::NotPublished { what: format!("a {other} on the serial line") });
        }
    }
    let mut on = SERIAL.iter().filter(|(element, older, _)| header.says(element, older) == Some(true));
    if let Some((_, _, sensor)) = on.next_back() {
        return Ok(*sensor);
    }
    // The numbers of this setting are published only as far as that 0 is none.
    let told = SERIAL.iter().any(|(element, older, _)| header.says(element, older).is_some());
    match instrument.map(|instrument| instrument.whole("SerialRS232C_Sensor")).transpose()?.flatten() {
        Some(kind) if kind != 0 && !told => {
            Err(LayoutError::NotPublished { what: format!("the serial sensor of kind {kind}") })
        }
        _ => Ok(SerialSensor::None),
    }
}

fn pressure_installed(header: &Header<'_>) -> Result<bool, LayoutError> {
    header
        .says("PressureInstalled", "pressure installed")
        .ok_or(LayoutError::NotSaid { what: "whether a pressure sensor is installed" })
}

fn appended(instrument: &Instrument, model: Model) -> Result<Appended, LayoutError> {
    let on = |name: &str| Ok::<bool, LayoutError>(instrument.whole(name)?.unwrap_or(0) != 0);
    let appended = Appended {
        surface_par: on("SurfaceParVoltageAdded")?,
        position: on("NmeaPositionDataAdded")?,
        depth: on("NmeaDepthDataAdded")?,
        time: on("NmeaTimeAdded")?,
        system_time: on("ScanTimeAdded")?,
    };
    let from_ship = appended.position || appended.depth || appended.time;
    if model == Model::Sbe911Plus && from_ship && on("NmeaDeviceConnectedToPC")? {
        let what = "a receiver connected to the computer of a 911plus instead of to its deck unit".to_owned();
        return Err(LayoutError::NotPublished { what });
    }
    Ok(appended)
}

fn small(instrument: &Instrument, name: &'static str) -> Result<Option<u8>, LayoutError> {
    let Some(value) = instrument.whole(name)? else { return Ok(None) };
    let narrowed = u8::try_from(value);
    narrowed.map(Some).map_err(|_| LayoutError::OutOfRange { name, value, most: u8::MAX.into() })
}
