//! Published bottle summaries, as python-ctd reads them.

use crate::format::csv;
use crate::format::sea_bird::btl::read;
use crate::format::sea_bird::model::Model;
use crate::format::sea_bird::tests::published::published;
use crate::format::sea_bird::text;

const LAKE: &str = "MI18MHDR.btl";
const BASIN: &str = "bottletest.btl";
const SHELF: &str = "alt_bottletest.btl";
const BLANK: &str = "blank_line_header.btl";
const SUMMARIES: [&str; 4] = [LAKE, BASIN, SHELF, BLANK];

#[test]
#[ignore = "needs the makers' files"]
fn rows_of_means_and_deviations_become_bottles() {
    let summary = read(&published(LAKE)).unwrap();
    assert_eq!(summary.model(), Model::Sbe911Plus);
    let bottle = &summary.bottles[0];
    assert_eq!((bottle.position, bottle.serial_number.as_deref()), (1, None));
    assert_eq!((bottle.closed.year, bottle.closed.month, bottle.closed.day), (2016, 6, 23));
    assert_eq!((bottle.closed.hour, bottle.closed.minute, bottle.closed.second), (19, 4, 57));
    let place = summary.column("T090C").unwrap();
    assert_eq!((bottle.mean[place], bottle.deviation[place]), (Some(4.0936), Some(0.0014)));
    let place = summary.column("Sbeox0Mg/L").unwrap();
    assert_eq!((bottle.mean[place], bottle.deviation[place]), (Some(12.5993), Some(0.0104)));
    assert!(bottle.least.is_empty());
    assert_eq!(summary.sensors().unwrap().unwrap().len(), 11);
}

#[test]
#[ignore = "needs the makers' files"]
fn least_and_greatest_values_and_touching_names_are_read() {
    let summary = read(&published(BASIN)).unwrap();
    assert_eq!(summary.columns[12], "CStarAt0");
    assert_eq!(summary.columns[13], "Sbeox0Mm/Kg");
    assert_eq!(summary.columns[8], "Sigma-\u{e9}00");
    let bottle = &summary.bottles[0];
    assert_eq!((bottle.least[0], bottle.greatest[0]), (Some(31.32), Some(31.982)));
    assert!(summary.bottles.iter().all(|bottle| bottle.least.len() == summary.columns.len()));
}

#[test]
#[ignore = "needs the makers' files"]
fn derived_quantities_have_no_deviation() {
    let summary = read(&published(SHELF)).unwrap();
    let bottle = &summary.bottles[0];
    assert_eq!(bottle.serial_number.as_deref(), Some("488275"));
    let (salinity, scan) = (summary.column("Sal00").unwrap(), summary.column("Scan").unwrap());
    assert_eq!((bottle.mean[salinity], bottle.deviation[salinity]), (Some(34.4673), None));
    assert_eq!((bottle.mean[scan], bottle.deviation[scan]), (Some(17690.0), Some(14.0)));
    let summary = read(&published(BLANK)).unwrap();
    assert_eq!(summary.bottles[0].position, 4);
    assert_eq!(summary.bottles[0].mean[summary.column("Par").unwrap()], Some(2.2323));
}

#[test]
#[ignore = "needs the makers' files"]
fn val_bottle_summaries_equal_python_ctds_reading_to_the_bit() {
    for (file, expected) in SUMMARIES.map(|name| (published(name), published(&format!("{name}.read.csv")))) {
        let summary = read(&file).unwrap();
        let table = csv::parse(&text(&expected)).unwrap();
        let rows: Vec<(u32, &Vec<Option<f64>>)> = summary
            .bottles
            .iter()
            .flat_map(|bottle| {
                let rows = [&bottle.mean, &bottle.deviation, &bottle.least, &bottle.greatest];
                rows.into_iter().map(|row| (bottle.position, row))
            })
            .filter(|(_, row)| !row.is_empty())
            .collect();
        assert_eq!((rows.len(), summary.columns.len() + 1), (table.len(), table.headers().len()));
        for place in 0..summary.columns.len() {
            let theirs = table.numbers(&place.to_string()).unwrap();
            for ((_, row), theirs) in rows.iter().zip(theirs) {
                assert_eq!(
                    row[place].unwrap_or(-9999.0).to_bits(),
                    theirs.to_bits(),
                    "{}",
                    summary.columns[place]
                );
            }
        }
        let bottles = table.numbers("bottle").unwrap();
        assert!(
            rows.iter()
                .zip(bottles)
                .all(|((position, _), theirs)| f64::from(*position).total_cmp(&theirs).is_eq())
        );
    }
}
