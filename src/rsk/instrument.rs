//! Channels with their calibrations.

use super::database::{Database, Need, Row};
use super::schema::Schema;
use super::{Problem, samples};
use hadal_models::format::rbr::{self, Conversion};
use std::collections::BTreeMap;

/// Most channels of one instrument; the maker's largest have some thirty.
const MAX_CHANNELS: u64 = 256;
/// Most calibrations of one file, all its history.
const MAX_CALIBRATIONS: u64 = 10_000;

/// One channel of the instrument.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// The column of its samples, such as `channel03`; empty where none are stored.
    pub column: String,
    /// The maker's name of the kind of channel, such as `temp14`.
    pub short_name: String,
    /// Its name for people, such as `Temperature`.
    pub long_name: String,
    /// The unit as the file writes it, such as `mS/cm`, `°C`, `dbar`; empty for none.
    pub unit: String,
    /// What the logger calls it: version 3 only, empty before.
    pub label: String,
    /// Whether it was measured.
    pub nature: Nature,
    /// How the logger treats it.
    pub status: Status,
    /// What it is a value of, as far as its names and unit say so beyond doubt.
    pub quantity: Quantity,
    /// The calibration in force: the one the file calls active, otherwise the latest.
    pub calibration: Option<ChannelCalibration>,
}

/// Where a channel's values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// From a sensor.
    Measured,
    /// From other channels.
    Derived,
    /// The file does not say.
    Unstated,
}

/// How the logger treats a channel: bits of `channelStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Status(i64);

impl Status {
    /// Not shown to people: it serves other channels.
    pub const fn is_hidden(self) -> bool {
        self.0 & 0x01 != 0
    }
    /// Not sampled.
    pub const fn is_ignored(self) -> bool {
        self.0 & 0x02 != 0
    }
    /// Not stored.
    pub const fn is_transient(self) -> bool {
        self.0 & 0x04 != 0
    }
    /// Not streamed.
    pub const fn is_quiet(self) -> bool {
        self.0 & 0x08 != 0
    }
    /// Switched off by the user.
    pub const fn is_off(self) -> bool {
        self.0 & 0x10 != 0
    }
}

/// What a channel's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Temperature of the water, °C on the ITS-90.
    Temperature,
    /// Conductivity, mS/cm.
    Conductivity,
    /// Absolute pressure, dbar.
    AbsolutePressure,
    /// Pressure above the atmosphere, dbar.
    SeaPressure,
    /// Depth, m.
    Depth,
    /// Practical salinity.
    PracticalSalinity,
    /// Something else; names and unit say what.
    Other,
}

/// A channel's calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelCalibration {
    /// When, ms since 1970 UTC.
    pub time_ms: Option<i64>,
    /// The maker's equation, such as `corr_pres2`.
    pub equation: String,
    /// Coefficients by the maker's names, `c0` to `x8`, in that order; NaN where the file has none.
    pub coefficients: Vec<(String, f64)>,
    /// Channels that go into the equation, `n0`, `n1`, as the file writes them: a number, a label, or `value` for a
    /// fixed one.
    pub inputs: Vec<(String, String)>,
    /// The user's correction of a fourth-generation logger: what the value is multiplied by afterwards; 1 for none.
    pub slope: f64,
    /// And what is then added, in the channel's unit; 0 for none.
    pub offset: f64,
    /// The same coefficients under the names of our equation, where there is one.
    pub conversion: Conversion,
}

pub(super) fn channels(
    database: &Database,
    names: &Schema,
    instrument: Option<i64>,
) -> Result<Vec<Channel>, Problem> {
    let mut calibrations = calibrations(database, names)?;
    let columns = samples::channel_columns(database)?;
    let orders = orders(database, names, instrument)?;
    let wanted = [
        (names.channel_id, Need::Required),
        ("shortName", Need::Required),
        ("longName", Need::Required),
        (names.unit, Need::Optional),
        ("isMeasured", Need::Optional),
        ("isDerived", Need::Optional),
        ("nature", Need::Optional),
    ];
    let rows = database.rows(names.channels, &wanted, MAX_CHANNELS)?;
    let mut channels = Vec::new();
    for row in rows.iter() {
        let id = row.needed(0)?;
        let place = orders.iter().find(|place| place.channel == id);
        let number = place.map_or(id, |place| place.order);
        // A channel that the instrument does not order stands in the column of its own number, unless that is another's.
        let is_taken = place.is_none() && orders.iter().any(|place| place.order == number);
        let column = columns.iter().find(|(_, of)| *of == number && !is_taken);
        let (short_name, long_name, unit) = (row.text(1), row.text(2), row.text(3));
        channels.push(Channel {
            column: column.map_or(String::new(), |(name, _)| name.clone()),
            label: place.map_or(String::new(), |place| place.label.clone()),
            nature: nature(&row)?,
            status: place.map_or(Status::default(), |place| place.status),
            quantity: quantity(&short_name, &long_name, &unit),
            calibration: in_force(&mut calibrations, place, number),
            short_name,
            long_name,
            unit,
        });
    }
    Ok(channels)
}

/// A channel's place in the instrument.
struct Place {
    channel: i64,
    order: i64,
    /// Number of the row itself: calibrations of version 3 refer to it.
    row: Option<i64>,
    status: Status,
    active_calibration: Option<i64>,
    label: String,
}

fn orders(database: &Database, names: &Schema, instrument: Option<i64>) -> Result<Vec<Place>, Problem> {
    let table = &names.order;
    let wanted = [
        (table.channel, Need::Required),
        ("channelOrder", Need::Required),
        (table.instrument, Need::Optional),
        ("channelStatus", Need::Optional),
        ("activeCalibrationId", Need::Optional),
        ("label", Need::Optional),
        ("id", Need::Optional),
    ];
    let rows = database.rows(table.table, &wanted, MAX_CHANNELS)?;
    let mut places: Vec<Place> = Vec::new();
    for row in rows.iter() {
        if instrument.is_some() && row.whole(2)?.is_some_and(|of| Some(of) != instrument) {
            continue;
        }
        let order = row.needed(1)?;
        if places.iter().any(|place| place.order == order) {
            return Err(row.wrong(1, "a number that no other channel of the instrument has"));
        }
        places.push(Place {
            channel: row.needed(0)?,
            order,
            row: row.whole(6)?,
            status: Status(row.whole(3)?.unwrap_or_default()),
            active_calibration: row.whole(4)?,
            label: row.text(5),
        });
    }
    Ok(places)
}

fn nature(row: &Row<'_>) -> Result<Nature, Problem> {
    Ok(match (row.text(6).to_lowercase().as_str(), row.whole(5)?, row.whole(4)?) {
        ("derived", ..) | ("", Some(1), _) => Nature::Derived,
        ("measured", ..) | ("", _, Some(1)) => Nature::Measured,
        _ => Nature::Unstated,
    })
}

/// Kinds of channel that files call plain `Temperature`, and that are of a pressure gauge, a conductivity cell, an
/// optode or another sensor (pyrsktools 1.3.0, which renames them).
const INNER_TEMPERATURES: [&str; 15] = [
    "temp01", "temp05", "temp06", "temp07", "temp10", "temp11", "temp22", "temp28", "temp29", "temp30",
    "temp34", "temp39", "temp54", "temp60", "temp62",
];

/// The kinds of temperature and pressure are many: of the cell, of the accelerometer, of the air.
fn quantity(short_name: &str, long_name: &str, unit: &str) -> Quantity {
    let kind = short_name.get(..4).unwrap_or_default();
    match (kind, long_name.to_lowercase().as_str(), unit) {
        ("temp", "temperature", "°C") if !INNER_TEMPERATURES.contains(&short_name) => Quantity::Temperature,
        ("cond", "conductivity", "mS/cm") => Quantity::Conductivity,
        ("pres", "pressure", "dbar") => Quantity::AbsolutePressure,
        ("pres", "sea pressure", "dbar") => Quantity::SeaPressure,
        ("dpth", "depth", "m") => Quantity::Depth,
        ("sal_", "salinity", _) => Quantity::PracticalSalinity,
        _ => Quantity::Other,
    }
}

/// A calibration with the channel it is of.
struct Found {
    id: i64,
    /// The row of the instrument's channels, or the channel's order.
    of: Option<i64>,
    calibration: ChannelCalibration,
}

fn in_force(calibrations: &mut Vec<Found>, place: Option<&Place>, order: i64) -> Option<ChannelCalibration> {
    let active = place.and_then(|place| place.active_calibration);
    let by_id = calibrations.iter().position(|found| Some(found.id) == active);
    let owner = place.and_then(|place| place.row).unwrap_or(order);
    let own = calibrations.iter().enumerate().filter(|(_, found)| found.of == Some(owner));
    let latest = own.max_by_key(|(_, found)| (found.calibration.time_ms, found.id)).map(|(index, _)| index);
    by_id.or(latest).map(|index| calibrations.swap_remove(index).calibration)
}

fn calibrations(database: &Database, names: &Schema) -> Result<Vec<Found>, Problem> {
    let mut coefficients = separate_coefficients(database, names)?;
    // Before version 1.13.4 the coefficients were columns of the calibrations.
    let there = database.columns(names.calibrations)?.unwrap_or_default();
    let inside: Vec<&str> = there.iter().map(String::as_str).filter(|name| is_key(name)).collect();
    let mut wanted = vec![
        (names.calibration_id, Need::Required),
        ("equation", Need::Optional),
        (names.calibrated_at, Need::Optional),
        ("channelOrder", Need::Optional),
        ("instrumentChannelId", Need::Optional),
    ];
    let fixed = wanted.len();
    wanted.extend(inside.iter().map(|name| (*name, Need::Optional)));
    let rows = database.rows(names.calibrations, &wanted, MAX_CALIBRATIONS)?;
    let mut found = Vec::new();
    for row in rows.iter() {
        let id = row.needed(0)?;
        let mut keyed = coefficients.remove(&id).unwrap_or_default();
        if keyed.values.is_empty() && keyed.inputs.is_empty() {
            for (place, name) in (fixed..).zip(&inside) {
                keyed.add(name, &row, place)?;
            }
        }
        let of = row.whole(4)?.or(row.whole(3)?);
        found.push(Found { id, of, calibration: keyed.calibration(row.text(1), row.whole(2)?) });
    }
    Ok(found)
}

fn separate_coefficients(database: &Database, names: &Schema) -> Result<BTreeMap<i64, Keyed>, Problem> {
    let wanted = [(names.coefficient_of, Need::Required), ("key", Need::Required), ("value", Need::Required)];
    let rows = database.rows(names.coefficients, &wanted, 20 * MAX_CALIBRATIONS)?;
    let mut found: BTreeMap<i64, Keyed> = BTreeMap::new();
    for row in rows.iter() {
        found.entry(row.needed(0)?).or_default().add(&row.text(1), &row, 2)?;
    }
    Ok(found)
}

/// Coefficients by group and number.
#[derive(Default)]
struct Keyed {
    values: BTreeMap<(char, u32), f64>,
    inputs: BTreeMap<u32, String>,
    slope: Option<f64>,
    offset: Option<f64>,
}

impl Keyed {
    fn add(&mut self, key: &str, row: &Row<'_>, place: usize) -> Result<(), Problem> {
        let mut letters = key.chars();
        match (letters.next(), letters.as_str().parse()) {
            (Some(group @ ('c' | 'x')), Ok(number)) => {
                self.values.insert((group, number), row.number(place)?.unwrap_or(f64::NAN));
            }
            (Some('n'), Ok(number)) => {
                self.inputs.insert(number, row.text(place));
            }
            _ if key == "slope" => self.slope = row.number(place)?,
            _ if key == "offset" => self.offset = row.number(place)?,
            // What a later version adds is no reason to refuse the rest.
            _ => {}
        }
        Ok(())
    }

    fn calibration(self, equation: String, time_ms: Option<i64>) -> ChannelCalibration {
        let named = |((group, number), value): ((char, u32), f64)| (format!("{group}{number}"), value);
        let coefficients: Vec<(String, f64)> = self.values.into_iter().map(named).collect();
        let inputs = self.inputs.into_iter().filter(|(_, text)| !text.is_empty());
        let look_up =
            |name: &str| coefficients.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
        ChannelCalibration {
            time_ms,
            conversion: rbr::conversion(&equation, look_up),
            equation,
            inputs: inputs.map(|(number, text)| (format!("n{number}"), text)).collect(),
            slope: self.slope.unwrap_or(1.0),
            offset: self.offset.unwrap_or(0.0),
            coefficients,
        }
    }
}

/// Whether a column of the calibrations holds a coefficient.
fn is_key(name: &str) -> bool {
    let digits = name.strip_prefix(['c', 'x', 'n']);
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}
