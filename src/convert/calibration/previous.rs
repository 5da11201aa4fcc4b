//! What a file of coefficients says of one sensor: for comparing it with new points.

use super::{Calibrations, Content, Source, in_order};
use anyhow::bail;
use hadal_models::calibration::correction::Correction;
use hadal_models::equation::Equation;
use hadal_models::format::sea_bird::xmlcon::{Calibration, Conversion};
use std::collections::BTreeMap;
use std::path::Path;

/// An earlier calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct Previous {
    /// The file.
    pub file: String,
    /// Coefficients, in the equation's order.
    pub coefficients: Vec<f64>,
    /// Slope and offset that the file applies afterwards, in the unit in which the maker applies them.
    pub correction: Correction,
    /// Serial number of the sensor as the file gives it; may be empty.
    pub serial: String,
    /// Date of calibration as the file gives it; may be empty.
    pub date: String,
    /// What whoever uses the numbers must know.
    pub notices: Vec<String>,
}

impl Previous {
    /// What the file says of the sensor that has this equation, and this serial number where one is given.
    ///
    /// # Errors
    /// A file that cannot be read, says nothing of the equation, or has several such sensors.
    pub fn read(path: &Path, equation: &'static Equation, serial: Option<&str>) -> anyhow::Result<Self> {
        let calibrations = Calibrations::read(path, &[path.to_owned()], serial)?;
        let mut found = Vec::new();
        let mut others = Vec::new();
        for source in &calibrations.sources {
            for entry in entries(source) {
                match entry.equation == equation.id() {
                    true => found.push(entry.previous(source, equation)?),
                    false => others.push(entry.equation),
                }
            }
        }
        found.retain(|previous| serial.is_none_or(|serial| previous.serial == serial));
        match found.as_slice() {
            [only] => Ok(only.clone()),
            [] if others.is_empty() => bail!("{}: it has no sensor that is meant", path.display()),
            [] => {
                let (path, others) = (path.display(), others.join(", "));
                bail!("{path}: it has no such sensor of {}; it has {others}", equation.id())
            }
            several => {
                let serials: Vec<&str> = several.iter().map(|one| one.serial.as_str()).collect();
                let (path, serials) = (path.display(), serials.join(", "));
                bail!("{path}: {} has several such sensors; say by --serial which: {serials}", equation.id())
            }
        }
    }
}

/// A sensor of a file.
struct Entry {
    equation: &'static str,
    values: BTreeMap<String, f64>,
    correction: Correction,
    serial: String,
    date: String,
}

impl Entry {
    fn previous(self, source: &Source, equation: &Equation) -> anyhow::Result<Previous> {
        Ok(Previous {
            file: source.name.clone(),
            coefficients: in_order(equation, &self.values)?,
            correction: self.correction,
            serial: self.serial,
            date: self.date,
            notices: source.notices.clone(),
        })
    }

    fn of(calibration: &Calibration, serial: &str, date: &str) -> Self {
        Self {
            equation: calibration.equation,
            values: calibration
                .coefficients
                .iter()
                .map(|(name, value)| ((*name).to_owned(), *value))
                .collect(),
            correction: Correction { slope: calibration.slope, offset: calibration.offset },
            serial: serial.to_owned(),
            date: date.to_owned(),
        }
    }
}

fn entries(source: &Source) -> Vec<Entry> {
    match &source.content {
        Content::Configuration(configuration) => {
            let sensors = configuration.channels.iter().map(|channel| &channel.sensor);
            let known = sensors.filter_map(|sensor| match &sensor.conversion {
                Conversion::Equation(known) => {
                    Some(Entry::of(known, &sensor.serial_number, &sensor.calibration_date))
                }
                Conversion::Unknown | Conversion::NotInUse => None,
            });
            known.collect()
        }
        Content::Reply(groups) => {
            let each = groups.iter().flat_map(|group| {
                let known = group.calibrations().into_iter();
                known.map(|known| Entry::of(&known, &group.serial_number, &group.date))
            });
            each.collect()
        }
        Content::New(calibrations) => {
            let each = calibrations.iter().map(|new| Entry {
                equation: new.equation.id(),
                values: new
                    .equation
                    .coefficients()
                    .iter()
                    .map(|name| (*name).to_owned())
                    .zip(new.coefficients.iter().copied())
                    .collect(),
                correction: Correction::NONE,
                serial: new.serial.clone(),
                date: new.date.clone(),
            });
            each.collect()
        }
    }
}
