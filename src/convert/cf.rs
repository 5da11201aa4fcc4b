//! A cast by the CF and ACDD conventions.

use hadal_models::cast::{Cast, Kind, Sensor, Source, Variable};
use hadal_models::format::sea_bird::cnv::StartTime;
use hadal_models::processing::is_bad;
use hadal_record::{Attribute, Dataset, DatasetValues, DatasetVariable};

/// Where a cast comes from.
pub struct Provenance<'a> {
    /// Name and digest of the raw file.
    pub raw: (&'a str, &'a str),
    /// Name and digest of each file of coefficients.
    pub calibrations: Vec<(&'a str, &'a str)>,
}

/// The cast as one dataset: `time` is its dimension where the scans' times are known, or else `scan`.
pub fn dataset(cast: &Cast, provenance: &Provenance<'_>) -> Dataset {
    let time = time(cast);
    let dimension = if time.is_some() { "time" } else { "scan" };
    let timed = time.is_some();
    let columns = cast
        .variables
        .iter()
        .filter(|known| !timed || !["elapsed_time", "clock"].contains(&known.name.as_str()));
    let mut variables: Vec<DatasetVariable> = time.into_iter().collect();
    variables.extend(columns.map(|known| variable(cast, known)));
    variables.push(flags(cast));
    if !cast.scans_per_bin.is_empty() {
        let counts = cast.scans_per_bin.iter().map(|count| *count as u64).collect();
        variables.push(DatasetVariable {
            name: "scans_per_bin".to_owned(),
            attributes: texts(&[
                ("units", "1"),
                ("long_name", "number of scans whose mean a row is"),
                ("coverage_content_type", "auxiliaryInformation"),
            ]),
            values: DatasetValues::Counts(counts),
        });
    }
    Dataset { attributes: global(cast, provenance), dimension: dimension.to_owned(), variables }
}

/// What is said, in order.
type Attributes = Vec<(String, Attribute)>;

fn texts(pairs: &[(&str, &str)]) -> Attributes {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), Attribute::Text((*text).to_owned()))).collect()
}

/// The time coordinate, if the start is known and rows follow one another.
fn time(cast: &Cast) -> Option<DatasetVariable> {
    let rising = |values: &&[f64]| !values.is_empty() && values.windows(2).all(|pair| pair[1] > pair[0]);
    let clock = cast.variable("clock").filter(|clock| rising(&clock.values.as_slice()));
    if let Some(clock) = clock {
        let comment = "by the instrument's clock, taken as UTC: it states no time zone";
        return Some(coordinate(&clock.unit, comment, &clock.values));
    }
    let start = cast.start.as_ref()?;
    let elapsed = cast.values("elapsed_time").filter(rising)?;
    let unit = format!("seconds since {}", stated(start));
    let comment = match &start.source {
        Some(source) if source.starts_with("NMEA") || source.starts_with("System UTC") => {
            format!("start by the heading ({source}), in UTC")
        }
        Some(source) => format!("start by the heading ({source}), whose clock states no time zone"),
        None => "start by the heading, whose clock states no time zone".to_owned(),
    };
    Some(coordinate(&unit, &comment, elapsed))
}

fn coordinate(unit: &str, comment: &str, values: &[f64]) -> DatasetVariable {
    DatasetVariable {
        name: "time".to_owned(),
        attributes: texts(&[
            ("units", unit),
            ("long_name", "time"),
            ("standard_name", "time"),
            ("calendar", "standard"),
            ("units_metadata", "leap_seconds: none"),
            ("axis", "T"),
            ("coverage_content_type", "coordinate"),
            ("comment", comment),
        ]),
        values: DatasetValues::Numbers(values.to_vec()),
    }
}

fn stated(start: &StartTime) -> String {
    let StartTime { year, month, day, hour, minute, second, .. } = start;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

fn variable(cast: &Cast, known: &Variable) -> DatasetVariable {
    let mut attributes = Vec::new();
    let mut say =
        |name: &str, text: &str| attributes.push((name.to_owned(), Attribute::Text(text.to_owned())));
    if known.unit.contains(" since ") {
        say("calendar", "standard");
        say("units_metadata", "leap_seconds: none");
    }
    if !known.unit.is_empty() {
        say("units", &known.unit);
    }
    say("long_name", &known.long_name);
    if let Some(name) = known.standard_name {
        say("standard_name", name);
    }
    let is_uncertainty = Kind::named(&known.name).is_some_and(|kind| kind.is_standard_uncertainty());
    if is_uncertainty && known.unit == "K" {
        say("units_metadata", "temperature: difference");
    } else if known.name.starts_with("temperature") || known.name.starts_with("conservative") {
        say("reference_scale", "ITS-90");
        say("units_metadata", "temperature: on_scale");
    }
    if known.name == "depth" || known.name == "pressure" {
        say("positive", "down");
    }
    say("coverage_content_type", if is_uncertainty { "qualityInformation" } else { "physicalMeasurement" });
    match cast.standard_uncertainty(&known.name) {
        Some(beside) => say("ancillary_variables", &format!("{} quality_flag", beside.name)),
        None => say("ancillary_variables", "quality_flag"),
    }
    let beside: Vec<&str> = ["pressure", "latitude", "longitude"]
        .into_iter()
        .filter(|name| *name != known.name && cast.variable(name).is_some())
        .collect();
    if !beside.is_empty() {
        say("coordinates", &beside.join(" "));
    }
    if let Some(sensor) = &known.sensor {
        attributes.extend(of_sensor(sensor));
    }
    let values = DatasetValues::Numbers(known.values.clone());
    DatasetVariable { name: known.name.clone(), attributes, values }
}

/// The calibration travels with the numbers that it made.
fn of_sensor(sensor: &Sensor) -> Attributes {
    let names = sensor.equation.coefficients().iter().zip(&sensor.coefficients);
    let mut coefficients: Vec<String> = names.map(|(name, value)| format!("{name} = {value:e}")).collect();
    let hysteresis =
        sensor.hysteresis.into_iter().flat_map(|values| ["H1", "H2", "H3"].into_iter().zip(values));
    coefficients.extend(hysteresis.map(|(name, value)| format!("{name} = {value:e}")));
    if sensor.slope.to_bits() != 1.0_f64.to_bits() || sensor.offset != 0.0 {
        coefficients.push(format!("slope = {:e}, offset = {:e}", sensor.slope, sensor.offset));
    }
    let named = sensor.equation.inputs().iter().zip(&sensor.inputs);
    let inputs: Vec<String> = named
        .map(|(input, source)| match source {
            Source::Column(column) => format!("{} = {column}", input.name),
            Source::Raised(column, by) => format!("{} = {column} + {by}", input.name),
            Source::Constant(value) => format!("{} = {value}", input.name),
            Source::Open => format!("{} not found", input.name),
        })
        .collect();
    let equation = format!("{}, version {}", sensor.equation.id(), sensor.equation.version());
    let said = [
        ("sensor_serial_number", sensor.serial.as_str()),
        ("calibration_date", &sensor.calibration_date),
        ("calibration_equation", &equation),
        ("calibration_formula", sensor.equation.formula()),
        ("calibration_coefficients", &coefficients.join(", ")),
        ("calibration_inputs", &inputs.join(", ")),
    ];
    texts(&said.into_iter().filter(|(_, text)| !text.is_empty()).collect::<Vec<_>>())
}

/// When the last row was taken.
fn end(cast: &Cast) -> Option<String> {
    let start: jiff::Timestamp = stated(cast.start.as_ref()?).parse().ok()?;
    let elapsed = cast.values("elapsed_time")?.iter().copied().filter(|seconds| seconds.is_finite());
    let last = elapsed.reduce(f64::max)?;
    #[expect(clippy::cast_possible_truncation, reason = "a float too large saturates, and is then no time")]
    let since = jiff::SignedDuration::from_millis((last * 1000.0) as i64);
    start.checked_add(since).ok().map(|end| end.to_string())
}

fn flags(cast: &Cast) -> DatasetVariable {
    DatasetVariable {
        name: "quality_flag".to_owned(),
        attributes: texts(&[
            ("long_name", "whether a step of the processing marked the scan bad"),
            ("standard_name", "quality_flag"),
            ("coverage_content_type", "qualityInformation"),
        ]),
        values: DatasetValues::Flags(
            cast.flags.iter().map(|flag| u8::from(is_bad(*flag))).collect(),
            &["not_marked", "marked_bad"],
        ),
    }
}

fn global(cast: &Cast, provenance: &Provenance<'_>) -> Attributes {
    let (name, digest) = provenance.raw;
    let instrument = if cast.instrument.is_empty() { "a logger" } else { &cast.instrument };
    let software = concat!("hadal ", env!("CARGO_PKG_VERSION"));
    let title = format!("{name}: quantities measured by {instrument}");
    let is_raw = !provenance.calibrations.is_empty() || name.ends_with(".hex");
    let how = if is_raw {
        "Converted from raw output"
    } else {
        "Quantities as the file holds them, and derived ones"
    };
    let summary = format!(
        "{how}; equations and coefficients, where known, stand with each variable; {} rows",
        cast.len()
    );
    let id = format!("blake3:{digest}");
    let mut said = texts(&[
        ("id", &id),
        ("title", &title),
        ("summary", &summary),
        ("keywords", "ocean, temperature, conductivity, pressure, calibration"),
        ("source", instrument),
        ("history", &format!("{software}: converted {name}\n{}", cast.history.join("\n"))),
        ("raw_file", name),
        ("raw_file_blake3", digest),
    ]);
    let mut say = |name: &str, text: String| said.push((name.to_owned(), Attribute::Text(text)));
    if !provenance.calibrations.is_empty() {
        let files: Vec<String> = provenance
            .calibrations
            .iter()
            .map(|(name, digest)| format!("{name} (blake3 {digest})"))
            .collect();
        say("calibration_files", files.join(", "));
    }
    let noted: Vec<&str> = cast.notices.iter().chain(&cast.remarks).map(String::as_str).collect();
    if !noted.is_empty() {
        say("comment", noted.join("\n"));
    }
    if let Some(start) = &cast.start {
        say("time_coverage_start", stated(start));
    }
    if let Some(end) = end(cast) {
        say("time_coverage_end", end);
    }
    for (bound, degrees) in [
        ("lat", cast.latitude.map(|latitude| latitude.degrees_north())),
        ("lon", cast.longitude.map(|longitude| longitude.degrees_east())),
    ] {
        for side in ["min", "max"] {
            let name = format!("geospatial_{bound}_{side}");
            said.extend(degrees.map(|degrees| (name, Attribute::Number(degrees))));
        }
    }
    said
}
