//! Tables in, tables out: kept text, located errors, and nothing half written.

use super::*;
use proptest::prelude::*;
use std::fs;
use std::io::Cursor;

fn table(text: &str) -> anyhow::Result<Table> {
    Table::read("points.csv", Box::new(Cursor::new(text.to_owned().into_bytes())), Some(text.len() as u64))
}

/// Doubles the column `x` of `text` into `output`.
fn double(text: &str, output: &Path) -> anyhow::Result<u64> {
    let table = table(text)?;
    let x = table.require(&["x", "X"])?;
    append(table, Some(output), &["twice", "big"], |batch| {
        let values = batch.column(x)?;
        let flags = values.iter().map(|value| *value > 1.0).collect();
        Ok(vec![Column::Numbers(values.iter().map(|value| 2.0 * value).collect()), Column::Flags(flags)])
    })
}

#[test]
fn rows_keep_their_text_and_get_their_columns() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out.csv");
    let text = "\u{feff}# by hand\r\n\r\nstation, x ,note\r\nK2, 1.50,\"deep, cold\"\r\n,,\r\nK3,5e-324,\r\n";
    assert_eq!(double(text, &output).unwrap(), 2);
    let written = fs::read_to_string(&output).unwrap();
    assert_eq!(written, "station,x,note,twice,big\nK2, 1.50,\"deep, cold\",3,1\nK3,5e-324,,1e-323,0\n");
}

#[test]
fn what_is_wrong_is_said_with_file_line_column_and_value_and_nothing_is_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out.csv");
    fs::write(&output, "as before").unwrap();
    let cases = [
        ("", "points.csv: there is no header line"),
        ("a,a\n1,2\n", "points.csv: line 1: two columns are named `a`"),
        ("a,,x\n1,2,3\n", "points.csv: line 1: column 2 has no name"),
        ("a,b\n1,2\n", "points.csv: there is no column `x` or `X`; the columns are `a`, `b`"),
        ("x,X\n1,2\n", "points.csv: columns `x` and `X` could both be meant"),
        ("x,b\n1\n", "points.csv: line 2: 1 cells where the header names 2 (`x`, `b`)"),
        ("x,b\n#\n1,\"2\n", "points.csv: line 3: a quotation mark is not closed"),
        ("x,b\n1,2\nnan,2\n", "points.csv: line 3: column `x`: value `nan`: accepted: a finite"),
        ("x,b\n1,2\n\"1e999\",2\n", "points.csv: line 3: column `x`: value `1e999`"),
        ("x,b\n1,2\n,2\n", "points.csv: line 3: column `x`: value ``"),
        ("x,twice\n1,2\n", "a column `twice` already"),
    ];
    for (text, expected) in cases {
        let message = format!("{:#}", double(text, &output).unwrap_err());
        assert!(message.contains(expected), "{text:?}: {message}");
        assert_eq!(fs::read_to_string(&output).unwrap(), "as before", "{text:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{text:?}");
    }
}

#[test]
fn bytes_that_are_no_text_and_endless_lines_are_refused() {
    let refusal = |bytes: Vec<u8>| {
        let Err(error) = Table::read("points.csv", Box::new(Cursor::new(bytes)), None) else {
            panic!("it was taken for a table")
        };
        error.to_string()
    };
    assert!(refusal(b"x,\xff\n1,2\n".to_vec()).contains("line 1: not UTF-8"));
    assert!(refusal(vec![b'x'; 3 << 20]).contains("this is no table"));
}

#[test]
fn a_table_longer_than_a_batch_passes_whole_and_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out.csv");
    let text: String = ["x\n".to_owned()].into_iter().chain((0..50_000).map(|x| format!("{x}\n"))).collect();
    assert_eq!(double(&text, &output).unwrap(), 50_000);
    let written = fs::read_to_string(&output).unwrap();
    assert_eq!(written.lines().nth(49_999), Some("49998,99996,1"));
    assert_eq!(written.lines().count(), 50_001);
}

#[test]
fn a_folder_is_no_output_and_a_device_is_written_to() {
    let folder = tempfile::tempdir().unwrap();
    let message = format!("{:#}", double("x\n1\n", folder.path()).unwrap_err());
    assert!(message.contains("it is a folder"), "{message}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        double("x\n1\n", Path::new("/dev/null")).unwrap();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    }
}

#[test]
fn a_table_of_no_rows_gives_a_header() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out.csv");
    assert_eq!(double("x", &output).unwrap(), 0);
    assert_eq!(fs::read_to_string(&output).unwrap(), "x,twice,big\n");
}

#[test]
fn a_person_reads_plain_decimals() {
    assert_eq!(number(1.118_138_89), "1.11813889");
    assert_eq!(number(-0.000_27), "-0.00027");
    assert_eq!(number(2.5e-7), "2.5e-7");
    assert_eq!(number(0.0), "0");
    assert_eq!(number(f64::NAN), "NaN");
}

proptest! {
    #[test]
    fn every_bit_of_a_number_comes_back(bits in any::<u64>()) {
        let value = f64::from_bits(bits);
        let back: f64 = number(value).parse().unwrap();
        prop_assert!(back.to_bits() == bits || (value.is_nan() && back.is_nan()), "{}", number(value));
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(mut table) = Table::read("points.csv", Box::new(Cursor::new(bytes)), None) {
            while let Ok(Some(batch)) = table.next_batch() {
                prop_assert!(!batch.is_empty());
                let _numbers_or_an_error = batch.column(0);
            }
        }
    }
}
