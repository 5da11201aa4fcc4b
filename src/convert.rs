//! From a raw file and its calibrations to a cast, and from a cast to a file that others read.
//!
//! `calibration` reads whatever says coefficients: the maker's configuration, an instrument's reply, one of our
//! certificates, a laboratory's own file; `uncertainty` says what a certificate makes values worth. `rbr` takes a logger's file, `cf` lays a cast out by the CF conventions, `write` puts it into a file.

mod calibration;
mod cf;
mod rbr;
#[cfg(test)]
mod tests;
mod uncertainty;
mod write;

pub use calibration::{Calibrations, Previous, Source};
pub use cf::{Provenance, dataset};
pub use uncertainty::{add_standard_uncertainties, in_use};
pub use write::{Form, write};

use crate::columns::Table;
use anyhow::{Context as _, bail};
use hadal_models::cast::{self, Cast, Hysteresis, Kind, NewCalibration, Pair, Plan, Supplement};
use hadal_models::format::sea_bird::cnv::{self, StartTime};
use hadal_models::format::sea_bird::hex::BadScans;
use hadal_models::format::sea_bird::model::Model;
use hadal_models::quantity::{Latitude, Longitude, PracticalSalinity, SeaPressure};
use hadal_models::seawater::absolute_salinity::absolute_from_practical;
use std::path::Path;

/// No cast is larger; a week of a 911plus at 24 Hz has 1.3 GB.
const LARGEST_BYTES: u64 = 8 << 30;

/// What a person says beside the files.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Given {
    /// Sea pressure in dbar, for an instrument without a pressure sensor.
    pub pressure_dbar: Option<f64>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Seconds between scans.
    pub interval_s: Option<f64>,
    /// Number of the schedule of an RBR file that has samples of several.
    pub schedule: Option<i64>,
    /// Which thermometer and cell other sensors go with.
    pub pair: Pair,
    /// What becomes of the hysteresis of an SBE 43.
    pub hysteresis: Hysteresis,
}

/// Which steps a cast goes through.
#[derive(Clone, Debug, PartialEq)]
pub enum Processing {
    /// None: conversion and derived quantities only.
    None,
    /// Those the maker recommends for the instrument.
    Standard,
    /// Those of a file, given as its name and text.
    File(String, String),
}

/// A file read whole, with the name that messages give it.
#[derive(Clone, Debug, PartialEq)]
pub struct Raw {
    /// Its path, as given.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Raw {
    /// Reads a file.
    ///
    /// # Errors
    /// A file that cannot be read, or is larger than any cast.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let name = path.display().to_string();
        let metadata = std::fs::metadata(path).with_context(|| format!("cannot read {name}"))?;
        if !metadata.is_file() {
            bail!("{name}: it is no file (a folder, or a device); accepted is a file");
        }
        if metadata.len() > LARGEST_BYTES {
            bail!("{name}: {} bytes; accepted are {LARGEST_BYTES} at most", metadata.len());
        }
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {name}"))?;
        Ok(Self { name, bytes })
    }

    /// BLAKE3 of its bytes, by which it can be found again.
    pub fn digest(&self) -> String {
        blake3::hash(&self.bytes).to_hex().to_string()
    }

    fn extension(&self) -> String {
        let extension = Path::new(&self.name).extension().unwrap_or_default();
        extension.to_string_lossy().to_lowercase()
    }

    /// The instrument that its heading names.
    pub fn model(&self) -> Model {
        let first = self.bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        Model::from_name(&String::from_utf8_lossy(first))
    }
}

/// Reads and converts; sensors whose equation needs salinity wait for [`process`].
///
/// # Errors
/// A file that is none of the accepted, or is damaged: name, line and what is accepted.
pub fn read(raw: &Raw, calibrations: &Calibrations, given: &Given, bad: BadScans) -> anyhow::Result<Cast> {
    let mut cast = match raw.extension().as_str() {
        "hex" => {
            let known = calibrations.supplement(given)?;
            let mut cast = cast::from_sea_bird(&raw.bytes, &known, bad).with_context(|| raw.name.clone())?;
            // The instrument's own clock knows better than the heading, which may say when the file was fetched.
            cast.start = first_instant(&cast).or(cast.start);
            cast
        }
        "cnv" => {
            calibrations.refuse("a .cnv holds quantities already: convert the raw file instead")?;
            cast::from_cnv(cnv::read(&raw.bytes).with_context(|| raw.name.clone())?)
        }
        "rsk" => {
            calibrations.refuse("an .rsk holds quantities already, converted by the logger")?;
            rbr::read(raw, given.schedule)?
        }
        "csv" => of_table(raw, calibrations, given)?,
        other => bail!("{}: `.{other}`: accepted are .hex, .cnv, .rsk and .csv", raw.name),
    };
    let is_raw = matches!(raw.extension().as_str(), "hex" | "csv");
    if let Some(pressure) = given.pressure_dbar.filter(|_| !is_raw)
        && !cast.assume_pressure(pressure)
    {
        bail!("--pressure {pressure}: {} has a pressure of its own; leave it out", raw.name);
    }
    if given.schedule.is_some() && raw.extension() != "rsk" {
        bail!("--schedule: only an .rsk has schedules; leave it out");
    }
    for source in &calibrations.sources {
        cast.notices.extend(source.notices.iter().map(|notice| format!("{}: {notice}", source.name)));
    }
    if given.longitude.is_some() && given.latitude.or(cast.latitude.map(|at| at.degrees_north())).is_none() {
        bail!("--longitude without --latitude: a place needs both");
    }
    if let Some(latitude) = given.latitude {
        cast.latitude = Some(Latitude::from_degrees_north(latitude));
    }
    if let Some(longitude) = given.longitude {
        cast.longitude = Some(Longitude::from_degrees_east(longitude));
    }
    cast.sample_interval_s = given.interval_s.or(cast.sample_interval_s);
    cast.add_elapsed_time();
    cast.scrutinise();
    Ok(cast)
}

/// When the first sample was taken, by the clock of the instrument.
fn first_instant(cast: &Cast) -> Option<StartTime> {
    let first = cast.values("clock")?.iter().copied().find(|seconds| seconds.is_finite())?;
    #[expect(clippy::cast_possible_truncation, reason = "a float too large saturates, and is then no time")]
    let since = jiff::SignedDuration::from_secs(first as i64);
    let instant = jiff::civil::date(2000, 1, 1).at(0, 0, 0, 0).checked_add(since).ok()?;
    Some(StartTime {
        year: u16::try_from(instant.year()).ok()?,
        month: u8::try_from(instant.month()).ok()?,
        day: u8::try_from(instant.day()).ok()?,
        hour: u8::try_from(instant.hour()).ok()?,
        minute: u8::try_from(instant.minute()).ok()?,
        second: u8::try_from(instant.second()).ok()?,
        source: Some("Instrument's time stamp, first data scan".to_owned()),
    })
}

/// A table of raw output, or of quantities, whose columns a calibration names.
///
/// A column that is a quantity, or an input of an equation, must hold numbers throughout; others may hold anything, and are
/// left out.
fn of_table(raw: &Raw, calibrations: &Calibrations, given: &Given) -> anyhow::Result<Cast> {
    let reader = std::io::Cursor::new(raw.bytes.clone());
    let mut table = Table::read(&raw.name, Box::new(reader), Some(raw.bytes.len() as u64))?;
    let headers = table.headers().to_vec();
    let mut columns: Vec<Option<Vec<f64>>> = vec![Some(Vec::new()); headers.len()];
    let new = calibrations.new_calibrations("a table")?;
    let known = Supplement {
        calibrations: new.clone(),
        pressure_dbar: given.pressure_dbar,
        interval_s: given.interval_s,
        pair: given.pair,
        hysteresis: given.hysteresis,
        ..Supplement::default()
    };
    let is_wanted = |header: &str| {
        let bare = header.split(" [").next().unwrap_or_default();
        let input = |new: &NewCalibration| {
            new.inputs.values().any(|column| column == header)
                || new
                    .equation
                    .inputs()
                    .iter()
                    .any(|input| input.name == bare || input.plain_names.contains(&bare))
        };
        Kind::of_numbered(bare).is_some() || new.iter().any(input)
    };
    let mut left_out = Vec::new();
    while let Some(batch) = table.next_batch()? {
        for (index, column) in columns.iter_mut().enumerate() {
            let Some(values) = column else { continue };
            match batch.column_with_gaps(index) {
                Ok(more) => values.extend(more),
                Err(error) if headers.get(index).is_some_and(|header| is_wanted(header)) => {
                    return Err(error);
                }
                Err(error) => {
                    left_out.push(error.to_string());
                    *column = None;
                }
            }
        }
    }
    let named = headers.into_iter().zip(columns).filter_map(|(name, values)| Some((name, values?)));
    let mut cast = cast::from_table(named.collect(), &known).with_context(|| raw.name.clone())?;
    let heading = raw.bytes.split(|byte| *byte == b'\n').take_while(|line| line.starts_with(b"#"));
    let said = heading
        .map(|line| String::from_utf8_lossy(line).trim_start_matches(['#', ' ']).trim_end().to_owned());
    cast.notices.extend(said.filter(|line| cast::is_notice(line)));
    for error in left_out {
        cast.remarks.push(format!("left out a column that holds more than numbers: {error}"));
    }
    Ok(cast)
}

/// Carries out the steps, bins last, and derives quantities.
///
/// # Errors
/// A plan that cannot be read or carried out, naming file, step and column.
pub fn process(
    cast: &mut Cast,
    processing: &Processing,
    bin_dbar: Option<f64>,
    model: Model,
) -> anyhow::Result<()> {
    let (name, text) = match processing {
        Processing::None => (String::new(), None),
        Processing::File(name, text) => (name.clone(), Some(text.as_str())),
        Processing::Standard => ("the standard processing".to_owned(), Some(standard(model)?)),
    };
    let mut plan = match text {
        Some(text) => Plan::parse(text).with_context(|| name.clone())?,
        None => Plan::conversion_only(),
    };
    let outside =
        |place| absolute_from_practical(PracticalSalinity::new(35.0), place, SeaPressure::SURFACE).is_none();
    if cast.place().is_some_and(outside) {
        cast.longitude = None;
        cast.remarks.push(
            "the place is outside the atlas of absolute salinity, which is therefore not used".to_owned(),
        );
    }
    plan.absolute_salinity = |practical, place, pressure| {
        let by_atlas = place.and_then(|place| absolute_from_practical(practical, place, pressure));
        by_atlas.unwrap_or_else(|| practical.reference())
    };
    if let Some(size) = bin_dbar {
        plan = plan.with_bins_of_pressure(size);
    }
    let applied = plan.apply(cast);
    if name.is_empty() { applied.map_err(Into::into) } else { applied.with_context(|| name) }
}

/// Text of the plan that the maker recommends.
///
/// # Errors
/// An instrument for which there is none.
pub fn standard(model: Model) -> anyhow::Result<&'static str> {
    Plan::standard(model).with_context(|| {
        format!(
            "there is no standard processing for an {model}, only for a 911plus and a 19plus: a mooring's \
             record needs none; for others write a plan and give it with --processing FILE"
        )
    })
}
