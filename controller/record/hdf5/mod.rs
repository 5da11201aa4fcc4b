//! Records and tables as HDF5 files that open as CF netCDF. The layout is written down in `docs/record-layout.md`.

mod attributes;
mod dataset;
mod dimension_scale;
mod error;
mod long_name;
mod publish;
mod run_columns;
mod run_read;
mod run_write;
mod seal;
mod sheet;
mod superblock;
mod table;
mod table_times;

pub use attributes::utc_seconds_unit;
pub use dataset::{Attribute, Dataset, DatasetValues, DatasetVariable, write_dataset};
pub use error::LayoutError;
pub use publish::write_hdf5;
pub(crate) use run_read::read_hdf5;
pub use table::{Column, Table, Tables, read_tables, write_tables};

/// Name and version of the layout of `run.h5`, in its attribute `layout`.
pub const LAYOUT: &str = "hadal-record/1";

/// Name and version of the layout of files of tables, in their attribute `layout`.
pub const TABLES_LAYOUT: &str = "hadal-tables/1";

/// Name and version of the layout of files of one dataset, in their attribute `layout`.
pub const DATASET_LAYOUT: &str = "hadal-dataset/1";
