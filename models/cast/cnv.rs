//! A cast from a `.cnv` of the maker's, and as one.

use super::{Cast, Kind, Variable, heading};
use crate::format::sea_bird::cnv::{self, BAD_FLAG, Column, Interval, Notation};
use crate::quantity::{Latitude, Longitude};

/// Units as the maker writes them in brackets, and as UDUNITS has them.
const UNITS: [(&str, &str); 22] = [
    ("db", "dbar"),
    ("ITS-90, deg C", "degree_Celsius"),
    ("deg C", "degree_Celsius"),
    ("S/m", "S m-1"),
    ("mS/cm", "mS cm-1"),
    ("uS/cm", "uS cm-1"),
    ("PSU", "1"),
    ("g/kg", "g kg-1"),
    ("seconds", "s"),
    ("minutes", "min"),
    ("hours", "h"),
    ("V", "V"),
    ("ml/l", "ml l-1"),
    ("mg/l", "mg l-1"),
    ("umol/kg", "umol kg-1"),
    ("umol/l", "umol l-1"),
    ("m/s", "m s-1"),
    ("m", "m"),
    ("1/m", "m-1"),
    ("mg/m^3", "mg m-3"),
    ("deg", "degree"),
    ("%", "percent"),
];

/// Decimals of a column in a `.cnv`, by its unit: at least the last that an instrument resolves.
const DECIMALS: [(&str, usize); 10] = [
    ("dbar", 3),
    ("degree_Celsius", 4),
    ("S m-1", 6),
    ("s", 3),
    ("m", 3),
    ("m s-1", 2),
    ("V", 5),
    ("umol kg-1", 3),
    ("degrees_north", 5),
    ("degrees_east", 5),
];

/// How a line of ours begins in the notes of a `.cnv`.
const OURS: &str = "# hadal ";

/// Quantities that are derived anew: what is salinity to the maker may differ from ours in the last digits, and keeps the
/// maker's name.
const DERIVED: [&str; 6] = [
    "practical_salinity",
    "absolute_salinity",
    "conservative_temperature",
    "density",
    "potential_density_anomaly",
    "sound_speed",
];

/// A cast from a converted file. Columns of known quantities get our names and units, the others keep the maker's.
pub fn from_cnv(file: cnv::Cast) -> Cast {
    let mut cast = Cast { start: file.start_time.clone(), ..Cast::default() };
    cast.flags = vec![0.0; file.len()];
    let bad_flag = file.bad_flag;
    let is_ours = file.notes.iter().any(|line| line.starts_with(OURS));
    for column in file.columns {
        let good = |value: f64| if value.total_cmp(&bad_flag).is_eq() { f64::NAN } else { value };
        if column.name == "nbin" && is_ours {
            #[expect(clippy::cast_possible_truncation, reason = "a count; the cast saturates")]
            let count = |value: &f64| *value as usize;
            cast.scans_per_bin = column.values.iter().map(count).collect();
            continue;
        }
        if column.name == "flag" {
            let flag = |value: &f64| if good(*value).is_nan() { BAD_FLAG } else { 0.0 };
            cast.flags = column.values.iter().map(flag).collect();
            continue;
        }
        let known = Kind::of_cnv(&column.name).map(|(kind, number, factor)| {
            let values = column.values.iter().map(|value| factor * good(*value)).collect();
            let general = Variable::of_kind(kind, number, values);
            let theirs = Some((column.name.clone(), column.label.clone()))
                .filter(|_| factor.to_bits() == 1.0_f64.to_bits());
            Variable { sea_bird: theirs.or(general.sea_bird.clone()), ..general }
        });
        let kept =
            known.filter(|variable| is_ours || !DERIVED.iter().any(|name| variable.name.starts_with(name)));
        let mut variable = kept.unwrap_or_else(|| as_it_is(&column, good));
        if cast.variable(&variable.name).is_some() {
            variable = as_it_is(&column, good);
        }
        while cast.variable(&variable.name).is_some() {
            variable.name.push('_');
        }
        cast.variables.push(variable);
    }
    cast.bins = file
        .interval
        .as_ref()
        .filter(|interval| !interval.unit.starts_with("second"))
        .map(|interval| (interval.unit.clone(), interval.value));
    let seconds = file.interval.filter(|interval| interval.unit.starts_with("second"));
    cast.sample_interval_s = seconds.map(|interval| interval.value).filter(|seconds| *seconds > 0.0);
    let stated = |name: &str, parse: fn(&str) -> Option<f64>| {
        file.instrument.iter().find_map(|line| {
            let (key, value) = line.split_once('=')?;
            (key.trim_matches(['*', ' ']) == name).then(|| parse(value))?
        })
    };
    cast.latitude = stated("NMEA Latitude", heading::degrees_north).map(Latitude::from_degrees_north);
    cast.longitude = stated("NMEA Longitude", heading::degrees_east).map(Longitude::from_degrees_east);
    let name = file.instrument.first().map_or("", String::as_str).trim_start_matches(['*', ' ']);
    cast.instrument = name.trim_end_matches([':', ' ']).trim_end_matches("Data File").trim().to_owned();
    cast.heading = file.instrument;
    cast.history = file.notes.iter().map(|line| line.trim_start_matches(['#', ' ']).to_owned()).collect();
    cast.history.retain(|line| !line.starts_with('<') && !line.is_empty());
    if is_ours {
        cast.history.iter_mut().for_each(|line| *line = line.trim_start_matches("hadal ").to_owned());
        let (notices, history) = std::mem::take(&mut cast.history)
            .into_iter()
            .partition(|line| line.starts_with("note: ") && is_notice(line));
        cast.history = history;
        cast.notices = notices;
        cast.notices.iter_mut().for_each(|line| *line = line.trim_start_matches("note: ").to_owned());
    }
    cast
}

/// Whether a line says that a calibration is of a twin, or of a trial.
pub fn is_notice(line: &str) -> bool {
    line.contains("SIMULATED") || line.contains("TRIAL")
}

fn as_it_is(column: &Column, good: impl Fn(f64) -> f64) -> Variable {
    let unit = column.unit().and_then(|unit| UNITS.iter().find(|(theirs, _)| *theirs == unit));
    Variable {
        name: identifier(&column.name),
        unit: unit.map(|(_, ours)| (*ours).to_owned()).unwrap_or_default(),
        long_name: column.label.clone(),
        standard_name: None,
        sea_bird: Some((column.name.clone(), column.label.clone())),
        sensor: None,
        values: column.values.iter().map(|value| good(*value)).collect(),
    }
}

/// A name of letters, digits and underscores that begins with a letter.
pub fn identifier(name: &str) -> String {
    let plain: String =
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    if plain.starts_with(|first: char| first.is_ascii_alphabetic()) { plain } else { format!("x{plain}") }
}

/// The cast as a `.cnv`, with every column: under the maker's short name where there is one that is not taken, or else
/// under ours.
pub fn to_cnv(cast: &Cast) -> cnv::Cast {
    let mut columns: Vec<Column> = Vec::new();
    for variable in &cast.variables {
        let ours = || {
            let unit = if variable.unit.is_empty() { String::new() } else { format!(" [{}]", variable.unit) };
            (variable.name.clone(), variable.long_name.clone() + &unit)
        };
        let is_free = |name: &str| name != "flag" && columns.iter().all(|column| column.name != name);
        let theirs = variable.sea_bird.clone().filter(|(name, _)| is_free(name));
        let (mut name, label) = theirs.unwrap_or_else(ours);
        while !is_free(&name) {
            name.push('_');
        }
        let decimals =
            DECIMALS.iter().find(|(unit, _)| *unit == variable.unit).map_or(4, |(_, decimals)| *decimals);
        // Seconds since an epoch leave no room for a point.
        let decimals = if variable.unit.contains(" since ") { 0 } else { decimals };
        let is_uncertainty = Kind::named(&variable.name).is_some_and(|kind| kind.is_standard_uncertainty());
        let notation = if is_uncertainty { Notation::Scientific } else { Notation::Fixed(decimals) };
        let values = variable.values.clone();
        columns.push(Column { name, label, span: None, notation, values });
    }
    if !cast.scans_per_bin.is_empty() {
        columns.retain(|column| column.name != "nbin");
        columns.push(Column {
            name: "nbin".to_owned(),
            label: "number of scans per bin".to_owned(),
            span: None,
            notation: Notation::Fixed(0),
            values: cast.scans_per_bin.iter().map(|scans| *scans as f64).collect(),
        });
    }
    columns.push(Column {
        name: "flag".to_owned(),
        label: "flag".to_owned(),
        span: None,
        notation: Notation::Scientific,
        values: cast.flags.clone(),
    });
    let scans = || cast.sample_interval_s.map(|value| ("seconds".to_owned(), value));
    let interval = cast.bins.clone().or_else(scans).map(|(unit, value)| Interval { unit, value });
    let heading =
        if cast.heading.is_empty() { vec![format!("* {}", cast.instrument)] } else { cast.heading.clone() };
    let said = cast.notices.iter().chain(&cast.remarks).map(|note| format!("{OURS}note: {note}"));
    cnv::Cast {
        instrument: heading,
        columns,
        interval,
        start_time: cast.start.clone(),
        bad_flag: BAD_FLAG,
        notes: cast.history.iter().map(|line| format!("{OURS}{line}")).chain(said).collect(),
    }
}
