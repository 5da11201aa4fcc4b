//! The steps against the maker's files, against other people's programs, and before any numbers at all.

mod any_numbers;
mod makers_files;
mod peer_options;
mod peers;
mod rules;

use std::collections::BTreeMap;

/// Columns of a table by name.
struct Table(BTreeMap<String, Vec<f64>>);

impl Table {
    fn parse(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let mut columns = vec![Vec::new(); names.len()];
        for row in reader.records() {
            for (column, cell) in columns.iter_mut().zip(&row.unwrap()) {
                column.push(cell.parse().unwrap());
            }
        }
        Self(names.into_iter().zip(columns).collect())
    }

    fn column(&self, name: &str) -> &[f64] {
        self.0.get(name).unwrap_or_else(|| panic!("no column {name}"))
    }
}

/// Fails unless every value is within the tolerance of its counterpart; tells the place of the worst.
#[track_caller]
fn assert_all_within(ours: &[f64], theirs: &[f64], tolerance: f64, what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}: number of values");
    for (place, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
        let difference = (ours - theirs).abs();
        assert!(difference <= tolerance, "{what}, value {place}: ours {ours}, theirs {theirs}");
    }
}
