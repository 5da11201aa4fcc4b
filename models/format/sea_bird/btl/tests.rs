//! A bottle summary of our own, malformed ones, and bytes at random; those of others in `makers_files`.

mod makers_files;

use super::*;
use crate::format::sea_bird::tests::invented::BTL;
use crate::mutation::{LONG, SHORT, fuzz};
use proptest::prelude::*;

/// The files above, and smaller ones.
fn corpus() -> Vec<&'static [u8]> {
    [&[BTL.as_bytes()], crate::mutation::corpus::BTL.as_slice()].concat()
}

/// By the lines of the file: bottle and date in 22 characters, then eleven for each column.
#[test]
fn rows_become_bottles() {
    let summary = read(BTL.as_bytes()).unwrap();
    assert_eq!(summary.model(), Model::Sbe911Plus);
    assert_eq!(summary.columns, ["Sal00", "Sigma-\u{e9}00", "PrDM", "CStarAt0", "Sbeox0Mm/Kg"]);
    assert_eq!((summary.bottles.len(), summary.bottles[0].position), (2, 1));
    let bottle = &summary.bottles[1];
    assert_eq!((bottle.position, bottle.serial_number.as_deref()), (3, None));
    assert_eq!((bottle.closed.year, bottle.closed.month, bottle.closed.day), (2021, 3, 4));
    assert_eq!((bottle.closed.hour, bottle.closed.minute, bottle.closed.second), (5, 16, 17));
    assert_eq!(bottle.mean, [33.9, 26.75, 100.5, -91.0, 250.75].map(Some));
    // What is derived from the means has no deviation.
    assert_eq!(bottle.deviation, [None, None, Some(0.125), Some(0.002), Some(0.5)]);
    assert_eq!(bottle.least, [33.89, 26.74, 100.25, -91.003, 250.25].map(Some));
    assert_eq!(bottle.greatest, [33.91, 26.76, 100.75, -90.997, 251.25].map(Some));
    assert_eq!(summary.sensors().unwrap().unwrap().len(), 1);
}

#[test]
fn a_file_in_iso_8859_1_is_the_same() {
    let bytes: Vec<u8> = BTL.chars().map(|character| u8::try_from(character).unwrap()).collect();
    assert!(str::from_utf8(&bytes).is_err());
    assert_eq!(read(&bytes), read(BTL.as_bytes()));
}

/// In 33 characters then: bottle, serial number and date.
#[test]
fn bottles_with_serial_numbers_have_one_column_more() {
    let file = "    Bottle     Bottle        Date       PrDM\n\
                \x20 Position       S/N         Time           \n\
                \x20     2          1234 Mar 04 2021    100.500 (avg)\n\
                \x20                        05:06:07      0.125 (sdev)\n";
    let bottle = read(file.as_bytes()).unwrap().bottles.remove(0);
    assert_eq!((bottle.position, bottle.serial_number.as_deref()), (2, Some("1234")));
    assert_eq!((bottle.mean, bottle.deviation), (vec![Some(100.5)], vec![Some(0.125)]));
}

#[test]
fn each_malformed_summary_is_refused_with_its_line() {
    let heading =
        "    Bottle        Date       PrDM      T090C\n  Position        Time                      \n";
    let mean = "      1    Mar 04 2021    100.500     4.2500 (avg)\n";
    let deviation = "              05:06:07      0.125     0.0020 (sdev)\n";
    let file = |rows: &[&str]| format!("{heading}{}", rows.concat());
    let cases = [
        (String::new(), "no line names the columns"),
        ("    Bottle        Date\n".to_owned(), "line 1: the names of the columns"),
        (file(&[mean]), "line 3: a row `(avg)` where `(sdev)` must come"),
        (file(&[deviation]), "line 3: a row `(sdev)` where `(avg)` must come"),
        (file(&[mean, mean]), "line 4: a row `(avg)` where `(sdev)` must come"),
        (file(&[&mean.replace("(avg)", "(max)")]), "line 3: a row `(max)` where `(avg)` must come"),
        (file(&[&mean.replace("(avg)", "")]), "line 3: a row ends with"),
        (file(&[&mean.replace("4.2500", "4.2x00")]), "line 3: column `T090C`: value `4.2x00`"),
        (file(&[&mean.replace(" (avg)", "     1.0000 (avg)")]), "line 3: column `behind the last`"),
        (file(&[&mean.replace("      1 ", "      a ")]), "line 3: position of the bottle: value `a`"),
        (
            file(&[&mean.replace("Mar", "Max"), deviation]),
            "line 4: date and time: value `Max 04 2021 05:06:07`",
        ),
        (file(&[mean, &deviation.replace("05:", "25:")]), "line 4: date and time"),
    ];
    for (file, expected) in cases {
        let message = read(file.as_bytes()).unwrap_err().to_string();
        assert!(message.contains(expected), "{expected}: {message}");
    }
    assert_eq!(read(file(&[mean, deviation]).as_bytes()).unwrap().bottles.len(), 1);
}

proptest! {
    #[test]
    fn any_bytes_end_in_a_summary_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        any_bytes(&bytes);
        any_bytes(&[b"    Bottle        Date       PrDM\n".as_slice(), &bytes].concat());
    }
}

fn any_bytes(bytes: &[u8]) {
    if let Ok(summary) = read(bytes) {
        let _ = summary.sensors();
    }
}

#[test]
fn mutated_summaries_never_panic() {
    fuzz(&corpus(), SHORT, "btl", any_bytes);
}

#[test]
#[ignore = "ten million executions"]
fn fuzz_btl() {
    fuzz(&corpus(), LONG, "btl", any_bytes);
}
