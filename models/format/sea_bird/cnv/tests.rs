//! A cast of our own, round trips, malformed files, and bytes at random; casts of others in `makers_files`.

mod makers_files;

use super::*;
use crate::format::sea_bird::tests::invented::CNV;
use crate::format::sea_bird::xmlcon::Conversion;
use crate::mutation::{LONG, SHORT, fuzz};
use proptest::prelude::*;

/// The files above, and smaller ones.
fn corpus() -> Vec<&'static [u8]> {
    [&[CNV.as_bytes()], crate::mutation::corpus::CNV.as_slice()].concat()
}

/// By the lines of the file: rows of eleven characters a column, `name N = short: long [unit]` above.
#[test]
fn a_cast_is_what_its_lines_say() {
    let cast = read(CNV.as_bytes()).unwrap();
    assert_eq!((cast.model(), cast.len(), cast.columns.len()), (Model::Sbe911Plus, 3, 4));
    assert_eq!(cast.column("prDM").unwrap().values, [1.25, 1.5, 1.75]);
    assert_eq!(cast.columns[2].values, [62.5, -0.125, 0.0]);
    let temperature = &cast.columns[1];
    assert_eq!(temperature.values, [10.5, 10.25, -9.990e-29]);
    let bad: Vec<bool> = temperature.values.iter().map(|value| cast.is_bad(*value)).collect();
    assert_eq!(bad, [false, false, true]);
    assert_eq!((temperature.description(), temperature.unit()), ("Temperature", Some("ITS-90, deg C")));
    assert_eq!((temperature.span, temperature.notation), (Some((10.25, 10.5)), Notation::Fixed(4)));
    assert_eq!((cast.columns[2].notation, cast.columns[3].unit()), (Notation::Scientific, None));
    assert_eq!(cast.interval, Some(Interval { unit: "seconds".to_owned(), value: 0.25 }));
    let start = cast.start_time.clone().unwrap();
    assert_eq!((start.year, start.month, start.day), (2021, 3, 4));
    assert_eq!((start.hour, start.minute, start.second), (5, 6, 7));
    assert_eq!(start.source.as_deref(), Some("NMEA time, header"));
}

#[test]
fn the_sensors_of_a_heading_come_with_their_calibrations() {
    // The second channel has no sensor.
    let sensors = read(CNV.as_bytes()).unwrap().sensors().unwrap().unwrap();
    let ids: Vec<(usize, u32)> = sensors.iter().map(|channel| (channel.index, channel.sensor.id)).collect();
    assert_eq!(ids, [(0, 55), (2, 0)]);
    let Conversion::Equation(calibration) = &sensors[0].sensor.conversion else { panic!() };
    assert_eq!(calibration.equation, "sea-bird/sbe-3-temperature");
    assert_eq!(calibration.coefficient("g"), Some(4.25e-3));
    assert_eq!(sensors[1].sensor.number("ScaleFactor"), Some(15.0));
    assert_eq!(read(b"# name 0 = a: A\n*END*\n").unwrap().sensors(), Ok(None));
}

#[test]
fn a_cast_is_written_as_it_was() {
    let cast = read(CNV.as_bytes()).unwrap();
    let written = cast.write();
    assert_eq!(read(written.as_bytes()).unwrap(), cast);
    let rows = |text: &str| text.replace('\r', "").split_once("*END*\n").unwrap().1.to_owned();
    assert_eq!(rows(&written), rows(CNV));
}

#[test]
fn numbers_that_touch_are_told_apart() {
    let heading = "# name 0 = a: A\n# name 1 = b: B\n# name 2 = c: C\n*END*\n";
    let values = |row: &str| -> Vec<f64> {
        let cast = read(format!("{heading}{row}\n").as_bytes()).unwrap();
        cast.columns.iter().map(|column| column.values[0]).collect()
    };
    assert_eq!(values(" 143.22616012345.67890     5.9965"), [143.22616, 12345.6789, 5.9965]);
    assert_eq!(values("1.5-2.5e-03 -7"), [1.5, -2.5e-3, -7.0]);
    assert_eq!(values("1.5-2.5-9.990e-29"), [1.5, -2.5, -9.990e-29]);
}

#[test]
fn each_malformed_cast_is_refused_with_its_line() {
    let heading = "* Sea-Bird\n# nquan = 2\n# name 0 = a: A\n# name 1 = b: B [m]\n";
    let cases = [
        (String::new(), "no line begins with `*END*`"),
        (heading.to_owned(), "no line begins with `*END*`"),
        (format!("{heading}# file_type = binary\n*END*\n"), "line 5: the values are binary"),
        (format!("{heading}# file_type = xml\n*END*\n"), "line 5: file type `xml`"),
        (format!("{heading}# <FathomProcessing>\n*END*\n"), "line 5: Fathom wrote"),
        (format!("{heading}# name 1 = c: C\n*END*\n"), "line 5: `name 1` where number 2 is next"),
        (format!("{heading}# name 3 = c: C\n*END*\n"), "line 5: `name 3` where number 2 is next"),
        (format!("{heading}# span 1 = 1, 2\n*END*\n"), "line 5: `span 1` where number 0 is next"),
        (format!("{heading}# span 0 = 1\n*END*\n"), "line 5: `span`: value `1`: accepted: two numbers"),
        (format!("{heading}# name 2 = c: C\n*END*\n"), "says `nquan = 2` and names 3 columns"),
        (format!("{heading}# nvalues = -1\n*END*\n"), "line 5: `nvalues`: value `-1`"),
        (format!("{heading}# bad_flag = inf\n*END*\n"), "line 5: `bad_flag`: value `inf`"),
        (format!("{heading}# interval = 1\n*END*\n"), "line 5: `interval`: value `1`"),
        (format!("{heading}# start_time = 2004-07-25\n*END*\n"), "line 5: `start_time`: value `2004-07-25`"),
        (format!("{heading}# start_time = Jul 32 2004 07:53:21\n*END*\n"), "line 5: `start_time`"),
        (format!("{heading}*END*\n1 2 3\n"), "line 6: 3 values where the heading names 2 columns"),
        (format!("{heading}*END*\n1 2\n1 x\n"), "line 7: column `b`: value `x`"),
        (format!("{heading}*END*\n1 1e999\n"), "line 6: column `b`: value `1e999`"),
        (format!("{heading}# nvalues = 3\n*END*\n1 2\n"), "says `nvalues = 3` and there are 1 rows"),
        ("*END*\n".to_owned(), "names 0 columns"),
    ];
    for (file, expected) in cases {
        let message = read(file.as_bytes()).unwrap_err().to_string();
        assert!(message.contains(expected), "{expected}: {message}");
    }
}

fn a_cast() -> impl Strategy<Value = Cast> {
    let number = prop_oneof![-1e4..1e4, -1e9..1e9, Just(BAD_FLAG), Just(0.0), -1e-20..1e-20];
    let notation = prop_oneof![(0_usize..7).prop_map(Notation::Fixed), Just(Notation::Scientific)];
    let column = move |rows: usize| {
        let values = proptest::collection::vec(number.clone(), rows);
        ("[a-zA-Z][a-zA-Z0-9/%-]{0,9}", "[a-zA-Z, ]{0,9}( \\[[a-z/]{1,5}\\])?", notation.clone(), values)
    };
    (1_usize..20).prop_flat_map(move |rows| {
        proptest::collection::vec(column(rows), 1..6).prop_map(|columns| Cast {
            instrument: vec!["* Sea-Bird SBE 25 Data File:".to_owned()],
            columns: columns
                .into_iter()
                .map(|(name, label, notation, values)| Column {
                    name,
                    label: label.trim().to_owned(),
                    span: None,
                    notation,
                    values,
                })
                .collect(),
            interval: Some(Interval { unit: "seconds".to_owned(), value: 0.125 }),
            start_time: None,
            bad_flag: BAD_FLAG,
            notes: vec!["# datcnv_date = Jul 25 2004 07:53:21, 5.30a".to_owned()],
        })
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(cast in a_cast()) {
        let once = read(cast.write().as_bytes()).unwrap();
        prop_assert_eq!(once.len(), cast.len());
        for (ours, theirs) in cast.columns.iter().zip(&once.columns) {
            prop_assert_eq!((&ours.name, &ours.label), (&theirs.name, &theirs.label));
            for (value, back) in ours.values.iter().zip(&theirs.values) {
                prop_assert_eq!(cast.is_bad(*value), once.is_bad(*back));
                // Half a unit of the last digit: of the point where it is fixed, of the third digit otherwise.
                let digits = if let Notation::Fixed(digits) = ours.notation { digits } else { 0 };
                let fixed = if digits > 0 || ours.notation == Notation::Fixed(0) {
                    0.5 * libm::pow(10.0, -(digits as f64))
                } else {
                    0.0
                };
                let bound = fixed.max(5.1e-4 * value.abs());
                prop_assert!((value - back).abs() <= bound * 1.000_001, "{} {}", value, back);
            }
        }
        let twice = read(once.write().as_bytes()).unwrap();
        for (once, twice) in once.columns.iter().zip(&twice.columns) {
            prop_assert_eq!(&once.values, &twice.values);
        }
    }

    #[test]
    fn any_bytes_end_in_a_cast_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        any_bytes(&bytes);
        any_bytes(&[b"# name 0 = a: A\n# name 1 = b\n*END*\n".as_slice(), &bytes].concat());
    }
}

fn any_bytes(bytes: &[u8]) {
    if let Ok(cast) = read(bytes) {
        let _ = cast.sensors();
        let _ = cast.write();
    }
}

#[test]
fn mutated_casts_never_panic() {
    fuzz(&corpus(), SHORT, "cnv", any_bytes);
}

#[test]
#[ignore = "ten million executions"]
fn fuzz_cnv() {
    fuzz(&corpus(), LONG, "cnv", any_bytes);
}
