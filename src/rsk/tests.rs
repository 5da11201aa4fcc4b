//! Files of our own, made from SQL text; what the maker's program reads from them stands beside the text.

mod corpus;
mod makers_program;
mod reading;
mod refusals;

use super::{Rsk, open};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const FULL_2: &str = include_str!("../../tests/reference/rbr/full-2.sql");
const EPDESKTOP_1: &str = include_str!("../../tests/reference/rbr/epdesktop-1.sql");
const VERSION_3: &str = include_str!("../../tests/reference/rbr/version-3.sql");

/// A file made from SQL, in a folder that goes with it.
fn made(sql: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    // A name that would mean something in an address.
    let path = folder.path().join("cast #1 100%?mode=rw.rsk");
    let database = Connection::open(&path).unwrap();
    database.execute_batch(&format!("PRAGMA synchronous = off; {sql}")).unwrap();
    database.close().unwrap();
    (folder, path)
}

fn opened(sql: &str) -> Rsk {
    let (_folder, path) = made(sql);
    open(&path).unwrap()
}

/// What opening or reading it says, without the path.
fn refused(path: &Path) -> String {
    let error = open(path).and_then(|file| file.read().map(|_| ())).unwrap_err();
    let said = error.to_string();
    let rest = said.strip_prefix(&format!("{}: ", path.display()));
    rest.unwrap_or_else(|| panic!("{said}")).to_owned()
}
