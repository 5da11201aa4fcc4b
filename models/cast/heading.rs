//! What a Sea-Bird heading says of the cast as a whole: when, where, and how far its scans are apart.

use super::Cast;
use crate::format::sea_bird::cnv::{StartTime, time};
use crate::format::sea_bird::hex::Header;
use crate::format::sea_bird::model::Model;
use crate::format::sea_bird::xmlcon::Instrument;
use crate::quantity::{Latitude, Longitude};

/// Lines that say when a cast began, best first: name in the heading, what SBE Data Processing calls it in a `.cnv`.
const TIMES: [(&str, &str); 3] = [
    ("NMEA UTC (Time)", "NMEA time, header"),
    ("System UTC", "System UTC, header"),
    ("System UpLoad Time", "System UpLoad Time"),
];

/// Takes over what the heading says.
pub(super) fn read(cast: &mut Cast, header: &Header<'_>, model: Model, instrument: Option<&Instrument>) {
    let stated = |(name, source): &(&str, &str)| time(header.value(name)?, Some((*source).to_owned()));
    let by_ship = TIMES[..1].iter().find_map(stated);
    cast.start = by_ship.or_else(|| by_instrument(header)).or_else(|| TIMES[1..].iter().find_map(stated));
    cast.latitude = header.value("NMEA Latitude").and_then(degrees_north).map(Latitude::from_degrees_north);
    cast.longitude = header.value("NMEA Longitude").and_then(degrees_east).map(Longitude::from_degrees_east);
    cast.sample_interval_s = interval_s(header, model, instrument);
    let name = header.text().lines().next().unwrap_or_default();
    let name = name.trim_start_matches(['*', ' ']).trim_end_matches([':', ' ']);
    cast.instrument = name.trim_end_matches("Data File").trim().to_owned();
    cast.heading = header.text().lines().filter(|line| line.starts_with('*')).map(str::to_owned).collect();
}

/// `* cast   1 10 Dec 2016 06:16:51 samples 1 to 3069, avg = 1`: the clock of a profiling SeaCAT.
fn by_instrument(header: &Header<'_>) -> Option<StartTime> {
    header.text().lines().find_map(|line| {
        let words: Vec<&str> = line.trim_start_matches(['*', ' ']).split_whitespace().collect();
        let ["cast", _, day, month, year, clock, "samples", ..] = words[..] else { return None };
        time(&format!("{month} {day} {year} {clock}"), Some("Instrument's time stamp, header".to_owned()))
    })
}

/// `34 16.54 N` in degrees north.
pub(super) fn degrees_north(text: &str) -> Option<f64> {
    degrees(text, "N", "S", 90.0)
}

/// `120 01.54 W` in degrees east.
pub(super) fn degrees_east(text: &str) -> Option<f64> {
    degrees(text, "E", "W", 180.0)
}

fn degrees(text: &str, positive: &str, negative: &str, most: f64) -> Option<f64> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [degrees, minutes, side] = words[..] else { return None };
    let (degrees, minutes): (f64, f64) = (degrees.parse().ok()?, minutes.parse().ok()?);
    let sign = match side {
        side if side == positive => 1.0,
        side if side == negative => -1.0,
        _ => return None,
    };
    let size = degrees + minutes / 60.0;
    let known = degrees >= 0.0 && (0.0..60.0).contains(&minutes) && size <= most;
    known.then_some(sign * size)
}

/// Time between scans: the instrument's own rate (911plus 24 Hz, 19plus 4 Hz, 25 8 Hz, 25plus 16 Hz, by their manuals)
/// times the scans averaged, or the interval that a moored instrument is set to.
fn interval_s(header: &Header<'_>, model: Model, instrument: Option<&Instrument>) -> Option<f64> {
    let setting = |name: &str| instrument?.whole(name).ok().flatten().map(f64::from);
    let moored = setting("Mode").is_some_and(|mode| mode > 0.0) || header.text().contains("<MooredMode>");
    let averaged = || {
        // The heading is of this cast, the configuration perhaps of another.
        let stated = (header.value("Number of Scans Averaged by the Deck Unit"))
            .or_else(|| header.element("ScansToAverage"))
            .and_then(|text| text.parse().ok())
            .or_else(|| setting("ScansToAverage"));
        stated.filter(|scans| *scans >= 1.0).unwrap_or(1.0)
    };
    let rate_hz = match model {
        Model::Sbe911Plus => Some(24.0),
        Model::Sbe19Plus if !moored => Some(4.0),
        Model::Sbe25 => Some(8.0),
        Model::Sbe25Plus => Some(16.0),
        _ => None,
    };
    let set = || {
        let text = header.value("sample interval").or_else(|| header.element("SampleInterval"))?;
        let seconds: f64 = text.trim_end_matches("seconds").trim().parse().ok()?;
        (seconds > 0.0 && seconds.is_finite()).then_some(seconds)
    };
    match rate_hz {
        Some(rate) => Some(averaged() / rate),
        None => set().or_else(|| setting("SampleIntervalSeconds").filter(|seconds| *seconds > 0.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::sea_bird::hex::split;

    fn read_all(text: &str, model: Model) -> Cast {
        let mut cast = Cast::default();
        let file = format!("{text}*END*\n");
        read(&mut cast, &split(file.as_bytes()).unwrap().header, model, None);
        cast
    }

    #[test]
    fn the_ship_says_when_and_where() {
        let text = "* Sea-Bird SBE 9 Data File:\n* System UTC = Jul 28 2025 23:43:53\n* NMEA Latitude = 34 16.50 N\n\
                    * NMEA Longitude = 120 01.50 W\n* NMEA UTC (Time) = Jul 28 2025  23:40:22\n";
        let cast = read_all(text, Model::Sbe911Plus);
        let start = cast.start.unwrap();
        assert_eq!((start.hour, start.minute, start.second), (23, 40, 22));
        assert!((cast.latitude.unwrap().degrees_north() - 34.275).abs() < 1e-12);
        assert!((cast.longitude.unwrap().degrees_east() + 120.025).abs() < 1e-12);
        assert_eq!(cast.sample_interval_s, Some(1.0 / 24.0));
        assert_eq!(cast.instrument, "Sea-Bird SBE 9");
    }

    #[test]
    fn a_sea_cat_says_when_and_averages() {
        let text = "* Sea-Bird SBE19plus Data File:\n* System UpLoad Time = Jun 19 2023 19:00:06\n\
                    * <ScansToAverage>2</ScansToAverage>\n\
                    * cast   1 10 Dec 2016 06:16:51 samples 1 to 3069, avg = 1, stop = mag switch\n";
        let cast = read_all(text, Model::Sbe19Plus);
        assert_eq!(cast.start.unwrap().source.unwrap(), "Instrument's time stamp, header");
        assert_eq!(cast.sample_interval_s, Some(0.5));
    }

    #[test]
    fn what_is_no_position_is_none() {
        for text in ["91 10.0", "34 61.0 N", "34 16.5 X", "34 16.5 E", "90 00.1 N", "", "a b N"] {
            assert_eq!(degrees_north(text), None, "{text}");
        }
        assert_eq!((degrees_north("90 00.0 S"), degrees_east("180 0.0 W")), (Some(-90.0), Some(-180.0)));
        assert_eq!(degrees_east("34 16.5 N"), None);
    }
}
