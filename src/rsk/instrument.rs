//! The channels, and what they measure.

use super::calibration::{self, ChannelCalibration};
use super::database::{Database, Need};
use super::rows::Row;
use super::schema::Schema;
use super::{Problem, samples};

/// Most channels of one instrument; the maker's largest have some thirty.
const MAX_CHANNELS: u64 = 256;

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

pub(super) fn channels(
    database: &Database,
    names: &Schema,
    instrument: Option<i64>,
) -> Result<Vec<Channel>, Problem> {
    let mut calibrations = calibration::all(database, names)?;
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
            calibration: calibration::in_force(
                &mut calibrations,
                place.and_then(|place| place.active_calibration),
                place.and_then(|place| place.row).unwrap_or(number),
            ),
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
