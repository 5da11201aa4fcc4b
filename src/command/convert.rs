//! `hadal convert RAW`: raw output to quantities, in a file that others read.

use super::{Ending, mention};
use crate::columns::refuse_overwriting;
use crate::convert::{self, Calibrations, Form, Given, Processing, Provenance, Raw};
use anyhow::{Context as _, bail};
use clap::ValueEnum;
use hadal_models::cast::{Cast, Hysteresis, Pair};
use hadal_models::format::sea_bird::hex::BadScans;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Arguments of `hadal convert`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  hadal convert cast.hex --output cast.h5\n  \
    hadal convert cast.hex --processing standard --bin 1 --latitude 11.4 --output cast.cnv\n  \
    hadal convert mooring.hex --calibration runs/ctd-full-depth-seed-1/certificate.json --uncertainty --output mooring.h5\n\n\
    Then: python -c 'import xarray; print(xarray.open_dataset(\"cast.h5\"))'")]
pub struct Arguments {
    /// Raw file (.hex, .csv), logger's file (.rsk) or converted cast (.cnv)
    raw: PathBuf,
    /// Coefficients: .xmlcon, reply to DC or GetCC, certificate.json or its run's folder, or a laboratory's .toml; may be
    /// repeated: a reply takes the place of the configuration's, a certificate or laboratory's that of both [default: the
    /// file beside RAW of the same name ending in .xmlcon or .cal, or else what its heading says]
    #[arg(long, value_name = "FILE")]
    calibration: Vec<PathBuf>,
    /// Serial number of the instrument, where a certificate has several
    #[arg(long, requires = "calibration")]
    serial: Option<String>,
    /// Where to: .h5 or .nc (CF, for xarray), .cnv or .csv [default: a table on standard output]
    #[arg(long)]
    output: Option<PathBuf>,
    /// Put standard uncertainties beside temperature, conductivity, pressure and practical salinity, by the certificate given
    /// with --calibration; without noise of the scans
    #[arg(long)]
    uncertainty: bool,
    /// Steps between conversion and derived quantities: none, standard (the maker's for this instrument) or a plan (TOML)
    #[arg(long, value_name = "none|standard|FILE", default_value = "none")]
    processing: String,
    /// Print the plan of the standard processing of this instrument, to be edited, and do nothing else
    #[arg(long)]
    print_processing: bool,
    /// Average over bins of so many dbar at the end
    #[arg(long, value_name = "DBAR")]
    bin: Option<f64>,
    /// Degrees north, where the heading does not say it: for depth and absolute salinity
    #[arg(long, allow_negative_numbers = true)]
    latitude: Option<f64>,
    /// Degrees east
    #[arg(long, allow_negative_numbers = true)]
    longitude: Option<f64>,
    /// Sea pressure, for an instrument without a pressure sensor
    #[arg(long, value_name = "DBAR", allow_negative_numbers = true)]
    pressure: Option<f64>,
    /// Seconds between scans, where the file does not say it
    #[arg(long, value_name = "SECONDS")]
    interval: Option<f64>,
    /// Which thermometer and cell oxygen, pH and the like go with, where there are two
    #[arg(long, value_enum, default_value_t = PairName::First)]
    pair: PairName,
    /// What becomes of the hysteresis of an SBE 43
    #[arg(long, value_enum, default_value_t = HysteresisName::Corrected)]
    oxygen_hysteresis: HysteresisName,
    /// Schedule of an .rsk that has samples of several
    #[arg(long, value_name = "NUMBER")]
    schedule: Option<i64>,
    /// What becomes of lines that are no scans
    #[arg(long, value_enum, default_value_t = Damaged::Blank)]
    damaged: Damaged,
}

/// One of two pairs of thermometer and cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PairName {
    /// The first.
    First,
    /// The second.
    Second,
}

/// What becomes of the hysteresis of an SBE 43.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum HysteresisName {
    /// Corrected as Application Note 64-3 has it, where H1 to H3 are known.
    Corrected,
    /// The voltage stays as measured.
    AsMeasured,
}

/// What becomes of a line that is no scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Damaged {
    /// A row without values, so that time counted in scans stays right.
    Blank,
    /// The first one ends the conversion.
    Refuse,
}

impl Arguments {
    fn given(&self) -> anyhow::Result<Given> {
        let bounded = |name: &str, value: Option<f64>, low: f64, high: f64| match value {
            Some(value) if !(low..=high).contains(&value) => {
                bail!("--{name} {value}: accepted: a number from {low} to {high}")
            }
            other => Ok(other),
        };
        bounded("bin", self.bin, 1e-3, 1e4)?;
        Ok(Given {
            latitude: bounded("latitude", self.latitude, -90.0, 90.0)?,
            longitude: bounded("longitude", self.longitude, -360.0, 360.0)?,
            pressure_dbar: bounded("pressure", self.pressure, -10.0, 15_000.0)?,
            interval_s: bounded("interval", self.interval, 1e-6, 1e7)?,
            schedule: self.schedule,
            pair: match self.pair {
                PairName::First => Pair::First,
                PairName::Second => Pair::Second,
            },
            hysteresis: match self.oxygen_hysteresis {
                HysteresisName::Corrected => Hysteresis::Corrected,
                HysteresisName::AsMeasured => Hysteresis::AsMeasured,
            },
        })
    }

    fn processing(&self) -> anyhow::Result<Processing> {
        match self.processing.as_str() {
            "none" => Ok(Processing::None),
            "standard" => Ok(Processing::Standard),
            path => {
                let text = std::fs::read_to_string(path).with_context(|| {
                    format!(
                        "--processing {path}: accepted: none, standard or the name of a plan; cannot read it"
                    )
                })?;
                Ok(Processing::File(path.to_owned(), text))
            }
        }
    }
}

/// Converts.
///
/// # Errors
/// A file that is none of the accepted, is damaged or lacks coefficients; a plan that cannot be carried out; an output that
/// cannot be written, which is then as it was.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let (given, processing) = (arguments.given()?, arguments.processing()?);
    let raw = Raw::read(&arguments.raw)?;
    if arguments.print_processing {
        super::say(convert::standard(raw.model())?)?;
        return Ok(Ending::Success);
    }
    let output = arguments.output.as_deref();
    Form::of(output)?;
    refuse_overwriting(&arguments.raw, output)?;
    let calibrations =
        Calibrations::read(&arguments.raw, &arguments.calibration, arguments.serial.as_deref())?;
    if let Some(serial) = arguments.serial.as_deref().filter(|_| !calibrations.have_certificate()) {
        bail!(
            "--serial {serial}: accepted with a certificate among --calibration, of which it chooses the instrument"
        );
    }
    for source in &calibrations.sources {
        refuse_overwriting(Path::new(&source.name), output)?;
    }
    if let Processing::File(path, _) = &processing {
        refuse_overwriting(Path::new(path), output)?;
    }
    let bad = match arguments.damaged {
        Damaged::Blank => BadScans::Blank,
        Damaged::Refuse => BadScans::Refuse,
    };
    let stages = Stages::new(raw.bytes.len(), if arguments.uncertainty { UNCERTAINTY_SHARE } else { 0 });
    stages.begin("converting", 0);
    let mut cast = convert::read(&raw, &calibrations, &given, bad)?;
    if arguments.uncertainty {
        stages.begin("uncertainty", 15);
        convert::add_standard_uncertainties(&mut cast, &calibrations, |share| stages.reach(15, share))?;
    }
    stages.begin("processing", 15 + stages.further);
    convert::process(&mut cast, &processing, arguments.bin, raw.model())?;
    stages.begin("writing", 35 + stages.further);
    let digest = raw.digest();
    let files = calibrations.sources.iter().map(|source| (source.name.as_str(), source.digest.as_str()));
    let provenance = Provenance { raw: (&raw.name, &digest), calibrations: files.collect() };
    convert::write(&cast, &provenance, output)?;
    stages.end();
    mention(&summary(&cast, &calibrations, &processing, output));
    Ok(Ending::Success)
}

/// What uncertainties take, where all else takes a hundred: by the shares of a large file on one machine.
const UNCERTAINTY_SHARE: u64 = 100;

/// How far it is, where the file is so large that somebody would wonder.
struct Stages {
    bar: Option<ProgressBar>,
    /// What is to be done beside the usual hundred.
    further: u64,
}

impl Stages {
    /// Below, all is done within two seconds on any machine of today.
    const LARGE_BYTES: usize = 8 << 20;

    fn new(bytes: usize, further: u64) -> Self {
        if bytes < Self::LARGE_BYTES {
            return Self { bar: None, further };
        }
        let style = ProgressStyle::with_template("{msg} [{bar:32}] {percent:>3} %  {elapsed}, ETA {eta}");
        let bar = ProgressBar::new(100 + further)
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(250));
        Self { bar: Some(bar), further }
    }

    /// Says what is begun, and how much of a hundred is done: by the shares of a large file on one machine.
    fn begin(&self, what: &'static str, done: u64) {
        if let Some(bar) = &self.bar {
            bar.set_message(what);
            bar.set_position(done);
            if bar.is_hidden() {
                mention(&format!("{what} ..."));
            }
        }
    }

    /// Says how much is done of the uncertainties, which began at `begun`.
    fn reach(&self, begun: u64, share: f64) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a small number"
        )]
        let done = (share * self.further as f64) as u64;
        self.bar.iter().for_each(|bar| bar.set_position(begun + done));
    }

    fn end(&self) {
        self.bar.iter().for_each(ProgressBar::finish_and_clear);
    }
}

/// What was done, for the person who waits.
fn summary(
    cast: &Cast,
    calibrations: &Calibrations,
    processing: &Processing,
    output: Option<&Path>,
) -> String {
    let coefficients = match calibrations.sources.as_slice() {
        [] if cast.variables.iter().any(|variable| variable.sensor.is_some()) => {
            "those of its own".to_owned()
        }
        [] => "none, these are quantities already".to_owned(),
        sources => sources.iter().map(|source| source.name.as_str()).collect::<Vec<_>>().join(", "),
    };
    let target = output.map_or_else(|| "standard output".to_owned(), |output| output.display().to_string());
    let columns: Vec<&str> = cast.variables.iter().map(|variable| variable.name.as_str()).collect();
    let steps = match processing {
        Processing::None if cast.scans_per_bin.is_empty() => {
            "none; for profiles, --processing standard does what the maker recommends"
        }
        _ => &cast.history.join("; "),
    };
    let remarks: String =
        cast.notices.iter().chain(&cast.remarks).map(|remark| format!("\nnote: {remark}")).collect();
    format!(
        "{} rows to {target}\ncoefficients: {coefficients}\ncolumns: {}\nprocessing: {steps}{remarks}",
        cast.len(),
        columns.join(", ")
    )
}
