//! Published casts as the maker's own reader gives them.

use crate::format::csv;
use crate::format::sea_bird::cnv::{Interval, Notation, read};
use crate::format::sea_bird::model::Model;
use crate::format::sea_bird::tests::published::published;
use crate::format::sea_bird::text;
use crate::format::sea_bird::xmlcon::Conversion;

const MICROCAT: &str = "SBE37SM-RS232_03716125_2017_11_16.cnv";
const CORAL: &str = "WQR086CFACLWDB.cnv";
const BINNED: &str = "SBE19plus_01906398_2019_07_15_0033_cropped_binavg.cnv";
const ALASKA: &str = "SBE19plus_01908106_2023_06_19_0001.cnv";
const SMALL: &str = "fake_cast.cnv";
const CASTS: [&str; 5] = [MICROCAT, CORAL, BINNED, ALASKA, SMALL];

#[test]
#[ignore = "needs the makers' files"]
fn val_converted_casts_equal_sea_birds_own_reader_to_the_bit() {
    for (file, expected) in CASTS.map(|name| (published(name), published(&format!("{name}.read.csv")))) {
        let cast = read(&file).unwrap();
        let table = csv::parse(&text(&expected)).unwrap();
        assert_eq!((cast.columns.len(), cast.len()), (table.headers().len(), table.len()));
        for (column, name) in cast.columns.iter().zip(table.headers()) {
            let theirs = table.numbers(name).unwrap();
            assert!(column.values.iter().zip(&theirs).all(|(a, b)| a.to_bits() == b.to_bits()), "{name}");
            // Their reader calls a second column `depSM_1`, and one that is called `scan` otherwise.
            assert!(name.starts_with(column.name.as_str()), "{name}: {}", column.name);
        }
    }
}

#[test]
#[ignore = "needs the makers' files"]
fn the_heading_is_understood() {
    let cast = read(&published(CORAL)).unwrap();
    assert_eq!(cast.interval, Some(Interval { unit: "meters".to_owned(), value: 1.0 }));
    let start = cast.start_time.clone().unwrap();
    assert_eq!((start.year, start.month, start.day), (2025, 2, 2));
    assert_eq!((start.hour, start.minute, start.second), (4, 1, 52));
    assert_eq!(start.source.as_deref(), Some("System UTC, first data scan."));
    let depth = &cast.columns[13];
    assert_eq!((depth.description(), depth.unit()), ("Depth", Some("salt water, m")));
    assert_eq!(depth.label, "Depth [salt water, m], lat = -23.3407");
    assert_eq!(cast.columns[6].span, Some((-0.03827, 69.285)));
    assert_eq!(cast.columns[6].notation, Notation::Scientific);
    assert_eq!(cast.columns[1].notation, Notation::Fixed(4));
    assert_eq!(cast.model(), Model::Sbe911Plus);
    assert_eq!(read(&published(ALASKA)).unwrap().columns[5].unit(), None);
}

#[test]
#[ignore = "needs the makers' files"]
fn the_sensors_of_a_heading_come_with_their_calibrations() {
    let sensors = read(&published(CORAL)).unwrap().sensors().unwrap().unwrap();
    let equations: Vec<&str> = sensors
        .iter()
        .filter_map(|channel| match &channel.sensor.conversion {
            Conversion::Equation(calibration) => Some(calibration.equation),
            _ => None,
        })
        .collect();
    assert_eq!(equations[..2], ["sea-bird/sbe-3-temperature", "sea-bird/sbe-4-conductivity"]);
    // One sensor of the next cast is of a kind we have no equation for, and one channel has no sensor.
    let sensors = read(&published(SMALL)).unwrap().sensors().unwrap().unwrap();
    let ids: Vec<(usize, u32)> = sensors.iter().map(|channel| (channel.index, channel.sensor.id)).collect();
    assert_eq!(ids, [(0, 55), (1, 3), (2, 38), (3, 59), (4, 21), (6, 49)]);
    assert_eq!(sensors[5].sensor.number("A1"), Some(-6.524_145e-2));
}

#[test]
#[ignore = "needs the makers' files"]
fn published_casts_survive_being_written() {
    for file in CASTS {
        let cast = read(&published(file)).unwrap();
        let mut again = read(cast.write().as_bytes()).unwrap();
        for (again, column) in again.columns.iter_mut().zip(&cast.columns) {
            // Programs write spans in their own precision.
            again.span = column.span;
        }
        assert_eq!(again, cast);
    }
}

#[test]
#[ignore = "needs the makers' files"]
fn a_written_row_is_the_published_row() {
    for file in [published(MICROCAT), published(CORAL)] {
        let rows = |bytes: &[u8]| {
            let text = text(bytes).replace('\r', "");
            // Versions of the maker's program write the flag with three or four digits.
            let rows = text.split_once("*END*\n").unwrap().1.trim_end();
            rows.replace(" 0.000e+00", "0.0000e+00")
        };
        assert_eq!(rows(read(&file).unwrap().write().as_bytes()), rows(&file));
    }
}
