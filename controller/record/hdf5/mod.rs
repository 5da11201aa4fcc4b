//! Records and tables as HDF5 files that open as CF netCDF. The layout is written down in `docs/record-layout.md`.

mod attributes;
mod dimension_scale;
mod publish;
mod run_columns;
mod run_read;
mod run_write;
mod sheet;
mod table;

pub use attributes::utc_seconds_unit;
pub use publish::write_hdf5;
pub(crate) use run_read::read_hdf5;
pub use table::{Column, Table, Tables, read_tables, write_tables};

use std::io;

/// Name and version of the layout of `run.h5`, in its attribute `layout`.
pub const LAYOUT: &str = "hadal-record/1";

/// Why an HDF5 file cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// The HDF5 library refuses.
    #[error("HDF5: {0}")]
    Hdf5(#[from] ::hdf5::Error),
    /// The file system refuses.
    #[error("HDF5 file: {0}")]
    Io(#[from] io::Error),
    /// The run has not ended, so its record is not final.
    #[error("the run's record is not closed, and only a closed one becomes HDF5")]
    NotClosed,
    /// What was read back is not what was written; the file is left beside as `.partial`.
    #[error("{0}: read back, the file differs from the journal; it is not published")]
    Differs(String),
    /// The file is something else or another version.
    #[error("{path}: layout {found}; accepted is {LAYOUT}")]
    Layout {
        /// The file.
        path: String,
        /// Its attribute `layout`.
        found: String,
    },
    /// The file was changed after it was published.
    #[error("{path}: {why}; the file is damaged, its journal may not be")]
    Damaged {
        /// The file.
        path: String,
        /// What contradicts what.
        why: String,
    },
    /// A table that cannot be written.
    #[error("table {table}: {why}")]
    Table {
        /// Its group.
        table: String,
        /// What is wrong with it.
        why: String,
    },
}
