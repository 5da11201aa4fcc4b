//! The database below a file: opened so that it cannot be changed, read so that it cannot do harm.
//!
//! A file from outside may hold views, triggers and computed columns that run whatever its author wrote, trees that
//! loop, and texts without end. Only ordinary tables are read, the number of rows is bounded by the size of the file,
//! and texts by a budget.

use super::Problem;
use super::rows::{Cell, Rows};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, ErrorCode, OpenFlags};
use std::cell::Cell as Shared;
use std::fmt::Write as _;
use std::path::Path;

/// Longest text or statement, bytes; a comment of an hour's typing has a tenth of it.
const MAX_TEXT: i32 = 1 << 18;
/// All texts of a header together, bytes.
const MAX_TEXTS: usize = 16 << 20;
/// First bytes of every SQLite database.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";
/// First bytes of a journal that is still needed.
const JOURNAL_MAGIC: &[u8] = &[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];

/// An open file.
#[derive(Debug)]
pub(super) struct Database {
    connection: Connection,
    bytes: u64,
    texts_left: Shared<usize>,
}

/// Whether a column must be there.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Need {
    Required,
    /// NULL in every row where the table lacks it.
    Optional,
}

impl Database {
    pub(super) fn open(path: &Path) -> Result<Self, Problem> {
        let unreadable = |error: std::io::Error| Problem::Unreadable { reason: error.to_string() };
        let first = first_bytes(path, MAGIC.len()).map_err(unreadable)?;
        if first != MAGIC {
            return Err(Problem::NotSqlite);
        }
        for (suffix, needed) in [("-wal", &[][..]), ("-journal", JOURNAL_MAGIC)] {
            let mut beside = path.as_os_str().to_owned();
            beside.push(suffix);
            let beside = Path::new(&beside);
            if let Ok(bytes) = first_bytes(beside, needed.len().max(1))
                && !bytes.is_empty()
                && bytes.starts_with(needed)
            {
                return Err(Problem::Unfinished { beside: beside.display().to_string() });
            }
        }
        let bytes = std::fs::metadata(path).map_err(unreadable)?.len();
        let flags =
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let address = address(&std::path::absolute(path).map_err(unreadable)?);
        let connection =
            Connection::open_with_flags(address, flags).map_err(|error| damaged("dbInfo", &error))?;
        Self::guarded(connection, bytes)
    }

    /// A connection that what the file says cannot make do anything.
    pub(super) fn guarded(connection: Connection, bytes: u64) -> Result<Self, Problem> {
        let guard = || -> rusqlite::Result<()> {
            connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_TEXT)?;
            connection.set_limit(Limit::SQLITE_LIMIT_COLUMN, 1000)?;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
            connection.pragma_update(None, "cell_size_check", true)?;
            // What must be sorted and is too large for memory goes to a file of the system's, not beside this one.
            connection.pragma_update(None, "mmap_size", 0)
        };
        guard().map_err(|error| damaged("sqlite_schema", &error))?;
        Ok(Self { connection, bytes, texts_left: Shared::new(MAX_TEXTS) })
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Most rows that a table of so many columns can have in a file of this size: a row takes five bytes and one more
    /// for each column.
    pub(super) fn most_rows(&self, columns: usize) -> u64 {
        self.bytes / (columns as u64 + 5)
    }

    /// Names of the columns of a table, in order; `None` if there is no ordinary table of this name.
    pub(super) fn columns(&self, table: &'static str) -> Result<Option<Vec<String>>, Problem> {
        let read = || -> rusqlite::Result<Option<Vec<String>>> {
            let kind = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE \
                        AND sql LIKE 'CREATE TABLE%'";
            if !self.connection.prepare(kind)?.exists([table])? {
                return Ok(None);
            }
            // Computed columns are hidden: 2 or 3.
            let names = "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0";
            let mut statement = self.connection.prepare(names)?;
            let names = statement.query_map([table], |row| row.get(0))?;
            names.collect::<rusqlite::Result<Vec<String>>>().map(Some)
        };
        read().map_err(|error| damaged(table, &error))
    }

    /// All rows of a small table, `limit` at most; none if it is not there. Columns come in the order asked for.
    pub(super) fn rows(
        &self,
        table: &'static str,
        wanted: &[(&str, Need)],
        limit: u64,
    ) -> Result<Rows, Problem> {
        let columns: Vec<String> = wanted.iter().map(|(name, _)| (*name).to_owned()).collect();
        let mut found = Rows::new(table, columns);
        let Some(there) = self.columns(table)? else { return Ok(found) };
        let mut list = String::new();
        for (name, need) in wanted {
            let is_there = there.iter().any(|known| known.eq_ignore_ascii_case(name));
            if !is_there && *need == Need::Required {
                return Err(Problem::NoColumn { table: table.to_owned(), column: (*name).to_owned() });
            }
            let comma = if list.is_empty() { "" } else { ", " };
            // Writing to a String cannot fail.
            match is_there {
                true => write!(list, "{comma}\"{name}\"").unwrap_or_default(),
                false => write!(list, "{comma}NULL").unwrap_or_default(),
            }
        }
        let limit = limit.min(self.most_rows(0));
        let mut read = || -> Result<(), ReadError> {
            let mut statement = self.connection.prepare(&format!("SELECT {list} FROM \"{table}\""))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if found.count() >= limit {
                    return Err(too_much(table, limit, "rows").into());
                }
                let cells =
                    (0..wanted.len()).map(|place| self.cell(table, &found, row.get_ref(place)?, place));
                found.push(cells.collect::<Result<_, ReadError>>()?);
            }
            Ok(())
        };
        read().map_err(|error| error.at(table))?;
        Ok(found)
    }

    fn cell(
        &self,
        table: &'static str,
        rows: &Rows,
        value: ValueRef<'_>,
        place: usize,
    ) -> Result<Cell, ReadError> {
        Ok(match value {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(value) => Cell::Integer(value),
            ValueRef::Real(value) => Cell::Real(value),
            ValueRef::Text(bytes) => {
                let left = self.texts_left.get().checked_sub(bytes.len());
                self.texts_left.set(left.ok_or_else(|| too_much(table, MAX_TEXTS as u64, "bytes of text"))?);
                Cell::Text(String::from_utf8_lossy(bytes).into_owned())
            }
            ValueRef::Blob(_) => {
                return Err(Problem::Value {
                    table: table.to_owned(),
                    column: rows.column(place),
                    row: rows.count() + 1,
                    value: "bytes".to_owned(),
                    accepted: "a number or a text",
                }
                .into());
            }
        })
    }
}

/// What ends the reading of rows.
pub(super) enum ReadError {
    Sqlite(Error),
    Problem(Problem),
}

impl From<Error> for ReadError {
    fn from(error: Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Problem> for ReadError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl ReadError {
    pub(super) fn at(self, table: &str) -> Problem {
        match self {
            Self::Sqlite(error) => damaged(table, &error),
            Self::Problem(problem) => problem,
        }
    }
}

pub(super) fn too_much(table: &str, limit: u64, what: &'static str) -> Problem {
    Problem::TooMuch { table: table.to_owned(), limit, what }
}

pub(super) fn damaged(table: &str, error: &Error) -> Problem {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Problem::NotSqlite,
        _ => Problem::Damaged { table: table.to_owned(), reason: error.to_string() },
    }
}

fn first_bytes(path: &Path, count: usize) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(count as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The file as an address that asks for it unchanged and without locks: nothing is written beside it.
fn address(path: &Path) -> String {
    let mut address = String::from("file:");
    #[cfg(unix)]
    let bytes = std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str());
    #[cfg(not(unix))]
    let text = format!("/{}", path.to_string_lossy().replace('\\', "/"));
    #[cfg(not(unix))]
    let bytes = text.as_bytes();
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b':' => {
                address.push(char::from(*byte));
            }
            // Writing to a String cannot fail.
            _ => write!(address, "%{byte:02x}").unwrap_or_default(),
        }
    }
    address + "?mode=ro&immutable=1"
}
