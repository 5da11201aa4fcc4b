//! The calibrations of the channels, with their coefficients in either of the two forms of table.

use super::Problem;
use super::database::{Database, Need};
use super::rows::Row;
use super::schema::Schema;
use hadal_models::format::rbr::{self, Conversion};
use std::collections::BTreeMap;

/// Most calibrations of one file, all its history.
const MAX_CALIBRATIONS: u64 = 10_000;

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

/// A calibration with the channel it is of.
pub(super) struct Found {
    id: i64,
    /// The row of the instrument's channels, or the channel's order.
    of: Option<i64>,
    calibration: ChannelCalibration,
}

/// The calibration of this number, otherwise the latest of the owner: the row of the instrument's channels, or the
/// channel's order.
pub(super) fn in_force(
    calibrations: &mut Vec<Found>,
    active: Option<i64>,
    owner: i64,
) -> Option<ChannelCalibration> {
    let by_id = calibrations.iter().position(|found| Some(found.id) == active);
    let own = calibrations.iter().enumerate().filter(|(_, found)| found.of == Some(owner));
    let latest = own.max_by_key(|(_, found)| (found.calibration.time_ms, found.id)).map(|(index, _)| index);
    by_id.or(latest).map(|index| calibrations.swap_remove(index).calibration)
}

pub(super) fn all(database: &Database, names: &Schema) -> Result<Vec<Found>, Problem> {
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
