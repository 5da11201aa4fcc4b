//! The same files read by RBR's own pyrsktools 1.3.0 (`tests/reference/rbr_rsk.py`).

use super::super::*;
use super::{EPDESKTOP_1, FULL_2, VERSION_3, opened};

const FULL_2_SAMPLES: &str = include_str!("../../../tests/reference/rbr/full-2.samples.csv");
const EPDESKTOP_1_SAMPLES: &str = include_str!("../../../tests/reference/rbr/epdesktop-1.samples.csv");
const VERSION_3_SAMPLES: [&str; 2] = [
    include_str!("../../../tests/reference/rbr/version-3.samples.csv"),
    include_str!("../../../tests/reference/rbr/version-3-schedule-2.samples.csv"),
];
const HEADERS: [(&str, &str); 3] = [
    (FULL_2, include_str!("../../../tests/reference/rbr/full-2.header.csv")),
    (EPDESKTOP_1, include_str!("../../../tests/reference/rbr/epdesktop-1.header.csv")),
    (VERSION_3, include_str!("../../../tests/reference/rbr/version-3.header.csv")),
];

/// Both read the same doubles from the same database, so every bit must agree.
fn assert_same(samples: &Samples, theirs: &str) {
    assert_same_numbers(samples, theirs);
    // Their names are ours in lower case, with the words that they put for a plain `Temperature`.
    let names = samples.columns.iter().map(|column| column.name.to_lowercase().replace(' ', "_"));
    let theirs = theirs.lines().nth(1).unwrap().replace("conductivity_cell_temperature", "temperature2");
    assert_eq!(theirs, format!("time_ms,{}", names.collect::<Vec<_>>().join(",")));
}

fn assert_same_numbers(samples: &Samples, theirs: &str) {
    let rows: Vec<Vec<&str>> = theirs.lines().skip(2).map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), samples.time_ms.len());
    for (number, row) in rows.iter().enumerate() {
        assert_eq!(row[0], samples.time_ms[number].to_string());
        assert_eq!(row.len(), samples.columns.len() + 1);
        for (column, text) in samples.columns.iter().zip(&row[1..]) {
            let (ours, their) = (column.values[number], text.parse::<f64>().unwrap());
            assert!(ours.to_bits() == their.to_bits() || (ours.is_nan() && their.is_nan()), "{ours} {their}");
        }
    }
}

#[test]
fn val_samples_are_those_that_the_makers_program_reads() {
    assert_same(&opened(FULL_2).read().unwrap(), FULL_2_SAMPLES);
    assert_same(&opened(EPDESKTOP_1).read().unwrap(), EPDESKTOP_1_SAMPLES);
    for (schedule, theirs) in [1, 2].into_iter().zip(VERSION_3_SAMPLES) {
        assert_same(&opened(VERSION_3).read_schedule(schedule).unwrap(), theirs);
    }
}

/// pyrsktools lists every calibration, of which we give the one in force; before version 2.10 it cuts the coefficients
/// c0, c1 and so on to whole numbers, so the file of version 1 has whole ones.
#[test]
fn val_channels_and_calibrations_are_those_that_the_makers_program_reads() {
    for (sql, theirs) in HEADERS {
        let file = opened(sql);
        let header = file.header();
        let rows: Vec<Vec<&str>> = theirs.lines().skip(2).map(|line| line.split(',').collect()).collect();
        let of =
            |what: &'static str| rows.iter().filter(move |row| row[0] == what).map(|row| (row[1], row[2]));
        assert_eq!(of("instrument").next().unwrap().1, header.instrument.as_ref().unwrap().serial);
        let periods = header.schedules.iter().map(|schedule| schedule.period_ms.unwrap().to_string());
        assert_eq!(
            of("schedule").map(|(_, ms)| ms.to_owned()).collect::<Vec<_>>(),
            periods.collect::<Vec<_>>()
        );
        for ((short_name, order), channel) in of("channel").zip(&header.channels) {
            assert_eq!(short_name, channel.short_name);
            let column = format!("channel{order:0>2}");
            assert!(channel.column == column || channel.column.is_empty(), "{column}");
        }
        let mut compared = 0;
        for channel in header.channels.iter().filter_map(|channel| channel.calibration.as_ref()) {
            let with = |row: &&Vec<&str>, name: &str, value: f64| {
                let their: f64 = row[2].parse().unwrap();
                row[1] == name && (their.to_bits() == value.to_bits() || (their.is_nan() && value.is_nan()))
            };
            let when = channel.time_ms.unwrap().to_string();
            let ids = of("calibration").filter(|(_, time)| *time == when).map(|(id, _)| id);
            let fits = |id: &str| {
                let theirs: Vec<&Vec<&str>> = rows.iter().filter(|row| row[0] == id).collect();
                theirs.len() == channel.coefficients.len()
                    && channel
                        .coefficients
                        .iter()
                        .all(|(name, value)| theirs.iter().any(|row| with(row, name, *value)))
            };
            assert_eq!(ids.filter(|id| fits(id)).count(), 1, "{channel:?}");
            compared += 1;
        }
        assert!(compared >= 2);
    }
}

/// Real files, each with what `tests/reference/rbr_rsk.py` writes beside it. Both read the same doubles, and every bit must
/// agree. One is public: `inst/extdata/example.rsk` of github.com/jkennel/transducer, version 2.0.0.
#[test]
#[ignore = "needs the makers' files"]
fn val_makers_files_are_read_as_the_makers_program_reads_them() {
    let folder = std::env::var("HADAL_RBR_FILES").expect("HADAL_RBR_FILES names the folder of files");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rsk") {
            continue;
        }
        let samples = open(&path).unwrap().read().unwrap();
        let theirs = std::fs::read_to_string(format!("{}.samples.csv", path.display())).unwrap();
        assert_same_numbers(&samples, &theirs);
        count += 1;
    }
    assert!(count > 0, "no .rsk file");
}
