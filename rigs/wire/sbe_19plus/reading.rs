//! Lines of an SBE 16plus or 19plus, read.

use super::{
    COUNTS_PER_VOLT, ConvertedScan, DropReason, Dropped, EXECUTED, HERTZ_STEPS, Layout, Mode, OutputFormat,
    RawScan, Reply, Scan, Taken, Values, dropped, number,
};

pub(super) fn reply(line: &str, layout: Layout) -> Result<Reply, Dropped> {
    let line = line.trim();
    if line == EXECUTED {
        return Ok(Reply::Executed);
    }
    if let Some(error) = error(line) {
        return Ok(error);
    }
    let scanned = line.strip_prefix('#').unwrap_or(line).trim_start();
    let scan = match layout.format {
        OutputFormat::RawHex | OutputFormat::ConvertedHex => {
            // A word of XML or an echo has a letter beyond F.
            if scanned.is_empty() || !scanned.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Ok(Reply::Text(line.to_owned()));
            }
            hexadecimal(scanned, layout)
        }
        OutputFormat::RawDecimal | OutputFormat::ConvertedDecimal => {
            let numeric = |first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.');
            if !scanned.starts_with(numeric) {
                return Ok(Reply::Text(line.to_owned()));
            }
            decimal(scanned, layout)
        }
    };
    scan.map(Reply::Scan).ok_or_else(|| dropped(line, DropReason::Malformed))
}

fn error(line: &str) -> Option<Reply> {
    let inside = line.strip_prefix("<ERROR type='")?.strip_suffix("'/>")?;
    let (kind, message) = inside.split_once("' msg='")?;
    Some(Reply::Error { kind: kind.to_owned(), message: message.to_owned() })
}

/// Takes so many digits off the front.
fn digits(rest: &mut &str, count: usize) -> Option<u32> {
    let (field, after) = rest.split_at_checked(count)?;
    *rest = after;
    u32::from_str_radix(field, 16).ok()
}

fn hexadecimal(line: &str, layout: Layout) -> Option<Scan> {
    let rest = &mut &*line;
    let external = |rest: &mut &str| -> Option<Vec<f64>> {
        (0..layout.external_voltages).map(|_| Some(f64::from(digits(rest, 4)?) / COUNTS_PER_VOLT)).collect()
    };
    let values = if layout.format == OutputFormat::RawHex {
        Values::Raw(RawScan {
            temperature_counts: digits(rest, 6)?,
            conductivity_hz: f64::from(digits(rest, 6)?) / HERTZ_STEPS,
            pressure_counts: digits(rest, 6)?,
            pressure_temperature_v: f64::from(digits(rest, 4)?) / COUNTS_PER_VOLT,
            external_v: external(rest)?,
        })
    } else {
        Values::Converted(ConvertedScan {
            temperature_celsius: f64::from(digits(rest, 6)?) / 1e5 - 10.0,
            conductivity_s_per_m: f64::from(digits(rest, 6)?) / 1e6 - 1.0,
            pressure_dbar_sea: f64::from(digits(rest, 6)?) / 1e3 - 100.0,
            external_v: external(rest)?,
        })
    };
    let taken = match layout.mode {
        Mode::Profiling => None,
        Mode::Moored => Some(Taken { seconds_since_2000: digits(rest, 8)?, date: String::new() }),
    };
    rest.is_empty().then_some(Scan { values, taken })
}

fn decimal(line: &str, layout: Layout) -> Option<Scan> {
    let fields: Vec<&str> = line.split(',').map(str::trim).collect();
    let raw = layout.format == OutputFormat::RawDecimal;
    let own = if raw { 4 } else { 3 };
    let (own_fields, rest) = fields.split_at_checked(own)?;
    let (volts, rest) = rest.split_at_checked(layout.external_voltages)?;
    let own_values: Vec<f64> = own_fields.iter().map(|field| number(field).ok()).collect::<Option<_>>()?;
    let external_v: Vec<f64> = volts.iter().map(|field| number(field).ok()).collect::<Option<_>>()?;
    let values = match *own_values.as_slice() {
        [_, conductivity_hz, _, pressure_temperature_v] => Values::Raw(RawScan {
            temperature_counts: own_fields.first()?.parse().ok()?,
            conductivity_hz,
            pressure_counts: own_fields.get(2)?.parse().ok()?,
            pressure_temperature_v,
            external_v,
        }),
        [temperature_celsius, conductivity_s_per_m, pressure_dbar_sea] => Values::Converted(ConvertedScan {
            temperature_celsius,
            conductivity_s_per_m,
            pressure_dbar_sea,
            external_v,
        }),
        _ => return None,
    };
    let taken = match (layout.mode, rest) {
        (Mode::Profiling, []) => None,
        (Mode::Moored, [day, time]) => Some(Taken { seconds_since_2000: 0, date: format!("{day}, {time}") }),
        _ => return None,
    };
    Some(Scan { values, taken })
}
