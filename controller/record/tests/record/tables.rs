//! Plain tables: what is written comes back, and what cannot be a table is refused.

use hadal_record::{Column, LayoutError, Table, read_tables, utc_seconds_unit, write_tables};
use std::collections::BTreeMap;

fn column(name: &str, unit: &str, values: &[f64]) -> Column {
    Column { name: name.into(), unit: unit.into(), long_name: format!("the {name}"), values: values.to_vec() }
}

fn table(columns: Vec<Column>) -> Table {
    Table { group: "grid".into(), dimension: "point".into(), columns }
}

fn attributes() -> BTreeMap<String, String> {
    [("run_id", "00ff"), ("title", "SIMULATED: truth"), ("source", "twin")]
        .map(|(name, text)| (name.into(), text.into()))
        .into()
}

#[test]
fn tables_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("truth.h5");
    let long: Vec<f64> = (0..9000).map(f64::from).collect();
    let tables = [
        table(vec![
            column("temperature", "degree_Celsius", &[1.0, 2.5]),
            column("pressure", "MPa", &[0.0, 1e-310]),
        ]),
        Table {
            group: "plant".into(),
            dimension: "time".into(),
            columns: vec![column("pressure", "MPa", &long), column("time", &utc_seconds_unit(0), &long)],
        },
        Table { group: "empty".into(), dimension: "row".into(), columns: vec![column("x", "1", &[])] },
    ];
    write_tables(&path, &attributes(), &tables).unwrap();
    let read = read_tables(&path).unwrap();
    assert_eq!(read.tables, tables);
    assert_eq!(read.attributes["run_id"], "00ff");
    assert_eq!(
        read.table("plant").unwrap().column("pressure").unwrap()[8999].to_bits(),
        8999.0_f64.to_bits()
    );
    assert_eq!(utc_seconds_unit(0), "seconds since 1970-01-01T00:00:00Z");
    let first = std::fs::read(&path).unwrap();
    write_tables(&path, &attributes(), &tables).unwrap();
    assert!(std::fs::read(&path).unwrap() == first);
}

#[test]
fn what_is_no_value_stays_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("truth.h5");
    write_tables(&path, &attributes(), &[table(vec![column("x", "1", &[f64::NAN, f64::INFINITY])])]).unwrap();
    let read = read_tables(&path).unwrap();
    let values = read.table("grid").unwrap().column("x").unwrap();
    assert!(values[0].is_nan() && values[1].is_infinite());
}

#[test]
fn what_is_no_table_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("truth.h5");
    for (columns, words) in [
        (vec![column("a", "1", &[1.0]), column("b", "1", &[])], "b has 0 rows, others have 1"),
        (vec![column("a", "1", &[1.0]), column("a", "1", &[1.0])], "a is given twice"),
        (vec![column("a b", "1", &[1.0])], "name `a b`"),
    ] {
        let error = write_tables(&path, &attributes(), &[table(columns)]).unwrap_err();
        assert!(matches!(error, LayoutError::Table { .. }) && error.to_string().contains(words), "{error}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
