//! The record of a run: what was said on every line, what was read, decided and done.
//!
//! The journal is the record; HDF5 is made from it. [`event::Event`] is the one vocabulary of both.
//!
//! A record is opened by its folder or its `run.h5`:
//!
//! ```no_run
//! let record = hadal_record::Record::open(std::path::Path::new("runs/ctd-full-depth-seed-1"))?;
//! println!("{} points, {} bottles", record.points().len(), record.bottles().len());
//! # Ok::<(), hadal_record::RecordError>(())
//! ```

pub mod event;
mod faulty;
mod frame;
mod hdf5;
mod journal;
mod names;
mod reader;
mod record;
mod recover;
mod store;

pub use self::hdf5::{Attribute, DATASET_LAYOUT, Dataset, DatasetValues, DatasetVariable, write_dataset};
pub use self::hdf5::{Column, Table, Tables, read_tables, write_tables};
pub use self::hdf5::{LAYOUT, LayoutError, TABLES_LAYOUT, utc_seconds_unit, write_hdf5};
pub use faulty::{Fault, FaultyStore};
pub use journal::{COMMIT_WITHIN, Journal, JournalError};
pub use names::{ChannelNameError, channel_set, channel_variable};
pub use reader::{Contents, ReadError, Scan, read, scan};
pub use record::{ABSENT, Builder, ChannelSet, Record, RecordError, Series, Stamp, Traffic};
pub use recover::{RecoverError, Recovery, recover};
pub use store::{FileStore, HDF5_FILE, JOURNAL_FILE, MemoryStore, Store, TRUTH_FILE, run_folder};
