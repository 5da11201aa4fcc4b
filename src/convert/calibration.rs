//! Files that say coefficients, whatever they are: recognised by what is in them, not by their name.

mod previous;
mod rivals;

pub use previous::Previous;

use super::{Given, Raw};
use crate::certificate::{Certificate, SCHEMA as CERTIFICATE_SCHEMA};
use crate::equations::{described, is_description};
use crate::products::CERTIFICATE_FILE;
use anyhow::{Context as _, bail};
use hadal_models::cast::{NewCalibration, Supplement, is_notice};
use hadal_models::equation::{self, Equation};
use hadal_models::format::sea_bird::reply::{self, Group};
use hadal_models::format::sea_bird::xmlcon::{self, Configuration};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What the schema line of a laboratory's own file must say.
const SCHEMA: &str = "hadal-calibration/1";
/// No file of coefficients is larger.
const LARGEST_BYTES: usize = 64 << 20;
/// What the maker calls the companion of a raw file.
const COMPANIONS: [&str; 4] = ["xmlcon", "XMLCON", "cal", "CAL"];

/// The files that say coefficients.
#[derive(Clone, Debug, Default)]
pub struct Calibrations {
    /// In the order given.
    pub sources: Vec<Source>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's name.
    pub name: String,
    /// BLAKE3 of its bytes.
    pub digest: String,
    /// What whoever uses the numbers must know: that they are of a twin, or of a trial.
    pub notices: Vec<String>,
    content: Content,
    /// What its certificate says, where it is one.
    pub(super) certified: Option<Certified>,
}

/// A certificate, with one item, and the calibrations of its sensors.
#[derive(Clone, Debug)]
pub(super) struct Certified {
    pub(super) certificate: Certificate,
    pub(super) sensors: Vec<NewCalibration>,
}

#[derive(Clone, Debug)]
enum Content {
    Configuration(Box<Configuration>),
    Reply(Vec<Group>),
    New(Vec<NewCalibration>),
}

/// A laboratory's own file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    schema: String,
    sensor: Vec<SensorText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SensorText {
    /// Name of an equation, or a TOML file beside this one that describes one.
    equation: String,
    coefficient: BTreeMap<String, f64>,
    #[serde(default)]
    serial: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    column: Option<String>,
    #[serde(default)]
    input: BTreeMap<String, String>,
    #[serde(default)]
    hysteresis: Option<HysteresisText>,
}

/// The hysteresis of an SBE 43, by the names of its sheet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "UPPERCASE")]
struct HysteresisText {
    h1: f64,
    h2: f64,
    h3: f64,
}

impl Calibrations {
    /// Reads the files given; without any, the companion of the same stem that lies beside the raw file, if there is one. Of a
    /// certificate, it reads the instrument of this serial number, or without one the only instrument.
    ///
    /// # Errors
    /// A file that cannot be read or says no coefficients, a certificate that has no such instrument or several: name, line and
    /// what is accepted.
    pub fn read(raw: &Path, given: &[std::path::PathBuf], serial: Option<&str>) -> anyhow::Result<Self> {
        let beside =
            || COMPANIONS.iter().map(|extension| raw.with_extension(extension)).find(|path| path.exists());
        let paths = if given.is_empty() { beside().into_iter().collect() } else { given.to_vec() };
        let sources = paths.iter().map(|path| Source::read(path, serial));
        Ok(Self { sources: sources.collect::<anyhow::Result<_>>()? })
    }

    /// Whether a certificate is among them.
    pub fn have_certificate(&self) -> bool {
        self.sources.iter().any(|source| source.certified.is_some())
    }

    /// What a Sea-Bird file is read with.
    ///
    /// # Errors
    /// Two configurations, or two calibrations for one sensor.
    pub(super) fn supplement(&self, given: &Given) -> anyhow::Result<Supplement> {
        self.refuse_rivals()?;
        let mut known = Supplement {
            pressure_dbar: given.pressure_dbar,
            interval_s: given.interval_s,
            pair: given.pair,
            hysteresis: given.hysteresis,
            ..Supplement::default()
        };
        for source in &self.sources {
            match &source.content {
                Content::Configuration(_) if known.configuration.is_some() => {
                    bail!("{}: a second configuration; give one", source.name)
                }
                Content::Configuration(configuration) => {
                    known.configuration = Some((**configuration).clone())
                }
                Content::Reply(groups) => known.replies.extend(groups.iter().cloned()),
                Content::New(calibrations) => known.calibrations.extend(calibrations.iter().cloned()),
            }
        }
        Ok(known)
    }

    /// The calibrations that name their columns; `what` is what else would not serve for.
    ///
    /// # Errors
    /// A file of another kind, or two calibrations for one sensor.
    pub(super) fn new_calibrations(&self, what: &str) -> anyhow::Result<Vec<NewCalibration>> {
        let each = self.sources.iter().map(|source| match &source.content {
            Content::New(calibrations) => Ok(calibrations.clone()),
            _ => bail!(
                "{}: for {what} accepted are a certificate (JSON) and a file of schema {SCHEMA} (TOML)",
                source.name
            ),
        });
        let each = each.collect::<anyhow::Result<Vec<_>>>()?;
        self.refuse_rivals()?;
        Ok(each.concat())
    }

    /// Refuses any calibration, with this reason.
    ///
    /// # Errors
    /// When there is one.
    pub(super) fn refuse(&self, reason: &str) -> anyhow::Result<()> {
        match self.sources.first() {
            Some(source) => bail!("--calibration {}: {reason}", source.name),
            None => Ok(()),
        }
    }
}

impl Source {
    fn read(path: &Path, serial: Option<&str>) -> anyhow::Result<Self> {
        // A run's folder holds its certificate.
        let certificate = path.join(CERTIFICATE_FILE);
        let path = if certificate.is_file() { certificate.as_path() } else { path };
        let raw = Raw::read(path)?;
        if raw.bytes.len() > LARGEST_BYTES {
            bail!("{}: no file of coefficients is larger than {LARGEST_BYTES} bytes", raw.name);
        }
        let text = hadal_models::format::sea_bird::text(&raw.bytes);
        // What `hadal coefficients` wrote of a twin's certificate, or of a trial's, says so in its first lines.
        let marks = text.lines().take(20).filter(|line| line.starts_with(['#', '<']) && is_notice(line));
        let mut notices: Vec<String> =
            marks.map(|line| line.trim_matches(['#', '<', '!', '-', '>', ' ']).to_owned()).collect();
        let certified = is_certificate(&text).then(|| certified(&text, serial, &mut notices)).transpose();
        let certified = certified.with_context(|| raw.name.clone())?;
        let content = match &certified {
            Some(certified) => Content::New(certified.sensors.clone()),
            None => content(&text, path).with_context(|| raw.name.clone())?,
        };
        Ok(Self { digest: raw.digest(), name: raw.name, notices, content, certified })
    }
}

/// The text without what editors put before it.
fn start(text: &str) -> &str {
    text.trim_start_matches('\u{feff}').trim_start()
}

fn is_certificate(text: &str) -> bool {
    start(text).starts_with('{')
}

fn content(text: &str, path: &Path) -> anyhow::Result<Content> {
    let start = start(text);
    if start.contains("<SBE_InstrumentConfiguration") {
        return Ok(Content::Configuration(Box::new(xmlcon::parse(start)?)));
    }
    if path.extension().is_some_and(|extension| extension == "toml") {
        return Ok(Content::New(of_laboratory(text, path)?));
    }
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("con")) {
        bail!(
            "a .con, whose layout is not published whole: open it in Seasave or SBE Data Processing and save it as .xmlcon"
        );
    }
    reply::read(text).map(Content::Reply).context(
        "accepted are a configuration (.xmlcon), an instrument's reply to DC or GetCC, a certificate (JSON) and a \
         file of schema hadal-calibration/1 (TOML)",
    )
}

/// A certificate, with none but the item that is meant.
fn certified(text: &str, serial: Option<&str>, notices: &mut Vec<String>) -> anyhow::Result<Certified> {
    let mut certificate: Certificate = serde_json::from_str(start(text)).context("not a certificate")?;
    if certificate.schema != CERTIFICATE_SCHEMA {
        bail!("schema = \"{}\": accepted: \"{CERTIFICATE_SCHEMA}\"", certificate.schema);
    }
    let serials = certificate.items.iter().map(|item| item.serial.as_str()).collect::<Vec<_>>().join(", ");
    certificate.items.retain(|item| serial.is_none_or(|serial| item.serial == serial));
    let item = match (certificate.items.as_slice(), serial) {
        ([item], _) => item,
        (_, _) if serials.is_empty() => bail!("it certifies no instrument"),
        ([], Some(serial)) => {
            bail!("--serial {serial}: accepted: a serial number that it certifies: {serials}")
        }
        (_, None) => bail!("it certifies several instruments; say by --serial which: {serials}"),
        (_, Some(serial)) => {
            bail!("--serial {serial}: it certifies several of this serial number: {serials}")
        }
    };
    notices.extend(Some(certificate.notice.clone()).filter(|_| certificate.simulated));
    notices.extend(certificate.warnings());
    let each = item.quantities.iter().map(|quantity| {
        let equation = known(&quantity.equation, Some(quantity.equation_version))?;
        let values = quantity.coefficients.iter().map(|(name, one)| (name.clone(), one.value)).collect();
        Ok(NewCalibration {
            equation,
            coefficients: in_order(equation, &values)?,
            serial: item.serial.clone(),
            date: certificate.ended_utc.clone(),
            column: None,
            inputs: BTreeMap::new(),
            hysteresis: None,
        })
    });
    let sensors = each.collect::<anyhow::Result<_>>()?;
    Ok(Certified { certificate, sensors })
}

fn of_laboratory(text: &str, path: &Path) -> anyhow::Result<Vec<NewCalibration>> {
    let text: Text = toml::from_str(text)?;
    if text.schema != SCHEMA {
        bail!("schema = \"{}\": accepted: \"{SCHEMA}\"", text.schema);
    }
    let each = text.sensor.into_iter().map(|sensor| {
        let beside = path.parent().map(|folder| folder.join(&sensor.equation));
        let equation = match beside.filter(|_| is_description(&sensor.equation)) {
            Some(file) => described(&file)?,
            None => known(&sensor.equation, None)?,
        };
        Ok(NewCalibration {
            equation,
            coefficients: in_order(equation, &sensor.coefficient)?,
            serial: sensor.serial,
            date: sensor.date,
            column: sensor.column,
            inputs: sensor.input,
            hysteresis: sensor.hysteresis.map(|known| [known.h1, known.h2, known.h3]),
        })
    });
    each.collect()
}

fn known(id: &str, version: Option<u32>) -> anyhow::Result<&'static Equation> {
    let equation = equation::find(id)?;
    if let Some(version) = version.filter(|version| *version != equation.version()) {
        bail!(
            "{id}: its coefficients are of version {version} of the equation, here it is version {}",
            equation.version()
        );
    }
    Ok(equation)
}

/// Coefficients in the equation's order: all of them but those that it holds.
fn in_order(equation: &Equation, values: &BTreeMap<String, f64>) -> anyhow::Result<Vec<f64>> {
    let names = equation.coefficients();
    if let Some(unknown) = values.keys().find(|name| !names.contains(&name.as_str())) {
        bail!("{} has no coefficient `{unknown}`; it has {}", equation.id(), names.join(", "));
    }
    if let Some((name, value)) = values.iter().find(|(_, value)| !value.is_finite()) {
        bail!("{}: coefficient {name} = {value}: accepted: a finite number", equation.id());
    }
    let value = |name: &&'static str| {
        let held = || equation.held().iter().find(|(held, _)| held == name).map(|(_, value)| *value);
        let missing = || format!("{} needs the coefficient `{name}`", equation.id());
        values.get(*name).copied().or_else(held).with_context(missing)
    };
    names.iter().map(value).collect()
}
