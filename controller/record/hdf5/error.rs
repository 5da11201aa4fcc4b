//! Why an HDF5 file cannot be written or read: always which file, and what can be done.

use crate::store::{HDF5_FILE, JOURNAL_FILE, run_folder};
use std::io;
use std::path::Path;

/// Why an HDF5 file cannot be written or read.
///
/// Each message is whole: no cause is told again by `source`.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// The HDF5 library refuses: the file is no HDF5, is cut short, or lacks what belongs into it.
    #[error("{path}: HDF5: {error}{remedy}")]
    Hdf5 {
        /// The file.
        path: String,
        /// What the library says.
        error: ::hdf5::Error,
        /// What can be done, after a semicolon; empty where nothing is known.
        remedy: String,
    },
    /// The file system refuses.
    #[error("{path}: {error}{remedy}")]
    Io {
        /// The file.
        path: String,
        /// What the operating system says.
        error: io::Error,
        /// What can be done, after a semicolon; empty where nothing is known.
        remedy: String,
    },
    /// The run has not ended, so its record is not final.
    #[error("{path}: not written: the run's record is not closed, and only a closed one becomes HDF5")]
    NotClosed {
        /// The file that would be written.
        path: String,
    },
    /// What was read back is not what was written; nothing is published.
    #[error("{path}: not written: read back, it differs from what it was made of; check the disk")]
    Differs {
        /// The file that would be written.
        path: String,
    },
    /// The file is something else or another version.
    #[error("{path}: layout {found}; accepted is {accepted}")]
    Layout {
        /// The file.
        path: String,
        /// Its attribute `layout`.
        found: String,
        /// The layout that can be read.
        accepted: &'static str,
    },
    /// The file was changed after it was published.
    #[error("{path}: damaged: {why}{remedy}")]
    Damaged {
        /// The file.
        path: String,
        /// What contradicts what.
        why: String,
        /// What can be done, after a semicolon; empty where nothing is known.
        remedy: String,
    },
    /// A table that cannot be written.
    #[error("{path}: table {table}: {why}")]
    Table {
        /// The file that would be written.
        path: String,
        /// The table's group.
        table: String,
        /// What is wrong with it.
        why: String,
    },
}

impl LayoutError {
    /// The library cannot read the file.
    pub(super) fn hdf5(path: &Path, error: ::hdf5::Error) -> Self {
        Self::Hdf5 { path: text(path), error, remedy: rebuild(path) }
    }

    /// The library cannot make the file's content; the file itself is not at fault.
    pub(super) fn making(path: &Path, error: ::hdf5::Error) -> Self {
        Self::Hdf5 { path: text(path), error, remedy: String::new() }
    }

    /// The operating system cannot read the file.
    pub(super) fn reading(path: &Path, error: io::Error) -> Self {
        let remedy = rebuild(path);
        Self::Io { path: text(path), error, remedy }
    }

    /// The operating system cannot write the file.
    pub(super) fn writing(path: &Path, error: io::Error) -> Self {
        use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        let full = matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge);
        let remedy = match recovery(path) {
            Some(recovery) if full => format!("; free space, then {recovery} writes it from the journal"),
            None if full => "; free space and try again".to_owned(),
            Some(recovery) => format!("; when that is mended, {recovery} writes it from the journal"),
            None => String::new(),
        };
        Self::Io { path: text(path), error, remedy }
    }

    /// The file's content contradicts itself.
    pub(super) fn damaged(path: &Path, why: impl Into<String>) -> Self {
        Self::Damaged { path: text(path), why: why.into(), remedy: rebuild(path) }
    }

    /// The file says that it is something else.
    pub(super) fn layout(path: &Path, found: String, accepted: &'static str) -> Self {
        Self::Layout { path: text(path), found, accepted }
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn rebuild(path: &Path) -> String {
    recovery(path).map_or_else(String::new, |recovery| format!("; {recovery} rebuilds it from the journal"))
}

/// The command that writes this file anew: only a run's own HDF5 file, and only while its journal lies beside.
fn recovery(path: &Path) -> Option<String> {
    let folder = path.parent().map_or_else(|| run_folder(path), Path::to_path_buf);
    let beside = path.file_name().is_some_and(|name| name == HDF5_FILE) && folder.join(JOURNAL_FILE).exists();
    let folder = if folder == Path::new("") { Path::new(".") } else { &folder };
    beside.then(|| format!("`hadal recover {}`", folder.display()))
}
