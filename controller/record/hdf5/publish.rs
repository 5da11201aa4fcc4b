//! A file appears under its name only whole, durable and checked.

use super::{LayoutError, run_read, run_write};
use crate::record::Record;
use crate::store::sync_folder_of;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a closed record to `path`: a partial file beside it is written, made durable, read back and compared, and
/// only then renamed. An older file under the name stays until then; after an error no partial file is left.
///
/// # Errors
/// A record that is not closed, a file system that refuses, or a file that reads back differently.
pub fn write_hdf5(record: &Record, path: &Path) -> Result<(), LayoutError> {
    if record.outcome().is_none() {
        return Err(LayoutError::NotClosed { path: path.display().to_string() });
    }
    let image = run_write::image(record, path).map_err(|error| LayoutError::making(path, error))?;
    publish(path, &image, |partial| Ok(run_read::read_hdf5(partial)?.digest() == record.digest()))
}

/// Writes `image` beside `path`, lets `same` compare what can be read there, then puts it under the name.
///
/// The image is made in memory: HDF5 tells a full disk late, on standard error, and not what the disk said.
pub(super) fn publish(
    path: &Path,
    image: &[u8],
    same: impl FnOnce(&Path) -> Result<bool, LayoutError>,
) -> Result<(), LayoutError> {
    let partial = partial_of(path);
    let published = write_durably(&partial, image)
        .map_err(|error| LayoutError::writing(path, error))
        .and_then(|()| same(&partial))
        .and_then(|same| if same { Ok(()) } else { Err(differs(path)) })
        .and_then(|()| std::fs::rename(&partial, path).map_err(|error| LayoutError::writing(path, error)));
    if published.is_err() {
        // The error that matters is the first one; a partial file that cannot be removed is replaced the next time.
        drop(std::fs::remove_file(&partial));
    }
    published?;
    sync_folder_of(path).map_err(|error| LayoutError::writing(path, error))
}

fn differs(path: &Path) -> LayoutError {
    LayoutError::Differs { path: path.display().to_string() }
}

fn write_durably(path: &Path, image: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(image)?;
    file.sync_all()
}

fn partial_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}
