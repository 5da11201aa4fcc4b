//! Files that are foreign, unfinished, damaged or hostile are refused in one clear sentence.

use super::super::*;
use super::{FULL_2, made, refused};
use rusqlite::Connection;

/// The file of version 2 after this was done to it.
fn changed(sql: &str) -> String {
    let (_folder, path) = made(&format!("{FULL_2}{sql}"));
    refused(&path)
}

#[test]
fn what_is_no_database_of_rbr_is_refused() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("a.rsk");
    assert!(refused(&path).starts_with("cannot be read: "));
    for bytes in [&b""[..], b"* Sea-Bird SBE 19plus Data File:", b"SQLite format 2\0"] {
        std::fs::write(&path, bytes).unwrap();
        assert!(refused(&path).starts_with("not an SQLite database, which an RBR .rsk file is"));
    }
    let (_folder, path) = made("CREATE TABLE places (name TEXT);");
    assert_eq!(refused(&path), "no table `dbInfo`: accepted: an RBR .rsk file, which has one");
}

#[test]
fn what_a_file_lacks_or_has_wrong_is_named() {
    let cases = [
        (
            "INSERT INTO dbInfo VALUES ('4.0.0', 'full');",
            "version `4.0.0` of type `full`: accepted: versions 1, 2",
        ),
        ("INSERT INTO dbInfo VALUES ('x', 'full');", "version `x`"),
        ("DROP TABLE data;", "no table `data`: accepted: a file of type full, EPdesktop or live"),
        ("ALTER TABLE data RENAME COLUMN tstamp TO t;", "table `data`: no column `tstamp`"),
        ("ALTER TABLE channels RENAME COLUMN shortName TO s;", "table `channels`: no column `shortName`"),
        (
            "UPDATE data SET channel03 = 'deep' WHERE channel03 = 700.5;",
            "table `data`, column `channel03`, row 4: value `deep`: accepted: a number, or NULL where there is none",
        ),
        (
            "UPDATE data SET channel03 = x'00ff' WHERE channel03 = 700.5;",
            "table `data`, column `channel03`, row 4: value `2 bytes`",
        ),
        (
            "INSERT INTO data (tstamp) VALUES (1.5);",
            "column `tstamp`, row 1: value `1.5`: accepted: a whole number",
        ),
        (
            "INSERT INTO data (tstamp) VALUES (NULL);",
            "column `tstamp`, row 1: value `NULL`: accepted: a whole number",
        ),
        (
            "UPDATE coefficients SET value = 'much' WHERE calibrationID = 3 AND key = 'c1';",
            "table `coefficients`, column `value`, row",
        ),
        ("UPDATE continuous SET samplingPeriod = 'often';", "column `samplingPeriod`, row 1: value `often`"),
        (
            "UPDATE instrumentChannels SET channelOrder = 1 WHERE channelID = 12;",
            "table `instrumentChannels`, column `channelOrder`, row 2: value `1`: accepted: a number that no other",
        ),
        (
            "UPDATE deployments SET comment = (SELECT group_concat(a.key || hex(zeroblob(4000))) FROM coefficients a);",
            "string or blob too big",
        ),
    ];
    for (sql, expected) in cases {
        let said = changed(sql);
        assert!(said.contains(expected), "{sql}\n{said}");
    }
}

#[test]
fn views_and_computed_columns_are_not_run() {
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS tstamp, 1.0 AS channel01 FROM n";
    let said = changed(&format!("DROP TABLE data; CREATE VIEW data AS {endless};"));
    assert!(said.contains("no table `data`"), "{said}");
    let said = changed("DROP TABLE data; CREATE TABLE data (a, tstamp AS (a + 1), channel01 AS (a + 2));");
    assert!(said.contains("no column `tstamp`"), "{said}");
}

#[test]
fn texts_have_a_budget() {
    let many = "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 200) \
                INSERT INTO region SELECT 1, i, 'COMMENT', 0, 0, hex(zeroblob(60000)), '', 0 FROM n;";
    let said = changed(many);
    assert!(said.contains("table `region`: more than 16777216 bytes of text"), "{said}");
}

#[test]
fn changes_that_are_not_in_the_file_yet_are_not_passed_over() {
    let (_folder, path) = made(&format!("PRAGMA journal_mode = wal; {FULL_2}"));
    let other = Connection::open(&path).unwrap();
    other.execute("UPDATE data SET channel01 = 1.0", []).unwrap();
    let said = refused(&path);
    assert!(said.contains("-wal lies beside it, with changes that are not in the file yet"), "{said}");
    drop(other);
    assert_eq!(open(&path).unwrap().read().unwrap().columns[0].values, [1.0; 5]);
}

#[test]
fn a_truncated_file_is_called_damaged() {
    let (_folder, path) = made(FULL_2);
    let bytes = std::fs::read(&path).unwrap();
    for end in [100, 1000, 4096, 9000, bytes.len() / 2, bytes.len() - 4096] {
        std::fs::write(&path, &bytes[..end]).unwrap();
        let said = refused(&path);
        assert!(said.contains("damaged") || said.contains("no table"), "{end}: {said}");
    }
}
