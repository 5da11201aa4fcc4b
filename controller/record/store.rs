//! Where a journal's bytes go: a file that only one process may write, or memory.

use crate::reader::Scan;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Name of the journal in a run's folder.
pub const JOURNAL_FILE: &str = "run.journal";
/// Name of the finished record in a run's folder.
pub const HDF5_FILE: &str = "run.h5";
/// Name of the twin's truth in a run's folder.
pub const TRUTH_FILE: &str = "truth.h5";

/// Takes bytes in order and says when they are durable.
///
/// After an error the state of the medium is unknown: the journal never calls again (a repeated fsync can falsely
/// succeed after a failed one).
pub trait Store: Send {
    /// Appends all of `bytes`; they survive the death of the process, not yet of the machine.
    ///
    /// # Errors
    /// Whatever the medium reports; some of the bytes may have arrived.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Returns when everything appended so far survives a power cut.
    ///
    /// # Errors
    /// Whatever the medium reports; nothing appended since the last good call may be trusted.
    fn sync(&mut self) -> io::Result<()>;
}

/// The folder of a run, given the folder or a file in it such as its `run.h5`.
pub fn run_folder(run: &Path) -> PathBuf {
    if run.is_dir() {
        return run.to_path_buf();
    }
    match run.parent() {
        Some(parent) if parent != Path::new("") => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// A file, locked against every other process until it is dropped.
#[derive(Debug)]
pub struct FileStore {
    file: File,
}

impl FileStore {
    /// Creates a file that must not exist, and makes its name durable.
    ///
    /// # Errors
    /// `AlreadyExists` where there is one, otherwise what the file system reports.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create_new(true).open(path)?;
        try_lock(&file)?;
        sync_folder_of(path)?;
        Ok(Self { file })
    }

    /// Goes on with a locked journal: cuts off its torn tail, if it has one.
    pub(crate) fn resume(file: File, scan: &Scan) -> io::Result<Self> {
        if scan.torn_bytes > 0 {
            file.set_len(scan.whole_bytes)?;
            file.sync_all()?;
        }
        Ok(Self { file })
    }
}

/// Takes the lock that says "this run is alive"; `WouldBlock` where another process holds it.
pub(crate) fn try_lock(file: &File) -> io::Result<()> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Makes a new or renamed file's name survive a power cut.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    File::open(run_folder(path))?.sync_all()
}

impl Store for FileStore {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }
}

/// Memory, for campaigns and tests; clones share the same bytes.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    shared: Arc<Mutex<Memory>>,
}

#[derive(Debug, Default)]
struct Memory {
    bytes: Vec<u8>,
    durable: usize,
    syncs: usize,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Everything appended so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.with(|memory| memory.bytes.clone())
    }

    /// How many bytes a power cut now would leave.
    pub fn durable_bytes(&self) -> usize {
        self.with(|memory| memory.durable)
    }

    /// How often [`Store::sync`] was called.
    pub fn syncs(&self) -> usize {
        self.with(|memory| memory.syncs)
    }

    fn with<T>(&self, look: impl FnOnce(&mut Memory) -> T) -> T {
        look(&mut self.shared.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Store for MemoryStore {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.with(|memory| memory.bytes.extend_from_slice(bytes));
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.with(|memory| {
            memory.durable = memory.bytes.len();
            memory.syncs += 1;
        });
        Ok(())
    }
}
