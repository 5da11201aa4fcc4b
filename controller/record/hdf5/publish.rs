//! A file appears under its name only whole, durable and checked.

use super::{LayoutError, run_read, run_write};
use crate::record::Record;
use crate::store::sync_folder_of;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Writes a closed record to `path`: a partial file beside it is written, made durable, read back and compared, and
/// only then renamed. An older file under the name stays until then.
///
/// # Errors
/// A record that is not closed, a file system that refuses, or a file that reads back differently.
pub fn write_hdf5(record: &Record, path: &Path) -> Result<(), LayoutError> {
    if record.outcome().is_none() {
        return Err(LayoutError::NotClosed);
    }
    publish(path, |partial| {
        run_write::write(record, partial)?;
        make_durable(partial)?;
        let same = run_read::read_hdf5(partial)?.digest() == record.digest();
        if same { Ok(()) } else { Err(LayoutError::Differs(partial.display().to_string())) }
    })
}

/// Lets `write` make and check a file beside `path`, then puts it under the name.
pub(super) fn publish(
    path: &Path,
    write: impl FnOnce(&Path) -> Result<(), LayoutError>,
) -> Result<(), LayoutError> {
    let partial = partial_of(path);
    write(&partial)?;
    std::fs::rename(&partial, path)?;
    Ok(sync_folder_of(path)?)
}

/// HDF5 flushes to the operating system only: durability is asked for separately.
pub(super) fn make_durable(path: &Path) -> Result<(), LayoutError> {
    Ok(File::open(path)?.sync_all()?)
}

fn partial_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}
